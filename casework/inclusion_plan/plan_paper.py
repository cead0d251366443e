"""A published version as a paper that everyone may read: it names no child, no owner and no member of staff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from casework.inclusion_plan.assumptions import ASSUMPTIONS
from casework.inclusion_plan.evidence import Evidence
from casework.inclusion_plan.evidence_table import HIDDEN, EvidenceTable
from casework.inclusion_plan.plan_types import PLAN_TYPES, SIGN_OFFS
from casework.letters.paper import Block, Heading, Paper, Paragraph, Table, Terms
from casework.small_numbers.suppression import SMALLEST_SHOWN
from statute.words import capital, long_date

HOW_HIDDEN = (
    f"A number from 1 to {SMALLEST_SHOWN - 1} is shown as {HIDDEN}. Other numbers are hidden with it where a total would give it back. "
    "Categories with so few children are counted together."
)


def plan_paper(version: Mapping[str, Any], evidence: Evidence | None) -> Paper:
    """Return a version as a paper, from its JSON with the texts in it and its evidence."""
    kind = PLAN_TYPES[str(version["type"])]
    shown: set[str] = set()
    blocks: list[Block] = [Terms(tuple(_facts(version, evidence)))]
    for section in kind.sections:
        blocks.append(Heading(section.title))
        blocks += _paragraphs(version["sections"].get(section.key))
        if section.key == "priorities":
            blocks.append(_priorities(version))
        for table_id in section.evidence:
            table = evidence.table(table_id) if evidence is not None else None
            if table is not None and table_id not in shown:
                shown.add(table_id)
                blocks += _evidence(table)
    if evidence is not None:
        blocks += [
            Heading("How the numbers were made"),
            Paragraph(HOW_HIDDEN),
            Terms(tuple(_assumptions(evidence))),
        ]
    return Paper(kind.title, tuple(blocks), marking=f"Version {version['number']}")


def _facts(version: Mapping[str, Any], evidence: Evidence | None) -> Iterator[tuple[str, str]]:
    yield "Published", _day(version["published_on"])
    if version["superseded_on"]:
        yield "Superseded", _day(version["superseded_on"])
    yield "Numbers as at", _day(version["as_at"])
    for one in version["sign_offs"]:
        yield f"Signed off by {SIGN_OFFS[one['partner']].title.lower()}", _day(one["on"])
    if evidence is not None:
        yield "Evidence", f"{evidence.id}, law {evidence.rule_pack}"


def _day(written: Any) -> str:
    return long_date(date.fromisoformat(str(written)))


def _paragraphs(text: Any) -> Iterator[Paragraph]:
    for part in str(text or "").split("\n\n"):
        if part.strip():
            yield Paragraph(part.strip())


def _priorities(version: Mapping[str, Any]) -> Table:
    rows = tuple(
        (
            (str(one["title"]),),
            (_day(one["due_on"]),),
            (str(one["measure"]),),
            (capital(str(one["state"]).replace("_", " ")), *((str(one["reason"]),) if one["reason"] else ())),
        )
        for one in version["priorities"]
    )
    return Table("Priorities when this version was published", ("Priority", "Due", "Measure", "State"), rows)


def _evidence(table: EvidenceTable) -> Iterator[Block]:
    if table.absent:
        yield Paragraph(f"{table.title}: {table.absent}")
        return
    rows = tuple(
        ((name,), *((HIDDEN if cell is None else str(cell),) for cell in cells)) for name, cells in table.rows
    )
    yield Table(table.title, (table.of, *table.columns), rows)
    yield Paragraph(f"Source: {table.source}. {table.note}".strip())


def _assumptions(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for key, one in ASSUMPTIONS.items():
        value = evidence.assumptions[key]
        yield one.title, f"{value} {one.unit}" if value else "counted from the twelve months before"
