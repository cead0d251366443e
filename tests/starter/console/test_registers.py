"""An administrator loads settings and closures after seeing what the file changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.settings.settings import Setting
from office.dependencies import read_only_parts
from office.register_load import load_extract
from office.uploads import LARGEST
from records.database import Database
from records.school_closures import counts_by_authority
from records.settings import all_settings
from tests.databases import new_records
from tests.running import ROOT
from tests.starter.console.office import STAFF
from tests.starter.console.signed import browser_of, post

OFFICE = ROOT / "tests" / "office"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_records(tmp_path)
    yield made
    made.close()


@pytest.fixture
def browser(database: Database, tmp_path: Path) -> TestClient:
    parts = read_only_parts(database)
    parts.uploads = tmp_path / "uploads"
    return browser_of(parts, STAFF["admin"])


def upload(browser: TestClient, address: str, file: Path, **fields: str) -> Response:
    return post(browser, address, fields, files={"file": (file.name, file.read_bytes())})


def fields_of(page: str) -> dict[str, str]:
    return dict(
        re.findall(r'<input type="hidden" name="(file_id|name|as_at|authority)" value="([^"]*)">', page)
    )


def test_an_extract_that_removes_many_is_shown_and_loaded_only_when_confirmed(
    browser: TestClient, database: Database
) -> None:
    now = [Setting(str(n), f"Old School {n}", "mainstream", "Sample", 4, 11, True) for n in range(30)]
    load_extract(database, now, None, None, confirmed=False)
    page = upload(browser, "/registers/settings", OFFICE / "registers" / "gias-ages-missing.csv")
    assert page.status_code == 200
    assert "1 children&#39;s centres, 1 closed, 1 universities" in page.text
    assert "Remove 30 of 30 settings" in page.text and "Old School 0" in page.text
    asked = {**fields_of(page.text), "step": "load"}
    refused = post(browser, "/registers/settings", asked)
    assert refused.status_code == 400 and "Confirm that these settings are removed" in refused.text
    done = post(browser, "/registers/settings", {**asked, "remove": "yes"})
    assert (done.status_code, done.headers["location"]) == (303, "/registers?done=settings")
    with database.read() as session:
        assert set(all_settings(session)) == {"100001", "100005", "100006", "100007"}
    assert "4 schools and colleges are loaded" in browser.get("/registers?done=settings").text
    gone = post(browser, "/registers/settings", {**asked, "remove": "yes"})
    assert gone.status_code == 400 and "The file is no longer here. Upload it again." in gone.text


def test_bad_rows_and_files_that_are_no_extract_are_told(browser: TestClient, database: Database) -> None:
    page = upload(browser, "/registers/settings", OFFICE / "registers" / "gias-stray-quote.csv")
    assert "Line 2: its quotes are wrong" in page.text
    asked = {**fields_of(page.text), "step": "load"}
    assert "Confirm that the bad rows are left out" in post(browser, "/registers/settings", asked).text
    assert post(browser, "/registers/settings", {**asked, "good_rows": "yes"}).status_code == 303
    with database.read() as session:
        assert len(all_settings(session)) == 3
    damaged = upload(browser, "/registers/settings", OFFICE / "registers" / "gias-utf8-one-bad-byte.csv")
    assert damaged.status_code == 400 and "Line 2 of the file has a damaged letter" in damaged.text
    assert "Select a file" in post(browser, "/registers/settings", {}).text


def test_a_person_chooses_which_events_of_a_calendar_are_closures(
    browser: TestClient, database: Database
) -> None:
    calendar = OFFICE / "calendars" / "terms3.ics"
    assert "Enter the authority" in upload(browser, "/registers/closures", calendar).text
    page = upload(browser, "/registers/closures", calendar, authority="Anyshire")
    boxes = re.findall(r'<input class="govuk-checkboxes__input"[^>]*value="([^"]*)"([^>]*)>', page.text)
    assert [(value[:10], "checked" in rest) for value, rest in boxes] == [
        ("2026-09-04", True),
        ("2026-11-28", False),
    ]
    assert "It is a term, when schools are open." in page.text
    asked = {**fields_of(page.text), "step": "load"}
    none = post(browser, "/registers/closures", asked)
    assert none.status_code == 400 and "Select at least one closure" in none.text
    done = post(browser, "/registers/closures", {**asked, "closure": [boxes[0][0], "2026-01-01 forged"]})
    assert (done.status_code, done.headers["location"]) == (303, "/registers?done=closures")
    with database.read() as session:
        assert counts_by_authority(session) == {"Anyshire": 1}
    assert "Anyshire: 1" in browser.get("/registers").text


def test_the_whole_national_register_may_be_uploaded_and_a_document_stays_small(browser: TestClient) -> None:
    large = b"x" * (LARGEST + 200_000)
    extract = post(browser, "/registers/settings", files={"file": ("extract.csv", large)})
    assert extract.status_code == 400 and "is not an extract of the register" in extract.text
    assert post(browser, "/requests/new", files={"file": ("extract.csv", large)}).status_code == 413


def test_cancelled_events_and_meetings_cannot_be_chosen(browser: TestClient) -> None:
    for name, said in (("cancelled-valarm", "It is cancelled."), ("outlook-midnight", "It lasts some hours")):
        page = upload(
            browser, "/registers/closures", OFFICE / "calendars" / f"{name}.ics", authority="Anyshire"
        )
        assert said in page.text
        assert page.text.count("govuk-checkboxes__input") == (name == "outlook-midnight")


def test_the_roll_of_a_school_is_replaced_or_refused_with_its_line(browser: TestClient) -> None:
    header = b"Forename,Surname,DateOfBirth\n"

    def load(content: bytes, urn: str = "900001") -> Response:
        return post(browser, "/registers/roll", {"urn": urn}, files={"file": ("roll.csv", content)})

    for answer, at, said in (
        (load(header, "the school"), "urn", "No setting is called"),
        (load(header), "roll", "The roll has no pupils"),
        (load(header + b"Lark,Sample,soon\n"), "roll", "Line 2: "),
        (post(browser, "/registers/roll", {"urn": "900001"}), "roll", "Select the school"),
    ):
        assert answer.status_code == 400 and f'<a href="#{at}">' in answer.text and said in answer.text, said
    done = load(header + b"Lark,Sample,2018-05-14\n")
    assert done.headers["location"] == "/registers?done=roll"
    page = browser.get("/registers?done=roll").text
    assert "The pupils of the school are replaced" in page and "900001: 1 pupil<" in page
