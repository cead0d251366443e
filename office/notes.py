"""Store the free text of acts in the records, so that workflows carry only its id."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from casework.case.actions import Action
from records import people
from records.database import Database


def texts_of(action: Action | None, fields: dict[str, object]) -> dict[str, str]:
    """Return the fields of an act that hold free text."""
    return {
        each.name: str(fields[each.name])
        for each in (action.fields if action else ())
        if each.kind == "text" and each.name in fields
    }


def keep(database: Database, owner: str, texts: dict[str, str], by: str | None) -> dict[str, str]:
    """Store texts. Returns the ids that replace them."""
    if not texts:
        return {}
    with database.write() as session:
        return kept_in(session, owner, texts, by)


def kept_in(session: Session, owner: str, texts: dict[str, str], by: str | None) -> dict[str, str]:
    """Store texts in a transaction that is open. Returns the ids that replace them."""
    now = datetime.now(UTC)
    return {name: people.add_note(session, owner, text, by, now) for name, text in texts.items()}


def drop(database: Database, notes: dict[str, str]) -> None:
    """Delete the texts of an act that was refused."""
    if notes:
        with database.write() as session:
            for note in notes.values():
                people.drop_note(session, note)
