"""An officer adds a person, records five reports, and consults settings: in a browser, without JavaScript, counting clicks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.starter.console.browser.conftest import Seat, follow

MOST_CLICKS = 6
"""The most clicks to record five reports, from the page of the case."""


@pytest.fixture
def page(seat: Seat) -> Iterator[Page]:
    context = seat.browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{seat.address}/sign-in")
    with page.expect_navigation():
        page.locator('button[value="officer-n1"]').click()
    yield page
    context.close()


@pytest.fixture
def case(seat: Seat) -> str:
    """Return a case of officer-n1 in which five advisers are asked and have not answered."""
    found = next(
        one.case_id for one in seat.cases() if one.stage == "assessing" and one.officer == "officer-n1"
    )
    asked = {of for event, of in seat.events(found) if event == "advice_requested"}
    received = {of for event, of in seat.events(found) if event == "advice_received"}
    missing = [
        of
        for of in ("physiotherapist", "camhs", "paediatrician", "specialist_teacher", "youth_justice")
        if of not in asked
    ]
    if missing:
        told = seat.office(
            "act",
            found,
            "advice_requested",
            "--on",
            "today",
            "--set",
            f"of={','.join(missing)}",
            "--by",
            "officer-n1",
        )
        assert told.code == 0, told.err
    assert not received & set(missing)
    return found


def test_five_reports_are_recorded_with_few_clicks_and_no_javascript(
    seat: Seat, page: Page, case: str
) -> None:
    names = ("Physio", "CAMHS", "Paediatrician", "Specialist teacher", "Youth justice")
    files = [
        {"name": f"{name} report.txt", "mimeType": "text/plain", "buffer": f"{name} advice.".encode()}
        for name in names
    ]
    page.goto(f"{seat.address}/cases/{case}")
    clicks = 0
    follow(page, "Advice", "link")
    page.get_by_label("All the reports at once").set_input_files(files)  # type: ignore[arg-type]
    clicks += 2
    follow(page, "Continue")
    follow(page, "Record these reports")
    clicks += 2
    assert "5 reports were recorded." in page.content() and clicks <= MOST_CLICKS
    received = [of for event, of in seat.events(case) if event == "advice_received"]
    assert {"physiotherapist", "camhs", "paediatrician", "specialist_teacher", "youth_justice"} <= set(
        received
    )


def test_a_person_is_added_to_a_case(seat: Seat, page: Page, case: str) -> None:
    page.goto(f"{seat.address}/cases/{case}")
    follow(page, "People", "link")
    follow(page, "Add a person")
    page.get_by_label("Another professional contact").check()
    follow(page, "Continue")
    page.get_by_label("Name").fill("Sam Sample")
    page.get_by_label("Job title").fill("Coordinator")
    page.get_by_label("Email address").fill("sam@example.invalid")
    follow(page, "Save")
    assert "The person was added." in page.content() and "Coordinator" in page.content()
