"""The pages of many reviews: the year planner with the days that an officer accepts, the reviews of one school, and the counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from office.dependencies import Parts, read_only_parts
from records import access, planned_reviews
from tests.casework.processes.annual_review import reviews
from tests.databases import new_records
from tests.starter.console.office import CASE, NAME, STAFF, furnish
from tests.starter.console.signed import as_person, browser_of, post
from tests.starter.processes import put

TODAY = date(2027, 1, 12)
REVIEW = "review-a"
LATEST = "21 April 2027"
AT = "/reviews/planner"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with closing(new_records(tmp_path)) as database:
        furnish(database)
        with database.write() as session:
            put(session, "annual_review", replace(reviews.scheduled(), id=REVIEW, case=CASE))
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def proposed(page: str) -> list[str]:
    """Return what the boxes of a page stand for: a review and its proposed day."""
    return re.findall(r'name="day" value="([^"]+)"', page)


def test_the_planner_shows_each_meeting_without_a_day_by_month_officer_and_school(
    browser: TestClient, parts: Parts
) -> None:
    page = browser.get(AT).text
    (found,) = proposed(page)
    assert found == f"{REVIEW} 2027-04-21" and NAME in page and LATEST in page
    assert "Apr 2027" in page and "URN 900001" in page
    assert proposed(browser.get(f"{AT}?month=2027-04&by=setting").text) == [found]
    assert proposed(browser.get(f"{AT}?month=2027-03").text) == []
    assert proposed(browser.get(f"{AT}?setting=urn-900002").text) == []
    with parts.database.read() as session:
        read = access.entries(session, person="officer-n1", limit=1)
    assert read[0].why == f"Year planner of reviews: {CASE}"


def test_the_choice_of_how_early_a_meeting_may_be_changes_the_proposal(browser: TestClient) -> None:
    kept = browser.get(f"{AT}?months_early=0").text
    assert proposed(kept) == [f"{REVIEW} 2027-04-21"] and 'name="months_early" value="0"' in kept
    assert proposed(browser.get(f"{AT}?months_early=77").text) == proposed(browser.get(AT).text)


def test_an_officer_looks_at_the_days_before_they_are_accepted_and_the_meeting_form_then_begins_with_one(
    browser: TestClient, parts: Parts
) -> None:
    (day,) = proposed(browser.get(AT).text)
    check = post(browser, AT, {"day": day, "step": "check"}).text
    assert "Check before you accept" in check and NAME in check and "Accept 1 day" in check
    with parts.database.read() as session:
        assert planned_reviews.accepted(session) == {}
    done = post(browser, AT, {"day": day, "step": "record"})
    shown = browser.get(done.headers["location"]).text
    assert "1 day is accepted" in shown and "Accepted" in shown and proposed(shown) == []
    with parts.database.read() as session:
        assert planned_reviews.accepted(session) == {REVIEW: date(2027, 4, 21)}
    assert "Not arranged, planned for 21 April 2027" in browser.get(f"/reviews/{REVIEW}").text
    form = browser.get(f"/reviews/{REVIEW}/act/arrange_meeting").text
    assert re.search(r'id="meeting_on-day"[^>]*value="21"', form)


def test_an_accepted_day_can_be_withdrawn_and_is_then_proposed_again(
    browser: TestClient, parts: Parts
) -> None:
    (day,) = proposed(browser.get(AT).text)
    post(browser, AT, {"day": day, "step": "record"})
    done = post(browser, AT, {"withdraw": REVIEW})
    page = browser.get(done.headers["location"]).text
    assert "The accepted day is withdrawn" in page and proposed(page) == [day]
    with parts.database.read() as session:
        assert planned_reviews.accepted(session) == {}
    again = post(browser, AT, {"withdraw": REVIEW})
    assert again.status_code == 400 and "has no accepted day" in again.text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "Select at least one day"),
        ([f"{REVIEW} 2027-04-20"], "The proposals have changed"),
        ([f"{REVIEW} soon"], "Part of this form is missing"),
    ],
)
def test_a_choice_that_cannot_be_accepted_is_refused_beside_the_list(
    browser: TestClient, parts: Parts, days: list[str], said: str
) -> None:
    answer = post(browser, AT, {"day": days, "step": "record"})
    assert answer.status_code == 400 and said in answer.text
    with parts.database.read() as session:
        assert planned_reviews.accepted(session) == {}


def test_people_plan_only_the_reviews_of_cases_in_which_they_may_act(browser: TestClient) -> None:
    for who in ("officer of another team", "manager of another team"):
        as_person(browser, STAFF[who])
        assert "No meeting is waiting for a day." in browser.get(AT).text


def test_the_reviews_of_one_school_are_on_one_page_without_names_for_who_may_not_read_them(
    browser: TestClient,
) -> None:
    assert "URN 900001" in browser.get("/reviews/settings").text
    one = browser.get("/reviews/settings/urn-900001").text
    assert NAME in one and LATEST in one and "Not arranged" in one
    assert "without a school or college" in browser.get("/reviews/settings/none").text
    as_person(browser, STAFF["analyst"])
    one = browser.get("/reviews/settings/urn-900001").text
    assert NAME not in one and CASE in one and f'href="/reviews/{REVIEW}"' not in one


def test_a_list_can_be_downloaded_as_a_file(browser: TestClient) -> None:
    file = browser.get(f"{AT}?as=csv").text
    assert NAME in file and "2027-04-21" in file and "Open" not in file
    assert browser.get("/reviews/counts?as=xlsx").content.startswith(b"PK")


def test_the_counts_of_a_period_and_those_of_the_department(browser: TestClient) -> None:
    asked = {"since-day": "1", "since-month": "1", "since-year": "2027", "until-day": "1", "until-month": "7"}
    page = browser.get("/reviews/counts", params={**asked, "until-year": "2028"}).text
    rows = dict(re.findall(r'rowheader">([^<]+)</th><td[^>]*><strong>(?:<a[^>]*>)?([\d,]+)', page))
    assert rows["Not done: the review was owed, and no decision was sent"] == "1"
    assert rows["Never held: owed 12 months ago or more"] == "1"
    assert rows["Never held: owed 24 months ago or more"] == "0"
    wrong = browser.get("/reviews/counts", params={**asked, "until-year": "2026"})
    assert wrong.status_code == 400 and "must not end before it begins" in wrong.text
    assert browser.get("/reviews/counts", params={**asked, "until-year": "26"}).status_code == 400


def test_each_count_leads_to_as_many_reviews_as_it_says_for_who_may_count(browser: TestClient) -> None:
    period = "since=2027-01-01&until=2028-07-01"
    asked = {"since-day": "1", "since-month": "1", "since-year": "2027", "until-day": "1", "until-month": "7"}
    for who in ("officer", "manager", "analyst", "officer of another team"):
        as_person(browser, STAFF[who])
        page = browser.get("/reviews/counts", params={**asked, "until-year": "2028"}).text
        told = re.findall(r'href="(/reviews/counts/[a-z_0-9]+)[^"]*">([\d,]+)<', page)
        for at, number in told:
            shown = browser.get(f"{at}?{period}").text
            assert len(re.findall(r'role="rowheader"', shown)) == int(number)
            assert (NAME in shown) is (who in ("officer", "manager"))
        assert bool(told) is (who != "officer of another team")
    assert browser.get(f"/reviews/counts/wrong?{period}").status_code == 404


def test_the_list_of_reviews_leads_to_the_planner_the_schools_and_the_counts(browser: TestClient) -> None:
    page = browser.get("/reviews").text
    for at in (AT, "/reviews/settings", "/reviews/counts"):
        assert f'href="{at}"' in page
    assert f'href="{AT}"' in browser.get("/more").text
