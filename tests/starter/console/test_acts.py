"""The pages of an act: questions, error messages and the check page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from casework.settings.settings import Setting
from office.dependencies import Parts, read_only_parts
from records import access, people, settings
from statute.exceptions import FROM_FACTS
from tests.activities.steps import Story, at_nine
from tests.databases import BOTH, records_in
from tests.starter.console.signed import as_person, browser_of, post

TODAY = date(2024, 6, 3)
OFFICER = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
MANAGER = Person("manager-1", "Sample Manager", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))
OTHERS = Person("officer-9", "Sample Other", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
CLAIM = "/cases/case-a/act/exception_claimed?ground=reg13(3)(c)"
FORM = {"request_id": "page-abcdefghjkmn", "seen": "3"}


@pytest.fixture(scope="module", params=BOTH)
def parts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    folder: Path = tmp_path_factory.mktemp("acts")
    database = records_in(request.param, folder)
    Story("case-a").then(
        "assessment_agreed 2024-04-10",
        "advice_requested 2024-04-11 school",
        "advice_requested 2024-04-11 health",
    ).record(database)
    with database.write() as session:
        people.register(
            session,
            people.Intake(
                "key", "case-a", None, "Wren Sample", date(2016, 5, 4), "Family of Wren", None, "parent", date(2024, 3, 4),
                "north", "officer-1", at_nine("2024-03-04"), True,
            ),
        )  # fmt: skip
    made = read_only_parts(database, lambda: TODAY)
    made.uploads = folder / "uploads"
    yield made
    database.close()


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, OFFICER)


def answered(browser: TestClient, action: str, **answers: Any) -> Response:
    return post(browser, f"/cases/case-a/act/{action}", {**FORM, "step": "check", **answers})


@pytest.mark.parametrize(
    ("action", "answers", "at", "said"),
    [
        ("advice_received", {}, "on-today", "Enter the date for “When did you receive the advice?”"),
        ("advice_received", {"on": "today"}, "of", "Select an answer to “Whose advice?”"),
        ("advice_received", {"on": "other", "on-day": "31", "on-month": "2", "on-year": "2024"}, "on-day", "Date for “When did you receive the advice?” must be a real date"),
        ("advice_received", {"on": "other", "on-day": "3", "on-year": "2024"}, "on-day", "Date for “When did you receive the advice?” must include a month"),
        ("advice_received", {"on": "other", "on-day": "x", "on-month": "2", "on-year": "24"}, "on-day", "Date for “When did you receive the advice?” must be in numbers"),
        ("advice_received", {"on": "today", "on-day": "3"}, "on-day", "Select today or enter another date, not both"),
        ("advice_received", {"on": "today", "of": "magician"}, "of", "Select an answer to “Whose advice?” from the options"),
        ("advice_received", {"on-day": "4", "on-month": "6", "on-year": "2024", "of": "school"}, "on-day", "4 June 2024 is in the future"),
        ("advice_received", {"on-day": "3", "on-month": "3", "on-year": "2024", "of": "school"}, "on-day", "before the request was received"),
        ("advice_received", {"on": "today", "of": "school", "note": "x" * 4001}, "note", "must be 4,000 characters or less. You have 4,001"),
        ("advice_requested", {"on": "today", "of": ["school", "camhs"]}, "of", "Advice was already asked of school on 11 April 2024"),
        ("exception_claimed", {"on": "today"}, "ground", "Select an answer to “Which ground applies?”"),
        ("exception_claimed", {"on": "today", "ground": "reg13(3)(c)", "evidence": "two words"}, "evidence", "is not a code; use letters, digits"),
        ("exception_claimed", {"on": "today", "ground": "reg8(2)(c)"}, "of", "Select an answer to “Whose advice is this about?”"),
        ("exception_claimed", {"on-day": "4", "on-month": "6", "on-year": "2024", "ground": "reg13(3)(c)"}, "on-day", "4 June 2024 is in the future"),
        ("setting_consulted", {"on": "today", "of": "Larch Mead"}, "of", "Check the name, or enter the number (URN)"),
    ],
)  # fmt: skip
def test_an_error_is_shown_in_the_summary_and_at_the_question(
    browser: TestClient, action: str, answers: dict[str, Any], at: str, said: str
) -> None:
    page = answered(browser, action, **answers)
    assert page.status_code == 400 and "<title>Error: " in page.text
    summary = re.search(r'error-summary__list.*?href="#([\w-]+)">\s*([^<]*)', page.text, re.DOTALL)
    assert summary is not None
    assert summary[1] == at and said in summary[2].replace("&#39;", "'")
    assert page.text.count(said) >= 2, "the error is at the question too"
    assert f'id="{at}"' in page.text
    for value in answers.values():
        for each in [value] if isinstance(value, str) else value:
            assert each in page.text or each in ("magician", "school"), "valid answers are kept"


def test_good_answers_lead_to_the_check_page_with_warnings(browser: TestClient) -> None:
    page = answered(browser, "advice_received", on="other", of="school", note="It came by post.", **dict(zip(("on-day", "on-month", "on-year"), ("10", "5", "2024"), strict=True)))  # fmt: skip
    assert page.status_code == 200 and "Check your answers" in page.text
    for said in (
        "10 May 2024",
        "The school",
        "It came by post.",
        "Recorded late: it took effect on 10 May 2024",
    ):
        assert said in page.text
    changed = post(
        browser,
        "/cases/case-a/act/advice_received",
        {**FORM, "step": "change", "on": "today", "of": "school", "note": "It came by post."},
    )
    assert "It came by post." in changed.text and "There is a problem" not in changed.text


def test_a_setting_is_entered_by_urn_and_checked_by_name(parts: Parts, browser: TestClient) -> None:
    Story("case-plan").then(
        "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school", "advice_received 2024-05-10 school",
        "plan_agreed 2024-05-20",
    ).record(parts.database)  # fmt: skip
    known = Setting("900001", "Sample Thistle Grove", "academy", "Sample Council", 4, 11, True)
    with parts.database.write() as session:
        settings.replace_settings(session, [known], settings.Load(at_nine("2024-03-04"), None, 1, None))

    def consulted(numbers: str) -> Response:
        return post(
            browser,
            "/cases/case-plan/act/setting_consulted",
            {**FORM, "step": "check", "on": "today", "of": numbers},
        )

    assert "Sample Thistle Grove (900001)" in consulted("900001").text
    wrong = consulted("900001\n999999")
    assert wrong.status_code == 400 and wrong.text.count("There is no setting 999999 in the register") == 2


def test_only_advisers_who_were_asked_are_options(browser: TestClient) -> None:
    page = browser.get("/cases/case-a/act/advice_received").text
    assert re.findall(r'name="of" type="radio" value="(\w+)"', page) == ["school", "health"]
    wanted = browser.get("/cases/case-a/act/advice_requested").text
    assert "camhs" in re.findall(r'name="of" type="checkbox" value="(\w+)"', wanted)
    assert "school" not in re.findall(r'name="of" type="checkbox" value="(\w+)"', wanted)


def test_only_a_person_who_may_approve_an_exception_sees_the_approval(
    parts: Parts, browser: TestClient
) -> None:
    assert "I approve this exception" not in browser.get(CLAIM).text
    as_person(browser, MANAGER)
    assert "I approve this exception" in browser.get(CLAIM).text


@pytest.mark.parametrize(
    ("ground", "dates", "asks_adviser"),
    [
        ("reg13(3)(a)", {"closed_from", "reopens_on", "advice_asked_on"}, False),
        ("reg10(4)(c)", {"from", "to"}, False),
        ("reg8(2)(b)", {"from", "to"}, True),
        ("reg8(2)(c)", {"missed_on"}, True),
    ],
)
def test_an_exception_asks_for_the_ground_and_then_for_what_that_ground_needs(
    browser: TestClient, ground: str, dates: set[str], asks_adviser: bool
) -> None:
    def asked(page: str) -> set[str]:
        return set(re.findall(r'name="(\w+)-day" type="text"', page))

    first = browser.get("/cases/case-a/act/exception_claimed").text
    assert f'value="{ground}"' in first and asked(first) == set()
    on = {"on": "other", "on-day": "1", "on-month": "6", "on-year": "2024"}
    claim = "exception_claimed"
    page = answered(browser, claim, step="first", ground=ground)
    assert page.status_code == 200 and "There is a problem" not in page.text
    assert asked(page.text) == {"on", "family_told_on", *dates}
    assert ('name="of"' in page.text) is asks_adviser
    assert ("If you leave this blank, the date recorded" in page.text) is bool(dates & FROM_FACTS)
    of = {"of": "school"} if asks_adviser else {}
    check = answered(browser, claim, ground=ground, **on, **of)
    assert check.status_code == 200 and "The exception has no effect until these are recorded" in check.text
    again = answered(browser, claim, step="ground", ground=ground, because="A hospital stay.", **on).text
    assert asked(again) == set() and re.search(rf'value="{re.escape(ground)}" checked', again)
    another = answered(
        browser, claim, step="first", **{**on, "ground": "reg5(4)(d)", "because": "A hospital stay."}
    ).text
    assert "A hospital stay." in again and "A hospital stay." in another, "answers are kept"


def test_a_case_of_another_team_is_refused_and_the_attempt_is_logged(parts: Parts) -> None:
    other = browser_of(parts, OTHERS)
    for address in ("/cases/case-a", "/cases/case-a/act/advice_received", "/cases/case-a/documents/add"):
        answer = other.get(address)
        assert answer.status_code == 403 and "it is with team north" in answer.text
    with parts.database.read() as session:
        logged = access.entries(session, person="officer-9")
    assert len(logged) == 3 and not any(one.allowed for one in logged)


def test_the_name_is_shown_only_to_people_who_may_see_it_and_logged(
    parts: Parts, browser: TestClient
) -> None:
    assert "Wren Sample" in browser.get("/cases/case-a").text
    with parts.database.read() as session:
        assert access.entries(session, person="officer-1", limit=1)[0].right == "see_personal"
    as_person(browser, Person("auditor-1", "Sample Auditor", frozenset({Role.AUDITOR})))
    for page in ("", "/timeline", "/people", "/documents", "/print"):
        shown = browser.get(f"/cases/case-a{page}")
        assert shown.status_code == 200
        assert "Wren" not in shown.text and "Family of" not in shown.text


def test_an_incomplete_form_records_nothing(browser: TestClient) -> None:
    for broken in ({"request_id": "other"}, {"seen": "x"}, {"seen": ""}):
        answer = post(
            browser, "/cases/case-a/act/advice_received", {**FORM, **broken, "on": "today", "of": "school"}
        )
        assert answer.status_code == 409 and "start again" in answer.text
    assert browser.post("/cases/case-a/act/advice_received", data=FORM).status_code == 403, (
        "without the CSRF token"
    )


def test_without_the_server_the_page_says_that_nothing_was_recorded(browser: TestClient) -> None:
    answer = post(
        browser,
        "/cases/case-a/act/advice_received",
        {**FORM, "step": "record", "on": "today", "of": "school"},
    )
    assert answer.status_code == 503 and "Nothing was recorded" in answer.text


def test_a_document_is_added_listed_and_downloaded(browser: TestClient) -> None:
    file = {"document": ("advice of the school.pdf", b"%PDF-1.7 sample", "application/pdf")}
    added = post(browser, "/cases/case-a/documents/add", files=file)
    assert added.status_code == 303
    document = added.headers["location"].partition("added=")[2]
    page = browser.get(added.headers["location"]).text
    assert f"Document {document} was added." in page and "advice of the school.pdf" in page
    given = browser.get(f"/cases/case-a/documents/{document}")
    assert given.content == b"%PDF-1.7 sample"
    assert given.headers["content-disposition"].startswith("attachment;")
    assert given.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in given.headers["content-security-policy"]
    offered = browser.get(CLAIM).text
    assert f'value="{document}"' in offered, "an act may refer to it"
    as_person(browser, Person("auditor-1", "Sample Auditor", frozenset({Role.AUDITOR})))
    assert browser.get(f"/cases/case-a/documents/{document}").status_code == 403


def test_a_file_with_the_wrong_content_is_refused_at_its_field(browser: TestClient) -> None:
    wrong = post(
        browser,
        "/cases/case-a/documents/add",
        files={"document": ("advice.pdf", b"MZ sample", "application/pdf")},
    )
    assert wrong.status_code == 400 and wrong.text.count("does not match its name") == 2
    none = post(browser, "/cases/case-a/documents/add", files={"document": ("", b"", "application/pdf")})
    assert none.status_code == 400 and "Select a file" in none.text


def test_a_body_over_the_limit_is_not_read(browser: TestClient) -> None:
    answer = browser.post("/cases/case-a/documents/add", content=b"", headers={"content-length": "900000000"})
    assert (answer.status_code, "too large" in answer.text) == (413, True)


def test_the_check_page_shows_open_cases_of_the_same_child(browser: TestClient) -> None:
    answers = {
        "step": "check", "on": "today", "child_name": "wren  SAMPLE", "born_on-day": "4", "born_on-month": "5",
        "born_on-year": "2016", "source": "parent", "team": "north",
    }  # fmt: skip
    page = post(browser, "/requests/new", answers)
    assert "There may already be a case" in page.text and "same name and date of birth" in page.text
    near = post(browser, "/requests/new", {**answers, "child_name": "Wrenn Sample"})
    assert "same date of birth and a similar name" in near.text
    other = post(browser, "/requests/new", {**answers, "child_name": "Heron Other"})
    assert "There may already be a case" not in other.text
    again = post(browser, "/requests/new", {**answers, "step": "open"})
    assert again.status_code == 400 and "Confirm that this is a different child" in again.text


def test_a_decision_to_cease_needs_no_requester_and_allows_any_age(browser: TestClient) -> None:
    answers = {
        "step": "check", "on": "today", "child_name": "Heron Other", "born_on-day": "4", "born_on-month": "5",
        "born_on-year": "1990", "team": "north", "opens": "ceasing",
    }  # fmt: skip
    page = post(browser, "/requests/new", answers)
    assert page.status_code == 200 and "Family told the plan will end" in page.text
    unasked = post(browser, "/requests/new", {**answers, "opens": "reassessment"})
    assert unasked.status_code == 400 and "Who made the request?" in unasked.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"born_on-year": "1990"}, "25 or over"),
        ({"child_name": ""}, "Enter the child or young person’s name"),
        ({"on": "other", "on-day": "4", "on-month": "6", "on-year": "2024"}, "in the future"),
        ({"on": ""}, "Enter the date for “When was the request received?”"),
        ({"on": "other", "on-day": "4"}, "Date for “When was the request received?” must include a month"),
        ({"team": "south"}, "Select an answer to “Which team will work on the case?” from the options"),
    ],
)
def test_a_request_with_a_wrong_answer_shows_the_error(
    browser: TestClient, changed: dict[str, str], said: str
) -> None:
    answers = {
        "step": "check", "on": "today", "child_name": "Heron Other", "born_on-day": "4", "born_on-month": "5",
        "born_on-year": "2016", "source": "parent", "team": "north",
    }  # fmt: skip
    page = post(browser, "/requests/new", {**answers, **changed})
    assert page.status_code == 400 and page.text.count(said) >= 2
