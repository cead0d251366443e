"""Which of our own counts may be published: a small number is hidden, and so is what it could be worked out from. Pure.

Published statistics are public already and are never hidden here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from casework.dashboard.metric import Unit
from casework.small_numbers.suppression import is_small, published_part, published_table

_WITHOUT: Final = "plans_in_20_weeks_excluding"
_WITH: Final = "plans_in_20_weeks_including"
_NO_EXCEPTION, _EXCEPTION, _IN_TIME, _LATER = "no exception", "exception", "in time", "later"


@dataclass(frozen=True, slots=True)
class LiveCount:
    """A count of our own records: a number, or a number out of a whole. For weeks the number is a sum of days."""

    name: str
    unit: Unit
    value: float | None
    number: int
    of: int


def publishable(counts: Mapping[str, LiveCount]) -> dict[str, LiveCount | None]:
    """Return what may be published of each count, by its id. None where it is hidden.

    The two figures of timeliness are one table, since their difference is the plans with an exception.
    """
    found = {name: one if _may_be_shown(one) else None for name, one in counts.items()}
    without, of_all = counts.get(_WITHOUT), counts.get(_WITH)
    if without is not None and of_all is not None:
        table = published_table(
            {
                (_NO_EXCEPTION, _IN_TIME): without.number,
                (_NO_EXCEPTION, _LATER): without.of - without.number,
                (_EXCEPTION, _IN_TIME): of_all.number - without.number,
                (_EXCEPTION, _LATER): of_all.of - of_all.number - (without.of - without.number),
            }
        )
        shown = [table.cells[_NO_EXCEPTION, _IN_TIME], table.row_totals[_NO_EXCEPTION]]
        found[_WITHOUT] = without if None not in shown and found[_WITHOUT] else None
        both = [table.column_totals[_IN_TIME], table.total]
        found[_WITH] = of_all if None not in both and found[_WITH] else None
        if is_small(of_all.of - without.of) and found[_WITH] is not None:
            found |= {name: None for name, one in counts.items() if one.unit == "weeks"}
    return found


def _may_be_shown(count: LiveCount) -> bool:
    if count.unit == "percent":
        return published_part(count.number, count.of) is not None
    return not is_small(count.of if count.unit == "weeks" else count.number)
