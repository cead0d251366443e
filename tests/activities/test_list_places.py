"""Processes of an earlier release get their day in lists, and so do those whose window has ended by itself."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from activities.list_places import place_processes
from casework.processes.list_place import list_place
from casework.processes.registry import BY_KIND
from records.database import Database
from records.tables import PROCESSES
from tests.casework.processes.ap_placement.placements import START, placement, to_start
from tests.databases import BOTH, records_in
from tests.starter.processes import put

TODAY = date(2026, 5, 20)
KIND = "ap_placement"


def stored(database: Database) -> tuple[date, int | None]:
    with database.read() as session:
        row = session.execute(select(PROCESSES.c.listed_on, PROCESSES.c.listed_seq)).one()
    return row.listed_on, row.listed_seq


@pytest.mark.parametrize("kind", BOTH)
def test_what_has_no_day_for_its_last_step_gets_it_once(kind: str, tmp_path: Path) -> None:
    state = placement(*to_start(), START)
    process = BY_KIND[KIND]
    expected = list_place(process, process.view(state, None), TODAY).on
    with closing(records_in(kind, tmp_path)) as database:
        with database.write() as session:
            put(session, KIND, state, seq=3)
        for as_before in (
            {"listed_on": date.max, "listed_seq": None},
            {"listed_on": date(2026, 1, 1), "listed_seq": 2},
            {"listed_on": date(2026, 1, 1), "listed_until": TODAY},
        ):
            with database.write() as session:
                session.execute(update(PROCESSES).values(**as_before))
            assert (place_processes(database, TODAY), place_processes(database, TODAY)) == (1, 0)
            assert stored(database) == (expected, 3)
        with database.write() as session:
            session.execute(update(PROCESSES).values(listed_until=TODAY + timedelta(days=1)))
        assert place_processes(database, TODAY) == 0, "its window ends tomorrow"
