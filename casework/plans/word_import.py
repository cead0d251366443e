"""A proposal for the draft of a plan from the headings, paragraphs and tables of a Word document.

The document may follow any template with the letters of regulation 12. What cannot be placed is returned too, so that a
person places it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from casework.plans.draft import Content, DraftPart, blank_provision, blank_row, new_row_id
from casework.plans.template import NATIONAL, Column, Section, Template
from casework.plans.word_cells import (
    adviser_of,
    column_of,
    contact_of,
    day_of,
    is_for_adulthood,
    numbered_lines,
    provision_of,
    without_number,
)

_SECTION: Final = re.compile(r"^\W*sections?\s+([A-K]\d?)\b", re.IGNORECASE)
_LETTER_ONLY: Final = re.compile(r"^([A-K]\d?)\s*[:.–-]\s+\S")
_LONGEST_HEADING: Final = 150
_IN_ROWS: Final[Mapping[str, str]] = {
    "B": "need", "C": "need", "D": "need", "E": "outcome", "F": "provision", "G": "provision", "H": "h2", "H1": "h1", "H2": "h2",
}  # fmt: skip
"""The column of a row that the text of a section is, by its letter."""
_SECTION_OF: Final[Mapping[str, str]] = {
    "A": "about", "C": "health", "G": "health", "D": "social-care", "H": "social-care", "H1": "social-care",
    "H2": "social-care", "I": "placement", "J": "budget", "K": "advice",
}  # fmt: skip
"""The section of the template by its letter. Sections B, E and F are in the area of need that a heading names."""
_OWN_TEXT: Final[Mapping[str, str]] = {"about": "history", "placement": "setting", "budget": "for_what"}
"""The field that takes the text of a section that has no label."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or a heading of the document."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the document: the texts of its cells, row by row."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The parts that a document proposes, and the texts that were not placed, each with the section it stood in."""

    parts: tuple[DraftPart, ...]
    left: tuple[tuple[str, str], ...]


def proposal(
    blocks: Iterable[Text | Grid], new_id: Callable[[], str] = new_row_id, template: Template = NATIONAL
) -> Proposal:
    """Return the parts that a document proposes."""
    reader = _Reader(template)
    for block in blocks:
        if isinstance(block, Grid):
            reader.grid(block)
        elif block.text.strip():
            reader.text(block.text.strip(), heading=block.heading)
    return Proposal(tuple(reader.parts(new_id)), tuple(reader.left))


@dataclass
class _Reader:
    """Where the document stands: the section, the letter and the field that the next text belongs to."""

    template: Template
    section: Section | None = None
    letter: str = ""
    label: Column | None = None
    fields: dict[str, Content] = field(default_factory=dict)
    rows: dict[str, list[Content]] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)

    def text(self, said: str, *, heading: bool) -> None:
        """Take a paragraph: a heading that opens a section, a label with its text, or text of the section."""
        if (heading or len(said) <= _LONGEST_HEADING) and self._opens(said, heading=heading):
            return
        if self.section is None:
            if not heading and not _OWN_FRAME.fullmatch(said):
                self.left.append(("about", said))
            return
        name, colon, rest = said.partition(":")
        if self.section.key == "people" and _plain(name) in _CONTACTS and rest.strip():
            row = blank_row(self.section) | contact_of(rest.strip())
            self.rows.setdefault("people", []).append(row)
            return
        column = self._labelled(name) if colon or heading else None
        if column is not None:
            self.label = column
            if rest.strip():
                self._put(column, rest.strip())
            return
        if not heading:
            self._body(self.section, without_number(said))

    def _opens(self, said: str, *, heading: bool) -> bool:
        """Whether a line is a heading that opens a section; if so, the section is open now."""
        found = _SECTION.match(said) or (_LETTER_ONLY.match(said) if heading else None)
        area = self._area(said) if heading or found or len(said) < _LONGEST_HEADING // 2 else None
        people = "people and services" in said.lower() and heading
        if found is None and area is None and not people:
            return False
        self.label = None
        if found is not None:
            self.letter = found[1].upper()
            key = _SECTION_OF.get(self.letter)
            if key is not None:
                self.section = self.template.section(key)
            elif self.section is None or self.section.rows_at[:1] != ("areas",):
                self.section = None
        if area is not None and (found is None or self.letter not in _SECTION_OF):
            self.section, self.letter = area, self.letter if self.letter in ("B", "E", "F") else "B"
        if people:
            self.section = self.template.section("people")
        return True

    def _area(self, said: str) -> Section | None:
        words = re.sub(r"[^a-z ]", "", said.lower().replace("&", "and"))
        if len(words.split()) > 12:
            return None
        for one in self.template.sections:
            if one.rows_at[:1] == ("areas",) and re.sub(r"[^a-z ]", "", one.title.lower()) in words:
                return one
        return None

    def _labelled(self, name: str) -> Column | None:
        """The field of the section that a label names."""
        plain = _plain(name)
        columns = self.section.fields if self.section else ()
        for column in columns:
            if plain and plain in (
                _plain(column.label),
                _plain(column.name.replace("_", " ")),
                *_ALSO.get(column.name, ()),
            ):
                return column
        return None

    def _put(self, column: Column, said: str) -> None:
        section = self.section
        if section is None:
            return
        mine = self.fields.setdefault(section.key, {})
        match column.kind:
            case "date":
                if day := day_of(said):
                    mine[column.name] = day
                else:
                    self.left.append((section.key, f"{column.label}: {said}"))
            case "yes_no":
                mine[column.name] = said.strip().lower().startswith("yes")
            case "lines":
                mine[column.name] = [
                    *mine.get(column.name, []),
                    *(one.strip() for one in said.split(";") if one.strip()),
                ]
            case "choice":
                known = next(
                    (code for code, words in column.options.items() if words.lower() == said.lower()), None
                )
                if known:
                    mine[column.name] = known
                else:
                    self.left.append((section.key, f"{column.label}: {said}"))
            case _:
                before = mine.get(column.name)
                mine[column.name] = f"{before}\n\n{said}" if before else said

    def _body(self, section: Section, said: str) -> None:
        """Take a paragraph without a label."""
        if said.rstrip(".") in _FILLERS:
            return
        if section.key in _OWN_TEXT or self.label is not None:
            own = self.label or next(one for one in section.fields if one.name == _OWN_TEXT[section.key])
            self._put(own, said)
        elif section.provisions and self.letter in _IN_ROWS:
            self._in_row(section, {_IN_ROWS[self.letter]: said})
        else:
            self.left.append((section.key, said))

    def _in_row(self, section: Section, cells: Mapping[str, str]) -> Content:
        """Put cells into the first row of the section in which these columns are empty, or into a new row.

        Returns the row. So the outcomes of a separate Section E, and the provisions of a Section F, go beside the needs of Section B.
        """
        rows = self.rows.setdefault(section.key, [])
        lists = {column.name for column in section.provisions}
        cells = {
            ("provision" if name in ("h1", "h2") and name not in lists else name): text
            for name, text in cells.items()
        }
        if "provision" in cells and "provision" not in lists:
            cells = {("h2" if name == "provision" else name): text for name, text in cells.items()}
        free = next((row for row in rows if not any(_holds(row.get(name)) for name in cells)), None)
        row = free if free is not None and "need" not in cells else None
        if row is None:
            row = blank_row(section)
            rows.append(row)
        for name, text in cells.items():
            if name in lists:
                row[name] = [
                    blank_provision(self.template) | one for one in self._provisions(text, row)
                ] or row[name]
            else:
                row[name] = "\n".join(map(without_number, text.splitlines()))
        return row

    def _provisions(self, text: str, row: Content) -> Iterator[Content]:
        for line in numbered_lines(text):
            if is_for_adulthood(line):
                row["adulthood"] = True
            else:
                yield provision_of(line)

    def grid(self, grid: Grid) -> None:
        """Take a table: rows under known headings, or labels with their texts."""
        rows = [_without_repeats(row) for row in grid.rows]
        heads: dict[int, str] = {}
        for row in rows:
            told = [cell for cell in row if cell.strip()]
            if len(told) == 1:
                self.text(told[0].strip(), heading=len(told[0]) < _LONGEST_HEADING)
                continue
            known = {place: name for place, cell in enumerate(row) if (name := column_of(cell)) is not None}
            if (
                len(known) >= 2
                and len(known) == len(told)
                and all(len(cell) < _LONGEST_HEADING for cell in told)
            ):
                heads = known
                continue
            if heads:
                self._under_heads(heads, row)
            elif (
                len(told) == 2
                and self.section is not None
                and (column := self._labelled(told[0])) is not None
            ):
                self._put(column, told[1].strip())
            elif told:
                self.left.append((self.section.key if self.section else "about", " | ".join(told)))

    def _under_heads(self, heads: Mapping[int, str], row: Sequence[str]) -> None:
        cells = {
            name: row[place].strip()
            for place, name in heads.items()
            if place < len(row) and row[place].strip()
        }
        if not cells:
            return
        if self.section is not None and self.section.key == "advice":
            self._advice(cells)
            return
        section = self._section_for(heads.values())
        if section is None:
            self.left.append(("about", " | ".join(cells.values())))
            return
        details = {
            name: cells.pop(name) for name in ("who", "how_often", "how_long", "who_pays") if name in cells
        }
        for name in ("id", "of", "author", "on"):
            if name in cells:
                self.left.append((section.key, cells.pop(name)))
        target = self._in_row(section, cells)
        for column in section.provisions:
            if details and _holds(target.get(column.name)):
                target[column.name][0] |= details
                details = {}
        self.left.extend((section.key, text) for text in details.values())

    def _section_for(self, names: Iterable[str]) -> Section | None:
        """The section with rows that a table belongs to: the open one, or the one that its columns show."""
        if {"h1", "h2"} & set(names):
            return self.template.section("social-care")
        if self.section is not None and self.section.provisions:
            return self.section
        return None

    def _advice(self, cells: Mapping[str, str]) -> None:
        section = self.template.section("advice")
        if section is None:
            return
        rows = self.rows.setdefault("advice", [])
        entry = blank_row(section) | {
            "id": re.sub(r"[^A-Za-z0-9_.-]", "", cells.get("id", "")) or f"K{len(rows) + 1}",
            "of": adviser_of(cells.get("of", "") or cells.get("author", "")),
            "author": cells.get("author", "") or cells.get("of", ""),
            "on": day_of(cells.get("on", "")),
        }
        if cells.get("on") and not entry["on"]:
            self.left.append(("advice", f"{entry['author']}: {cells['on']}"))
        rows.append(entry)

    def parts(self, new_id: Callable[[], str]) -> Iterator[DraftPart]:
        """The parts that were read, section by section."""
        for section in self.template.sections:
            if section.key in self.fields:
                yield DraftPart(section.key, section.key, 0, self.fields[section.key])
            for place, row in enumerate(self.rows.get(section.key, []), start=1):
                yield DraftPart(new_id(), section.key, place, row)


_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "communication": ("how to communicate with me", "how best to communicate with me"),
    "views_of_child": (
        "my views",
        "childs views",
        "views of the child",
        "views of the child or young person",
    ),
    "views_of_family": (
        "my familys views",
        "parents views",
        "views of the parents",
        "familys views",
        "views of the family",
    ),
    "strengths": ("my strengths", "what is going well"),
    "interests": ("my interests",),
    "aspirations": ("my aspirations", "hopes for the future", "hopes and aspirations"),
    "history": ("my history", "background", "my story"),
    "born_on": ("dob", "born"),
    "name": ("full name", "name of child", "name of the child or young person"),
    "setting": ("name of setting", "school", "placement"),
    "urn": ("number in the register",),
    "for_what": ("what it is for",),
}
"""Other labels of a field that plans use."""
_OWN_FRAME: Final = re.compile(r"Our reference: .*|(?:DRAFT|Final plan), version \d+")
_CONTACTS: Final = frozenset({"main contact", "another contact", "second contact", "contact"})
_FILLERS: Final = frozenset(
    {
        "Nothing is recorded here",
        "There is no personal budget",
        "This plan names no setting and no type of setting",
    }
)


def _plain(label: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", "", label.lower().replace("-", " ")).split())


def _holds(value: Any) -> bool:
    if isinstance(value, list):
        return any(any(one.values()) for one in value)
    return bool(value)


def _without_repeats(row: Sequence[str]) -> list[str]:
    """A row without the texts that Word repeats for merged cells."""
    return ["" if place and cell == row[place - 1] else cell for place, cell in enumerate(row)]
