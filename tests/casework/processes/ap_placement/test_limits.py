"""The limits of a placement: the sixth school day of an exclusion, which is law, and the local ones, which never say that they are."""

from __future__ import annotations

from typing import Any

import pytest

from casework.case.acts import Act
from casework.processes.ap_placement.limits import obligations_of
from statute.local_time import date
from statute.obligation import Obligation
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

BREAK = ["2026-05-25", "2026-06-01"]
POLICY = act("take_in_policy", "2026-05-15", limits={}, closed=[BREAK])


def limits(*acts: Act, on: str = "2026-12-31") -> dict[str | None, Obligation]:
    return {one.role: one for one in obligations_of(placement(*acts), date.fromisoformat(on))}


@pytest.mark.parametrize(
    ("first", "days", "due"),
    [
        ("2026-04-20", "8", "2026-04-27"),
        ("2026-05-18", "8", "2026-06-01"),  # half-term from 25 May
        ("2026-04-27", "8", "2026-05-05"),  # bank holiday on 4 May
        ("2026-04-20", "5", None),
    ],
)
def test_a_suspension_counts_school_days_from_its_first_day(first: str, days: str, due: str | None) -> None:
    referral = refer("2026-05-18", exclusion="suspended", excluded_on=first, suspended_days=days)
    found = limits(referral, POLICY).get("suspended")
    assert (found.due_on.isoformat() if found else None) == due
    if found is not None:
        assert (found.kind, found.duty_holder) == ("limit", "school")
        assert found.citation == "Education and Inspections Act 2006 s.100; SI 2007/1870 reg 3"


def test_the_authority_owes_education_from_the_sixth_school_day_of_a_permanent_exclusion() -> None:
    referral = refer("2026-05-18", exclusion="permanent", excluded_on="2026-05-18")
    found = limits(referral, POLICY)["excluded"]
    assert (found.due_on, found.duty_holder, found.status) == (date(2026, 6, 1), "authority", "overdue")
    assert found.citation == "Education Act 1996 s.19(3A); SI 2007/1870 reg 4"


@pytest.mark.parametrize(("pattern", "status"), [("FT", "met"), ("PT", "overdue")])
def test_only_a_full_time_place_meets_the_sixth_day(pattern: str, status: str) -> None:
    sessions = "10" if pattern == "FT" else "4"
    acts = to_start(
        match(pattern=pattern, sessions=sessions), exclusion="permanent", excluded_on="2026-04-20"
    )
    assert limits(*acts, START)["excluded"].status == status


def test_a_local_limit_is_labelled_and_never_says_that_it_is_law() -> None:
    none = act("decide_education", "2026-04-22", education="none", reason="note-1", evidence="note-2")
    found = limits(
        *to_match()[:1], none, *to_start()[1:], START, act("record_return", "2026-07-17", sen_leaving="K")
    )
    assert {role: one.due_on.isoformat() for role, one in found.items()} == {
        "decide": "2026-05-06",
        "end": "2026-07-20",
        "review": "2026-06-08",
        "look_again": "2026-07-22",
        "check_first": "2026-08-28",
        "check_second": "2026-10-09",
    }
    for one in found.values():
        assert one.kind == "target" and "local policy" in one.title and "local policy" in one.citation
        assert "must" not in one.because and "By local policy" in one.because
    assert "12 weeks is government policy that is not in force" in found["end"].citation


@pytest.mark.parametrize(
    ("tier", "review", "end"),
    [("tier_1", "2026-06-08", None), ("tier_2", "2026-06-08", "2026-07-20"), ("tier_3", "2026-07-20", None)],
)
def test_the_review_and_the_end_depend_on_the_tier(tier: str, review: str, end: str | None) -> None:
    found = limits(*to_start(tier=tier), START)
    assert found["review"].due_on.isoformat() == review
    assert (found["end"].due_on.isoformat() if "end" in found else None) == end


def test_an_extension_moves_the_end_and_keeps_the_old_one_in_view() -> None:
    longer = act("extend_placement", "2026-07-01", until="2026-09-30", reason="note-1")
    found = limits(*to_start(), START, longer)
    assert found["end"].status == "met" and "A longer time was agreed, with a reason." in found["end"].because
    assert found["end_extended"].due_on == date(2026, 9, 30)


def test_an_authority_has_its_own_numbers() -> None:
    own: dict[str, Any] = {"longest_weeks": 16, "review_weeks_tier_2": 4, "look_again_months": 1}
    found = limits(
        *to_start()[:1], act("take_in_policy", "2026-04-20", limits=own, closed=[]), *to_start()[1:], START
    )
    assert (found["end"].due_on, found["review"].due_on) == (date(2026, 8, 17), date(2026, 5, 25))


def test_a_given_review_day_counts_before_the_interval() -> None:
    first = act(
        "agree_objectives",
        "2026-04-24",
        objectives="note-1",
        return_criteria="note-2",
        contact="note-3",
        review_on="2026-05-11",
    )
    acts = (*to_match(), match(), first, START)
    assert limits(*acts)["review"].due_on == date(2026, 5, 11)
    again = act("review_placement", "2026-05-11", progress="slow", review_on="2026-06-15")
    assert limits(*acts, again)["review"].due_on == date(2026, 6, 15)


def test_a_closure_that_is_not_loaded_is_written_with_the_referral_or_later() -> None:
    suspended = {"exclusion": "suspended", "excluded_on": "2026-05-18", "suspended_days": "8"}
    written = refer("2026-05-18", **suspended, closed=["2026-05-25/2026-06-01"])
    assert limits(written)["suspended"].due_on == date(2026, 6, 1)
    later = act("count_again", "2026-05-19", closed=["2026-05-25/2026-06-01", "2026-06-01/2026-06-02"])
    assert limits(refer("2026-05-18", **suspended), later)["suspended"].due_on == date(2026, 6, 2)
    for span in ("2026-05-25", "2026-06-01/2026-05-25", "2026-05-25/half-term"):
        assert "two real dates" in why(placement(), refer(closed=[span]))
