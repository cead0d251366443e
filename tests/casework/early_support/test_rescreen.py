"""A re-screen counts from week 12 by local policy, and one line tells a panel what was done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from casework.early_support.policy import EarlySupportPolicy
from casework.early_support.rescreen import rescreen_of
from casework.early_support.summary import asks_for, line_of, status_of
from casework.early_support.support_record import SupportRecord, record_of

TODAY = date(2026, 11, 28)
SCREENED = date(2026, 2, 3)
POLICY = EarlySupportPolicy()
OFF = EarlySupportPolicy(rescreen_weeks=None)


def one(kind: str, on: date, **answers: Any) -> SupportRecord:
    return record_of(kind, on, answers, None, TODAY)


def screen(colour: str, weeks: int = 0) -> SupportRecord:
    kind = "rescreen" if weeks else "screen"
    return one(kind, SCREENED + timedelta(weeks=weeks), tool="wellcomm", colour=colour)


def test_a_rescreen_at_week_11_is_early_and_at_week_12_accepted() -> None:
    early = rescreen_of([screen("red"), screen("amber", 11)], POLICY)
    assert early is not None and early.waits
    assert [each.on for each in early.early] == [SCREENED + timedelta(weeks=11)]
    accepted = rescreen_of([screen("red"), screen("amber", 11), screen("amber", 12)], POLICY)
    assert accepted is not None and accepted.accepted == screen("amber", 12)
    assert (accepted.waits, accepted.moved) == (False, 1)


def test_the_local_rule_can_be_switched_off_or_changed() -> None:
    records = [screen("red"), screen("amber", 11)]
    off = rescreen_of(records, OFF)
    assert off is not None and (off.due_on, off.early, off.accepted) == (None, (), records[1])
    shorter = rescreen_of(records, EarlySupportPolicy(rescreen_weeks=10))
    assert shorter is not None and shorter.early == ()


@pytest.mark.parametrize("records", [[], [screen("green")]])
def test_a_green_screen_or_none_asks_for_nothing(records: list[SupportRecord]) -> None:
    found = rescreen_of(records, POLICY)
    assert found is None or not found.waits
    assert asks_for(records) == ()


def test_one_line_tells_a_panel_what_was_done() -> None:
    records = [
        screen("red"),
        one("intervention", date(2026, 2, 10), support="Sample Talk", tier="targeted", times_a_week=2, weeks=10, sessions_given=17),
        screen("amber", 12),
        one("referral", date(2026, 4, 25), service="speech_therapist", accepted="yes"),
        one("view", date(2026, 5, 1), family_view="He says more at home."),
        one("language", date(2026, 2, 3), language="Polish", interpreter="yes"),
    ]  # fmt: skip
    assert line_of(records, POLICY, TODAY) == (
        "Screened red on 3 February 2026 (WellComm); re-screened amber on 28 April 2026 (WellComm); Sample Talk, targeted: "
        "17 of 20 sessions given, planned over 10 weeks; Speech and language therapy: referred on 25 April 2026, waiting for "
        "31 weeks; the family’s view is recorded; speaks Polish at home, needs an interpreter."
    )
    assert line_of([], POLICY, TODAY) == ""
    early = line_of([screen("red"), screen("amber", 11)], POLICY, TODAY)
    assert "early: local policy is 12 weeks" in early


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], "No screen recorded"),
        ([screen("green")], "No concern"),
        ([screen("red")], "Re-screen due since 28 April 2026"),
        ([screen("red"), screen("amber", 12)], "Improved"),
        ([screen("amber"), screen("amber", 12)], "No improvement"),
        ([screen("red"), one("referral", SCREENED, service="speech_therapist")], "Referred to speech and language therapy"),
        (
            [one("referral", SCREENED, service="speech_therapist", first_seen_on="2026-09-08")],
            "Seen by speech and language therapy",
        ),
    ],
)  # fmt: skip
def test_how_it_stands(records: list[SupportRecord], said: str) -> None:
    assert status_of(records, POLICY, TODAY) == said


def test_before_its_day_the_rescreen_has_a_date() -> None:
    assert (
        status_of([screen("red")], POLICY, date(2026, 3, 1))
        == "Support under way; re-screen from 28 April 2026"
    )
    assert status_of([screen("red")], OFF, date(2026, 3, 1)) == "Support under way"


def test_a_need_and_a_referral_propose_advisers() -> None:
    referred = [
        screen("amber"),
        one("referral", SCREENED, service="occupational_therapist"),
        one("referral", SCREENED, service="early_help"),
    ]
    assert asks_for(referred) == ("occupational_therapist", "speech_therapist")
    assert asks_for([screen("red"), screen("green", 12)]) == ()
