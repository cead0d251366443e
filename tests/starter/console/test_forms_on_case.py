"""The next job of a case has its form on the page of the case, and an act without letters needs no check page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import count

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from office.dependencies import Parts, read_only_parts
from office.plans import save
from records import ledger, people
from tests.activities.people import load_profile
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.plans import sample_plan
from tests.starter.console.desk import at_desk
from tests.starter.console.signed import as_person, browser_of, post

OFFICER = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
AUDITOR = Person("auditor-1", "Sample Auditor", frozenset({Role.AUDITOR}))
TODAY = date(2024, 6, 3)
CHILD = "Lark Sample"
ASSESSED = ("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school")
PLANNED = (*ASSESSED, "advice_received 2024-05-10 school", "plan_agreed 2024-05-20")
DRAFTED = (*PLANNED, "draft_issued 2024-05-28", "setting_consulted 2024-05-28 urn-900001")
_numbers = count(1)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("forms"))
    load_profile(database)
    yield read_only_parts(database, lambda: TODAY)
    database.close()


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, OFFICER)


def a_case(parts: Parts, *acts: str) -> str:
    """A case of its own after these acts, whose next acts are recorded at once."""
    case_id = f"case-forms{next(_numbers)}"
    at_desk(parts, Story(case_id).then(*acts))
    with parts.database.write() as session:
        people.register(
            session,
            people.Intake(
                f"key-{case_id}", case_id, None, CHILD, date(2016, 5, 4), "Ash Sample\n1 Sample Street\nEX1 1AA",
                None, "parent", date(2024, 3, 4), "north", "officer-1", at_nine("2024-03-04"), True,
            ),
        )  # fmt: skip
    return case_id


def send(browser: TestClient, case_id: str, action: str, **answers: str | list[str]) -> Response:
    """Send the form of an act as it stands on the page of the case, with these answers."""
    page = browser.get(f"/cases/{case_id}").text
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f"/act/{action}" in one)
    hidden = dict(re.findall(r'type="hidden" name="(request_id|seen|step)" value="([^"]*)"', form))
    given = {"on": "today"} if re.search(r'value="today" checked', form) else {}
    return post(browser, f"/cases/{case_id}/act/{action}", {**hidden, **given, **answers})


def happened(parts: Parts, case_id: str) -> list[str]:
    with parts.database.read() as session:
        return [line.event for line in ledger.facts_of(session, case_id) if line.kind == "act"]


def test_a_decision_has_both_its_forms_with_today_and_proposes_neither(
    parts: Parts, browser: TestClient
) -> None:
    page = browser.get(f"/cases/{a_case(parts)}").text
    assert "Next: decide whether to assess" in page
    assert len(re.findall(r'value="today" checked', page)) == 2
    assert "<details open" not in page and 'id="assessment_agreed-on-today"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "two forms on one page have ids of their own"


def test_advice_is_asked_for_from_the_page_with_what_every_assessment_needs(
    parts: Parts, browser: TestClient
) -> None:
    page = browser.get(f"/cases/{a_case(parts, 'assessment_agreed 2024-04-10')}").text
    assert "Next: ask for advice" in page
    chosen = re.findall(r'name="of" type="checkbox" value="(\w+)" checked', page)
    assert {"school", "health", "social_care", "educational_psychologist"} <= set(chosen)


def test_reports_are_uploaded_on_the_page_while_advice_is_waited_for(
    parts: Parts, browser: TestClient
) -> None:
    case_id = a_case(parts, *ASSESSED)
    page = browser.get(f"/cases/{case_id}").text
    assert "Next: chase late advice: the school" in page
    assert f'action="/cases/{case_id}/advice"' in page and 'name="reports"' in page


def test_the_draft_is_sent_from_the_page_with_the_newest_version(parts: Parts, browser: TestClient) -> None:
    case_id = a_case(parts, *PLANNED)
    unwritten = browser.get(f"/cases/{case_id}").text
    assert f'action="/cases/{case_id}/plan/start"' in unwritten and "draft_issued-document" not in unwritten
    plan = sample_plan(CHILD)
    for _ in range(2):
        saved = save(parts.database, case_id, plan, "officer-1")
    page = browser.get(f"/cases/{case_id}").text
    assert re.search(rf'<option value="{saved["plan"]}" selected', page)


def test_an_act_without_letters_is_recorded_in_one_form(parts: Parts, browser: TestClient) -> None:
    case_id = a_case(parts, *DRAFTED)
    assert "Record this" in browser.get(f"/cases/{case_id}").text
    answer = send(browser, case_id, "representations_received")
    assert answer.status_code == 303 and "done=page-" in answer.headers["location"]
    assert happened(parts, case_id)[-1] == "representations_received"


def test_an_act_with_a_warning_or_an_error_is_shown_first(parts: Parts, browser: TestClient) -> None:
    case_id = a_case(parts, *DRAFTED)
    earlier = {"on": "other", "on-day": "30", "on-month": "5", "on-year": "2024"}
    late = send(browser, case_id, "representations_received", **earlier)
    assert "Check your answers" in late.text and "Recorded late" in late.text
    wrong = send(browser, case_id, "representations_received", **earlier, setting="no number")
    assert wrong.status_code == 400 and 'href="#setting"' in wrong.text
    assert "No setting is called 'no number'. Check the name, or enter the number (URN)" in unescape(
        wrong.text
    )
    assert happened(parts, case_id)[-1] == "setting_consulted"


def test_an_act_that_writes_to_someone_keeps_its_check_page(parts: Parts, browser: TestClient) -> None:
    case_id = a_case(parts)
    checked = send(browser, case_id, "assessment_agreed", step="now")
    assert "Check your answers" in checked.text and "Who we will write to" in checked.text
    assert "assessment_agreed" not in happened(parts, case_id)


def test_a_person_who_may_not_record_has_no_form(parts: Parts, browser: TestClient) -> None:
    case_id = a_case(parts)
    as_person(browser, AUDITOR)
    assert f"/cases/{case_id}/act/" not in browser.get(f"/cases/{case_id}").text


def test_advice_is_asked_for_together_with_the_decision_to_assess(parts: Parts, browser: TestClient) -> None:
    case_id = a_case(parts)
    page = browser.get(f"/cases/{case_id}").text
    asked = re.findall(r'name="also_ask" type="checkbox" value="(\w+)" checked', page)
    assert {"school", "health", "social_care"} <= set(asked)
    chosen = {"also_ask": ["school", "health"]}
    checked = send(browser, case_id, "assessment_agreed", **chosen)
    assert "Check your answers" in checked.text and checked.text.count("“Please give your advice”") >= 1
    recorded = send(browser, case_id, "assessment_agreed", **chosen, step="record")
    assert recorded.headers["location"].count("done=") == 2
    assert happened(parts, case_id) == ["assessment_agreed", "advice_requested", "advice_requested"]


def test_a_decision_without_advice_asks_no_one(parts: Parts, browser: TestClient) -> None:
    case_id = a_case(parts)
    recorded = send(browser, case_id, "assessment_agreed", step="record")
    assert recorded.headers["location"].count("done=") == 1
    assert happened(parts, case_id) == ["assessment_agreed"]


def test_replies_of_settings_are_recorded_on_the_page_of_the_case(parts: Parts, browser: TestClient) -> None:
    case_id = a_case(parts, *DRAFTED)
    page = browser.get(f"/cases/{case_id}").text
    assert 'name="answer-urn-900001"' in page and "Replies of the settings that we consulted (1)" in page
    form = {"request_id": "page-abcdefghjkmn", "on": "today", "page": "case"}
    answer = post(browser, f"/cases/{case_id}/settings", {**form, "answer-urn-900001": "can_meet_need"})
    assert answer.headers["location"] == f"/cases/{case_id}?replies=1"
    after = browser.get(answer.headers["location"]).text
    assert "1 reply was recorded." in after and "Replies of the settings" not in after
