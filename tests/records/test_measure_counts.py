"""Measures counted in SQL are those counted from the lives of cases, on both databases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.measures.case_life import life_of
from casework.measures.counting import Rows, count, rows_of
from casework.measures.measure import CUTS, MEASURES, Count, Cut, Measure, Period
from casework.people.child import Details
from records import access, case_lives, cases, children, measure_counts
from records.caseload import Seen
from records.database import Database
from records.tables import INTAKES
from records.tray import Within
from tests.casework.measures.generated import AS_AT, journeys
from tests.records.test_queries import ROW

NOW = datetime(2026, 9, 30, tzinfo=UTC)


@pytest.fixture
def filled(database: Database) -> Iterator[Database]:
    """Records with invented cases; two of them are sealed."""
    chance = random.Random(4)
    with database.write() as session:
        for place, journey in enumerate(journeys(40, seed=11)):
            child = children.new_id()
            born = date(2002, 1, 1) + timedelta(days=chance.randrange(8000)) if place % 7 else None
            details = Details("Wren Example", born, primary_need=chance.choice(("ASD", "SEMH", None)))
            children.add(session, child, details, from_on=date(2024, 1, 1), by=None, why="first", at=NOW)
            life = life_of(journey.case_id, journey.outlook())
            row = replace(ROW, case_id=journey.case_id, team=journey.team, officer=journey.officer)
            intake = {
                "case_id": journey.case_id, "intake_key": journey.case_id, "child_id": child, "source": journey.source,
                "received_on": journey.received, "team": journey.team, "registered_at": NOW, "started": True,
            }  # fmt: skip
            session.execute(insert(INTAKES).values(intake))
            cases.save(session, replace(row, stage=life.stage, closed_on=life.closed_on), [])
            case_lives.save(session, life)
        for place in (3, 4):
            access.seal(session, f"case-{place:04}", "head-1", "a reason to seal", NOW)
    yield database


def test_sql_counts_what_the_lives_count(filled: Database) -> None:
    with filled.read() as session:
        lives = case_lives.lives(session)
        _same(session, None, rows_of(lives), (None, *CUTS))
        seen = Seen("officer-9", frozenset({"north"}))
        theirs = case_lives.lives(session, Within("officer-9", frozenset({"north"}), own=False))
        assert 0 < len(theirs) < len(lives)
        _same(session, seen, rows_of(theirs), (None,))


def _same(session: Session, seen: Seen | None, rows: Rows, cuts: tuple[Cut | None, ...]) -> None:
    for cut in cuts:
        period = Period(AS_AT, cut == "month")
        found = measure_counts.counts(session, period, cut, seen)
        assert set(found) == {one.id for one in MEASURES.values() if one.has_cut(cut)}
        for its_id, counted in found.items():
            assert counted == count(MEASURES[its_id], rows, period, cut), (its_id, cut)


def test_each_number_has_the_list_of_its_cases(filled: Database) -> None:
    seen = Seen("officer-9", frozenset({"north"}))
    with filled.read() as session:
        for its_id, counted in measure_counts.counts(session, Period(AS_AT), None, seen).items():
            _check(session, MEASURES[its_id], Period(AS_AT), seen, counted[None], cut=None, key=None)
        cuts: tuple[tuple[Cut, str], ...] = (
            ("service", "advice_late"), ("age", "requests"), ("setting", "plans_held"), ("need", "open_requests"),
            ("month", "decisions_in_6_weeks"), ("team", "weeks_in_stage"), ("officer", "appeals"),
        )  # fmt: skip
        for cut, its_id in cuts:
            period = Period(AS_AT, cut == "month")
            parts = measure_counts.counts(session, period, cut, seen)[its_id]
            for key, counted in list(parts.items())[:3]:
                _check(session, MEASURES[its_id], period, seen, counted, cut=cut, key=key)


def _check(
    session: Session, measure: Measure, period: Period, seen: Seen, number: Count, **where: Any
) -> None:
    listed = measure_counts.rows(session, measure, period, "counted", seen, **where)
    if measure.ratio is not None:
        assert len(listed) == number.numerator
        return
    assert len(listed) == number.denominator, (measure.id, where)
    assert len({one.case_id for one in listed}) == number.cases
    if measure.counts_rows:
        met = measure_counts.number_of_rows(session, measure, period, "met", seen, **where)
        assert met == number.numerator, (measure.id, where)
    assert not {"case-0003", "case-0004"} & {one.case_id for one in listed}
