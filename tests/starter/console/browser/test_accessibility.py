"""Accessibility of every page: WCAG 2.2 AA checked by axe, narrow and wide, in light and forced colours.

Pages must also be small and work without JavaScript.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from casework.case.acts import CATALOGUE
from starter.terminal.data_folder import today as local_day
from tests.running import ROOT, wait_until
from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Person, Seat, SignIn, follow, sit_down

MOST_BYTES = 150_000
"""Most bytes transferred for a page with its styles and scripts."""

OFFICERS = (
    "/today", "/calendar", "/calendar/feed", "/", "/?part=all&stage=deciding_to_assess&rag=amber", "/print?part=all", "/views", "/rules", "/more", "/accessibility", "/requests/new",
    "/cases/{late}", "/cases/{late}/timeline", "/cases/{late}/people", "/cases/{late}/people/add", "/cases/{late}/people/add?relationship=parent",
    "/cases/{late}/advice", "/cases/{late}/settings?q=", "/cases/{late}/lists/new", "/cases/{late}/documents", "/cases/{late}/documents/add",
    "/cases/{late}/disputes", "/cases/{late}/log", "/cases/{late}/print", "/letters?whose=all", "/letters?status=sent&whose=all", "/tasks", "/cases/{late}/act/advice_requested", "/cases/{late}/act/exception_claimed", "/cases/{late}/act/exception_claimed?ground=reg8(2)(c)",
    "/early-support", "/early-support/report", "/cases/{late}/early-support", "/cases/{late}/early-support/add?kind=screen",
    "/cases/{late}/standards", "/standards", "/standards/catalogues/ordinarily-available/2026.1", "/standards/offers?urn=900001",
    "/cases/{issued}", "/cases/{refused}/disputes", "/children/{child}/correct", "/kept", "/nothing",
)  # fmt: skip
MANAGERS = (
    "/manager",
    "/manager/breaches",
    "/manager/forecast?officers=x",
    "/manager/forecast/capacity",
    "/manager/exceptions",
    "/manager/back-dated",
    "/manager/plans",
    "/manager/standards",
    "/manager/assign",
    "/manager/calendar",
    "/council",
    "/letters/texts",
    "/letters/texts/letter/plan_refused",
)


@pytest.fixture(scope="module")
def known(seat: Seat) -> dict[str, str]:
    """Cases of team north in these states."""
    cases = [one for one in seat.cases() if one.team == "north"]
    return {
        "late": next(one.case_id for one in cases if one.rag == "red"),
        "child": next(one.child_id for one in cases if one.rag == "red"),
        "issued": next(one.case_id for one in cases if one.stage == "plan_issued"),
        "refused": next(one.case_id for one in cases if one.stage == "assessment_refused"),
    }


@pytest.fixture(scope="module")
def readers(seat: Seat) -> Any:
    """Pages of an officer, a manager and an administrator without a content security policy, so that axe can run."""
    contexts = {}
    for who in ("officer-n1", "manager-north", "admin-1"):
        context = seat.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        sit_down(page, seat.address, who)
        contexts[who] = page
    yield contexts
    for page in contexts.values():
        page.context.close()


@pytest.mark.parametrize("path", OFFICERS)
def test_a_page_of_an_officer_has_no_violations(
    seat: Seat, readers: dict[str, Page], known: dict[str, str], path: str
) -> None:
    page = readers["officer-n1"]
    page.goto(seat.address + path.format(**known))
    assert faults(page, back=False) == []


@pytest.mark.parametrize("path", MANAGERS)
def test_a_page_of_a_manager_has_no_violations(seat: Seat, readers: dict[str, Page], path: str) -> None:
    page = readers["manager-north"]
    page.goto(seat.address + path)
    assert faults(page, back=False) == []


def test_the_pages_that_load_settings_and_closures_have_no_violations(
    seat: Seat, readers: dict[str, Page]
) -> None:
    page, files = readers["admin-1"], ROOT / "tests" / "office"
    page.goto(f"{seat.address}/registers")
    assert faults(page) == []
    page.get_by_label("Upload an extract").set_input_files(files / "registers" / "gias-stray-quote.csv")
    follow(page, "See what it changes")
    assert "Check what the extract changes" in page.title() and faults(page) == []
    follow(page, "Replace the settings")
    assert page.title().startswith("Error: ") and faults(page) == []
    page.goto(f"{seat.address}/registers")
    page.get_by_label("Authority whose calendar it is").fill("Anyshire")
    page.get_by_label("Upload a calendar").set_input_files(files / "calendars" / "terms3.ics")
    follow(page, "See what it says")
    assert "Choose the school closures" in page.title() and faults(page) == []


def test_the_pages_of_the_council_details_have_no_violations(seat: Seat, readers: dict[str, Page]) -> None:
    page = readers["admin-1"]
    for path in ("/council/mediators", "/council/plan_quality"):
        page.goto(seat.address + path)
        assert faults(page) == []
    follow(page, "Save")
    page.goto(f"{seat.address}/council/authority")
    page.get_by_label("Name").fill("")
    follow(page, "Save")
    assert page.title().startswith("Error: ") and faults(page) == []
    page.get_by_label("Name").fill("Sample Council")
    page.get_by_label("Why do you change this?").fill("We begin to use the service today.")
    follow(page, "Save")
    page.goto(f"{seat.address}/council/history")
    assert "Version 1" in (page.text_content("body") or "") and faults(page) == []


def test_the_pages_that_change_a_person_and_check_advice_have_no_violations(
    seat: Seat, readers: dict[str, Page], known: dict[str, str]
) -> None:
    page, case = readers["officer-n1"], f"{seat.address}/cases/{known['late']}"
    page.goto(f"{case}/people")
    with page.expect_navigation():
        page.locator('a[href$="/change"]').first.click()
    assert faults(page) == []
    page.goto(f"{case}/advice")
    report = {"name": "Report.txt", "mimeType": "text/plain", "buffer": b"The report of a sample."}
    page.get_by_label("All the reports at once").set_input_files(report)  # type: ignore[arg-type]
    follow(page, "Continue")
    assert page.url.partition("?")[0].endswith("/advice/check") and faults(page) == []


def test_the_page_that_corrects_a_tailored_list_has_no_violations(
    seat: Seat, readers: dict[str, Page], known: dict[str, str]
) -> None:
    page = readers["officer-n1"]
    page.goto(f"{seat.address}/cases/{known['issued']}/lists/new")
    page.get_by_label("Main need").select_option("ASD")
    page.get_by_label("Measure from another setting").fill("900001")
    follow(page, "Make the list")
    with page.expect_navigation():
        page.locator('a[href$="/correct"]').click()
    assert faults(page) == []


def test_the_check_of_a_bulk_act_and_the_bundle_of_a_dispute_have_no_violations(
    seat: Seat, readers: dict[str, Page], known: dict[str, str], tmp_path: Path
) -> None:
    page, refused = readers["officer-n1"], known["refused"]
    report = tmp_path / "Report.txt"
    report.write_text("The report of a sample.")
    assert seat.office("document", "add", refused, str(report)).code == 0
    page.goto(f"{seat.address}/?part=all")
    page.locator('input[name="case"]').first.check()
    page.get_by_label("Record in the selected cases").select_option(index=1)
    with page.expect_navigation():
        page.locator('form[action="/bulk"] button').first.click()
    assert "/bulk/" in page.url and faults(page) == []
    assert seat.office("act", refused, "mediation_adviser_contacted", "--on", "today").code == 0
    bundle = f"{seat.address}/cases/{refused}/bundles/{refused.replace('case', 'mediation', 1)}"
    wait_until(lambda: page.request.get(bundle).ok, "the mediation")
    page.goto(bundle)
    assert faults(page) == []
    page.locator("select[name^=part-]").first.select_option(index=1)
    follow(page, "Check this version")
    assert "Check" in page.title() and faults(page) == []


def test_the_error_check_and_done_pages_have_no_violations(
    seat: Seat, readers: dict[str, Page], known: dict[str, str]
) -> None:
    page = readers["officer-n1"]
    page.goto(f"{seat.address}/cases/{known['late']}/act/advice_partial")
    follow(page, "Record this")
    assert page.title().startswith("Error: ") and faults(page) == []
    page.get_by_label("Another date").check()
    yesterday = local_day() - timedelta(days=1)
    for part in ("day", "month", "year"):
        page.locator(f"#on-{part}").fill(str(getattr(yesterday, part)))
    page.get_by_label("The educational psychologist").check()
    follow(page, "Record this")
    assert page.title().startswith("Check your answers") and faults(page) == []
    follow(page, "Record this")
    assert faults(page) == []


def test_the_sign_in_page_has_no_violations(seat: Seat) -> None:
    context = seat.browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{seat.address}/sign-in")
    assert faults(page) == []
    context.close()


@pytest.mark.parametrize("path", ["/?part=all", "/cases/{late}", "/cases/{late}/print"])
def test_a_page_with_its_styles_and_scripts_is_small(
    seat: Seat, known: dict[str, str], path: str, readers: dict[str, Page]
) -> None:
    cookies = readers["officer-n1"].context.cookies()
    context = seat.browser.new_context()
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page, weight = context.new_page(), list[int]()
    page.on("requestfinished", lambda one: weight.append(one.sizes()["responseBodySize"]))
    page.goto(seat.address + path.format(**known), wait_until="networkidle")
    context.close()
    assert len(weight) >= 4, "the page, two styles and a script"
    assert sum(weight) < MOST_BYTES


def test_an_act_is_recorded_without_javascript(
    seat: Seat, known: dict[str, str], readers: dict[str, Page]
) -> None:
    context = seat.browser.new_context(java_script_enabled=False)
    context.add_cookies(readers["officer-n1"].context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{seat.address}/cases/{known['late']}")
    follow(page, CATALOGUE["appointment_missed"].title, "link")
    page.get_by_label("Today").check()
    page.get_by_label("The educational psychologist").check()
    follow(page, "Record this")
    assert f"{CATALOGUE['appointment_missed'].title}: recorded for" in (page.text_content("body") or "")
    context.close()


@pytest.mark.parametrize("path", ["/cases/{late}", "/cases/{late}/act/advice_requested"])
def test_tab_comes_from_the_top_to_every_stop_of_a_page_in_order(
    seat: Seat, sign_in: SignIn, known: dict[str, str], path: str
) -> None:
    person = sign_in("Alder Example")
    person.go(path.format(**known))
    passed, stops = [], person.stops()
    for _ in stops:
        person.press("Tab")
        passed.append(person.focused())
    assert passed == stops and len(stops) > 10


def test_the_menu_works_on_a_narrow_screen(seat: Seat, sign_in: SignIn) -> None:
    person: Person = sign_in("Alder Example", width=320)
    person.tab_to("Menu")
    person.press("Enter")
    person.tab_to("Find a case")
