"""The sections of a plan as the national template lays them out, read from template.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from statute.strict_reading import yaml_from

Kind = Literal[
    "line", "text", "lines", "date", "yes_no", "choice", "flag", "links", "provision", "adviser", "document"
]
_FILE = Path(__file__).with_name("template.yaml")


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a section or a column of its rows: its name in the plan, its label and what it takes."""

    name: str
    label: str
    kind: Kind
    hint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the plan as the editor shows it: its letters, its law, its fields and its rows.

    `fields_at` and `rows_at` are the places of its fields and rows in the content of a plan; empty if it has none. `row` is
    what one row is called, and `most` how many it may have (0: no limit of its own).
    """

    key: str
    title: str
    letters: tuple[str, ...]
    cite: str
    hint: str = ""
    fields_at: tuple[str, ...] = ()
    fields: tuple[Column, ...] = ()
    rows_at: tuple[str, ...] = ()
    row: str = ""
    most: int = 0
    columns: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        """The letters and the title, such as "Sections B, F and E: Cognition and learning"."""
        if not self.letters:
            return self.title
        if len(self.letters) == 1:
            return f"Section {self.letters[0]}: {self.title}"
        return f"Sections {', '.join(self.letters[:-1])} and {self.letters[-1]}: {self.title}"

    @property
    def provisions(self) -> tuple[Column, ...]:
        """The columns that hold a list of provisions."""
        return tuple(column for column in self.columns if column.kind == "provision")


@dataclass(frozen=True, slots=True)
class Template:
    """A template of a plan: its name, its sections in order, and the columns of each provision."""

    id: str
    name: str
    provision: tuple[Column, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        """Return a section by its key, or None."""
        return next((one for one in self.sections if one.key == key), None)


def template_of(content: Mapping[str, Any]) -> Template:
    """Return the template in a parsed file."""
    return Template(
        content["id"],
        content["name"],
        _columns(content["provision"]),
        tuple(_section(one) for one in content["sections"]),
    )


def _columns(rows: list[dict[str, Any]]) -> tuple[Column, ...]:
    return tuple(Column(**row) for row in rows)


def _section(content: Mapping[str, Any]) -> Section:
    lists = {name: tuple(content.get(name, ())) for name in ("letters", "fields_at", "rows_at")}
    columns = {name: _columns(content.get(name, [])) for name in ("fields", "columns")}
    return Section(**{**content, **lists, **columns})


NATIONAL = template_of(yaml_from(_FILE.read_text(encoding="utf-8")))
"""The national template."""
