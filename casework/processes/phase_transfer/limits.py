"""The limits of a phase transfer, and the days that are planned back from them.

Two limits of law bind at once: the plan must be amended before a fixed day, and within eight weeks of the notice of
amendments. Their last days are law. Every other day here is local policy, and is shown as that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from casework.processes import law_limits
from casework.processes.phase_transfer.acts import (
    ASKS,
    CONSULTS,
    FINAL,
    HOLIDAY,
    KEPT,
    NOTICE,
    PREFERENCE,
    REVIEW,
)
from casework.processes.phase_transfer.transfer import Transfer
from statute.facts import Event
from statute.obligation import Obligation
from statute.strict_reading import yaml_from
from statute.words import long_date

AMEND, SEND = "amend_before_transfer", "send_amended_plan"
ROLES = frozenset({AMEND, SEND})
"""The roles of the two limits in the rule pack: before the day of the law, and eight weeks from the notice."""
_FILE = Path(__file__).with_name("planned_back.yaml")
_UP_TO_THE_NOTICE = ("ask", "invite", "review", "notice")
_DONE_BY = {
    "ask": (ASKS, PREFERENCE, REVIEW, NOTICE, FINAL, KEPT),
    "invite": (REVIEW, NOTICE, FINAL, KEPT),
    "review": (REVIEW, NOTICE, FINAL, KEPT),
    "notice": (NOTICE, FINAL, KEPT),
    "consult": (CONSULTS, FINAL, KEPT),
}
"""The acts after which a planned step is done."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A day that is planned back: its step, its title, the working day to aim for, and why. `done_by` are the acts that do it."""

    step: str
    title: str
    on: date
    because: str
    done_by: tuple[str, ...]


def as_law(transfer: Transfer) -> tuple[Event, ...]:
    """Return the facts of a transfer in the words of the rule pack."""
    return tuple(sorted(_as_law(transfer), key=lambda fact: fact.on or date.min))


def obligations_of(transfer: Transfer, today: date) -> tuple[Obligation, ...]:
    """Return the limits of law of a transfer on a day."""
    return law_limits.obligations_of(as_law(transfer), transfer.law, today, ROLES)


def owed(transfer: Transfer, today: date) -> tuple[Obligation, ...]:
    """Return the limits that are still to be met, earliest first; none once the transfer is over."""
    return () if transfer.is_over else law_limits.owed(obligations_of(transfer, today))


def final_by(transfer: Transfer, today: date) -> Obligation | None:
    """Return the limit that ends first: the last lawful day for the amended final plan."""
    return next(iter(owed(transfer, today)), None)


def target_of(limit: Obligation) -> date:
    """Return the local working target of a limit: its last day or, if that is no working day, the working day before it."""
    found: date = limit.asked.calendar.last_working_day(limit.due_on)
    return found


def planned_back(transfer: Transfer, today: date) -> tuple[Planned, ...]:
    """Return the days planned back from the limits that are owed, in order; none if no limit is owed."""
    limits = owed(transfer, today)
    before = next((one for one in limits if one.role == AMEND), None)
    if before is None:
        return _after_the_notice(limits[0]) if limits else ()
    return (*_up_to_the_notice(before), *_after_the_notice(limits[0]))


def _up_to_the_notice(limit: Obligation) -> tuple[Planned, ...]:
    """Return the steps up to the notice of amendments, counted back from the day before which the plan must be amended."""
    found: list[Planned] = []
    before = target_of(limit)
    for step in reversed(_UP_TO_THE_NOTICE):
        found.append(_planned(step, limit, before))
        before = found[-1].on
    return tuple(reversed(found))


def _after_the_notice(first: Obligation) -> tuple[Planned, ...]:
    """Return the steps after the notice, counted back from the limit that ends first."""
    target = target_of(first)
    final = Planned("final", "Send the amended final plan", target, _why(first, target), (FINAL, KEPT))
    return (_planned("consult", first, target), final)


def _planned(step: str, limit: Obligation, before: date) -> Planned:
    """Return a step as it is planned before a day, on a working day."""
    row = steps_planned_back()[step]
    on = limit.asked.calendar.last_working_day(before - timedelta(weeks=int(row["weeks"])))
    because = str(row["because"]).format(weeks=row["weeks"], day=long_date(before))
    return Planned(step, str(row["title"]), on, because, _DONE_BY[step])


@lru_cache(maxsize=1)
def steps_planned_back() -> Mapping[str, Mapping[str, Any]]:
    """Return the content of the data file: weeks, title, reason and basis of each step."""
    found: Mapping[str, Mapping[str, Any]] = yaml_from(_FILE.read_text(encoding="utf-8"))
    return found


def _why(first: Obligation, target: date) -> str:
    """Return why the amended final plan is due on a day."""
    source = (
        "Eight weeks from the notice of amendments end first"
        if first.role == SEND
        else "The plan must be amended before the day that the law sets"
    )
    end = f"{source}: the last lawful day is {long_date(first.due_on)}."
    return (
        end
        if target == first.due_on
        else f"{end} That is not a working day, so aim for {long_date(target)} (local target)."
    )


def _as_law(transfer: Transfer) -> Iterator[Event]:
    if transfer.year is not None:
        fields = {
            "from_phase": transfer.from_phase,
            "to_phase": transfer.to_phase,
            "year": str(transfer.year),
            "transfer_on": transfer.transfer_on.isoformat() if transfer.transfer_on else None,
        }
        given = {name: value for name, value in fields.items() if value is not None}
        yield Event("phase_transfer", transfer.began_on, None, given)
    noticed = False
    for fact in transfer.facts:
        if fact.event == NOTICE:
            noticed = True
            yield Event("amendment_notice", fact.on)
        elif fact.event == FINAL:
            yield Event("amended_final_issued", fact.on, None, {"setting": fact.fields.get("setting")})
        elif fact.event == KEPT:
            if noticed:
                yield Event("amendment_not_made", fact.on)
            yield Event("review_decision", fact.on, None, {"decision": "maintain"})
        elif fact.event == HOLIDAY:
            yield fact
