"""What an authority's own past says about the pace of its stages, services and officers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.case.stages import ENDED, PATH, UNDECIDED, Stage
from casework.forecast.durations import Durations, Stay, durations
from casework.forecast.pace import HOLIDAY, OFF, TERM, DayKinds, Pace, day_kinds, pace, usual_holidays
from casework.forecast.priors import Priors, priors
from casework.measures.case_life import CaseLife, StageSpan

PATH_PLACE: Mapping[str, int] = {stage.value: place for place, stage in enumerate(PATH)}
_AHEAD_DAYS = 1100
Span = tuple[date, date | None, date | None]
"""When something began, when it ended, and until when it was watched if it never ended (None: until today)."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the forecast needs of a calendar: which days are working days, and the authority's school holidays.

    Without `school_holidays` the usual ones of England count.
    """

    is_working: Callable[[date], bool]
    school_holidays: Sequence[tuple[date, date]] = ()


@dataclass(frozen=True, slots=True)
class Staff:
    """The officers, psychologists, and weekly places and days of the panel; None, or no day, where the authority has not told."""

    officers: float | None = None
    psychologists: float | None = None
    weekly_places: float | None = None
    panel_days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """How long each stage and service takes, where cases go next, and how fast officers are.

    `goes_to` holds the next stages with their running shares. `usual_services` are the services that most assessments ask,
    and `usual_advice` their advice before it is asked. `waits_for_place` is the stage that waits for a place at the panel.
    `planned` are the calendar days planned for each stage and service. `officers` and `weekly_places` are today's numbers. All durations are days of work.
    """

    as_at: date
    pace: Pace
    stages: Mapping[str, Durations]
    goes_to: Mapping[str, tuple[tuple[str, ...], tuple[float, ...]]]
    services: Mapping[str, Durations]
    after_advice: Durations
    waits_for_advice: float
    usual_services: tuple[str, ...]
    usual_advice: tuple[tuple[str, Durations, float, int], ...]
    officers_stages: frozenset[str]
    waits_for_place: str
    planned: Mapping[str, int]
    officer_pace: Mapping[str, float]
    officers: float
    weekly_places: float
    priors: Priors

    def service(self, name: str) -> Durations:
        """Return the durations of a service; one that was never asked has those of the prior."""
        return self.services.get(name) or _never_asked(name, self.priors)

    def planned_for(self, what: str) -> int:
        """Return the calendar days planned for a stage or service."""
        return self.planned.get(what, self.priors.advice.planned)


def _never_asked(name: str, assumed: Priors) -> Durations:
    """Return the durations of a service that was never asked."""
    return durations((), assumed.advice.of(name).left_by, 1.0)


def open_requests(lives: Iterable[CaseLife]) -> list[CaseLife]:
    """Return the requests on which the authority still has to decide."""
    return [one for one in lives if one.is_request and one.closed_on is None and stage_now(one) in UNDECIDED]


def stage_now(life: CaseLife) -> Stage | None:
    """Return the stage in which a case is, or None if it has ended."""
    last = life.stages[-1] if life.stages else None
    return None if last is None or last.to_on is not None else Stage(last.stage)


def fit(
    lives: Sequence[CaseLife],
    as_at: date,
    calendar: Calendar,
    staff: Staff | None = None,
    given: Priors | None = None,
) -> Model:
    """Return the model of an authority from the lives of its cases, as they are known on a day."""
    assumed = given or priors()
    staff = staff or Staff()
    watch = as_at - timedelta(days=assumed.window_days)
    spans = _spans(lives)
    asked = _asked(lives)
    kinds = _kinds(spans, watch, as_at, calendar, assumed)
    work = _pace(
        kinds, [*_plain(spans), *(one for of in asked.values() for one in of)], watch, as_at, assumed
    )

    def stays(of: Iterable[Span]) -> list[Stay]:
        return [stay for one in of if (stay := _stay(one, work, watch, as_at)) is not None]

    stages = {
        name: durations(stays(_plain(spans[name])), prior.left_by, assumed.pseudo_cases)
        for name, prior in assumed.stages.items()
    }
    services = {
        name: durations(stays(of), assumed.advice.of(name).left_by, assumed.pseudo_cases)
        for name, of in sorted(asked.items())
    }
    after_advice, waits = _after_advice(lives, stays, watch, assumed)
    officer_pace, officers = _officers(spans, stages, work, watch, as_at, assumed)
    usual = _usual_services(lives, watch)
    return Model(
        as_at=as_at,
        pace=work,
        stages=stages,
        goes_to={
            name: _goes_to(spans[name], watch, prior.to, assumed) for name, prior in assumed.stages.items()
        },
        services=services,
        after_advice=after_advice,
        waits_for_advice=waits,
        usual_services=usual,
        usual_advice=tuple(
            (name, services.get(name) or _never_asked(name, assumed), 0.0, -1) for name in usual
        ),
        officers_stages=frozenset(name for name, prior in assumed.stages.items() if prior.officers),
        waits_for_place=assumed.places.stage,
        planned={name: prior.planned for name, prior in assumed.stages.items()},
        officer_pace=officer_pace,
        officers=staff.officers or max(1.0, float(officers)),
        weekly_places=staff.weekly_places or _weekly_places(spans[assumed.places.stage], as_at, assumed),
        priors=assumed,
    )


_Found = tuple[StageSpan, str | None, str | None]
"""A span of a stage, the stage that follows (None while it lasts or where the case goes back), and the officer."""


def _spans(lives: Iterable[CaseLife]) -> dict[str, list[_Found]]:
    found: dict[str, list[_Found]] = {name: [] for name in PATH_PLACE}
    for life in lives:
        if not life.is_request or life.taken_over:
            continue
        for place, span in enumerate(life.stages):
            if span.stage not in found:
                continue
            after = life.stages[place + 1].stage if place + 1 < len(life.stages) else life.ended_as
            if after is not None and PATH_PLACE.get(after, len(PATH)) < PATH_PLACE[span.stage]:
                after = None
            found[span.stage].append((span, after if span.to_on else None, life.officer))
    return found


def _plain(spans: Mapping[str, list[_Found]] | list[_Found]) -> list[Span]:
    listed = spans if isinstance(spans, list) else [one for of in spans.values() for one in of]
    return [(span.from_on, span.to_on, None) for span, _, _ in listed]


def _asked(lives: Iterable[CaseLife]) -> dict[str, list[Span]]:
    """Return when advice was asked and came, by service. What a case no longer waits for was watched until it left."""
    found: dict[str, list[Span]] = defaultdict(list)
    for life in lives:
        if life.is_request and not life.taken_over:
            left = life.closed_on or _left_gathering(life)
            for one in life.advice:
                found[one.service].append((one.asked_on, one.received_on, one.closed_on or left))
    return found


def _left_gathering(life: CaseLife) -> date | None:
    return next((one.to_on for one in reversed(life.stages) if one.stage == Stage.ASSESSING), None)


def _kinds(
    spans: Mapping[str, list[_Found]], watch: date, as_at: date, calendar: Calendar, assumed: Priors
) -> DayKinds:
    first = min((span.from_on for of in spans.values() for span, _, _ in of), default=watch)
    first, last = min(first, watch), as_at + timedelta(days=_AHEAD_DAYS)
    holidays = calendar.school_holidays or usual_holidays(first, last, assumed)
    return day_kinds(first, last, calendar.is_working, holidays)


def _pace(kinds: DayKinds, of: Iterable[Span], watch: date, as_at: date, assumed: Priors) -> Pace:
    """Return the pace, from how often a stay ends on each kind of day."""
    there, ended = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    for begin, end, seen_to in of:
        start, stop = max(begin, watch), min(end or seen_to or as_at, as_at)
        if stop <= start:
            continue
        for kind in (TERM, HOLIDAY, OFF):
            there[kind] += kinds.counted(kind, start, stop)
        if end is not None and watch < end <= as_at and 0 <= (place := kinds.place(end)) < len(kinds.kinds):
            ended[kinds.kinds[place]] += 1
    usual = ended[TERM] / there[TERM] if ended[TERM] and there[TERM] else 0.02
    slow = assumed.slow_days

    def ratio(kind: int, prior: float) -> float:
        return (ended[kind] + prior * usual * slow.pseudo_days) / (usual * (there[kind] + slow.pseudo_days))

    return pace(kinds, ratio(HOLIDAY, slow.school_holiday), ratio(OFF, slow.not_working))


def _stay(of: Span, work: Pace, watch: date, as_at: date) -> Stay | None:
    begin, end, seen_to = of
    ended = end is not None and end <= as_at
    stop = end if end is not None and ended else min(seen_to or as_at, as_at)
    if stop < watch or begin > as_at or stop < begin:
        return None
    since = round(work.between(begin, watch)) if begin < watch else -1
    return Stay(since, round(work.between(begin, stop)), ended)


def _gathered(life: CaseLife, watch: date) -> tuple[date | None, date] | None:
    """Return when the last advice was in (None if the case did not wait for it) and when the case left the stage."""
    left = _left_gathering(life)
    if left is None or left < watch or not life.advice or life.taken_over or life.ended_as in ENDED:
        return None
    days = [one.received_on for one in life.advice]
    return (max(day for day in days if day) if all(days) else None), left


def _after_advice(
    lives: Iterable[CaseLife], stays: Callable[[Iterable[Span]], list[Stay]], watch: date, assumed: Priors
) -> tuple[Durations, float]:
    """Return how long cases stay after their last advice, and the share that waits for all of it."""
    gathered = [found for one in lives if (found := _gathered(one, watch)) is not None]
    waited: list[Span] = [(all_in, left, None) for all_in, left in gathered if all_in and all_in <= left]
    share = (len(waited) + assumed.waits_for_advice * assumed.pseudo_cases) / (
        len(gathered) + assumed.pseudo_cases
    )
    return durations(stays(waited), assumed.after_advice.left_by, 1.0), share


def _weekly_places(of: Iterable[_Found], as_at: date, assumed: Priors) -> float:
    """Return how many cases a week have left the stage that waits for a place; at least one."""
    since = as_at - timedelta(weeks=assumed.places.weeks)
    return max(
        1.0, sum(span.to_on is not None and span.to_on > since for span, _, _ in of) / assumed.places.weeks
    )


def _usual_services(lives: Iterable[CaseLife], watch: date) -> tuple[str, ...]:
    begun = [
        one for one in lives if one.decided_to_assess_on and one.decided_to_assess_on >= watch and one.advice
    ]
    asked = Counter(service for one in begun for service in {each.service for each in one.advice})
    return tuple(sorted(service for service, times in asked.items() if 2 * times >= len(begun)))


def _goes_to(
    of: list[_Found], watch: date, prior: Mapping[str, float], assumed: Priors
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    counted = {name: share * assumed.pseudo_cases for name, share in prior.items()}
    for span, after, _ in of:
        if after is not None and span.to_on is not None and span.to_on >= watch:
            counted[after] = counted.get(after, 0.0) + 1.0
    names = tuple(sorted(counted))
    total, running, shares = sum(counted.values()), 0.0, []
    for name in names:
        running += counted[name] / total
        shares.append(running)
    shares[-1] = 1.0
    return names, tuple(shares)


def _officers(
    spans: Mapping[str, list[_Found]],
    stages: Mapping[str, Durations],
    work: Pace,
    watch: date,
    as_at: date,
    assumed: Priors,
) -> tuple[dict[str, float], int]:
    """Return how fast each officer's cases leave the stages of officers, and how many officers have open cases."""
    left: Counter[str] = Counter()
    expected: dict[str, float] = defaultdict(float)
    busy: set[str] = set()
    for name, prior in assumed.stages.items():
        for span, _, officer in spans[name]:
            if officer is None:
                continue
            if span.to_on is None:
                busy.add(officer)
            stay = _stay((span.from_on, span.to_on, None), work, watch, as_at) if prior.officers else None
            if stay is not None:
                expected[officer] += stages[name].expected(stay)
                left[officer] += stay.ended
    few = assumed.pace_departures
    return {one: (left[one] + few) / (of + few) for one, of in sorted(expected.items())}, len(busy)
