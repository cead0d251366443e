"""A paper as an accessible HTML page with headings, table captions, row headings and its own style."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from casework.letters.paper import Paper

_TEMPLATES = Environment(
    loader=PackageLoader("activities"),
    autoescape=select_autoescape(["html", "jinja"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_html(paper: Paper) -> bytes:
    """The page."""
    blocks = [(type(block).__name__, block) for block in paper.blocks]
    return _TEMPLATES.get_template("paper.html.jinja").render(paper=paper, blocks=blocks).encode()


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of an index: its text, the file that it leads to (None for none), and a note behind it."""

    text: str
    file: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndexSection:
    """A part of an index."""

    title: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The index of a folder: its title, what it is about, and its parts."""

    title: str
    about: tuple[str, ...]
    sections: tuple[IndexSection, ...]


def index_as_html(index: Index) -> bytes:
    """The page that lists what is in a folder."""
    return _TEMPLATES.get_template("folder_index.html.jinja").render(index=index).encode()
