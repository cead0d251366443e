"""The lists of phase transfers: what is missing, type only, not final, the countdown of each officer, places, and the return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from casework.processes.listing import Listing, Pupil
from casework.processes.phase_transfer.limits import AMEND, SEND, final_by, obligations_of, target_of
from casework.processes.phase_transfer.transfer import Transfer
from casework.processes.phase_transfer.transfer_words import (
    MISSING,
    PHASE_WORDS,
    STAGES,
    TYPE_WORDS,
    setting_in_words,
)
from statute.words import listed, short_date

Extra = Callable[[Transfer, date], Mapping[str, str] | None]
_FIRST = {"name": "Child or young person", "case": "Case", "year": "Year", "to": "Next phase"}


def _row(transfer: Transfer, pupil: Pupil, extra: Mapping[str, str]) -> Mapping[str, str]:
    return {
        "name": pupil.name,
        "case": transfer.case,
        "year": str(transfer.year or ""),
        "to": PHASE_WORDS.get(str(transfer.to_phase), ""),
        **extra,
    }


def _list(
    name: str, title: str, about: str, columns: Mapping[str, str], extra: Extra, nothing: str
) -> Listing:
    def row(transfer: Transfer, pupil: Pupil, today: date) -> Mapping[str, str] | None:
        found = extra(transfer, today)
        return _row(transfer, pupil, found) if found is not None else None

    return Listing(name, title, about, {**_FIRST, **columns}, row, nothing)


def _due(transfer: Transfer, today: date) -> Mapping[str, str] | None:
    if transfer.is_over:
        return None
    missing = [MISSING[name] for name in transfer.missing]
    return {
        "from": setting_in_words(transfer.setting) or "Not recorded",
        "stays": "Can stay" if transfer.stays else "Must move",
        "status": STAGES[transfer.stage_code],
        "missing": listed(missing) if missing else "Nothing",
    }


def _type_only(transfer: Transfer, today: date) -> Mapping[str, str] | None:
    if transfer.is_over or not transfer.is_type_only or transfer.final is None:
        return None
    silent, moves_on = transfer.silent, transfer.moves_on
    return {
        "type": TYPE_WORDS.get(str(transfer.final.fields.get("kind_of_setting")), "Not recorded"),
        "since": short_date(transfer.final.on) if transfer.final.on else "",
        "silent": str(len(silent)),
        "weeks": str((moves_on - today).days // 7) if moves_on else "",
    }


def _not_final(transfer: Transfer, today: date) -> Mapping[str, str] | None:
    first = final_by(transfer, today)
    if first is None:
        return None
    left = (first.due_on - today).days
    return {
        "status": STAGES[transfer.stage_code],
        "by": short_date(first.due_on),
        "aim": short_date(target_of(first)),
        "left": str(left) if left >= 0 else f"{-left} over",
        "why": "Eight weeks from the notice" if first.role == SEND else "Before the day of the law",
    }


def _return(transfer: Transfer, today: date) -> Mapping[str, str] | None:
    """Return the days of the national return: the day of the law, not a local target, and the day of the final plan."""
    due = next((one for one in obligations_of(transfer, today) if one.role == AMEND), None)
    if due is None or transfer.closed_why is not None:
        return None
    final = transfer.final
    statutory = _day_of_the_law(due.due_on, transfer)
    return {
        "PhaseTransferDueDate": statutory.isoformat(),
        "PhaseTransferFinalDate": final.on.isoformat() if final is not None and final.on else "",
    }


def _day_of_the_law(last: date, transfer: Transfer) -> date:
    """Return the day that the law names: the one after the last lawful day, but for a limit that counts back from the move."""
    return last if transfer.from_phase == transfer.to_phase else date.fromordinal(last.toordinal() + 1)


LISTS = (
    _list(
        "due", "Phase transfers that are due", "Children and young people who are due to move, with what is not recorded yet.",
        {"from": "Attends now", "stays": "Place", "status": "Status", "missing": "Missing"}, _due, "No phase transfer is due.",
    ),
    _list(
        "type-only", "Phase transfers with a type of setting only", "The final plan names a type of setting, and no place is confirmed yet.",
        {"type": "Type named", "since": "Final plan", "silent": "Settings without a reply", "weeks": "Weeks to the move"}, _type_only,
        "Every final plan names a setting.",
    ),
    _list(
        "not-final", "Phase transfers that are not final", "The day is the limit that ends first. The target is the working day to aim for; it is local.",
        {"status": "Status", "by": "Last lawful day", "aim": "Local target", "left": "Days left", "why": "Which limit ends first"}, _not_final,
        "Every transfer that is due is final.",
    ),
    _list(
        "return", "Phase transfers for the SEN2 return", "One row for each transfer. The due date is the day that the law names, not a local target.",
        {"PhaseTransferDueDate": "Due date (5.6a)", "PhaseTransferFinalDate": "Final plan (5.6b)"}, _return, "No phase transfer is recorded.",
    ),
)  # fmt: skip
