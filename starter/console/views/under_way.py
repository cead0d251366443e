"""What is under way for a child: the open processes of all their cases, and their other open cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from casework.processes.page import Cell, Words, as_date, words
from casework.processes.registry import BY_KIND, OF_ONE_CASE
from office.processes import content_for, may_see
from records import cases, children, processes
from starter.console.views import labels
from statute.words import short_date

if TYPE_CHECKING:
    from starter.console.views.reader import PageReader

_KINDS = tuple(one.kind for one in OF_ONE_CASE)


def under_way(reader: PageReader, case: str, process_id: str) -> Iterator[Cell]:
    """Yield the open processes of a case's child besides one, the earliest date first, then their other open cases."""
    with reader.database.read() as session:
        child = children.child_of_case(session, case)
        known = children.cases_of(session, children.group(session, child.child_id)) if child else [case]
        seen = [each for each in known if reader.sees_case(each)]
        rows = [row for each in seen for row in processes.select_processes(session, _KINDS, case_id=each)]
        shown = [
            (row.kind, content_for(session, reader.person, row))
            for row in rows
            if not row.is_over and row.process_id != process_id and may_see(session, reader.person, row)
        ]
        others = [
            one
            for one in cases.those(session, [each for each in seen if each != case]).values()
            if one.closed_on is None
        ]
    told = [
        (BY_KIND[kind].pages, BY_KIND[kind].as_json(content, reader.today, None)) for kind, content in shown
    ]
    for pages, one in sorted(told, key=lambda each: each[0].sorted_by(each[1])):
        coming = pages.next_date(one)
        said = f"{coming[1]}: {short_date(as_date(coming[0]))}" if coming else ""
        link = words(pages.title(one), href=pages.at(pages.id_of(one)))
        yield (link, (pages.stage(one), Words(f" {said}"))) if said else (link, (pages.stage(one),))
    for other in others:
        yield (
            words(f"Case {other.case_id}", href=f"/cases/{other.case_id}"),
            words(labels.stage(other.stage)),
        )
