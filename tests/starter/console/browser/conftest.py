"""A real Chromium against a real office: its server, worker and console, with the sample caseload of one team and more.

All of it belongs to one test process: the tests here carry the mark xdist_group("browser"). With EHCP_SCREENS=1 the whole
sample caseload is opened, and the screenshots of docs/screens/ are taken anew.
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
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SCREENS = ROOT / "docs" / "screens"
TAKING = os.environ.get("EHCP_SCREENS") == "1"
_OTHERS = 4
"""Cases of other teams that are opened beside those of the north."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One test process owns the office and the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Seat:
    """An office that is open, and the browser that people sit at."""

    office: Up
    browser: Browser
    database: Database

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.office.port}"

    def cases(self) -> list[CaseRow]:
        """Every case, the most urgent first, as the records have it."""
        with self.database.read() as session:
            return cases.select_cases(session)

    def events(self, case_id: str) -> list[tuple[str, str | None]]:
        """What is in the ledger of a case, and whose."""
        with self.database.read() as session:
            return [(line.event, line.of) for line in ledger.facts_of(session, case_id)]


@pytest.fixture(scope="package")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """An open office with some of the sample caseload, and a browser.

    Of this package alone: while Playwright runs, no other test of its process could run an event loop.
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
    """The sample requests of the north, and a few more."""
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
    """Click on what leads to another page, and wait for it: Playwright alone goes on while the old one is there."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]


def sit_down(page: Page, address: str, who: str) -> None:
    """Sign in as one of the sample staff, and wait until it is done."""
    page.goto(f"{address}/sign-in")
    with page.expect_navigation():
        page.locator(f'button[value="{who}"]').press("Enter")


SignIn = Callable[..., "Person"]


@dataclass
class Person:
    """Somebody at the browser, with a keyboard and no mouse."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.ok, f"{path}: {answer.status if answer else 'no answer'}"

    def tab_to(self, name: str, most: int = 120) -> None:
        """Press Tab until what is in focus is called so, by what a screen reader says of it."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.focused().startswith(name):
                return
        raise AssertionError(f"Tab never comes to {name!r}")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def enter(self) -> None:
        """Press Enter on what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, text: str) -> None:
        """Write into what is in focus."""
        self.page.keyboard.type(text)

    def focused(self) -> str:
        """What is in focus, as it is called."""
        said: str = self.page.evaluate(
            """() => {
                const one = document.activeElement;
                const named = one.getAttribute('aria-label') || (one.labels && one.labels[0] && one.labels[0].innerText);
                return (named || one.innerText || '').trim().replace(/\\s+/g, ' ');
            }"""
        )
        return said

    def sees(self, text: str) -> None:
        """The page says so."""
        expect(self.page.locator("body")).to_contain_text(text)


@pytest.fixture
def sign_in(seat: Seat) -> Iterator[SignIn]:
    """Sign in as one of the sample staff, by keyboard, in a browser of one's own."""
    contexts: list[BrowserContext] = []

    def as_person(name: str, width: int = 1280) -> Person:
        context = seat.browser.new_context(viewport={"width": width, "height": 900})
        context.set_default_timeout(15_000)
        contexts.append(context)
        person = Person(context.new_page(), seat.address)
        person.go("/sign-in")
        person.tab_to(name)
        person.enter()
        return person

    yield as_person
    for context in contexts:
        context.close()
