"""The page Today, the calendar with its feed, and going through a list case by case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from casework.processes.panel.quorum import Member
from casework.processes.panel.sitting import Item, Sitting
from office.dependencies import Parts, read_only_parts
from records import access, day, outbox, people
from records.people import Intake
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.signed import ENTRANCE, as_person, browser_of, post
from tests.starter.processes import put

TODAY = date(2024, 6, 3)
OFFICER = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
MANAGER = Person("manager-1", "Sample Manager", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))
CHAIR = Person("chair-1", "Sample Chair", frozenset({Role.PANEL_CHAIR}))
NAME = "Wren Example"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    database = new_records(tmp_path_factory.mktemp("day"))
    Story("case-late").then(
        "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school", "advice_requested 2024-04-11 health",
        "advice_received 2024-05-30 health",
    ).record(database)  # fmt: skip
    Story("case-new", "2024-05-28").record(database)
    Story("case-plan").then(
        "assessment_agreed 2024-03-20", "plan_agreed 2024-04-01", "draft_issued 2024-04-02", "final_issued 2024-04-30",
    ).then("review_meeting_arranged 2024-05-31", meeting_on="2024-06-21").record(database)  # fmt: skip
    with database.write() as session:
        people.register(
            session,
            Intake("key", "case-late", None, NAME, date(2016, 1, 1), None, None, "parent", date(2024, 3, 4), "north", "officer-1", at_nine("2024-03-04"), True),
        )  # fmt: skip
        members = (Member("panel-health-1", "health"), Member("chair-1", "chair"))
        put(session, "panel", Sitting("sitting-a", date(2024, 6, 12), date(2024, 6, 5), "chair-1", members, (Item("case-late", "assess"),)))  # fmt: skip
        first = outbox.of_case(session, "case-new")[0]
        outbox.close(session, first.dispatch_id, "returned", "It came back.")
    yield read_only_parts(database, lambda: TODAY)
    database.close()


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, OFFICER)


def section(html: str, key: str) -> str:
    found = re.search(rf'aria-labelledby="{key}">(.*?)</section>', html, re.DOTALL)
    return found[1] if found else ""


def test_today_is_the_first_page_of_people_who_work_on_cases(parts: Parts) -> None:
    for person, wanted in ((OFFICER, "/today"), (CHAIR, "/panel")):
        client = browser_of(parts, person)
        home = re.search(r'app-brand__council" href="([^"]+)"', client.get("/accessibility").text)
        assert home is not None and home[1] == wanted
    assert 'aria-current="true"' in browser_of(parts, OFFICER).get("/today").text


def test_today_shows_what_is_due_with_the_next_job_and_not_the_last_limit(browser: TestClient) -> None:
    page = browser.get("/today").text
    late = section(page, "overdue")
    assert NAME in late and "Chase late advice: the school" in late and "days late" in late
    assert "/cases/case-late/advice" in late
    assert "Nothing is due today." in section(page, "due-today")


def test_the_work_list_names_the_next_job_of_each_case(browser: TestClient) -> None:
    page = browser.get("/?part=all").text
    assert "Chase late advice: the school" in page and "Decide whether to assess" in page


def test_today_shows_replies_returned_letters_and_changes_until_they_are_seen(
    parts: Parts, browser: TestClient
) -> None:
    with parts.database.write() as session:
        day.mark_seen(session, "officer-1", at_nine("2024-05-29"))
    page = browser.get("/today").text
    assert "Advice was received (health)" in section(page, "replies")
    assert "It came back" in section(page, "undelivered") and "case-new" in section(page, "undelivered")
    changed = section(page, "changes")
    assert "review meeting was arranged" in changed and "Advice was received" not in changed
    until = re.search(r'name="until" value="([^"]+)"', page)
    assert until is not None
    assert post(browser, "/today/seen", {"until": until[1]}).headers["location"] == "/today?seen=1"
    page = browser.get("/today").text
    assert not section(page, "replies") and "Nothing has changed since" in page
    assert "It came back" in page, "a letter that did not arrive stays until someone sees to it"


def test_what_a_person_has_seen_never_goes_back_or_ahead_of_now(parts: Parts) -> None:
    client = browser_of(parts, MANAGER)
    for until in ("2999-01-01T00:00:00+00:00", "2001-01-01T00:00:00+00:00", "nonsense"):
        assert post(client, "/today/seen", {"until": until}).status_code == 303
    with parts.database.read() as session:
        seen = day.seen_until(session, "manager-1")
    assert seen is not None and timedelta(0) <= datetime.now(UTC) - seen < timedelta(minutes=5)


def test_names_on_the_page_are_logged(parts: Parts, browser: TestClient) -> None:
    for path in ("/today", "/calendar"):
        browser.get(path)
        with parts.database.read() as session:
            (entry,) = access.entries(session, person="officer-1", limit=1)
        assert entry.right == "see_personal" and "1" in (entry.why or ""), path


def test_a_list_is_walked_case_by_case_and_back(browser: TestClient) -> None:
    first = browser.get("/first-case?part=all")
    assert first.headers["location"] == "/cases/case-late"
    page = browser.get("/cases/case-late").text
    assert "Case 1 of 3 on your list" in page and 'href="/?part=all"' in page
    following = re.search(r'href="(/cases/[\w-]+)"[^>]*>\s*Next case', page)
    assert following is not None
    browser.get(following[1])
    last = browser.get("/cases/case-plan/timeline").text
    assert "Case 3 of 3" in last and "/?part=all&amp;walked=3" in last
    assert "You have been through all 3 cases" in browser.get("/?part=all&walked=3").text
    browser.get("/?part=all&stage=assessing")
    assert "on your list" not in browser.get("/cases/case-plan").text, (
        "it is not on the list that was last seen"
    )
    assert (
        browser.get("/first-case?part=all&officer=officer-none").headers["location"].startswith("/?part=all")
    )


def test_a_forged_list_leads_nowhere(browser: TestClient) -> None:
    for forged in ("x", "~", "https://evil.invalid~late", "part%3Dall~late.<b>"):
        browser.cookies.set("ehcp_list", forged)
        page = browser.get("/cases/case-late").text
        assert "evil.invalid" not in page.replace("/?https://evil.invalid", "") and "<b>" not in page


@pytest.mark.parametrize(
    ("asked", "said", "unsaid"),
    [
        ("month=2024-06", ("Calendar: June 2024", "Sitting of the panel", "Papers for the panel are due", "Review meeting", NAME), ()),
        ("month=2024-05", ("Return advice", "Previous month"), ("Sitting of the panel",)),
        ("week=2024-06-12", ("week of 10 June 2024", "Sitting of the panel", "Nothing on this day."), ("Papers for the panel",)),
        ("month=nonsense", ("Calendar: June 2024",), ()),
    ],
)  # fmt: skip
def test_the_calendar_shows_limits_sittings_and_reviews(
    browser: TestClient, asked: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    page = browser.get(f"/calendar?{asked}").text
    assert [text for text in said if text not in page] == [] and not [text for text in unsaid if text in page]


def feed_address(client: TestClient) -> str:
    found = re.search(r'value="(http[^"]+\.ics)"', client.get("/calendar/feed").text)
    return found[1].removeprefix(ENTRANCE.address) if found else ""


def test_a_feed_is_private_holds_nothing_personal_and_can_be_renewed_and_switched_off(
    parts: Parts, browser: TestClient
) -> None:
    assert feed_address(browser) == ""
    post(browser, "/calendar/feed", {"step": "on"})
    address = feed_address(browser)
    stranger = browser_of(parts, None)
    answer = stranger.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    found = Calendar.from_ical(answer.text)
    events = {str(one["summary"]): one for one in found.walk("VEVENT")}
    assert "sitting-a: Sitting of the panel" in events and "case-plan: Review meeting" in events
    assert events["case-plan: Review meeting"]["dtstart"].dt == date(2024, 6, 21)
    assert "Wren" not in answer.text and "school" not in answer.text.lower()
    assert stranger.get(address.replace(".ics", "0.ics")).status_code == 404
    post(browser, "/calendar/feed", {"step": "new"})
    renewed = feed_address(browser)
    assert renewed != address
    assert (stranger.get(address).status_code, stranger.get(renewed).status_code) == (404, 200)
    post(browser, "/calendar/feed", {"step": "off"})
    assert stranger.get(renewed).status_code == 404 and feed_address(browser) == ""


def test_a_feed_shows_a_chair_their_sittings_only_and_ends_with_their_access(parts: Parts) -> None:
    client = browser_of(parts, CHAIR)
    post(client, "/calendar/feed", {"step": "on"})
    address = feed_address(client)
    text = client.get(address).text
    assert "Sitting of the panel" in text and "case-" not in text
    as_person(client, Person("admin-1", "Sample Admin", frozenset({Role.ADMIN})))
    post(client, "/access/sessions", {"person": "chair-1", "reason": "The laptop was lost today."})
    assert client.get(address).status_code == 404
