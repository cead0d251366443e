"""Letters that have not left, and what each lacks."""

from __future__ import annotations

from typing import Any

from activities.letter_papers import lacking
from records import outbox
from records.database import Database


def waiting_letters(database: Database, case_id: str | None = None) -> list[dict[str, Any]]:
    """The letters of a case, or of all, that wait: for their turn, or for a fact that they must hold."""
    with database.read() as session:
        return [
            {
                "case": one.case_id,
                "on": one.on.isoformat(),
                "kind": one.kind,
                "lacks": list(lacking(session, one)),
            }
            for one in outbox.unsent_letters(session, case_id)
        ]
