"""An officer loads a school's file, adds a record to a case, and finds it on the panel's page, on Today and in the pack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from office.dependencies import read_only_parts
from office.paper_text import text_of
from records import people
from records.database import Database
from records.profile import keep_profile
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.office import CASE, SITTING, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post

HEAD = "Forename,Surname,DateOfBirth,URN,Kind,Date,Tool,Colour\n"
ROW = "Wren,Example,2016-01-01,900001,screen,2024-02-03,WellComm,Red\n"
OTHER = ROW.replace("Wren,Example", "Lark,Sample")
SAID = "Screened red on 3 February 2024 (WellComm)"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = new_records(tmp_path_factory.mktemp("early"))
    furnish(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def browser(database: Database, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    parts = read_only_parts(database, lambda: TODAY)
    parts.uploads = tmp_path_factory.mktemp("uploads")
    return browser_of(parts, STAFF["officer"])


def load(browser: TestClient, text: str) -> Response:
    return post(browser, "/early-support", files={"file": ("early.csv", text.encode())})


@pytest.fixture
def officer(browser: TestClient) -> TestClient:
    as_person(browser, STAFF["officer"])
    assert load(browser, HEAD + ROW + OTHER).status_code == 303
    return browser


def test_a_file_is_loaded_and_its_bad_lines_are_shown(officer: TestClient) -> None:
    bad = load(officer, HEAD + ROW.replace("Red", "Blue"))
    assert bad.status_code == 400
    assert "Line 2: Colour must be Red, Amber or Green." in bad.text
    assert 'href="#file"' in bad.text
    nothing = post(officer, "/early-support")
    assert "Select the file of early support" in nothing.text
    again = load(officer, HEAD + ROW)
    assert again.headers["location"] == "/early-support?added=0&changed=0&same=1"
    page = officer.get("/early-support").text
    assert "Wren Example" in page and "Lark Sample" in page and "Local policy, not law" in page
    assert officer.get("/early-support/form.csv").text.startswith(
        "Forename,Surname,DateOfBirth,URN,Kind,Date,UPN,Tool"
    )
    assert officer.get("/early-support/report").status_code == 200


def test_a_record_is_added_to_a_case_and_every_wrong_answer_is_named(officer: TestClient) -> None:
    assert SAID in officer.get(f"/cases/{CASE}/early-support").text
    form = officer.get(f"/cases/{CASE}/early-support/add?kind=rescreen").text
    assert 'value="900001"' in form and "When was the child screened again?" in form
    given = {
        "kind": "rescreen",
        "on": "other",
        "on-day": "27",
        "on-month": "4",
        "on-year": "2024",
        "urn": "900001",
    }
    wrong = post(officer, f"/cases/{CASE}/early-support/add", {**given, "age_months": "old", "urn": ""})
    assert wrong.status_code == 400
    for said in (
        "Select the screening tool",
        "Select the result",
        "Age in months must be a number",
        "Enter the number of the school",
    ):
        assert said in wrong.text
    future = post(
        officer,
        f"/cases/{CASE}/early-support/add",
        {**given, "on-year": "2025", "tool": "elim", "colour": "red"},
    )
    assert "must be today or in the past" in future.text
    language = {
        "kind": "language",
        "on": "today",
        "urn": "900001",
        "language": "Polish",
        "interpreter": "yes",
    }
    added = post(officer, f"/cases/{CASE}/early-support/add", language)
    assert added.headers["location"] == f"/cases/{CASE}/early-support?done=1"
    assert "speaks Polish at home, needs an interpreter" in officer.get(added.headers["location"]).text


def test_an_early_rescreen_is_flagged(officer: TestClient) -> None:
    post(officer, f"/cases/{CASE}/early-support/add", {
        "kind": "rescreen", "on": "other", "on-day": "20", "on-month": "4", "on-year": "2024", "urn": "900001", "tool": "wellcomm",
        "colour": "amber",
    })  # fmt: skip
    page = officer.get(f"/cases/{CASE}/early-support").text
    assert "Early</strong>" in page and "early: local policy is 12 weeks" in page


def test_the_panel_sees_one_line_on_its_page_and_in_its_pack(officer: TestClient) -> None:
    for person in ("officer", "member", "chair"):
        as_person(officer, STAFF[person])
        page = officer.get(f"/panel/{SITTING}")
        assert "Early support:" in page.text and SAID in page.text
    pack = officer.get(f"/panel/{SITTING}/pack")
    text = " ".join(text_of("pdf", pack.content).split())
    assert "Early support: Screened red on 3 February 2024" in text
    as_person(officer, STAFF["manager of another team"])
    hidden = officer.get(f"/panel/{SITTING}")
    assert hidden.status_code == 200 and SAID not in hidden.text


def test_today_tells_of_a_rescreen_that_is_due(officer: TestClient) -> None:
    as_person(officer, STAFF["manager"])
    page = officer.get("/today").text
    assert "Re-screens due by local policy" in page and f'href="/cases/{CASE}/early-support"' in page
    assert "Ask the settings of 1 child without a case for a re-screen" in page
    as_person(officer, STAFF["manager of another team"])
    assert f'href="/cases/{CASE}/early-support"' not in officer.get("/today").text


def test_switched_off_it_can_be_read_and_nothing_can_be_added(
    officer: TestClient, database: Database
) -> None:
    off = {"early_language_support": [{"starts": date(2024, 6, 1).isoformat(), "switched_on": False}]}
    with database.write() as session:
        keep_profile(
            session, {"authority": {"name": "Sample Council"}, "reforms": off}, None, at_nine("2024-06-01")
        )
    try:
        page = officer.get(f"/cases/{CASE}/early-support").text
        assert SAID in page and "is switched off" in page and "early-support/add" not in page
        refused = load(officer, HEAD + ROW)
        assert refused.status_code == 400 and "Early language support is switched off" in refused.text
        as_person(officer, STAFF["manager"])
        assert "Re-screens due" not in officer.get("/today").text
    finally:
        with database.write() as session:
            keep_profile(session, {"authority": {"name": "Sample Council"}}, None, at_nine("2024-06-01"))


def test_the_advice_page_ticks_the_therapist_and_fills_in_a_note(
    officer: TestClient, database: Database
) -> None:
    Story("case-b").then("assessment_agreed 2024-04-10").record(database)
    with database.write() as session:
        people.register(
            session,
            people.Intake(
                "key-b", "case-b", None, "Lark Sample", date(2016, 1, 1), None, None, "parent", date(2024, 3, 4), "north",
                "officer-1", at_nine("2024-03-04"), True,
            ),
        )  # fmt: skip
    page = officer.get("/cases/case-b/advice").text
    assert re.search(r'value="speech_therapist"[^>]*checked', page)
    assert re.search(
        r'<textarea[^>]*name="note"[^>]*>Screened red on 3 February 2024 \(WellComm\)\.</textarea>', page
    )
    assert "and what the child’s early support points to" in page
