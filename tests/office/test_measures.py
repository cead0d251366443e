"""The figures of a person count what their caseload shows, on a day of their choice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casework.access.permissions import Person, Role
from office import measures
from office.measures import Asked, Figures, as_json, measured
from office.refusals import ActRefused
from office.snapshots import take_snapshot
from records import access
from records.database import Database
from tests.activities.conftest import database
from tests.activities.people import register
from tests.activities.steps import Story
from tests.office.test_snapshots import DRAFTED, JULY, NIGHT, told

__all__ = ["database", "told"]
TODAY = date(2024, 9, 2)
HEAD = Person("head-1", "Head", frozenset({Role.HEAD_OF_SERVICE}))
OFFICER = Person("officer-9", "Officer", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))


@pytest.fixture
def two_teams(told: Database) -> Database:
    """The same with a late plan in another team."""
    register(told, "case-south")
    south = Story("case-south").then(*DRAFTED, "final_issued 2024-07-31")
    opening = south.steps[0].opening
    assert opening is not None
    south.steps[0] = south.steps[0].model_copy(
        update={"opening": opening.model_copy(update={"team": "south"})}
    )
    south.record(told)
    return told


def numbers(figures: Figures, measure: str) -> dict[str | None, tuple[int, int]]:
    return {
        one.key: (one.numerator, one.denominator) for one in figures.measures if one.measure.id == measure
    }


def test_a_person_counts_the_cases_that_they_may_see(two_teams: Database) -> None:
    its_id = "plans_in_20_weeks_including"
    with two_teams.write() as session:
        assert numbers(measured(session, HEAD, None, None, TODAY), its_id) == {None: (1, 3)}
        assert numbers(measured(session, HEAD, None, "team", TODAY), its_id) == {
            "north": (1, 2),
            "south": (0, 1),
        }
        assert numbers(measured(session, OFFICER, None, None, TODAY), its_id) == {None: (0, 1)}
        access.seal(session, "case-late", "head-2", "a reason to seal it", datetime.now(UTC))
        assert numbers(measured(session, HEAD, None, None, TODAY), its_id) == {None: (1, 2)}
        listed = measures.listed(session, HEAD, Asked(measures.measure_named(its_id)), TODAY, limit=10)
        assert {one.case_id: one.meets for one in listed} == {"case-in-time": True, "case-south": False}
        late = Asked(measures.measure_named(its_id), "team", "south", "not_met")
        assert [one.case_id for one in measures.listed(session, HEAD, late, TODAY, limit=10)] == [
            "case-south"
        ]
        assert measures.number_listed(session, HEAD, late, TODAY) == 1


def test_a_past_day_is_read_from_its_snapshot_or_counted_from_what_was_recorded_by_then(
    two_teams: Database,
) -> None:
    its_id = "plans_in_20_weeks_including"
    with two_teams.read() as session:
        counted = measured(session, OFFICER, JULY, None, TODAY)
        assert (counted.how, counted.taken_at) == ("ledger", None)
        assert numbers(counted, its_id) == {None: (0, 1)}
        earlier = measured(session, HEAD, date(2024, 7, 12), None, TODAY)
        assert numbers(earlier, its_id) == {None: (1, 1)}
    take_snapshot(two_teams, JULY, NIGHT)
    with two_teams.read() as session:
        for person, by, expected in (
            (HEAD, None, {None: (1, 3)}),
            (OFFICER, None, {None: (0, 1)}),
            (OFFICER, "team", {"south": (0, 1)}),
            (HEAD, "month", {"2024-07": (1, 3)}),
        ):
            found = measured(session, person, JULY, by, TODAY)
            assert found.how == "snapshot" and found.taken_at == NIGHT
            assert numbers(found, its_id) == expected, (person.id, by)
        assert measured(session, HEAD, JULY, "officer", TODAY).how == "ledger"
        assert measured(session, OFFICER, JULY, "need", TODAY).how == "ledger"
        assert measures.in_snapshot(session, HEAD, date(2024, 7, 12), None) is None


def test_figures_are_given_in_the_form_of_the_contract(told: Database) -> None:
    with told.read() as session:
        content = as_json(measured(session, HEAD, None, None, TODAY), {})
    assert (content["as_at"], content["snapshot"], content["rule_pack"]) == (
        "2024-09-02",
        None,
        "england-2014",
    )
    first = content["measures"][0]
    assert {"id", "name", "value", "numerator", "denominator", "unit", "source", "cases"} <= set(first)
    assert (first["id"], first["value"]) == ("plans_in_20_weeks_excluding", 50.0)


def test_what_cannot_be_asked_is_refused_in_a_sentence(told: Database) -> None:
    with told.read() as session:
        with pytest.raises(ActRefused, match="is in the future"):
            measured(session, HEAD, date(2024, 9, 3), None, TODAY)
        with pytest.raises(ActRefused, match="choose team, officer, service"):
            measured(session, HEAD, None, "colour", TODAY)
        with pytest.raises(ActRefused, match="no measure"):
            measures.measure_named("plans_on_fridays")
