"""What every dispute has: a disputed decision, the facts so far, and the order of its acts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework.case.actions import Act, Action, directions
from casework.case.casework_acts import CASEWORK_ACTS
from casework.case.law_pin import LawPin
from casework.case.particulars import in_future, malformed
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
"""The acts of a case that carry out what was agreed, conceded or ordered, by its code."""
DOING = frozenset().union(*CARRIED_OUT.values())
_ENDS_WITH_DOING = frozenset({*CARRIED_OUT, "other"})
DAY = timedelta(days=1)
CASE_ACTS: Mapping[str, Action] = {**STATUTORY_ACTS, **{action.name: action for action in CASEWORK_ACTS}}
"""The acts of a case that a dispute may share with it."""


@dataclass(frozen=True, slots=True)
class Dispute(ABC):
    """The state of a dispute.

    `about` is the act of the disputed decision, and `facts` are the facts that the law knows. `decided` is the decision
    after a review, if the dispute is about one: maintain or cease. `law` is the pin of the case.
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
    @abstractmethod
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""

    @property
    @abstractmethod
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""

    def changed_days(self) -> Iterator[Event]:
        """The days agreed or directed in place of the legal ones, as facts."""
        yield from ()

    def fact(self, *names: str) -> Event | None:
        """The last fact with one of these names, or None."""
        return next((event for event in reversed(self.facts) if event.event in names), None)

    def undone(self, directing: str, *also: str) -> bool:
        """Whether any fact named `directing` asks for something that is not recorded as done since.

        Several things can be agreed, each with its own limit. One act counts for every fact that asked for it. `also` names
        acts that count for anything agreed.
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
    """The last days of a dispute's obligations that its moments need; None if the clock does not run.

    `arrange_by` is the last of the 30 days to arrange mediation, `appeal_by` the last day to appeal, and `respond_by` the
    last day to respond to the appeal. `do_by` holds the last days of what was agreed or ordered and is not yet done. `owed`
    holds the roles of other steps of a mediation that are not yet done (regs 34, 35 and 39), with their last days.
    """

    arrange_by: date | None = None
    appeal_by: date | None = None
    respond_by: date | None = None
    do_by: tuple[date, ...] = ()
    owed: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the acts in a kind of dispute: what must come before each, and which happen only once."""

    name: str
    acts: Mapping[str, Action]
    after: Mapping[str, tuple[str, ...]]
    once: frozenset[str]


def refused(order: Order, dispute: Dispute, is_over: bool, act: Act, today: date) -> str | None:
    """Why an act may not be recorded in a dispute of this kind, in one sentence; None if it may."""
    if (why := malformed(order.name, order.acts, act)) is not None:
        return why
    action = order.acts[act.action]
    if (why := in_future(act.on, today)) is not None:
        return why
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
    """Why an act cannot be recorded in the present state, whatever its fields; None if it can."""
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
    """The acts that carry out one thing that a fact asks for."""
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
    """A date from the fields of an act that the guard has checked."""
    return date.fromisoformat(str(written))
