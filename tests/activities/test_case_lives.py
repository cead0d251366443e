"""The days of a case are written with it, read back whole, and made again by a rebuild."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update

from activities.case_lives import write_missing
from activities.processes import ProcessRecorder
from casework.case.outlook import outlook_of
from casework.measures.case_life import life_of
from casework.measures.life_rows import ADVICE
from casework.measures.measure import Period
from casework.people.child import Details
from casework.people.parties import ATTENDED, Party
from casework.processes.maintained_plan.plan import Plan
from casework.processes.maintained_plan.plan import after as plan_after
from casework.processes.plan_changed import PLAN_TOLD, as_act
from casework.processes.registry import BY_KIND
from office.measures import lives_by
from office.operations.rebuild import rebuild
from records import case_lives, cases, child_merges, children, ledger, measure_counts, parties
from records.child_merges import Merge
from records.database import Database
from records.tables import CASE_LIVES, CASE_SPANS, CASES, INTAKES
from records.tray import Within
from statute.facts import Event
from tests.activities.people import register
from tests.activities.steps import Story
from workflows.process_messages import ProcessStep, RecordSteps

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


def test_a_plan_is_counted_until_it_ends_and_not_only_until_the_decision_to_cease(database: Database) -> None:
    """The case closes years before its plan ends, and is not told: the life of the plan says when. It is kept for appeals."""
    case = "case-def234abc567"
    register(database, case)
    acts = (
        "assessment_agreed 2024-04-10",
        "plan_agreed 2024-06-01",
        "draft_issued 2024-06-10",
        "final_issued 2024-07-10",
    )
    Story(case).then(*acts).record(database)
    first = Plan("maintained-1", case, facts=(Event("final_issued", date(2024, 7, 10)),))
    ceasing = as_act(
        Event("review_decision", date(2025, 6, 2), None, {"decision": "cease"}), date(2025, 6, 2), PLAN_TOLD
    )
    decided = plan_after(first, ceasing)
    ended = plan_after(decided, as_act(Event("plan_ended", date(2025, 9, 1)), date(2025, 9, 1), PLAN_TOLD))
    process, held = BY_KIND["maintained_plan"], []
    for seq, state in enumerate((first, decided, ended), start=1):
        step = ProcessStep(
            seq=seq, recorded_at=NOW, kind="act", event="plan_told", on=date(2025, 6, 2), text="Told.", stage=state.stage,
            view=process.view(state, "north"),
        )  # fmt: skip
        ProcessRecorder(database).record_steps(
            RecordSteps(kind="maintained_plan", id="maintained-1", steps=(step,))
        )
        Story(case).then(*acts).record(database)  # what the case says again takes nothing back
        with database.read() as session:
            life = case_lives.find(session, case)
        assert life is not None
        held.append((life.plan_ended_on, life.plan_ended_as))
    assert held == [(None, None), (None, None), (date(2025, 9, 1), "ceased")]
    assert rebuild(database, check_only=True)["differences"] == []
    with database.write() as session:
        session.execute(delete(CASE_LIVES).where(CASE_LIVES.c.case_id == case))
    write_missing(database)
    assert rebuild(database, check_only=True)["differences"] == []
    with database.write() as session:  # what an earlier release counted: the decision as the end
        stale = {"plan_ended_on": date(2025, 6, 2), "plan_ended_as": "cease"}
        session.execute(update(CASE_LIVES).values(stale))
    assert {one["case"] for one in rebuild(database)["differences"]} == {case, CASE}
    assert rebuild(database, check_only=True)["differences"] == []
    with database.read() as session:
        by_day = {
            day: one.plan_ended_on
            for day in (date(2025, 8, 31), date(2025, 9, 1))
            for one in lives_by(session, day, frozenset({case}))
        }
    assert by_day == {date(2025, 8, 31): None, date(2025, 9, 1): date(2025, 9, 1)}
