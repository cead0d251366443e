"""An exception from its ground to the approval of the manager, using only a keyboard."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from casework.case.acts import CATALOGUE
from office.office import opaque
from records import ledger
from records.cases import CaseRow
from tests.conftest import days_ago
from tests.starter.console.browser.conftest import Person, Seat, SignIn
from tests.starter.console.browser.test_journeys import choose_today
from tests.starter.console.browser.test_panel_and_disputes import record, write_date

GROUND = "Final plan sent: exceptional personal circumstances"
BECAUSE = "A long stay in hospital: no one could meet the family."


def choose(person: Person, question: str, wanted: str) -> None:
    """Choose a radio button of a question with the arrow keys."""
    for _ in range(120):
        if person.page.evaluate("document.activeElement.id") == question:
            break
        person.press("Tab")
    while not person.focused().startswith(wanted):
        person.press("ArrowDown")


def own_case(seat: Seat, folder: Path) -> CaseRow:
    """Open a case that is being assessed, for this test only."""
    row = {
        "child_name": f"Sample {opaque()}",
        "received_on": days_ago(40),
        "team": "north",
        "officer": "officer-n1",
    }
    (folder / "intake.json").write_text(json.dumps([{**row, "acts": "assessment_agreed today-10"}]))
    opened = seat.office("open", str(folder / "intake.json"), "--json").json["cases"][0]["case"]
    return next(one for one in seat.cases() if one.case_id == opened)


def test_an_exception_is_claimed_by_ground_and_accepted_when_the_manager_approves(
    seat: Seat, sign_in: SignIn, tmp_path: Path
) -> None:
    case = own_case(seat, tmp_path)

    def answers() -> list[tuple[str, str | None, str | None]]:
        with seat.database.read() as session:
            lines = [
                one for one in ledger.facts_of(session, case.case_id) if one.event.startswith("exception_")
            ]
        return [(line.event, line.by, line.fields.get("approved_by")) for line in lines]

    officer = sign_in("Alder Example")
    officer.go(f"/cases/{case.case_id}")
    officer.tab_to(CATALOGUE["exception_claimed"].title)
    officer.enter()
    choose(officer, "ground", GROUND)
    officer.tab_to("Continue")
    officer.enter()
    officer.sees("Exceptional personal circumstances affect the child")
    assert "Closed from" not in (officer.page.text_content("main") or "")
    choose_today(officer)
    write_date(officer, "from", case.received_on + timedelta(days=7))
    write_date(officer, "to", case.received_on + timedelta(days=21))
    officer.tab_to("What was impractical because of it")
    officer.type(BECAUSE)
    officer.tab_to("The document that proves it")
    officer.type("doc-17")
    write_date(officer, "family_told_on", case.received_on + timedelta(days=22))
    officer.tab_to("Continue")
    officer.enter()
    officer.sees("Still missing: approval.")
    officer.tab_to("Record this")
    officer.enter()
    officer.sees(f"{CATALOGUE['exception_claimed'].title}: recorded for")
    assert answers() == [("exception_claimed", "officer-n1", None), ("exception_refused", None, None)]

    manager = sign_in("Maple Example")
    manager.go("/manager/exceptions")
    manager.sees("Ready to approve")
    manager.tab_to("Review and approve")
    manager.enter()
    manager.sees(BECAUSE)
    manager.tab_to("I approve this exception")
    manager.press("Space")
    record(manager)
    manager.sees(f"{CATALOGUE['exception_claimed'].title}: recorded for")
    assert answers()[2:] == [
        ("exception_claimed", "manager-north", "manager-north"),
        ("exception_accepted", None, None),
    ]
    manager.go("/manager/exceptions")
    manager.sees("There are no exceptions to approve.")
