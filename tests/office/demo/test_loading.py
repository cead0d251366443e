"""The demo caseload in the records: whole, the same for the same seed, and no one is written to for the past."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.case.stages import ENDED
from office.demo.caseload import Wanted, caseload
from office.demo.coming_sittings import list_to_coming
from office.demo.loading import batches, load, record, record_batch, record_in_process, start
from office.demo.made_case import MadeCase, made
from office.demo.rates import shipped
from office.demo.sittings import record_sittings, sitting_id
from office.office import Office
from office.operations import rebuild, verify
from office.refusals import ActRefused
from records import case_forecasts, case_lives, cases, ledger, people, snapshots
from records.database import Database
from records.tables import LETTER_CHECKS, OUTBOX, PROCESSES
from statute.local_time import london_date, start_of_day
from tests.databases import new_records
from tests.field import Field, until
from tests.office.demo.places import PLACE, prepare
from workflows.messages import ActMessage

UNTIL = date(2026, 11, 28)
SMALL = Wanted(1, 2, 22, UNTIL)


@pytest.fixture(scope="module")
def played() -> list[MadeCase]:
    return [made(one, start_of_day(UNTIL)) for one in caseload(SMALL, PLACE, shipped())]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, played: list[MadeCase]) -> Database:
    found = new_records(tmp_path_factory.mktemp("demo"))
    with found.write() as session:
        for one in played:
            record(session, one)
    return found


def ledgers(database: Database) -> dict[str, list[str]]:
    with database.read() as session:
        return {one: [line.hash for line in ledger.facts_of(session, one)] for one in ledger.ids(session)}


def test_the_chains_are_whole_and_the_read_model_is_what_the_ledger_gives(database: Database) -> None:
    with database.read() as session:
        ids = ledger.ids(session)
        assert [one for one in ids if one.startswith("case-")] == cases.ids(session)
        assert [ledger.broken(session, one) for one in ids] == [None] * len(ids)
    assert rebuild(database, check_only=True)["differences"] == []


def test_no_one_is_written_to_for_the_past(database: Database) -> None:
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OUTBOX)) == 0
        assert session.scalar(select(func.count()).select_from(LETTER_CHECKS)) == 0


def test_every_case_has_its_child_and_its_texts(database: Database, played: list[MadeCase]) -> None:
    with database.read() as session:
        for one in played:
            intake = people.intake_of(session, one.intake.case_id)
            assert intake is not None and intake.child_name.split()[-1] in ("Sample", "Example")
            assert people.notes_of(session, one.intake.case_id) == one.texts
            assert intake.started is one.case.outlook.closed


def test_the_same_seed_gives_the_same_ledgers(database: Database, tmp_path: Path) -> None:
    again = new_records(tmp_path)
    some = list(caseload(SMALL, PLACE, shipped()))[:8]
    with again.write() as session:
        for one in some:
            record(session, made(one, start_of_day(UNTIL)))
    first, these = ledgers(database), {one.case_id.partition("-")[2] for one in some}
    assert ledgers(again) == {one: first[one] for one in first if one.partition("-")[2] in these}


def test_a_plan_that_was_to_cease_ended_after_the_time_to_appeal(
    database: Database, played: list[MadeCase]
) -> None:
    ended = {one.intake.case_id: one.plan_ended_on for one in played if one.plan_ended_on is not None}
    assert len(ended) > 5
    with database.read() as session:
        lives = {one.case_id: one for one in case_lives.lives(session)}
    for case_id, ended_on in ended.items():
        assert (lives[case_id].plan_ended_on, lives[case_id].plan_ended_as) == (ended_on, "ceased")
        closed_on = lives[case_id].closed_on
        assert closed_on is not None and closed_on <= ended_on, (
            "the case closed when the time to appeal was over"
        )


def test_cases_are_in_every_part_of_the_process(played: list[MadeCase]) -> None:
    outlooks = [one.case.outlook for one in played]
    still_open = Counter(str(one.stage) for one in outlooks if not one.closed)
    assert len(still_open) >= 4 and still_open.total() < len(played) / 2
    closed = Counter(str(one.stage) for one in outlooks if one.closed)
    assert {"plan_issued", "assessment_refused"} <= set(closed)
    assert set(closed) <= {"plan_issued", "assessment_refused", "plan_refused", *(str(one) for one in ENDED)}
    events = {line.event for one in outlooks for line in one.lines}
    assert {"breach_alert", "chase", "exception_claimed", "setting_responded", "case_closed"} <= events


def test_each_sitting_that_was_held_has_its_process_with_the_advice_that_its_cases_heard(
    database: Database, played: list[MadeCase]
) -> None:
    planned = list(caseload(SMALL, PLACE, shipped()))
    with database.write() as session:
        count = record_sittings(session, planned, UNTIL)
        assert record_sittings(session, planned, UNTIL) == count > 10, "a second time changes nothing"
    advised = {
        (one.intake.case_id, line.fields["sitting"], line.fields["recommendation"], line.fields["reason"])
        for one in played
        for line in one.case.outlook.lines
        if line.event == "panel_recommended"
    }
    heard = set()
    with database.read() as session:
        for row in session.execute(PROCESSES.select().where(PROCESSES.c.kind == "panel")).mappings():
            assert row["status"] == "panel_signed_off" and row["is_over"]
            assert ledger.broken(session, row["process_id"]) is None
            assert date.fromisoformat(row["content"]["sits_on"]) < UNTIL
            heard |= {
                (item["case"], row["process_id"], item["recommendation"], item["reason"])
                for item in row["content"]["items"]
                if item["recommendation"]
            }
        known = set(session.scalars(PROCESSES.select().with_only_columns(PROCESSES.c.process_id)))
    assert heard == advised and len(heard) > 20
    listed = {
        line.fields["sitting"]
        for one in played
        for line in one.case.outlook.lines
        if line.event in ("panel_listed", "panel_carried_over")
    }
    assert listed <= known, "no case waits for a sitting that does not exist"


def test_a_batch_that_is_recorded_again_changes_nothing_and_still_starts_what_is_open(
    database: Database, played: list[MadeCase]
) -> None:
    before, first = ledgers(database), next(batches(list(caseload(SMALL, PLACE, shipped()))))
    again = record_in_process(database.address, first, start_of_day(UNTIL))
    known = {one.intake.case_id: one for one in played}
    still_open = [known[one.case_id] for one in first if not known[one.case_id].case.outlook.closed]
    assert (again.cases, again.new, again.open) == (len(first), 0, len(still_open))
    assert again.to_start == tuple(one.case.carried() for one in still_open)
    assert ledgers(database) == before


async def test_an_open_case_that_waits_for_the_panel_is_listed_to_the_coming_sitting_once(
    field: Field, tmp_path: Path
) -> None:
    database = new_records(tmp_path / "records")
    prepare(database)
    office = Office(field.client, database, field.settings.task_queue, patience=None)
    today = london_date(await field.now())
    day = today + timedelta(days=3)
    assessed = next(
        one
        for one in caseload(replace(SMALL, until=today), PLACE, shipped())
        if any(act.action == "assessment_agreed" for act in one.acts)
    )
    place = [act.action for act in assessed.acts].index("assessment_agreed")
    waiting = replace(assessed, acts=assessed.acts[: place + 1], waits_for=day)
    gone = replace(waiting, case_id="case-never-recorded")
    async with field.worker(database):
        await start(office, record_batch(database, [waiting], start_of_day(today)).to_start)
        for _ in range(2):
            assert await list_to_coming(office, [waiting, gone, replace(gone, waits_for=None)]) == 1

        async def told() -> list[tuple[str, str | None]]:
            return listings(database, waiting.case_id)

        heard = await until(told, "the case is told of its listing")
    with database.read() as session:
        (row,) = session.execute(PROCESSES.select()).mappings()
    assert (row["process_id"], row["is_over"], row["content"]["sits_on"]) == (
        sitting_id(day),
        False,
        day.isoformat(),
    )
    assert [item["case"] for item in row["content"]["items"]] == [waiting.case_id]
    assert heard == [(sitting_id(day), waiting.officer)]


def listings(database: Database, case_id: str) -> list[tuple[str, str | None]]:
    """Return each sitting to which a case knows that it is listed, with who listed it."""
    with database.read() as session:
        lines = ledger.facts_of(session, case_id)
    return [(line.fields["sitting"], line.by) for line in lines if line.event == "panel_listed"]


async def test_a_load_starts_the_open_cases_and_a_second_load_changes_nothing(
    field: Field, tmp_path: Path
) -> None:
    database = new_records(tmp_path / "records")
    prepare(database)
    office = Office(field.client, database, field.settings.task_queue, patience=None)
    today = london_date(await field.now())
    wanted = Wanted(5, 1, 8, today)
    assert len(wanted.month_ends) == 12
    async with field.worker(database):
        seen = list[tuple[int, int]]()
        first = await load(office, tmp_path, wanted, lambda *done: seen.append(done))
        whole = first.cases + len(wanted.month_ends)
        assert seen[-1] == (whole, whole) and first.new == first.cases > first.open > 0
        with database.read() as session:
            assert snapshots.days(session) == wanted.month_ends[::-1]
            assert case_forecasts.newest(session) == today
        before = ledgers(database)
        second = await load(
            office, tmp_path, replace(wanted, until=today + timedelta(days=1)), lambda *_: None
        )
        assert (second.new, second.open, second.listed) == (0, first.open, first.listed)
        assert second.wanted == wanted
        assert ledgers(database) == before
        with database.read() as session:
            open_now = [row for row in cases.select_cases(session) if row.closed_on is None]
            assert people.started(session, [row.case_id for row in open_now]) == {
                row.case_id for row in open_now
            }
        live = open_now[0]
        message = ActMessage(action="moved_away", on=today, by=live.officer, request_id="moves")
        receipt = await office.act(live.case_id, message)
        assert receipt.sequence > live.seq and receipt.stage == "moved_away"
    problems = (await verify(office))["problems"]
    assert [one for one in problems if one["subject"] in before] == []


@pytest.mark.parametrize("email", ["send@example.org", "send@invalid.example.org"])
async def test_the_caseload_is_refused_for_a_real_authority(field: Field, tmp_path: Path, email: str) -> None:
    database = new_records(tmp_path / "records")
    prepare(database, email)
    office = Office(field.client, database, field.settings.task_queue, patience=None)
    with pytest.raises(ActRefused, match="for an invented authority only"):
        await load(office, tmp_path, SMALL, lambda *_: None)
    assert not (tmp_path / "demo.json").exists()


async def test_a_folder_that_holds_another_caseload_is_refused(field: Field, tmp_path: Path) -> None:
    office = Office(field.client, new_records(tmp_path / "records"), field.settings.task_queue, patience=None)
    (tmp_path / "demo.json").write_text('{"seed": 2, "years": 2, "size": 5, "until": "2026-11-01"}')
    with pytest.raises(ActRefused, match="holds a caseload of 2 years and 5 requests a year from seed 2"):
        await load(office, tmp_path, SMALL, lambda *_: None)
