"""The acts that tell a person and were recorded for an earlier day, for a manager to look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.case.actions import CLAIMED_ON, TOLD_EVIDENCE, TOLD_HOW
from casework.case.acts import CATALOGUE
from records import management
from records.tray import Within
from statute.local_time import london_date

SHOWN_FOR = timedelta(days=92)
"""How long a back-dated act stays on the list: about a quarter of a year."""


def count_back_dated(session: Session, within: Within) -> int:
    """Return how many acts `back_dated` lists."""
    return management.count_back_dated(session, within, _telling(), datetime.now(UTC) - SHOWN_FOR)


def _telling() -> list[str]:
    return [name for name, action in CATALOGUE.items() if action.tells]


def back_dated(
    session: Session, within: Within, *, limit: int | None = None, offset: int = 0
) -> list[dict[str, Any]]:
    """Return the back-dated acts of open cases, newest first, each with its evidence.

    `entered` is the day that the person entered and `counts_from` the day from which the act counts, which is the day of
    recording if there is no evidence.
    """
    since = datetime.now(UTC) - SHOWN_FOR
    return [
        {
            "case": one.case_id,
            "officer": one.officer,
            "team": one.team,
            "action": one.event,
            "title": CATALOGUE[one.event].title,
            "of": one.of,
            "entered": one.fields.get(CLAIMED_ON) or one.on.isoformat(),
            "counts_from": one.on.isoformat(),
            "recorded_on": london_date(one.recorded_at).isoformat(),
            "by": one.by,
            "told_how": one.fields.get(TOLD_HOW),
            "evidence": one.fields.get(TOLD_EVIDENCE),
        }
        for one in management.back_dated(session, within, _telling(), since, limit=limit, offset=offset)
    ]
