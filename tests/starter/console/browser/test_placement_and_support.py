"""Two stories of an officer: a placement for a child with a plan, and the early support of a school; axe on their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from casework.processes.registry import BY_KIND
from starter.terminal.data_folder import today as local_day
from tests.running import wait_until
from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Seat, follow, sit_down

LISTS = "/alternative-provision"
PLACEMENT = BY_KIND["ap_placement"]
FORWARD: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("screen_referral", {"outcome": "ready"}),
    ("decide_placement", {"decision": "approve", "reason": "A short placement can help."}),
    (
        "match_provider",
        {
            "provider": "bridge-centre", "pattern": "PT", "sessions": "4", "registration": "subsidiary",
            "commissioner": "authority", "planned_end": "day:60",
        },
    ),
    (
        "agree_objectives",
        {"objectives": "40 minutes a session.", "return_criteria": "Two calm weeks.", "contact": "Each Friday."},
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def page(seat: Seat) -> Iterator[Page]:
    """A page of an officer without a content security policy, so that axe can run."""
    context = seat.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    found = context.new_page()
    sit_down(found, seat.address, "officer-n1")
    yield found
    context.close()


def answer(page: Page, answers: Mapping[str, str]) -> None:
    """Answer the questions of a form by their names: day:60 is the day 60 days from today."""
    for name, value in answers.items():
        if value.startswith("day:"):
            day = local_day() + timedelta(days=int(value.removeprefix("day:")))
            for part in ("day", "month", "year"):
                page.fill(f'[name="{name}-{part}"]', str(getattr(day, part)))
            continue
        asked = page.locator(f'[name="{name}"]').first
        kind = asked.get_attribute("type")
        if kind == "radio":
            page.check(f'[name="{name}"][value="{value}"]')
        elif asked.evaluate("one => one.tagName") == "SELECT":
            page.select_option(f'[name="{name}"]', value)
        else:
            asked.fill(value)


def record(page: Page, at: str, action: str, answers: Mapping[str, str]) -> None:
    """Record an act of a process as of today, through the check of the answers."""
    page.goto(f"{at}/act/{action}")
    page.check('[name="on"][value="today"]')
    answer(page, answers)
    follow(page, "Continue")
    follow(page, "Record this")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Recorded")


def check_forms(page: Page, at: str, checked: set[str]) -> None:
    """Check each form that a placement offers now with axe, unless it was checked before."""
    page.goto(at)
    links = page.locator('main a[href*="/act/"]').evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    for action in sorted(
        {found[1] for link in links if (found := re.search(r"/act/([a-z_]+)", link))} - checked
    ):
        page.goto(f"{at}/act/{action}")
        assert faults(page, back=False) == [], action
        checked.add(action)
    page.set_viewport_size({"width": 1280, "height": 900})


def taken_in(seat: Seat, at: str, event: str) -> None:
    """Wait until the ledger has what a look-up found, because the page shows it."""
    process_id = at.rpartition("/")[2]
    wait_until(lambda: event in {name for name, _ in seat.events(process_id)}, event)


@pytest.mark.timeout(600)  # one story of many forms
def test_a_placement_for_a_child_with_a_plan_from_the_referral_to_the_return(seat: Seat, page: Page) -> None:
    case = next(one.case_id for one in seat.cases() if one.stage == "plan_issued" and one.team == "north")
    page.goto(f"{seat.address}{LISTS}/without-case")
    assert faults(page) == []
    page.goto(f"{seat.address}{LISTS}/new?case={case}")
    page.check('[name="on"][value="today"]')
    referred = {
        "tier": "tier_2",
        "reason": "BHS",
        "home_school": "900002",
        "sen": "E",
        "exclusion": "none",
    }
    answer(page, {**referred, "aim": "Ask for a break.", "tried": "A mentor, since March."})
    assert faults(page) == []
    follow(page, "Refer for alternative provision")
    at, checked = page.url.partition("?")[0], {"refer_placement"}
    for action, answers in FORWARD:
        check_forms(page, at, checked)
        record(page, at, action, answers)
        if action == "match_provider":
            taken_in(seat, at, "take_in_provider")
    expect(page.locator("main")).to_contain_text("Children and Families Act 2014 s.42")
    assert faults(page) == []
    check_forms(page, at, checked)
    page.goto(f"{at}/act/start_placement")
    page.check('[name="on"][value="today"]')
    follow(page, "Continue")
    expect(page.locator("main")).to_contain_text("To go on, record why")
    record(
        page, at, "override_warning", {"warning": "outside_the_plan", "why": "The family asks for it now."}
    )
    record(page, at, "start_placement", {})
    check_forms(page, at, checked)
    monday = -local_day().weekday()
    record(page, at, "mark_attendance", {"marked": "0", "attended": "0", "week": f"day:{monday}"})
    record(page, at, "review_placement", {"progress": "on_course"})
    record(page, at, "plan_return", {"timetable": "Two mornings, then every day."})
    check_forms(page, at, checked)
    record(page, at, "record_return", {"sen_leaving": "E"})
    expect(page.locator("main")).to_contain_text("Returned, to check")
    assert faults(page) == []
    check_forms(page, at, checked)
    assert checked == set(PLACEMENT.acts) - PLACEMENT.automatic, "every form that a person fills in"
    page.goto(f"{seat.address}{LISTS}/lists/alternative-provision-census")
    assert faults(page) == []
    page.goto(f"{seat.address}/cases/{case}/disputes")
    expect(page.locator("main")).to_contain_text("Tier 2: off-site for behaviour")


def test_the_file_of_a_school_is_mended_loaded_and_counted(seat: Seat, page: Page, tmp_path: Path) -> None:
    row = next(one for one in seat.cases() if one.stage == "deciding_to_assess" and one.team == "north")
    page.goto(f"{seat.address}/children/{row.child_id}")
    details = page.locator(".govuk-summary-list__value")
    forename, _, surname = details.nth(0).inner_text().partition(" ")
    screened = local_day() - timedelta(days=100)
    head = "Forename,Surname,DateOfBirth,URN,Kind,Date,Tool,Colour"
    line = f"{forename},{surname},{details.nth(1).inner_text()},900001,screen,{screened},WellComm"
    file = tmp_path / "school.csv"
    for colour, is_good in (("Purple", False), ("Red", True)):
        file.write_text(f"{head}\n{line},{colour}\n", encoding="utf-8")
        page.goto(f"{seat.address}/early-support")
        page.set_input_files("#file", str(file))
        follow(page, "Load the file")
        if not is_good:
            expect(page.locator(".govuk-error-summary")).to_be_visible()
            expect(page.locator("main")).to_contain_text("Line 2")
            assert faults(page) == []
    expect(page.locator(".govuk-notification-banner")).to_contain_text("1")
    page.goto(f"{seat.address}/cases/{row.case_id}/early-support")
    expect(page.locator("main")).to_contain_text("Screened red")
    assert faults(page) == []
    page.goto(f"{seat.address}/early-support/report")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Early")
    assert faults(page) == []
