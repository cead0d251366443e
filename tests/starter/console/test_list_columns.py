"""The columns of the lists of letters, missed deadlines and cases found: chosen, kept for the person, and exported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from starlette.testclient import TestClient

from office.dependencies import Parts, read_only_parts
from records import outbox
from starter.console.views.list_columns import BREACHES, BY_NAME, FOUND, LETTERS
from tests.casework.letters.samples import dispatch
from tests.databases import new_records
from tests.starter.console.office import CASE, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post

PAGES = {"letters": "/letters?status=leaving&whose=all", "breaches": "/manager/breaches"}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("columns"))) as database:
        furnish(database)
        with database.write() as session:
            outbox.put(session, [dispatch("draft_plan", dispatch_id=f"{CASE}-1-9", case_id=CASE)])
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["manager"])


def heads(page: str) -> list[str]:
    """Return the headings of the last table of a page."""
    return re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page.rpartition("<thead")[2])


@pytest.mark.parametrize("name", PAGES)
def test_the_columns_of_a_list_are_chosen_and_kept_for_the_person(browser: TestClient, name: str) -> None:
    of, page = BY_NAME[name], PAGES[name]
    first, *usual = heads(browser.get(page).text)
    assert usual == [title for key, title in of.columns.items() if key in of.usual]
    last = list(of.columns)[-2:]
    sent = {"column": [*last, "none"], "back": page}
    assert post(browser, f"/columns/{name}", sent).headers["location"] == page
    shown = browser.get(page).text
    assert heads(shown) == [first, *(of.columns[key] for key in last)]
    assert shown.count('name="column" type="checkbox"') == len(of.columns)
    csv = browser.get(f"{page}{'&' if '?' in page else '?'}as=csv").text.splitlines()[0]
    assert csv.count(",") == len(last)
    as_person(browser, STAFF["head"])
    assert heads(browser.get(page).text) == [first, *usual]


def test_the_columns_of_the_cases_found_are_chosen_without_losing_the_search(browser: TestClient) -> None:
    sent = {"q": "Wren"}
    assert heads(post(browser, "/search", sent).text)[1:] == list(FOUND.columns.values())
    chosen = post(browser, "/search", {**sent, "step": "columns", "column": ["team"]}).text
    assert heads(chosen) == ["Case", "Team"] and "for “Wren”" in chosen
    assert heads(post(browser, "/search", sent).text) == ["Case", "Team"]


def test_own_letters_have_no_officer_unless_the_person_chooses_it() -> None:
    assert "officer" not in LETTERS.shown(None, without={"officer"})["columns"]
    assert LETTERS.shown(["officer"], without={"officer"})["columns"] == ["officer"]
    assert BREACHES.known(["status", "none", "due"]) == ["due", "status"]


def test_an_unknown_list_or_another_site_is_refused(browser: TestClient) -> None:
    assert post(browser, "/columns/none", {"column": "team"}).status_code == 409
    away = post(browser, "/columns/letters", {"back": "https://example.org/"})
    assert away.headers["location"] == "/"
