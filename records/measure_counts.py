"""Count measures in SQL, and list the cases behind a number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    case,
    extract,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from casework.measures.conditions import OPERATORS, Among, AnyOf, Compared, Condition, Flag, Known, value_of
from casework.measures.counting import Counts, band_of, month_of, parts_of, ratio
from casework.measures.measure import MEASURES, Count, Cut, Measure, Period
from records.case_lives import attended_setting, with_child
from records.caseload import Seen, visible, visible_by_id
from records.tables import CASE_LIVES, CASE_SPANS, CASES, CHILD_DETAILS

Part = Literal["counted", "met", "not_met"]
"""The cases behind a number: those of the denominator, of the numerator, or those only in the denominator."""
_OF_CHILD = frozenset({"need", "age"})
_WITHOUT_CASE = frozenset({None, "service", "stage", "month"})
"""The cuts that need no column of the case. A person of every team gets them without the cases being read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row behind a number. `name` is the service, the stage or the act that began a dispute; `on` puts it into the period."""

    case_id: str
    stage: str
    officer: str | None
    team: str | None
    name: str | None
    received_on: date | None
    on: date | None
    due_on: date | None
    days: int | None
    meets: bool


def counts(
    session: Session,
    period: Period,
    cut: Cut | None = None,
    seen: Seen | None = None,
    only: Collection[str] | None = None,
) -> dict[str, Counts]:
    """Return what is counted of every measure that has a cut, of the cases a person may see; None means every case.

    `only` limits them to some measures, none of which may be a rate of others.
    """
    wanted = [one for one in MEASURES.values() if one.has_cut(cut) and (only is None or one.id in only)]
    found: dict[str, Counts] = {}
    groups: dict[tuple[str, str | None], list[Measure]] = {}
    for one in wanted:
        if one.ratio is None:
            groups.setdefault((one.of, one.by), []).append(one)
    for together in groups.values():
        found |= _counted(session, together, period, cut, seen)
    for one in wanted:
        if one.ratio is not None:
            parts = {each: found[each] for each in parts_of(one)}
            found[one.id] = {None: ratio(one, parts)}
    return found


def numbers_by_setting(
    session: Session, measure: Measure, period: Period, seen: Seen | None
) -> dict[str | None, int]:
    """Return how many rows of the denominator of a measure are in each setting, by its code; None for no setting.

    It reads these rows only, which is faster than a cut of every measure.
    """
    table, setting = _table(measure), _setting()
    query = _from(select(setting, func.count()), measure, table, period, "setting", seen)
    query = query.where(_all(measure.counted, table, period)).group_by(setting)
    return {row[0]: row[1] for row in session.execute(query)}


def rows(
    session: Session, measure: Measure, period: Period, part: Part, seen: Seen | None, **where: Any
) -> list[Listed]:
    """Return a page of the rows behind a number, the earliest first.

    `where` may give the `cut` and its `key` (None for what is not recorded), and `limit` and `offset`.
    """
    query, table = _listed(measure, period, part, seen, where.get("cut"), where.get("key"))
    on = _by(table, measure)
    query = query.order_by(on.asc().nulls_last(), table.c.case_id, *_places(table))
    query = query.limit(where.get("limit")).offset(where.get("offset", 0))
    return [Listed(*row) for row in session.execute(query)]


def number_of_rows(
    session: Session, measure: Measure, period: Period, part: Part, seen: Seen | None, **where: Any
) -> int:
    """Return how many rows are behind a number; `where` as in `rows`."""
    query, _ = _listed(measure, period, part, seen, where.get("cut"), where.get("key"))
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _listed(
    measure: Measure, period: Period, part: Part, seen: Seen | None, cut: Cut | None, key: str | None
) -> tuple[Select[Any], Table]:
    shown = MEASURES[measure.ratio.numerator] if measure.ratio is not None else measure
    table = _table(shown)
    met = _all(shown.met, table, period) if shown.counts_rows else true()
    due = table.c.due_on if "due_on" in table.c else table.c.final_due_on
    name = table.c.name if "name" in table.c else literal(None)
    days = table.c[shown.sum] if shown.sum else table.c.days if "days" in table.c else table.c.days_to_final
    columns = (
        CASES.c.case_id, CASES.c.stage, CASES.c.officer, CASES.c.team, name, CASES.c.received_on, _by(table, shown), due,
        days, case((met, True), else_=False),
    )  # fmt: skip
    query = _from(select(*columns), shown, table, period, cut, seen).where(_all(shown.counted, table, period))
    if part == "met":
        query = query.where(met)
    elif part == "not_met":
        query = query.where(not_(func.coalesce(met, literal(False))))
    if cut is not None:
        query = query.where(_is_key(shown, table, period, cut, key))
    return query, table


def _counted(
    session: Session, measures: Sequence[Measure], period: Period, cut: Cut | None, seen: Seen | None
) -> dict[str, Counts]:
    table = _table(measures[0])
    keys = _keys(measures[0], table, period, cut)
    columns: list[ColumnElement[Any]] = []
    for one in measures:
        counted = _all(one.counted, table, period)
        value = table.c[one.sum] if one.sum else case((_all(one.met, table, period), 1), else_=0)
        columns += [
            func.sum(case((counted, value), else_=0)),
            func.sum(case((counted, 1), else_=0)),
            func.count(case((counted, table.c.case_id)).distinct())
            if table is CASE_SPANS
            else func.sum(case((counted, 1), else_=0)),
        ]
    query = select(*keys, *columns)
    if seen is not None and seen.teams is None and cut in _WITHOUT_CASE:
        query = query.select_from(table).where(visible_by_id(table.c.case_id, seen))
        query = _in_period(query, measures[0], table, period).group_by(*keys)
    else:
        query = _from(query, measures[0], table, period, cut, seen).group_by(*keys)
    found: dict[str, dict[str | None, Count]] = {one.id: {} for one in measures}
    for row in session.execute(query):
        key = _key(row[: len(keys)], period, cut)
        numbers = row[len(keys) :]
        for place, one in enumerate(measures):
            told = [int(number or 0) for number in numbers[place * 3 : place * 3 + 3]]
            before = found[one.id].get(key, Count())
            if told[1] or cut is None:
                found[one.id][key] = Count(
                    before.numerator + told[0], before.denominator + told[1], before.cases + told[2]
                )
    return dict(found)


def _table(measure: Measure) -> Table:
    return CASE_LIVES if measure.of == "case" else CASE_SPANS


def _by(table: Table, measure: Measure) -> ColumnElement[Any]:
    if measure.by is not None:
        return table.c[measure.by]
    return table.c.received_on if table is CASE_LIVES else table.c.from_on


def _places(table: Table) -> tuple[ColumnElement[Any], ...]:
    return (table.c.place,) if "place" in table.c else ()


def _from(
    query: Select[Any], measure: Measure, table: Table, period: Period, cut: Cut | None, seen: Seen | None
) -> Select[Any]:
    query = query.select_from(table).join(CASES, CASES.c.case_id == table.c.case_id)
    query = _in_period(query, measure, table, period)
    if cut == "setting" and table is CASE_SPANS:
        query = query.join(CASE_LIVES, CASE_LIVES.c.case_id == table.c.case_id)
    if cut in _OF_CHILD:
        query = with_child(query)
    return query.where(visible(seen)) if seen is not None else query


def _in_period(query: Select[Any], measure: Measure, table: Table, period: Period) -> Select[Any]:
    """Return a query restricted to the rows of a measure whose day is in a period, if it has one."""
    if table is CASE_SPANS:
        query = query.where(table.c.kind == measure.of)
    return (
        query.where(table.c[measure.by].between(period.first, period.as_at))
        if measure.by is not None
        else query
    )


def _keys(measure: Measure, table: Table, period: Period, cut: Cut | None) -> list[ColumnElement[Any]]:
    """Return the columns of a cut."""
    match cut:
        case None:
            return []
        case "team" | "officer":
            return [CASES.c[cut]]
        case "service" | "stage":
            return [table.c.name]
        case "need":
            return [CHILD_DETAILS.c.primary_need]
        case "age":
            return [_age(period)]
        case "setting":
            return [_setting()]
        case "month":
            on = table.c[str(measure.by)]
            return [extract("year", on), extract("month", on)]


def _key(values: Sequence[Any], period: Period, cut: Cut | None) -> str | None:
    if cut is None or any(value is None for value in values):
        return None
    if cut == "age":
        return band_of(int(values[0]))
    return month_of(int(values[0]), int(values[1])) if cut == "month" else str(values[0])


def _is_key(measure: Measure, table: Table, period: Period, cut: Cut, key: str | None) -> ColumnElement[bool]:
    columns = _keys(measure, table, period, cut)
    if key is None:
        return columns[0].is_(None)
    if cut == "age":
        return columns[0].in_([age for age in range(_OLDEST) if band_of(age) == key])
    if cut == "month":
        year, _, month = key.partition("-")
        return and_(columns[0] == int(year), columns[1] == int(month)) if month.isdigit() else literal(False)
    return columns[0] == key


_OLDEST = 120


def _age(period: Period) -> ColumnElement[Any]:
    born = CHILD_DETAILS.c.born_on
    later = case((extract("month", born) > period.ages_on.month, 1), else_=0)
    return period.ages_on.year - extract("year", born) - later


def _setting() -> ColumnElement[Any]:
    """Return the setting that the final plan names, or else the one that the child attends."""
    return func.coalesce(CASE_LIVES.c.setting, attended_setting())


def _all(conditions: Iterable[Condition], table: Table, period: Period) -> ColumnElement[bool]:
    return and_(true(), *(_sql(one, table, period.days) for one in conditions))


def _sql(condition: Condition, table: Table, days: Mapping[str, date]) -> ColumnElement[bool]:
    match condition:
        case AnyOf(conditions):
            return or_(*(_sql(one, table, days) for one in conditions))
        case Flag(column, is_true):
            return table.c[column].is_(is_true)
        case Known(column, is_known):
            return table.c[column].is_not(None) if is_known else table.c[column].is_(None)
        case Among(column, values):
            return table.c[column].in_(values)
        case Compared(column, sign, value):
            compared: ColumnElement[bool] = OPERATORS[sign](
                table.c[column], value_of(value, dict(table.c), days)
            )
            return compared
