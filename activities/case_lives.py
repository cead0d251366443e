"""Write the days of cases that an earlier release recorded, and that measures could not count without them."""

from __future__ import annotations

import asyncio

import structlog

from activities.repeating import Repeating
from casework.case.outlook import outlook_of
from casework.measures.case_life import life_of
from records import case_lives, ledger
from records.database import Database
from records.plan_ends import ends_of_plans

_LOG = structlog.get_logger()
_AT_ONCE = 50


def write_missing(database: Database) -> int:
    """Write the days of all cases that have none yet, some cases a transaction. Returns how many there were."""
    written = 0
    while True:
        with database.write() as session:
            missing = case_lives.without_lives(session, _AT_ONCE)
            ends = ends_of_plans(session, missing)
            for case_id in missing:
                lines = ledger.facts_of(session, case_id)
                life = life_of(case_id, outlook_of(lines, lines[-1].recorded_at))
                case_lives.save(session, life.with_end_of_plan(ends.get(case_id)))
        written += len(missing)
        if len(missing) < _AT_ONCE:
            return written


class MissingLives(Repeating):
    """Writes the days of the cases that have none, when the worker starts and each hour after."""

    PAUSE_SECONDS = 3600.0

    def __init__(self, database: Database) -> None:
        self._database = database

    async def work(self) -> None:
        """Write what is missing now."""
        if written := await asyncio.to_thread(write_missing, self._database):
            _LOG.info("days_of_cases_written", count=written)
