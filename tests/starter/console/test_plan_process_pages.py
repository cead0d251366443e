"""The pages and forms of the processes of a plan: names instead of codes, next dates, known answers and lists of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.case.actions import Act
from casework.processes.registry import BY_KIND
from office.dependencies import Parts, read_only_parts
from tests.casework.processes.annual_review import reviews
from tests.casework.processes.phase_transfer import transfers
from tests.databases import new_records
from tests.starter.console.office import CASE, NAME, STAFF, furnish
from tests.starter.console.signed import browser_of, post
from tests.starter.processes import put

TODAY = date(2027, 3, 12)
HELD = reviews.recorded(
    reviews.scheduled(), ("arrange_meeting", "2027-01-20", {"meeting_on": "2027-03-04"}), reviews.HELD
)
CONSULTED = transfers.done(
    transfers.transfer(),
    ("record_preference", "2026-10-10", {"settings": ["urn-900002", "urn-900003"]}),
    ("send_notice", "2026-12-01"),
)
FINAL = transfers.done(
    CONSULTED, ("issue_final", "2027-02-10", {"names": "type_only", "kind_of_setting": "special"})
)


def begun(kind: str, act: str, on: str, **fields: Any) -> Any:
    """Return the state of a process of the case after the act that calls it."""
    process = BY_KIND[kind]
    state = process.begin(f"{process.noun}-a", {"case": CASE}, None)
    return process.after(state, Act(act, date.fromisoformat(on), None, fields))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("plans"))) as database:
        furnish(database)
        with database.write() as session:
            put(session, "annual_review", replace(HELD, id="review-a", case=CASE))
            put(session, "annual_review", replace(reviews.early(), id="review-early", case=CASE))
            put(session, "phase_transfer", replace(CONSULTED, id="transfer-a", case=CASE))
            put(session, "phase_transfer", replace(FINAL, id="transfer-final", case=CASE))
            put(session, "ceasing", begun("ceasing", "consider_ceasing", "2027-03-01", reason="needs_met"))
            moved = {"moves_on": "2027-04-01", "to": "england", "new_authority": "301"}
            put(session, "move_out", begun("move_out", "learn_of_move", "2027-03-01", **moved))
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture(scope="module")
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def check(browser: TestClient, at: str, **answers: str) -> Response:
    """Send the answers of a form, and return the page that checks them."""
    hidden = dict(
        re.findall(r'type="hidden" name="(request_id|seen|step)" value="([^"]*)"', browser.get(at).text)
    )
    return post(browser, at, {**hidden, "on": "today", **answers})


@pytest.mark.parametrize(
    ("at", "coming"),
    [
        ("/reviews", "Answer the request"),
        ("/transfers", "Day of the move"),
        ("/endings", NAME),
        ("/moves-out", "1 April 2027"),
    ],
)
def test_a_list_names_the_child_and_what_comes_next(browser: TestClient, at: str, coming: str) -> None:
    page = browser.get(at).text
    assert NAME in page and coming in page and "case case-" not in page


def test_a_page_has_no_code_of_a_setting_and_says_what_to_do(browser: TestClient) -> None:
    for at in ("/reviews/review-a", "/transfers/transfer-a", "/endings/ending-a", "/moves-out/moveout-a"):
        page = browser.get(at).text
        assert "urn-" not in page and "case case-" not in page
    assert "The family prefers</dt><dd>URN 900002 and URN 900003" in browser.get("/transfers/transfer-a").text
    assert "Tell the family and the setting" in browser.get("/endings/ending-a").text
    assert "by 16 October 2026. That day is local policy" in browser.get("/reviews/review-early").text


def test_a_page_names_the_authority_of_a_number(browser: TestClient) -> None:
    assert "New authority</dt><dd>Barking and Dagenham (301)" in browser.get("/moves-out/moveout-a").text


def test_a_form_begins_with_what_is_known(browser: TestClient) -> None:
    transfer = browser.get("/moves-out/moveout-a/act/transfer_plan").text
    assert re.search(r'id="new_authority"[^>]*value="301"', transfer)
    views = browser.get("/endings/ending-a/act/ask_views").text
    assert (
        re.search(r'id="reply_by-day"[^>]*value="27"', views) and "Which setting does the plan name?" in views
    )
    consult = browser.get("/transfers/transfer-a/act/consult_settings").text
    assert re.search(r"<textarea[^>]*>900002\s900003</textarea>", consult)


def test_every_reason_to_end_a_review_can_be_chosen_in_words(browser: TestClient) -> None:
    page = browser.get("/reviews/review-a/act/end_review").text
    assert "The child or young person has died" in page and "The yearly review is due" not in page
    begins = browser.get("/reviews/new").text
    assert "The yearly review is due" in begins and "The plan has ended" not in begins


def test_several_codes_and_settings_are_taken_with_spaces_or_commas(browser: TestClient) -> None:
    outcomes = check(
        browser, "/reviews/review-a/act/record_outcomes", met="E1, E2", partly="E3 E4", evidence="He reads."
    )
    assert outcomes.status_code == 200 and "E1\nE2" in outcomes.text and "E3\nE4" in outcomes.text
    days = {"reply_by-day": "1", "reply_by-month": "4", "reply_by-year": "2027"}
    at = "/transfers/transfer-a/act/consult_settings"
    sent = check(browser, at, settings="900002, 900003", **days)
    assert sent.status_code == 200 and "URN 900002\nURN 900003" in sent.text and "urn-9" not in sent.text
    refused = check(browser, at, settings="Oak", **days)
    assert refused.status_code == 400 and "is not a URN. A URN has 6 digits" in refused.text


def test_a_letter_in_a_preview_is_to_the_family_and_not_to_a_process(browser: TestClient) -> None:
    sent = check(
        browser, "/reviews/review-early/act/answer_request", answer="refuse", reason="No change."
    ).text
    assert "Our answer to your request for a review" in sent and "Family (" not in sent
