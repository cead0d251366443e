"""Add, order, split, remove and restore the rows of a plan that is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from casework.plans.draft import MOST_PROVISIONS, MOST_ROWS, Content, blank_provision, blank_row, split_row
from casework.plans.template import NATIONAL, Section
from office.plan_writing import Desk, change_content, find_part, new_part, received_advice
from office.refusals import ActRefused
from records import plan_writing
from records.plan_writing import Part

_AREAS = ("areas",)
"""Where the content of a plan holds the rows of its areas of need."""


def add_row(desk: Desk, section: Section) -> str:
    """Add an empty row at the end of a section. Returns its id. Raises ActRefused if the section is full."""
    with desk.database.write() as session:
        return _add(session, desk, section, blank_row(section))


def add_first_rows(desk: Desk) -> None:
    """Add an empty row to each area of need without rows, so that a person can write at once. Empty rows are in no version."""
    with desk.database.write() as session:
        for section in (one for one in NATIONAL.sections if one.rows_at[:1] == _AREAS):
            if not _rows(session, desk, section):
                _add(session, desk, section, blank_row(section))


def add_received_advice(desk: Desk, section: Section) -> int:
    """Add the advice that the case has received and Section K does not list. Returns how many entries were added."""
    with desk.database.write() as session:
        rows = _rows(session, desk, section)
        listed = {(row.content.get("of"), row.content.get("on")) for row in rows}
        numbers = {row.content.get("id") for row in rows}
        free = (f"K{number}" for number in range(1, MOST_ROWS * 2) if f"K{number}" not in numbers)
        came = [
            one
            for one in received_advice(session, desk.case_id)
            if (one.of, one.on.isoformat()) not in listed
        ]
        for one in came:
            _add(session, desk, section, one.model_dump(mode="json") | {"id": next(free)})
        return len(came)


def _add(session: Session, desk: Desk, section: Section, content: Content) -> str:
    rows = _rows(session, desk, section)
    most = section.most or MOST_ROWS
    if not section.rows_at or len(rows) >= most:
        raise ActRefused(f"This section is full: it can have {most} rows. Put the text into one of them.")
    made = new_part(desk, section, max((row.place for row in rows), default=0) + 1, content)
    plan_writing.add_part(session, made)
    return made.part


def move(desk: Desk, section: Section, part_id: str, by: int) -> None:
    """Move a row up (-1) or down (1). The first and the last row stay where they are."""
    with desk.database.write() as session:
        order = [row.part for row in _rows(session, desk, section)]
        here = order.index(find_part(session, desk, section, part_id).part) if part_id in order else 0
        there = here + by
        if part_id in order and 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
            plan_writing.order_parts(session, desk.case_id, order)


def split(desk: Desk, section: Section, part_id: str) -> str:
    """Split a row into two. Returns the id of the second. Raises ActRefused if the section is full."""
    with desk.database.write() as session:
        part = find_part(session, desk, section, part_id)
        first, second = split_row(part.content, section)
        made = _add(session, desk, section, second)
        change_content(session, desk, part, first)
        order = [row.part for row in _rows(session, desk, section) if row.part != made]
        order.insert(order.index(part_id) + 1, made)
        plan_writing.order_parts(session, desk.case_id, order)
        return made


def remove(desk: Desk, section: Section, part_id: str) -> None:
    """Remove a row. It can be restored."""
    _mark(desk, section, part_id, removed=True)


def restore(desk: Desk, section: Section, part_id: str) -> None:
    """Put a removed row back where it was."""
    _mark(desk, section, part_id, removed=False)


def _mark(desk: Desk, section: Section, part_id: str, *, removed: bool) -> None:
    with desk.database.write() as session:
        part = find_part(session, desk, section, part_id)
        at = datetime.now(UTC)
        marked = replace(
            part,
            revision=part.revision + 1,
            removed_by=desk.by if removed else None,
            removed_at=at if removed else None,
        )
        if part.part != section.key and (part.removed_at is None) is removed:
            plan_writing.change_part(session, marked, part.revision)


def add_provision(desk: Desk, section: Section, part_id: str, column: str) -> None:
    """Add an empty provision to a row. Raises ActRefused if the row is full."""
    with desk.database.write() as session:
        part = find_part(session, desk, section, part_id)
        there = _provisions(part, section, column)
        if len(there) >= MOST_PROVISIONS:
            raise ActRefused(f"This row is full: it can have {MOST_PROVISIONS} provisions. Split the row.")
        change_content(session, desk, part, part.content | {column: [*there, blank_provision()]})


def remove_provision(desk: Desk, section: Section, part_id: str, column: str, number: int) -> None:
    """Remove a provision of a row, by its number from 1. `undo` puts it back."""
    with desk.database.write() as session:
        part = find_part(session, desk, section, part_id)
        there = _provisions(part, section, column)
        rest = [one for place, one in enumerate(there, start=1) if place != number]
        change_content(session, desk, part, part.content | {column: rest})


def undo(desk: Desk, section: Section, part_id: str) -> None:
    """Put back what a row said before its last change."""
    with desk.database.write() as session:
        part = find_part(session, desk, section, part_id)
        if part.before is not None:
            change_content(session, desk, part, part.before)


def add_comments(desk: Desk, section: Section, comments: Mapping[str, str]) -> list[str]:
    """Add comments to parts of a section, by part. Returns the parts that got one."""
    if not comments:
        return []
    with desk.database.write() as session:
        there = {part.part for part in plan_writing.parts_of(session, desk.case_id, section.key)} | {
            section.key
        }
        added = [part for part in comments if part in there]
        for part in added:
            plan_writing.new_comment(
                session, desk.case_id, part, comments[part].strip(), desk.by, datetime.now(UTC)
            )
        return added


def resolve(desk: Desk, comment_id: str) -> None:
    """Mark a comment as resolved."""
    with desk.database.write() as session:
        plan_writing.resolve_comment(session, desk.case_id, comment_id, desk.by, datetime.now(UTC))


def _rows(session: Session, desk: Desk, section: Section) -> list[Part]:
    parts = plan_writing.parts_of(session, desk.case_id, section.key)
    return [one for one in parts if one.part != section.key and one.removed_at is None]


def _provisions(part: Part, section: Section, column: str) -> list[Content]:
    if column not in {one.name for one in section.provisions}:
        raise ActRefused("This row has no such provision. Open the section again.")
    return list(part.content.get(column) or [])
