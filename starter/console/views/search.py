"""Search for cases by number or, if the role allows it, by name. Sealed cases are not found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from casework.access.permissions import Person, Right, Thing, refused, scope_of
from records import access, cases, people
from records.cases import CaseRow
from records.database import Database

MOST = 30
"""Most cases that a search shows."""
LONGEST = 80
SHORTEST = 2
_MOST_READ = 500


def may_by_name(person: Person) -> bool:
    """Whether the person may search by name."""
    return scope_of(person, Right.SEARCH_BY_NAME) is not None


def find(database: Database, person: Person, text: str) -> dict[str, Any]:
    """Return the cases that the person may see, found by the start of a number or by words of a name."""
    with database.read() as session:
        sealed = access.sealed_to(session, person.id, datetime.now(UTC))
        by_id = (
            cases.starting_with(session, text.lower(), _MOST_READ) if text.lower().startswith("case-") else []
        )
        found = people.search(session, text, _MOST_READ) if may_by_name(person) and not by_id else []
        rows = cases.those(session, [case_id for case_id, _ in found])

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
                "officer": row.officer,
                "team": row.team,
                "closed_on": row.closed_on,
            }
            for row, name in shown[:MOST]
        ],
        "more": len(shown) > MOST,
        "named": sum(name is not None for _, name in shown[:MOST]),
    }
