"""Compute the obligations of a case from its facts: every clock that has begun, its last day and its status.

The same facts and the same day always give the same answer, and incomplete facts give what can be computed from them.
Facts dated after the day of asking are not yet known: they start, meet and close nothing. A last day, however, does not
depend on the day of asking: a mediation certificate lengthens the time to appeal even if you ask about an earlier day.
"""

from __future__ import annotations

from datetime import date
from operator import attrgetter

from statute.calendars import WorkingDays, england
from statute.clock import Clock
from statute.conditions import OfFacts, Test, holds, passes
from statute.contradictions import contradiction_among
from statute.counting import roll_for_the_tribunal
from statute.errors import BadFacts, Contradiction
from statute.exceptions import judge
from statute.facts import REQUEST, Dated, Event, Facts, day_of, in_order, is_appealable
from statute.known_facts import NONE, Closing, Known
from statute.law import law_of
from statute.obligation import Obligation
from statute.pack import RulePack, pack_of_request
from statute.periods import certificate_for, counted_from, raw_appeal_end
from statute.same_day import merge_same_day
from statute.set_days import day_set_instead
from statute.status_by_day import Status

__all__ = ["Contradiction", "Obligation", "received_on", "timeline"]


_LAST_DAY_AND_RULE = attrgetter("due_on", "clock.rule")


def received_on(facts: Facts) -> date | None:
    """The day on which the case began: the first dated request, or the first day of responsibility.

    If that day is known only as a range, the first day of the range.
    """
    days = (event.on or event.not_before for event in facts.events if event.event in REQUEST)
    return min((day for day in days if day is not None), default=None)


def timeline(
    facts: Facts, as_at: date, *, pack: RulePack | None = None, calendar: WorkingDays | None = None
) -> tuple[Obligation, ...]:
    """Every obligation that has begun by a day, ordered by last day, then by rule, then in the order of the facts.

    By default the pack is the one in force when the case began, and the calendar is that of England. Raises
    Contradiction if two facts exclude each other, BadFacts for a fact whose day is known only as a range
    (statute.ranges), NoSuchPack for a request before the law began, and calendars.OutsideCalendar for days beyond 2060.
    """
    ordered = in_order(facts.events)
    for event in ordered.undated:
        if event.not_before is not None:
            raise BadFacts(f"The day of {event.event} is known only as a range; give a day, as YYYY-MM-DD.")
    refusal = contradiction_among(ordered)
    if refusal is not None:
        raise Contradiction(refusal)
    law = law_of(pack or pack_of_request(received_on(facts)))
    known = Known(merge_same_day(ordered, law.joined), facts.exceptions, as_at, law, calendar or england())
    found = _obligations(known)
    found.sort(key=_LAST_DAY_AND_RULE)
    return tuple(found)


def _obligations(known: Known) -> list[Obligation]:
    """An obligation for every clock that has begun, in the order of the starting facts."""
    starts_of, named = known.law.starts, known.named
    found: list[Obligation] = []
    begun: set[tuple[str, date, str | None, str]] = set()
    first: set[str] = set()
    latest: dict[tuple[str, str | None], int] = {}
    case_began: int | None = None
    for place, (day, event) in enumerate(known.dated):
        name = event.event
        begins = starts_of.get(name)
        if begins is None:
            continue
        new_case = False
        if begins.a_case and (case_began is None or known.case_ended_between(case_began, place)):
            new_case = True
            case_began = place
            first.clear()
            known.case_began_on = day
        states = known.states_at(place) if known.state_changes else None
        repeated = len(named[name]) > 1
        particular = (bool(event.fields) and not begins.fields.isdisjoint(event.fields)) or (
            event.of is not None and "of" in begins.fields
        )
        if states:
            clocks = begins.clocks if particular else begins.plainly
        else:
            clocks = begins.clocks_in_no_state if particular else begins.plainly_in_no_state
        for clock in clocks:
            begin = clock.start
            starts = begin.how
            if begins.a_case and starts == "case" and not new_case:
                continue
            if particular and not _is_meant(clock, event):
                continue
            if states and begin.state is not None and (begin.state in states) is not begin.in_state:
                continue
            if begin.waits and not _begins(known, clock, case_began, place, day, event):
                continue
            if starts == "first":
                if clock.rule in first:
                    continue
                first.add(clock.rule)
            elif repeated and starts == "each":
                key = (clock.rule, day, event.of, name)
                if key in begun:
                    continue
                begun.add(key)
            elif repeated and starts == "each_of":
                whose = (clock.rule, event.of)
                if whose in latest and day <= _ran_until(found[latest[whose]]):
                    continue
                latest[whose] = len(found)
            found.append((_window if clock.window else _limit)(known, clock, place, day, event))
    return found


def _ran_until(obligation: Obligation) -> date:
    """The last day on which a clock was running; date.max if it still is."""
    ended_by, closing = obligation.ended_by, obligation.closing
    if ended_by is not None:
        return ended_by.on or ended_by.not_after or obligation.asked.as_at
    return closing.on if closing is not None else date.max


def _is_meant(clock: Clock, event: Event) -> bool:
    """Whether the fields of a fact allow it to begin a clock."""
    start = clock.start
    if (start.when and not holds(start.when, event)) or (start.and_when and not holds(start.and_when, event)):
        return False
    return not (start.unless and holds(start.unless, event))


def _begins(known: Known, clock: Clock, case_began: int | None, place: int, day: date, event: Event) -> bool:
    """Whether a fact begins a clock: its rule is in force, and the other known facts allow it."""
    if clock.start.carries_on and not _is_undecided(known, clock, case_began, place):
        return False
    if (clock.source.in_force_from and day < clock.source.in_force_from) or (
        clock.source.in_force_to and day > clock.source.in_force_to
    ):
        return False
    if clock.use.used_before and _arranged(known, day):
        return False
    start = clock.start
    if start.test is not None and (
        known.named.keys().isdisjoint(start.test.after) or not passes(start.test, event, known.dated[:place])
    ):
        return False
    if start.unless_followed_by and _followed(
        known, start.unless_followed_by, start.ruled_out_by, day, event
    ):
        return False
    return not start.followed_by or _followed(known, start.followed_by, start.awaited, day, event)


def _is_undecided(known: Known, clock: Clock, case_began: int | None, place: int) -> bool:
    """Whether a case has begun but not ended before a place, and nothing in it has met the clock."""
    if case_began is None or known.case_ended_between(case_began, place):
        return False
    return not any(event.event in clock.end.met_by for _, event in known.dated[case_began:place])


def _arranged(known: Known, meeting: date) -> bool:
    """Whether the arrangement of a meeting is recorded, so that its clocks already run to that meeting."""
    return any(
        str(event.fields.get("meeting_on")) == meeting.isoformat()
        for _, event in known.named.get("review_meeting_arranged", NONE)
    )


def _followed(known: Known, facts: OfFacts, names: frozenset[str], day: date, event: Event) -> bool:
    """Whether one of these facts came after the start of a clock and before the next such start."""
    if names.isdisjoint(known.named) and names.isdisjoint(known.undated):
        return False
    following = min((on for on, _ in known.named[event.event] if on > day), default=date.max)
    return any(
        day <= on < following and holds(condition, later)
        for name, condition in facts
        for on, later in known.named.get(name, NONE)
    ) or any(
        (later.not_after or known.as_at) >= day and holds(condition, later)
        for name, condition in facts
        for later in known.undated.get(name, ())
    )


def _met(known: Known, clock: Clock, day: date, start: Event, closing: Closing | None) -> Dated | None:
    """The first fact that meets a clock, with its day. A fact without a date has the last day it can have."""
    named, of_matters, end = known.named, clock.start.of_matters, clock.end
    best: Dated | None = None
    for name in end.met_by:
        if name not in named:
            continue
        tests = end.tests.get(name) if end.tests else None
        for fact in named[name]:
            on = fact[0]
            if on < day or (on == day and name == start.event) or (of_matters and fact[1].of != start.of):
                continue
            if tests and not _counts(known, tests, fact):
                continue
            if best is None or on < best[0]:
                best = fact
            break
    if known.undated:
        best = _or_without_a_date(known, clock, day, start, best)
    if best is None:
        return None
    return None if closing is not None and best[0] > closing.on else best


def _counts(known: Known, tests: tuple[Test, ...], fact: Dated) -> bool:
    """Whether a fact passes one of the tests for meeting a limit."""
    return any(passes(test, fact[1], () if test.needs_no_history else known.before(fact)) for test in tests)


def _or_without_a_date(
    known: Known, clock: Clock, day: date, start: Event, best: Dated | None
) -> Dated | None:
    for name in clock.end.met_by:
        tests = clock.end.tests.get(name)
        for event in known.undated.get(name, ()):
            if tests and not any(passes(test, event, ()) for test in tests):
                continue
            latest = event.not_after or known.as_at
            if latest < day or (clock.start.of_matters and event.of != start.of):
                continue
            if best is None or latest < best[0]:
                best = (latest, event)
    return best


def _limit(known: Known, clock: Clock, place: int, started_on: date, start: Event) -> Obligation:
    """The obligation of a limit: met, late, running, overdue, excused or closed before it was met."""
    period = clock.period
    counted = (
        counted_from(period.counting, start, started_on, known.case_began_on)
        if period.elsewhere
        else started_on
    )
    due = day_set_instead(clock, start) if period.can_be_set else None
    if due is None:
        fixed = period.fixed
        due = period.due_on(start, counted, known) if fixed is None else counted + fixed
    closing = known.closing_of(clock, place, started_on) if known.closings or clock.end.closed_by else None
    met = _met(known, clock, started_on, start, closing)
    ended_by = None
    failed: Status = "overdue"
    status: Status
    if met is not None:
        to, ended_by = met
        closing, status, failed = None, "met", "late"
    elif closing is not None:
        to, status = closing.on, "superseded"
    else:
        to, status = known.as_at, "running"
    days_late = 0
    if to > due:
        days_late, status = (to - due).days, failed
    excused_by = None
    judged = judge(clock, started_on, due, start.of, known) if known.claims and clock.excuses.possible else ()
    if days_late and judged:
        excused_by = next((claim.ground for claim, refused in judged if refused is None), None)
        if excused_by is not None:
            status = "excused"
    shown_by = None
    if clock.end.shown_by and met is None and closing is None:
        shown_by = _first_after(known, clock.end.shown_by, started_on)
    return Obligation(
        asked=known.asked,
        clock=clock,
        start=start,
        started_on=started_on,
        counted_from=counted,
        due_on=due,
        ended_by=ended_by,
        status=status,
        days_late=days_late,
        excused_by=excused_by,
        closing=closing,
        judged=judged,
        shown_by=shown_by,
    )


def _first_after(known: Known, names: tuple[str, ...], day: date, before: date = date.max) -> Event | None:
    """The first fact with one of these names on or after a day and before another day."""
    best: Dated | None = None
    for name in names:
        for fact in known.named.get(name, NONE):
            if fact[0] >= day:
                if fact[0] < before and (best is None or fact[0] < best[0]):
                    best = fact
                break
    return best[1] if best else None


def _window(known: Known, clock: Clock, place: int, started_on: date, start: Event) -> Obligation:
    """The obligation of a window, which is open until its last day has passed or the case has ended."""
    certificate, raw = None, None
    if clock.period.appeal:
        certificate = certificate_for(started_on, known)
        raw = raw_appeal_end(started_on, certificate, clock.period.counting)
        due = roll_for_the_tribunal(raw, known.calendar)
    else:
        due = clock.period.due_on(start, started_on, known)
    closing = known.closing_of(clock, place, started_on) if known.closings or clock.end.closed_by else None
    if closing is not None and closing.on > due:
        closing = None
    used = _used(known, clock, started_on, due)
    is_open = closing is None and (known.as_at <= due or _undecided(known, clock, used))
    return Obligation(
        asked=known.asked,
        clock=clock,
        start=start,
        started_on=started_on,
        due_on=due,
        status="open" if is_open else "closed",
        closing=closing,
        used_by=used,
        certificate_on=certificate,
        raw_due_on=raw,
    )


def _used(known: Known, clock: Clock, started_on: date, due: date) -> Event | None:
    """The fact that used a window, or that broke a floor before its last day."""
    if clock.use.used_before:
        earlier = [
            fact
            for name in clock.use.used_by
            for fact in known.named.get(name, NONE)
            if fact[0] <= started_on
        ]
        return max(earlier, key=day_of)[1] if earlier else None
    if clock.use.floor_of:
        used = _first_after(known, clock.use.floor_of, started_on)
        return used if used is not None and used.on is not None and used.on <= due else None
    for name in clock.use.used_by:
        if name in known.named:
            return _first_after(
                known, clock.use.used_by, started_on, before=_next_decision(known, started_on)
            )
    return None


def _undecided(known: Known, clock: Clock, used: Event | None) -> bool:
    """Whether something begun within a window, such as an appeal, keeps it open until it is decided."""
    if not clock.use.decided_by or used is None or used.on is None:
        return False
    return _first_after(known, clock.use.decided_by, used.on) is None


def _next_decision(known: Known, day: date) -> date:
    return min(
        (
            on
            for name in known.law.appealable
            for on, event in known.named.get(name, NONE)
            if on > day and is_appealable(event)
        ),
        default=date.max,
    )
