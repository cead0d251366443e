"""How periods are counted: one small function per convention, each with its source.

Days are local calendar days in England. Nothing here reads a clock or a file.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from statute.calendars import WorkingDays


def weeks_after(day: date, weeks: int) -> date:
    """The last day "within N weeks of" a day: that day is day 0, so N times 7 days later.

    Source: Dodds v Walker [1981] 1 WLR 1027 for periods after an event; regs 5(1), 10(1), 13(2).
    """
    return day + timedelta(days=7 * weeks)


def days_after(day: date, days: int) -> date:
    """The last day "within N days of" a day, in calendar days; that day is day 0. Source: reg 25(1)."""
    return day + timedelta(days=days)


@lru_cache(maxsize=65536)
def months_after(day: date, months: int) -> date:
    """The corresponding date N months later, or the last day of that month if it has no such date.

    Two months after 31 December is 28 (or 29) February. Source: Dodds v Walker; reg 33.
    """
    return day + relativedelta(months=months)


def days_beginning_with(day: date, days: int) -> date:
    """The last day of a period of N days "beginning with" a day, which is day 1. Source: reg 13(1)."""
    return day + timedelta(days=days - 1)


def months_beginning_with(day: date, months: int) -> date:
    """The last day of N months "starting with" a day: the day before the corresponding date.

    If the later month has no corresponding date, its last day is used, so the period ends the day before. Of the two
    readings this is the earlier, and stricter for the authority. Source: CFA 2014 s.44(1).
    """
    return months_after(day, months) - timedelta(days=1)


def weeks_beginning_with(day: date, weeks: int) -> date:
    """The last day of a period of N weeks "beginning with" a day, which is day 1. Source: SI 2017/1306 regs 6(3), 7(1)."""
    return days_beginning_with(day, 7 * weeks)


def weeks_before(day: date, weeks: int) -> date:
    """The last day on which something due "at least N weeks before" a day is in time. Source: reg 20(3)."""
    return day - timedelta(days=7 * weeks)


def working_days_before(day: date, days: int, calendar: WorkingDays) -> date:
    """The last day on which something due "at least N working days prior to" a day is in time.

    Source: reg 37(2).
    """
    return calendar.add_working_days(day, -days)


def months_before(day: date, months: int) -> date:
    """The corresponding date N months earlier, or that month's last day. Source: reg 18(2)."""
    return months_after(day, -months)


def before_fixed_date(year: int, month: int, day: int) -> date:
    """The last day "before" a fixed date of a year, which is the day before it. Source: reg 18(1)."""
    return date(year, month, day) - timedelta(days=1)


def working_days_after(day: date, days: int, calendar: WorkingDays) -> date:
    """The Nth working day after a day, which is day 0. Sources: regs 34(1), 35, 39."""
    return calendar.add_working_days(day, days)


def working_days_beginning_with(day: date, days: int, calendar: WorkingDays) -> date:
    """The Nth working day of a period "beginning with" a day, which counts if it is a working day.

    Sources: regs 15(2), 16(2).
    """
    return calendar.add_working_days(day - timedelta(days=1), days)


def school_days_beginning_with(day: date, days: int, calendar: WorkingDays) -> date:
    """The Nth school day of a period that begins with a day, which counts if it is a school day.

    "Beginning from the sixth school day" of an exclusion is the sixth such day. Sources: SI 2007/1870 regs 3 and 4.
    """
    return calendar.add_school_days(day - timedelta(days=1), days)


def tribunal_working_days_after(day: date, days: int, calendar: WorkingDays) -> date:
    """The Nth working day after a day, not counting August and 25 December to 1 January.

    Source: HESC Rules 2008 r.12(3)(b), for every act except the application notice.
    """
    return calendar.add_tribunal_working_days(day, days)


@lru_cache(maxsize=65536)
def roll_for_the_tribunal(day: date, calendar: WorkingDays) -> date:
    """The day by which an application notice is in time when its period ends on `day`.

    If the period ends from 25 December to 1 January, or in August, the notice may arrive on the first working day after
    1 January or 31 August (HESC Rules 2008 r.12(3)(a)). If it ends on another day that is not a working day, the notice
    may arrive on the next working day (r.12(2)). The two do not combine: a period that ends on Saturday 31 July moves to
    Monday 2 August. Of the two readings this is the earlier, and safer for the family.
    """
    if day.month == 8:
        return calendar.next_working_day(date(day.year, 8, 31))
    if (day.month, day.day) == (1, 1):
        return calendar.next_working_day(day)
    if day.month == 12 and day.day >= 25:
        return calendar.next_working_day(date(day.year + 1, 1, 1))
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)


@lru_cache(maxsize=65536)
def appeal_end(
    sent_on: date, certificate_on: date | None, months: int = 2, certificate_months: int = 1
) -> date:
    """The day on which the time to appeal ends, before it moves to a working day.

    The later of two months from the day the decision was sent and one month from the day the mediation
    certificate was issued; a certificate can only lengthen it. Source: HESC Rules 2008 r.20(1)(c).
    """
    end = months_after(sent_on, months)
    return end if certificate_on is None else max(end, months_after(certificate_on, certificate_months))


def transfer_day(moves_on: date, known_on: date, days: int, calendar: WorkingDays) -> date:
    """The day by which the old authority must transfer a plan.

    This is the day of the move. If the authority did not know of it at least 15 working days before, it has 15 working
    days beginning with the day on which it learned of it. Source: reg 15(2).
    """
    if calendar.add_working_days(known_on, days) <= moves_on:
        return moves_on
    return max(moves_on, working_days_beginning_with(known_on, days, calendar))


def later_of_review_and_transfer(
    reviewed_on: date | None, transferred_on: date, months: int = 12, transfer_months: int = 3
) -> date:
    """The day by which a new authority must review a plan that was transferred to it.

    This is the later of 12 months beginning with the making or last review of the plan and 3 months beginning with the
    transfer. Source: reg 15(5).
    """
    after_transfer = months_beginning_with(transferred_on, transfer_months)
    if reviewed_on is None:
        return after_transfer
    return max(after_transfer, months_beginning_with(reviewed_on, months))
