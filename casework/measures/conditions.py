"""The conditions in measures.yaml: read once, and tested on a row."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

_COMPARED = re.compile(r"(\w+) (<=|>=|<|>|=) (\w+)(?: (weeks|days))?")
_KNOWN = re.compile(r"(\w+) is (not )?known")
_AMONG = re.compile(r"(\w+) in (\w+(?:, \w+)*)")
_FLAG = re.compile(r"(not )?(\w+)")
_DAYS = {"weeks": 7, "days": 1}
OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
"""What each sign does, for values and for columns."""


class BadCondition(ValueError):  # noqa: N818 - named for what is wrong
    """A condition is not written as the file of measures says."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A column that is true, or, with `is_true` False, one that is false."""

    column: str
    is_true: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A column that has a value, or, with `is_known` False, one that has none."""

    column: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Among:
    """A column with one of some values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A column compared with a number of days, a word, another column or a day. Without a value it is not met."""

    column: str
    sign: str
    value: int | str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of some conditions."""

    conditions: tuple[Condition, ...]


Condition = Flag | Known | Among | Compared | AnyOf


def read_condition(written: Any) -> Condition:
    """Return the condition that a file gives. Raises BadCondition."""
    if isinstance(written, dict):
        return AnyOf(tuple(read_condition(one) for one in written["any"]))
    text = str(written)
    if (found := _KNOWN.fullmatch(text)) is not None:
        return Known(found[1], found[2] is None)
    if (found := _AMONG.fullmatch(text)) is not None:
        return Among(found[1], tuple(found[2].split(", ")))
    if (found := _COMPARED.fullmatch(text)) is not None:
        column, sign, value, unit = found.groups()
        return Compared(column, sign, int(value) * _DAYS[unit] if unit else value)
    if (found := _FLAG.fullmatch(text)) is not None:
        return Flag(found[2], found[1] is None)
    raise BadCondition(f"{text!r} is not a condition; measures.yaml says how to write one.")


def columns_of(condition: Condition) -> set[str]:
    """Return the columns that a condition reads, and the words that may name one."""
    if isinstance(condition, AnyOf):
        return {name for one in condition.conditions for name in columns_of(one)}
    return {condition.column}


def holds(conditions: Sequence[Condition], row: Mapping[str, Any], days: Mapping[str, date]) -> bool:
    """Return whether all conditions hold for a row. `days` holds the days that a condition may name."""
    return all(_holds(one, row, days) for one in conditions)


def _holds(condition: Condition, row: Mapping[str, Any], days: Mapping[str, date]) -> bool:
    match condition:
        case AnyOf(conditions):
            return any(_holds(one, row, days) for one in conditions)
        case Flag(column, is_true):
            return row[column] is is_true
        case Known(column, is_known):
            return (row[column] is not None) is is_known
        case Among(column, values):
            return row[column] in values
        case Compared(column, sign, value):
            other = value_of(value, row, days)
            return row[column] is not None and other is not None and bool(OPERATORS[sign](row[column], other))


def value_of(value: int | str, columns: Mapping[str, Any], days: Mapping[str, Any]) -> Any:
    """Return what a condition compares with: a number, a day or a column by its name, or else the word itself."""
    if isinstance(value, int):
        return value
    return days[value] if value in days else columns.get(value, value)
