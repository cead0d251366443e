"""What is stored of an obligation tells on any later day what the law itself would tell."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from statute.errors import Contradiction
from statute.facts import Event, ExceptionClaim, Facts
from statute.obligation import Obligation
from statute.status_by_day import StatusByDay, status_by_day
from statute.timeline import timeline
from tests.statute.test_law_properties import NEAR, some_facts

LAST = date(2055, 12, 31)
RECEIVED = Event("request_received", date(2024, 3, 4))


def of(facts: Facts, day: date) -> dict[tuple, Obligation]:
    return {(one.rule, one.of, one.started_on, one.start.event): one for one in timeline(facts, day)}


def stored(facts: Facts, day: date) -> dict[tuple, StatusByDay]:
    at_last = of(facts, LAST)
    found = {key: status_by_day(one, at_last.get(key)) for key, one in of(facts, day).items()}
    return {key: StatusByDay.from_json(json.loads(json.dumps(one.as_json()))) for key, one in found.items()}


def assert_told_alike(facts: Facts, recorded: date, later: date) -> None:
    held = stored(facts, recorded)
    for key, one in of(facts, later).items():
        told = held[key].on(later)
        assert told == (one.status, one.days_late, one.excused_by, one.because), key


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(some_facts(), NEAR, st.integers(0, 900))
def test_any_facts_are_told_on_a_later_day_as_the_law_tells_them(facts: Facts, day: date, more: int) -> None:
    day = max(
        [day, *(e.on for e in facts.events if e.on), *(e.not_after for e in facts.events if e.not_after)]
    )
    assume(all(event.on or event.not_after for event in facts.events))
    try:
        timeline(facts, day)
    except Contradiction:
        assume(False)
    assert_told_alike(facts, day, day + timedelta(days=more))


@pytest.mark.parametrize(
    "later", ["2024-04-14", "2024-04-15", "2024-04-16", "2024-05-01", "2024-05-02", "2025-01-01"]
)
def test_an_exception_excuses_from_the_day_on_which_the_family_is_told(later: str) -> None:
    claim = ExceptionClaim(
        ground="reg5(4)(c)",
        from_=date(2024, 3, 10),
        to=date(2024, 4, 10),
        because="The family was away",
        evidence="doc-17",
        approved_by="manager-4",
        family_told_on=date(2024, 5, 1),
    )
    facts = Facts((RECEIVED,), (claim,))
    assert_told_alike(facts, date(2024, 4, 1), date.fromisoformat(later))
    (decide,) = [
        one for key, one in stored(facts, date(2024, 4, 1)).items() if key[0] == "reg5.decide_to_assess"
    ]
    assert decide.on(date(2024, 4, 30)).status == "overdue"
    assert decide.on(date(2024, 5, 1)).status == "excused"
    assert decide.excused_from == date(2024, 5, 1)
