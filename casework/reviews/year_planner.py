"""A day for each review meeting: spread over the months, by setting and by officer, before its latest day.

The planner only proposes; an officer accepts. The same reviews give the same proposals, in any order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from casework.plans.review_life import ReviewLife
from casework.reviews.planning_policy import PlanningPolicy
from statute.counting import months_before
from statute.school_closures import Closure
from statute.words import short_date

Fault = Literal["late", "no_day", "no_limit", "full"]


@dataclass(frozen=True, slots=True)
class Owed:
    """A review whose meeting has no day yet. `accepted_on` is the day that an officer accepted earlier, if one did."""

    id: str
    review: ReviewLife
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed day for the meeting of a review, and why. Without a day, `because` says what to do."""

    id: str
    review: ReviewLife
    on: date | None
    because: str
    fault: Fault | None = None
    accepted: bool = False


@dataclass(slots=True)
class _Load:
    """How many meetings are planned, for officers and settings by week and month, and for officers by day."""

    weeks: Counter[tuple[str, date]] = field(default_factory=Counter)
    months: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    days: Counter[tuple[str, date]] = field(default_factory=Counter)

    def take(self, review: ReviewLife, on: date) -> None:
        """Count a meeting."""
        for whose in _whose(review):
            self.months[whose, on.year, on.month] += 1
            self.weeks[whose, _monday(on)] += 1
        self.days[_officer(review), on] += 1


def proposed(
    owed: Iterable[Owed],
    arranged: Iterable[ReviewLife],
    closures: Mapping[str, Iterable[Closure]],
    is_working_day: Callable[[date], bool],
    today: date,
    policy: PlanningPolicy,
) -> tuple[Proposal, ...]:
    """Return a proposal for each review that is owed, earliest latest day first.

    `arranged` are reviews with a meeting, which need the time of the same people. `closures` are those of each setting. A day that
    an officer accepted stays as long as it is still possible.
    """
    load = _Load()
    for review in arranged:
        if review.meeting_on is not None and review.meeting_on >= today:
            load.take(review, review.meeting_on)
    ordered = sorted(owed, key=lambda one: (one.review.latest_meeting_on or date.max, one.id))
    kept = {one.id: one.accepted_on for one in ordered if one.accepted_on and one.accepted_on >= today}
    for one in ordered:
        if one.id in kept:
            load.take(one.review, kept[one.id])
    found = []
    for one in ordered:
        if one.id in kept:
            found.append(_accepted(one, kept[one.id]))
            continue
        closed = tuple(closures.get(_setting(one.review), ()))
        proposal = _proposal(one, load, closed, is_working_day, today, policy)
        if proposal.on is not None:
            load.take(one.review, proposal.on)
        found.append(proposal)
    return tuple(found)


def _accepted(owed: Owed, on: date) -> Proposal:
    latest = owed.review.latest_meeting_on
    if latest is not None and on > latest:
        because = f"Accepted, but it is after {short_date(latest)}, the latest day. Choose an earlier day."
        return Proposal(owed.id, owed.review, on, because, "late", accepted=True)
    return Proposal(owed.id, owed.review, on, "Accepted.", accepted=True)


def _proposal(
    owed: Owed,
    load: _Load,
    closed: tuple[Closure, ...],
    is_working_day: Callable[[date], bool],
    today: date,
    policy: PlanningPolicy,
) -> Proposal:
    review, latest = owed.review, owed.review.latest_meeting_on
    if latest is None:
        because = "The latest day is not known. Record when the plan was made or last reviewed."
        return Proposal(owed.id, review, None, because, "no_limit")
    first = today + timedelta(days=policy.notice_days)
    earliest = max(first, months_before(latest, policy.months_early))
    possible = [day for day in _days(earliest, latest) if is_working_day(day) and _is_open(day, closed)]
    if not possible:
        later = _days(first, first + timedelta(days=_LONGEST_CLOSURE))
        open_days = [day for day in later if is_working_day(day) and _is_open(day, closed)]
        return _too_late(owed, latest, open_days, load, policy)
    on = min(possible, key=lambda day: _cost(review, day, load, policy))
    if _too_many(review, on, load, policy):
        because = f"The officer has no week with time left before {short_date(latest)}, the latest day."
        return Proposal(owed.id, review, on, because, "full")
    return Proposal(owed.id, review, on, f"The latest day is {short_date(latest)}.")


def _too_late(
    owed: Owed, latest: date, open_days: list[date], load: _Load, policy: PlanningPolicy
) -> Proposal:
    """Return a day for a review that cannot be held with notice by its latest day.

    It is the first day in a week in which neither the officer nor the setting has too many meetings, so that late reviews do not
    all fall on one day.
    """
    review = owed.review
    because = f"No day with two weeks' notice is left before {short_date(latest)}, the latest day."
    if not open_days:
        return Proposal(owed.id, review, None, f"{because} Agree a day with the setting.", "no_day")
    on = min(
        open_days,
        key=lambda day: (_over_limit(review, day, load, policy), _monday(day), *_busy(review, day, load)),
    )
    which = "first possible day" if on == open_days[0] else "first day with time left"
    return Proposal(owed.id, review, on, f"{because} This is the {which}.", "late")


_LONGEST_CLOSURE = 92
"""How many days ahead the first possible day is looked for: longer than any school holiday."""


def _cost(review: ReviewLife, day: date, load: _Load, policy: PlanningPolicy) -> tuple[int, ...]:
    """Return what a day costs; the least is best.

    First, no officer has more meetings in a week than they can attend. Then the months of the officer and the setting are evened
    out, then weeks and days. Of equal days the latest is best, because each review sets the day of the next.
    """
    officer = _officer(review)
    return (
        _too_many(review, day, load, policy),
        sum(load.months[whose, day.year, day.month] for whose in _whose(review)),
        load.weeks[officer, _monday(day)],
        load.days[officer, day],
        -day.toordinal(),
    )


def _too_many(review: ReviewLife, day: date, load: _Load, policy: PlanningPolicy) -> int:
    """Return how many meetings the officer has in a week beyond what they can attend; 0 if no officer has the review."""
    if review.officer is None:
        return 0
    return max(0, load.weeks[_officer(review), _monday(day)] + 1 - policy.meetings_a_week)


def _over_limit(review: ReviewLife, day: date, load: _Load, policy: PlanningPolicy) -> int:
    """Return how many meetings the officer or the setting has in a week beyond what they can attend."""
    of_setting = [load.weeks[whose, _monday(day)] + 1 for whose in _whose(review) if whose == review.setting]
    return max(
        _too_many(review, day, load, policy), *(each - policy.meetings_a_week for each in of_setting), 0
    )


def _busy(review: ReviewLife, day: date, load: _Load) -> tuple[int, int]:
    """Return how many meetings the officer has on a day, and the day: of equally free days the first is best."""
    return (load.days[_officer(review), day] if review.officer is not None else 0, day.toordinal())


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def _is_open(day: date, closed: tuple[Closure, ...]) -> bool:
    return not any(one.first_closed_day <= day < one.reopens_on for one in closed)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _whose(review: ReviewLife) -> tuple[str, ...]:
    """Return whose time a meeting takes: the officer's, and that of the setting if the child attends one."""
    return (_officer(review), *((review.setting,) if review.setting else ()))


def _officer(review: ReviewLife) -> str:
    return f"officer:{review.officer or ''}"


def _setting(review: ReviewLife) -> str:
    return review.setting or ""
