"""The outlook of a case: its status at an instant and what comes next, from its ledger and its pinned law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial

from casework.case.agenda import agenda
from casework.case.alert_steps import steps_of
from casework.case.assignment import Assignment, assignment
from casework.case.breach_alerts import Chasing
from casework.case.case import Case, window_closed
from casework.case.closing import is_closed
from casework.case.earliest_final import earliest_final
from casework.case.facts import facts_of, planned
from casework.case.law_of_case import LawOfCase, law_of_case
from casework.case.law_pin import LawPin, pin_of
from casework.case.ledger_line import LedgerLine, events_of, moments_done
from casework.case.letter_days import with_letters_leaving
from casework.case.moment import Moment
from casework.case.obligation_key import ObligationKey, key_of
from casework.case.open_appeal import is_disputed
from casework.case.rag import next_limit, rag
from casework.case.stages import Stage
from casework.case.tray import Turn, turn_of
from casework.processes.registry import dropped_limits
from statute.facts import Event
from statute.local_time import london_date
from statute.obligation import Obligation
from statute.timeline import timeline

_FAR_DAY = date(2055, 12, 31)
"""A day by which every window has closed and the family has been told of every exception claimed so far."""


@dataclass(frozen=True)
class Outlook:
    """A case at one instant.

    `at_last` holds its obligations on a far day, by which the family has been told of every exception. `dropped` holds
    the limits that a process has dropped. `excused` holds the limits without alerts: those an accepted exception covers
    and those in `dropped`.
    """

    lines: tuple[LedgerLine, ...]
    now: datetime
    pin: LawPin
    law: LawOfCase
    events: tuple[Event, ...]
    obligations: tuple[Obligation, ...]
    at_last: tuple[Obligation, ...]
    dropped: frozenset[ObligationKey]
    excused: frozenset[ObligationKey]

    def with_lines(self, *lines: LedgerLine) -> Outlook:
        """The same outlook with more lines of the same instant. They must change neither facts nor obligations."""
        return replace(self, lines=(*self.lines, *lines))

    @property
    def today(self) -> date:
        """The local day of the instant."""
        return london_date(self.now)

    @property
    def stage(self) -> Stage:
        """The stage in the last line."""
        return Stage(self.lines[-1].stage)

    @property
    def closed_on(self) -> date | None:
        """The day on which the case closed, from its ledger; None if it is open."""
        return next((line.on for line in self.lines if line.event == "case_closed"), None)

    @cached_property
    def closed(self) -> bool:
        """Whether nothing is left to wait for. A window that closed while the worker was down must be recorded first."""
        if any(line.event == "case_closed" for line in self.lines):
            return True
        owed = [one for one in self.obligations if key_of(one) not in self.dropped]
        return is_closed(owed, self.stage, is_disputed(self.events)) and not any(
            moment.kind == "window_closed" and moment.at <= self.now for moment in self.moments
        )

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The agenda from this instant on."""
        return agenda(
            self.obligations,
            self.stage,
            self.excused,
            moments_done(self.lines),
            self.now,
            self.law.calendar,
            Chasing(planned(self.events), steps_of(self.events)),
        )

    @property
    def open_agenda(self) -> tuple[Moment, ...]:
        """The agenda of an open case; empty for a closed one."""
        return () if self.closed else self.moments

    @property
    def due_moments(self) -> tuple[Moment, ...]:
        """The moments that have already come, as where a limit was past when an act was recorded."""
        return tuple(moment for moment in self.open_agenda if moment.at <= self.now)

    def stage_after(self, moments: Iterable[Moment]) -> Stage:
        """The stage after the windows among these moments have closed."""
        case = Case(self.stage, self.events)
        for moment in moments:
            if moment.kind == "window_closed":
                case = window_closed(case, moment.role)
        return case.stage

    @property
    def next_limit(self) -> Obligation | None:
        """The unmet limit with the earliest last day; None in a closed case."""
        found = None if self.closed else next_limit(self._not_excused)
        return found if isinstance(found, Obligation) else None

    @cached_property
    def rag(self) -> str:
        """The colour: red, amber, green, or closed."""
        return rag(self._not_excused, self.stage, self.closed, self.today, self.law.calendar)

    def at_last_of(self, obligation: Obligation) -> Obligation | None:
        """The same obligation on the far day, or None."""
        return self._at_last.get(_start_of(obligation))

    @cached_property
    def _at_last(self) -> dict[tuple[str, str | None, date, date], Obligation]:
        return {_start_of(one): one for one in self.at_last}

    @property
    def turn(self) -> Turn:
        """Whose turn it is."""
        return turn_of(self.stage, self.obligations)

    @property
    def assignment(self) -> Assignment:
        """The officer and the team of the case."""
        return assignment(self.lines)

    @property
    def earliest_final(self) -> date | None:
        """The first day on which the last draft may be made final."""
        return earliest_final(self.obligations)

    @property
    def _not_excused(self) -> list[Obligation]:
        return [one for one in self.obligations if key_of(one) not in self.excused]


def outlook_of(lines: Iterable[LedgerLine], now: datetime) -> Outlook:
    """The outlook of a case at an instant, from all its ledger lines so far."""
    lines = tuple(lines)
    events = events_of(lines)
    facts = facts_of(events)
    pin = pin_of(lines[0].fields)
    law = law_of_case(pin, events)
    computed = partial(timeline, facts, pack=law.pack, calendar=law.calendar)
    obligations = computed(as_at=london_date(now))
    at_last = computed(as_at=_FAR_DAY)
    dropped = dropped_limits(obligations, events)
    excused = frozenset(key_of(one) for one in at_last if one.excused_by is not None)
    return Outlook(
        lines=lines,
        now=now,
        pin=pin,
        law=law,
        events=events,
        obligations=obligations,
        at_last=at_last,
        dropped=dropped,
        excused=dropped | excused,
    )


def obligations_if_letters_leave(lines: Iterable[LedgerLine], today: date) -> tuple[Obligation, ...]:
    """The obligations of a case if every letter that has not left leaves today."""
    lines = tuple(lines)
    events = with_letters_leaving(events_of(lines), today)
    law = law_of_case(pin_of(lines[0].fields), events)
    return timeline(facts_of(events), pack=law.pack, calendar=law.calendar, as_at=today)


def _start_of(one: Obligation) -> tuple[str, str | None, date, date]:
    return one.rule, one.of, one.started_on, one.due_on
