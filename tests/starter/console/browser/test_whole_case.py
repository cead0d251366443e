"""A whole case from the request to the final plan, by a person who has only the console, counting clicks and pages.

The days between are passed by the test: it moves the clock of the office and opens the case again, as an officer does on a new day.
Typing is not counted. A choice in a list or of a file counts as a click.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from records import ledger, outbox
from statute.words import short_date
from tests.running import wait_until
from tests.starter.console.browser.conftest import Seat, sit_down
from tests.starter.console.browser.moved_clock import MovedOffice, case_of, moved_office

MOST_CLICKS, MOST_PAGES = 30, 20
MOST_CLICKS_FOR_FIVE_REPORTS = 6
CHILD = "Plover Sample"
HOME = "Ash Sample\n1 Sample Road\nExampleton\nZZ1 1ZZ"
REPORTS = ("Parent", "School", "Health", "Educational psychologist", "Social care")
_UNTIL_TRIED_AGAIN = timedelta(minutes=2)
"""After this time a letter that waited is tried again."""
CASE, MENDED, PANEL, LIST = "the case", "a letter is mended", "the panel", "the tailored list"


class Hand:
    """What a person does in the browser, counted by chapter."""

    def __init__(self, page: Page) -> None:
        self.page, self.chapter = page, CASE
        self.clicks: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()

    def open(self, address: str) -> None:
        """Open a page by its address. It counts as a page."""
        answer = self.page.goto(address)
        assert answer is not None and answer.ok, f"{address}: {answer.status if answer else 'no answer'}"
        self.pages[self.chapter] += 1

    def click(self, what: Locator) -> None:
        """Click something that opens no page."""
        what.click()
        self.clicks[self.chapter] += 1

    def follow(self, name: str, role: str = "button", within: Locator | None = None) -> None:
        """Click a button or a link that opens a page."""
        with self.page.expect_navigation():
            self.click((within or self.page).get_by_role(role, name=name).first)  # type: ignore[arg-type]
        self.pages[self.chapter] += 1

    def tick(self, label: str) -> None:
        """Choose a radio button or tick a box."""
        self.click(self.page.get_by_label(label, exact=True).first)

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        """Choose an option of a list."""
        found = self.page.get_by_label(label).first
        values = found.locator("option").filter(has_text=option)
        found.select_option(value=values.first.get_attribute("value"))
        self.clicks[self.chapter] += 1

    def pick(self, place: str, value: str) -> None:
        """Choose an option of the list at a place of the page."""
        self.page.locator(place).select_option(value=value)
        self.clicks[self.chapter] += 1

    def unfold(self, title: str) -> None:
        """Open what is folded under a title."""
        self.click(self.page.locator("summary", has_text=re.compile(rf"^\s*{title}\s*$")))

    def type(self, label: str, text: str) -> None:
        """Type into a field."""
        self.page.get_by_label(label).first.fill(text)

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)


def write_request(officer: Hand, office: MovedOffice) -> str:
    """Open a request without an address of the family. Returns the id of its case."""
    officer.open(f"{office.address}/requests/new")
    officer.type("Child or young person’s name", CHILD)
    for part, text in (("day", "4"), ("month", "5"), ("year", str(office.clock.today().year - 7))):
        officer.page.locator(f"#born_on-{part}").fill(text)
    officer.tick(f"Today, {_day(office)}")
    officer.tick("A parent")
    officer.choose("Which officer?", "(you)")
    officer.follow("Continue")
    officer.follow("Open case")
    officer.sees("The case is open.")
    return case_of(office.database)


@pytest.mark.timeout(600)  # one story of many pages
def test_a_whole_case_without_a_terminal(seat: Seat, tmp_path: Path) -> None:
    with moved_office(tmp_path) as office:
        context = seat.browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(30_000)
        try:
            _tell(Hand(context.new_page()), office)
        finally:
            context.close()


def _tell(officer: Hand, office: MovedOffice) -> None:
    sit_down(officer.page, office.address, "officer-n1")
    case = write_request(officer, office)
    ask_the_panel(officer, office, case)
    agree_and_ask(officer)
    mend_the_letter(officer, office, case)
    days_pass(officer, office, case, 21)
    record_five_reports(officer, office, case)
    agree_to_make_a_plan(officer)
    write_the_plan(officer)
    send_the_draft(officer)
    make_and_send_the_list(officer, case)
    consulted = consult(officer)
    days_pass(officer, office, case, 10)
    record_the_answers(officer, consulted)
    send_the_final_plan(officer, consulted)
    counted = {name: (officer.clicks[name], officer.pages[name]) for name in officer.pages}
    check_what_happened(office, case)
    assert officer.clicks[CASE] <= MOST_CLICKS and officer.pages[CASE] <= MOST_PAGES, counted


def ask_the_panel(officer: Hand, office: MovedOffice, case: str) -> None:
    """Call a sitting for today and list the case. The chair then records what it advises."""
    officer.chapter = PANEL
    officer.follow("More", "link")
    officer.follow("Panel", "link")
    officer.follow("Call a sitting")
    today = office.clock.today()
    for part, number in (("day", today.day), ("month", today.month), ("year", today.year)):
        officer.page.locator(f"#sits_on-{part}").fill(str(number))
    for label, name in (
        ("Member for education", "Poppy Example"),
        ("Member for health", "Reed Sample"),
        ("Member for social care", "Rowan Example"),
        ("Another member 1", "Pine Sample"),
        ("Service or role of member 1", "Chair"),
        ("Chair", "Pine Sample"),
    ):
        officer.choose(label, name)
    officer.follow("Call this sitting")
    officer.follow("List a case", "link")
    officer.pick("#case", case)
    officer.tick("Whether to assess")
    officer.follow("Record this")
    officer.follow("Record that the papers are ready", "link")
    officer.follow("Record this")
    sitting = officer.page.url.partition("?")[0]
    record_the_advice_of_the_panel(officer, office, sitting)
    wait_until(lambda: "panel_recommended" in happened(office, case), "the case knows what the panel advises")
    sit_down(officer.page, office.address, "officer-n1")
    officer.page.goto(f"{office.address}/cases/{case}")
    officer.chapter = CASE


def record_the_advice_of_the_panel(chair: Hand, office: MovedOffice, sitting: str) -> None:
    chair.page.context.clear_cookies()
    sit_down(chair.page, office.address, "chair-1")
    chair.open(sitting)
    chair.follow("Record who was there", "link")
    for name in ("Poppy", "Reed", "Rowan", "Pine"):
        chair.click(chair.page.get_by_label(name))
    chair.follow("Record this")
    chair.follow("Record a recommendation", "link")
    chair.tick("Assess")
    chair.type("The reasons", "The needs are clear.")
    chair.follow("Record this")
    chair.follow("Sign the sitting off", "link")
    chair.follow("Record this")
    chair.sees("Signed off")
    chair.page.context.clear_cookies()


def agree_and_ask(officer: Hand) -> None:
    officer.unfold("Agree to assess")
    officer.page.locator("#assessment_agreed-reason").fill("The school cannot meet the needs that we saw.")
    officer.follow("Continue", within=officer.page.locator("details[open]"))
    officer.follow("Record this")
    officer.sees("Ask for advice: recorded")
    officer.sees("Waiting for advice")


def mend_the_letter(officer: Hand, office: MovedOffice, case: str) -> None:
    """Find the letter that waits for an address, and enter the address from its page."""
    officer.chapter = MENDED
    officer.follow("We will carry out an assessment", "link")
    officer.sees("What it is missing")
    officer.follow("Correct the address", "link")
    officer.type("Name", "Ash Sample")
    officer.type("Postal address", HOME)
    officer.follow("Save")
    officer.chapter = CASE
    office.time_passes(_UNTIL_TRIED_AGAIN, case)
    wait_until(lambda: not waiting(office, case), "the letters to the family leave")


def days_pass(officer: Hand, office: MovedOffice, case: str, days: int) -> None:
    """Let days pass, and find the case on the work list, which is the first page of a day for all cases."""
    office.time_passes(timedelta(days=days), case)
    officer.page.goto(f"{office.address}/?part=all")
    officer.follow(CHILD, "link")


def record_five_reports(officer: Hand, office: MovedOffice, case: str) -> None:
    before = officer.clicks[CASE]
    files = [
        {"name": f"{name} report.txt", "mimeType": "text/plain", "buffer": f"{name} advice.".encode()}
        for name in REPORTS
    ]
    officer.page.get_by_label("All the reports at once").set_input_files(files)  # type: ignore[arg-type]
    officer.clicks[CASE] += 1
    officer.follow("Continue")
    officer.follow("Record these reports")
    officer.sees("5 reports were recorded.")
    assert officer.clicks[CASE] - before <= MOST_CLICKS_FOR_FIVE_REPORTS
    assert happened(office, case).count("advice_received") == len(REPORTS)


def agree_to_make_a_plan(officer: Hand) -> None:
    officer.unfold("Agree to make a plan")
    officer.follow("Continue", within=officer.page.locator("details[open]"))
    officer.follow("Record this")


def write_the_plan(officer: Hand) -> None:
    officer.follow("Write the plan")
    page = officer.page
    for label, text in (
        ("The child or young person’s own views", "I like the garden."),
        ("Need (Section B)", "Plover reads two words of a page."),
        ("What is provided", "A teaching assistant reads with Plover."),
        ("Who provides it", "A teaching assistant trained in reading, 1 to 1"),
        ("How often", "3 times a week"),
        ("How long", "20 minutes each time, for 39 weeks"),
        ("Who pays", "School budget"),
        ("Outcome", "By July Plover reads 50 words in 5 minutes."),
    ):
        page.get_by_label(label).first.fill(text)


def send_the_draft(officer: Hand) -> None:
    officer.follow("Make a version and send it as the draft")
    accept(officer)
    officer.follow("Record this")


def accept(officer: Hand) -> None:
    """Accept what the checks of the plan found, if they found anything."""
    if officer.page.get_by_label("I have read these points and accept them").count():
        officer.tick("I have read these points and accept them")


def make_and_send_the_list(officer: Hand, case: str) -> None:
    officer.chapter = LIST
    officer.follow("Settings", "link", within=officer.page.locator("main"))
    officer.follow("Make a tailored list", "link")
    officer.choose("Main need", "Speech")
    officer.type("Measure from another setting", "900001")
    officer.follow("Make the list")
    officer.follow("Send this list")
    officer.follow("Record this")
    officer.sees("Send the advisory tailored list: recorded")


def consult(officer: Hand) -> list[str]:
    """Consult three settings of the list. Returns their numbers."""
    officer.sees("Next: consult settings")
    boxes = officer.page.locator('form[action$="/act/setting_consulted"] input[type=checkbox]')
    chosen = [str(boxes.nth(place).get_attribute("value")) for place in range(3)]
    for place in range(3):
        officer.click(boxes.nth(place))
    officer.chapter = CASE
    officer.follow("Continue")
    officer.follow("Record this")
    return chosen


def record_the_answers(officer: Hand, consulted: list[str]) -> None:
    for each in consulted:
        officer.pick(f"#answer-urn-{each}", "can_meet_need")
    officer.follow("Record the replies")
    officer.sees("3 replies were recorded.")
    officer.follow("Record this")


def send_the_final_plan(officer: Hand, consulted: list[str]) -> None:
    officer.page.get_by_label("Another setting (optional)").fill(consulted[0])
    officer.follow("Continue")
    accept(officer)
    officer.follow("Record this")


def check_what_happened(office: MovedOffice, case: str) -> None:
    """Check that everything was recorded once, that its letters left, and that the family's time ran from the draft."""
    events = happened(office, case)
    assert events[-1] == "final_issued"
    for once in (
        "panel_recommended",
        "assessment_agreed",
        "plan_agreed",
        "draft_issued",
        "tailored_list_sent",
    ):
        assert events.count(once) == 1
    assert events.count("setting_consulted") == events.count("setting_responded") == 3
    assert "letter_not_left" not in events, "the letter that waited left on the day of its act"
    wait_until(lambda: not waiting(office, case), "the letters leave")


def happened(office: MovedOffice, case: str) -> list[str]:
    with office.database.read() as session:
        return [line.event for line in ledger.facts_of(session, case)]


def waiting(office: MovedOffice, case: str) -> list[str]:
    """Return the letters of a case that wait or have not left."""
    with office.database.read() as session:
        return [one.kind for one in outbox.of_case(session, case) if one.status == "waiting"]


def _day(office: MovedOffice) -> str:
    return short_date(office.clock.today())
