"""The forecasts are made for a day, kept once a week, read within a person's rights, and the same however often they are made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.forecast.came_true import came_true
from casework.forecast.what_if import NOTHING
from office import forecast
from office.nightly import STEPS
from office.refusals import ActRefused
from records import case_forecasts, case_lives
from records.case_forecasts import Asked
from records.database import Database
from records.local_policy import LOCAL, PolicyVersion, keep_version
from records.tables import CASE_FORECASTS, SEALS
from records.tray import Within
from tests.activities.steps import Story, at_nine
from tests.databases import BOTH, records_in

DAY = date(2024, 6, 3)
CASES = ("case-deciding", "case-waiting", "case-drafting")
ALL = Within("manager-1", None, own=False)


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    found = records_in(request.param, tmp_path)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def _recorded(database: Database) -> None:
    Story(CASES[0], "2024-05-20").record(database)
    Story(CASES[1]).then(
        "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 educational_psychologist", "advice_requested 2024-04-11 school",
        "advice_received 2024-04-30 school",
    ).record(database)  # fmt: skip
    Story(CASES[2]).then("assessment_agreed 2024-04-10", "plan_agreed 2024-05-20").record(database)
    Story("case-refused").then("assessment_refused 2024-04-10").record(database)


def test_each_open_request_has_a_forecast_that_is_kept_and_read_back(database: Database) -> None:
    forecast.make_forecasts(database, DAY)
    forecast.make_forecasts(database, DAY)
    with database.read() as session:
        made = {one.case_id: one for one in forecast.forecasts(session, DAY)}
        assert set(made) == set(CASES)
        assert {one.forecast.case_id: one.forecast for one in case_forecasts.all_of(session)} == made
        row = case_forecasts.of_case(session, CASES[1])
        assert row is not None and (row.made_on, row.team, row.officer) == (DAY, "north", "officer-1")
        assert row.forecast.next_limit == "decide_on_a_plan"
        assert case_forecasts.of_case(session, "case-refused") is None
        assert session.scalar(select(func.count()).select_from(CASE_FORECASTS)) == len(CASES)


def test_a_person_reads_the_forecasts_of_the_cases_that_they_may_see(database: Database) -> None:
    forecast.make_forecasts(database, DAY)
    soon = Asked(DAY, DAY + timedelta(days=200), 0.0)
    with database.write() as session:
        session.execute(
            SEALS.insert().values(
                case_id=CASES[2], by="head-1", at=at_nine("2024-06-01"), reason="A sample reason."
            )
        )
    with database.read() as session:
        for within, seen in (
            (ALL, set(CASES[:2])),
            (Within("manager-1", frozenset({"south"}), own=False), set()),
            (Within("officer-1", frozenset({"north"}), own=False), set(CASES)),
        ):
            assert {one.forecast.case_id for one in case_forecasts.likely(session, within, soon, 50)} == seen
            assert sum(case_forecasts.counted(session, within, soon).values()) == len(seen)
            assert {one.case_id for one in forecast.forecasts(session, DAY, NOTHING, within)} == seen


def test_the_list_is_filtered_by_team_officer_cause_and_chance(database: Database) -> None:
    forecast.make_forecasts(database, DAY)
    last = DAY + timedelta(days=200)
    with database.read() as session:
        rows = case_forecasts.likely(session, ALL, Asked(DAY, last, 0.0), 50)
        chances = [one.forecast.chance_of_missing_next or 0 for one in rows]
        assert chances == sorted(chances, reverse=True)
        cause = rows[0].forecast.cause
        of_cause = case_forecasts.likely(session, ALL, Asked(DAY, last, 0.0, "north", "officer-1", cause), 50)
        assert {one.forecast.cause for one in of_cause} == {cause}
        assert case_forecasts.likely(session, ALL, Asked(DAY, last, 0.0, officer=""), 50) == []
        assert case_forecasts.likely(session, ALL, Asked(DAY, DAY, 0.0), 50) == []


def test_the_first_forecast_of_each_week_stays_to_be_compared_with_what_came_true(database: Database) -> None:
    days = [DAY + timedelta(days=one) for one in (0, 1, 6, 7, 8, 9)]
    for day in days:
        forecast.make_forecasts(database, day)
    with database.read() as session:
        kept = set(session.scalars(select(CASE_FORECASTS.c.made_on).distinct()))
        assert kept == {days[0], days[3], days[5]}
        assert case_forecasts.newest(session) == days[-1]
        said = case_forecasts.predictions(session, DAY)
        assert {one.made_on for one in said} == {days[0], days[3]}
        lives = {one.case_id: one for one in case_lives.lives(session)}
        assert all(one.missed for one in came_true(said, lives, date(2025, 1, 1)))


def test_other_numbers_are_compared_and_an_unknown_one_is_refused(database: Database) -> None:
    with database.read() as session:
        until = DAY + timedelta(days=60)
        found = forecast.compared(session, DAY, until, ["ep_return_days=-21"], ALL)
        assert found.cases == len(CASES) and found.final_then < found.final_now
        with pytest.raises(
            ActRefused,
            match=r"^'x' cannot be set; write one of panel_weekly, officers, ep_return_days, school_return_days",
        ):
            forecast.wished_in(session, ["x=1"])


def test_the_staff_of_the_councils_policy_counts(database: Database) -> None:
    capacity = {"officers": 12, "psychologists": 4.5, "panel_places_a_week": 20}
    local = {"capacity": capacity, "panel_days": ["tuesday", "monday"]}
    with database.write() as session:
        keep_version(
            session, PolicyVersion(1, {LOCAL: local}, at_nine("2024-06-01"), "head-1", "A sample.", [])
        )
    with database.read() as session:
        found = forecast.capacity_of(session, DAY)
        assert (found.officers, found.psychologists) == (12, 4.5)
        assert "Officers: 12. Cases that the panel decides on in a week: 20.0." in found.assumptions
        panel = found.meetings
        assert panel is not None and panel.days == ("monday", "tuesday") and panel.places_a_sitting == 10
        assert panel.sittings + panel.lost in range(104, 107) and panel.lost >= 4, "bank holidays are Mondays"
        assert 0 < panel.decisions < found.requests.coming_year


def test_the_forecast_is_a_step_of_each_night(database: Database) -> None:
    step = next(one for one in STEPS if one.name == "forecasts")
    step.work(database, DAY)
    with database.read() as session:
        assert case_forecasts.newest(session) == DAY
