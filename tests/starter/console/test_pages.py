"""The console's pages say what the records hold, to people and to screen readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from records.database import Database
from starter.console.sessions import Sessions
from starter.parts import reading_alone
from tests.activities.steps import Story
from tests.starter.console.signed import ENTRANCE, browser_of

TODAY = date(2024, 6, 3)
LATE_ADVICE = (
    "assessment_agreed 2024-04-10",
    "advice_requested 2024-04-11 school",
    "advice_requested 2024-04-11 educational_psychologist",
    "advice_received 2024-05-10 school",
)


class Page(HTMLParser):
    """The text, headings, links and labels of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.links, self.ids = "", list[str](), list[str]()
        self.labels, self.inputs, self.levels = set[str](), set[str](), list[int]()
        self.feed(html)
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag == "label":
            self.labels.add(given["for"])
        if tag in ("input", "select"):
            self.inputs.add(given["id"])
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('console') / 'records.db'}")
    database.migrate()
    Story("case-late").then(*LATE_ADVICE).record(database)
    Story("case-new", "2024-05-28").record(database)
    Story("case-refused").then("assessment_refused 2024-04-10").record(database)
    Story("case-ended").then("withdrawn 2024-04-02").record(database)
    with browser_of(reading_alone(database, lambda: TODAY)) as client:
        yield client
    database.close()


def page(browser: TestClient, address: str) -> Page:
    answer = browser.get(address)
    assert answer.status_code == 200
    return Page(answer.text)


def cases_on(shown: Page) -> list[str]:
    return [link.removeprefix("/cases/") for link in shown.links if link.startswith("/cases/")]


def test_the_caseload_lists_every_case_the_most_urgent_first(browser: TestClient) -> None:
    shown = page(browser, "/")
    assert set(cases_on(shown)) == {"case-late", "case-new", "case-refused", "case-ended"}
    assert cases_on(shown)[:2] == ["case-late", "case-new"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/?stage=assessing", ["case-late"]),
        ("/?stage=assessment_refused", ["case-refused"]),
        ("/?rag=closed", ["case-ended"]),
        ("/?due=40", ["case-late", "case-new"]),
        ("/?officer=nobody", []),
        ("/?stage=no_such_stage&due=soon", ["case-late", "case-new", "case-refused", "case-ended"]),
    ],
)
def test_the_filters_find_what_they_say(browser: TestClient, asked: str, found: list[str]) -> None:
    assert sorted(cases_on(page(browser, asked))) == sorted(found)


def test_the_numbers_at_the_top_are_those_of_their_lists(browser: TestClient) -> None:
    front = page(browser, "/")
    for rag, said in (("red", "past a limit"), ("amber", "due soon"), ("green", "in time")):
        (count,) = re.findall(rf"(\d+) {said}", front.text)
        assert int(count) == len(cases_on(page(browser, f"/?rag={rag}"))), rag


def test_a_case_tells_its_late_advice_and_why_it_was_due_then(browser: TestClient) -> None:
    shown = page(browser, "/cases/case-late")
    assert "Advice is being gathered for the assessment" in shown.text
    assert "due 23 May 2024 11 days late" in shown.text
    assert "6 weeks" in shown.text and "reg 8" in shown.text
    assert "The request came 13 weeks ago; 49 days of the 20 weeks are left." in shown.text


def test_a_case_offers_only_what_may_be_done_now(browser: TestClient) -> None:
    shown = page(browser, "/cases/case-new").text
    assert "ehcp act case-new assessment_agreed" in shown
    assert "final_issued" not in shown
    assert "What may be recorded next" not in page(browser, "/cases/case-ended").text


@pytest.mark.parametrize("address", ["/", "/cases/case-late", "/cases/case-ended", "/?officer=nobody"])
def test_a_page_is_marked_up_for_everybody(browser: TestClient, address: str) -> None:
    html = browser.get(address).text
    shown = Page(html)
    assert '<html lang="en-GB">' in html and "<title>" in html
    assert shown.levels[0] == 1 and shown.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(shown.levels, shown.levels[1:], strict=False))
    assert shown.inputs == shown.labels
    assert len(shown.ids) == len(set(shown.ids))
    assert "<script" not in html and "style=" not in html


def test_an_unknown_case_or_page_is_answered_kindly(browser: TestClient) -> None:
    for address, said in (("/cases/case-none", "There is no such case"), ("/nothing", "Page not found")):
        answer = browser.get(address)
        assert (answer.status_code, said in answer.text) == (404, True)


def test_what_a_person_types_is_never_markup(browser: TestClient) -> None:
    assert "<b>x" not in browser.get("/", params={"officer": "<b>x"}).text
    assert "<b>x" not in browser.get("/cases/<b>x").text


def test_every_answer_forbids_scripts_frames_and_caches(browser: TestClient) -> None:
    for address in ("/", "/cases/case-none", "/healthz"):
        headers = browser.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_pages_turn_at_fifty_cases_and_show_each_once(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'records.db'}")
    database.migrate()
    for number in range(103):
        Story(f"case-{number:03}", "2024-05-28").record(database)
    client, address, seen = browser_of(reading_alone(database, lambda: TODAY)), "/", list[str]()
    for _ in range(3):
        shown = page(client, address)
        seen += cases_on(shown)
        address = next((link for link in shown.links if "after=" in link and "rag=" not in link), "")
    assert (sorted(seen), address) == ([f"case-{number:03}" for number in range(103)], "")
    database.close()


def test_without_its_database_the_console_says_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'records.db'}")
    client = browser_of(reading_alone(database, lambda: TODAY), None)
    client.cookies.set("ehcp", Sessions(database, ENTRANCE).signed("anything"))
    for address in ("/", "/healthz", "/cases/case-1"):
        assert client.get(address).status_code == 503
