"""The last day of a clock: the pack's counting conventions and the functions that count them.

Each convention is a function of the starting fact, the other facts and the calendar, and has its words for people.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from statute import counting as count
from statute.facts import Dated, Event, is_appealable
from statute.words import long_date, short_date

if TYPE_CHECKING:
    from statute.calendars import WorkingDays
    from statute.pack import Counting

_NONE: tuple[Dated, ...] = ()


class PeriodContext(Protocol):
    """What a period may need in addition to its starting fact: all dated facts by name, oldest first, and the calendar."""

    every: dict[str, list[Dated]]
    calendar: WorkingDays
    appealable: frozenset[str]


DueOn = Callable[[Event, date, PeriodContext], date]
"""A function from the starting fact, its day and the context to the last day."""


def as_date(value: Any) -> date | None:
    """A field's value as a day, from a day or its ISO text; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def certificate_for(started_on: date, context: PeriodContext) -> date | None:
    """The day of the last mediation certificate for a decision, issued before the next decision that can be appealed."""
    certificates = context.every.get("mediation_certificate")
    if not certificates:
        return None
    following = min(
        (
            on
            for name in context.appealable
            for on, event in context.every.get(name, _NONE)
            if on > started_on and is_appealable(event)
        ),
        default=date.max,
    )
    return max((on for on, _ in certificates if started_on <= on < following), default=None)


def raw_appeal_end(started_on: date, certificate: date | None, counting: Counting) -> date:
    """The day on which the time to appeal ends, before rule 12 moves it to a working day."""
    return count.appeal_end(started_on, certificate, counting.n or 0, counting.certificate_months or 0)


def counted_from(counting: Counting, start: Event, started_on: date, case_began_on: date | None) -> date:
    """The day that a period runs from: of its starting fact, of a field of that fact, or of the start of the case."""
    if counting.from_case:
        return case_began_on or started_on
    named = as_date(start.fields.get(counting.from_field)) if counting.from_field else None
    if named is None or (counting.later_of and named < started_on):
        return started_on
    return named


def meeting_day(start: Event, started_on: date) -> date:
    """The day of the review meeting that a fact names."""
    return as_date(start.fields.get("meeting_on")) or started_on


def transfer_year(start: Event, started_on: date, month: int, day: int) -> int:
    """The calendar year of a change of phase; if the fact gives none, the year of the next fixed date."""
    year = start.fields.get("year")
    if isinstance(year, str) and year.isdigit():
        year = int(year)
    if isinstance(year, int) and not isinstance(year, bool) and 1900 < year < 2200:
        return year
    return started_on.year + (started_on >= date(started_on.year, month, day))


def phase_transfer_day(start: Event, started_on: date) -> date:
    """The day of the move to the next phase; 1 September of its year if none is given."""
    return as_date(start.fields.get("transfer_on")) or date(transfer_year(start, started_on, 9, 1), 9, 1)


def _last_review(start: Event, started_on: date, context: PeriodContext) -> date | None:
    named = as_date(start.fields.get("last_reviewed_on"))
    if named is not None:
        return named
    days = [
        on
        for name in ("review_decision", "final_issued")
        for on, _ in context.every.get(name, _NONE)
        if on <= started_on
    ]
    return max(days, default=None)


def fixed_days(counting: Counting) -> timedelta | None:
    """The number of days from the starting day to the last day, if the convention always gives the same number."""
    n = counting.n or 0
    match counting.convention:
        case "weeks_after":
            return timedelta(days=7 * n)
        case "days_after":
            return timedelta(days=n)
        case "at_least_days_beginning_with":
            return timedelta(days=n - 1)
        case "weeks_beginning_with":
            return timedelta(days=7 * n - 1)
    return None


def due_on(counting: Counting) -> DueOn:
    """The function that finds the last day under a convention. Raises ValueError if the convention has no last day."""
    n = counting.n or 0
    days = fixed_days(counting)
    if days is not None:
        return lambda start, on, context: on + days
    month, day = counting.month or 1, counting.day or 1
    table: dict[str, DueOn] = {
        "months_after": lambda start, on, context: count.months_after(on, n),
        "months_beginning_with": lambda start, on, context: count.months_beginning_with(on, n),
        "weeks_before": lambda start, on, context: count.weeks_before(meeting_day(start, on), n),
        "working_days_before": lambda start, on, context: count.working_days_before(on, n, context.calendar),
        "months_before": lambda start, on, context: count.months_before(phase_transfer_day(start, on), n),
        "before_fixed_date": lambda start, on, context: count.before_fixed_date(
            transfer_year(start, on, month, day), month, day
        ),
        "working_days_after": lambda start, on, context: count.working_days_after(on, n, context.calendar),
        "working_days_beginning_with": lambda start, on, context: count.working_days_beginning_with(
            on, n, context.calendar
        ),
        "school_days_beginning_with": lambda start, on, context: count.school_days_beginning_with(
            on, n, context.calendar
        ),
        "tribunal_working_days_after": lambda start, on, context: count.tribunal_working_days_after(
            on, n, context.calendar
        ),
        "appeal_window": lambda start, on, context: count.roll_for_the_tribunal(
            raw_appeal_end(on, certificate_for(on, context), counting), context.calendar
        ),
        "transfer_day": lambda start, on, context: count.transfer_day(
            as_date(start.fields.get("moves_on")) or on,
            as_date(start.fields.get("known_on")) or on,
            n,
            context.calendar,
        ),
        "later_of_review_and_transfer": lambda start, on, context: count.later_of_review_and_transfer(
            _last_review(start, on, context), on, n, counting.transfer_months or 0
        ),
    }
    if counting.convention not in table:
        raise ValueError(f"The convention {counting.convention} sets no last day.")
    return table[counting.convention]


def _plural(n: int, unit: str) -> str:
    return f"{n} {unit}{'' if n == 1 else 's'}"


_IN_WORKING_DAYS = frozenset(
    {"working_days_before", "working_days_after", "working_days_beginning_with", "transfer_day"}
)
"""The conventions that count the working days of regulations which do not define them; the Tribunal's rules define theirs."""
_OUR_WORKING_DAY = (
    "The regulations do not define a working day. We read it as any day but a Saturday, a Sunday, Christmas Day, Good Friday "
    "or a bank holiday in England."
)


def our_reading(counting: Counting) -> str | None:
    """What is our own reading in a way of counting, as it is told beside a date; None where the law leaves no gap."""
    return _OUR_WORKING_DAY if counting.convention in _IN_WORKING_DAYS else None


def in_words(counting: Counting, start: Event, started_on: date, due: date, counted: date) -> str:
    """A period in words that follow "must be sent", such as "within 20 weeks (140 days) of that day".

    `counted` is the day that it runs from. It is named if it is not the day of the starting fact.
    """
    said = _of_that_day(counting, start, started_on, due, counted)
    return said if counted == started_on else said.replace("that day", long_date(counted))


def _of_that_day(counting: Counting, start: Event, started_on: date, due: date, counted: date) -> str:
    n = counting.n or 0
    match counting.convention:
        case "weeks_after":
            return f"within {_plural(n, 'week')} ({7 * n} days) of that day"
        case "days_after" if n == 0:
            return "on that day"
        case "days_after":
            return f"within {_plural(n, 'day')} of that day"
        case "months_after":
            return f"within {_plural(n, 'month')} of that day"
        case "months_beginning_with":
            return f"within {_plural(n, 'month')} beginning with that day"
        case "weeks_beginning_with":
            return f"within {_plural(n, 'week')} ({7 * n} days) beginning with that day"
        case "working_days_beginning_with":
            return f"within {_plural(n, 'working day')} beginning with that day"
        case "school_days_beginning_with":
            return f"from school day {n}, counting the first school day from that day as day 1"
        case "at_least_days_beginning_with":
            return f"for {_plural(n, 'day')} beginning with that day"
        case "working_days_after":
            return f"within {_plural(n, 'working day')} of that day"
        case "tribunal_working_days_after":
            return f"within {_plural(n, 'working day')} of that day, leaving out August and 25 December to 1 January"
        case "weeks_before":
            return f"at least {_plural(n, 'week')} before the meeting on {long_date(meeting_day(start, started_on))}"
        case "working_days_before":
            return f"at least {_plural(n, 'working day')} before {long_date(counted)}"
        case "months_before":
            moves = long_date(phase_transfer_day(start, started_on))
            return f"at least {_plural(n, 'month')} before the move on {moves}"
        case "before_fixed_date":
            month, day = counting.month or 1, counting.day or 1
            return f"before {short_date(date(transfer_year(start, started_on, month, day), month, day))}"
        case "transfer_day":
            return _transfer_in_words(n, start, started_on, due)
        case "later_of_review_and_transfer":
            named = as_date(start.fields.get("last_reviewed_on"))
            last = f" ({short_date(named)})" if named else ""
            return (
                f"within {_plural(n, 'month')} beginning with the day on which it was made or last reviewed{last}, or within "
                f"{counting.transfer_months} months beginning with the day of the transfer, whichever is later"
            )
    return "in time"


def _transfer_in_words(n: int, start: Event, started_on: date, due: date) -> str:
    moves = as_date(start.fields.get("moves_on")) or started_on
    if due == moves:
        return f"on the day of the move ({short_date(moves)})"
    return (
        f"within {n} working days beginning with the day on which the authority learned of the move, because that was "
        f"fewer than {n} working days before the move on {short_date(moves)}"
    )
