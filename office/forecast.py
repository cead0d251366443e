"""The forecast of open cases: made each night, tried with other numbers, checked, and counted as staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from casework.case.advisers import ADVISERS
from casework.forecast import calibration, capacity
from casework.forecast.forecast import CaseForecast
from casework.forecast.model import Calendar, Model, Staff, fit, open_requests
from casework.forecast.priors import priors
from casework.forecast.simulation import forecast
from casework.forecast.what_if import NOTHING, BadWhatIf, WhatIf, what_if
from casework.measures.case_life import CaseLife
from office.refusals import ActRefused
from records import capacity_forecasts, case_forecasts, case_lives, local_policy, school_closures
from records.database import Database
from records.tray import Within
from statute.calendars import WorkingDays, england
from statute.errors import OutsideCalendar
from statute.school_closures import EVERY_SETTING

_SATURDAY = 5
_YEARS_OF_CLOSURES = timedelta(days=1500)


class ImpossibleChange(ActRefused):
    """A change to try leaves less than 1 of something, such as officers. `key` is that of the setting."""

    def __init__(self, said: str, key: str) -> None:
        super().__init__(said)
        self.key = key


@dataclass(frozen=True, slots=True)
class Known:
    """What the forecast rests on: the lives of all cases on a day, the calendar and the staff."""

    lives: Sequence[CaseLife]
    as_at: date
    calendar: Calendar
    staff: Staff

    @property
    def model(self) -> Model:
        """The model of the authority."""
        return fit(self.lives, self.as_at, self.calendar, self.staff)


def known(session: Session, as_at: date) -> Known:
    """Return what the forecast of a day rests on. What was recorded for a later day is left out."""
    lives = calibration.all_known(case_lives.lives(session, as_at=as_at), as_at)
    return Known(lives, as_at, _calendar(session, as_at), _staff(session))


def forecasts(
    session: Session, as_at: date, wished: WhatIf = NOTHING, within: Within | None = None
) -> list[CaseForecast]:
    """Return the forecast of each open request that a person may see; None means every one.

    The model always rests on all cases, so that two readers get the same forecast of a case. Raises ImpossibleChange.
    """
    found = known(session, as_at)
    made = _forecast(found.lives, found.model, wished)
    if within is None:
        return made
    seen = {one.case_id for one in case_lives.lives(session, within, as_at)}
    return [one for one in made if one.case_id in seen]


def _forecast(lives: Sequence[CaseLife], model: Model, wished: WhatIf) -> list[CaseForecast]:
    try:
        return forecast(lives, model, wished)
    except BadWhatIf as wrong:
        raise ImpossibleChange(str(wrong), wrong.key) from None


def make_forecasts(database: Database, day: date) -> None:
    """Keep the forecast of every open case as at a day, and the staff that the coming year needs. It may be repeated."""
    with database.read() as session:
        found = known(session, day)
        made = _forecast(found.lives, found.model, NOTHING)
        needed = _capacity(found)
    with database.write() as session:
        case_forecasts.keep(session, day, made)
        _keep_capacity(session, day, needed)


def keep_capacity(database: Database, day: date) -> None:
    """Keep the staff that the coming year needs, as at a day. It may be repeated."""
    with database.read() as session:
        needed = capacity_of(session, day)
    with database.write() as session:
        _keep_capacity(session, day, needed)


def _keep_capacity(session: Session, day: date, needed: capacity.Capacity) -> None:
    capacity_forecasts.keep(session, day, _AS_KEPT.dump_python(needed, mode="json"))


def wished_in(session: Session, settings: Iterable[str]) -> WhatIf:
    """Return the changes in `KEY=VALUE` settings. Raises ActRefused with one sentence that names the known keys."""
    try:
        return what_if(settings, services_asked(session))
    except BadWhatIf as wrong:
        raise ActRefused(str(wrong)) from None


def services_asked(session: Session) -> list[str]:
    """Return the services that were ever asked for advice and that a reader may be told by name."""
    return sorted(set(case_lives.services_asked(session)) & set(ADVISERS))


@dataclass(frozen=True, slots=True)
class Compared:
    """The open requests, how many are expected to miss a limit by a day, and how many the twenty weeks, as now and as wished."""

    cases: int
    until: date
    missed_now: float
    missed_then: float
    final_now: float
    final_then: float


def compared(session: Session, as_at: date, until: date, settings: Iterable[str], within: Within) -> Compared:
    """Return what other numbers would change for the cases that a person may see. Raises ActRefused.

    With many cases each has fewer drawn courses, because only sums are told.
    """
    wished, found = wished_in(session, settings), known(session, as_at)
    assumed = priors()
    cases = len(open_requests(found.lives))
    draws = max(assumed.fewest_draws, min(assumed.draws, assumed.draws_on_a_page // max(cases, 1)))
    model = replace(found.model, priors=assumed.model_copy(update={"draws": draws}))
    seen = {one.case_id for one in case_lives.lives(session, within, as_at)}
    now, then = (
        [one for one in _forecast(found.lives, model, each) if one.case_id in seen]
        for each in (NOTHING, wished)
    )
    by = partial(_missed_by, as_at=as_at, until=until)
    return Compared(len(now), until, by(now), by(then), _missed_final(now), _missed_final(then))


def checked(session: Session, as_at: date) -> calibration.Check:
    """Return how the forecast did in months that it did not see, beside two simpler ways."""
    lives = case_lives.lives(session, as_at=as_at)
    return calibration.check(lives, as_at, _calendar(session, as_at), staff=_staff(session))


def capacity_of(session: Session, as_at: date) -> capacity.Capacity:
    """Return the requests of the coming year and the staff that they need."""
    return _capacity(known(session, as_at))


def kept_capacity(session: Session, today: date) -> tuple[date, capacity.Capacity]:
    """Return the requests of the coming year and the staff that they need, and the day they are of.

    They are those of last night. Before the first night they are worked out now, which takes seconds with many cases.
    """
    kept = capacity_forecasts.newest(session)
    if kept is None:
        return today, capacity_of(session, today)
    made_on, content = kept
    return made_on, _AS_KEPT.validate_python(content)


def _capacity(found: Known) -> capacity.Capacity:
    return capacity.capacity(found.lives, found.model, found.staff, found.calendar)


_AS_KEPT = TypeAdapter(capacity.Capacity)


def _missed_by(forecasts: Iterable[CaseForecast], as_at: date, until: date) -> float:
    return sum(
        one.chance_of_missing_next or 0.0
        for one in forecasts
        if one.next_due_on is not None and as_at < one.next_due_on <= until
    )


def _missed_final(forecasts: Iterable[CaseForecast]) -> float:
    return sum(one.chance_of_missing_final or 0.0 for one in forecasts)


def _staff(session: Session) -> Staff:
    """Return the officers, psychologists, weekly places and days of the panel of the council's policy."""
    policy = local_policy.policy_now(session)
    told = policy.capacity
    return Staff(told.officers, told.psychologists, told.panel_places_a_week, policy.panel_days)


def _calendar(session: Session, as_at: date) -> Calendar:
    """Return the working days of England, with the school holidays of the authority if exactly one loaded any."""
    authorities = list(school_closures.counts_by_authority(session))
    closures = (
        school_closures.closures_between(
            session, authorities[0], EVERY_SETTING, as_at - _YEARS_OF_CLOSURES, as_at + _YEARS_OF_CLOSURES
        )
        if len(authorities) == 1
        else []
    )
    holidays = [(one.first_closed_day, one.reopens_on - timedelta(days=1)) for one in closures]
    return Calendar(partial(_is_working, england()), holidays)


def _is_working(calendar: WorkingDays, day: date) -> bool:
    """Whether a day is a working day. Beyond the known bank holidays every weekday is."""
    try:
        return calendar.is_working_day(day)
    except OutsideCalendar:
        return day.weekday() < _SATURDAY
