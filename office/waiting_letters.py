"""Letters that have not left and what each lacks; what did not arrive; mailings that wait for a second look."""

from __future__ import annotations

from typing import Any

from activities.letters import lacking
from office.letters import evidence
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
                "to_role": one.to_role,
                "of": one.of,
                "lacks": list(lacking(session, one)),
                **evidence(one),
            }
            for one in outbox.unsent_letters(session, case_id)
        ]


def to_see_to(database: Database) -> list[dict[str, Any]]:
    """What an officer must see to: what did not arrive, and what is bound to somebody who is gone."""
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
    """The bulk mailings that wait until a second person has looked at them."""
    with database.read() as session:
        return [{"batch": batch, "messages": count} for batch, count in outbox.batches(session)]
