"""Each night warns once, in one transaction with its alerts, and reads plans from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from casework.forecast.forecast import CaseForecast
from casework.forecast.prediction_weeks import PredictionWeek
from casework.letters.sending_times import Policy
from office.early_warnings import count_predictions, warn, warn_of_day
from records import case_forecasts, early_warnings, outbox, prediction_weeks
from records.database import Database
from records.tray import Within
from tests.activities.steps import Story
from tests.databases import BOTH, records_in

DAY = date(2024, 5, 20)
WHY = "Advice from the educational psychologist usually takes longer."
NORTH = Within("manager-north", frozenset({"north"}), own=False)


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    found = records_in(request.param, tmp_path)
    Story("case-a").then("assessment_agreed 2024-04-10").record(found)
    yield found
    found.close()


def night(database: Database, chance: float, days: int = 0) -> int:
    day = DAY + timedelta(days=days)
    at = datetime(day.year, day.month, day.day, 0, 10, tzinfo=UTC) + timedelta(days=1)
    made = CaseForecast(
        "case-a",
        "final_plan",
        date(2024, 7, 22),
        chance,
        date(2024, 7, 22),
        chance,
        None,
        None,
        "advice",
        WHY,
        "",
    )
    with database.write() as session:
        return warn(session, [made], day, at, Policy())


def alerts(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as session:
        found = outbox.of_case(session, "case-a")
        return [(one.kind, one.to_role, one.status) for one in found if "warning" in one.kind]


TOLD = [("early_warning", role, "digest") for role in ("case_officer", "team_manager")]


def test_a_night_that_is_repeated_alerts_no_one_twice(database: Database) -> None:
    assert night(database, 0.7) == 1
    assert night(database, 0.7) == 0 and night(database, 0.9, 1) == 0
    assert alerts(database) == TOLD
    with database.read() as session:
        (one,) = early_warnings.open_warnings(session, NORTH)
        assert (one.officer, one.warning.percent, one.warning.due_on) == ("officer-1", 70, date(2024, 7, 22))
        south = Within("manager-south", frozenset({"south"}), own=False)
        assert early_warnings.open_warnings(session, south) == []


def test_a_kill_between_the_warning_and_its_alerts_leaves_neither(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "put", killed)
        with pytest.raises(RuntimeError):
            night(database, 0.7)
    with database.read() as session:
        assert early_warnings.open_of_case(session, "case-a") == []
    assert night(database, 0.7) == 1 and alerts(database) == TOLD


def test_a_plan_in_the_ledger_is_watched_and_its_day_told_of_once(database: Database) -> None:
    night(database, 0.7)
    plan = {"limit": "final_plan", "plan": "note-1", "planned_on": "2024-05-24"}
    Story("case-a").then("assessment_agreed 2024-04-10").then(
        "warning_acknowledged 2024-05-21", **plan
    ).record(database)
    for days in (1, 3):
        assert night(database, 0.8, days) == 0
    assert night(database, 0.8, 4) == 1 and night(database, 0.8, 5) == 0
    passed = [("warning_plan_passed", role, "digest") for role in ("case_officer", "team_manager")]
    assert alerts(database) == [*TOLD, *passed]


def test_a_warning_is_over_where_an_accepted_exception_explains_the_limit(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(database, 0.7)
    monkeypatch.setattr(early_warnings, "excused_limits", lambda *_: {("case-a", "final_plan")})
    assert night(database, 0.9, 1) == 1
    with database.read() as session:
        assert early_warnings.open_of_case(session, "case-a") == []
    assert alerts(database) == TOLD


def test_the_steps_of_a_night_warn_and_count_what_came_true_and_may_be_repeated(database: Database) -> None:
    day = date(2024, 4, 8)  # the family was told on 10 April, in time for 15 April
    made = CaseForecast(
        "case-a",
        "decide_to_assess",
        date(2024, 4, 15),
        0.8,
        date(2024, 7, 22),
        0.2,
        None,
        None,
        "advice",
        WHY,
        "",
    )
    with database.write() as session:
        case_forecasts.keep(session, day, [made])
    for _ in range(2):
        warn_of_day(database, day)
        count_predictions(database, date(2024, 4, 30))
    warn_of_day(database, day + timedelta(days=1))  # there is no forecast of that day
    assert alerts(database) == TOLD
    with database.read() as session:
        assert prediction_weeks.weeks(session, None, 5) == [PredictionWeek(day, "north", false_alarms=1)]
        assert prediction_weeks.weeks(session, {"south"}, 5) == []
