"""Refuse values that a database cannot hold before a statement is sent, on SQLite as on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Engine, Integer, Table, event

from casework.readable_text import TOO_LARGE, fault_of_text
from records.errors import NotStorable

_LARGEST = 2**63 - 1
_LARGEST_COLUMN = 2**31 - 1
"""The largest number of a column of PostgreSQL's type INTEGER."""


def refuse_what_cannot_be_stored(engine: Engine) -> None:
    """Check the values of every statement of an engine. A value that cannot be stored raises NotStorable."""

    @event.listens_for(engine, "before_cursor_execute")
    def _check(_: Any, __: Any, ___: str, parameters: Any, context: Any, many: bool) -> None:
        for row in parameters if many else (parameters,):
            for value in row.values() if isinstance(row, Mapping) else row or ():
                _check_value(value)
        if context is not None and (context.isinsert or context.isupdate) and context.compiled is not None:
            table = getattr(context.compiled.compile_state, "dml_table", None)
            if isinstance(table, Table):
                _check_columns(table, context.compiled_parameters)


def _check_value(value: Any) -> None:
    if isinstance(value, str):
        if (why := fault_of_text(value)) is not None:
            raise NotStorable(f"A text cannot be kept: {_within(why)}")
    elif isinstance(value, int) and abs(value) > _LARGEST:
        raise NotStorable(f"A number cannot be kept: {_within(TOO_LARGE)}")


def _within(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


@cache
def _bounds(table: Table) -> Mapping[str, int | None]:
    """Return the columns of a table that have a bound: the length of a text, or None for a number."""
    return {
        column.name: getattr(column.type, "length", None)
        for column in table.c
        if isinstance(column.type, Integer) or getattr(column.type, "length", None) is not None
    }


def _check_columns(table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Check lengths and sizes, which SQLite itself does not."""
    bounds = _bounds(table)
    for row in rows:
        for name, value in row.items():
            if name not in bounds:
                continue
            longest = bounds[name]
            if longest is None:
                if isinstance(value, int) and abs(value) > _LARGEST_COLUMN:
                    raise NotStorable(f"A number cannot be kept: {_within(TOO_LARGE)}")
            elif isinstance(value, str) and len(value) > longest:
                raise NotStorable(
                    f"A text of {len(value)} characters is too long; write at most {longest} characters."
                )
