"""Quote phrases from the advice of a case into a row of its plan."""

from __future__ import annotations

from collections.abc import Sequence

from casework.case.acts import ADVISERS
from casework.plans.quoting import Source, places, quoted, without_quote
from casework.plans.template import Section
from office.plan_writing import Desk, change_content, find_part
from office.refusals import ActRefused
from records import plan_writing
from records.plan_writing import Part


def quote(
    desk: Desk, section: Section, part_id: str, place: str, phrases: Sequence[str], advice: str, document: str
) -> None:
    """Add phrases of a document to a field of a row. `advice` is the row of Section K that they come from.

    Raises ActRefused if something is not chosen.
    """
    if not phrases:
        raise ActRefused("Select at least one phrase.")
    with desk.database.write() as session:
        part = find_part(session, desk, section, part_id)
        if place not in places(part.content, section):
            raise ActRefused("Select where the phrase goes.")
        rows = plan_writing.parts_of(session, desk.case_id, "advice")
        entry = next((row for row in rows if row.part == advice and row.removed_at is None), None)
        if entry is None:
            raise ActRefused("Select the advice that the phrase comes from.")
        change_content(session, desk, part, quoted(part.content, place, phrases, _source(entry, document)))


def _source(entry: Part, document: str) -> Source:
    told = entry.content
    of = str(told.get("of") or "")
    adviser = str(told.get("author") or "") or ADVISERS.get(of, of.replace("_", " "))
    return Source(document, adviser, str(told.get("on") or ""), str(told.get("id") or ""))


def drop_quote(desk: Desk, section: Section, part_id: str, number: int) -> None:
    """Drop the source of a quote from a row, by its number from 1. `undo` puts it back."""
    with desk.database.write() as session:
        part = find_part(session, desk, section, part_id)
        change_content(session, desk, part, without_quote(part.content, number))
