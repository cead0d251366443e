"""The messages that are held until a person does something, for the pages of managers and for `ehcp stuck`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from activities.held_alerts import PATIENCE
from casework.letters.held_message import HeldMessage, Reason
from records import held_messages
from records.database import Database
from records.tray import Within

_REMEDY: dict[Reason, str] = {
    "second_look": "Another person approves it with `ehcp letters approve`. `ehcp letters` names the mailing.",
    "review": "A manager of the case decides on its page, or you do with `ehcp held`.",
    "recipient": "Its case officer adds or corrects the person, then sends it with `ehcp letters again`.",
    "incomplete": "`ehcp letters` says what it is missing. It leaves once that is there.",
}


def held(
    session: Session, now: datetime, within: Within | None = None, limit: int | None = None
) -> list[HeldMessage]:
    """Return the messages that are held, oldest first: all of them, or the first of the cases of some teams."""
    return held_messages.held_messages(session, now - PATIENCE, within, limit)


def count_held(session: Session, now: datetime, within: Within) -> int:
    """Return how many messages are held in the cases of some teams."""
    return held_messages.count_held_messages(session, now - PATIENCE, within)


def held_as_problems(database: Database, now: datetime) -> list[dict[str, Any]]:
    """Return the held messages as entries of what is stuck, one for each reason in a case."""
    with database.read() as session:
        found = held(session, now)
    first: dict[tuple[str, Reason], tuple[HeldMessage, int]] = {}
    for one in found:
        key = (one.dispatch.case_id, one.reason)
        known, count = first.get(key, (one, 0))
        first[key] = known, count + 1
    return [_problem(one, count) for one, count in first.values()]


def _problem(one: HeldMessage, count: int) -> dict[str, Any]:
    more = f" {count - 1} more like it in this case." if count > 1 else ""
    return {
        "workflow": one.dispatch.case_id,
        "type": "Message",
        "kind": "message_held",
        "since": one.dispatch.queued_at.isoformat(),
        "what": f"{one.what}{more}",
        "remedy": _REMEDY[one.reason],
        "attempt": None,
        "build": None,
        "may_retry": False,
    }
