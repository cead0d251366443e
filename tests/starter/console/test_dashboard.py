"""The dashboard shows each figure with what it compares with and where it comes from, or why it is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from casework.dashboard.metric import METRICS
from office import council_details
from office.dependencies import read_only_parts
from office.published_figures import load
from records.database import Database
from tests.casework.dashboard.published import (
    BARNET,
    CAMDEN,
    SEN2_ROWS,
    every_authority,
    timeliness,
)
from tests.databases import new_records
from tests.starter.console.office import STAFF
from tests.starter.console.signed import as_person, browser_of

TODAY = date(2026, 7, 1)
COUNCIL = {
    "authority": {"name": "Sample Council"},
    "dashboard": {"authority": "Leeds", "neighbours": ["Kirklees", "302"]},
}
TIMES = "/dashboard/plans_in_20_weeks"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = new_records(tmp_path_factory.mktemp("dashboard"))
    council_details.load(made, COUNCIL, "admin-1")
    restated = timeliness(("2022", BARNET, "100,80,50,44,17.5"), ("2022", CAMDEN, "100,80,80,70,15"))
    load(made, every_authority("10,8,5,4,17.5"), "2026.csv", None, released_on=date(2026, 6, 11), today=TODAY)
    load(made, SEN2_ROWS, "sen2_mi.csv", None, released_on=date(2023, 6, 8), today=TODAY)
    load(made, restated, "late.csv", None, released_on=date(2023, 6, 9), today=TODAY)
    load(
        made,
        restated.replace(b"50,44", b"50,40"),
        "later.csv",
        None,
        released_on=date(2024, 6, 8),
        today=TODAY,
    )
    yield made
    made.close()


@pytest.fixture
def browser(database: Database) -> TestClient:
    return browser_of(read_only_parts(database, lambda: TODAY), STAFF["analyst"])


def words(html: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.partition("<main")[2])).split())


def test_the_summary_has_every_figure_or_the_reason_why_not(browser: TestClient) -> None:
    page = browser.get("/dashboard")
    text = words(page.text)
    assert page.status_code == 200
    for one in METRICS.values():
        assert one.name in text and f'href="/dashboard/{one.id}"' in page.text
    assert text.count("No file is loaded. It comes from") == len(METRICS) - 2
    assert (
        "“Early years foundation stage profile results” (Department for Education, Explore education statistics)"
        in text
    )
    assert "A rank says nothing about performance" in text
    money = browser.get("/dashboard?tab=money").text
    assert "Spend per head" in money and "Autism" not in money and 'aria-current="page">Money' in money


def test_a_figure_has_its_parts_its_neighbours_and_its_range(browser: TestClient) -> None:
    text = words(browser.get(TIMES).text)
    for said in (
        "As at 2025", "Worked out from 4 of 8", "Rank among authorities 1 of 151, where 1 is the highest figure",
        "All authorities median 50.0%, lowest 50.0%, highest 50.0%", "England, added up from its authorities 50.0% (612 of 1,224)",
        "Neighbours, median", "Change Up 37.7 percentage points from 2022", "Range over time 12.3% to 96.1%",
    ):  # fmt: skip
        assert said in text, said
    assert "2022 12.3% 49.2%" in text, "England of 2022 is the published one"
    assert "Counted out of New EHC plans issued in the year" in text
    assert (
        "Education, health and care plans (Department for Education), from Explore education statistics"
        in text
    )
    both = words(browser.get(f"{TIMES}?series=with_exceptions").text)
    assert "2022 12.3% 47.7%" in both


def test_the_charts_are_images_with_words_and_a_table_beside_them(browser: TestClient) -> None:
    page = browser.get(TIMES).text
    charts = re.findall(r"<svg [^>]*app-chart.*?</svg>", page, re.DOTALL)
    assert len(charts) == 2
    for chart in charts:
        assert 'role="img"' in chart and "<title id=" in chart and "<desc id=" in chart
        assert "style" not in chart and "script" not in chart
        assert "stroke-dasharray" in chart or "app-chart__bar" in chart
    assert "Leeds" in charts[0] and "England" in charts[0] and page.count("<table") >= 2


def test_another_area_is_chosen_in_the_address_and_kept_in_links(browser: TestClient) -> None:
    page = browser.get("/dashboard?area=E09000003").text
    assert 'href="/dashboard/plans_in_20_weeks?area=E09000003"' in page
    assert '<option value="E09000003" selected>Barnet' in page
    text = words(browser.get(f"{TIMES}?area=E09000003").text)
    assert "Figures that a newer release changed" in text
    assert "2022 50.0% 55.0% 9 June 2023" in text
    england = words(browser.get("/dashboard?area=E92000001").text)
    assert "50.0%" in england and "Rank" not in england.replace("A rank", "")


def test_our_own_count_stands_beside_the_published_one(browser: TestClient) -> None:
    text = words(browser.get(TIMES).text)
    assert "Your own records beside the published figure" in text
    assert "There were no new plans without an accepted exception" in text
    assert "An exception recorded after the return changes the live figure only" in text


def test_the_public_page_has_every_series_and_our_own_counts(browser: TestClient) -> None:
    text = words(browser.get("/dashboard/public").text)
    assert (
        "You can publish everything on this page" in text and "From your own records on 1 July 2026" in text
    )
    assert text.count("Plans issued within 20 weeks") == 3 and text.count("Autism waits") == 1


def test_every_table_can_be_downloaded_and_the_page_printed(browser: TestClient) -> None:
    rows = browser.get(f"{TIMES}?as=csv").text
    assert "Period,Leeds,England" in rows
    assert browser.get("/dashboard?as=xlsx").content.startswith(b"PK")
    printed = browser.get("/dashboard/print")
    assert printed.status_code == 200 and "Published figures as loaded on 1 July 2026" in words(printed.text)


def test_a_page_that_does_not_exist_is_refused_in_one_sentence(browser: TestClient) -> None:
    assert "The dashboard has no such figure" in browser.get("/dashboard/none").text
    assert browser.get("/dashboard?tab=none&area=none").status_code == 200


def test_without_a_council_the_page_shows_england_and_says_what_to_do(tmp_path: Path) -> None:
    made = new_records(tmp_path)
    browser = browser_of(read_only_parts(made, lambda: TODAY), STAFF["head"])
    assert 'href="/council/dashboard"' in browser.get("/dashboard").text
    as_person(browser, STAFF["officer"])
    assert "Ask a head of service to say in the council details" in browser.get("/dashboard").text
    made.close()
