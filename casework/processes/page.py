"""What a page of a process is made of: a list and its rows, a page and its blocks, as data that a way in draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Style = Literal["plain", "strong", "quiet", "late", "kept", "id"]
"""How words are drawn; `kept` keeps the line breaks that somebody wrote."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one style, a link where they have an `href`; `hidden` is read aloud and not seen."""

    text: str
    style: Style = "plain"
    href: str | None = None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word with a shape and a colour: `kind` is running, overdue, met, amber or closed."""

    kind: str
    text: str


Line = tuple[Words | Tag, ...]
"""Words and tags that stand on one line."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what it is, in the heading of a page."""

    term: str
    text: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a page."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `is_id` where it is the number of a thing."""

    line: Line
    small: bool = False
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """What may be recorded, one link a line."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of things, each of one or more lines; `bullets` where each has a mark before it."""

    items: tuple[tuple[Line, ...], ...]
    bullets: bool = False
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """What one side may still, or must still, do: until when, whose it is, and why that day."""

    title: str
    status: str
    until: date
    who: str
    because: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Several limits, in order."""

    items: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened; `on` is None where no day is recorded, `notes` are the words that were written then."""

    text: str
    on: date | None
    by: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What happened, in the order in which it is shown."""

    items: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page with a heading of its own; `key` names it within the page."""

    heading: Line
    blocks: tuple[Block, ...]
    key: str | None = None


Block = Heading | Paragraph | Links | Items | Limits | History | Box


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one process. `acts` stand beside it, `main` is what it says; `personal` says what was read that is
    personal, for the log, where anything was.
    """

    title: str
    id: str
    stage: Tag
    facts: tuple[Fact, ...]
    acts: tuple[Block, ...]
    main: tuple[Block, ...]
    warning: str | None = None
    personal: str | None = None


Cell = tuple[Line, ...]
"""What a row of a list says in one column, line by line."""


def words(text: str, style: Style = "plain", href: str | None = None, hidden: str = "") -> Line:
    """A line of one run of words."""
    return (Words(text, style, href, hidden),)


def paragraph(text: str, *, small: bool = False) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(words(text), small)


def days_left(days: int) -> Words:
    """How many days are left to a day, or over since."""
    if days < 0:
        return Words(f"{-days} {'day' if days == -1 else 'days'} over", "late")
    if days == 0:
        return Words("today", "strong")
    return Words(f"{days} {'day' if days == 1 else 'days'} left")
