"""The columns that a person may choose for the lists of letters, of missed deadlines and of cases found.

The first column of each list always stays: it says what the row is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from records import list_columns


@dataclass(frozen=True, slots=True)
class List:
    """A list: its name, the columns that may be chosen with their headings, and those shown without a choice."""

    name: str
    columns: Mapping[str, str]
    usual: frozenset[str]

    def known(self, keys: Iterable[str]) -> list[str]:
        """Return the keys that are columns, in the order of the list."""
        wanted = set(keys)
        return [key for key in self.columns if key in wanted]

    def shown(self, chosen: Sequence[str] | None, *, without: Iterable[str] = ()) -> dict[str, Any]:
        """Return the columns that a page shows and may show. `without` are those that are not usual on this page."""
        keys = self.usual - set(without) if chosen is None else chosen
        return {"list": self.name, "columns": self.known(keys), "column_choices": list(self.columns.items())}


LETTERS = List(
    "letters",
    {
        "case": "Case",
        "to": "To",
        "way": "Sent by",
        "date": "Date",
        "status": "What happens",
        "officer": "Officer",
    },
    frozenset({"case", "date", "status", "officer"}),
)
BREACHES = List(
    "breaches",
    {"deadline": "Deadline", "due": "Was due", "officer": "Officer", "status": "Status"},
    frozenset({"deadline", "due", "officer", "status"}),
)
FOUND = List(
    "found",
    {"standing": "Status", "stage": "Stage", "officer": "Officer", "team": "Team"},
    frozenset({"standing", "stage", "officer", "team"}),
)
BY_NAME: Mapping[str, List] = {one.name: one for one in (LETTERS, BREACHES, FOUND)}


def shown(session: Session, person: str, of: List, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """Return the columns that a person sees of a list, and those that they may choose."""
    return of.shown(list_columns.columns_of(session, person, of.name), without=without)
