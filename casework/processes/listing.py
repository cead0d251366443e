"""A list that a kind of process gives for a return or for a table: its columns, and the row of one process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Pupil:
    """What a row tells of the child: `case` is the case of the process; what is not recorded is empty."""

    case: str
    name: str = ""
    born_on: date | None = None
    upn: str = ""
    sex: str = ""


Row = Callable[[Any, Pupil, date], Mapping[str, str] | None]
"""Gives the row of a process on a day, or None if it is not in the list."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its name in addresses, its title, an introduction, its columns, and the row of a process.

    `columns` are the keys of a row in order, each with its heading on a page. `row` returns None for a process that is not in
    the list on a day.
    """

    name: str
    title: str
    about: str
    columns: Mapping[str, str]
    row: Row
    nothing: str = "Nothing is in this list."
