"""The index of the decisions, read from their files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from docs.generator.tables import cell, table

FOLDER = Path(__file__).parents[1] / "decisions"
_HEAD = re.compile(r"# (?P<title>.+)\n\nDate: (?P<date>.+)\. Status: (?P<status>.+)\.\n\n## Context\n")


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the index shows it."""

    path: Path
    title: str
    date: str
    status: str
    parts: tuple[str, ...]


def decisions() -> list[Decision]:
    """Every decision by its number. Raises ValueError for a file without title, date, status and context."""
    return [_read(path) for path in sorted(FOLDER.glob("[0-9]*.md"))]


def page() -> str:
    """The index of all decisions."""
    rows = (
        [each.path.name[:4], f"[{cell(each.title)}]({each.path.name})", each.date, cell(each.status)]
        for each in decisions()
    )
    return "\n".join(
        (
            "# Decisions\n",
            "Choices that a successor would question: why each was made, what follows from it, and what was rejected.\n",
            table(("No.", "Decision", "Date", "Status"), rows),
        )
    )


def _read(path: Path) -> Decision:
    text = path.read_text(encoding="utf-8")
    if (head := _HEAD.match(text)) is None:
        raise ValueError(f"{path.name} must begin with its title, `Date: ... Status: ...` and `## Context`.")
    parts = tuple(re.findall(r"^## (.+)$", text, re.MULTILINE))
    return Decision(path, head["title"], head["date"], head["status"], parts)
