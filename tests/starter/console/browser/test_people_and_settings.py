"""An officer adds a person, records five reports, and consults settings: in a browser, without JavaScript, counting clicks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from office.office import opaque
from tests.conftest import days_ago
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


ASKED = ("physiotherapist", "camhs", "paediatrician", "specialist_teacher", "youth_justice")


@pytest.fixture
def case(seat: Seat, tmp_path: Path) -> str:
    """Return a case of its own of officer-n1 in which five advisers are asked and have not answered."""
    file = tmp_path / "intake.json"
    row = {"child_name": f"Sample {opaque()}", "received_on": days_ago(30), "team": "north"}
    file.write_text(json.dumps([{**row, "officer": "officer-n1", "family": "Ash Sample\n1 Road\nZZ1 1ZA"}]))
    opened = seat.office("open", str(file), "--json")
    assert opened.code == 0, opened.err
    found: str = opened.json["cases"][0]["case"]
    for action, *said in (("assessment_agreed",), ("advice_requested", "--set", f"of={','.join(ASKED)}")):
        told = seat.office("act", found, action, "--on", "today", *said, "--by", "officer-n1")
        assert told.code == 0, told.err
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
