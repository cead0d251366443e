"""The facts of one case that are known on a day, in order, and those that close limits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from statute.calendars import WorkingDays
from statute.clock import Clock
from statute.conditions import OfFacts, holds, holds_only
from statute.facts import Dated, Event, ExceptionClaim, InOrder, by_name, day_of
from statute.law import Closer, Law, State

_CASE_ENDS = frozenset({"assessment_refused", "plan_refused", "withdrawn", "moved_away", "final_issued"})
_REFUSALS = frozenset({"assessment_refused", "plan_refused"})
NONE: tuple[Dated, ...] = ()
_NO_STATES: frozenset[str] = frozenset()
_PLACE_AND_DAY = itemgetter(0, 1)


class Closing(NamedTuple):
    """A fact that closes running limits, with its place among the known facts."""

    place: float
    on: date
    event: Event
    closer: Closer


class StateChange(NamedTuple):
    """The place of a known fact that begins or ends a state of the person."""

    place: int
    name: str
    begins: bool


class Asked(NamedTuple):
    """What an answer about a case was computed with: the law, the day of asking and the calendar."""

    law: Law
    as_at: date
    calendar: WorkingDays


def _is_one_of(wanted: OfFacts, event: Event) -> bool:
    return any(event.event == name and holds(condition, event) for name, condition in wanted)


def _may_begin(state: State, named: Mapping[str, Sequence[Dated]]) -> bool:
    """Whether a fact that begins a state is known."""
    return any(
        holds(condition, event) for name, condition in state.begins for _, event in named.get(name, NONE)
    )


class Known:
    """The facts of one case that are known on the day of asking.

    `dated` holds the known facts with a date, oldest first; a fact's place is its index there. `named` holds the same by
    name, `undated` those without a date. `every` also holds facts of later days, because a last day does not depend on
    the day of asking. The timeline sets `case_began_on` as it goes through the facts.
    """

    __slots__ = (
        "appealable",
        "as_at",
        "asked",
        "calendar",
        "case_began_on",
        "claims",
        "closings",
        "dated",
        "every",
        "law",
        "named",
        "reversals",
        "state_changes",
        "undated",
    )

    def __init__(
        self, facts: InOrder, claims: Sequence[ExceptionClaim], as_at: date, law: Law, calendar: WorkingDays
    ) -> None:
        dated, named = facts.dated, facts.by_name
        if dated and dated[-1][0] > as_at:
            dated = dated[: bisect_right(dated, as_at, key=day_of)]
            named = by_name(dated)
        undated: dict[str, list[Event]] = {}
        for event in facts.undated:
            if event.not_after is None or event.not_after <= as_at:
                undated.setdefault(event.event, []).append(event)
        self.dated, self.named, self.undated = dated, named, undated
        self.every, self.calendar, self.appealable = facts.by_name, calendar, law.appealable
        self.case_began_on: date | None = None
        self.law, self.as_at, self.claims = law, as_at, claims
        self.asked = Asked(law, as_at, calendar)
        self.state_changes = [
            change for state in law.states if _may_begin(state, named) for change in self._changes_of(state)
        ]
        self.reversals: list[float] = []
        self.closings: list[Closing] = []
        if undated or not law.closing_facts.isdisjoint(named):
            self.reversals = [place for place, _, _ in self._occurrences(law.reversers)]
            self.closings = self._closings()

    def _occurrences(self, names: Collection[str]) -> list[tuple[float, date, Event]]:
        """Facts with these names in order. One without a date comes after all facts of the last day it can have."""
        present = [name for name in names if name in self.named or name in self.undated]
        if not present:
            return []
        found: list[tuple[float, date, Event]] = [
            (place, day, event) for place, (day, event) in enumerate(self.dated) if event.event in present
        ]
        if self.undated:
            for name in present:
                for event in self.undated.get(name, ()):
                    day = event.not_after or self.as_at
                    found.append((bisect_right(self.dated, day, key=day_of) - 0.5, day, event))
            found.sort(key=_PLACE_AND_DAY)
        return found

    def _changes_of(self, state: State) -> Iterator[StateChange]:
        for place, (_, event) in enumerate(self.dated):
            if _is_one_of(state.begins, event):
                yield StateChange(place, state.name, True)
            elif _is_one_of(state.ends, event):
                yield StateChange(place, state.name, False)

    def states_at(self, place: int) -> frozenset[str]:
        """The states of the person after the fact at a place."""
        if not self.state_changes:
            return _NO_STATES
        last = {name: begins for at, name, begins in self.state_changes if at <= place}
        return frozenset(name for name, begins in last.items() if begins)

    def _closings(self) -> list[Closing]:
        closings = []
        for place, day, event in self._occurrences(self.law.closers):
            closer = self.law.closers[event.event]
            if closer.excluding and holds_only(closer.excluding, event):
                continue
            if closer.way == "refused" and any(reversal > place for reversal in self.reversals):
                continue
            closings.append(Closing(place, day, event, closer))
        return closings

    def closing_of(self, clock: Clock, place: int, day: date) -> Closing | None:
        """The first fact that closes a clock after it started at this place and day."""
        first = self._closed_with_others(clock, place)
        for name in clock.end.closed_by:
            for on, event in self.named.get(name, NONE):
                if on > day or (on == day and self._comes_later(place, event)):
                    if first is None or on < first.on:
                        first = Closing(0, on, event, Closer(name, None, False, ()))
                    break
        return first

    def before(self, fact: Dated) -> list[Dated]:
        """The known facts before a known fact, including those of the same day that are given first."""
        place = bisect_left(self.dated, fact[0], key=day_of)
        while self.dated[place][1] is not fact[1]:
            place += 1
        return self.dated[:place]

    def _comes_later(self, place: int, event: Event) -> bool:
        return any(event is later for _, later in self.dated[place + 1 :])

    def _closed_with_others(self, clock: Clock, place: int) -> Closing | None:
        """The first fact after a place that closes this clock among others."""
        for closing in self.closings:
            if closing.place <= place:
                continue
            way, rules, from_request, _ = closing.closer
            if way in clock.end.survives:
                continue
            if clock.start.from_request if from_request else (rules is None or clock.rule in rules):
                return closing
        return None

    def case_ended_between(self, began: int, place: int) -> bool:
        """Whether a case ended between two places: refused for good, withdrawn, moved away or with a final plan."""
        return any(
            began < at < place
            and not (event.event in _REFUSALS and any(reversal > at for reversal in self.reversals))
            for at, _, event in self._occurrences(_CASE_ENDS)
        )
