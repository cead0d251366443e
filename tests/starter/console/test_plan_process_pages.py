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
from casework.processes.plan_changed import PLAN_TOLD, as_act
from casework.processes.registry import BY_KIND
from office.dependencies import Parts, read_only_parts
from office.plans import save
from statute.facts import Event
from tests.casework.processes.annual_review import reviews
from tests.casework.processes.phase_transfer import transfers
from tests.databases import new_records
from tests.plans import sample_plan
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


PLAN = f"maintained-{CASE.removeprefix('case-')}"


def plan_with_health_and_care() -> dict[str, Any]:
    """Return a plan with health provision, two kinds of social care provision, and a personal budget."""
    nurse = {"what": "A seizure plan", "who": "a nurse", "how_often": "each term", "how_long": "1 hour"}
    breaks = {"what": "Short breaks", "who": "a care worker"}
    plan = sample_plan()
    plan["about"] |= {"name": NAME, "born_on": None}
    plan["health"] = [{"need": "Epilepsy.", "provision": [nurse], "outcome": "No seizure goes untreated."}]
    plan["social_care"] = [{"need": "A break.", "h1": [breaks], "h2": [], "outcome": "The family rests."}]
    plan["budget"] = {"amount": "£3,120 a year", "for_what": "Short breaks", "arrangements": ""}
    return plan


def maintained(version: str) -> Any:
    """Return the plan of the case, in force since 20 May 2026."""
    process = BY_KIND["maintained_plan"]
    fact = Event("final_issued", date(2026, 5, 20), None, {"document": version, "setting": "urn-900001"})
    told = as_act(fact, date(2026, 5, 20), PLAN_TOLD)
    return process.after(process.begin(PLAN, {"case": CASE}, None), told)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("plans"))) as database:
        furnish(database)
        with database.write() as session:
            put(session, "annual_review", replace(HELD, id="review-a", case=CASE, plan=PLAN))
            put(session, "annual_review", replace(reviews.early(), id="review-early", case=CASE))
            put(session, "phase_transfer", replace(CONSULTED, id="transfer-a", case=CASE, plan=PLAN))
            put(session, "phase_transfer", replace(FINAL, id="transfer-final", case=CASE))
            put(session, "ceasing", begun("ceasing", "consider_ceasing", "2027-03-01", reason="needs_met"))
            asked = begun("reassessment", "request_reassessment", "2027-03-01", asked_by="setting")
            put(session, "reassessment", replace(asked, last_plan_on=date(2026, 5, 20)))
            put(session, "detention", begun("detention", "record_detention", "2027-03-08"))
            moved = {"moves_on": "2027-04-01", "to": "england", "new_authority": "301"}
            put(session, "move_out", begun("move_out", "learn_of_move", "2027-03-01", **moved))
        version = save(database, CASE, plan_with_health_and_care(), None)["plan"]
        with database.write() as session:
            put(session, "maintained_plan", maintained(version))
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
        ("/reassessments", "16 March 2027"),
        ("/detentions", "15 March 2027"),
    ],
)
def test_a_list_names_the_child_and_what_comes_next(browser: TestClient, at: str, coming: str) -> None:
    page = browser.get(at).text
    assert NAME in page and coming in page and "case case-" not in page


def test_a_page_has_no_code_of_a_setting_and_says_what_to_do(browser: TestClient) -> None:
    for at in (
        "/reviews/review-a", "/transfers/transfer-a", "/endings/ending-a", "/moves-out/moveout-a", "/reassessments/reassessment-a",
        "/detentions/detention-a",
    ):  # fmt: skip
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
    decide = browser.get("/reassessments/reassessment-a/act/decide_reassessment").text
    assert re.search(r'id="last_assessed_on-day"[^>]*value="20"', decide)
    assert "in the six months before the request" in decide
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
    assert refused.status_code == 400 and "Check the name, or enter the number (URN)" in refused.text


def test_before_a_decision_to_refuse_a_re_assessment_the_page_says_which_letter_leaves(
    browser: TestClient,
) -> None:
    at = "/reassessments/reassessment-a/act/decide_reassessment"
    told = {"decision": "refuse", "ground": "not_necessary", "reason": "The needs are known."}
    page = check(browser, at, **told).text
    assert "the letter gives the right to appeal" in page and "Another assessment is not necessary" in page


def test_a_letter_in_a_preview_is_to_the_family_and_not_to_a_process(browser: TestClient) -> None:
    sent = check(
        browser, "/reviews/review-early/act/answer_request", answer="refuse", reason="No change."
    ).text
    assert "Our answer to your request for a review" in sent and "Family (" not in sent


def test_the_page_of_a_plan_shows_its_age_phase_cycle_version_and_what_the_version_provides(
    browser: TestClient,
) -> None:
    page = browser.get(f"/maintained-plans/{PLAN}").text
    for term, value in (
        ("Age", "11"),
        ("Setting", "URN 900001"),
        ("Review cycle", "20 May 2026 to 19 May 2027"),
    ):
        assert f"<dt>{term}</dt><dd>{value}" in page
    assert "A seizure plan, a nurse, each term, 1 hour" in page and "Short breaks, a care worker" in page
    assert "£3,120 a year. Short breaks" in page and "Version in force</dt><dd><a" in page


def test_the_page_of_a_plan_leads_to_what_is_under_way_and_to_what_can_begin(browser: TestClient) -> None:
    page = browser.get(f"/maintained-plans/{PLAN}").text
    for at in ("/reviews/review-a", "/transfers/transfer-a", "/endings/ending-a", "/moves-out/moveout-a"):
        assert f'href="{at}"' in page
    for at in ("/reviews", "/endings", "/moves-out", "/transfers", "/provision"):
        assert f'href="{at}/new?case={CASE}"' in page
    assert NAME in browser.get(f"/endings/new?case={CASE}").text
    assert browser.get("/endings/new?case=case-none").status_code == 200


def test_who_may_not_read_personal_data_sees_neither_the_provision_nor_what_can_begin(parts: Parts) -> None:
    page = browser_of(parts, STAFF["auditor"]).get(f"/maintained-plans/{PLAN}").text
    assert "What is under way" in page
    assert "A seizure plan" not in page and NAME not in page and "What you can begin" not in page


def test_the_pages_of_a_case_and_of_its_processes_lead_to_the_plan(browser: TestClient) -> None:
    for at in (f"/cases/{CASE}", "/reviews/review-a", "/transfers/transfer-a", "/endings/ending-a"):
        assert f'href="/maintained-plans/{PLAN}"' in browser.get(at).text, at
    disputes = browser.get(f"/cases/{CASE}/disputes").text
    assert "Plan maintained since 20 May 2026" in disputes and f">Plan {PLAN}" not in disputes


def test_the_family_and_the_setting_of_the_plan_are_asked_before_it_may_end(browser: TestClient) -> None:
    form = browser.get("/endings/ending-a/act/ask_views").text
    assert re.search(r'id="setting"[^>]*value="900001"', form)


def test_an_act_that_would_be_refused_says_why_before_it_is_checked(browser: TestClient) -> None:
    at = "/moves-out/moveout-a/act/transfer_plan"
    refused = check(browser, at, new_authority="301", way="portal", step="check")
    assert refused.status_code == 400 and "on the day of the move, 1 April 2027, or later" in refused.text
    assert "Check your answers" not in refused.text
