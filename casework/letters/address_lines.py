"""The name and address at the head of a letter."""

from __future__ import annotations

from casework.authority.profile import Profile
from casework.letters.addressee import addressee
from casework.letters.dispatch import Dispatch
from casework.letters.letter_file import LetterFile
from casework.people import parties


def address_lines(dispatch: Dispatch, file: LetterFile) -> tuple[str, ...]:
    """The lines of the party that a letter is for, or else of its role; none where nothing is known."""
    party, ours = addressee(dispatch, file.address), file.address.profile
    if party is not None:
        return party.lines
    match dispatch.to_role:
        case "health_body":
            return _health_body(ours)
        case "social_care":
            return _social_care(ours)
        case (
            parties.ATTENDED | parties.YOUTH_ACCOMMODATION | parties.YOUTH_OFFENDING | parties.DETAINED_HEALTH
        ):
            return ()
        case parties.SETTING:
            known = file.setting
            return (known.name, *known.address) if known else (dispatch.of or "The setting",)
    return file.family


def _health_body(ours: Profile | None) -> tuple[str, ...]:
    if ours is None or ours.health_body is None:
        return ("The responsible health body",)
    return (ours.health_body.name, *ours.health_body.address)


def _social_care(ours: Profile | None) -> tuple[str, ...]:
    """The authority's own officers: where its particulars do not say where, they are at its own address."""
    if ours is None:
        return ()
    if ours.social_care is not None:
        return (ours.social_care.name, *ours.social_care.address)
    return ("Social care for children and young people", ours.authority.name, *ours.authority.address)
