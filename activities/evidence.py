"""Freeze the evidence of a plan for the local area: counted from the records and stored under an id made from its content."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from casework.authority.profile import profile_of
from casework.dashboard.areas import authority_code
from casework.inclusion_plan.counted_cases import plans_in_force
from casework.inclusion_plan.evidence import Evidence, Sources, evidence
from casework.processes.lookup import EvidenceWanted
from casework.processes.registry import BY_KIND
from casework.settings.settings import Setting
from records import case_lives, inclusion_evidence, settings
from records.profile import profile_content
from statute.pack import governing_pack


def freeze(session: Session, wanted: EvidenceWanted, at: datetime) -> str:
    """Store the evidence that a plan asks for. Returns its id, which is the same if nothing has changed."""
    made = gathered(session, wanted)
    inclusion_evidence.keep(session, made, at)
    return made.id


def gathered(session: Session, wanted: EvidenceWanted) -> Evidence:
    """Return the evidence as at a day. Every case counts, whoever asks, so that two readers have the same numbers."""
    load = settings.last_load(session)
    counted = (
        BY_KIND[kind].counted_as(BY_KIND[kind].state(content), wanted.as_at)
        for kind, content in inclusion_evidence.of_cases(session)
    )
    lives = case_lives.lives(session, as_at=wanted.as_at)
    named = {one.setting for one in plans_in_force(lives, wanted.as_at) if one.setting is not None}
    known = inclusion_evidence.settings_named(session, named)
    sources = Sources(
        lives=lives,
        provisions=tuple(inclusion_evidence.provisions(session, wanted.as_at)),
        settings=known,
        settings_as_at=load.as_at if load is not None else None,
        placements=tuple(one for one in counted if one is not None),
        in_area=in_area(session, known),
    )
    pack = governing_pack(wanted.as_at)
    return evidence(sources, wanted.as_at, pack.id, wanted.assumptions)


def in_area(session: Session, known: Iterable[Setting]) -> dict[str, bool] | None:
    """Return by its code whether each setting is in the area of the council; None if the council or no setting is known."""
    content = profile_content(session)
    if not content:
        return None
    council = profile_of(content)
    own = council.dashboard.authority if council.dashboard is not None else council.authority.name
    found = {f"urn-{one.urn}": _area(one.authority) == _area(own) for one in known if one.authority.strip()}
    return found or None


def _area(authority: str) -> str:
    """Return the code of a local authority, or its name in small letters if it is none of the published ones."""
    return authority_code(authority) or authority.strip().casefold()
