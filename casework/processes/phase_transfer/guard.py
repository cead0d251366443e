"""Whether an act may be recorded in a phase transfer: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

import re
from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import in_future, malformed
from casework.processes.phase_transfer.acts import (
    ACTS,
    ASKS,
    AUTOMATIC,
    BEGINS,
    CHANGED,
    CONSULTS,
    FINAL,
    HOLIDAY,
    KEPT,
    NOTICE,
    PLACE,
    PREFERENCE,
    REPLY,
    REVIEW,
    START,
)
from casework.processes.phase_transfer.due import POST_16
from casework.processes.phase_transfer.transfer import Transfer
from statute.words import short_date

_BEFORE_FINAL = frozenset({ASKS, PREFERENCE, REVIEW, NOTICE, CONSULTS, KEPT})
_ORDER = {
    REPLY: (CONSULTS, "Record which settings were consulted first."),
    PLACE: (FINAL, "Record the amended final plan, or the decision to keep the plan, first."),
    START: (FINAL, "Record the amended final plan, or the decision to keep the plan, first."),
}
_YEAR = r"20\d\d"
_SETTING = r"urn-\d{6}"


def refusal(transfer: Transfer, act: Act, today: date) -> str | None:
    """Return why an act may not be recorded in a transfer today, in one sentence; None if it may."""
    if act.action == CHANGED:
        return malformed("transfer", ACTS, act) or _not_passed_on(transfer, act, today)
    return (
        malformed("transfer", ACTS, act)
        or not_now(transfer, act.action)
        or _badly_written(act)
        or _misdated(transfer, act, today)
        or _not_so(transfer, act)
    )


def allowed(transfer: Transfer) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in display order."""
    return tuple(
        action
        for name, action in ACTS.items()
        if name not in AUTOMATIC and name != BEGINS and not_now(transfer, name) is None
    )


def not_now(transfer: Transfer, action: str) -> str | None:
    """Return why an act may not be recorded at this stage, or None."""
    if transfer.is_over:
        return "The transfer is over. Begin another if the child is to move again."
    if action == BEGINS:
        return "The transfer is already begun." if transfer.to_phase is not None else None
    if transfer.to_phase is None and action != HOLIDAY:
        return "Begin the transfer first."
    if action in _BEFORE_FINAL and transfer.final is not None:
        return "The final plan is recorded already. Record what it names, or close the transfer."
    if action == FINAL and transfer.last(PLACE) is not None:
        return "The place is confirmed already. Begin another transfer if the child is to go elsewhere."
    if action in _ORDER and (transfer.final is None if action != REPLY else transfer.last(CONSULTS) is None):
        return _ORDER[action][1]
    return None


def _not_passed_on(transfer: Transfer, act: Act, today: date) -> str | None:
    """Return why a fact of the plan is not taken in, or None."""
    if transfer.is_over:
        return "The transfer is over. Begin another if the child is to move again."
    if (why := in_future(act.on, today)) is not None:
        return why
    if any(":" not in str(one) for one in act.fields.get("given") or ()):
        return "Each detail of the plan must be a name and a value, such as decision:maintain."
    return None


def _badly_written(act: Act) -> str | None:
    year = act.fields.get("year")
    if year is not None and not re.fullmatch(_YEAR, str(year)):
        return "The year of the move must be a year, such as 2027."
    named = [act.fields.get("setting"), *(act.fields.get("settings") or ())]
    if any(one is not None and not re.fullmatch(_SETTING, str(one)) for one in named):
        return "A setting must be urn- and the 6 digits of its URN, such as urn-100000."
    return None


def _misdated(transfer: Transfer, act: Act, today: date) -> str | None:
    if act.on is None or act.action == HOLIDAY:
        return None
    if (why := in_future(act.on, today)) is not None:
        return why
    if transfer.began_on is not None and act.on < transfer.began_on and act.action != PREFERENCE:
        return f"{short_date(act.on)} is before the transfer began on {short_date(transfer.began_on)}; correct the date."
    by = act.fields.get("reply_by")
    if by is not None and date.fromisoformat(str(by)) < act.on:
        return "The day to reply by must be after the day of the letter."
    return None


def _not_so(transfer: Transfer, act: Act) -> str | None:
    fields = act.fields
    match act.action:
        case "begin_transfer":
            if fields["from_phase"] == fields["to_phase"] != POST_16:
                return "The next phase must be another phase than the one that the child leaves."
            if fields["from_phase"] == fields["to_phase"] == POST_16 and not fields.get("transfer_on"):
                return "Enter the day of the move: between two post-16 places the limit is five months before it."
        case "record_preference":
            if not fields.get("settings") and not fields.get("kind_of_setting"):
                return "Enter a setting or a type of setting that the family prefers."
        case "record_reply":
            if fields["setting"] not in transfer.consulted:
                return f"{fields['setting']} was not consulted; enter a setting that was consulted."
        case "issue_final":
            if fields["names"] == "setting" and not fields.get("setting"):
                return "Enter the setting that the plan names."
            if fields["names"] == "type_only" and not fields.get("kind_of_setting"):
                return "Enter the type of setting that the plan names."
        case "record_start" if transfer.named is None:
            return "The plan names only a type of setting. Record that a place is confirmed first."
    return None
