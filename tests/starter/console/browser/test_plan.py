"""Writing a plan in a browser: it is saved as the officer types, and every page of it is accessible."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from casework.plans.template import NATIONAL
from office.plan_writing import Desk, Sent, fingerprint, open_draft, save
from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Seat, SignIn, follow, sit_down
from tests.starter.console.browser.test_accessibility import MOST_BYTES

AREA = "communication-and-interaction"
FIELD = "Need (Section B)"


@pytest.fixture
def case(seat: Seat) -> str:
    """A case of team north whose plan no other story begins."""
    return [one.case_id for one in seat.cases() if one.team == "north" and not one.closed_on][-1]


@pytest.fixture
def page(seat: Seat) -> Any:
    """A page of an officer without a content security policy, so that axe can run."""
    context = seat.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    found = context.new_page()
    sit_down(found, seat.address, "officer-n1")
    yield found
    context.close()


def test_a_plan_is_written_saved_as_it_is_typed_and_its_pages_have_no_violations(
    seat: Seat, sign_in: SignIn, page: Page, case: str
) -> None:
    plan = f"{seat.address}/cases/{case}/plan"
    page.goto(plan)
    assert faults(page) == []
    follow(page, "Start the plan")
    page.goto(f"{plan}/all")
    assert faults(page) == []
    page.goto(f"{plan}/sections/{AREA}")
    follow(page, "Add a need")
    assert faults(page) == []
    _type_as_a_person_with_the_policy(sign_in, case)
    page.goto(f"{plan}/sections/{AREA}")
    expect(page.get_by_label(FIELD)).to_have_value("Wren reads two words.")
    _another_person_changes_the_row(seat, case)
    page.get_by_label(FIELD).fill("Wren reads four words.")
    follow(page, "Save")
    expect(page.locator("body")).to_contain_text("Two texts to choose from")
    assert faults(page) == []
    follow(page, "Keep what I chose Need 1")
    page.goto(f"{plan}/import")
    assert faults(page) == []
    follow(page, "Read the plan")
    assert page.title().startswith("Error: ") and faults(page) == []
    page.goto(plan)
    follow(page, "Make a version")
    assert faults(page) == []
    page.goto(f"{plan}/compare")
    assert faults(page) == []
    page.goto(f"{seat.address}/cases/{case}/documents")
    follow(page, "Quality of version 1", "link")
    assert faults(page) == []
    _quote(page, plan)


def _type_as_a_person_with_the_policy(sign_in: SignIn, case: str) -> None:
    """Type a need, and wait until the script has saved it and shows what is missing."""
    person = sign_in("Alder Example")
    weight: list[int] = []
    person.page.on("requestfinished", lambda one: weight.append(one.sizes()["responseBodySize"]))
    person.page.goto(f"{person.address}/cases/{case}/plan/sections/{AREA}", wait_until="networkidle")
    assert sum(weight) < MOST_BYTES
    person.page.get_by_label(FIELD).press_sequentially("Wren reads two words.")
    expect(person.page.locator("[data-status]")).to_contain_text("Saved at")
    person.sees("No outcome is given.")


def _another_person_changes_the_row(seat: Seat, case: str) -> None:
    desk = Desk(seat.database, case, "officer-n2")
    writing, section = open_draft(desk), NATIONAL.section(AREA)
    assert writing is not None and section is not None
    (row,) = writing.rows(AREA)
    sent = Sent(
        {"need": "Wren reads three words."}, row.revision, fingerprint(row.content, section, row.part)
    )
    assert save(desk, section, {row.part: sent})[row.part].outcome == "saved"


def _quote(page: Page, plan: str) -> None:
    """Add a document and open the page that quotes from it."""
    page.goto(plan.replace("/plan", "/documents/add"))
    text = {"name": "advice.txt", "mimeType": "text/plain", "buffer": b"Wren reads two words in a minute."}
    page.set_input_files("#document", text)  # type: ignore[arg-type]
    follow(page, "Add document")
    page.goto(f"{plan}/sections/{AREA}")
    follow(page, "Quote from advice into need 1")
    page.get_by_label("Document").select_option(label="advice.txt")
    follow(page, "Show its text")
    expect(page.get_by_label("Wren reads two words in a minute.")).to_be_visible()
    assert faults(page) == []
