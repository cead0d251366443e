"""Who holds the rights, the parent or the young person, until what age, and who acts for a person without capacity.

Sources: CFA 2014 ss.46, 80, 83; SEND Regs 2014 reg 46; Education Act 1996 s.8 and SEND Regs 2014 regs 63 to 65 (not read).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from statute.counting import months_after, months_before

RightHolder = Literal["parent", "young_person", "representative", "nobody"]
Capacity = Literal["has", "lacks", "lacks_and_has_representative"]


def birthday(date_of_birth: date, age: int) -> date:
    """The day on which a person reaches an age. In a common year, a birthday on 29 February counts as 1 March."""
    try:
        return date_of_birth.replace(year=date_of_birth.year + age)
    except ValueError:
        return date(date_of_birth.year + age, 3, 1)


def age_on(date_of_birth: date, on: date) -> int:
    """Age in whole years on a day."""
    age = on.year - date_of_birth.year
    return age if birthday(date_of_birth, age) <= on else age - 1


def school_year_end(on: date) -> date:
    """The last day (31 August) of the school year that contains a day."""
    return date(on.year + (on.month >= 9), 8, 31)


def school_leaving_date(date_of_birth: date) -> date:
    """The last day of compulsory school age: the last Friday in June of the school year of the 16th birthday.

    A 16th birthday after that Friday and before 1 September belongs to the same school year.
    Source: CFA 2014 s.83(2) with Education Act 1996 s.8.
    """
    year = school_year_end(birthday(date_of_birth, 16)).year
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)


def is_over_compulsory_school_age(date_of_birth: date, on: date) -> bool:
    """Whether a day is after the school-leaving date, which is not the 16th birthday."""
    return on > school_leaving_date(date_of_birth)


def is_young_person(date_of_birth: date, on: date) -> bool:
    """Whether a person is over compulsory school age but under 25 (CFA 2014 s.83(2))."""
    return is_over_compulsory_school_age(date_of_birth, on) and on < birthday(date_of_birth, 25)


def right_holder(date_of_birth: date, on: date, capacity: Capacity = "has") -> RightHolder:
    """Who holds the rights to ask, to be heard, to mediate and to appeal on a day, for one decision.

    Up to the school-leaving date this is the parent (the child's views must still be sought, s.19); after it, the young
    person. For a young person who lacks capacity for this decision, it is the representative under the Mental Capacity
    Act 2005 or, if there is none, the parent (s.80, regs 63 to 65). From the 25th birthday no one holds them: no request
    can be made, and the authority has a power, not a duty, to keep a plan to the end of the academic year.
    """
    if on >= birthday(date_of_birth, 25):
        return "nobody"
    if not is_over_compulsory_school_age(date_of_birth, on):
        return "parent"
    if capacity == "has":
        return "young_person"
    return "representative" if capacity == "lacks_and_has_representative" else "parent"


def may_be_requested(date_of_birth: date, on: date) -> bool:
    """Whether an assessment may be requested on a day: only for a person under 25 (CFA 2014 ss.36, 83)."""
    return on < birthday(date_of_birth, 25)


def plan_may_run_until(date_of_birth: date, course_ends: date | None = None) -> date:
    """The last day to which a plan may be kept: the end of the academic year of the 25th birthday.

    In further education that year ends on 31 July (reg 46(1)(a)). For an apprenticeship or another course, give the day
    on which it ends: the year ends then, or on the day before the 26th birthday if that is earlier (reg 46(1)(b), (c)).
    Keeping the plan is a power, not a duty (CFA 2014 s.46).
    """
    day = birthday(date_of_birth, 25)
    if course_ends is None:
        return date(day.year + (day.month >= 8), 7, 31)
    return max(day, min(course_ends, birthday(date_of_birth, 26) - timedelta(days=1)))


def must_regard_age(date_of_birth: date, on: date) -> bool:
    """Whether the authority must have regard to age: the person is over 18 (CFA 2014 s.36(10))."""
    return age_on(date_of_birth, on) >= 18


def is_under_five(date_of_birth: date, on: date) -> bool:
    """Whether guidance on reviews of young children applies (SEND Code 9.178)."""
    return age_on(date_of_birth, on) < 5


def in_or_past_year_nine(date_of_birth: date, on: date) -> bool:
    """Whether advice and plan must cover preparation for adulthood: from the school year of the 14th birthday."""
    return school_year_end(on) >= school_year_end(birthday(date_of_birth, 14))


def reassessment_may_be_refused(last_assessed_on: date | None, requested_on: date) -> bool:
    """Whether a re-assessment may be refused because one was made in the six months before the request (reg 24).

    This applies only to re-assessments; s.36 has no such bar for a first request.
    """
    return last_assessed_on is not None and months_before(requested_on, 6) <= last_assessed_on <= requested_on


def reassessment_bar_ends(last_assessed_on: date) -> date:
    """The first day on which a request for re-assessment can no longer be refused for coming too soon (reg 24)."""
    return months_after(last_assessed_on, 6) + timedelta(days=1)
