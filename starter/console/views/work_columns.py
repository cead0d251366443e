"""The columns of the work list that a person may choose. The case always comes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LIST = "work"
"""The name under which the chosen columns are kept."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its heading, and the order that its heading sorts by, if any."""

    key: str
    title: str
    sort: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("standing", "Status", "standing"),
    Column("stage", "Stage", "stage"),
    Column("due", "Due", "due"),
    Column("job", "Next job"),
    Column("officer", "Officer", "officer"),
    Column("team", "Team"),
    Column("received", "Received", "received"),
    Column("reference", "Your reference"),
)
_BY_DEFAULT = ("standing", "stage", "due", "job")
_OFFICER = "officer"


def columns_shown(chosen: Sequence[str] | None, *, show_officer: bool) -> list[Column]:
    """Return the columns of the list: those chosen or, without a choice, the usual ones."""
    usual = (*_BY_DEFAULT, *((_OFFICER,) if show_officer else ()))
    wanted = usual if chosen is None else chosen
    return [one for one in COLUMNS if one.key in wanted]


def known_columns(keys: Iterable[str]) -> list[str]:
    """Return the keys that are columns, in the order of the list."""
    wanted = set(keys)
    return [one.key for one in COLUMNS if one.key in wanted]
