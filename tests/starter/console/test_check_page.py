"""The check page of an act: who is written to, the letter itself, what the checks of the plan found, and past work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from casework.letters.sending_times import Policy
from office.dependencies import Parts, read_only_parts
from office.plans import save
from records import outbox, people
from tests.activities.people import load_profile
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.plans import sample_plan
from tests.starter.console.signed import browser_of, post

OFFICER = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
FORM = {"request_id": "page-abcdefghjkmn"}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("check"))
    yield read_only_parts(database, lambda: date(2024, 6, 3))
    database.close()


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, OFFICER)


PLANNED = "case-planned"
CHILD = "Lark Sample"


@pytest.fixture(scope="module")
def planned(parts: Parts) -> str:
    """A case whose draft is next, with a plan that the checks find weak."""
    Story(PLANNED).then(
        "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school", "advice_received 2024-05-10 school",
        "plan_agreed 2024-05-20",
    ).record(parts.database)  # fmt: skip
    with parts.database.write() as session:
        people.register(
            session,
            people.Intake(
                "planned", PLANNED, None, CHILD, date(2016, 5, 4), "Ash Sample\n1 Sample Street\nEX1 1AA", None,
                "parent", date(2024, 3, 4), "north", "officer-1", at_nine("2024-03-04"), True,
            ),
        )  # fmt: skip
    load_profile(parts.database)
    weak = sample_plan(CHILD)
    weak["areas"]["communication_and_interaction"]["rows"][0]["outcome"] = ""
    return str(save(parts.database, PLANNED, weak, "officer-1")["plan"])


def draft(browser: TestClient, step: str, **answers: str) -> Response:
    sent = {**FORM, "seen": "6", "step": step, "on": "today", **answers}
    return post(browser, f"/cases/{PLANNED}/act/draft_issued", sent)


def test_the_check_page_shows_who_is_written_to_and_the_letter_itself(
    parts: Parts, browser: TestClient, planned: str
) -> None:
    parts.policy = Policy(recall=timedelta(minutes=30))
    page = draft(browser, "check", document=planned).text
    parts.policy = Policy()
    for said in ("Who we will write to", "Family: Ash Sample", "By letter to Ash Sample, 1 Sample Street, EX1 1AA", "With the plan"):  # fmt: skip
        assert said in page
    assert "You can recall it until" in page
    assert "Read the letter" in page and CHILD in page.partition("Read the letter")[2]
    with parts.database.read() as session:
        assert outbox.of_case(session, PLANNED) == [] or all(
            one.about != "draft_issued" for one in outbox.of_case(session, PLANNED)
        )


def test_the_findings_are_on_the_check_page_and_accepted_there(browser: TestClient, planned: str) -> None:
    asked = browser.get(f"/cases/{PLANNED}/act/draft_issued").text
    assert "I have read these points" not in asked and "findings_accepted_by" not in asked
    page = draft(browser, "check", document=planned)
    assert page.status_code == 200 and "no outcome is given" in page.text
    code = re.search(r'name="findings_seen" value="(\w+)"', page.text)
    assert code is not None
    unread = draft(browser, "record", document=planned, findings_seen=code[1])
    assert unread.status_code == 400 and "Accept the points that the checks found" in unread.text
    accepted = {"findings_accepted_by": "officer-1", "findings_seen": code[1]}
    recorded = draft(browser, "record", document=planned, **accepted)
    assert "Accept the points that the checks found" not in recorded.text, "it goes on to the workflow"


def test_a_draft_without_a_plan_is_an_error_of_its_question(browser: TestClient, planned: str) -> None:
    page = draft(browser, "check")
    assert page.status_code == 400 and "say which version is sent" in page.text


def past(browser: TestClient, **answers: str) -> Response:
    return post(browser, f"/cases/{PLANNED}/past-work", {"step": "check", **answers})


def test_past_work_is_checked_together_and_shows_what_is_owed(browser: TestClient, planned: str) -> None:
    row = {
        "action-1": "advice_received",
        "day-1": "12",
        "month-1": "5",
        "year-1": "2024",
        "adviser-1": "school",
    }
    empty = past(browser)
    assert empty.status_code == 400 and "Enter at least one action with its date" in empty.text
    for wrong, said in (({"year-1": "24"}, "must include a day, a month and a year"), ({"action-1": "draft_issued", "day-1": "25"}, "Action 1: Issue the draft plan needs how the person was told")):  # fmt: skip
        page = past(browser, **{**row, **wrong})
        assert page.status_code == 400 and said in page.text, page.text
    page = past(browser, **row)
    assert page.status_code == 200, page.text
    for said in (
        "Record advice: The school, on 12 May 2024",
        "We send no letters and no alerts",
        "What is owed after them",
    ):
        assert said in page.text


def test_a_case_shows_that_a_letter_has_not_left(parts: Parts, browser: TestClient) -> None:
    story = Story("case-not-left").then("assessment_agreed 2024-04-10")
    story.then("letter_not_left 2024-04-11", act="assessment_agreed", recorded_on="2024-04-10")
    story.record(parts.database)
    page = browser.get("/cases/case-not-left").text
    said = "The letter of 10 April 2024 (&#34;Agree to assess&#34;) has not left; the limit is still running."
    assert page.count(said) == 2 and "Recorded on" not in page, "as a warning, and in the timeline"


def test_a_letter_is_named_by_its_title(browser: TestClient, planned: str) -> None:
    page = draft(browser, "check", document=planned).text
    assert "\u201cThe draft plan, and your right to be heard\u201d. By letter" in page
