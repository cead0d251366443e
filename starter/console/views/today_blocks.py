"""What a block of the page Today is made of: its entries, and the person and the day that it is made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from office.team_scope import team_scope
from records.tray import Within
from starter.console.views import tray as work

MOST = 10
"""The most entries that a block shows. A link leads to the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a block. `case_id` adds the child's name where the person may see it."""

    text: str
    href: str | None = None
    case_id: str | None = None
    note: str = ""
    on: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page. `total` is the number of entries there are, and `more` the link to all of them.

    `walk` is the address that goes through its cases one by one.
    """

    key: str
    heading: str
    entries: tuple[Entry, ...] = ()
    total: int = 0
    more: tuple[str, str] | None = None
    empty: str = ""
    walk: str | None = None


@dataclass(frozen=True)
class Desk:
    """What the blocks are made from: the person, the day, and since when they want to know what changed."""

    session: Session
    person: Person
    today: date
    since: datetime
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def owns(self) -> bool:
        """Whether the person has cases of their own, rather than those of a team."""
        return work.owns(self.person)

    @property
    def within(self) -> Within:
        """The cases whose limits the page shows: the person's own, or those of their teams."""
        return work.within(self.person) if self.owns else team_scope(self.person)
