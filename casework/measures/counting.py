"""Count measures from the days of cases. The records count the same in SQL, and a test holds both equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from casework.measures.case_life import CaseLife
from casework.measures.conditions import holds
from casework.measures.life_rows import case_row, span_rows
from casework.measures.measure import MEASURES, Count, Cut, Measure, Period

Counts = Mapping[str | None, Count]
"""What was counted of one measure, by the value of a cut. Without a cut the only key is None."""
_CUT_BY: Final = ("team", "officer", "need", "born_on", "setting")
AGES: Final = ((4, "Under 5"), (10, "5 to 10"), (15, "11 to 15"), (19, "16 to 19"), (25, "20 to 25"))
"""The bands of ages that the Department publishes, each with its last age."""
OLDER: Final = "Over 25"
BANDS: Final = (*(label for _, label in AGES), OLDER)
"""The bands in order."""


Rows = Mapping[str, list[dict[str, Any]]]
"""The rows of cases by what one row is."""


def count(measure: Measure, rows: Rows, period: Period, cut: Cut | None = None) -> Counts:
    """Return what is counted of a measure, for all cases or by the values of a cut."""
    if measure.ratio is not None:
        parts = {one: count(MEASURES[one], rows, period) for one in parts_of(measure)}
        return {None: ratio(measure, parts)}
    found: dict[str | None, tuple[int, int, set[str]]] = {}
    for row in counted_rows(measure, rows, period):
        key = key_of(row, measure, period, cut)
        numerator, denominator, cases = found.get(key, (0, 0, set()))
        cases.add(row["case_id"])
        found[key] = numerator + _adds(measure, row, period), denominator + 1, cases
    return {key: Count(above, below, len(cases)) for key, (above, below, cases) in found.items()} or (
        {None: Count()} if cut is None else {}
    )


def counted_rows(measure: Measure, rows: Rows, period: Period) -> Iterator[dict[str, Any]]:
    """Yield the rows that are in the denominator of a measure."""
    for row in rows.get(measure.of, ()):
        if _is_in(row, measure, period) and holds(measure.counted, row, period.days):
            yield row


def rows_of(lives: Iterable[CaseLife]) -> Rows:
    """Return the rows of cases, each with what it can be cut by."""
    found: dict[str, list[dict[str, Any]]] = {"case": []}
    for life in lives:
        cuts = {name: getattr(life, name) for name in _CUT_BY}
        found["case"].append({**case_row(life), **cuts})
        for span in span_rows(life):
            found.setdefault(span["kind"], []).append({"case_id": life.case_id, **span, **cuts})
    return found


def parts_of(measure: Measure) -> tuple[str, ...]:
    """Return the measures that a rate is made of."""
    assert measure.ratio is not None
    return (measure.ratio.numerator, *measure.ratio.denominator)


def ratio(measure: Measure, parts: Mapping[str, Counts]) -> Count:
    """Return what is counted of a rate, from the counts of its parts."""
    assert measure.ratio is not None
    numbers = {one: sum(each.numerator for each in parts[one].values()) for one in parts_of(measure)}
    above = measure.ratio.numerator
    cases = sum(each.cases for each in parts[above].values())
    return Count(numbers[above], sum(numbers[one] for one in measure.ratio.denominator), cases)


def key_of(row: Mapping[str, Any], measure: Measure, period: Period, cut: Cut | None) -> str | None:
    """Return the value of a cut for a row; None where it is not recorded."""
    match cut:
        case None:
            return None
        case "service" | "stage":
            return str(row["name"])
        case "age":
            return age_band(row["born_on"], period)
        case "month":
            on: date = row[str(measure.by)]
            return month_of(on.year, on.month)
    value = row[cut]
    return str(value) if value is not None else None


def age_band(born_on: date | None, period: Period) -> str | None:
    """Return the band of the age that a child has on 31 August of the year."""
    if born_on is None:
        return None
    return band_of(period.ages_on.year - born_on.year - (born_on.month > period.ages_on.month))


def band_of(age: int) -> str:
    """Return the band of an age."""
    return next((label for last, label in AGES if age <= last), OLDER)


def month_of(year: int, month: int) -> str:
    """Return the key of a month, such as 2026-05."""
    return f"{year}-{month:02}"


def _adds(measure: Measure, row: Mapping[str, Any], period: Period) -> int:
    if measure.sum is not None:
        return int(row[measure.sum])
    return int(holds(measure.met, row, period.days))


def _is_in(row: Mapping[str, Any], measure: Measure, period: Period) -> bool:
    if measure.by is None:
        return True
    on = row[measure.by]
    return on is not None and period.first <= on <= period.as_at
