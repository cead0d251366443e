"""Every table of the console as CSV and as a spreadsheet, with the columns that a person chose, and no formulas."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from office.dependencies import Parts, read_only_parts
from office.table_files import Table, as_csv, as_xlsx
from records import access, people
from starter.console.exports import tables_in
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.signed import browser_of, post

TODAY = date(2024, 6, 3)
HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))
OTHER = Person("officer-9", "Sample Other", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
ANALYST = Person("analyst-1", "Sample Analyst", frozenset({Role.ANALYST}))
FORMULAS = ("=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1", "\r=1")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("exports"))
    for number, name in enumerate(("Wren Example", "=HYPERLINK(1) Sample", "Robin Invented")):
        case_id, reference, upn = f"case-{number}", f"SEN/24/{number}", f"A12345678901{number}"
        Story(case_id).record(database)
        with database.write() as session:
            people.register(
                session,
                people.Intake(
                    f"key-{number}", case_id, reference, name, date(2016, 1, 1 + number), None, None, "parent", date(2024, 3, 4),
                    "north", "officer-1", at_nine("2024-03-04"), True, upn=upn,
                ),
                attends="Sample Thistle Grove School\n1 Sample Road" if number == 0 else None,
            )  # fmt: skip
    yield read_only_parts(database, lambda: TODAY)
    database.close()


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, HEAD)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_becomes_a_formula(text: str) -> None:
    tables = [Table("Cases", ["Name"], [[text]])]
    assert rows_of(as_csv(tables))[1][0].startswith("'")
    with zipfile.ZipFile(io.BytesIO(as_xlsx(tables))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_a_day_is_a_date_and_each_table_is_a_sheet() -> None:
    tables = [Table("Cases: due", ["Due"], [["3 June 2024"]]), Table("Cases: due", ["Due"], [])]
    assert rows_of(as_csv(tables))[2] == ["2024-06-03"]
    with zipfile.ZipFile(io.BytesIO(as_xlsx(tables))) as book:
        assert b"<v>45446</v>" in book.read("xl/worksheets/sheet1.xml")
        assert re.findall(rb'sheet name="([^"]+)"', book.read("xl/workbook.xml")) == [
            b"1 Cases  due",
            b"2 Cases  due",
        ]


def test_a_cell_is_what_a_person_reads() -> None:
    page = (
        '<table class="app-table"><caption>Cases</caption><thead><tr><th>Case</th><th>Due</th></tr></thead><tbody><tr><th><label class="app-noprint">Pick</label>'
        '<a href="/x">Wren</a><br>case-1</th><td><svg><path d="M0"/></svg><b>3  June\n2024</b><span class="govuk-visually-hidden">hidden</span></td></tr></tbody></table>'
        '<table class="app-table app-month"><tr><td>1</td></tr></table>'
    )
    assert tables_in(page, "Title") == [Table("Cases", ["Case", "Due"], [["Wren\ncase-1", "3 June 2024"]])]


@pytest.mark.parametrize(
    "address",
    ["/?part=all", "/today", "/manager", "/manager/breaches", "/manager/assign", "/access", "/access/sessions", "/cases/case-0/documents"],
)  # fmt: skip
def test_every_page_with_a_table_links_its_downloads(browser: TestClient, parts: Parts, address: str) -> None:
    page = browser.get(address).text
    assert '<table class="app-table' in page
    joint = "&" if "?" in address else "?"
    for kind in ("csv", "xlsx"):
        assert f"as={kind}" in page
        answer = browser.get(f"{address}{joint}as={kind}")
        assert answer.status_code == 200 and answer.headers["content-disposition"].endswith(f'.{kind}"')
        assert "Wren" not in answer.headers["content-disposition"]
    with parts.database.read() as session:
        (entry,) = access.entries(session, person="head-1", limit=1)
    assert "downloaded" in (entry.why or "") and "as xlsx" in (entry.why or "")


def test_the_work_list_is_downloaded_whole_with_the_columns_that_were_chosen(browser: TestClient) -> None:
    usual = rows_of(browser.get("/?part=all&as=csv").content)
    assert usual[0] == ["Case", "Status", "Stage", "Due", "Next job", "Officer"] and len(usual) == 4
    assert any(row[0].startswith("'=HYPERLINK") for row in usual)
    assert post(browser, "/columns", {"column": ["reference", "team", "nonsense"], "query": "part=all&rag=red"}).headers["location"] == "/?part=all&rag=red"  # fmt: skip
    chosen = rows_of(browser.get("/?part=all&page=9&as=csv").content)
    assert chosen[0] == ["Case", "Team", "Your reference"]
    assert {row[2] for row in chosen[1:]} == {"SEN/24/0", "SEN/24/1", "SEN/24/2"}
    assert re.search(r'value="team" checked', browser.get("/?part=all").text)


def test_a_download_gives_no_more_than_the_page(parts: Parts) -> None:
    analyst = browser_of(parts, ANALYST)
    text = analyst.get("/?part=all&as=csv").content.decode()
    assert "case-0" in text and "Wren" not in text and "SEN/24" not in text
    post(analyst, "/columns", {"column": "reference"})
    assert "SEN/24" not in analyst.get("/?part=all&as=csv").text
    assert browser_of(parts, OTHER).get("/manager/breaches?as=csv").status_code == 403


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "wren"}, ["Wren Example"]),
        ({"q": "sen/24/2"}, ["Robin Invented"]),
        ({"q": "a12 345678901 0"}, ["Wren Example"]),
        ({"school": "thistle"}, ["Wren Example"]),
        ({"officer": "officer-1", "stage": "deciding_to_assess"}, ["Robin Invented", "Wren Example"]),
        ({"q": "wren", "stage": "drafting"}, []),
        ({"q": "%%"}, []),
    ],
)
def test_a_case_is_found_by_reference_number_school_officer_and_stage(
    browser: TestClient, asked: dict[str, str], found: list[str]
) -> None:
    page = post(browser, "/search", asked).text
    assert [name for name in ("Robin Invented", "Wren Example") if f">{name}</a>" in page] == found


@pytest.mark.parametrize(("asked", "at"), [({}, "q"), ({"q": "w"}, "q"), ({"school": "x"}, "school")])
def test_a_search_that_asks_for_too_little_names_its_field(
    browser: TestClient, asked: dict[str, str], at: str
) -> None:
    answer = post(browser, "/search", asked)
    assert (
        answer.status_code == 400
        and f'href="#{at}"' in answer.text
        and "Enter at least 2 letters" in answer.text
    )


def test_what_was_found_is_downloaded_without_a_name_in_an_address(browser: TestClient) -> None:
    assert 'name="as" value="csv"' in post(browser, "/search", {"q": "wren"}).text
    answer = post(browser, "/search", {"q": "wren", "as": "csv"})
    assert rows_of(answer.content)[1][0].startswith("Wren Example")
