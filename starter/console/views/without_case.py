"""What the work page shows of the processes of children who have no case."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.processes.registry import BY_KIND, GROUPS
from office.permits import seen_of
from office.processes import kinds_of
from records import processes
from statute.words import short_date


def without_case_of(session: Session, person: Person) -> list[dict[str, Any]]:
    """Return a person's own open processes of children without a case, by group, the earliest date first."""
    found = []
    own = seen_of(session, person, processes.open_without_case(session, person.id))
    for group in GROUPS:
        kinds = kinds_of(group)
        ids = [
            {
                "id": row.process_id,
                "text": f"{BY_KIND[row.kind].stage_in_words(row.status)}{f', by {short_date(row.due_on)}' if row.due_on else ''}",
            }
            for row in own
            if row.kind in kinds
        ]
        if ids:
            found.append({"one": group.noun, "several": group.path, "at": group.shown.address, "ids": ids})
    return found
