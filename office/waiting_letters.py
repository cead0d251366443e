"""Unsent letters and what each is missing, undelivered letters, and mailings that wait for approval."""

from __future__ import annotations

from typing import Any

from activities.letters import lacking
from office.letters import evidence
from records import outbox
from records.database import Database


def waiting_letters(database: Database, case_id: str | None = None) -> list[dict[str, Any]]:
    """Return the unsent letters of a case, or of all cases: those in the queue, and those with missing facts."""
    with database.read() as session:
        return [
            {
                "case": one.case_id,
                "on": one.on.isoformat(),
                "kind": one.kind,
                "to_role": one.to_role,
                "of": one.of,
                "lacks": list(lacking(session, one)),
                **evidence(one),
            }
            for one in outbox.unsent_letters(session, case_id)
        ]


def needing_attention(database: Database) -> list[dict[str, Any]]:
    """Return the messages that need an officer: those that did not arrive, or whose recipient has changed."""
    with database.read() as session:
        return [
            {
                "case": one.case_id,
                "on": one.on.isoformat(),
                "kind": one.kind,
                "to_role": one.to_role,
                "of": one.of,
                "channel": one.channel,
                **evidence(one),
            }
            for one in outbox.tasks(session)
        ]


def second_looks(database: Database) -> list[dict[str, Any]]:
    """Return the bulk mailings that wait for a second person's approval."""
    with database.read() as session:
        return [{"batch": batch, "messages": count} for batch, count in outbox.batches(session)]
