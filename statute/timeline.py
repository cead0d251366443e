"""Facts in, obligations out: every clock of the law that has begun in a case, its last day and how it stands.

Pure and total: the same facts and the same day always give the same answer, and incomplete facts give what can be
computed from them. Facts dated after the day of asking are not yet known: they start, meet and close nothing. A
last day, though, belongs to the facts and not to the day of asking: a mediation certificate that lengthens the
time to appeal does so from whichever day one looks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from statute.calendars import WorkingDays, england
from statute.clocks import REQUEST, Clock, Closer, Law, holds, law_of
from statute.contradictions import contradiction
from statute.counting import roll_for_the_tribunal
from statute.errors import Contradiction
from statute.exceptions import Judged, judge
from statute.facts import Event, ExceptionClaim, Facts
from statute.obligation import Grounds, Obligation, Status, obligation_of
from statute.pack import RulePack, governing_pack
from statute.periods import Around, is_appealable, raw_appeal_end

__all__ = ["Contradiction", "Obligation", "received_on", "timeline"]

_DAY = timedelta(days=1)
_CASE_ENDS = frozenset({"assessment_refused", "plan_refused", "withdrawn", "moved_away", "final_issued"})
_NONE: tuple[Event, ...] = ()

Dated = tuple[date, Event]


class _Closing(NamedTuple):
    """A fact that closes running limits, at its place among the known facts."""

    place: float
    on: date
    event: Event
    closer: Closer


class _Known:
    """The facts of one case as they are known on the day of asking."""

    __slots__ = ("around", "as_at", "claims", "closings", "dated", "law", "named", "reversals", "undated")

    def __init__(self, facts: Facts, as_at: date, law: Law, calendar: WorkingDays) -> None:
        every: list[Dated] = []
        undated: dict[str, list[Event]] = {}
        for event in facts.events:
            if event.on is not None:
                every.append((event.on, event))
            elif event.not_after is None or event.not_after <= as_at:
                undated.setdefault(event.event, []).append(event)
        every.sort(key=_day)
        named: dict[str, list[Event]] = {}
        everything: dict[str, list[Event]] = {}
        dated: list[Dated] = []
        for pair in every:
            day, event = pair
            if day <= as_at:
                dated.append(pair)
                named.setdefault(event.event, []).append(event)
            everything.setdefault(event.event, []).append(event)
        self.law, self.as_at, self.claims = law, as_at, facts.exceptions
        self.dated, self.named, self.undated = dated, named, undated
        self.around = Around(everything, calendar, law.appealable)
        self.reversals = self._places(law.reversers)
        self.closings = self._closings()

    def _places(self, names: frozenset[str]) -> list[float]:
        if not any(name in self.named or name in self.undated for name in names):
            return []
        return [place for place, _, _ in self._occurrences(names)]

    def _occurrences(self, names: frozenset[str]) -> list[tuple[float, date, Event]]:
        """Facts of these names in order; one without a date stands after all of the last day it can be of."""
        found: list[tuple[float, date, Event]] = [
            (place, day, event) for place, (day, event) in enumerate(self.dated) if event.event in names
        ]
        for name in names:
            for event in self.undated.get(name, ()):
                day = event.not_after or self.as_at
                found.append((bisect_right(self.dated, day, key=_day) - 0.5, day, event))
        found.sort(key=lambda occurrence: occurrence[0])
        return found

    def _closings(self) -> list[_Closing]:
        closers = self.law.closers
        present = closers.keys() & (self.named.keys() | self.undated.keys())
        if not present:
            return []
        closings = []
        for place, day, event in self._occurrences(frozenset(present)):
            closer = closers[event.event]
            if closer.excluding and holds(closer.excluding, event):
                continue
            if closer.way == "refused" and any(reversal > place for reversal in self.reversals):
                continue
            closings.append(_Closing(place, day, event, closer))
        return closings

    def case_ended_between(self, began: int, place: int) -> bool:
        """Whether the case begun at one place had ended by another: refused for good, withdrawn, moved or planned."""
        return any(
            began < at < place and not self._undone(at, event)
            for at, _, event in self._occurrences(_CASE_ENDS)
        )

    def _undone(self, place: float, event: Event) -> bool:
        return event.event in ("assessment_refused", "plan_refused") and any(
            r > place for r in self.reversals
        )


def _day(dated: Dated) -> date:
    return dated[0]


def received_on(facts: Facts) -> date | None:
    """The day on which the case began: the first request, or the first day of responsibility, that has a date."""
    return min((e.on for e in facts.events if e.on is not None and e.event in REQUEST), default=None)


def timeline(
    facts: Facts, as_at: date, *, pack: RulePack | None = None, calendar: WorkingDays | None = None
) -> tuple[Obligation, ...]:
    """Every obligation that has begun by a day, ordered by its last day and then by rule.

    The pack is the one in force when the case began unless one is given, and the calendar that of England. Raises
    Contradiction where two facts exclude each other, and calendars.OutsideCalendar for days beyond 2060.
    """
    refusal = contradiction(facts.events)
    if refusal is not None:
        raise Contradiction(refusal)
    law = law_of(pack or governing_pack(received_on(facts)))
    known = _Known(facts, as_at, law, calendar or england())
    found = [_obligation(known, clock, place, start) for clock, place, start in _started(known)]
    found.sort(key=_order)
    return tuple(found)


def _order(obligation: Obligation) -> tuple[date, str, str, date]:
    return obligation.due_on, obligation.rule, obligation.of or "", obligation.started_on


def _started(known: _Known) -> list[tuple[Clock, int, Event]]:
    """Every clock that has begun, with the fact that began it and that fact's place."""
    started: list[tuple[Clock, int, Event]] = []
    begun: set[tuple[str, str | None, date, str]] = set()
    first: set[str] = set()
    running: dict[tuple[str, str | None], date] = {}
    case_began: int | None = None
    for place, (day, event) in enumerate(known.dated):
        clocks = known.law.started_by.get(event.event)
        if clocks is None:
            continue
        new_case = False
        if event.event in REQUEST:
            new_case = case_began is None or known.case_ended_between(case_began, place)
            if new_case:
                case_began = place
                first.clear()
        for clock in clocks:
            starts = clock.starts
            if starts == "case":
                if not new_case:
                    continue
            elif starts == "first":
                if clock.rule in first:
                    continue
                first.add(clock.rule)
            if not (clock.plain or (clock.wants_no_field and not event.fields)) and not _begins(
                known, clock, place, day, event
            ):
                continue
            if starts == "each_of":
                still = running.get((clock.rule, event.of))
                if still is not None and day <= still:
                    continue
                running[clock.rule, event.of] = _runs_until(known, clock, place, day, event)
            elif starts == "each":
                key = (clock.rule, event.of, day, event.event)
                if key in begun:
                    continue
                begun.add(key)
            started.append((clock, place, event))
    return started


def _begins(known: _Known, clock: Clock, place: int, day: date, event: Event) -> bool:
    """Whether a fact really begins a clock, by its own fields and by what follows it."""
    if clock.when and not holds(clock.when, event):
        return False
    if (
        clock.unless
        and holds(clock.unless, event)
        and not any(
            p > place and e.event == name and holds(condition, e)
            for name, condition in clock.restored_by
            for p, (_, e) in enumerate(known.dated)
        )
    ):
        return False
    if clock.used_before and _arranged(known, day):
        return False
    if not clock.followed_by:
        return True
    if clock.or_when and holds(clock.or_when, event):
        return True
    following = min(
        (e.on for e in known.named.get(event.event, _NONE) if e.on and e.on > day), default=date.max
    )
    return any(
        e.on is not None and day <= e.on < following and holds(condition, e)
        for name, condition in clock.followed_by
        for e in known.named.get(name, _NONE)
    ) or any(
        (e.not_after or known.as_at) >= day and holds(condition, e)
        for name, condition in clock.followed_by
        for e in known.undated.get(name, _NONE)
    )


def _arranged(known: _Known, meeting: date) -> bool:
    """Whether the arrangement of a meeting is recorded, so that its own clocks already run to that meeting."""
    return any(
        str(e.fields.get("meeting_on")) == meeting.isoformat()
        for e in known.named.get("review_meeting_arranged", _NONE)
    )


def _runs_until(known: _Known, clock: Clock, place: int, day: date, event: Event) -> date:
    """The last day on which a clock begun by a fact is still running."""
    closing = _closing(known, clock, place, day)
    met = _met(known, clock, day, event, closing.on if closing else None)
    if met is not None:
        return met[0]
    return closing.on if closing else date.max


def _closing(known: _Known, clock: Clock, place: int, day: date) -> _Closing | None:
    """The first fact after the start that closes this clock."""
    if not known.closings and not clock.closed_by:
        return None
    for closing in known.closings:
        if closing.place <= place:
            continue
        way, rules, from_request, _ = closing.closer
        if way in clock.survives:
            continue
        if clock.from_request if from_request else (rules is None or clock.rule in rules):
            return closing
    if clock.closed_by:
        for name in clock.closed_by:
            for event in known.named.get(name, _NONE):
                if event.on is not None and event.on >= day:
                    return _Closing(0, event.on, event, Closer(name, None, False, ()))
    return None


def _met(known: _Known, clock: Clock, day: date, start: Event, until: date | None) -> Dated | None:
    """The first fact that meets a clock, with its day; for one without a date, the last day it can be of."""
    best: Dated | None = None
    of_matters, of, same = clock.of_matters, start.of, start.event
    for name in clock.met_by:
        for event in known.named.get(name, _NONE):
            on = event.on
            if on is None or on < day or (name == same and on == day):
                continue
            if of_matters and event.of != of:
                continue
            if best is None or on < best[0]:
                best = (on, event)
            break
        if known.undated:
            for event in known.undated.get(name, _NONE):
                latest = event.not_after or known.as_at
                if latest < day or (of_matters and event.of != of):
                    continue
                if best is None or latest < best[0]:
                    best = (latest, event)
    if best is not None and clock.amend_needs is not None:
        best = _with_the_amendments(known, clock.amend_needs, best)
    if best is not None and until is not None and best[0] > until:
        return None
    return best


def _with_the_amendments(known: _Known, needs: str, met: Dated) -> Dated:
    """A decision to amend is complete only with the amendments: sent later, they are what meets the limit.

    R (L, M and P) v Devon CC [2022] EWHC 493 (Admin).
    """
    on, decision = met
    if decision.event == needs or decision.fields.get("decision") != "amend":
        return met
    following = min(
        (e.on for e in known.named.get("review_meeting", _NONE) if e.on and e.on > on), default=date.max
    )
    for notice in known.named.get(needs, _NONE):
        if notice.on is not None and on <= notice.on < following:
            return notice.on, notice
    return met


def _obligation(known: _Known, clock: Clock, place: int, start: Event) -> Obligation:
    started_on = known.dated[place][0]
    raw = None
    if clock.fixed is not None:
        due = started_on + clock.fixed
    elif clock.appeal:
        raw = raw_appeal_end(start, started_on, known.around, clock.counting)
        due = roll_for_the_tribunal(raw, known.around.calendar)
    else:
        due = clock.due_on(start, started_on, known.around)
    closing = _closing(known, clock, place, started_on)
    if clock.window:
        return _as_window(known, clock, start, started_on, due, raw, closing)
    met = _met(known, clock, started_on, start, closing.on if closing else None)
    status: Status
    if met is not None:
        closing = None
        to = met[0]
        status = "late" if to > due else "met"
    elif closing is not None:
        to = closing.on
        status = "overdue" if to > due else "superseded"
    else:
        to = known.as_at
        status = "overdue" if to > due else "running"
    days_late = (to - due).days if to > due else 0
    excused_by: str | None = None
    judged: tuple[Judged, ...] = ()
    if known.claims:
        judged = _judged(known, clock, start, started_on, due)
        if days_late:
            excused_by = next((j.claim.ground for j in judged if j.refused is None), None)
            if excused_by is not None:
                status = "excused"
    shown = None
    if status == "overdue" and clock.shown_by and closing is None:
        shown = _first_after(known, clock.shown_by, started_on)
    return obligation_of(
        clock,
        start.of,
        started_on,
        due,
        met[1].on if met else None,
        status,
        days_late,
        excused_by,
        None,
        closing.on if closing else None,
        Grounds(
            known.law,
            clock,
            start,
            known.as_at,
            known.around.calendar,
            met[1] if met else None,
            closing.event if closing else None,
            closing.closer.way if closing else None,
            None,
            shown,
            raw,
            judged,
        ),
    )


def _judged(known: _Known, clock: Clock, start: Event, started_on: date, due: date) -> tuple[Judged, ...]:
    claims: Sequence[ExceptionClaim] = known.claims
    return judge(clock, known.law, started_on, due, start.of, claims, known.named, known.as_at)


def _first_after(known: _Known, names: Sequence[str], day: date, before: date = date.max) -> Event | None:
    if not any(name in known.named for name in names):
        return None
    found = [
        e for name in names for e in known.named.get(name, _NONE) if e.on is not None and day <= e.on < before
    ]
    return min(found, key=lambda e: e.on or day, default=None)


def _as_window(
    known: _Known,
    clock: Clock,
    start: Event,
    started_on: date,
    due: date,
    raw: date | None,
    closing: _Closing | None,
) -> Obligation:
    """Time that is left to the family: open until its last day has passed, or until the case has ended."""
    earliest = due + _DAY if clock.floor_of else None
    if clock.floor_of:
        used = _first_after(known, clock.floor_of, started_on, before=due + _DAY)
    elif clock.used_before:
        earlier = [e for n in clock.used_by for e in known.named.get(n, _NONE) if e.on and e.on <= started_on]
        used = earlier[-1] if earlier else None
    elif any(name in known.named for name in clock.used_by):
        used = _first_after(known, clock.used_by, started_on, before=_next_decision(known, started_on))
    else:
        used = None
    if closing is not None and closing.on > due:
        closing = None
    is_open = known.as_at <= due and closing is None
    return obligation_of(
        clock,
        start.of,
        started_on,
        due,
        None,
        "open" if is_open else "closed",
        0,
        None,
        earliest,
        closing.on if closing else None,
        Grounds(
            known.law,
            clock,
            start,
            known.as_at,
            known.around.calendar,
            None,
            closing.event if closing else None,
            closing.closer.way if closing else None,
            used,
            None,
            raw,
            (),
        ),
    )


def _next_decision(known: _Known, day: date) -> date:
    return min(
        (
            e.on
            for name in known.law.appealable
            for e in known.named.get(name, _NONE)
            if e.on is not None and e.on > day and is_appealable(e)
        ),
        default=date.max,
    )
