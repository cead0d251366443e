"""The calendar of a team for its managers, and the private feed of a mediator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy import update

from casework.access.permissions import Person, Role
from casework.case.ledger_line import LedgerLine
from casework.processes.mediation.mediation import Mediation
from office.dependencies import Parts, read_only_parts
from records import access, ledger
from records.tables import CASES
from starter.console.views import team_calendar
from statute.facts import Event
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.starter.console.office import CASE, NAME, SITTING, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post
from tests.starter.processes import put

SOUTH = "case-south"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("team"))) as database:
        furnish(database)
        Story(SOUTH, "2024-05-27").record(database)
        with database.write() as session:
            session.execute(update(CASES).where(CASES.c.case_id == SOUTH).values(team="south"))
            for name, mediator, day in (("mediation-b", "mediator-1", 11), ("mediation-c", "mediator-2", 12)):
                asked = Event("mediation_requested", date(2024, 5, 20), fields={"issues": ["education"]})
                found = Mediation(
                    name, CASE, "assessment_refused", date(2024, 5, 1), (asked,), mediator=mediator,
                    session_on=date(2024, 6, day),
                )  # fmt: skip
                put(session, "mediation", found, 1)
        yield read_only_parts(database, lambda: TODAY)


def test_a_manager_sees_the_limits_and_sittings_of_the_cases_of_their_team_only(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["manager"])
    assert 'href="/manager/calendar"' in browser.get("/manager").text
    month = browser.get("/manager/calendar?month=2024-06").text
    assert "Team calendar: June 2024" in month and f'href="/panel/{SITTING}"' in month
    (week,) = re.findall(r'href="(/manager/calendar\?team=north&amp;week=2024-06-\d\d)#d-', month)[:1]
    shown = browser.get(week.replace("&amp;", "&")).text
    assert f'href="/cases/{CASE}"' in shown and NAME in shown and "last day (officer-" in shown
    assert SOUTH not in shown and 'name="team"' not in shown
    south = browser.get("/manager/calendar?team=south&month=2024-06").text
    assert "cases of North" in south and SOUTH not in south
    head = browser_of(parts, STAFF["head"]).get("/manager/calendar?team=south&month=2024-07").text
    assert "cases of South" in head and 'name="team"' in head
    with parts.database.read() as session:
        noted = [one.why for one in access.entries(session, person="manager-north")]
    assert any("names shown in a team calendar" in str(why) for why in noted)


def test_a_meeting_that_an_officer_arranged_is_in_the_calendar_of_the_team(parts: Parts) -> None:
    with parts.database.write() as session:
        at = at_nine("2024-05-20")
        meeting = LedgerLine(
            seq=len(ledger.facts_of(session, CASE)) + 90, kind="act", event="review_meeting_arranged", on=at.date(), recorded_at=at,
            stage="plan_issued", text="A meeting was arranged.", by="officer-1", fields={"meeting_on": "2024-06-19"},
        )  # fmt: skip
        ledger.append(session, CASE, [meeting])
    week = browser_of(parts, STAFF["manager"]).get("/manager/calendar?week=2024-06-17").text
    assert "Review meeting" in week and f'href="/cases/{CASE}"' in week
    elsewhere = browser_of(parts, STAFF["head"]).get("/manager/calendar?team=south&week=2024-06-17").text
    assert "Review meeting" not in elsewhere


def test_a_day_with_many_deadlines_says_how_many_more_there_are(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_calendar, "MOST", 0)
    browser = browser_of(parts, STAFF["manager"])
    month = browser.get("/manager/calendar?month=2024-06").text
    (day,) = re.findall(r"week=(2024-06-\d\d)#d-", month)[:1]
    assert re.search(r"And \d more deadlines? on this day", browser.get(f"/manager/calendar?week={day}").text)


def test_a_day_of_a_month_with_many_sittings_leads_to_its_week(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_calendar, "MOST_IN_MONTH", 0)
    browser = browser_of(parts, STAFF["manager"])
    month = browser.get("/manager/calendar?month=2024-06").text
    (week,) = re.findall(r'calendar\?[^"]*(week=2024-06-\d\d)#d-[^"]*">\d+ more entr', month)[:1]
    assert "Sitting of the panel" not in month
    assert "Sitting of the panel" in browser.get(f"/manager/calendar?{week}").text


def test_a_mediator_has_a_private_feed_of_their_own_disputes_only(parts: Parts) -> None:
    mediator = Person("mediator-1", "Sample Mediator", frozenset({Role.MEDIATOR}))
    browser = browser_of(parts, mediator)
    assert 'href="/calendar"' in browser.get("/disputes").text
    page = browser.get("/calendar?month=2024-06").text
    assert "mediation-b" in page and "mediation-c" not in page and NAME not in page and CASE not in page
    post(browser, "/calendar/feed", {"step": "on"})
    (address,) = re.findall(r'value="(http[^"]+\.ics)"', browser.get("/calendar/feed").text)
    feed = browser_of(parts, None).get(address).text
    assert "mediation-b" in feed and "20240611" in feed
    assert not any(word in feed for word in ("mediation-c", CASE, "Wren"))
    as_person(browser, Person("mediator-2", "Sample Mediator", frozenset({Role.MEDIATOR})))
    assert "mediation-b" not in browser.get("/calendar?month=2024-06").text
