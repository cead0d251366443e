"""Plan the requests of some years and what is done in each. Pure: the same seed gives the same caseload."""

from __future__ import annotations

import calendar
import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from office.demo.children import row_of
from office.demo.course import Course, assess, decide_to_assess, make_plan
from office.demo.disputes import amend, dispute, review_early, review_yearly
from office.demo.planned import DemoSetting, PlannedAct, PlannedCase, office_day_by
from office.demo.rates import Rates
from office.demo.sittings import hear, held_only, sitting_waited_for
from statute.rights import in_or_past_year_nine

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_ID_LENGTH = 12
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What caseload to make: `size` is the number of requests in the last year, `until` the day on which it ends."""

    seed: int
    years: int
    size: int
    until: date

    @property
    def begins_on(self) -> date:
        """The first day of the caseload."""
        return self.until - timedelta(days=round(365.25 * self.years))

    @property
    def month_ends(self) -> list[date]:
        """The last day of each month that ended within the caseload."""
        days = (self.begins_on + timedelta(days=at) for at in range((self.until - self.begins_on).days))
        return [day for day in days if (day + timedelta(days=1)).day == 1]


@dataclass(frozen=True, slots=True)
class Place:
    """The authority: the officers of each team, the setting that plans may name, and the manager who approves."""

    officers: Mapping[str, Sequence[str]]
    settings: Sequence[DemoSetting]
    approver: str


class Desks:
    """The open cases of each officer: a new case goes to the officer with the fewest."""

    def __init__(self, rates: Rates, place: Place) -> None:
        self._rates = rates
        self._ends: dict[tuple[str, str], list[date]] = {
            (team, officer): [] for team, officers in place.officers.items() for officer in officers
        }

    def free_on(self, day: date) -> tuple[str, str, float]:
        """Return a team, its officer, and how slow that officer is for the load."""
        for ends in self._ends.values():
            while ends and ends[0] < day:
                heapq.heappop(ends)
        (team, officer), ends = min(self._ends.items(), key=lambda each: len(each[1]))
        load = len(ends) / self._rates.value("officers.cases_at_ease")
        least, most = self._rates.value("officers.least_pace"), self._rates.value("officers.most_pace")
        return team, officer, min(most, max(least, load))

    def take(self, team: str, officer: str, until: date) -> None:
        """Give a case to an officer until a day."""
        heapq.heappush(self._ends[team, officer], until)


def caseload(wanted: Wanted, place: Place, rates: Rates) -> Iterator[PlannedCase]:
    """Yield the cases in the order in which their requests came."""
    desks = Desks(rates, place)
    for number, (day, ceases) in enumerate(_arrivals(wanted, rates), start=1):
        chance = Random(f"{wanted.seed}/{number}")
        team, officer, pace = desks.free_on(day)
        row = row_of(number, day, rates, chance, place.settings)
        course = Course(rates, chance, day, pace)
        if ceases:
            row = {**row, "opens": "ceasing", "source": "other"}
        else:
            _run(course, row, place)
        whole = _with_an_end(course)
        acts = tuple(held_only(whole, wanted.until))
        desks.take(team, officer, max((act.on for act in acts), default=day))
        yield PlannedCase(
            number=number,
            case_id=_case_id(wanted.seed, number),
            received_on=day,
            team=team,
            officer=officer,
            row={**row, "team": team, "officer": officer},
            acts=acts,
            waits_for=sitting_waited_for(whole, wanted.until),
            plan_ends_on=course.later(course.days("after_the_plan.days_to_end")) if ceases else None,
        )


def _case_id(seed: int, number: int) -> str:
    return f"case-{''.join(Random(f'{seed}/{number}/id').choices(_ALPHABET, k=_ID_LENGTH))}"


def _arrivals(wanted: Wanted, rates: Rates) -> list[tuple[date, bool]]:
    """Return the days of the requests, each with whether it is a decision to end a plan, in order."""
    chance, found = Random(f"{wanted.seed}/arrivals"), list[tuple[date, bool]]()
    growth, by_month = rates.value("arrivals.growth_a_year"), rates.value("arrivals.by_month")
    year, month = wanted.begins_on.year, wanted.begins_on.month
    while (first := date(year, month, 1)) <= wanted.until:
        last = first.replace(day=calendar.monthrange(year, month)[1])
        ago = (wanted.until - last).days / 365.25
        expected = wanted.size / _MONTHS * by_month[month - 1] / (1 + growth) ** ago
        for ceases in (False, True):
            mean = expected * (rates.value("after_the_plan.ceased") if ceases else 1)
            for _ in range(max(0, round(chance.gauss(mean, math.sqrt(mean))))):
                day = office_day_by(first + timedelta(days=chance.randrange((last - first).days + 1)))
                found.append((day, ceases))
        year, month = (year, month + 1) if month < _MONTHS else (year + 1, 1)
    return sorted(each for each in found if wanted.begins_on <= each[0] < wanted.until)


def _run(course: Course, row: Mapping[str, str], place: Place) -> None:
    """Add the acts of a request from its decision to the last dispute about it."""
    agreed = decide_to_assess(course)
    if agreed is False and dispute(course, "refusal_to_assess", "assess"):
        course.do("assessment_agreed", course.later(course.days("disputes.days_to_carry_out")))
        agreed = True
    if not agreed:
        return
    born_on, need = date.fromisoformat(row["born_on"]), row["primary_need"]
    made = assess(course, need, in_or_past_year_nine(born_on, course.received_on), hear)
    if made is False:
        made = dispute(course, "refusal_to_issue", "make_plan")
    if not made:
        return
    age = (course.received_on - born_on).days / 365.25
    fitting = [one for one in place.settings if one.lowest <= age <= one.highest] or place.settings
    make_plan(course, fitting, place.approver)
    setting, final_on = str(course.acts[-1].fields["setting"]), course.day
    if dispute(course, "contents", "amend_plan"):
        amend(course, setting)
        review_yearly(course, final_on)
    elif course.acts[-1].action == "final_issued" and course.happens("after_the_plan.reviewed_early"):
        review_early(course, setting)


def _with_an_end(course: Course) -> tuple[PlannedAct, ...]:
    """Return the acts, cut where the child moves away or dies before the last of them."""
    acts = sorted(course.acts, key=lambda each: each.recorded_on)
    for action, rate in (("moved_away", "ends.moved_away"), ("died", "ends.died")):
        if len(acts) > 1 and course.happens(rate):
            whole = (acts[-1].recorded_on - course.received_on).days
            on = office_day_by(course.received_on + timedelta(days=course.chance.randrange(1, whole + 2)))
            on = max(on, course.received_on)
            acts = [each for each in acts if each.recorded_on < on]
            acts.append(PlannedAct(action, on, on))
    return tuple(acts)
