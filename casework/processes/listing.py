"""A list that a kind of process gives for a return or for a table: its columns, and the row of one process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.settings.settings import Setting


@dataclass(frozen=True, slots=True)
class Pupil:
    """What a row tells of the child: `case` is the case of the process, `officer` its officer; what is not recorded is empty."""

    case: str
    name: str = ""
    born_on: date | None = None
    upn: str = ""
    sex: str = ""
    officer: str = ""


Row = Callable[[Any, Pupil, date], Mapping[str, str] | None]
"""Gives the row of a process on a day, or None if it is not in the list."""

Known = Sequence[tuple[Any, Pupil]]
"""The processes of a list, each with its child."""


@dataclass(frozen=True, slots=True)
class Together:
    """A list whose rows are each about several processes, such as one row for each setting.

    `rows` gives them from the processes, the settings that `settings` names in each, and the day.
    """

    rows: Callable[[Known, Mapping[str, Setting], date], Sequence[Mapping[str, str]]]
    settings: Callable[[Any], Iterable[str]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its name in addresses, its title, an introduction, its columns, and the row of a process.

    `columns` are the keys of a row in order, each with its heading on a page. `row` returns None for a process that is not in
    the list on a day. A list with `together` has rows about several processes; `row` then says which processes they are about.
    """

    name: str
    title: str
    about: str
    columns: Mapping[str, str]
    row: Row
    nothing: str = "Nothing is in this list."
    together: Together | None = None
