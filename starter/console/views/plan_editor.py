"""The pages on which a plan is written: all sections with what is left to do, and one section with its fields and rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.case.acts import ADVISERS
from casework.plans.draft import DraftPart, plan_content
from casework.plans.draft_form import LONGEST_LINE, LONGEST_TEXT, columns_of, flat, label_of, read
from casework.plans.plan import BadPlan, Plan, plan_of
from casework.plans.plan_checks import Finding, age_findings, findings, notes, row_findings
from casework.plans.template import NATIONAL, Column, Section
from office.plan_writing import Writing, fingerprint
from records.documents import Document
from records.plan_writing import Comment, Part, Typed
from statute.words import capital

_LAW_OF_ROWS = {"F": "F", "G": "G", "H1": "H"}
"""The section that the checks name for the provision of a row, by a letter of its section."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What the pages need to show a draft to a person: names of staff, documents, advice received and comments."""

    staff: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    received: frozenset[str] = frozenset()
    comments: tuple[Comment, ...] = ()
    today: date | None = None
    health_agreed: bool = False
    standards: Mapping[str, str] | None = None

    def name(self, person: str) -> str:
        """Return the name of a member of staff, or the id if the name is not known."""
        return self.staff.get(person, person)


def draft_plan(writing: Writing) -> Plan | None:
    """Return the plan that the draft makes now, or None if a field is not a plan's yet."""
    try:
        return plan_of(plan_content(_draft_parts(writing.parts)))
    except BadPlan:
        return None


def overview(writing: Writing, reader: Reader) -> dict[str, Any]:
    """Return the sections with their rows, the points to mend, comments, and what others must still do."""
    plan = draft_plan(writing)
    rows = []
    for section in NATIONAL.sections:
        points = points_of_section(plan, section, reader)
        mine = sum(one.section == section.key for one in writing.typed.values())
        parts = {one.part for one in writing.parts if one.section == section.key} | {section.key}
        open_comments = sum(one.part in parts and one.resolved_at is None for one in reader.comments)
        rows.append(
            {
                "key": section.key,
                "name": section.name,
                "rows": len(writing.rows(section.key)),
                "row": section.row.lower(),
                "points": sum(map(len, points.values())),
                "waiting": mine,
                "comments": open_comments,
            }
        )
    others = notes(plan, health_agreed=reader.health_agreed) if plan else ()
    return {
        "sections": rows,
        "points": sum(row["points"] for row in rows),
        "notes": [f"Section {one.section}: {one.says} ({one.cite})" for one in others],
    }


def points_of_section(plan: Plan | None, section: Section, reader: Reader) -> dict[str, list[Finding]]:
    """Return the points that the checks find in a section, by part. The key of the section holds what no row has."""
    if plan is None:
        return {}
    known = frozenset(one.id for one in plan.advice)
    found: dict[str, list[Finding]] = {}
    if section.provisions:
        law = next(law for letter, law in _LAW_OF_ROWS.items() if letter in section.letters)
        for row in _rows_of(plan, section):
            if points := list(row_findings(row, law, known)):
                found[row.id] = points
    if own := [one for one in _whole(plan, reader) if _place_of(one) == section.key]:
        found[section.key] = own
    return found


def _whole(plan: Plan, reader: Reader) -> list[Finding]:
    """Return the findings that are about no row."""
    about_rows = frozenset("EFGH")
    told = findings(plan, final=False, advice_received=reader.received)
    return [*(one for one in told if one.section not in about_rows), *age_findings(plan, reader.today)]


def _place_of(finding: Finding) -> str:
    """Return the section of the editor that shows a finding about no row: the first with its letter."""
    return next((one.key for one in NATIONAL.sections if finding.section in one.letters), "")


def _rows_of(plan: Plan, section: Section) -> Iterable[Any]:
    if section.rows_at[0] == "areas":
        area = plan.areas.get(section.rows_at[1])
        return area.rows if area else ()
    return plan.health if section.rows_at == ("health",) else plan.social_care


def _draft_parts(parts: Iterable[Part]) -> list[DraftPart]:
    return [DraftPart(one.part, one.section, one.place, one.content) for one in parts]


def section_page(writing: Writing, section: Section, reader: Reader) -> dict[str, Any]:
    """Return a section: its fields, its rows with points and comments, conflicts, and the sections around it."""
    plan = draft_plan(writing)
    points = points_of_section(plan, section, reader)
    links = [(one.content.get("id"), one) for one in writing.rows("advice")]
    options = {
        "links": [(str(number), advice_label(str(number), one)) for number, one in links if number],
        "adviser": [(code, capital(name)) for code, name in ADVISERS.items()],
        "document": [(one.document_id, one.name) for one in reader.documents],
    }
    shown = [
        _part(writing, section, part, options, reader, points.get(part.part, []))
        for part in (_fields(writing, section), *writing.rows(section.key))
    ]
    keys = [one.key for one in NATIONAL.sections]
    here = keys.index(section.key)
    return {
        "section": section,
        "parts": shown,
        "errors": [error for part in shown for error in part["errors"]],
        "conflicts": [part for part in shown if part["conflict"]],
        "removed": [
            {
                "part": one.part,
                "text": summary(one, section),
                "by": reader.name(one.removed_by or ""),
                "typed": one.part in writing.typed,
            }
            for one in writing.removed
            if one.section == section.key
        ],
        "before": NATIONAL.sections[here - 1] if here else None,
        "after": NATIONAL.sections[here + 1] if here + 1 < len(keys) else None,
        "longest_line": LONGEST_LINE,
        "longest_text": LONGEST_TEXT,
    }


def _fields(writing: Writing, section: Section) -> Part:
    """Return the part with the fields of a section. Without fields it still has the points and comments of the section."""
    found = next((one for one in writing.parts if one.part == section.key), None)
    return found or Part(
        writing.draft.case_id, section.key, section.key, 0, {}, None, 0, "", writing.draft.begun_at
    )


def _part(
    writing: Writing,
    section: Section,
    part: Part,
    options: Mapping[str, Any],
    reader: Reader,
    points: list[Finding],
) -> dict[str, Any]:
    typed = writing.typed.get(part.part)
    columns = columns_of(section, part.part)
    stored = flat(part.content, columns)
    values = stored | dict(typed.values) if typed else stored
    errors = read(values, columns).errors if typed else {}
    conflict = typed is not None and not part.is_known_to(typed.person, typed.revision)
    rows = [one.part for one in writing.rows(section.key)]
    number = rows.index(part.part) + 1 if part.part in rows else 0
    return {
        "id": part.part,
        "number": number,
        "is_row": part.part != section.key,
        "first": number == 1,
        "last": number == len(rows),
        "title": f"{section.row} {number}" if number else section.title,
        "summary": summary(part, section),
        "revision": typed.revision if typed and not conflict else part.revision,
        "now": part.revision,
        "shown": fingerprint(part.content, section, part.part),
        "fields": [] if conflict else _shown_fields(part.part, columns, values, errors, options),
        "errors": []
        if conflict
        else [{"text": text, "href": f"#{_id(part.part, name, columns)}"} for name, text in errors.items()],
        "conflict": _differences(columns, stored, typed) if conflict and typed else [],
        "waiting": typed is not None and not conflict and not errors,
        "by": reader.name(part.by) if part.by else "",
        "at": part.at,
        "points": [{"says": one.says, "cite": one.cite, "kind": one.kind} for one in points],
        "standard": reader.standards.get(part.part, "")
        if reader.standards is not None and number and section.rows_at[:1] == ("areas",)
        else None,
        "quotes": [
            _quote(number, one, reader) for number, one in enumerate(part.content.get("quotes", []), start=1)
        ],
        "can_undo": part.before is not None,
        "comments": [
            {"id": one.comment_id, "text": one.text, "by": reader.name(one.by), "at": one.at}
            for one in reader.comments
            if one.part == part.part and one.resolved_at is None
        ],
    }


def _shown_fields(
    part: str,
    columns: Iterable[Column],
    values: Mapping[str, str],
    errors: Mapping[str, str],
    options: Mapping[str, Any],
) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    for column in columns:
        if column.kind == "provision":
            shown.append(_provisions(part, column, values, errors, options))
            continue
        choices = [*column.options.items()] or options.get(column.kind, [])
        value = values.get(column.name, "")
        if column.kind in ("adviser", "document") and value and value not in dict(choices):
            choices = [*choices, (value, value.replace("_", " "))]
        shown.append(
            {
                "kind": column.kind,
                "name": f"{part}.{column.name}",
                "label": column.label,
                "hint": column.hint,
                "value": value,
                "chosen": value.split() if column.kind == "links" else [],
                "error": errors.get(column.name),
                "options": choices,
                "dates": [(one, values.get(f"{column.name}-{one}", ""), width) for one, width in (("day", 2), ("month", 2), ("year", 4))],
            }
        )  # fmt: skip
    return shown


def _provisions(
    part: str,
    column: Column,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    count, groups = 0, []
    while any(name.startswith(f"{column.name}-{count + 1}-") for name in values):
        count += 1
        start = f"{column.name}-{count}-"
        mine = {name.removeprefix(start): text for name, text in values.items() if name.startswith(start)}
        wrong = {name.removeprefix(start): text for name, text in errors.items() if name.startswith(start)}
        fields = _shown_fields(f"{part}.{start[:-1]}", NATIONAL.provision, mine, wrong, options)
        for one in fields:
            one["name"] = one["name"].replace(f"{start[:-1]}.", start)
        groups.append({"number": count, "fields": fields})
    return {"kind": "provision", "name": column.name, "label": column.label, "groups": groups}


def _id(part: str, name: str, columns: Iterable[Column]) -> str:
    kinds = {column.name: column.kind for column in columns}
    return f"{part}.{name}-day" if kinds.get(name) == "date" else f"{part}.{name}"


def _differences(columns: Iterable[Column], stored: Mapping[str, str], typed: Typed) -> list[dict[str, str]]:
    """Return the fields in which the person's text and the draft's differ, each with its label and both texts."""
    columns = tuple(columns)
    mine = flat(read(typed.values, columns).content, columns)
    names = [*stored, *(name for name in mine if name not in stored)]
    return [
        {
            "name": name,
            "label": label_of(name, columns),
            "theirs": stored.get(name, ""),
            "mine": mine.get(name, ""),
        }
        for name in names
        if stored.get(name, "") != mine.get(name, "")
    ]


def summary(part: Part, section: Section) -> str:
    """Return the first words of a row, to tell it from the others."""
    first = next(
        (str(part.content.get(one.name) or "") for one in section.columns if part.content.get(one.name)), ""
    )
    words = first.split()
    return " ".join(words[:12]) + ("…" if len(words) > 12 else "")


def advice_label(number: str, part: Part) -> str:
    of = str(part.content.get("of") or "")
    return f"{number}, {ADVISERS.get(of, of.replace('_', ' '))}" if of else number


def _quote(number: int, quote: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    names = {one.document_id: one.name for one in reader.documents}
    document = str(quote.get("document") or "")
    return {
        **quote,
        "number": number,
        "document": document,
        "document_name": names.get(document, ""),
        "on": quote.get("on"),
    }
