"""A plan that is being written: the parts that are saved one by one, and the plan that they make together.

A part is the fields of a section, or one of its rows. A part may be unfinished; it is checked as a plan when a version is
made.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from casework.plans.plan import Plan, Provision, Row, SocialRow, content_of, plan_of
from casework.plans.template import NATIONAL, Column, Section, Template

Content = dict[str, Any]
MOST_ROWS: Final = 40
"""How many rows a section may have."""
MOST_PROVISIONS: Final = 12
"""How many provisions a row may have in one list."""
_ID_LETTERS: Final = "bcdfghjkmnpqrstvwxz"
_OWN: Final = frozenset({"line", "text", "date", "choice", "adviser", "document"})


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A part of a draft. `part` is the key of its section for its fields, or the id of a row. `place` orders rows."""

    part: str
    section: str
    place: int
    content: Content


def new_row_id() -> str:
    """Return a random id of a row. It has no digits and no vowels, so it never looks like a name, a date or a number."""
    return "row-" + "".join(secrets.choice(_ID_LETTERS) for _ in range(10))


def blank_row(section: Section) -> Content:
    """Return the content of a new row, with one empty provision in its first list."""
    row: Content = {column.name: _blank(column) for column in section.columns}
    for column in section.provisions[:1]:
        row[column.name] = [blank_provision()]
    return row


def blank_provision(template: Template = NATIONAL) -> Content:
    """Return an empty provision."""
    return {column.name: _blank(column) for column in template.provision}


def blank_fields(section: Section) -> Content:
    """Return the empty fields of a section."""
    return {column.name: _blank(column) for column in section.fields}


def _blank(column: Column) -> Any:
    match column.kind:
        case "provision" | "links" | "lines":
            return []
        case "flag":
            return False
        case "yes_no":
            return None
    return ""


def parts_of(
    plan: Plan, new_id: Callable[[], str] = new_row_id, template: Template = NATIONAL
) -> list[DraftPart]:
    """Return the parts of a plan, to write on. A row without an id gets one."""
    content = plan.model_dump(mode="json")
    parts: list[DraftPart] = []
    for section in template.sections:
        if section.fields:
            found = _at(content, section.fields_at) or {}
            fields = _opened(found, section.fields)
            parts.append(DraftPart(section.key, section.key, 0, fields))
        for place, row in enumerate((_at(content, section.rows_at) or []) if section.rows_at else [], 1):
            part = new_id() if section.key in ("people", "advice") else (row.get("id") or new_id())
            parts.append(DraftPart(part, section.key, place, _opened_row(row, section, template)))
    return parts


def _opened(found: Mapping[str, Any], columns: Iterable[Column]) -> Content:
    more = found.get("more") or {}
    opened = {
        column.name: found.get(column.name, more.get(column.name, _blank(column))) for column in columns
    }
    return {
        name: "" if value is None and _kind(columns, name) in _OWN else value
        for name, value in opened.items()
    }


def _kind(columns: Iterable[Column], name: str) -> str:
    return next((column.kind for column in columns if column.name == name), "")


def _opened_row(row: Mapping[str, Any], section: Section, template: Template) -> Content:
    opened = _opened(row, section.columns)
    for column in section.provisions:
        opened[column.name] = [_opened(one, template.provision) for one in opened[column.name]]
    if row.get("quotes"):
        opened["quotes"] = copy.deepcopy(row["quotes"])
    return opened


def _at(content: Any, place: Iterable[str]) -> Any:
    for name in place:
        content = (content or {}).get(name)
    return content


def plan_content(parts: Iterable[DraftPart], template: Template = NATIONAL) -> Content:
    """Return the content of the plan that the parts make, without what is empty. `plan_of` checks it."""
    content: Content = {"about": {"name": ""}}
    ordered = sorted(parts, key=lambda one: one.place)
    for section in template.sections:
        mine = [one for one in ordered if one.section == section.key]
        fields = next((one for one in mine if one.part == section.key), None)
        if section.fields and fields is not None:
            told = _filled(fields.content, section.fields)
            if told:
                _put(content, section.fields_at, (_at(content, section.fields_at) or {}) | told)
        rows = [_closed_row(one, section, template) for one in mine if one.part != section.key]
        if rows := [row for row in rows if row]:
            _put(content, section.rows_at, rows)
    return content


def _put(content: Content, place: tuple[str, ...], value: Any) -> None:
    for name in place[:-1]:
        content = content.setdefault(name, {})
    content[place[-1]] = value


_IN_ROWS: Final = frozenset({*Row.model_fields, *SocialRow.model_fields})
_IN_PROVISION: Final = frozenset(Provision.model_fields)


def _filled(content: Mapping[str, Any], columns: Iterable[Column]) -> Content:
    """The fields that hold something. "No" is an answer; a box that is not ticked is none."""
    held = {column.name: content.get(column.name) for column in columns}
    flags = {column.name for column in columns if column.kind == "flag"}
    return {
        name: value
        for name, value in held.items()
        if value not in ("", None, []) and (value is not False or name not in flags)
    }


def _closed_row(part: DraftPart, section: Section, template: Template) -> Content:
    row = _filled(part.content, section.columns)
    if not section.provisions:
        return row
    for column in section.provisions:
        closed = [_filled(one, template.provision) for one in row.pop(column.name, [])]
        if kept := [_with_more({"what": "", **one}, _IN_PROVISION) for one in closed if one]:
            row[column.name] = kept
    if part.content.get("quotes"):
        row["quotes"] = part.content["quotes"]
    return _with_more({"need": "", **row, "id": part.part}, _IN_ROWS) if row else {}


def _with_more(content: Content, known: frozenset[str]) -> Content:
    more = {name: value for name, value in content.items() if name not in known}
    return {name: value for name, value in content.items() if name in known} | (
        {"more": more} if more else {}
    )


def split_row(content: Content, section: Section) -> tuple[Content, Content]:
    """Return the two rows that a row splits into.

    A text with paragraphs is divided after the first; a text without is in both. The first provision of each list stays,
    and the others go to the second row.
    """
    first, second = copy.deepcopy(content), copy.deepcopy(content)
    second.pop("quotes", None)
    for column in section.columns:
        value = content.get(column.name)
        if column.kind == "text" and value:
            head, _, tail = str(value).partition("\n\n")
            first[column.name], second[column.name] = head, tail.strip() or head
        elif column.kind == "provision" and value:
            first[column.name], second[column.name] = value[:1], value[1:]
    return first, second


def why_not_whole(parts: Iterable[DraftPart], template: Template = NATIONAL) -> str | None:
    """Return what a row needs before the parts can be a version, in one sentence; None if nothing is missing.

    A contact needs a name. An entry of Section K needs its number, adviser and date.
    """
    ordered = sorted(parts, key=lambda one: one.place)
    for section in (one for one in template.sections if one.columns and not one.provisions):
        rows = [one for one in ordered if one.section == section.key and one.part != section.key]
        needed = [column for column in section.columns if column.name in _NEEDED]
        for number, row in enumerate(rows, start=1):
            missing = [column.label.lower() for column in needed if not row.content.get(column.name)]
            if missing and _filled(row.content, section.columns):
                return f"{section.name}, {section.row.lower()} {number}: enter the {missing[0]}, or remove the row."
    return None


_NEEDED: Final = frozenset({"name", "id", "of", "on"})


def draft_plan(parts: Iterable[DraftPart], template: Template = NATIONAL) -> Plan:
    """Return the plan that the parts make. Raises BadPlan with one sentence."""
    return plan_of(plan_content(parts, template))


def draft_content(parts: Iterable[DraftPart], template: Template = NATIONAL) -> Content:
    """Return the content of the version that the parts make. Raises BadPlan with one sentence."""
    return content_of(draft_plan(parts, template))
