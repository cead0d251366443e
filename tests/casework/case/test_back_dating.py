"""An act that tells a person counts from an earlier day only with evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE, Act
from casework.case.back_dating import counted_from, with_claim, wrong_evidence
from casework.case.case import after, opened
from casework.case.guard import refusal, warnings
from casework.letters.notices import of_act

TODAY, EARLIER = date(2026, 11, 28), date(2026, 9, 3)
EVIDENCE = {"told_how": "posted", "told_evidence": "doc-1"}


@pytest.mark.parametrize(
    ("action", "on", "fields", "counted"),
    [
        ("assessment_agreed", EARLIER, {}, TODAY),
        ("assessment_agreed", EARLIER, EVIDENCE, EARLIER),
        ("assessment_agreed", EARLIER, {"told_how": "posted"}, TODAY),
        ("assessment_agreed", TODAY, {}, TODAY),
        ("advice_received", EARLIER, {}, EARLIER),
        ("appeal_registered", EARLIER, {}, EARLIER),
        ("final_issued", EARLIER, {}, TODAY),
    ],
)
def test_the_day_from_which_an_act_counts(
    action: str, on: date, fields: dict[str, Any], counted: date
) -> None:
    found = counted_from(CATALOGUE[action], on, fields, TODAY)
    assert found == counted
    assert with_claim(on, found) == ({} if on == counted else {"claimed_on": "2026-09-03"})


def test_every_act_that_sends_the_family_a_decision_tells() -> None:
    """The catalogue says which acts tell a person. What our own letters go out with is among them."""
    for name, action in CATALOGUE.items():
        choices = (
            [{"decision": one} for one in ("maintain", "cease", "amend")]
            if name == "review_decision"
            else [{}]
        )
        sends = any(
            notice.to_role in ("family", "adviser", "setting")
            for fields in choices
            for notice in of_act(Act(name, TODAY, "school", fields), TODAY, ())
        )
        if sends and name not in NOT_BY_PEOPLE and name not in _CONFIRMED:
            assert action.tells, name
        assert action.tells == (action.field("told_evidence") is not None)


_CONFIRMED = frozenset(
    {"withdrawn", "exception_claimed", "tailored_list_sent", "band_told", "reasons_given", "tailored_list_declined", "family_meeting_asked"}
)  # fmt: skip
"""Acts whose letter confirms what the family or another did, or that move no limit."""


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({}, None),
        (EVIDENCE, None),
        ({"told_how": "posted"}, "needs both how you told them"),
        ({"told_evidence": "doc-1"}, "needs both how you told them"),
        ({"claimed_on": "2026-09-03"}, "adds claimed_on itself"),
    ],
)
def test_evidence_is_whole(fields: dict[str, str], part: str | None) -> None:
    why = wrong_evidence(fields)
    assert why is None if part is None else part in str(why)


def test_the_person_is_told_from_which_day_it_counts() -> None:
    case = opened("request_received", date(2026, 8, 1))
    act = Act("assessment_agreed", TODAY, None, {"claimed_on": "2026-09-03"})
    assert refusal(case, act, TODAY) is None
    (said,) = warnings(after(case, act), act, TODAY)
    assert said.startswith(
        "No evidence shows that you told them on 3 September 2026, so it counts from 28 November 2026"
    )
