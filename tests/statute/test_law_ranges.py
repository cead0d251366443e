"""A day known only to its month: every limit that follows is a range, and a status only where its ends agree."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from law_says import day

from statute import ranges
from statute.errors import BadFacts, Contradiction
from statute.facts import Event, Facts
from statute.ranges import timeline_between
from statute.schema import facts_from_data, facts_to_json
from statute.timeline import received_on, timeline

Row = dict[str, Any]


def rows(*events: Row, as_at: str = "2024-12-02") -> list[Row]:
    known, _ = facts_from_data({"events": list(events)})
    return [one.as_json() for one in timeline_between(known, day(as_at))]


def row(rule: str, *events: Row, as_at: str = "2024-12-02") -> Row:
    return next(each for each in rows(*events, as_at=as_at) if each["rule"] == rule)


def event(name: str, on: str | None, **fields: Any) -> Row:
    return {"event": name, "on": on, **fields}


REQUEST = event("request_received", "2024-02")


def test_the_last_day_is_a_range_in_place_of_a_day() -> None:
    final = row("reg13_2.final_plan", REQUEST)
    assert "due_on" not in final and "started_on" not in final
    assert final["due_between"] == ["2024-06-20", "2024-07-18"]
    assert final["started_between"] == ["2024-02-01", "2024-02-29"]


@pytest.mark.parametrize(
    ("as_at", "status", "days_late"),
    [
        ("2024-06-20", "running", 0),
        ("2024-06-21", None, None),
        ("2024-07-18", None, None),
        ("2024-07-19", "overdue", None),
    ],
)
def test_a_status_is_given_only_if_both_ends_agree(
    as_at: str, status: str | None, days_late: int | None
) -> None:
    final = row("reg13_2.final_plan", REQUEST, as_at=as_at)
    assert (final["status"], final["days_late"]) == (status, days_late)


def test_the_lowest_and_highest_days_late_are_given_if_they_differ() -> None:
    final = row("reg13_2.final_plan", REQUEST, event("final_issued", "2024-07-22"))
    assert (final["status"], final["days_late"], final["days_late_between"]) == ("late", None, [4, 32])
    assert final["met_on"] == "2024-07-22"


def test_a_limit_without_such_a_day_is_exact() -> None:
    meeting = event("review_meeting", "2024-09-02")
    found = row("reg20_10.decision", REQUEST, meeting)
    assert found == row("reg20_10.decision", meeting)
    assert found["due_on"] == "2024-09-30"


def test_both_the_start_and_the_end_can_be_known_by_the_month() -> None:
    decision = row(
        "reg20_10.decision",
        event("review_meeting", "2022-11"),
        event("review_decision", "2023-03", decision="cease"),
    )
    assert (decision["due_between"], decision["status"]) == (["2022-11-29", "2022-12-28"], "late")
    assert decision["met_between"] == ["2023-03-01", "2023-03-31"]
    assert decision["days_late_between"] == [63, 122]


def test_facts_of_one_month_are_in_the_order_given() -> None:
    decision = row(
        "reg20_10.decision",
        event("review_meeting", "2024-02"),
        event("review_decision", "2024-02", decision="maintain"),
    )
    assert decision["status"] == "met"


def test_a_month_ends_where_a_fact_that_must_follow_it_is_known() -> None:
    advice = row(
        "reg8.advice_return",
        event("advice_requested", "2024-04", of="health"),
        event("advice_received", "2024-04-10", of="health"),
    )
    assert (advice["due_between"], advice["status"]) == (["2024-05-13", "2024-05-22"], "met")


def test_a_month_in_which_the_question_is_asked_ends_with_that_day() -> None:
    final = row("reg13_2.final_plan", REQUEST, as_at="2024-02-10")
    assert final["started_between"] == ["2024-02-01", "2024-02-10"]


def test_a_month_that_lies_ahead_starts_nothing() -> None:
    assert rows(REQUEST, as_at="2024-01-31") == []


def test_a_limit_that_has_begun_only_in_some_readings_has_no_status() -> None:
    found = row(
        "reg4.not_necessary",
        event("request_received", "2024-02-15"),
        event("assessment_refused", "2024-02"),
        as_at="2024-02-20",
    )
    assert found["status"] in ("met", None)


def test_facts_that_contradict_each_other_in_every_reading_are_refused() -> None:
    with pytest.raises(Contradiction):
        rows(event("request_received", "2024-02-15"), event("final_issued", "2024-01"))


def test_any_two_days_can_bound_a_fact() -> None:
    transfer = {
        "event": "plan_transferred_in",
        "on": None,
        "not_before": "2024-02-21",
        "not_after": "2024-02-29",
    }
    assert row("reg15_4.new_la_tells", transfer)["due_between"] == ["2024-04-03", "2024-04-11"]


def test_because_gives_the_arithmetic_from_both_ends() -> None:
    because = row("reg13_2.final_plan", REQUEST)["because"]
    assert because.startswith(
        "The day that this runs from is known only roughly, so its last day is between 20 June 2024 and 18 July 2024."
    )
    assert "At the earliest: The request was received on Thursday 1 February 2024." in because
    assert "At the latest: The request was received on Thursday 29 February 2024." in because


def test_every_day_of_the_month_lies_within_the_range() -> None:
    found = {each["rule"]: each for each in rows(REQUEST, event("assessment_refused", "2024-03"))}
    for on in range(1, 30):
        for refused in range(1, 32):
            given = (
                event("request_received", f"2024-02-{on:02}"),
                event("assessment_refused", f"2024-03-{refused:02}"),
            )
            for exact in rows(*given):
                wide = found[exact["rule"]]
                first, last = wide.get("due_between") or [wide["due_on"]] * 2
                assert first <= exact["due_on"] <= last
                assert wide["status"] in (None, exact["status"])


def test_many_months_are_answered_from_the_ends_of_their_ranges() -> None:
    meetings = [event("review_meeting", f"{year}-03") for year in range(2015, 2027)]
    found = [each for each in rows(*meetings, as_at="2026-12-01") if each["rule"] == "reg20_10.decision"]
    assert len(found) == len(meetings) and 2 ** len(meetings) > ranges.MOST_READINGS
    assert [each["due_between"][0] for each in found] == [f"{year}-03-29" for year in range(2015, 2027)]
    assert all(one["due_between"][1] < other["due_between"][0] for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (event("request_received", "2024-13"), "'2024-13', which is not a month; write it as YYYY-MM"),
        (event("request_received", "1999-12"), "out of range"),
        (
            event("request_received", "2024-02", not_before="2024-02-01"),
            '"not_before" is for an event whose "on" is null',
        ),
        (event("request_received", None, not_before="2024-02-01"), '"not_before" needs a "not_after"'),
        (
            event("request_received", None, not_before="2024-02-02", not_after="2024-02-01"),
            '"not_before" needs a "not_after" on the same day or later',
        ),
    ],
)
def test_a_faulty_range_is_refused_in_one_sentence(given: Row, says: str) -> None:
    with pytest.raises(BadFacts, match=says):
        facts_from_data({"events": [given]})


def test_a_range_is_written_back_as_it_was_read() -> None:
    given = [
        REQUEST,
        {"event": "draft_issued", "on": None, "not_after": "2024-05-20", "not_before": "2024-05-11"},
    ]
    known, _ = facts_from_data({"events": given})
    assert json.loads(facts_to_json(known))["events"] == given


def test_a_timeline_by_the_day_refuses_a_range() -> None:
    ranged = Event("request_received", None, not_after=day("2024-02-29"), not_before=day("2024-02-01"))
    with pytest.raises(BadFacts, match="known only as a range"):
        timeline(Facts((ranged,)), day("2024-06-01"))
    assert received_on(Facts((ranged,))) == day("2024-02-01")
