"""The figures of a day are kept once and whole, never change, and say why a past month counts differently later."""

from __future__ import annotations

import os
import signal
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from casework.measures.measure import Count
from office import snapshots as keeping
from office.snapshots import take_snapshot
from records import snapshots
from records.database import Database
from records.snapshots import Restated
from records.tables import SNAPSHOT_VALUES, SNAPSHOTS
from tests.activities.conftest import database
from tests.activities.people import register
from tests.activities.steps import Story, at_nine

__all__ = ["database"]
JULY = date(2024, 7, 31)
NIGHT = datetime(2024, 8, 1, 0, 10, tzinfo=UTC)
DRAFTED = (
    "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school", "advice_received 2024-05-30 school",
    "plan_agreed 2024-06-03", "draft_issued 2024-06-10",
)  # fmt: skip


@pytest.fixture
def told(database: Database) -> Database:
    """Records with one plan in time, one late, one refusal and one open case, all told in 2024."""
    stories = {
        "case-in-time": (*DRAFTED, "final_issued 2024-07-10"),
        "case-late": (*DRAFTED, "final_issued 2024-07-30"),
        "case-refused": ("assessment_refused 2024-04-20",),
        "case-open": DRAFTED,
    }
    for case_id, acts in stories.items():
        register(database, case_id)
        Story(case_id).then(*acts).record(database)
    return database


def kept(found: Database, day: date, cut: Any = None) -> dict[str, dict[str | None, Count]]:
    with found.read() as session:
        return snapshots.values(session, day, cut)


def test_the_figures_of_a_day_are_kept_once(told: Database) -> None:
    assert take_snapshot(told, JULY, NIGHT)
    first = kept(told, JULY)
    assert first["plans_in_20_weeks_including"] == {None: Count(1, 2, 2)}
    assert kept(told, JULY, "team")["open_and_late"] == {"north": Count(1, 1, 1)}
    Story("case-after", "2024-07-01").then("assessment_refused 2024-07-20").record(told)
    assert not take_snapshot(told, JULY, NIGHT + timedelta(hours=1))
    assert kept(told, JULY) == first
    with told.read() as session:
        found = snapshots.find(session, JULY)
        assert found is not None and found.cases == 4 and found.how == keeping.NIGHT
        assert (found.rule_pack, len(found.rule_pack_hash)) == ("england-2014", 64) and found.release
        assert snapshots.days(session) == [JULY] and snapshots.changed(session) == []
        assert snapshots.series(session, "open_requests", date(2024, 1, 1)) == [(JULY, Count(1, 1, 1))]


def test_a_day_that_is_counted_later_gives_what_its_night_would_have_given(told: Database) -> None:
    take_snapshot(told, JULY, NIGHT)
    night = {cut: kept(told, JULY, cut) for cut in keeping.KEPT_CUTS}
    with told.write() as session:
        session.execute(SNAPSHOTS.delete())
        session.execute(SNAPSHOT_VALUES.delete())
    Story("case-after", "2024-08-05").then("assessment_refused 2024-09-01").record(told)
    take_snapshot(told, JULY, NIGHT + timedelta(days=90))
    with told.read() as session:
        found = snapshots.find(session, JULY)
    assert found is not None and found.how == keeping.LEDGER
    assert {cut: kept(told, JULY, cut) for cut in keeping.KEPT_CUTS} == night


def test_a_snapshot_that_is_killed_is_absent_and_the_next_try_makes_it_whole(told: Database) -> None:
    url = str(told.engine.url)
    for statement in (1, 3):
        child = os.fork()
        if child == 0:
            _take_and_die(url, statement)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        with told.read() as session:
            assert snapshots.find(session, JULY) is None
            assert session.scalars(select(SNAPSHOT_VALUES.c.key)).first() is None
    assert take_snapshot(told, JULY, NIGHT)


def _take_and_die(url: str, statement: int) -> None:
    """Take a snapshot, and be killed before a statement of the transaction that writes it, or before its commit."""
    mine = Database(url)
    seen = [0]

    def count(*given: Any) -> None:
        if given[0].info.get("writes"):
            seen[0] += 1
            if seen[0] == statement:
                os.kill(os.getpid(), signal.SIGKILL)

    event.listen(mine.engine, "before_cursor_execute", count)
    event.listen(mine.engine, "commit", count)
    try:
        take_snapshot(mine, JULY, NIGHT)
    finally:
        os._exit(1)


def test_a_restated_figure_keeps_the_old_one_and_says_why(told: Database) -> None:
    august, night = date(2024, 8, 31), datetime(2024, 9, 1, 0, 10, tzinfo=UTC)
    take_snapshot(told, august, night)
    late = Story("case-late").then(*DRAFTED, "final_issued 2024-07-30")
    fields = {
        "ground": "reg13(3)(c)", "from": "2024-04-20", "to": "2024-05-30", "because": "note-1", "evidence": "document-1",
        "approved_by": "manager-1", "family_told_on": "2024-09-02",
    }  # fmt: skip
    late.then("exception_claimed 2024-09-02", **fields)
    late.steps[-1] = late.steps[-1].model_copy(update={"recorded_at": at_nine("2024-09-02")})
    late.record(told)
    missed = Story("case-open").then(*DRAFTED, "final_issued 2024-07-12")
    last = missed.steps[-1]
    missed.steps[-1] = last.model_copy(update={"recorded_at": at_nine("2024-09-03")})
    missed.record(told)
    day = date(2024, 9, 3)
    take_snapshot(told, day, datetime(2024, 9, 4, 0, 10, tzinfo=UTC))
    with told.read() as session:
        found = {one.measure: one for one in snapshots.restated(session, day, 99)}
    assert found["plans_in_20_weeks_including"] == Restated(
        day, "plans_in_20_weeks_including", "2024-07", august, 1, 2, 2, 3, {"recorded_late": 1}
    )
    assert found["plans_in_20_weeks_excluding"].because == {"exception": 1, "recorded_late": 1}
    assert found["exceptions_accepted"].because == {"exception": 1, "recorded_late": 1}
    assert kept(told, august, "month")["plans_in_20_weeks_including"]["2024-07"] == Count(1, 2, 2)
    assert set(found["exceptions_accepted"].because) <= set(keeping.REASONS)


def test_a_snapshot_that_was_changed_by_hand_is_found(told: Database) -> None:
    take_snapshot(told, JULY, NIGHT)
    with told.write() as session:
        session.execute(update(SNAPSHOT_VALUES).values(numerator=SNAPSHOT_VALUES.c.numerator + 1))
        assert snapshots.changed(session) == [JULY]
