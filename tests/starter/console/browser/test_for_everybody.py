"""Every page, for everybody: WCAG 2.2 AA as axe finds it, narrow and wide, in light and forced colours; light to load;
and whole without JavaScript.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.running import ROOT
from tests.starter.console.browser.conftest import Person, Seat, SignIn, follow, sit_down

AXE = ROOT / "starter" / "console" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEAVIEST = 150_000
"""Octets that a page may need, with all that belongs to it, as they are transferred."""

OFFICERS = (
    "/", "/?part=all&stage=deciding_to_assess&rag=amber", "/print?part=all", "/views", "/rules", "/accessibility", "/requests/new",
    "/cases/{late}", "/cases/{late}/timeline", "/cases/{late}/people", "/cases/{late}/documents", "/cases/{late}/documents/add",
    "/cases/{late}/disputes", "/cases/{late}/print", "/cases/{late}/act/advice_requested", "/cases/{late}/act/exception_claimed", "/cases/{late}/act/exception_claimed?ground=reg8(2)(c)",
    "/cases/{issued}", "/cases/{refused}/disputes", "/nothing",
)  # fmt: skip
MANAGERS = ("/manager", "/manager/breaches", "/manager/exceptions", "/manager/assign")


@pytest.fixture(scope="module")
def known(seat: Seat) -> dict[str, str]:
    """Cases that stand so, of the north."""
    cases = [one for one in seat.cases() if one.team == "north"]
    return {
        "late": next(one.case_id for one in cases if one.rag == "red"),
        "issued": next(one.case_id for one in cases if one.stage == "plan_issued"),
        "refused": next(one.case_id for one in cases if one.stage == "assessment_refused"),
    }


@pytest.fixture(scope="module")
def readers(seat: Seat) -> Any:
    """An officer and a manager at browsers into which axe may be put."""
    contexts = {}
    for who in ("officer-n1", "manager-north"):
        context = seat.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        sit_down(page, seat.address, who)
        contexts[who] = page
    yield contexts
    for page in contexts.values():
        page.context.close()


def faults(page: Page) -> list[str]:
    """What axe finds wrong, narrow and wide, in light and in forced colours; and what runs off a narrow screen."""
    page.add_script_tag(path=AXE)
    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for forced in ("none", "active"):
            page.emulate_media(forced_colors=forced)  # type: ignore[arg-type]
            answer = page.evaluate(
                "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS
            )
            found += [
                f"{width}, forced colours {forced}: {one['id']}: {one['nodes'][0]['html'][:160]}"
                for one in answer["violations"]
            ]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: the page is {wide} wide")
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


@pytest.mark.parametrize("path", OFFICERS)
def test_an_officers_page_has_no_fault_that_axe_knows(
    seat: Seat, readers: dict[str, Page], known: dict[str, str], path: str
) -> None:
    page = readers["officer-n1"]
    page.goto(seat.address + path.format(**known))
    assert faults(page) == []


@pytest.mark.parametrize("path", MANAGERS)
def test_a_managers_page_has_no_fault_that_axe_knows(seat: Seat, readers: dict[str, Page], path: str) -> None:
    page = readers["manager-north"]
    page.goto(seat.address + path)
    assert faults(page) == []


def test_what_was_refused_what_is_checked_and_what_was_recorded_have_no_fault(
    seat: Seat, readers: dict[str, Page], known: dict[str, str]
) -> None:
    page = readers["officer-n1"]
    page.goto(f"{seat.address}/cases/{known['late']}/act/advice_partial")
    follow(page, "Continue")
    assert page.title().startswith("Error: ") and faults(page) == []
    page.get_by_label("Today").check()
    page.get_by_label("The educational psychologist").check()
    follow(page, "Continue")
    assert page.title().startswith("Check your answers") and faults(page) == []
    follow(page, "Record this")
    assert faults(page) == []


def test_nobody_who_is_not_signed_in_meets_a_fault(seat: Seat) -> None:
    context = seat.browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{seat.address}/sign-in")
    assert faults(page) == []
    context.close()


@pytest.mark.parametrize("path", ["/?part=all", "/cases/{late}", "/cases/{late}/print"])
def test_a_page_with_all_that_belongs_to_it_is_light(
    seat: Seat, known: dict[str, str], path: str, readers: dict[str, Page]
) -> None:
    cookies = readers["officer-n1"].context.cookies()
    context = seat.browser.new_context()
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page, weight = context.new_page(), list[int]()
    page.on("requestfinished", lambda one: weight.append(one.sizes()["responseBodySize"]))
    page.goto(seat.address + path.format(**known), wait_until="networkidle")
    context.close()
    assert len(weight) >= 4, "the page, its two styles and its script"
    assert sum(weight) < HEAVIEST


def test_an_act_is_recorded_without_javascript(
    seat: Seat, known: dict[str, str], readers: dict[str, Page]
) -> None:
    context = seat.browser.new_context(java_script_enabled=False)
    context.add_cookies(readers["officer-n1"].context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{seat.address}/cases/{known['late']}")
    follow(page, "Record a missed appointment", "link")
    page.get_by_label("Today").check()
    page.get_by_label("The educational psychologist").check()
    follow(page, "Continue")
    follow(page, "Record this")
    assert "Record a missed appointment: recorded as of" in (page.text_content("body") or "")
    context.close()


def test_a_person_at_a_narrow_screen_reaches_the_menu(seat: Seat, sign_in: SignIn) -> None:
    person: Person = sign_in("Alder Example", width=320)
    person.tab_to("Menu")
    person.press("Enter")
    person.tab_to("Find a case")
