"""How long records are kept, by birth, closure or the authority's schedule; two people to destroy; legal holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.retention.retention import (
    DEFAULT,
    Kept,
    Period,
    Proposal,
    RetentionStatus,
    Review,
    Schedule,
    due,
    schedule_of,
    status_of,
    why_not_approve,
    why_not_propose,
    why_not_schedule,
    years_after,
)

TODAY = date(2056, 6, 1)
WHY = "Its time of keeping is over."
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
PERIODS = st.lists(st.builds(Period, st.integers(1, 150), st.sampled_from(["birth", "closure"])), min_size=1)
SCHEDULES = st.builds(Schedule, PERIODS.map(tuple), PERIODS.map(tuple))


def case(
    born: date | None = date(2010, 2, 28), closed: date | None = date(2024, 3, 1), plan: bool = True
) -> Kept:
    return Kept("case-a2b3", closed, born, plan)


@pytest.mark.parametrize(
    ("kept", "on", "said"),
    [
        (case(), date(2041, 2, 28), "31 years from birth"),
        (case(born=date(2008, 2, 29)), date(2039, 3, 1), "31 years from birth"),
        (case(plan=False), date(2035, 2, 28), "25 years from birth"),
        (case(born=date(2001, 5, 5), plan=False), date(2030, 3, 1), "6 years from the end of the case"),
        (case(born=None), date(2055, 3, 1), "the date of birth is not known"),
    ],
)
def test_the_default_schedule(kept: Kept, on: date, said: str) -> None:
    found = due(kept)
    assert found is not None and found.on == on and said in found.because


def test_an_open_case_is_never_due() -> None:
    assert due(case(closed=None)) is None


@given(DAYS, st.integers(0, 150))
def test_years_later_is_never_early_and_at_most_a_day_late(day: date, years: int) -> None:
    later = years_after(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) == (day.month, day.day) or (day.month, day.day, later.month, later.day) == (
        2, 29, 3, 1,
    )  # fmt: skip


@given(DAYS, DAYS, st.booleans(), SCHEDULES)
def test_an_unknown_birth_never_shortens_the_keeping(
    born: date, closed: date, plan: bool, schedule: Schedule
) -> None:
    born, closed = min(born, closed), max(born, closed)
    known, unknown = due(case(born, closed, plan), schedule), due(case(None, closed, plan), schedule)
    assert known is not None and unknown is not None and known.on <= unknown.on


@given(DAYS, DAYS, st.booleans(), SCHEDULES, PERIODS)
def test_a_further_period_never_shortens_the_keeping(
    born: date, closed: date, plan: bool, schedule: Schedule, more: list[Period]
) -> None:
    longer = Schedule((*schedule.with_plan, *more), (*schedule.without_plan, *more))
    first, then = due(case(born, closed, plan), schedule), due(case(born, closed, plan), longer)
    assert first is not None and then is not None and first.on <= then.on


@given(DAYS, DAYS, st.booleans(), DAYS, st.booleans(), st.sampled_from([None, "a-1", "b-2"]))
def test_nothing_is_destroyed_before_its_time_under_a_hold_or_by_one_person(
    born: date, closed: date, plan: bool, today: date, held: bool, proposer: str | None
) -> None:
    kept = case(min(born, closed), max(born, closed), plan)
    review = Review(
        kept,
        due(kept),
        ("hold-1: an appeal",) if held else (),
        Proposal("retention", proposer, WHY) if proposer else None,
    )
    if why_not_approve(review, "a-1", today) is None:
        assert not held and proposer == "b-2"
        assert review.due is not None and review.due.on <= today
        assert status_of(review, today) is RetentionStatus.PROPOSED


DUE = Review(case(), due(case()))
PROPOSED = replace(DUE, proposal=Proposal("retention", "a-1", WHY))


@pytest.mark.parametrize(
    ("review", "by", "reason", "said"),
    [
        (DUE, "a-1", WHY, None),
        (DUE, "", WHY, "Say who"),
        (DUE, "a-1", "old", "Say why"),
        (PROPOSED, "b-2", WHY, "already proposed, by a-1"),
        (replace(DUE, holds=("h: x",)), "a-1", WHY, "legal hold"),
        (replace(DUE, due=None), "a-1", WHY, "is open"),
        (
            replace(DUE, due=replace(DUE.due, on=TODAY + timedelta(days=1))),
            "a-1",
            WHY,
            "may not be destroyed yet",
        ),  # type: ignore[arg-type, type-var]
        (
            replace(DUE, proposal=Proposal("retention", "a-1", WHY, "b-2", True)),
            "a-1",
            WHY,
            "already destroyed",
        ),
        (replace(DUE, proposal=Proposal("key", "a-1", WHY, "b-2", True)), "a-1", WHY, None),
    ],
)
def test_who_may_propose_what(review: Review, by: str, reason: str, said: str | None) -> None:
    why = why_not_propose(review, "retention", by, reason, TODAY)
    assert why is None if said is None else why is not None and said in why and why.endswith(".")


@pytest.mark.parametrize(
    ("review", "by", "said"),
    [
        (PROPOSED, "b-2", None),
        (PROPOSED, "A-1 ", "another person must"),
        (PROPOSED, "", "Say who"),
        (DUE, "b-2", "propose one first"),
        (replace(PROPOSED, holds=("h: x",)), "b-2", "legal hold"),
        (replace(DUE, proposal=Proposal("retention", "a-1", WHY, "b-2")), "b-2", None),
        (replace(DUE, proposal=Proposal("retention", "a-1", WHY, "b-2")), "c-3", "b-2 has approved it"),
    ],
)
def test_who_may_approve_it(review: Review, by: str, said: str | None) -> None:
    why = why_not_approve(review, by, TODAY)
    assert why is None if said is None else why is not None and said in why


def test_an_erasure_asks_for_no_time_and_may_be_of_an_open_case() -> None:
    early = Review(case(closed=None), None)
    assert why_not_propose(early, "erasure", "a-1", "It is of the wrong child.", TODAY) is None
    proposed = replace(early, proposal=Proposal("erasure", "a-1", WHY))
    assert why_not_approve(proposed, "b-2", TODAY) is None


GOOD = {"with_plan": [{"years": 75, "since": "birth"}], "without_plan": [{"years": 6, "since": "closure"}]}


@pytest.mark.parametrize(
    ("told", "reason", "said"),
    [
        (GOOD, "The county's own schedule.", None),
        (GOOD, "ours", "Say why"),
        ({"with_plan": []}, WHY, "with_plan and without_plan"),
        ({**GOOD, "with_plan": []}, WHY, "at least one period"),
        ({**GOOD, "with_plan": [{"years": 31}]}, WHY, "years and since"),
        ({**GOOD, "with_plan": [{"years": 0, "since": "birth"}]}, WHY, "whole number from 1"),
        ({**GOOD, "with_plan": [{"years": True, "since": "birth"}]}, WHY, "whole number from 1"),
        ({**GOOD, "without_plan": [{"years": 6, "since": "move"}]}, WHY, "birth or closure"),
    ],
)
def test_a_schedule_is_checked_before_it_holds(
    told: dict[str, object], reason: str, said: str | None
) -> None:
    why = why_not_schedule(told, reason)
    assert why is None if said is None else why is not None and said in why and why.endswith(".")


def test_an_authoritys_schedule_replaces_the_default() -> None:
    found = due(case(), schedule_of(GOOD))
    assert found is not None and found.on == date(2085, 2, 28) and schedule_of(GOOD) != DEFAULT
