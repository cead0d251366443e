"""The days of a case are written with it, read back whole, and made again by a rebuild."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update

from activities.case_lives import write_missing
from casework.case.outlook import outlook_of
from casework.measures.case_life import life_of
from casework.measures.life_rows import ADVICE
from casework.measures.measure import Period
from casework.people.child import Details
from casework.people.parties import ATTENDED, Party
from office.operations.rebuild import rebuild
from records import case_lives, cases, child_merges, children, ledger, measure_counts, parties
from records.child_merges import Merge
from records.database import Database
from records.tables import CASE_LIVES, CASE_SPANS, CASES, INTAKES
from records.tray import Within
from tests.activities.people import register
from tests.activities.steps import Story

CASE = "case-abc234def567"
ACTS = (
    "assessment_agreed 2024-04-10",
    "advice_requested 2024-04-11 school",
    "advice_received 2024-05-30 school",
    "plan_refused 2024-06-21",
    "mediation_requested 2024-07-01",
)
NOW = datetime(2024, 7, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _recorded(database: Database) -> None:
    register(database, CASE)
    Story(CASE).then(*ACTS).record(database)


def test_the_days_are_recorded_with_the_case(database: Database) -> None:
    with database.read() as session:
        found = case_lives.find(session, CASE)
        lines = ledger.facts_of(session, CASE)
        joined = case_lives.child_facts(session, [CASE])[CASE]
        assert found == life_of(CASE, outlook_of(lines, lines[-1].recorded_at)).with_child(joined)
        assert found is not None and found.decided_on_plan_on == date(2024, 6, 21)
        row = session.execute(select(CASE_LIVES)).mappings().one()
        assert (row["days_to_decide"], row["days_to_answer_on_plan"], row["days_to_final"]) == (37, 109, None)


def test_a_child_that_attends_two_settings_is_one_case_at_one_of_them(database: Database) -> None:
    with database.write() as session:
        for number, urn in enumerate(("urn-900001", "urn-900002")):
            party = Party(f"attended-{number}", CASE, ATTENDED, name=urn)
            parties.add(session, party, NOW, None)
    with database.read() as session:
        counted = measure_counts.counts(session, Period(NOW.date()), "setting")["requests"]
        (life,) = case_lives.lives(session)
    assert life.setting == "urn-900002"
    assert {key: one.denominator for key, one in counted.items()} == {"urn-900002": 1}


def test_only_the_cases_that_a_person_may_see_are_read(database: Database) -> None:
    with database.read() as session:
        for teams, seen in ((None, 1), (frozenset({"north"}), 1), (frozenset({"south"}), 0)):
            assert len(case_lives.lives(session, Within("manager-1", teams, own=False))) == seen
        assert len(case_lives.lives(session)) == 1
        assert case_lives.lives(session, as_at=date(2024, 3, 3)) == []


def test_a_rebuild_makes_the_days_again_and_tells_what_differs(database: Database) -> None:
    assert rebuild(database, check_only=True)["differences"] == []
    with database.write() as session:
        session.execute(update(CASE_LIVES).values(decided_on_plan_on=date(2024, 6, 1)))
        session.execute(delete(CASE_SPANS).where(CASE_SPANS.c.kind == ADVICE))
    told = {each["what"] for each in rebuild(database)["differences"]}
    assert told == {"days for measures, decided_on_plan_on", "days for measures, advice"}
    assert rebuild(database, check_only=True)["differences"] == []
    with database.write() as session:
        session.execute(delete(CASE_LIVES))
        assert case_lives.without_lives(session, 9) == [CASE]
    assert rebuild(database, check_only=True)["differences"][0]["what"] == "days for measures"
    assert (write_missing(database), write_missing(database)) == (1, 0)
    assert rebuild(database, check_only=True)["differences"] == []


def test_a_case_taken_from_the_read_model_takes_its_days_along(database: Database) -> None:
    with database.write() as session:
        cases.remove(session, CASE)
        assert case_lives.find(session, CASE) is None
        assert session.scalars(select(CASE_SPANS.c.case_id)).all() == []


def test_the_child_is_the_one_that_two_records_were_merged_into(database: Database) -> None:
    born = date(2016, 5, 4)
    with database.write() as session:
        own = session.scalar(select(INTAKES.c.child_id)) or ""
        survivor = children.new_id()
        details = Details("Ash Example", born, sex="F", primary_need="ASD")
        children.add(session, survivor, details, from_on=born, by="clerk-1", why="first record", at=NOW)
        session.execute(update(CASES).values(child_id=own))
        made = Merge(child_merges.new_id(), own, survivor, "clerk-1", "the same child", NOW, {})
        child_merges.merge(session, made, [own])
        found = case_lives.find(session, CASE)
    assert found is not None
    assert (found.child_id, found.born_on, found.sex, found.need) == (survivor, born, "F", "ASD")
