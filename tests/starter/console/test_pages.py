"""The pages show what is in the records, and their markup is accessible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from casework.case.actions import Action
from casework.case.acts import CATALOGUE
from casework.processes.appeal.appeal import Appeal
from office.dependencies import read_only_parts
from records.database import Database
from records.profile import keep_profile
from starter.console.sessions import Sessions
from tests.activities.steps import Story
from tests.databases import BOTH, new_records, records_in
from tests.starter.console.signed import ENTRANCE, browser_of, post
from tests.starter.processes import put

TODAY = date(2024, 6, 3)
AUDITOR = Person("auditor-1", "Sample Auditor", frozenset({Role.AUDITOR}))
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
            self.labels.add(given.get("for", ""))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden" and "id" in given:
            self.inputs.add(given["id"])
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module", params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture(scope="module")
def browser(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    database = records_in(database_kind, tmp_path_factory.mktemp("console"))
    Story("case-late").then(*LATE_ADVICE).record(database)
    Story("case-new", "2024-05-28").record(database)
    Story("case-refused").then("assessment_refused 2024-04-10").record(database)
    Story("case-ended").then("withdrawn 2024-04-02").record(database)
    with browser_of(read_only_parts(database, lambda: TODAY)) as client:
        yield client
    database.close()


def page(browser: TestClient, address: str) -> Page:
    answer = browser.get(address)
    assert answer.status_code == 200
    return Page(answer.text)


def cases_on(shown: Page) -> list[str]:
    return [
        link.removeprefix("/cases/") for link in shown.links if re.fullmatch(r"/cases/case-[a-z0-9-]+", link)
    ]


def test_the_work_page_lists_every_open_case_most_urgent_first(browser: TestClient) -> None:
    assert cases_on(page(browser, "/?part=all")) == ["case-late", "case-new", "case-refused"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("part=all&stage=assessing", ["case-late"]),
        ("part=all&stage=assessment_refused", ["case-refused"]),
        ("part=all&due=28", ["case-late"]),
        ("part=all&officer=officer-none", []),
        ("part=others", ["case-late", "case-refused"]),
        ("part=all&stage=no_such_stage&due=soon&page=x", ["case-late", "case-new", "case-refused"]),
        ("part=no_such_part&sort=no_such_sort", ["case-late", "case-new", "case-refused"]),
    ],
)
def test_the_filters_find_the_right_cases(browser: TestClient, asked: str, found: list[str]) -> None:
    shown = page(browser, f"/?{asked}")
    assert sorted(cases_on(shown)) == sorted(found)
    assert cases_on(page(browser, f"/print?{asked}")) == []
    number = "No cases match" if not found else f"{len(found)} {'case' if len(found) == 1 else 'cases'}"
    assert number in shown.text


def test_each_part_counts_what_it_lists(browser: TestClient) -> None:
    front = page(browser, "/")
    for part, said in (
        ("mine", "For the team to do"),
        ("week", "Due this week"),
        ("others", "Waiting on others"),
        ("all", "All open cases"),
    ):
        (count,) = re.findall(rf"{said} (\d+) cases?", front.text)
        assert int(count) == len(cases_on(page(browser, f"/?part={part}"))), part


def test_a_chosen_filter_has_a_link_that_removes_it(browser: TestClient) -> None:
    shown = page(browser, "/?part=all&stage=assessing&rag=red")
    assert "Remove filter Stage: Assess" in shown.text
    assert "/?part=all&rag=red" in shown.links


def test_the_sort_order_is_in_the_markup_and_can_be_reversed(browser: TestClient) -> None:
    html = browser.get("/?part=all").text
    assert html.count('aria-sort="ascending"') == 1
    down = cases_on(page(browser, "/?part=all&order=down"))
    assert down[0] == "case-new", "cases without a due date stay at the end"


def test_a_view_is_saved_shown_and_removed(browser: TestClient) -> None:
    answer = post(browser, "/views", {"name": " Late  ones ", "query": "part=all&rag=red&page=3"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?part=all&rag=red&saved=Late+ones")
    front = page(browser, "/")
    assert "Late ones" in front.text and "/?part=all&rag=red" in front.links
    (remove,) = re.findall(r"/views/view-[0-9a-f]+/remove", browser.get("/views").text)
    removed = post(browser, remove)
    assert removed.status_code == 303 and "Late ones" not in page(browser, "/").text
    (undo,) = re.findall(
        r'action="(/views/view-[0-9a-f]+/restore)"', browser.get(removed.headers["location"]).text
    )
    assert post(browser, undo).status_code == 303 and "Late ones" in page(browser, "/").text
    assert post(browser, remove).status_code == 303 and "Late ones" not in page(browser, "/").text
    assert post(browser, "/views", {"name": " ", "query": ""}).status_code == 409


def test_a_case_shows_late_advice_and_why_it_was_due_then(browser: TestClient) -> None:
    shown = page(browser, "/cases/case-late")
    assert "Advice is being gathered for the assessment" in shown.text
    assert "Overdue by 23 May 2024 11 days late" in shown.text
    assert "6 weeks" in shown.text and "reg 8" in shown.text
    assert "The request was received 13 weeks ago. There are 49 days left of the 20 weeks." in shown.text


def test_a_case_offers_only_the_acts_allowed_now(browser: TestClient) -> None:
    shown = page(browser, "/cases/case-new")
    assert "/cases/case-new/act/assessment_agreed" in shown.links
    assert "/cases/case-new/act/final_issued" not in shown.links
    ended = page(browser, "/cases/case-ended")
    assert "You cannot record anything else in it" in ended.text
    assert not [link for link in ended.links if "/act/" in link]


def test_a_person_who_may_only_read_is_offered_no_acts(browser: TestClient) -> None:
    reader = browser_of(browser.app.state.parts, AUDITOR)  # type: ignore[attr-defined]
    shown = page(reader, "/cases/case-new")
    assert not [link for link in shown.links if "/act/" in link]
    assert reader.get("/cases/case-new/act/assessment_agreed").status_code == 403
    assert reader.get("/manager").status_code == 403


def test_the_accessibility_statement_has_its_contact_its_date_and_its_enforcement(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    with closing(database):
        stranger = browser_of(read_only_parts(database), None)
        without = page(stranger, "/accessibility")
        assert "Contact the team that runs this service in your council." in without.text
        ours = {"name": "Sample council", "email": "send@example.org"}
        answers = {"name": "Sample digital team", "telephone": "00000 000007"}
        for content, contact, way in (
            ({"authority": ours}, "Contact Sample council:", "email: send@example.org"),
            (
                {"authority": ours, "accessibility": answers},
                "Contact Sample digital team:",
                "telephone: 00000 000007",
            ),
        ):
            with database.write() as session:
                keep_profile(session, content, None, datetime(2026, 11, 28, tzinfo=UTC))
            shown = page(stranger, "/accessibility")
            assert contact in shown.text and way in shown.text
        assert "last reviewed this statement on 28 November 2026" in shown.text
        assert "partially compliant" in shown.text
        assert "The Equality and Human Rights Commission enforces" in shown.text
        assert "https://www.equalityadvisoryservice.com/" in shown.links


ADDRESSES = [
    "/",
    "/?part=all&officer=officer-none",
    "/print",
    "/views",
    "/rules",
    "/more",
    "/accessibility",
    "/manager",
    "/manager/breaches",
    "/manager/exceptions",
    "/manager/back-dated",
    "/manager/assign",
    "/requests/new",
    "/cases/case-late",
    "/cases/case-late/timeline",
    "/cases/case-late/people",
    "/cases/case-late/documents",
    "/cases/case-late/documents/add",
    "/cases/case-late/past-work",
    "/cases/case-refused/disputes",
    "/cases/case-late/print",
    "/cases/case-ended",
    "/cases/case-late/act/advice_received",
    "/cases/case-late/act/exception_claimed",
    "/cases/case-late/act/exception_claimed?ground=reg8(2)(c)",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_has_accessible_markup(browser: TestClient, address: str) -> None:
    html = browser.get(address).text
    shown = Page(html)
    assert '<html lang="en-GB"' in html and "<title>" in html
    assert shown.levels[0] == 1 and shown.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(shown.levels, shown.levels[1:], strict=False))
    assert shown.inputs <= shown.labels
    assert len(shown.ids) == len(set(shown.ids))
    assert "style=" not in html and not re.search(r"<script(?![^>]* src=)", html)


def _sources(action: Action) -> frozenset[object]:
    """What the questions of an act are made of: what it is about, and the kinds of its fields."""
    return frozenset({("of", action.of), *((each.kind, each.holds) for each in action.fields)})


FIRST_OF_ITS_SOURCES = {_sources(one): one.name for one in reversed(CATALOGUE.values())}.values()


def test_every_act_of_the_catalogue_has_its_questions(browser: TestClient, database_kind: str) -> None:
    """The words of an act do not come from the records: on PostgreSQL one act of each kind of questions is asked."""
    for action in CATALOGUE if database_kind == "sqlite" else FIRST_OF_ITS_SOURCES:
        html = browser.get(f"/cases/case-late/act/{action}").text
        shown = Page(html)
        assert CATALOGUE[action].title in html.replace("&#39;", "'"), action
        assert "ehcp " not in shown.text, f"pages name no command: {action}"
        assert shown.inputs <= shown.labels and len(shown.ids) == len(set(shown.ids)), action


def test_a_browser_checks_no_spelling_of_names_and_offers_the_keys_of_an_email_address(
    browser: TestClient,
) -> None:
    page = browser.get("/requests/new").text
    (email,) = re.findall(r'<input[^>]* id="email"[^>]*>', page)
    (name,) = re.findall(r'<input[^>]* id="child_name"[^>]*>', page)
    assert 'type="email"' in email and 'spellcheck="false"' in name


def test_an_unknown_case_or_page_has_a_clear_message(browser: TestClient) -> None:
    for address, said in (("/cases/case-none", "Case not found"), ("/nothing", "Page not found")):
        answer = browser.get(address)
        assert (answer.status_code, said in answer.text) == (404, True)


def test_typed_text_is_escaped(browser: TestClient) -> None:
    assert "<b>x" not in browser.get("/", params={"officer": "<b>x"}).text
    assert "<b>x" not in browser.get("/cases/<b>x").text


def test_every_response_forbids_inline_scripts_frames_and_caching(browser: TestClient) -> None:
    for address in ("/", "/cases/case-none", "/healthz"):
        headers = browser.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_a_page_has_fifty_cases_and_each_case_is_shown_once(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    for number in range(103):
        Story(f"case-{number:03}", "2024-05-28").record(database)
    client, address, seen = browser_of(read_only_parts(database, lambda: TODAY)), "/?part=all", list[str]()
    for turn in range(1, 4):
        shown = page(client, address)
        seen += cases_on(shown)
        address = f"/?part=all&page={turn + 1}"
        assert (address in shown.links) == (turn < 3)
    assert sorted(seen) == [f"case-{number:03}" for number in range(103)]
    assert cases_on(page(client, "/?part=all&page=99")) == seen[100:], (
        "a page number over the last shows the last page"
    )
    database.close()


def test_a_reassessment_shows_no_twenty_weeks_and_offers_its_answer_first(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    Story("case-asked", "2024-05-28", "reassessment").record(database)
    Story("case-agreed", "2024-05-06", "reassessment").then("reassessment_agreed 2024-05-13").record(database)
    Story("case-ceased", "2024-05-06", "ceasing").record(database)
    with closing(database), browser_of(read_only_parts(database, lambda: TODAY)) as browser:
        asked, agreed, ceased = (page(browser, f"/cases/case-{one}") for one in ("asked", "agreed", "ceased"))
        assert "Re-assessment requested28 May 2024" in asked.text and "20 weeks" not in asked.text
        acts = [link for link in asked.links if "/act/" in link]
        assert [act.rpartition("/")[2] for act in acts[:2]] == ["reassessment_agreed", "reassessment_refused"]
        assert "/cases/case-asked/act/withdrawn" in acts and "Stages" not in asked.text
        assert "Assess" in agreed.text and "Decide to assess" not in agreed.text
        assert "/cases/case-agreed/act/reassessment_refused" not in agreed.links
        assert "Family told the plan will end6 May 2024" in ceased.text
        assert "Keep the plan while the family may appeal" in ceased.text


def test_the_work_page_shows_open_disputes_of_closed_cases(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    Story("case-a").then("assessment_refused 2024-04-10", "moved_away 2024-05-01").record(database)
    Story("case-b").then("assessment_refused 2024-04-10").record(database)
    with closing(database), browser_of(read_only_parts(database, lambda: TODAY)) as browser:
        for case in ("case-a", "case-b"):
            appeal = Appeal(case.replace("case", "appeal"), case, "assessment_refused", date(2024, 4, 10))
            with database.write() as session:
                put(session, "appeal", appeal)
        front = page(browser, "/?part=all")
        assert "1 dispute of closed cases is still open: appeal-a" in front.text
        assert "/disputes/appeal-a" in front.links and "/disputes/appeal-b" not in front.links


def test_without_the_database_every_page_answers_503(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'records.db'}")
    client = browser_of(read_only_parts(database, lambda: TODAY), None)
    client.cookies.set("ehcp", Sessions(database, ENTRANCE).signed("anything"))
    for address in ("/", "/healthz", "/cases/case-1"):
        assert client.get(address).status_code == 503
