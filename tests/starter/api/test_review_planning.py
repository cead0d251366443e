"""Counts of reviews, proposed days and the reviews of a setting over the API, as the command gives them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from office.dependencies import read_only_parts
from starter.api.app import api
from tests.activities.steps import Story
from tests.casework.processes.annual_review import reviews
from tests.databases import new_records
from tests.starter.api.conftest import EVERYBODY, FAST, Caller, calling
from tests.starter.processes import put

TODAY = date(2027, 1, 12)
REVIEW = "review-a"


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with closing(new_records(tmp_path)) as database:
        Story("case-a").record(database)
        with database.write() as session:
            put(session, "annual_review", replace(reviews.scheduled(), id=REVIEW, case="case-a"))
        parts = read_only_parts(database, lambda: TODAY)
        with calling(api(parts, pace=FAST), database, EVERYBODY) as found:
            yield found


def test_the_counts_have_the_names_of_the_published_columns(caller: Caller) -> None:
    told = caller.get("/reviews/counts?from=2027-01-01&until=2028-07-01")
    assert (told["from"], told["not_done"], told["not_held_over"]) == (
        "2027-01-01",
        1,
        {"6": 1, "12": 1, "24": 0},
    )
    assert "review_expected_2028" in told["published"]
    listed = caller.get("/reviews/counts/not_held_over_12?from=2027-01-01&until=2028-07-01")
    assert [one["review"] for one in listed["reviews"]] == [REVIEW]
    assert caller("GET", "/reviews/counts/wrong").status_code == 409
    refused = caller("GET", "/reviews/counts?from=2028-01-01&until=2027-01-01")
    assert (refused.status_code, "must not end before it begins" in refused.json()["detail"]) == (409, True)


def test_a_proposed_day_is_accepted_once_and_another_day_is_refused(caller: Caller) -> None:
    (proposal,) = caller.get("/reviews/planner")["proposals"]
    assert (proposal["review"], proposal["proposed_on"], proposal["accepted"]) == (
        REVIEW,
        "2027-04-21",
        False,
    )
    assert caller.get("/reviews/planner?setting=urn-900002")["proposals"] == []
    other = caller("POST", "/reviews/planner/accepted", {"days": [{"review": REVIEW, "on": "2027-04-20"}]})
    assert (other.status_code, other.json()["detail"][:25]) == (409, "The proposal has changed:")
    days = {"days": [{"review": REVIEW, "on": proposal["proposed_on"]}]}
    for _ in range(2):
        accepted = caller("POST", "/reviews/planner/accepted", days, key="once")
        assert (accepted.status_code, accepted.json()) == (200, {"accepted": {REVIEW: "2027-04-21"}})
    assert caller.get("/reviews/planner")["proposals"][0]["accepted"]


def test_an_accepted_day_is_withdrawn_so_that_one_is_proposed_again(caller: Caller) -> None:
    wanted = {"reviews": [REVIEW]}
    early = caller("POST", "/reviews/planner/withdrawn", wanted)
    assert (early.status_code, "has no accepted day" in early.json()["detail"]) == (409, True)
    caller("POST", "/reviews/planner/accepted", {"days": [{"review": REVIEW, "on": "2027-04-21"}]})
    withdrawn = caller("POST", "/reviews/planner/withdrawn", wanted)
    assert (withdrawn.status_code, withdrawn.json()) == (200, {"withdrawn": [REVIEW]})
    (again,) = caller.get("/reviews/planner")["proposals"]
    assert (again["proposed_on"], again["accepted"]) == ("2027-04-21", False)


def test_the_open_reviews_of_a_setting_have_their_days_and_no_name(caller: Caller) -> None:
    told = caller.get("/reviews/settings/urn-900001")
    (one,) = told["reviews"]
    assert (one["review"], one["latest_meeting_on"], one["meeting_on"]) == (REVIEW, "2027-04-21", None)
    assert caller.get("/reviews/settings/none")["reviews"] == []
