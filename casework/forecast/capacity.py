"""How many officers and psychologists are needed for a share of the plans to be in time, by the same model as the forecast."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from statistics import median

from casework.case.stages import Stage
from casework.forecast.arrivals import Arrivals, arrivals
from casework.forecast.model import Calendar, Model, Staff
from casework.forecast.priors import Priors
from casework.forecast.sittings import PanelYear, panel_year
from casework.forecast.walk import Changes, new_request, stretched, walk
from casework.measures.case_life import CaseLife
from statute.clock_roles import ClockRole
from statute.words import short_date

BOTH, OFFICERS, PSYCHOLOGISTS = "both", "officers", "psychologists"
"""Which staff changes; the others stay as they are today."""
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Need:
    """The staff for a share of the plans in time. `times` is how many times today's staff; None if no number is enough.

    `psychologists` is None where the authority has not told how many there are today.
    """

    share: float
    who: str
    times: float | None
    officers: int | None
    psychologists: int | None


@dataclass(frozen=True, slots=True)
class Capacity:
    """The requests of the coming year, the share of plans in time with today's staff, what each share needs, and the assumptions.

    `meetings` is None where the council has named no days for its panel.
    """

    requests: Arrivals
    officers: float
    psychologists: float | None
    share_today: float | None
    needs: tuple[Need, ...]
    assumptions: tuple[str, ...]
    meetings: PanelYear | None = None


def capacity(
    lives: Sequence[CaseLife], model: Model, staff: Staff, calendar: Calendar | None = None
) -> Capacity:
    """Return the staff that the coming year needs and, with a calendar, the sittings of its panel."""
    coming = arrivals(lives, model.as_at, model.priors)
    allowed = [
        (one.due[ClockRole.FINAL_PLAN] - one.received_on).days
        for one in lives
        if one.received_on and ClockRole.FINAL_PLAN in one.due
    ]
    if not allowed or not coming.last_year:
        return Capacity(coming, model.officers, staff.psychologists, None, (), assumptions(model))
    load = coming.coming_year / coming.last_year
    days = timedelta(days=round(median(allowed)))
    prior = model.priors.capacity
    return Capacity(
        coming,
        model.officers,
        staff.psychologists,
        _in_time(model, load, days, 1.0, BOTH),
        tuple(
            _need(model, staff, load, days, share, who)
            for share in prior.shares
            for who in (BOTH, OFFICERS, PSYCHOLOGISTS)
        ),
        assumptions(model),
        _panel(coming, model, staff, calendar) if calendar is not None else None,
    )


def _panel(coming: Arrivals, model: Model, staff: Staff, calendar: Calendar) -> PanelYear | None:
    """Return the sittings of the coming months, and how many of the expected requests will need a place in them."""
    random, draws = Random(model.priors.seed), model.priors.capacity.draws
    start, changes = new_request(model, model.pace.at(model.as_at)), Changes()
    reach = sum(model.waits_for_place in walk(start, model, random, changes).left for _ in range(draws))
    firsts = [one.first for one in coming.months]
    decisions = coming.coming_year * reach / draws
    return panel_year(firsts, staff.panel_days, staff.weekly_places, calendar.is_working, decisions)


def _need(model: Model, staff: Staff, load: float, days: timedelta, share: float, who: str) -> Need:
    prior = model.priors.capacity
    low, high = 0.0, prior.most
    if _in_time(model, load, days, high, who) < share:
        return Need(share, who, None, None, None)
    for _ in range(prior.halvings):
        middle = (low + high) / 2
        low, high = (low, middle) if _in_time(model, load, days, middle, who) >= share else (middle, high)
    officers = high if who in (BOTH, OFFICERS) else 1.0
    psychologists = high if who in (BOTH, PSYCHOLOGISTS) else 1.0
    return Need(
        share,
        who,
        high,
        math.ceil(model.officers * officers),
        math.ceil(staff.psychologists * psychologists) if staff.psychologists is not None else None,
    )


def _in_time(model: Model, load: float, days: timedelta, times: float, who: str) -> float:
    """Return the share of the plans of a year's requests that are in time, with `times` today's staff."""
    prior = model.priors.capacity
    each = [load / times if who in (BOTH, one) else load for one in (OFFICERS, PSYCHOLOGISTS)]
    changes = Changes(
        1.0 / stretched(model.priors.officers_share, each[0]),
        {prior.service: (stretched(prior.service_share, each[1]), 0)},
    )
    random = Random(model.priors.seed)
    plans = in_time = 0
    for draw in range(prior.draws):
        received = model.as_at + timedelta(days=draw * _YEAR // prior.draws)
        course = walk(new_request(model, model.pace.at(received)), model, random, changes)
        if course.ended_as == Stage.PLAN_ISSUED:
            plans += 1
            in_time += course.ended <= model.pace.at(received + days) + 0.5
    return in_time / plans if plans else 0.0


def assumptions(model: Model) -> tuple[str, ...]:
    """Return what the forecast assumes, one sentence each."""
    prior: Priors = model.priors
    own = sum(one.stays for one in model.stages.values())
    return (
        f"Only the last {prior.window_days} days count: {own} stays in a stage, up to {short_date(model.as_at)}.",
        f"Each duration is joined by {prior.pseudo_cases:g} cases of the national pattern, which matter where your own are few.",
        f"{prior.officers_share:.0%} of the time in officers’ stages depends on how many cases an officer has.",
        f"{prior.capacity.service_share:.0%} of the time until psychologists’ advice is back depends on how many psychologists there are.",
        f"Officers: {model.officers:g}. Cases that the panel decides on in a week: {model.weekly_places:.1f}.",
        f"Requests grow by {(prior.requests.growth - 1):.1%} a year in England; your own growth counts with it.",
        "Advice of different services comes independently, and every stage takes as long as in the last year unless you change it.",
        "An exception to a limit is not forecast: a case with one counts as late when its day has passed.",
    )
