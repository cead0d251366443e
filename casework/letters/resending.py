"""A message that is sent once more, to whoever it is for now, under an id of its own."""

from __future__ import annotations

from datetime import datetime

from casework.letters.dispatch import TASKS, Dispatch
from casework.letters.letter_file import AddressFile
from casework.people.parties import (
    ATTENDED,
    ATTENDED_SETTING_MISSING,
    NAMED_SETTING_MISSING,
    SETTING,
    Party,
    family,
    of_role,
)


def why_not_again(dispatch: Dispatch, address: AddressFile) -> str | None:
    """Why a message may not be sent again, in one sentence; None where it may."""
    party = address.current
    if dispatch.status not in (*TASKS, "recalled") and not _has_moved(dispatch, address):
        return (
            f"{dispatch.dispatch_id} is {dispatch.status.replace('_', ' ')}; only what did not arrive, or went to an "
            "address that changed, is sent again."
        )
    if party is not None and not party.is_active:
        return (
            f"The relationship of {party.party_id} ended on {party.ended_on}; add whoever must have the letter with "
            "`ehcp party add`, and record the act for them."
        )
    return None


def sent_again(
    dispatch: Dispatch, address: AddressFile, number: int, by: str | None, at: datetime
) -> Dispatch:
    """The message as it is queued for the time of this number; bound to no party where none is recorded."""
    party = address.current or _found(dispatch, address)
    return Dispatch(
        dispatch_id=f"{dispatch.dispatch_id}~{number}",
        case_id=dispatch.case_id,
        on=dispatch.on,
        kind=dispatch.kind,
        to_role=dispatch.to_role,
        about=dispatch.about,
        of=dispatch.of,
        text=dispatch.text,
        channel=dispatch.channel,
        queued_at=at,
        sent_at=None,
        location=None,
        attempts=0,
        urgent=dispatch.urgent,
        by=by,
        party_id=party.party_id if party else None,
        address_version=party.address.version if party else None,
    )


def why_no_addressee(new: Dispatch, address: AddressFile) -> str | None:
    """Why a message has no addressee, in one sentence; None where it has one, or needs none that is recorded."""
    if new.party_id is not None:
        return None
    if new.to_role == "family":
        return family(address.candidates, address.holder).problem
    if new.to_role == ATTENDED:
        return ATTENDED_SETTING_MISSING
    return NAMED_SETTING_MISSING if new.to_role == SETTING and new.of is None else None


def _found(dispatch: Dispatch, address: AddressFile) -> Party | None:
    """Who a message without an addressee is for now; of the family, whoever holds the right on its day."""
    if dispatch.to_role != "family":
        return of_role(address.candidates, dispatch.to_role, dispatch.of)
    return next(iter(family(address.candidates, address.holder).parties), None)


def _has_moved(dispatch: Dispatch, address: AddressFile) -> bool:
    """Whether its person is no longer reached, or written to, as when the message was sent."""
    if dispatch.sent_at is None or dispatch.status not in ("sent", "delivered"):
        return False
    bound, current = address.bound, address.current
    if dispatch.address_version is None or bound is None or current is None:
        return False
    return bound.address != current.address
