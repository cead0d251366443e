"""Fixtures with a real Chromium and a real server, worker and console, with sample cases of one team and a few others.

The tests here are one group, which one test process runs. With EHCP_SCREENS=1 the whole
sample caseload is opened, and the screenshots of docs/screens/ are taken again.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from records import cases, ledger
from records.cases import CaseRow
from records.database import Database
from tests.running import ROOT, Up, up

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
WITHOUT = (
    *(
        "WebUIOmniboxPopup",
        "WebUIOmniboxAimPopup",
    ),  # two pages behind the address bar of each new window: 2 s of CPU
    "SpareRendererForSitePerProcess",  # a process for the next page, which most contexts never open
    *(
        "AimEnabled",
        "HttpsUpgrades",
        "MediaRouter",
        "OptimizationHints",
        "PaintHolding",
    ),  # as Playwright has it
)
"""The features of Chromium that no page here needs. Chromium takes the last list, so Playwright's own is in it."""
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *(
        "--in-process-gpu",
        "--process-per-site",
        "--no-zygote",
    ),  # fewer processes to start, for the same pages
    f"--disable-features={','.join(WITHOUT)}",
]
SCREENS = ROOT / "docs" / "screens"
TAKING = os.environ.get("EHCP_SCREENS") == "1"
_OTHERS = 4
"""Number of cases of other teams, in addition to those of team north."""


@dataclass(frozen=True)
class Seat:
    """A running office and a browser."""

    office: Up
    browser: Browser
    database: Database

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.office.port}"

    def cases(self) -> list[CaseRow]:
        """Return every case in the records, most urgent first."""
        with self.database.read() as session:
            return cases.select_cases(session)

    def events(self, case_id: str) -> list[tuple[str, str | None]]:
        """Return the events in the ledger of a case, with the adviser or setting of each."""
        with self.database.read() as session:
            return [(line.event, line.of) for line in ledger.facts_of(session, case_id)]


@pytest.fixture(scope="package")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Run an office with some sample cases, and a browser.

    The fixture ends with this package, because no test can run an event loop while Playwright is running.
    """
    assert CHROMIUM, "the tests of the pages need Chromium"
    folder = tmp_path_factory.mktemp("browser")
    with up(folder / "var", *(["--samples"] if TAKING else [])) as office:
        if not TAKING:
            assert office("settings", "load", "samples/settings.csv").code == 0
            opened = office("open", str(_some(folder)))
            assert opened.code == 0, opened.err
        with sync_playwright() as running:
            browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            database = Database(f"sqlite:///{office.data / 'records.db'}")
            yield Seat(office, browser, database)
            database.close()
            browser.close()


def _some(folder: Path) -> Path:
    """Write an intake file with the sample requests of team north and a few of other teams."""
    with (ROOT / "samples" / "intake.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    others = [row for row in rows if row["team"] != "north"][:_OTHERS]
    chosen = [row for row in rows if row["team"] == "north"] + others
    path = folder / "intake.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(chosen)
    return path


def follow(page: Page, name: str, role: str = "button") -> None:
    """Click a link or button and wait for the next page. Without this, Playwright goes on with the old page."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]


def sit_down(page: Page, address: str, who: str) -> None:
    """Sign in as a demo user and wait for the next page.

    Quick tests sign in more often than the people of one address may, and then wait as a person would.
    """
    while True:
        page.goto(f"{address}/sign-in")
        with page.expect_navigation():
            page.locator(f'button[value="{who}"]').press("Enter")
        if not refused_for_now(page):
            break
        page.wait_for_timeout(1000)
    assert "/sign-in" not in page.url, f"{who} did not get in"


def refused_for_now(page: Page) -> bool:
    """Return whether the page says that too many requests came."""
    return page.get_by_role("heading", name="Too many requests").is_visible()


SignIn = Callable[..., "Person"]

_NAME_OF = """one => {
    const named = one.getAttribute('aria-label') || (one.labels && one.labels[0] && one.labels[0].innerText);
    return (named || one.innerText || '').trim().replace(/\\s+/g, ' ');
}"""
_STOPS = (
    "const nameOf = "
    + _NAME_OF
    + """;
    const radios = one => [...document.getElementsByName(one.name)];
    const isStop = one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility() && !(one.type === 'radio'
        && one !== (radios(one).find(each => each.checked) || radios(one)[0]));
    const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(isStop);"""
)
_FOCUS_BEFORE = (
    "name => {"
    + _STOPS
    + """
    const here = stops.indexOf(document.activeElement);
    const there = stops.findIndex((one, place) => place > here && nameOf(one).startsWith(name));
    if (there > 0) stops[there - 1].focus();
}"""
)


@dataclass
class Person:
    """A person who uses the browser with only a keyboard."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        """Go to an address."""
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.ok, f"{path}: {answer.status if answer else 'no answer'}"

    def tab_to(self, name: str, most: int = 120) -> None:
        """Press Tab until the accessible name of the focused element starts with this name.

        It begins just before the element where the document has one: a press of Tab is the dearest step of a story. That
        Tab comes from the top of a page to each of its stops is a test of its own.
        """
        self.page.evaluate(_FOCUS_BEFORE, name)
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.focused().startswith(name):
                return
        raise AssertionError(f"Tab never comes to {name!r}")

    def stops(self) -> list[str]:
        """Return the accessible names of the stops of the Tab key, in the order of the document."""
        names: list[str] = self.page.evaluate(f"() => {{ {_STOPS} return stops.map(nameOf); }}")
        return names

    def press(self, *keys: str) -> None:
        """Press keys in order."""
        for key in keys:
            self.page.keyboard.press(key)

    def enter(self) -> None:
        """Press Enter on a link or button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, text: str) -> None:
        """Type text into the focused element."""
        self.page.keyboard.type(text)

    def focused(self) -> str:
        """Return the accessible name of the focused element."""
        name: str = self.page.evaluate(f"() => ({_NAME_OF})(document.activeElement)")
        return name

    def sees(self, text: str) -> None:
        """Check that the page contains this text."""
        expect(self.page.locator("body")).to_contain_text(text)


@pytest.fixture
def sign_in(seat: Seat) -> Iterator[SignIn]:
    """Return a function that signs in as a demo user, by keyboard, in a new browser context."""
    contexts: list[BrowserContext] = []

    def as_person(name: str, width: int = 1280) -> Person:
        context = seat.browser.new_context(viewport={"width": width, "height": 900})
        context.set_default_timeout(15_000)
        contexts.append(context)
        person = Person(context.new_page(), seat.address)
        person.go("/sign-in")
        person.tab_to(name)
        person.enter()
        while refused_for_now(person.page):  # as in `sit_down`
            person.page.wait_for_timeout(1000)
            person.go("/sign-in")
            person.tab_to(name)
            person.enter()
        return person

    yield as_person
    for context in contexts:
        context.close()
