"""Store the free text of acts in the records, so that workflows carry only its id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.case.actions import Action
from records import people
from records.database import Database

_STAND_IN = "note"


def texts_of(action: Action | None, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of an act that hold free text."""
    return {
        each.name: str(fields[each.name])
        for each in (action.fields if action else ())
        if each.kind == "text" and each.name in fields
    }


def without_texts(action: Action | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an act as the guard sees them: a stand-in for the id of each free text."""
    return {**fields, **dict.fromkeys(texts_of(action, fields), _STAND_IN)}


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
