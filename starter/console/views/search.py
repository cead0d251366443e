"""Search for cases by number or, if the role allows it, by name and other facts. Sealed cases are not found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from casework.access.permissions import Person, Right, Thing, refused, scope_of
from casework.case.stages import Stage
from records import access, cases, staff, tray
from records.case_search import Sought, matching
from records.cases import CaseRow
from records.database import Database
from starter.console.views import labels

MOST = 30
"""Most cases that a search shows."""
LONGEST = 80
SHORTEST = 2
_MOST_READ = 500


def may_by_name(person: Person) -> bool:
    """Whether the person may search by name."""
    return scope_of(person, Right.SEARCH_BY_NAME) is not None


def choices(database: Database) -> dict[str, list[dict[str, str]]]:
    """Return the officers and stages to search by."""
    with database.read() as session:
        officers, _ = tray.officers_and_teams(session)
        names = staff.names(session)
    shown = sorted(
        ({"value": one, "text": names.get(one, one)} for one in officers), key=lambda one: one["text"]
    )
    return {"officers": shown, "stages": [{"value": str(one), "text": labels.stage(one)} for one in Stage]}


def find(database: Database, person: Person, sought: Sought) -> dict[str, Any]:
    """Return the cases that the person may see, found by the start of a number or by what is sought."""
    text = sought.text
    with database.read() as session:
        sealed = access.sealed_to(session, person.id, datetime.now(UTC))
        by_id = (
            cases.starting_with(session, text.lower(), _MOST_READ) if text.lower().startswith("case-") else []
        )
        found = matching(session, sought, _MOST_READ) if may_by_name(person) and not by_id else []
        rows = cases.those(session, [case_id for case_id, _ in found])
        people = staff.names(session)

    def sees(row: CaseRow, right: Right) -> bool:
        thing = Thing(row.officer, row.team)
        return (row.case_id not in sealed or row.officer == person.id) and refused(
            person, right, thing
        ) is None

    names = dict(found)
    shown: list[tuple[CaseRow, str | None]] = [(row, None) for row in by_id if sees(row, Right.SEE_CASE)]
    shown += [
        (rows[case_id], name) for case_id, name in names.items() if sees(rows[case_id], Right.SEARCH_BY_NAME)
    ]  # fmt: skip
    return {
        "rows": [
            {
                "case": row.case_id,
                "name": name,
                "stage": row.stage,
                "rag": row.rag,
                "officer": people.get(row.officer, row.officer) if row.officer else None,
                "team": row.team,
                "closed_on": row.closed_on,
            }
            for row, name in shown[:MOST]
        ],
        "more": len(shown) > MOST,
        "named": sum(name is not None for _, name in shown[:MOST]),
    }
