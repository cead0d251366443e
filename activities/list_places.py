"""Write what lists read of processes that an earlier release recorded, and the day in lists that has passed by itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import structlog

from activities.process_lives import save_lives
from activities.repeating import Repeating
from casework.processes.list_place import list_place
from casework.processes.registry import BY_KIND
from records import listed_processes
from records.database import Database
from statute.local_time import london_date

_LOG = structlog.get_logger()
_AT_ONCE = 100


def place_processes(database: Database, today: date) -> int:
    """Store the day in lists of all processes that have none for today, and the days of their reviews and plans.

    It works in transactions of some processes each, and returns how many there were.
    """
    placed = 0
    while True:
        with database.read() as session:
            rows = listed_processes.without_place(session, today, _AT_ONCE)
        places = [(row, list_place(BY_KIND[row.kind], row.content, today)) for row in rows]
        with database.write() as session:
            for row, found in places:
                if listed_processes.place(session, row, found.on, found.until):
                    process = BY_KIND[row.kind]
                    save_lives(session, process, row.process_id, process.state(row.content), today)
        placed += len(rows)
        if len(rows) < _AT_ONCE:
            return placed


class ListPlaces(Repeating):
    """Works out the days in lists when the worker starts and each hour after."""

    PAUSE_SECONDS = 3600.0

    def __init__(self, database: Database) -> None:
        self._database = database

    async def work(self) -> None:
        """Work out what is missing now."""
        today = london_date(datetime.now(UTC))
        if placed := await asyncio.to_thread(place_processes, self._database, today):
            _LOG.info("processes_placed_in_lists", count=placed)
