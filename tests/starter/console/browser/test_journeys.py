"""The main tasks using only a keyboard: Tab, arrow keys, Space, Enter and typed text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from casework.case.acts import CATALOGUE
from records.cases import CaseRow
from starter.terminal.data_folder import today as local_day
from tests.starter.console.browser.conftest import Person, Seat, SignIn


def a_case(seat: Seat, fits: Callable[[CaseRow], bool]) -> str:
    """Return the id of the first case that fits."""
    return next(one.case_id for one in seat.cases() if fits(one))


def deciding(seat: Seat, officer: str) -> str:
    return a_case(seat, lambda one: one.stage == "deciding_to_assess" and one.officer == officer)


def choose_today(person: Person) -> None:
    person.tab_to("Today,")
    person.press("Space")


def test_an_officer_finds_their_most_urgent_case(seat: Seat, sign_in: SignIn) -> None:
    officer = sign_in("Alder Example")
    expect(officer.page.get_by_role("heading", level=1)).to_contain_text("Today")
    officer.tab_to("Go to your work")
    officer.enter()
    officer.tab_to("Waiting on others")
    officer.enter()
    officer.tab_to("Print this list")
    officer.tab_to("Case")  # the first column heading of the table
    for head in ("Status", "Stage", "Due"):
        officer.press("Tab")
        assert officer.focused().startswith(head)
    officer.press("Tab")
    assert officer.focused().startswith("Select"), "the box that selects the first case"
    officer.press("Tab")
    officer.enter()
    officer.sees("on your list")
    officer.sees("Past deadline")
    officer.sees("Return advice")
    urgent = re.search(r"/cases/(case-\w+)", officer.page.url)
    assert urgent is not None
    rows = [one for one in seat.cases() if one.officer == "officer-n1" and one.rag == "red"]
    assert urgent[1] == rows[0].case_id
    officer.tab_to("Why this date?")
    officer.press("Enter")
    officer.sees("6 weeks")


def test_an_officer_records_an_act_once_through_the_check_of_their_answers(
    seat: Seat, sign_in: SignIn
) -> None:
    case = deciding(seat, "officer-n2")
    officer = sign_in("Aspen Sample")
    officer.go(f"/cases/{case}")
    officer.tab_to(CATALOGUE["assessment_agreed"].title)
    officer.press("Enter")  # opens the form on the page of the case
    officer.tab_to("Today,")
    officer.tab_to("The reasons")
    officer.type("He needs more than his school can give.")
    officer.tab_to("Continue")
    officer.enter()
    officer.sees("Check your answers")
    officer.sees("He needs more than his school can give.")
    officer.tab_to("Record this")
    officer.press("Enter", "Enter")  # like a double click
    officer.page.wait_for_url(re.compile(r"done="))
    officer.sees(f"{CATALOGUE['assessment_agreed'].title}: recorded for")
    assert officer.page.evaluate("document.activeElement.getAttribute('role')") == "alert", (
        "a screen reader announces the banner"
    )
    assert [event for event, _ in seat.events(case)].count("assessment_agreed") == 1
    officer.sees("Advice is being gathered for the assessment")
    officer.go(f"/cases/{case}/disputes")
    officer.sees("Decided by Aspen Sample.")


def test_an_officer_corrects_an_answer_with_an_error(seat: Seat, sign_in: SignIn) -> None:
    case = deciding(seat, "officer-n3")
    officer = sign_in("Beech Example")
    officer.go(f"/cases/{case}/act/assessment_refused")
    officer.tab_to("Today,")
    officer.press("ArrowDown")  # another date
    for part in ("1", "1", "2020"):
        officer.press("Tab")
        officer.type(part)
    officer.tab_to("Continue")
    officer.enter()
    assert officer.page.title().startswith("Error: ")
    officer.sees("1 January 2020 is before the request was received")
    officer.press("Tab", "Enter")
    assert officer.focused() == "Day", "the error summary links to the answer"
    for part in range(3):
        officer.press("Control+a", "Delete", *(["Tab"] if part < 2 else []))
    officer.press("Shift+Tab", "Shift+Tab", "Shift+Tab", "ArrowUp")
    officer.tab_to("The reasons")
    officer.type("No need was seen that the school does not meet.")
    officer.tab_to("Continue")
    officer.enter()
    officer.tab_to("Record this")
    officer.enter()
    officer.sees(f"{CATALOGUE['assessment_refused'].title}: recorded for")


def test_an_act_by_someone_else_is_shown_before_anything_is_recorded(seat: Seat, sign_in: SignIn) -> None:
    case = a_case(seat, lambda one: one.stage == "assessing" and one.officer == "officer-n3")
    officer = sign_in("Beech Example")
    officer.go(f"/cases/{case}/act/advice_requested")
    choose_today(officer)
    officer.tab_to("The physiotherapist")
    officer.press("Space")
    officer.tab_to("Continue")
    officer.enter()
    other = seat.office(
        "act", case, "advice_requested", "--on", "today", "--set", "of=camhs", "--by", "officer-n2"
    )
    assert other.code == 0, other.err
    officer.tab_to("Record this")
    officer.enter()
    officer.sees("Someone else has changed this")
    officer.sees("Aspen Sample has recorded that advice was asked for (child mental health)")
    asked = [of for event, of in seat.events(case) if event == "advice_requested"]
    assert "camhs" in asked and "physiotherapist" not in asked
    officer.tab_to("Record it anyway")
    officer.enter()
    officer.sees(f"{CATALOGUE['advice_requested'].title}: recorded for")


def test_a_duplicate_request_is_shown_before_a_second_case_is_opened(seat: Seat, sign_in: SignIn) -> None:
    number = len(seat.cases())
    officer = sign_in("Alder Example")
    for _ in range(2):
        officer.go("/requests/new")
        officer.tab_to("Child or young person’s name")
        officer.type("Plover Example")
        for part in ("4", "5", "2018"):
            officer.press("Tab")
            officer.type(part)
        choose_today(officer)
        officer.tab_to("A parent")
        officer.press("Space")
        officer.tab_to("Continue")
        officer.enter()
        if len(seat.cases()) > number:
            officer.sees("There may already be a case")
            officer.tab_to("Open case")
            officer.enter()
            officer.sees("Confirm that this is a different child")
        else:
            officer.tab_to("Open case")
            officer.enter()
            officer.sees("The case is open.")
    assert len(seat.cases()) == number + 1


def test_a_manager_assigns_many_cases_and_undoes_it(seat: Seat, sign_in: SignIn) -> None:
    before = {one.case_id: one.officer for one in seat.cases() if one.officer == "officer-n2"}
    manager = sign_in("Maple Example")
    manager.tab_to("Team")
    manager.enter()
    manager.tab_to("Assign cases of Aspen Sample")
    manager.enter()
    manager.tab_to("All of these cases")
    manager.press("Space")
    manager.tab_to("Assign to")
    manager.type("Beech")
    manager.tab_to("Continue")
    manager.enter()
    manager.sees(f"You are about to assign {len(before)} cases to Beech Example")
    manager.tab_to(f"Assign {len(before)}")
    manager.enter()
    manager.sees(f"{len(before)} cases are now assigned to Beech Example.")
    assert {one.officer for one in seat.cases() if one.case_id in before} == {"officer-n3"}
    manager.tab_to("Undo this")
    manager.enter()
    manager.sees("Undone")
    assert {one.case_id: one.officer for one in seat.cases() if one.case_id in before} == before


@pytest.mark.skipif("breach_acknowledged" not in CATALOGUE, reason="this process has no such act")
def test_a_manager_says_how_a_missed_deadline_will_be_fixed(seat: Seat, sign_in: SignIn) -> None:
    case = a_case(seat, lambda one: one.team == "north" and one.rag == "red")
    manager = sign_in("Maple Example")
    manager.tab_to("Team")
    manager.enter()
    manager.tab_to("Missed deadlines")
    manager.enter()
    manager.sees("No fix planned")
    manager.tab_to("Say how you will fix it")
    manager.enter()
    manager.tab_to("What will be done")
    manager.type("The service has promised a locum for Thursday; the officer visits the school.")
    manager.press("Tab")
    soon = local_day() + timedelta(days=7)
    for part in (soon.day, soon.month, soon.year):
        manager.type(str(part))
        manager.press("Tab")
    if not manager.focused().startswith("Record this"):
        manager.tab_to("Record this")
    manager.enter()
    manager.sees(f"{CATALOGUE['breach_acknowledged'].title}: recorded for")
    assert ("breach_acknowledged", None) in seat.events(case)
    manager.go("/manager/breaches")
    manager.sees("Fix planned")
    manager.sees("recorded by Maple Example")
