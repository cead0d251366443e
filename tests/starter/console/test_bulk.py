"""One act in several cases: selected in the work list or among missed deadlines, answered once, and checked row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from office.dependencies import Parts, read_only_parts
from tests.activities.steps import Story
from tests.databases import new_records
from tests.starter.console.signed import browser_of, post

TODAY = date(2024, 6, 3)
OFFICER = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
OTHER = Person("officer-9", "Sample Other", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
MANAGER = Person("manager-1", "Sample Manager", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("bulk"))
    for case_id in ("case-one", "case-two"):
        Story(case_id).then(
            "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school", "advice_requested 2024-04-11 health",
        ).record(database)  # fmt: skip
    Story("case-ended").then("withdrawn 2024-04-02").record(database)
    yield read_only_parts(database, lambda: TODAY)
    database.close()


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, OFFICER)


def selected(browser: TestClient, action: str, *case_ids: str, **more: str) -> str:
    answer = post(browser, "/bulk", {"action": action, "case": list(case_ids), **more})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def keys(page: str) -> list[str]:
    return re.findall(r'name="row" value="([^"]+)"', page)


def test_the_work_list_offers_what_may_be_recorded_in_several_cases(
    parts: Parts, browser: TestClient
) -> None:
    page = browser.get("/?part=all").text
    assert page.count('type="checkbox" name="case"') == 2 and "Say how you will fix a missed deadline" in page
    assert "Assign the case" not in page and "Agree to assess" not in page
    assert "Assign the case" in browser_of(parts, MANAGER).get("/?part=all").text


def test_a_selection_without_cases_or_act_is_an_error_that_leads_to_its_field(browser: TestClient) -> None:
    for sent, said, at in (
        ({"action": "advice_received"}, "Select at least one case", "#cases"),
        ({"case": "case-one"}, "Select what to record in the cases you selected", "#action"),
    ):
        answer = post(browser, "/bulk", {**sent, "list": "part=all&stage=assessing"})
        assert answer.headers["location"].startswith("/?part=all&stage=assessing&missing=")
        page = browser.get(answer.headers["location"]).text
        assert (
            said in page and f'href="{at}"' in page and f'id="{at[1:]}"' in page and "<title>Error: " in page
        )


def test_replies_of_several_advisers_are_chosen_and_checked_together(browser: TestClient) -> None:
    place = selected(browser, "advice_received", "case-one", "case-two", "case-ended")
    page = browser.get(place).text
    assert len(keys(page)) == 4 and " checked" not in page, "four replies are outstanding, and none has come"
    assert (
        "The school, due" in page
        and "When did you receive the advice?" in page
        and "Whose advice" not in page
    )
    none = post(browser, place, {"on": "today", "step": "check"})
    assert none.status_code == 400 and "Select at least one row" in none.text and 'href="#rows"' in none.text
    chosen = keys(page)[:3]
    undated = post(browser, place, {"row": chosen, "step": "check"})
    assert (
        "Enter the date for “When did you receive the advice?”" in undated.text
        and undated.text.count(" checked") == 3
    )
    checked = post(browser, place, {"row": chosen, "on": "today", "note": "By post.", "step": "check"}).text
    assert checked.count("Will be recorded<") == 3 and "Record 3 actions" in checked and "By post." in checked
    ahead = {"row": chosen, "on": "other", "on-day": "1", "on-month": "7", "on-year": "2024", "step": "check"}
    assert "1 July 2024 is in the future" in post(browser, place, ahead).text
    changed = post(browser, place, {"row": chosen, "on": "today", "note": "By post.", "step": "change"}).text
    assert "By post." in changed and changed.count(" checked") == 4


def test_missed_deadlines_are_acknowledged_on_one_page(parts: Parts) -> None:
    browser = browser_of(parts, MANAGER)
    listed = browser.get("/manager/breaches").text
    assert len(keys(listed)) == 4
    nothing = post(browser, "/bulk", {"from": "breaches", "action": "breach_acknowledged"})
    assert "Select at least one missed deadline" in browser.get(nothing.headers["location"]).text
    place = selected(browser, "breach_acknowledged", row=keys(listed), **{"from": "breaches"})  # type: ignore[arg-type]
    page = browser.get(place).text
    assert page.count(" checked") == 4 and "Which deadline was missed?" not in page
    answers = {
        "on": "today",
        "plan": "Chase.",
        "planned_on-day": "10",
        "planned_on-month": "6",
        "planned_on-year": "2024",
    }
    checked = post(browser, place, {**answers, "row": keys(page), "step": "check"}).text
    assert checked.count("Will be recorded<") == 4 and "Record 4 actions" in checked


def test_a_selection_is_its_makers_own_and_shows_no_case_that_may_not_be_seen(
    parts: Parts, browser: TestClient
) -> None:
    place = selected(browser, "review_papers_sent", "case-one")
    other = browser_of(parts, OTHER)
    assert "Select the cases again" in other.get(place).text
    theirs = other.get(selected(other, "review_papers_sent", "case-one")).text
    assert "case-one" not in theirs and "nothing to record" in theirs


def test_all_cases_of_a_list_can_be_selected_and_assigned(parts: Parts) -> None:
    browser = browser_of(parts, MANAGER)
    place = selected(browser, "officer_assigned", all="1", list="part=all&stage=assessing")
    page = browser.get(place).text
    assert place.startswith("/manager/assign?") and page.count(" checked") == 2


def test_a_reason_that_is_the_same_for_all_rows_is_an_error_of_its_question(parts: Parts) -> None:
    browser = browser_of(parts, MANAGER)
    place = selected(browser, "breach_acknowledged", "case-one", "case-two")
    answers = {
        "on": "today",
        "plan": "Chase.",
        "planned_on-day": "3",
        "planned_on-month": "6",
        "planned_on-year": "2024",
    }
    page = post(browser, place, {**answers, "row": keys(browser.get(place).text), "step": "check"})
    assert page.status_code == 400 and "must be for a future day" in page.text and "Chase." in page.text
