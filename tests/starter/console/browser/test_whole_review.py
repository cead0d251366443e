"""A whole review of a plan by an officer who has only the console: arranged, invited, held, reported, decided, the plan amended.

The days between are passed by the test. Axe looks at each form on the way, at the width of a laptop and of a telephone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from office.plans import save
from records import ledger, outbox, processes
from tests.plans import sample_plan
from tests.running import ROOT, wait_until
from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Seat, sit_down
from tests.starter.console.browser.moved_clock import MovedOffice, moved_office
from tests.starter.console.browser.test_whole_case import Hand, accept

CHILD = "Plover Sample"
SCHOOL = "900001"
DONE = (
    "assessment_agreed today-200; advice_requested today-199 of=school; advice_received today-150 of=school; "
    f"plan_agreed today-130; draft_issued today-120; final_issued today-100 setting=urn-{SCHOOL}"
)


class Officer(Hand):
    """An officer who records act after act on the page of one review."""

    def __init__(self, page: Page, office: MovedOffice) -> None:
        super().__init__(page)
        self.office, self.at, self.found = office, "", list[str]()

    def begin(self, act: str) -> None:
        """Open the form of an act from the page of the review, and let axe look at it."""
        self.page.goto(self.at)
        self.follow(act, "link", within=self.page.locator("#record"))
        self.found += [f"{act}: {one}" for one in faults(self.page)]

    def record(self) -> None:
        """Check the answers with the letters, and record them."""
        self.page.get_by_label("Today").first.check()
        self.follow("Continue")
        self.found += [f"check of {self.page.url}: {one}" for one in faults(self.page)]
        self.follow("Record this")
        self.sees("Recorded")

    def enter_day(self, name: str, days: int) -> None:
        """Enter a day that is so many days from today."""
        day = self.office.clock.today() + timedelta(days=days)
        for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.page.locator(f"#{name}-{part}").fill(str(number))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[MovedOffice]:
    with moved_office(tmp_path) as found:
        yield found


@pytest.mark.timeout(600)  # one story of many pages
def test_an_officer_runs_a_review_from_arranging_to_the_amended_plan(
    seat: Seat, office: MovedOffice, tmp_path: Path
) -> None:
    case, review = a_plan_with_its_review(office, tmp_path)
    context = seat.browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    context.set_default_timeout(30_000)
    try:
        officer = Officer(context.new_page(), office)
        sit_down(officer.page, office.address, "officer-n1")
        find_the_review(officer, review)
        prepare(officer)
        office.time_passes(timedelta(days=21), review)
        hold(officer)
        decide(officer)
        office.time_passes(timedelta(days=16), review)
        amend(officer)
    finally:
        context.close()
    assert officer.found == [], "axe finds nothing on any form or check page"
    check_what_happened(office, case, review)


def a_plan_with_its_review(office: MovedOffice, folder: Path) -> tuple[str, str]:
    """Take over a case whose plan is in force, with a version of the plan. Returns the case and the review that began."""
    with (ROOT / "samples" / "intake.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    row |= {
        "reference": "REVIEWED",
        "child_name": CHILD,
        "team": "north",
        "officer": "officer-n1",
        "acts": DONE,
    }
    row |= {"born_on": "today-3000", "received_on": "today-230"}
    path = folder / "plan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    (case,) = office.open_cases(path)

    def begun() -> list[str]:
        with office.database.read() as session:
            return [one.process_id for one in processes.select_processes(session, ("annual_review",))]

    wait_until(lambda: bool(begun()), "the plan begins its review")
    plan = sample_plan()
    plan["about"] |= {"name": CHILD, "born_on": None}
    save(office.database, case, plan, "officer-n1")
    return case, begun()[0]


def find_the_review(officer: Officer, review: str) -> None:
    """Find the review from the page of the plan, which says what is under way."""
    officer.follow("More", "link")
    officer.follow("Maintained plans", "link")
    officer.follow("Plan maintained since", "link")
    officer.found += [f"plan: {one}" for one in faults(officer.page)]
    officer.sees("What is under way")
    officer.follow("Yearly review", "link")
    officer.at = officer.page.url
    assert officer.at.endswith(review)
    officer.found += [f"review: {one}" for one in faults(officer.page)]


def prepare(officer: Officer) -> None:
    """Arrange the meeting, and send the invitations and the papers."""
    officer.begin("Arrange the meeting")
    officer.enter_day("meeting_on", 21)
    officer.type("Where and at what time?", "In the library of the school, at 10 am")
    officer.record()
    officer.begin("Send the invitations")
    officer.type("Who is invited?", "The family, the school, the educational psychologist")
    officer.record()
    officer.begin("Send the papers round")
    officer.type("Which advice", "The school's report of progress")
    officer.record()


def hold(officer: Officer) -> None:
    """Record the meeting, what it found, and the report."""
    officer.begin("Record the meeting")
    officer.type("What does the child", "I like the garden. I want to read on my own.")
    officer.record()
    officer.begin("Record the outcomes")
    officer.type("Outcomes that are met", "E1")
    officer.type("The evidence", "Plover reads 60 words.")
    officer.record()
    officer.begin("Record what is delivered")
    officer.type("Provision delivered in full", "F1")
    officer.record()
    officer.begin("Record a view")
    officer.choose("Whose view is it?", "The family")
    officer.tick("At the meeting")
    officer.type("The view", "They want more help with writing.")
    officer.record()
    officer.begin("Record the report")
    officer.tick("Amend the plan")
    officer.tick("F")
    officer.record()


def decide(officer: Officer) -> None:
    """Decide to amend, send the notice with the amendments, and record what the family answers."""
    officer.begin("Decide after the review")
    officer.tick("Amend the plan")
    officer.type("The reasons", "Plover reads well now, and needs help with writing.")
    officer.record()
    officer.begin("Send the notice of amendments")
    officer.type("The amendments that you propose", "Section F: help with writing, 3 times a week.")
    officer.record()


def amend(officer: Officer) -> None:
    """Consult the school, record its answer, and send the amended plan."""
    officer.begin("Record the family's answer")
    officer.type("What the family says", "They agree.")
    officer.record()
    officer.begin("Consult a setting")
    officer.record()
    officer.begin("Record a setting's answer")
    officer.type("Which setting?", SCHOOL)
    officer.tick("It can meet the needs")
    officer.record()
    officer.begin("Send the amended plan")
    officer.page.get_by_label("Today").first.check()
    officer.follow("Continue")
    accept(officer)
    officer.follow("Record this")
    expect(officer.page.locator("body")).to_contain_text("Plan amended")


def check_what_happened(office: MovedOffice, case: str, review: str) -> None:
    """Check that each step was recorded once, and that the family was written to at each."""
    with office.database.read() as session:
        events = [line.event for line in ledger.facts_of(session, review)]
        plan = ledger.facts_of(session, review.replace("review", "maintained", 1).rpartition("-")[0])
        kinds = {one.kind for one in outbox.of_case(session, case)}
    for once in ("hold_meeting", "decide_review", "serve_amendments", "send_amended_plan"):
        assert events.count(once) == 1
    assert "The amended final plan was sent." in {line.text for line in plan}
    assert kinds >= {"review_invitation", "review_papers", "review_report"}
