"""An administrator loads and withdraws standards, an officer compares a case with them, and a manager reads the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.settings.settings import Setting
from office.dependencies import read_only_parts
from office.plan_writing import Desk, begin
from office.plans import save
from office.standard_links import of_case
from office.standards import catalogues, load, read
from records import settings
from records.database import Database
from tests.databases import new_records
from tests.plans import sample_plan
from tests.running import ROOT
from tests.starter.console.office import CASE, NAME, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post

pytestmark = pytest.mark.xdist_group("standards")

SAMPLE = ROOT / "samples" / "standards.yaml"
HERE = f"/cases/{CASE}/standards"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One office for all tests of this file, in the order in which they stand: each adds to it."""
    made = new_records(tmp_path_factory.mktemp("standards"))
    furnish(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def console(database: Database, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    parts = read_only_parts(database)
    parts.uploads = tmp_path_factory.mktemp("uploads")
    return browser_of(parts, STAFF["admin"])


@pytest.fixture
def browser(console: TestClient) -> TestClient:
    as_person(console, STAFF["admin"])
    return console


def upload(browser: TestClient, content: bytes) -> Response:
    return post(browser, "/standards", files={"file": ("standards.yaml", content)})


def loaded(database: Database) -> None:
    load(database, read(SAMPLE.read_bytes(), SAMPLE.name), "admin-1", TODAY)


def plan() -> dict[str, Any]:
    content = sample_plan(NAME)
    content["about"]["born_on"] = "2016-01-01"
    return content


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(file_id|name)" value="([^"]*)">', page))


def test_an_administrator_sees_what_a_file_changes_and_then_loads_it(
    browser: TestClient, database: Database
) -> None:
    page = upload(browser, SAMPLE.read_bytes())
    assert page.status_code == 200
    assert "U-01, U-02, U-03" in page.text
    with database.read() as session:
        assert catalogues(session, TODAY) == []
    done = post(browser, "/standards", {**hidden(page.text), "step": "load"})
    assert done.headers["location"] == "/standards?done=loaded"
    assert "In force" in browser.get("/standards").text


def test_every_fault_of_a_file_is_said_with_its_line(browser: TestClient) -> None:
    page = upload(
        browser,
        SAMPLE.read_bytes().replace(b"owner: local", b"owner: mine").replace(b"id: U-02", b"id: U-01"),
    )
    assert page.status_code == 400
    assert "Line 4: owner &#39;mine&#39; is not known" in page.text
    assert "U-01 is on line" in page.text
    assert "Select a file" in post(browser, "/standards").text


def test_a_standard_is_withdrawn_with_its_reason_and_still_reads(
    browser: TestClient, database: Database
) -> None:
    loaded(database)
    at = "/standards/catalogues/ordinarily-available/2026.1"
    asked = {"standard": "U-02", "on": "27 May 2024", "because": ""}
    assert "Enter why it is withdrawn." in post(browser, at, asked).text
    assert "is not a date" in post(browser, at, {**asked, "on": "soon", "because": "It is merged."}).text
    done = post(browser, at, {**asked, "because": "It is merged with U-03."})
    assert done.headers["location"] == f"{at}?done=withdrawn"
    page = browser.get(at).text
    assert "Withdrawn 27 May 2024" in page
    assert "Each pupil can see and hear the lesson" in page


def test_an_officer_answers_what_the_evidence_shows_and_where_provision_is_above(
    browser: TestClient, database: Database
) -> None:
    loaded(database)
    save(database, CASE, plan(), "officer-n1")
    begin(Desk(database, CASE, "officer-n1"), None)
    as_person(browser, STAFF["officer"])
    page = browser.get(HERE).text
    assert "A request needs no evidence to be accepted." in page
    assert "s.36(8)" in page
    answer, other = "answer:ordinarily-available/T-01", "answer:ordinarily-available/U-01"
    sent = {answer: "not_tried", f"was-{answer}": "", other: "", f"was-{other}": ""}
    assert post(browser, HERE, sent).headers["location"] == f"{HERE}?done=saved"
    told = of_case(database, CASE)
    assert [(one["standard"], one["answer"], one["by"]) for one in told["links"]] == [
        ("T-01", "not_tried", "officer-n1")
    ]
    assert "1 not tried." in browser.get(HERE).text


def test_a_row_shows_what_the_checks_say_and_leads_to_the_standards(
    browser: TestClient, database: Database
) -> None:
    loaded(database)
    version = save(database, CASE, plan(), "officer-n1")["plan"]
    begin(Desk(database, CASE, "officer-n1"), version)
    as_person(browser, STAFF["officer"])
    row = of_case(database, CASE)["rows"][0]
    section = f"/cases/{CASE}/plan/sections/{row['area'].replace('_', '-')}"
    assert "Compare with the standards" in browser.get(section).text
    field = f"row:{row['id']}"
    post(browser, HERE, {field: "ordinarily-available/U-01", f"was-{field}": ""})
    assert "This repeats what every school must do (U-01" in browser.get(section).text
    post(browser, HERE, {field: "above", f"was-{field}": "ordinarily-available/U-01"})
    assert "Above the catalogue" in browser.get(section).text
    post(browser, HERE, {field: "", f"was-{field}": "above"})
    assert "Above the catalogue: " not in browser.get(section).text
    assert "There is no standard" in post(browser, HERE, {field: "X-9", f"was-{field}": ""}).text


def test_a_refusal_that_names_only_a_standard_is_refused_where_it_is_entered(browser: TestClient) -> None:
    as_person(browser, STAFF["officer"])
    sent = {"request_id": "page-abcdefghjkmn", "seen": "1", "step": "check", "on": "today"}
    page = post(
        browser, f"/cases/{CASE}/act/assessment_refused", {**sent, "reason": "T-01 has not been tried."}
    )
    assert page.status_code == 400
    assert "s.36(8)" in page.text
    assert "T-01 has not been tried." in page.text, "what was typed is kept"


def test_an_administrator_records_what_a_setting_offers(browser: TestClient, database: Database) -> None:
    loaded(database)
    with database.write() as session:
        larch = Setting("900001", "Sample Larch School", "mainstream", "Sample", 4, 11, True)
        settings.replace_settings(session, [larch], settings.Load(_now(), None, 1, None))
    at = "/standards/offers"
    assert "It has declared no offer." in browser.get(f"{at}?urn=900001").text
    both = ["ordinarily-available/T-01", "ordinarily-available/T-02"]
    assert post(browser, at, {"urn": "900001", "standard": both}).status_code == 303
    assert post(browser, at, {"urn": "900001", "standard": both[:1]}).status_code == 303
    page = browser.get(f"{at}?urn=900001").text
    assert re.findall(r'name="standard"[^>]* value="([^"]*)" checked', page) == both[:1]
    assert "3 Jun 2024" in page or "Until" in page
    assert "There is no setting 900009 in the register" in browser.get(f"{at}?urn=900009").text
    assert "No setting is called" in browser.get(f"{at}?urn=abc").text


def test_a_manager_reads_the_report_with_small_numbers_hidden(
    browser: TestClient, database: Database
) -> None:
    loaded(database)
    as_person(browser, STAFF["officer"])
    answer = "answer:ordinarily-available/T-01"
    post(browser, HERE, {answer: "not_tried", f"was-{answer}": ""})
    as_person(browser, STAFF["manager"])
    page = browser.get("/manager/standards").text
    assert "T-01 A small group works on language" in page
    assert "Hidden" in page
    assert ">1<" not in page[page.index("Standards not tried") :]


def _now() -> datetime:
    return datetime(2024, 5, 20, tzinfo=UTC)
