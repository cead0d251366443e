"""Who is due for a phase transfer: from the school year and the ages of the setting. Pure; it reads codes and years only.

A school year is a national curriculum year as it is taught: Reception is 0, the year before it -1. The ages of a setting
are those on the settings register: the youngest pupils, and the age that the oldest pupils reach in their last year.
"""

from __future__ import annotations

from dataclasses import dataclass

EARLY_YEARS, PRIMARY, INFANT, JUNIOR, MIDDLE, SECONDARY, POST_16 = (
    "early_years", "primary", "infant", "junior", "middle", "secondary", "post16",
)  # fmt: skip
PHASES = (EARLY_YEARS, INFANT, JUNIOR, PRIMARY, MIDDLE, SECONDARY, POST_16)
"""The phases of education. `post16` is the word of the rule pack."""
INTO = (PRIMARY, JUNIOR, MIDDLE, SECONDARY, POST_16)
"""The phases that a child can transfer to."""
NURSERY_YEAR, LAST_PRIMARY_YEAR, LAST_SECONDARY_YEAR = -1, 6, 11
_AGE_IN_RECEPTION = 5
"""The age that pupils reach in Reception, so that a last year is the oldest age less this."""
_YOUNGEST_JUNIOR, _YOUNGEST_MIDDLE, _OLDEST_MIDDLE = 7, 8, 14
_OLDEST_INFANT = 7
_OLDEST_IN_A_PRIMARY = 11


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages of a setting on the register; None if the register has none."""

    low: int | None = None
    high: int | None = None

    @property
    def last_year(self) -> int | None:
        """The school year after which pupils leave the setting."""
        if self.high is None:
            return None
        return self.high - _AGE_IN_RECEPTION if self.high > _AGE_IN_RECEPTION else NURSERY_YEAR

    @property
    def is_middle(self) -> bool:
        """Whether it is a middle school."""
        low, high = self.low or 0, self.high or 0
        return low >= _YOUNGEST_MIDDLE and _OLDEST_IN_A_PRIMARY < high <= _OLDEST_MIDDLE


@dataclass(frozen=True, slots=True)
class Due:
    """A transfer that is due: the phases, the calendar year of the move, and whether the child must move to another setting."""

    from_phase: str
    to_phase: str
    year: int
    moves: bool = True


def due_in(school_year: int | None, ages: Ages, autumn: int) -> Due | None:
    """Return the transfer at the end of the school year that begins in an autumn; None if none is due.

    `school_year` is the year taught in that school year. Pupils who leave a setting transfer. So do pupils of a setting that
    goes on, at the end of early years, primary and secondary education: their phase ends although they need not move.
    """
    if school_year is None or school_year < NURSERY_YEAR:
        return None
    year, last = autumn + 1, ages.last_year
    leaves = last is not None and school_year >= last
    if last is None or (
        leaves and school_year > last + 1
    ):  # unknown ages, or a setting that the child cannot be at
        return _at_general_ends(school_year, year)
    if leaves:
        return Due(_phase_at(school_year, ages), _phase_after(school_year, ages), year)
    if ages.is_middle or school_year not in _ENDS:
        return None
    found = _ENDS[school_year]
    return Due(*found, year, moves=False)


_ENDS = {
    NURSERY_YEAR: (EARLY_YEARS, PRIMARY),
    LAST_PRIMARY_YEAR: (PRIMARY, SECONDARY),
    LAST_SECONDARY_YEAR: (SECONDARY, POST_16),
}
"""The years after which a phase ends for every child, and the phases before and after."""


def _at_general_ends(school_year: int, year: int) -> Due | None:
    found = _ENDS.get(school_year)
    return Due(*found, year) if found is not None else None


def _phase_at(school_year: int, ages: Ages) -> str:
    """Return the phase of a setting that a child leaves."""
    low, high = ages.low or 0, ages.high or 0
    if school_year <= NURSERY_YEAR or high <= _AGE_IN_RECEPTION:
        return EARLY_YEARS
    if ages.is_middle:
        return MIDDLE
    if high <= _OLDEST_INFANT:
        return INFANT
    if low >= _YOUNGEST_JUNIOR and high <= _OLDEST_IN_A_PRIMARY:
        return JUNIOR
    if school_year <= LAST_PRIMARY_YEAR or high <= _OLDEST_MIDDLE:
        return PRIMARY
    return SECONDARY if school_year <= LAST_SECONDARY_YEAR else POST_16


def _phase_after(school_year: int, ages: Ages) -> str:
    """Return the phase that a child who leaves a setting goes to."""
    leaves = _phase_at(school_year, ages)
    if leaves in _ALWAYS_TO:
        return _ALWAYS_TO[leaves]
    if school_year >= LAST_SECONDARY_YEAR:
        return POST_16
    return SECONDARY if school_year >= LAST_PRIMARY_YEAR else MIDDLE


_ALWAYS_TO = {EARLY_YEARS: PRIMARY, INFANT: JUNIOR}
