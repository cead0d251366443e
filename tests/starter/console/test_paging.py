"""Long lists of managers come in pages, and a file of one holds every row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from office.dependencies import read_only_parts
from records import ledger
from records.ledger import LedgerLine
from starter.console.views.paging import Wanted, page_number, page_of, paging
from tests.databases import new_records
from tests.starter.console.office import CASE, STAFF, TODAY, furnish
from tests.starter.console.signed import browser_of

ACTS = 120


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    now = datetime.now(UTC)
    with closing(new_records(tmp_path_factory.mktemp("paging"))) as database:
        furnish(database)
        with database.write() as session:
            ledger.append(
                session,
                CASE,
                [
                    LedgerLine(
                        50 + number, "act", "advice_requested", TODAY - timedelta(days=1), now, "assessing", "Text.",
                        of="school", late=True, fields={"told_how": f"call {number}"},
                    )
                    for number in range(ACTS)
                ],
            )  # fmt: skip
        yield browser_of(read_only_parts(database, lambda: TODAY), STAFF["manager"])


def test_a_long_list_has_fifty_rows_a_page_and_says_how_many_there_are(browser: TestClient) -> None:
    first, last = (browser.get(f"/manager/back-dated?page={number}").text for number in (1, 3))
    assert [page.count("<tr ") - 1 for page in (first, last)] == [50, ACTS - 100]
    assert f"{ACTS} actions with an earlier date" in first and f"{ACTS} actions" in last
    assert 'href="/manager/back-dated?page=2"' in first and 'rel="next"' not in last


def test_a_page_that_a_list_does_not_have_is_its_last(browser: TestClient) -> None:
    assert browser.get("/manager/back-dated?page=99").text.count("<tr ") - 1 == ACTS - 100


def test_a_file_of_a_long_list_holds_every_row(browser: TestClient) -> None:
    lines = browser.get("/manager/back-dated?page=2&as=csv").text.splitlines()
    assert sum("Anyone" in line or ",Ask for advice" in line for line in lines) == ACTS


def test_a_page_holds_its_part_of_the_rows_in_order() -> None:
    rows = list(range(101))
    assert page_of(rows, Wanted(2)).rows == rows[50:100]
    assert (page_of(rows, Wanted(9)).rows, page_of(rows, Wanted(9)).number) == ([100], 3)
    assert (page_of([], Wanted()).rows, page_of([], Wanted()).last) == ([], 1)


def test_what_is_no_number_of_a_page_is_page_one() -> None:
    assert [page_number(written) for written in ("", "x", "0", "²", "12345", "7")] == [1, 1, 1, 1, 1, 7]


def test_the_links_leave_out_pages_that_are_far_away() -> None:
    links = paging(10, 20, "/list?page={}".format)
    assert [one.get("number") for one in links["items"]] == [1, None, 8, 9, 10, 11, 12, None, 20]
    assert (links["previous"], links["next"]) == ("/list?page=9", "/list?page=11")
