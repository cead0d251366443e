"""The last school year of a plan, by the date of birth: that in which the person reaches the highest age for a plan."""

from __future__ import annotations

from datetime import date

from casework.plans.cease_reasons import age_named
from casework.plans.school_years import begins_on, school_year_of
from statute.rights import birthday


def is_last_year(born_on: date, today: date) -> bool:
    """Return whether a person reaches the highest age for a plan before the next school year begins, or has reached it."""
    return birthday(born_on, age_named("maximum")) < begins_on(school_year_of(today) + 1)
