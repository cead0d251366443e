"""Counts, proposals and accepted days over the records, for a kind of process that says which review it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.access.permissions import OPERATOR, Person, Role
from casework.plans.review_life import ReviewLife
from casework.processes.registry import BY_KIND
from casework.reviews.planning_policy import planning_policy
from office import review_planning
from office.gate import Gate, NotAllowed
from office.refusals import ActRefused
from records import access
from records.database import Database
from tests.activities.steps import Story, at_nine
from tests.casework.reviews.lives import review
from tests.databases import new_records
from tests.starter import called
from tests.starter.processes import put

KIND = called.CALLED[0].kind
TODAY = date(2026, 9, 1)
OFFICER = Person("officer-2", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
ANALYST = Person("analyst-1", "Sample Analyst", frozenset({Role.ANALYST}))
LIVES: dict[str, dict[str, Any]] = {
    "case-due": {"latest_meeting_on": "2026-12-01", "cycle_ends_on": "2026-12-29", "setting": "urn-900001"},
    "case-held": {"meeting_on": "2025-12-31", "cycle_ends_on": "2026-01-31"},
    "case-sealed": {"latest_meeting_on": "2026-12-01", "cycle_ends_on": "2026-08-01"},
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = new_records(tmp_path_factory.mktemp("reviews"))
    process = BY_KIND[KIND]
    for case_id in LIVES:
        Story(case_id).record(found)
        with found.write() as session, pytest.MonkeyPatch.context() as patched:
            patched.setattr(type(process), "reviewed", reviewed)
            fields = {"case": case_id}
            put(session, KIND, process.begin(f"{process.noun}-{case_id}", fields, None))
    with found.write() as session:
        access.seal(session, "case-sealed", "head-1", "It is about a colleague.", at_nine("2024-05-20"))
    yield found
    found.close()


def reviewed(self: Any, state: Any) -> ReviewLife:
    return replace(review(state.case.removeprefix("case-"), **LIVES[state.case]), case=state.case)


def id_of(case_id: str) -> str:
    return f"{BY_KIND[KIND].noun}-{case_id}"


def planned(database: Database, person: Person) -> dict[str, Any]:
    with database.read() as session:
        found = review_planning.planned(session, person, planning_policy(), TODAY)
    return {one.id: one for one in found}


def test_the_counts_are_of_the_cases_that_the_reader_may_see(database: Database) -> None:
    with database.read() as session:
        told = review_planning.counts(session, OPERATOR, date(2026, 1, 1), TODAY, 2026)
        seen = review_planning.counts(session, ANALYST, date(2026, 1, 1), TODAY, 2026)
        with pytest.raises(ActRefused, match="must not end before it begins"):
            review_planning.counts(session, OPERATOR, TODAY, date(2026, 1, 1), 2026)
    assert (told["done"], told["open_over"]) == (0, {"6": 1, "12": 0, "24": 0})
    assert seen["not_done"] == 1


def test_an_officer_accepts_a_proposal_and_the_day_stays(database: Database) -> None:
    gate, due = Gate(database, "cli"), id_of("case-due")
    on = planned(database, OFFICER)[due].on
    assert on is not None and not planned(database, OFFICER)[due].accepted
    with pytest.raises(ActRefused, match="The proposal has changed"):
        review_planning.accept(gate, OFFICER, {due: date(2026, 10, 1)}, planning_policy(), TODAY)
    with pytest.raises(ActRefused, match="not yours to plan"):
        review_planning.accept(gate, OFFICER, {id_of("case-sealed"): on}, planning_policy(), TODAY)
    with pytest.raises(NotAllowed):
        review_planning.accept(gate, ANALYST, {due: on}, planning_policy(), TODAY)
    assert review_planning.accept(gate, OFFICER, {due: on}, planning_policy(), TODAY) == 1
    assert planned(database, OFFICER)[due].accepted


def test_the_open_reviews_of_a_setting_without_those_of_sealed_cases(database: Database) -> None:
    with database.read() as session:
        found = review_planning.of_setting(session, OFFICER, "urn-900001")
        without = review_planning.of_setting(session, OFFICER, review_planning.NO_SETTING)
    assert [one.id for one in found] == [id_of("case-due")]
    assert [one.id for one in without] == [id_of("case-held")]
