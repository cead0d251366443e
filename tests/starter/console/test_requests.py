"""Opening a request on a page: the child is looked for first, a school's form fills it in, and the request is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any, cast

import pytest
from starlette.testclient import TestClient
from temporalio.client import Client

from casework.people.census import Census
from casework.people.roll import Pupil
from office.dependencies import Parts, read_only_parts
from office.intake import Request
from office.office import Office
from office.roll_file import Read, load_roll
from records import access, children, documents
from tests.activities.steps import Story
from tests.databases import BOTH, records_in
from tests.starter.console.office import STAFF, furnish
from tests.starter.console.signed import browser_of, post

TODAY = date(2024, 6, 3)
CENSUS = {
    "sex": "F", "ethnicity": "WBRI", "first_language": "Polish", "interpreter": "true", "looked_after": "false",
    "primary_need": "DS", "upn": "U602000115007",
}  # fmt: skip
GOOD = {
    "child_name": "Heron Sample", "born_on-day": "5", "born_on-month": "5", "born_on-year": "2017", "on": "today",
    "source": "setting", "team": "north", "opens": "assessment",
}  # fmt: skip


class Opened(Office):
    """An office that stores a request and records its opening, without a Temporal server."""

    async def open(
        self, request: Request, by: str | None = None, *, second: bool = False
    ) -> tuple[str, bool]:
        """Open a case."""
        stored, opening = self._register(request, by, second)
        if opening is not None:
            Story(stored.case_id, request.received_on.isoformat()).record(self.database)
        return stored.case_id, opening is not None


@pytest.fixture(scope="module", params=BOTH)
def parts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    folder = tmp_path_factory.mktemp("requests")
    with closing(records_in(request.param, folder)) as database:
        furnish(database)
        made = read_only_parts(database, lambda: TODAY)
        made.uploads = folder / "uploads"

        async def office() -> Office:
            return Opened(cast(Client, None), database, "")

        made.office = office  # type: ignore[method-assign]
        yield made


@pytest.fixture(scope="module")
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def details(parts: Parts, case_id: str) -> Any:
    with parts.database.read() as session:
        child = children.child_of_case(session, case_id)
    assert child is not None
    return child.current.details


def test_the_child_is_looked_for_before_the_other_questions_are_answered(browser: TestClient) -> None:
    page = browser.get("/requests/new").text
    assert (
        page.index("Date of birth") < page.index("Check for this child") < page.index("When was the request")
    )
    asked = {"child_name": "Wren Exampel", "born_on-day": "1", "born_on-month": "1", "born_on-year": "2016"}
    found = post(browser, "/requests/new", {**asked, "step": "find", "source": "health"})
    assert found.status_code == 200 and "There may already be a case" in found.text
    assert "Wren Example, case-a" in found.text and 'value="Wren Exampel"' in found.text
    assert re.search(r'value="health" checked', found.text), "the other answers are kept"
    none = post(browser, "/requests/new", {**GOOD, "step": "find"})
    assert "No open case is for a child with this name" in none.text
    unnamed = post(browser, "/requests/new", {"step": "find"})
    assert unnamed.status_code == 400 and '<a href="#child_name">' in unnamed.text
    assert "When was" not in unnamed.text.split("error-summary")[1][:800], "only the child is asked for"


def test_what_the_yearly_return_needs_and_the_request_itself_are_kept(
    parts: Parts, browser: TestClient
) -> None:
    file = {"paper": ("request.txt", b"Please assess Heron Sample.")}
    both = post(browser, "/requests/new", {**GOOD, **CENSUS, "upn_unknown": "UN2"}, files=file)
    assert both.status_code == 400 and '<a href="#upn_unknown">' in both.text
    bad = post(browser, "/requests/new", GOOD, files={"paper": ("request.exe", b"x")})
    assert bad.status_code == 400 and '<a href="#paper">' in bad.text and 'value="Heron Sample"' in bad.text
    checked = post(browser, "/requests/new", {**GOOD, **CENSUS}, files=file)
    assert checked.status_code == 200 and "Check your answers" in checked.text
    for said in ("Female", "White British", "Polish", "Down syndrome", "request.txt"):
        assert said in checked.text
    kept = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', checked.text))
    opened = post(browser, "/requests/new", {**kept, "step": "open"})
    assert opened.status_code == 303 and opened.headers["location"].endswith("?opened=1")
    case_id = opened.headers["location"].split("/")[2].partition("?")[0]
    told = details(parts, case_id)
    assert (told.sex, told.ethnicity, told.first_language, told.primary_need) == ("F", "WBRI", "Polish", "DS")
    assert (told.interpreter, told.looked_after, told.upn) == (True, False, "U602000115007")
    with parts.database.read() as session:
        (document,) = documents.documents_of(session, case_id)
        child = children.child_of_case(session, case_id)
    assert (document.name, document.kind) == ("request.txt", "request") and child is not None
    shown = browser.get(f"/children/{child.child_id}").text
    assert "White British" in shown and "Main need" in shown


def test_a_request_with_details_of_another_person_waits_for_a_reason(browser: TestClient) -> None:
    wrong = {"paper": ("other.txt", b"Name: Robin Other\nDate of birth: 1 January 2001")}
    asked = {**GOOD, "child_name": "Finch Sample", "reference": "R-2"}
    checked = post(browser, "/requests/new", asked, files=wrong)
    kept = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', checked.text))
    opened = post(browser, "/requests/new", {**kept, "step": "open"})
    assert opened.headers["location"].endswith("/documents/add?request=1")
    page = browser.get(opened.headers["location"])
    assert page.status_code == 400 and "The case is open, but the request itself was not added" in page.text


def test_a_schools_form_fills_in_the_answers(browser: TestClient) -> None:
    header = browser.get("/requests/form.csv").text.strip().split(",")
    assert {"child_name", "upn", "ethnicity", "primary_need", "attends"} <= set(
        header
    ) and "acts" not in header
    row = "child_name,born_on,upn,source,received_on,interpreter,ethnicity,attends\n" + (
        'Lark Sample,14 May 2018,U602000115007,2,2024-05-20,yes,AIND,"Alder School, 1 Road, ZZ1 1ZA"\n'
    )
    page = post(browser, "/requests/form", files={"form": ("form.csv", row.encode())})
    assert page.status_code == 200 and "We filled in what the request form says." in page.text
    for said in ('value="Lark Sample"', 'value="14"', 'value="2018"', 'value="setting" checked', 'value="AIND" selected', 'value="20"', "Alder School"):  # fmt: skip
        assert said in page.text, said
    for name, content, said in (
        ("form.csv", b"child_name\nA B\nC D\n", "The form holds 2 requests"),
        ("form.csv", b"colour\nred\n", "unknown column"),
        ("form.csv", b"child_name,born_on\nA B,soon\n", "is not a date"),
        ("form.csv", b"\xff\xfe", "must be a CSV file in UTF-8"),
    ):
        wrong = post(browser, "/requests/form", files={"form": (name, content)})
        assert wrong.status_code == 400 and said in wrong.text and '<a href="#form">' in wrong.text


def test_a_schools_roll_fills_in_what_is_blank(parts: Parts, browser: TestClient) -> None:
    pupil = Pupil(
        "Plover Sample",
        date(2018, 5, 14),
        "U602000115007",
        "1 Road\nZZ1 1ZA",
        Census(sex="F", ethnicity="AIND"),
    )
    load_roll(parts.database, "900001", Read((pupil,), ()))
    asked = {"child_name": "Plover Sample", "born_on-day": "14", "born_on-month": "5", "born_on-year": "2018"}
    page = post(browser, "/requests/new", {**asked, "sex": "M", "step": "find"}).text
    assert "We filled in 4 answers from the roll of 900001" in page
    for said in ('value="AIND" selected', 'value="U602000115007"', "1 Road", 'value="M" checked'):
        assert said in page, said
    assert "We filled in" not in post(browser, "/requests/new", {**GOOD, "step": "find"}).text
    with parts.database.read() as session:
        assert [one.why for one in access.entries(session, person="officer-n1", limit=1)] == [
            "read the roll of a school"
        ]


def test_what_a_request_left_out_is_completed_in_the_record_of_the_child(
    parts: Parts, browser: TestClient
) -> None:
    page = "/children/child-a/correct"
    form = browser.get(page).text
    assert 'value="Wren Example"' in form and "Ethnicity (optional)" in form
    known = {"name": "Wren Example", "born_on-day": "1", "born_on-month": "1", "born_on-year": "2016"}
    for answers, at, said in (
        ({"ethnicity": "MWBA"}, "why", "Enter an answer"),
        ({"ethnicity": "MWBA", "why": "x"}, "why", "in a sentence of at least"),
        ({"name": "", "why": "The school told us."}, "name", "Enter the name"),
        ({"upn": "123", "why": "The school told us."}, "upn", "must be a letter and 12 digits"),
        ({"born_on-day": "", "born_on-month": "", "born_on-year": "", "why": "The school told us."}, "born_on-day", "not remove it"),
        ({"why": "The school told us."}, "name", "Nothing differs from the recorded details"),
    ):  # fmt: skip
        wrong = post(browser, page, {**known, **answers})
        assert wrong.status_code == 400 and f'<a href="#{at}">' in wrong.text and said in wrong.text, said
    done = post(
        browser, page, {**known, "ethnicity": "MWBA", "interpreter": "false", "why": "The school told us."}
    )
    assert done.headers["location"] == "/children/child-a?done=1"
    shown = browser.get("/children/child-a?done=1").text
    assert "The details were changed." in shown and "White and Black African" in shown
    told = details(parts, "case-a")
    assert (told.ethnicity, told.interpreter, told.name) == ("MWBA", False, "Wren Example")
