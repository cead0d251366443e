"""The lists of phase transfers: what is missing, type only, not final, the countdown of each officer, places, and the return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from casework.processes.listing import Known, Listing, Pupil, Together
from casework.processes.page import setting_in_words
from casework.processes.phase_transfer.limits import AMEND, SEND, final_by, obligations_of, target_of
from casework.processes.phase_transfer.transfer import Transfer
from casework.processes.phase_transfer.transfer_words import (
    MISSING,
    PHASE_WORDS,
    STAGES,
    TYPE_WORDS,
)
from casework.settings.settings import Setting
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
        "left": str(left) if left >= 0 else f"{-left} late",
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


def _open(transfer: Transfer, pupil: Pupil, today: date) -> Mapping[str, str] | None:
    """Return a row for each transfer that is open: the lists about officers and settings count these."""
    return {} if not transfer.is_over else None


def countdown(known: Known, settings: Mapping[str, Setting], today: date) -> Sequence[Mapping[str, str]]:
    """Return a row for each officer: how many transfers wait for which step, and how many days are left to the first limit."""
    found = []
    for officer in sorted({pupil.officer for _, pupil in known}):
        own = [transfer for transfer, pupil in known if pupil.officer == officer]
        stages = Counter(transfer.stage_code for transfer in own)
        owed = sorted(first.due_on for transfer in own if (first := final_by(transfer, today)) is not None)
        left = (owed[0] - today).days if owed else 0
        found.append(
            {
                "officer": officer or "Unassigned",
                "due": str(len(own)),
                "ask": str(stages["identified"]),
                "review": str(stages["family_told"] + stages["preference_recorded"]),
                "notice": str(stages["review_held"]),
                "not_final": str(len(owed)),
                "type_only": str(stages["type_only"]),
                "late": str(sum(day < today for day in owed)),
                "first": short_date(owed[0]) if owed else "",
                "left": (str(left) if left >= 0 else f"{-left} late") if owed else "",
            }
        )
    return found


def requested(transfer: Transfer) -> Iterable[str]:
    """Return the settings that a transfer asks for or names."""
    return {*transfer.preferred, *transfer.consulted, *((transfer.named,) if transfer.named else ())}


def places(known: Known, settings: Mapping[str, Setting], today: date) -> Sequence[Mapping[str, str]]:
    """Return a row for each setting: its places, how many prefer it, were consulted there or are named there, most wanted first."""
    transfers = [transfer for transfer, _ in known]
    found = []
    for name in {one for transfer in transfers for one in requested(transfer)}:
        first = sum(transfer.preferred[:1] == (name,) for transfer in transfers)
        open_ = sum(name in requested(transfer) and transfer.named in (None, name) for transfer in transfers)
        setting = settings.get(name)
        free = _free(setting)
        found.append(
            {
                "setting": setting.name if setting is not None else setting_in_words(name),
                "urn": name.removeprefix("urn-"),
                "places": str(setting.places)
                if setting is not None and setting.places is not None
                else "Not known",
                "free": str(free) if free is not None else "Not known",
                "first": str(first),
                "requests": str(open_),
                "consulted": str(sum(name in transfer.consulted for transfer in transfers)),
                "named": str(sum(transfer.named == name for transfer in transfers)),
                "more": "More requests than places" if free is not None and open_ > free else "",
            }
        )
    return sorted(found, key=lambda one: (-int(one["requests"]), one["setting"]))


def _free(setting: Setting | None) -> int | None:
    """Return how many places the register shows as free on the day of its extract."""
    if setting is None or setting.places is None or setting.on_roll is None:
        return None
    return max(setting.places - setting.on_roll, 0)


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
    Listing(
        "countdown", "Phase transfers: countdown by officer", "The open transfers of each officer by the step that they wait for, and the limit that ends first.",
        {
            "officer": "Officer", "due": "Due", "ask": "Family not asked", "review": "No review yet", "notice": "No notice yet", "not_final": "Not final",
            "type_only": "Type only", "late": "Late", "first": "First limit", "left": "Days left",
        },
        _open, "No phase transfer is open.", Together(countdown),
    ),
    Listing(
        "places", "Phase transfers: places and requests",
        "For each setting, its places on the settings register and how many ask for it. Being full is not a reason on its own to refuse.",
        {
            "setting": "Setting", "urn": "URN", "places": "Places", "free": "Free on the register", "first": "First choice", "requests": "Requests",
            "consulted": "Consulted", "named": "Named", "more": "Note",
        },
        _open, "No setting is asked for yet.", Together(places, requested),
    ),
)  # fmt: skip
