"""The draft of a plan on one page for print: what it holds now, finished or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from casework.case.acts import ADVISERS
from casework.plans.draft_form import columns_of
from casework.plans.template import NATIONAL, Column, Section
from office.plan_writing import Writing
from records.plan_writing import Part
from starter.console.views.plan_editor import Reader
from statute.words import capital, short_date


def printed_draft(writing: Writing, reader: Reader) -> dict[str, Any]:
    """Return the sections of a draft with what each field and row holds, and the text of the reader that is not in it."""
    return {
        "sections": [_section(writing, section, reader) for section in NATIONAL.sections],
        "waiting": [section.name for section in NATIONAL.sections if _waits(writing, section)],
    }


def _waits(writing: Writing, section: Section) -> bool:
    return any(one.section == section.key for one in writing.typed.values())


def _section(writing: Writing, section: Section, reader: Reader) -> dict[str, Any]:
    fields = next((one for one in writing.parts if one.part == section.key), None)
    return {
        "name": section.name,
        "fields": list(_told(section, fields, reader)) if fields else [],
        "rows": [
            {"title": f"{section.row} {number}", "fields": list(_told(section, row, reader))}
            for number, row in enumerate(writing.rows(section.key), start=1)
        ],
    }


def _told(section: Section, part: Part, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield the label and the text of each field that holds something."""
    for column in columns_of(section, part.part):
        value = part.content.get(column.name)
        if column.kind == "provision":
            for number, one in enumerate(value or [], start=1):
                if said := _provision(one, reader):
                    yield f"{column.label}, {number}", said
        elif said := _text(column, value, reader):
            yield column.label, said


def _provision(one: Mapping[str, Any], reader: Reader) -> str:
    """Return a provision as lines: what it is, then each of its other fields with its label."""
    first, *others = NATIONAL.provision
    lines = [_text(first, one.get(first.name), reader)]
    for column in others:
        if said := _text(column, one.get(column.name), reader):
            lines.append(f"{column.label}: {said}")
    return "\n".join(line for line in lines if line)


def _text(column: Column, value: Any, reader: Reader) -> str:
    match column.kind:
        case "yes_no":
            return {True: "Yes", False: "No"}.get(value, "") if value is not None else ""
        case "flag":
            return "Yes" if value else ""
        case "links":
            return ", ".join(value or [])
        case "lines":
            return "\n".join(value or [])
        case "choice":
            return column.options.get(str(value), str(value or ""))
        case "adviser":
            return capital(ADVISERS.get(str(value), str(value or "").replace("_", " ")))
        case "document":
            return _named(str(value or ""), ((one.document_id, one.name) for one in reader.documents))
        case "date":
            return _day(str(value or ""))
    return str(value or "")


def _named(value: str, names: Iterable[tuple[str, str]]) -> str:
    return dict(names).get(value, value)


def _day(written: str) -> str:
    try:
        return short_date(date.fromisoformat(written))
    except ValueError:
        return written
