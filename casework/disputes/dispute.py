"""What every dispute has in common: a decision that is disputed, and the facts of the dispute so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework.case.actions import Act, Action, directions
from casework.case.casework_acts import CASEWORK_ACTS
from casework.case.law_pin import LawPin
from casework.case.particulars import wrong_shape
from casework.case.statutory_acts import STATUTORY_ACTS
from statute.facts import Event
from statute.words import listed, short_date

CARRIED_OUT: Mapping[str, frozenset[str]] = {
    "assess": frozenset({"assessment_agreed", "reassessment_agreed"}),
    "make_plan": frozenset({"final_issued"}),
    "amend_plan": frozenset({"amended_final_issued"}),
    "name_setting": frozenset({"amended_final_issued", "final_issued"}),
    "reconsider": frozenset({"draft_issued", "plan_refused"}),
}
"""The acts of a case that show that what was agreed, conceded or ordered is carried out, by what it was."""
DOING = frozenset().union(*CARRIED_OUT.values())
_ENDS_WITH_DOING = frozenset({*CARRIED_OUT, "other"})
DAY = timedelta(days=1)
CASE_ACTS: Mapping[str, Action] = {**STATUTORY_ACTS, **{action.name: action for action in CASEWORK_ACTS}}
"""The acts of a case that a dispute may share with it."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute as it stands. `about` is the act that told of the disputed decision; `facts` are those of the statute.

    `decided` is what was decided after a review, where the dispute is about that: maintain or cease. `law` is the pin of
    the case.
    """

    id: str
    case: str
    about: str
    decided_on: date | None
    facts: tuple[Event, ...] = ()
    ended_why: str | None = None
    decided: str | None = None
    law: LawPin | None = None

    @property
    def stage(self) -> str:
        """How it stands, as the search attribute and the JSON carry it."""
        raise NotImplementedError

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        raise NotImplementedError

    def otherwise(self) -> Iterator[Event]:
        """The days that were agreed, or directed, in place of those of the law, as facts of the law."""
        yield from ()

    def fact(self, *names: str) -> Event | None:
        """The last fact of one of these names."""
        return next((event for event in reversed(self.facts) if event.event in names), None)

    def undone(self, directing: str, *also: str) -> bool:
        """Whether any fact of this name asks for something that is not recorded as done since.

        Several things can be agreed, each with a limit of its own. What is done is done for every one that asked for it.
        """
        return any(
            bool(done := _done_by(asked, to) | (set(also) if to in _ENDS_WITH_DOING else set()))
            and not any(event.event in done for event in self.facts[place + 1 :])
            for place, asked in enumerate(self.facts)
            if asked.event == directing
            for to in directions(asked.fields)
        )


@dataclass(frozen=True, slots=True)
class Clocks:
    """The days of a dispute's own obligations that its moments need; None where the clock does not run.

    `arrange_by` is the last of the 30 days to arrange mediation, `appeal_by` the last day to appeal, `respond_by` that
    of the response to it, `do_by` every last day on which something that was agreed or ordered is still to be done;
    `owed` the roles of a mediation's other steps that are still to be done (regs 34, 35 and 39), with their last days.
    """

    arrange_by: date | None = None
    appeal_by: date | None = None
    respond_by: date | None = None
    do_by: tuple[date, ...] = ()
    owed: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the acts of a kind of dispute: what must come before each, and what happens only once."""

    name: str
    acts: Mapping[str, Action]
    after: Mapping[str, tuple[str, ...]]
    once: frozenset[str]


def refused(order: Order, dispute: Dispute, is_over: bool, act: Act, today: date) -> str | None:
    """Why an act may not be recorded in any dispute of a kind, in one sentence; None where it may."""
    if (action := order.acts.get(act.action)) is None:
        return f"There is no act {act.action!r} in a {order.name}; the acts are {listed(order.acts)}."
    if (why := wrong_shape(action, act)) is not None:
        return why
    if act.on is not None and act.on > today:
        return f"{short_date(act.on)} is in the future; record it on that day or after."
    if act.on is not None and dispute.decided_on is not None and act.on < dispute.decided_on:
        return f"{short_date(act.on)} is before the decision on {short_date(dispute.decided_on)}; correct the date."
    known = dispute.fact(act.action)
    if known is not None and _same(known, act):
        return _already(action, known)
    if (why := not_now(order, dispute, is_over, action)) is not None:
        return why
    earlier = dispute.fact(*order.after.get(act.action, ()))
    if earlier is not None and act.on is not None and earlier.on is not None and act.on < earlier.on:
        said = order.acts[earlier.event].said
        return f"{short_date(act.on)} is before {said} on {short_date(earlier.on)}; correct one of the two dates."
    return None


def not_now(order: Order, dispute: Dispute, is_over: bool, action: Action) -> str | None:
    """Why an act cannot be recorded as the dispute stands, whatever its particulars."""
    if is_over:
        return f"The {order.name} is over; nothing more can be recorded in it."
    known = dispute.fact(action.name)
    if known is not None and action.name in order.once:
        return _already(action, known)
    before = order.after.get(action.name)
    if before is not None and dispute.fact(*before) is None:
        wanted = listed((order.acts[name].said for name in before), "or")
        return (
            f"You cannot {action.title[0].lower()}{action.title[1:]} yet: it is not recorded that {wanted}."
        )
    return None


def _done_by(asked: Event, to: str) -> set[str]:
    """The acts that show that one thing that a fact asks for is done."""
    if to == "continue_plan" and asked.fields.get("and_amend"):
        return set(CARRIED_OUT["amend_plan"])
    return set(CARRIED_OUT.get(to, ()))


def _already(action: Action, known: Event) -> str:
    return f"It is already recorded that {action.said}" + (
        f" on {short_date(known.on)}." if known.on else "."
    )


def _same(event: Event, act: Act) -> bool:
    return event.on == act.on and event.of == act.of and event.fields == act.fields


def day(written: Any) -> date:
    """A date from the fields of an act, which the guard has seen to be one."""
    return date.fromisoformat(str(written))
