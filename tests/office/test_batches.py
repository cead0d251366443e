"""Assigning many cases at once: each once, finished after an interruption, and undone unless changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from casework.access.permissions import Person, Role
from casework.case.acts import Act
from engine.configuration import load
from engine.connection import connect
from engine.embedded import address_of
from office import batches, bulk_acts
from office.batches import Wish
from office.gate import Gate
from office.office import Office, opaque
from office.refusals import ActRefused
from records import cases
from records.database import Database
from starter.terminal.data_folder import today as local_day
from tests.conftest import days_ago
from tests.databases import new_records
from tests.running import Up

pytestmark = pytest.mark.xdist_group("office")
MANAGER = Person("manager-1", "Sample Manager", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))
OTHER = Person("manager-2", "Sample Other", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))


def opened(office: Up, folder: Path, officer: str, team: str = "north", days: int = 9) -> str:
    """Open a case of an officer, or one without an officer."""
    file = folder / f"{opaque()}.csv"
    file.write_text(
        f"reference,child_name,received_on,team,officer\n{opaque()},Sample {opaque()},{days_ago(days)},{team},{officer}\n"
    )
    answer = office("open", str(file), "--json")
    assert answer.code == 0, answer.err
    case: str = answer.json["cases"][0]["case"]
    return case


async def test_a_batch_is_done_once_and_undone_except_for_later_changes(office: Up, tmp_path: Path) -> None:
    settings = load(office.data, {})
    database = Database(settings.database_url)
    desk = Office(await connect(settings, address=address_of(settings)), database, settings.task_queue)
    gate, today = Gate(database, "console"), local_day()
    mine, reassigned, unassigned = (
        opened(office, tmp_path, officer) for officer in ("officer-1", "officer-1", "")
    )
    theirs = opened(office, tmp_path, "officer-9", "south")
    wish = Wish(f"batch-{opaque()}", (mine, reassigned, unassigned, theirs), "officer-2", None)

    def officers() -> list[str | None]:
        with database.read() as session:
            rows = [cases.find(session, one) for one in wish.case_ids]
        return [row.officer if row else None for row in rows]

    def steps() -> list[int]:
        with database.read() as session:
            rows = [cases.find(session, one) for one in wish.case_ids]
        return [row.seq for row in rows if row]

    def said(of: Callable[[batches.Item], object]) -> list[object]:
        items = batches.items_of(database, batches.find(database, MANAGER, wish.batch_id))
        return [of(one) for one in items]

    await batches.assign(desk, gate, MANAGER, wish, today)
    assert officers() == ["officer-2", "officer-2", "officer-2", "officer-9"]
    assert said(lambda one: one.done) == [True, True, True, False]
    assert "it is with team south" in str(said(lambda one: one.why)[3])
    before = steps()
    await batches.assign(desk, gate, MANAGER, wish, today)
    assert steps() == before

    with pytest.raises(ActRefused, match="Another person made this batch"):
        await batches.undo(desk, gate, OTHER, wish.batch_id, today)
    since = office("act", reassigned, "officer_assigned", "--on", "today", "--set", "officer=officer-3")
    assert since.code == 0, since.err
    await batches.undo(desk, gate, MANAGER, wish.batch_id, today)
    assert officers() == ["officer-1", "officer-3", None, "officer-9"]
    assert said(lambda one: one.undone) == [True, False, True, False]
    assert said(lambda one: one.why)[:3] == [None, "it has been assigned again since", None]
    again = Wish(f"batch-{opaque()}", (mine, unassigned), "officer-2", None)
    await batches.assign(desk, gate, MANAGER, again, today)
    assert officers()[0] == officers()[2] == "officer-2", "the same again on the same day"
    database.close()


async def test_one_act_is_recorded_in_several_cases_each_once_with_its_refusals(
    office: Up, tmp_path: Path
) -> None:
    settings = load(office.data, {})
    database = Database(settings.database_url)
    desk = Office(await connect(settings, address=address_of(settings)), database, settings.task_queue)
    gate, today = Gate(database, "console"), local_day()
    late = [opened(office, tmp_path, "officer-1", days=days) for days in (60, 55)]
    theirs = opened(office, tmp_path, "officer-9", "south", days=60)
    batch_id = bulk_acts.start(database, MANAGER, "breach_acknowledged", [*late, theirs])
    batch = bulk_acts.find(database, MANAGER, batch_id)
    with database.read() as session:
        rows = bulk_acts.rows_to_choose(session, MANAGER, batch, today)
        act = Act(
            "breach_acknowledged",
            today,
            None,
            {"plan": "Decide at once.", "planned_on": (today + timedelta(days=7)).isoformat()},
        )
        checked = bulk_acts.check(session, MANAGER, rows, act, today)
    assert {one.row.case_id for one in checked if one.why is None} == set(late), checked
    assert ["it is with team south" in (one.why or "") for one in checked if one.row.case_id == theirs] == [
        True
    ]
    await bulk_acts.record(desk, gate, MANAGER, batch, checked, act)
    with database.read() as session:
        batch = bulk_acts.find(database, MANAGER, batch_id)
        found = {one.row.case_id: one for one in bulk_acts.results(session, MANAGER, batch)}
        assert [found[one].done for one in late] == [True, True]
        assert not found[theirs].done and "south" in str(found[theirs].why)
        assert "Decide at once" not in str(batch.content), "free text stays with the notes of each case"
        assert {row.case_id for row in bulk_acts.rows_to_choose(session, MANAGER, batch, today)} == {theirs}
        before = [cases.find(session, one) for one in late]
    await bulk_acts.record(desk, gate, MANAGER, batch, checked, act)
    with database.read() as session:
        assert [cases.find(session, one) for one in late] == before, "nothing is recorded twice"
    with pytest.raises(ActRefused, match="no such selection"):
        bulk_acts.find(database, OTHER, batch_id)
    database.close()


def test_a_batch_has_cases_and_not_too_many(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    for ids, said in (((), "at least one"), (tuple(f"case-{n}" for n in range(201)), "at most 200 cases")):
        with pytest.raises(ActRefused, match=said):
            batches.rows_of(database, ids)
    database.close()
