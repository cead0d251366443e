"""A manager sees the deadlines likely to be missed with their causes, tries other numbers, and sees the staff that is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from office.dependencies import read_only_parts
from office.forecast import make_forecasts
from records.database import Database
from tests.activities.steps import Story
from tests.databases import new_records
from tests.starter.console.office import CASE, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of

WAITING = "case-waiting"
HERE = "/manager/forecast"
EVERY = f"{HERE}?least=0&days=62"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = new_records(tmp_path_factory.mktemp("forecast"))
    furnish(made)
    Story(WAITING).then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school").record(made)
    make_forecasts(made, TODAY)
    yield made
    made.close()


@pytest.fixture(scope="module")
def console(database: Database) -> TestClient:
    return browser_of(read_only_parts(database, lambda: TODAY), STAFF["manager"])


@pytest.fixture
def manager(console: TestClient) -> TestClient:
    as_person(console, STAFF["manager"])
    return console


def test_the_list_shows_each_case_with_its_cause_and_filters_stay_in_the_address(manager: TestClient) -> None:
    page = manager.get(EVERY).text
    assert "Deadlines likely to be missed" in page and f'href="/cases/{WAITING}"' in page
    assert "It is not law and moves no deadline." in page and "the 20 weeks allow about" in page
    assert f'href="/cases/{WAITING}"' not in manager.get(f"{EVERY}&officer=officer-9").text
    assert f'href="/cases/{WAITING}"' in manager.get(f"{EVERY}&team=north&officer=officer-1").text
    assert manager.get(f"{HERE}?days=zzz&least=&page=999999999&cause=x").status_code == 200


def test_it_is_three_clicks_from_the_first_page(manager: TestClient) -> None:
    assert 'href="/manager"' in manager.get("/").text
    assert f'href="{HERE}"' in manager.get("/manager").text


def test_the_list_is_a_file_too(manager: TestClient) -> None:
    rows = manager.get(f"{EVERY}&as=csv").text
    assert WAITING in rows and "Chance of missing it" in rows


def test_other_numbers_are_tried_on_the_page(manager: TestClient) -> None:
    page = manager.get(f"{EVERY}&panel_weekly=12&officers=%2B2&service=school&return_days=-14").text
    assert "With your numbers" in page and 'value="+2"' in page


def test_a_wrong_number_is_told_at_its_field(manager: TestClient) -> None:
    answer = manager.get(f"{HERE}?officers=many")
    assert answer.status_code == 400 and "Officers must be a whole number such as 12" in answer.text
    assert 'href="#officers"' in answer.text
    few = manager.get(f"{HERE}?officers=-500").text
    assert 'href="#officers">Officers must leave at least 1</a>' in few
    assert "Select whose advice takes that many days" in manager.get(f"{HERE}?return_days=9").text


def test_the_staff_of_the_coming_year_is_shown_with_what_is_assumed(manager: TestClient) -> None:
    page = manager.get(f"{HERE}/capacity").text
    assert "Staff needed for the coming year" in page and "What this assumes" in page


def test_the_page_of_a_case_shows_the_estimate_as_no_law(manager: TestClient) -> None:
    page = manager.get(f"/cases/{WAITING}").text
    assert "Likely final plan" in page and "It is not law and moves no deadline." in page
    assert "made for 3 June 2024" in page
    assert "Likely final plan" in manager.get(f"/cases/{CASE}").text


def test_a_manager_of_another_team_sees_none_of_it(manager: TestClient) -> None:
    as_person(manager, STAFF["manager of another team"])
    page = manager.get(EVERY).text
    assert WAITING not in page and "No deadline of these cases is likely to be missed" in page
    assert WAITING not in manager.get(f"{EVERY}&as=csv").text


def test_before_the_first_night_the_page_says_so(
    tmp_path: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = new_records(tmp_path_factory.mktemp("empty"))
    page = browser_of(read_only_parts(empty, lambda: date(2024, 6, 3)), STAFF["head"]).get(HERE).text
    assert "No forecast is made yet" in page
    empty.close()
