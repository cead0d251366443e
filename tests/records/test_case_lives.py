"""The days of a case on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.measures.case_life import CaseLife, life_of
from casework.plans.plan_limit import PlanLimit
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


DUE = date(2027, 2, 14)


def test_the_limits_of_a_process_stay_when_its_case_is_written_again_and_count_once(
    database: Database,
) -> None:
    journey = next(iter(journeys(1, seed=3)))
    life = replace(life_of(journey.case_id, journey.outlook()), plan_limits=())
    own = PlanLimit("phase_transfer", date(2026, 9, 1), DUE, None)
    with database.write() as session:
        cases.save(session, replace(ROW, case_id=life.case_id), [])
        case_lives.save(session, life)
        case_lives.save_of_process(session, "transfer-1", life.case_id, (own,))
        case_lives.save_of_process(session, "review-1", life.case_id, (replace(own, kind="review_meeting"),))
        case_lives.save(session, life)
        case_lives.save_of_process(session, "transfer-1", life.case_id, (replace(own, met_on=DUE),))

    def counted() -> tuple[set[PlanLimit], set[PlanLimit]]:
        with database.read() as session:
            found = case_lives.find(session, life.case_id)
        assert found is not None
        return set(found.plan_limits), set(found.process_limits)

    assert counted() == (set(), {replace(own, met_on=DUE), replace(own, kind="review_meeting")})
    with database.write() as session:
        case_lives.save(session, replace(life, plan_limits=(own,)))
    assert counted() == ({own}, {replace(own, kind="review_meeting")}), "the case counts the same transfer"
    with database.write() as session:
        case_lives.save_of_process(session, "transfer-1", life.case_id, (replace(own, met_on=DUE),))
        case_lives.save_of_process(session, "review-1", life.case_id, ())
    assert counted() == ({own}, set())
