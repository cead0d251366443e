"""The free text of acts, which is kept in the records; only its id goes on."""

from __future__ import annotations

from datetime import UTC, datetime

from casework.case.actions import Action
from records import people
from records.database import Database


def texts_of(action: Action | None, fields: dict[str, object]) -> dict[str, str]:
    """The fields of an act that are free text."""
    return {
        each.name: str(fields[each.name])
        for each in (action.fields if action else ())
        if each.kind == "text" and each.name in fields
    }


def keep(database: Database, owner: str, texts: dict[str, str], by: str | None) -> dict[str, str]:
    """Keep texts, and give the ids to put in their place."""
    if not texts:
        return {}
    with database.write() as session:
        return {
            name: people.add_note(session, owner, text, by, datetime.now(UTC)) for name, text in texts.items()
        }


def drop(database: Database, notes: dict[str, str]) -> None:
    """Remove the texts of an act that was refused."""
    if notes:
        with database.write() as session:
            for note in notes.values():
                people.drop_note(session, note)
