"""The parts of pages about processes, as data: the console and the command draw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from statute.words import capital, short_date

Style = Literal["plain", "strong", "quiet", "late", "kept", "id"]
"""The style of words. `kept` keeps the line breaks of the writer."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one style, with a link if they have an `href`. `hidden` is text for screen readers only."""

    text: str
    style: Style = "plain"
    href: str | None = None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A status tag. `kind` (running, overdue, met, amber or closed) sets its colour and shape."""

    kind: str
    text: str


Line = tuple[Words | Tag, ...]
"""Words and tags on one line."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its value, in the heading of a page."""

    term: str
    text: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a page."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `is_id` is whether it is an id."""

    line: Line
    small: bool = False
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """Links to the acts that may be recorded, one on each line."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of items of one or more lines each, with `bullets` or without."""

    items: tuple[tuple[Line, ...], ...]
    bullets: bool = False
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit or window: its last day, who it is for, and why that day."""

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
    """One thing that happened. `on` is None if no day is recorded. `notes` holds the text entered with it."""

    text: str
    on: date | None
    by: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What happened, in display order."""

    items: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page with its own heading. `key` identifies it within the page."""

    heading: Line
    blocks: tuple[Block, ...]
    key: str | None = None


Block = Heading | Paragraph | Links | Items | Limits | History | Box


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one process. `acts` go in the side column and `main` in the main one. `personal` describes the personal
    data on the page, for the access log; None if there is none.
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
"""One cell of a row, line by line."""


def words(text: str, style: Style = "plain", href: str | None = None, hidden: str = "") -> Line:
    """A line of words in one style."""
    return (Words(text, style, href, hidden),)


def as_date(written: Any) -> date:
    """A date from a date or its ISO text."""
    return written if isinstance(written, date) else date.fromisoformat(str(written))


def date_in_words(written: Any) -> str:
    """A date, or its ISO text, as people read it."""
    return short_date(as_date(written))


def dates_in_words(days: Mapping[str, Any]) -> dict[str, str]:
    """Dates, or their ISO text, as people read them, by term; empty for one that is not known."""
    return {term: date_in_words(day) if day else "" for term, day in days.items()}


def tag_of(kind: str, stage: str, is_over: bool, stages: Mapping[str, str]) -> Tag:
    """The tag of a stage of a kind of process. `stages` holds stages in words, by their code without the kind."""
    code = stage.removeprefix(f"{kind}_")
    return Tag("closed" if is_over else "running", stages.get(code) or capital(code.replace("_", " ")))


def setting_in_words(setting: object) -> str:
    """The number of a setting as people write it; empty if there is none."""
    return str(setting or "").replace("urn-", "URN ")


def paragraph(text: str, *, small: bool = False) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(words(text), small)


def days_left(days: int) -> Words:
    """The number of days left, or overdue if negative, in words."""
    if days < 0:
        return Words(f"{-days} {'day' if days == -1 else 'days'} over", "late")
    if days == 0:
        return Words("today", "strong")
    return Words(f"{days} {'day' if days == 1 else 'days'} left")
