"""Take the screenshots of docs/screens/ with the sample caseload, if EHCP_SCREENS=1."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.running import wait_until
from tests.starter.console.browser.conftest import SCREENS, TAKING, Seat, follow, sit_down

pytestmark = pytest.mark.skipif(not TAKING, reason="only with EHCP_SCREENS=1")
COLOURS = 64


def save(page: Page, name: str, whole: bool = True) -> None:
    """Save a screenshot with few colours, to keep the repository small."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=whole)))
    SCREENS.mkdir(parents=True, exist_ok=True)
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        SCREENS / f"{name}.png", optimize=True
    )


@pytest.fixture
def open_page(seat: Seat) -> Callable[..., Page]:
    def open_as(who: str, width: int = 1280) -> Page:
        page = seat.browser.new_context(viewport={"width": width, "height": 800}).new_page()
        sit_down(page, seat.address, who)
        return page

    return open_as


def test_officer(seat: Seat, open_page: Callable[..., Page]) -> None:
    page = open_page("officer-n1")
    save(page, "officer-today")
    page.goto(f"{seat.address}/")
    save(page, "officer-work")
    cases = [one for one in seat.cases() if one.officer == "officer-n1"]
    late = next(one.case_id for one in cases if one.rag == "red")
    deciding = next(one.case_id for one in cases if one.stage == "deciding_to_assess")
    page.goto(f"{seat.address}/cases/{late}")
    page.get_by_text("Why this date?").first.click()
    save(page, "officer-case")
    page.goto(f"{seat.address}/cases/{late}/people")
    save(page, "officer-people")
    for part, name in (
        ("advice", "officer-advice"),
        ("settings?q=", "officer-settings"),
        ("log", "officer-log"),
    ):
        page.goto(f"{seat.address}/cases/{late}/{part}")
        save(page, name)
    page.goto(f"{seat.address}/letters?whose=all&status=sent")
    save(page, "officer-letters")
    page.goto(f"{seat.address}/calendar")
    save(page, "officer-calendar")
    write_plan(page, f"{seat.address}/cases/{late}/plan")
    page.goto(f"{seat.address}/cases/{deciding}/act/assessment_agreed")
    page.get_by_label("Another date").check()
    page.locator("#on-day").fill("1")
    page.locator("#on-month").fill("2")
    page.locator("#on-year").fill("2020")
    page.get_by_label("The reasons").fill("The school has done what it can, and he needs more.")
    follow(page, "Continue")
    save(page, "officer-refused")
    for part in ("day", "month", "year"):
        page.locator(f"#on-{part}").fill("")
    page.get_by_label("Today").check()
    follow(page, "Continue")
    save(page, "officer-check")
    follow(page, "Record this")
    save(page, "officer-recorded", whole=False)
    narrow = open_page("officer-n1", 320)
    narrow.goto(f"{seat.address}/")
    save(narrow, "officer-work-narrow", whole=False)


def write_plan(page: Page, plan: str) -> None:
    """Start a plan and write its first need."""
    page.goto(plan)
    follow(page, "Start the plan")
    save(page, "officer-plan")
    page.goto(f"{plan}/sections/communication-and-interaction")
    follow(page, "Add a need")
    page.get_by_label("Need (Section B)").fill("He reads two words, and follows one step of an instruction.")
    follow(page, "Save")
    save(page, "officer-plan-section")


def test_manager(seat: Seat, open_page: Callable[..., Page]) -> None:
    page = open_page("manager-north")
    for path, name in (
        ("/manager", "manager-caseload"),
        ("/manager/breaches", "manager-breaches"),
        ("/manager/assign?officer=officer-n2", "manager-assign"),
    ):
        page.goto(seat.address + path)
        save(page, name)
    page.get_by_label("All of these cases").check()
    page.get_by_label("Assign to").select_option("officer-n3")
    follow(page, "Continue")
    save(page, "manager-preview")
    follow(page, page.get_by_role("button", name=re.compile(r"^Assign \d+ cases?$")).inner_text())
    save(page, "manager-undo")
    follow(page, "Undo this")


def test_panel(seat: Seat, open_page: Callable[..., Page]) -> None:
    office = seat.office
    first, second, third = [
        one.case_id for one in seat.cases() if one.stage == "deciding_to_assess" and one.rag != "red"
    ][:3]
    members = {
        "panel-education-1": "education", "panel-health-1": "health", "panel-care-1": "social_care", "chair-1": "chair",
    }  # fmt: skip
    named = [word for who, role in members.items() for word in ("--member", f"{who}={role}")]
    called = office("panel", "call", "--on", "today", *named, "--chair", "chair-1", "--json")
    assert called.code == 0, called.err
    sitting = called.json["sitting"]
    for case in (first, second, third):
        assert office("panel", "list", sitting, case, "--about", "assess").code == 0
    for case in (first, second):
        assert office("panel", "papers", sitting, case).code == 0
    page = open_page("chair-1")
    page.goto(f"{seat.address}/panel")
    save(page, "chair-sittings")
    page.goto(f"{seat.address}/panel/{sitting}")
    save(page, "chair-agenda")
    present = [word for who in members for word in ("--present", who)]
    assert office("panel", "attendance", sitting, *present).code == 0
    page.goto(f"{seat.address}/panel/{sitting}/act/recommend?case={first}")
    page.get_by_label("Today").check()
    page.get_by_label("Assess", exact=True).check()
    page.get_by_label("The reasons").fill(
        "The school has done what it can from its own means; the cause is not understood."
    )
    page.get_by_label("Dissenting views").fill("Health would first see the paediatrician's letter.")
    save(page, "chair-recommendation")
    follow(page, "Record this")
    assert office("panel", "carry-over", sitting, third, "--why", "papers_missing").code == 0
    page.goto(f"{seat.address}/panel/{sitting}")
    save(page, "chair-record")


def test_mediator(seat: Seat, open_page: Callable[..., Page]) -> None:
    office = seat.office
    case = next(
        one.case_id for one in seat.cases() if one.stage == "assessment_refused" and one.team == "north"
    )
    mediation = case.replace("case", "mediation")
    for act in ("mediation_adviser_contacted", "mediation_requested"):
        issues = ("--set", "issues=education,health") if act == "mediation_requested" else ()
        answer = office("act", case, act, "--on", "today", *issues)
        assert answer.code == 0, answer.err

    def invited() -> str | None:
        shown = office("dispute", "show", mediation, "--json")
        return shown.json["mediator"] if shown.code == 0 else None

    wait_until(invited, "a mediator is invited")
    page = open_page(str(invited()))
    save(page, "mediator-work")
    page.goto(f"{seat.address}/disputes/{mediation}")
    save(page, "mediator-dispute")


def test_operations(seat: Seat, open_page: Callable[..., Page]) -> None:
    page = open_page("ops-1")
    page.goto(f"{seat.address}/operations")
    save(page, "operations", whole=False)
    case = seat.cases()[0].case_id
    page.goto(f"{seat.address}/operations/{case}")
    save(page, "operations-case", whole=False)
