"""The days of a case on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.measures.case_life import CaseLife, life_of
from records import case_lives, cases
from records.database import Database
from tests.casework.measures.generated import journeys
from tests.records.test_queries import ROW


def test_the_days_are_read_as_they_were_written(database: Database) -> None:
    written: dict[str, CaseLife] = {}
    with database.write() as session:
        for journey in journeys(15, seed=7):
            row = replace(ROW, case_id=journey.case_id, team=journey.team, officer=journey.officer)
            life = life_of(journey.case_id, journey.outlook())
            cases.save(session, replace(row, closed_on=life.closed_on), [])
            case_lives.save(session, life)
            case_lives.save(session, life)
            written[journey.case_id] = life
    with database.read() as session:
        for life in case_lives.lives(session):
            told = replace(life, child_id="")
            assert told == written[life.case_id], life.case_id
        assert len(case_lives.lives(session, as_at=date(2024, 6, 30))) == sum(
            life.received_on <= date(2024, 6, 30) for life in written.values() if life.received_on
        )
