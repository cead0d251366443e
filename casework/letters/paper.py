"""A paper before it is a page or a Word document: headings, paragraphs, terms and tables, and nothing of their look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 stands under the paper's own title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more lines of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms with what is said of each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list in no order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption and the headings of its columns; each cell is a paragraph or several."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


Block = Heading | Paragraph | Terms | Bullets | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `marking` stands at its head, such as DRAFT; `address` and `reference` where it is a letter.

    `large_print` is for a reader who cannot read print of the usual size.
    """

    title: str
    blocks: tuple[Block, ...]
    marking: str = ""
    address: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    reference: str = ""
    on: str = ""
    large_print: bool = False
