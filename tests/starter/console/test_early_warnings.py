"""Deadlines at risk, on the page of managers and on the case, and what came true of earlier predictions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from casework.access.permissions import Person, Role
from casework.forecast.early_warning import EarlyWarning
from casework.forecast.prediction_weeks import PredictionWeek
from office.dependencies import Parts, read_only_parts
from records import access, early_warnings, prediction_weeks
from records.subject_access import rows_of
from records.tables import EARLY_WARNINGS
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.signed import browser_of, post

TODAY = date(2024, 6, 3)
OFFICER = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
MANAGER = Person("manager-1", "Sample Manager", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))
OTHER = Person("manager-2", "Sample Other", frozenset({Role.TEAM_MANAGER}), frozenset({"south"}))
HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))
WHY = "Advice from the educational psychologist usually takes longer."
ANSWER = "/act/warning_acknowledged?limit=final_plan"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("warnings"))
    for case_id, planned_on in (
        ("case-bare", None),
        ("case-planned", "2024-06-20"),
        ("case-passed", "2024-05-31"),
        ("case-sealed", None),
    ):
        story = Story(case_id).then("assessment_agreed 2024-04-10")
        if planned_on:
            story.then(
                "warning_acknowledged 2024-05-21", limit="final_plan", plan="note-1", planned_on=planned_on
            )
        story.record(database)
        with database.write() as session:
            early_warnings.save(
                session, EarlyWarning(case_id, "final_plan", 1, date(2024, 7, 22), date(2024, 5, 20), 70, WHY)
            )
    Story("case-final").then(
        "assessment_agreed 2024-04-10", "plan_agreed 2024-05-10", "draft_issued 2024-05-12", "final_issued 2024-05-30"
    ).record(database)  # fmt: skip
    with database.write() as session:
        access.seal(session, "case-sealed", "head-1", "It is about a colleague.", at_nine("2024-05-20"))
        weeks = [
            PredictionWeek(date(2024, 5, 20), "north", hits=3, false_alarms=1, misses=2, met=9),
            PredictionWeek(date(2024, 5, 20), "south", hits=40),
            PredictionWeek(date(2024, 5, 27), "north", not_known=5),
        ]
        prediction_weeks.keep(session, weeks, date(2024, 5, 20))
    yield read_only_parts(database, lambda: TODAY)
    database.close()


def test_a_manager_sees_what_is_at_risk_why_and_the_plan_for_it_those_without_one_first(parts: Parts) -> None:
    page = browser_of(parts, MANAGER).get("/manager/warnings").text
    assert page.count(WHY) == 3 and "70 in 100 when we warned on 20 May 2024" in page
    assert "No plan" in page and "Plan made" in page and "Planned date has passed" in page
    assert "case-sealed" not in page
    assert page.index("/cases/case-planned") > max(
        page.index("/cases/case-bare"), page.index("/cases/case-passed")
    )
    assert page.count(f"/cases/case-bare{ANSWER}") == page.count(f"/cases/case-passed{ANSWER}") == 1
    assert f"/cases/case-planned{ANSWER}" not in page
    assert "No deadline of your teams is at risk" in browser_of(parts, OTHER).get("/manager/warnings").text


def test_one_plan_answers_the_warnings_that_a_manager_selects(parts: Parts) -> None:
    browser = browser_of(parts, MANAGER)
    keys = re.findall(r'name="row" value="([^"]+)"', browser.get("/manager/warnings").text)
    assert keys == ["case-bare||||final_plan", "case-passed||||final_plan"], "those with a plan need none"
    none = post(browser, "/bulk", {"from": "warnings", "action": "warning_acknowledged"})
    assert none.headers["location"] == "/manager/warnings?missing=case"
    page = browser.get(none.headers["location"]).text
    assert 'href="#warnings"' in page and "Select at least one deadline at risk" in page
    place = post(
        browser, "/bulk", {"from": "warnings", "action": "warning_acknowledged", "row": [keys[0]]}
    ).headers["location"]
    page = browser.get(place).text
    assert "Which deadline" not in page and "Send the final plan, due 22 July 2024, 70 in 100" in page
    answers = {"row": [keys[0]], "plan": "A locum.", "planned_on-month": "6", "planned_on-year": "2024"}
    passed = post(browser, place, {**answers, "planned_on-day": "3", "step": "check"})
    assert passed.status_code == 400 and "must be for a future day" in passed.text
    checked = post(browser, place, {**answers, "planned_on-day": "28", "step": "check"}).text
    assert checked.count("Will be recorded<") == 1 and "28 June 2024" in checked


def test_rows_that_cannot_be_recorded_say_why_beside_those_that_can(parts: Parts) -> None:
    """A case whose plan became final since its warning needs no plan for it."""
    browser = browser_of(parts, MANAGER)
    with parts.database.write() as session:
        early_warnings.save(
            session, EarlyWarning("case-final", "final_plan", 1, date(2024, 7, 22), date(2024, 5, 20), 9, WHY)
        )
    rows = ["case-bare||||final_plan", "case-final||||final_plan"]
    chosen = {"action": "warning_acknowledged", "row": rows, "from": "warnings"}
    place = post(browser, "/bulk", chosen).headers["location"]
    answers = {
        "row": rows,
        "plan": "A locum.",
        "planned_on-day": "28",
        "planned_on-month": "6",
        "planned_on-year": "2024",
    }
    checked = post(browser, place, {**answers, "step": "check"}).text
    assert checked.count("Will be recorded<") == checked.count("Cannot be recorded<") == 1
    with parts.database.write() as session:
        session.execute(EARLY_WARNINGS.delete().where(EARLY_WARNINGS.c.case_id == "case-final"))


def test_the_case_shows_the_warning_and_leads_to_the_form_with_the_deadline_chosen(parts: Parts) -> None:
    browser = browser_of(parts, OFFICER)
    page = browser.get("/cases/case-bare").text
    assert "At risk: send the final plan, by 22 July 2024." in page and WHY in page
    assert browser.get("/manager/warnings").status_code == 403
    form = browser.get(f"/cases/case-bare{ANSWER}").text
    assert "Which deadline is at risk?" in form and 'value="final_plan" checked' in form
    assert "When did this happen" not in form
    planned = browser.get("/cases/case-planned").text
    assert "done by 20 June 2024" in planned and ANSWER not in planned


def test_what_came_true_is_counted_by_week_for_the_teams_of_the_reader(parts: Parts) -> None:
    page = browser_of(parts, MANAGER).get("/manager/predictions").text
    assert (
        "3 of 4 deadlines that we expected to be missed were missed. 2 more were missed without a warning."
        in page
    )
    assert page.index("27 May 2024") < page.index("20 May 2024")
    assert "43 of 44 deadlines" in browser_of(parts, HEAD).get("/manager/predictions").text


def test_today_shows_the_deadlines_at_risk_that_have_no_plan_to_who_may_answer_them(parts: Parts) -> None:
    heading = "Deadlines at risk without a plan"
    page = browser_of(parts, MANAGER).get("/today").text
    assert heading in page and page.count(WHY) == 2
    assert f"/cases/case-bare{ANSWER}" in page and f"/cases/case-passed{ANSWER}" in page
    assert f"/cases/case-planned{ANSWER}" not in page and "case-sealed" not in page
    assert heading not in browser_of(parts, OTHER).get("/today").text
    other_officer = Person(
        "officer-9", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"})
    )
    assert heading not in browser_of(parts, other_officer).get("/today").text


def test_a_subject_access_export_holds_the_warnings_of_the_case(parts: Parts) -> None:
    with parts.database.read() as session:
        found = rows_of(session, ["case-planned"], [])["early_warnings"]
    assert [(one["case_id"], one["due_on"], one["because"]) for one in found] == [
        ("case-planned", "2024-07-22", WHY)
    ]
