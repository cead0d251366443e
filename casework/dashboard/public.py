"""Which of our own counts may be published: a small number is hidden, and so is what it could be worked out from. Pure.

Published statistics are public already and are never hidden here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from casework.dashboard.metric import OWN, Unit
from casework.small_numbers.suppression import is_small, published_part, published_table

_WITHOUT: Final = "plans_in_20_weeks_excluding"
_WITH: Final = "plans_in_20_weeks_including"
_COUNTED, _REST = "counted", "rest"
_NO_EXCEPTION, _EXCEPTION, _IN_TIME, _LATER = "no exception", "exception", "in time", "later"


@dataclass(frozen=True, slots=True)
class LiveCount:
    """A count of our own records: a number, or a number out of a whole. For weeks the number is a sum of days.

    `on` is the day that it is of, where that differs from the day of the other counts.
    """

    name: str
    unit: Unit
    value: float | None
    number: int
    of: int
    on: date | None = None


def publishable(counts: Mapping[str, LiveCount]) -> dict[str, LiveCount | None]:
    """Return what may be published of each count, by its id. None where it is hidden.

    Amounts of money are left out: who publishes may be a person who may not see what bands cost.
    The two figures of timeliness are one table, since their difference is the plans with an exception. So are the bands of
    ages of a measure with the rest, a figure with its part, and a share of some rows of a measure with the other rows.
    """
    counts = {name: one for name, one in counts.items() if one.unit != "pounds"}
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
    for whole in {one.measure or one.part_of for one in OWN.values()} & counts.keys():
        parts = [
            name
            for name, one in OWN.items()
            if whole == (one.measure if one.age else one.part_of) and name in counts
        ]
        found |= dict.fromkeys(_hidden_parts(whole, parts, counts))
    for name, one in OWN.items():
        if one.of_kinds and name in counts and not _shows_share(counts[name], counts.get(one.measure)):
            found[name] = None
    return found


def _shows_share(share: LiveCount, whole: LiveCount | None) -> bool:
    """Return whether a share of some rows of a measure gives away no small number of its other rows."""
    rest = max(whole.number - share.of, 0) if whole is not None else 0
    return not any(is_small(one) for one in (share.number, share.of - share.number, rest))


def _hidden_parts(whole: str, parts: Sequence[str], counts: Mapping[str, LiveCount]) -> set[str]:
    """Return the parts of a number, or the number itself, that would give away a small part or a small rest."""
    numbers = {(name, _COUNTED): counts[name].number for name in parts}
    rest = counts[whole].number - sum(numbers.values())
    table = published_table({**numbers, (_REST, _COUNTED): max(rest, 0)})
    hidden = {name for name in parts if None in (table.cells[name, _COUNTED], table.row_totals[name])}
    return hidden | ({whole} if table.total is None else set())


def _may_be_shown(count: LiveCount) -> bool:
    if count.unit == "percent":
        return published_part(count.number, count.of) is not None
    return not is_small(count.of if count.unit == "weeks" else count.number)
