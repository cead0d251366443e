"""Bands and standards as the guides tell them, in a browser: an officer's part and a manager's part, and axe on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from office.plans import save
from records import people
from starter.terminal.data_folder import today
from tests.plans import sample_plan
from tests.running import ROOT
from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Seat, follow, sit_down

FRAMEWORK = ROOT / "casework" / "money" / "frameworks" / "needs-matrix.csv"
As = Callable[[str], Page]


@pytest.fixture
def signed_in(seat: Seat) -> Iterator[As]:
    """Return a function that opens a page of a demo user without a content security policy, so that axe can run."""
    contexts = []

    def page_of(who: str) -> Page:
        contexts.append(seat.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        sit_down(page, seat.address, who)
        return page

    yield page_of
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def case(seat: Seat) -> str:
    """A case of officer-n1 with a saved plan that has provision in Section F."""
    found = next(one.case_id for one in seat.cases() if one.officer == "officer-n1" and not one.closed_on)
    with seat.database.read() as session:
        intake = people.intake_of(session, found)
    assert intake is not None
    save(seat.database, found, sample_plan(intake.child_name), "officer-n1")
    return found


def check(page: Page) -> None:
    """Check the page with axe and for overflow, wide and narrow."""
    assert faults(page) == [], page.url


def sees(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def enter_day(page: Page, question: str, day: date) -> None:
    group = page.get_by_role("group", name=question)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label).fill(str(value))


def test_a_case_is_banded_paid_and_compared_with_what_finance_paid(
    seat: Seat, signed_in: As, case: str
) -> None:
    manager = signed_in("manager-north")
    manager.goto(f"{seat.address}/manager/bands")
    manager.get_by_label("Upload a framework").set_input_files(FRAMEWORK)
    follow(manager, "See what it changes")
    check(manager)
    follow(manager, "Load the framework")
    sees(manager, "Sample needs matrix")
    check(manager)

    officer = signed_in("officer-n1")
    officer.goto(f"{seat.address}/cases/{case}")
    follow(officer, "Funding", "link")
    follow(officer, "Profile the needs")
    check(officer)
    officer.get_by_label("Mainstream school or college").check()
    for name, level in (("communication", 2), ("learning", 3), ("wellbeing", 1), ("sensory", 0)):
        officer.locator(f'input[name="{name}"][value="{level}"]').check()
        officer.locator(f'textarea[name="says-{name}"]').fill("The advice of the school.")
    follow(officer, "Keep the profile")
    follow(officer, "Decide the band")
    check(officer)
    starts = today() - timedelta(days=40)
    officer.get_by_label("Which band do you decide?").select_option("6")
    officer.get_by_label("Why does the band differ").fill("The grid does not see the risk outside.")
    enter_day(officer, "From which day do we pay?", starts)
    officer.get_by_label("School or college").fill("900001")
    officer.get_by_role("group", name="Does the money cover").get_by_label("Yes").check()
    follow(officer, "Decide the band")
    sees(officer, "Band 6", "computed band 5", "The grid does not see the risk outside.")
    check(officer)
    follow(officer, "Payments", "link")
    check(officer)
    rows = officer.request.get(f"{officer.url}?as=csv").text()
    assert "£4,500.00" in rows, "the amount of a year"

    schedule = manager.request.get(f"{seat.address}/manager/bands/schedule.csv").text().splitlines()
    names = schedule[0].split(",")
    first = next(
        dict(zip(names, row.split(","), strict=True)) for row in schedule[1:] if row.startswith(case)
    )
    paid = "case,from,to,amount,reference\n" + ",".join(
        (case, first["from"], first["to"], first["amount"], "R1")
    )
    manager.goto(f"{seat.address}/manager/bands/payments")
    manager.get_by_label("Upload what was paid").set_input_files(
        {"name": "paid.csv", "mimeType": "text/csv", "buffer": paid.encode()}
    )
    follow(manager, "Keep and compare")
    sees(manager, case, "£0.00")
    check(manager)


def test_standards_are_loaded_linked_and_reported(seat: Seat, signed_in: As, case: str) -> None:
    text = (ROOT / "samples" / "standards.yaml").read_text(encoding="utf-8")
    own = text.replace("catalogue: ordinarily-available", "catalogue: our-standards")
    admin = signed_in("admin-1")
    admin.goto(f"{seat.address}/standards")
    admin.get_by_label("Upload a catalogue").set_input_files(
        {"name": "standards.yaml", "mimeType": "text/yaml", "buffer": own.encode()}
    )
    follow(admin, "See what it changes")
    check(admin)
    follow(admin, "Load the catalogue")
    check(admin)
    for part in ("reforms", "alternative_provision"):
        admin.goto(f"{seat.address}/council/{part}")
        check(admin)

    officer = signed_in("officer-n1")
    officer.goto(f"{seat.address}/cases/{case}/documents")
    with officer.expect_navigation():
        officer.locator("main").get_by_role("link", name="Standards").click()
    officer.locator('select[name="answer:our-standards/T-01"]').select_option("not_tried")
    officer.get_by_label("Standard of row 1").select_option("above")
    follow(officer, "Save")
    sees(officer, "Saved", "1 not tried", "Above the catalogue")
    check(officer)

    manager = signed_in("manager-north")
    manager.goto(f"{seat.address}/manager")
    follow(manager, "Standards", "link")
    sees(manager, "Standards not tried", "T-01", "Main need", "Hidden")
    check(manager)
