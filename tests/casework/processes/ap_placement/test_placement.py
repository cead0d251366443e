"""A placement in alternative provision: its acts in order, its refusals, and its reports to the case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.case.acts import CATALOGUE, Act
from casework.case.guard import malformed
from casework.processes.ap_placement.guard import allowed
from casework.processes.ap_placement.placement import after
from casework.processes.ap_placement.process import PROCESS
from casework.processes.ap_placement.telling import told
from tests.casework.processes.ap_placement.placements import (
    START,
    act,
    match,
    placement,
    refer,
    to_match,
    to_start,
    why,
)

RETURNED = (START, act("record_return", "2026-06-05", sen_leaving="K"))


def test_a_placement_goes_from_the_referral_to_the_second_check_after_the_return() -> None:
    acts = (
        *to_start(),
        START,
        act("review_placement", "2026-05-29", progress="on_course"),
        act("extend_placement", "2026-07-01", until="2026-07-17", reason="note-7"),
        act("plan_return", "2026-07-06", timetable="note-8"),
        act("record_return", "2026-07-17", sen_leaving="K"),
        act("check_return", "2026-08-28", goes="well"),
        act("check_return", "2026-10-09", goes="well"),
    )
    stages = [placement(*acts[:count]).stage_code for count in range(1, len(acts) + 1)]
    assert stages == [
        "referred", "ready", "approved", "matched", "planned", "started", "started", "started", "returning", "returned", "returned",
        "settled",
    ]  # fmt: skip
    assert placement(*acts).is_over and not placement(*acts[:-1]).is_over


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"setting_type": "OTH"}, "Enter only one of URN, UKPRN and type"),
        ({"ukprn": "10000009"}, "Enter only one of URN, UKPRN and type"),
        ({"urn": "12345"}, "URN must be 6 digits"),
        ({"urn": None, "ukprn": "1234567"}, "UKPRN must be 8 digits"),
        ({"company_number": "1234567"}, "Company number must be 8 characters"),
        ({"postcode": "nowhere"}, "Postcode must be a real postcode"),
        ({"sessions": "11"}, "Sessions a week must be a number from 1 to 10"),
        ({"sessions": "4"}, "A full-time place has 10 sessions a week"),
        ({"planned_end": "2026-01-01"}, "is in the past"),
        ({"pattern": "XX"}, "is not known; choose from FT and PT"),
    ],
)
def test_a_match_is_refused_where_the_census_could_not_take_it(given: dict[str, Any], said: str) -> None:
    assert said in why(placement(*to_match()), match(**given))


def test_a_placement_does_not_start_with_a_provider_that_nothing_identifies() -> None:
    assert "has no URN, UKPRN or type" in why(placement(*to_start(match(urn=None))), START)


def test_a_refusal_needs_a_section_19_decision_and_waits_until_it_is_looked_at_again() -> None:
    ready = placement(*to_match()[:2])
    refused = act("decide_placement", "2026-04-22", decision="refuse", reason="note-6")
    assert why(ready, refused).startswith("Record the section 19 decision first")
    none = act("decide_education", "2026-04-22", education="none", reason="note-7", evidence="note-8")
    waits = placement(*to_match()[:2], none, refused)
    assert (waits.stage_code, waits.is_over) == ("refused", False)
    again = act("decide_education", "2026-07-20", education="full_time", reason="note-9", evidence="note-10")
    assert after(waits, again).is_over
    assert [
        fact.fields["evidence"] for fact in after(waits, again).facts if fact.event == "decide_education"
    ] == ["note-8", "note-10"]


def test_more_information_sends_the_referral_back_to_the_screening() -> None:
    more = act("decide_placement", "2026-04-22", decision="more_information", reason="note-6")
    assert placement(*to_match()[:2], more).stage_code == "referred"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"exclusion": "suspended"}, "Enter the first school day of the exclusion."),
        (
            {"exclusion": "suspended", "excluded_on": "2026-04-20"},
            "Enter how many school days the suspension lasts.",
        ),
        (
            {"exclusion": "permanent", "excluded_on": "2026-04-21"},
            "cannot begin on 21 April 2026, after the referral",
        ),
        ({"reason": "ILL"}, "reason='ILL' is not known; choose from BHS"),
    ],
)
def test_a_referral_that_does_not_hold_together_is_refused(given: dict[str, Any], said: str) -> None:
    assert said in why(placement(), refer(**given))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (act("record_return", "2026-05-01", sen_leaving="K"), "The pupil is not in the placement."),
        (act("start_placement", "2026-04-27"), "Record the placement plan first"),
        (act("check_return", "2026-04-27", goes="well"), "Record the return first."),
        (act("early_review", "2026-04-27", outcome="held"), "The child has no plan"),
        (
            act("override_warning", "2026-04-27", warning="checks_ran_out", why="note-1"),
            "There is nothing to override now.",
        ),
        (act("take_in_policy", "2026-04-27"), "happens automatically"),
        (refer(), "The referral is already made."),
    ],
)
def test_an_act_out_of_turn_is_refused(one: Any, said: str) -> None:
    assert said in why(placement(*to_match()), one)


def test_days_and_sessions_must_make_sense() -> None:
    there = placement(*to_start(), START)
    assert "is before the start" in why(there, act("record_return", "2026-04-25", sen_leaving="K"))
    assert "is in the future" in why(there, act("record_return", "2026-06-05", sen_leaving="K"), "2026-06-01")
    assert "is not after" in why(
        there, act("extend_placement", "2026-07-01", until="2026-06-30", reason="note-7")
    )
    assert "more sessions than" in why(
        there, act("mark_attendance", "2026-05-01", week="2026-04-27", marked="4", attended="5")
    )
    assert "by its Monday" in why(
        there, act("mark_attendance", "2026-05-01", week="2026-04-28", marked="4", attended="4")
    )


def test_tier_one_is_support_in_the_school_and_needs_no_provider() -> None:
    support = placement(
        *to_match(tier="tier_1"),
        act(
            "agree_objectives", "2026-04-24", objectives="note-1", return_criteria="note-2", contact="note-3"
        ),
        START,
    )
    assert support.stage_code == "started"


def test_a_closed_referral_offers_nothing() -> None:
    closed = placement(refer(), act("close_referral", "2026-04-21", why="not_needed"))
    assert allowed(closed) == () and closed.is_over
    assert "is over" in why(closed, act("screen_referral", "2026-04-22", outcome="ready"))
    assert "record the return, the move or the early end" in why(
        placement(*to_start(), START), act("close_referral", "2026-05-01", why="not_needed")
    )


def test_what_the_case_is_told_is_well_formed() -> None:
    told_of = [
        (placement(), refer()),
        (
            placement(refer()),
            act("decide_education", "2026-04-22", education="part_time", reason="note-1", evidence="note-2"),
        ),
        (placement(*to_match()[:2]), to_match()[2]),
        (placement(*to_start()), START),
        (
            placement(*to_start(), START),
            act("extend_placement", "2026-07-01", until="2026-07-17", reason="note-7"),
        ),
        (placement(*to_start(), START), act("plan_return", "2026-07-01", timetable="note-7")),
        (placement(*to_start(), START), act("give_as_evidence", "2026-07-01", summary="note-7")),
        (
            placement(*to_start(), START),
            act("end_early", "2026-07-01", why="other", reason="note-7", sen_leaving="K"),
        ),
        (placement(refer(sen="E")), act("early_review", "2026-04-21", outcome="offered")),
    ]
    for before, one in told_of:
        (fact,) = told(before, one)
        assert fact.action in CATALOGUE and fact.of == "referral-1"
        assert malformed(fact.action, fact.of, dict(fact.fields)) is None, fact
    (education,) = told(*told_of[1])
    assert education.fields["look_again_on"] == "2026-07-22"


def test_a_week_can_be_marked_by_session_if_the_marks_add_up() -> None:
    there = placement(*to_start(), START)

    def week(marks: str) -> Act:
        return act("mark_attendance", "2026-05-01", week="2026-04-27", marked="8", attended="6", marks=marks)

    assert why(there, week("PPPPAANNPP")) == ""
    assert why(there, week("PPPPAANNPX")).startswith("Marks by session must be 10 letters")
    assert why(there, week("PPPPPPNNPP")).startswith("The marks by session do not add up")
    shown = PROCESS.as_json(PROCESS.view(PROCESS.after(there, week("PPPPAANNPP")), "north"), date(2026, 5, 4))
    assert shown["attendance"] == [
        {"week": "2026-04-27", "marked": "8", "attended": "6", "marks": "PPPPAANNPP"}
    ]


def test_a_plan_for_the_area_counts_a_placement_as_it_was_on_the_day() -> None:
    found = placement(*to_start(), *RETURNED)
    days = (date(2026, 4, 26), date(2026, 4, 27), date(2026, 6, 4), date(2026, 6, 5))
    results = [(PROCESS.counted_as(found, day) or {}).get("result") for day in days]
    assert results == [None, "In the placement", "In the placement", "Returned, to check"]
