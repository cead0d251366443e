"""Record many open cases as a worker does, and copy them for the sizes that would take hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import insert, literal, select
from sqlalchemy.sql import ColumnElement

from activities.recording import Recorder
from casework.case.acts import Act
from casework.case.case import Case, after, considered
from casework.case.stages import Stage
from office.office import opaque
from records import people
from records.database import Database
from records.tables import (
    CASE_LIVES,
    CASE_SPANS,
    CASES,
    CHILD_DETAILS,
    CHILD_NAME_PARTS,
    CHILDREN,
    INTAKES,
    LEDGER,
    OBLIGATIONS,
)
from starter.terminal.data_folder import today
from statute.facts import Event
from workflows.messages import ActDone, Opening, RecordRequest, Transition

OFFICERS, TEAMS = 25, ("north", "south", "east", "west")
_COPIED: Final = (
    CHILDREN,
    CHILD_DETAILS,
    CHILD_NAME_PARTS,
    INTAKES,
    CASES,
    OBLIGATIONS,
    LEDGER,
    CASE_LIVES,
    CASE_SPANS,
)
_IDS: Final = frozenset({"case_id", "child_id", "survivor", "intake_key"})
_STORIES: tuple[tuple[int, tuple[tuple[int, str, str | None], ...]], ...] = (
    (20, ()),
    (45, ((35, "assessment_agreed", None), *((36, "advice_requested", one) for one in ("school", "health", "parent")))),
    (70, ((35, "assessment_agreed", None), (36, "advice_requested", "school"), (60, "advice_received", "school"))),
    (100, ((35, "assessment_agreed", None), (36, "advice_requested", "school"), (60, "advice_received", "school"), (80, "plan_agreed", None), (95, "draft_issued", None))),
    (60, ((40, "assessment_refused", None),)),
)  # fmt: skip
"""The stories of the cases: how many days ago the request came, and what was done how many days later."""


def record_cases(database: Database, count: int) -> list[str]:
    """Record open cases as a worker does, each in one transaction. Returns their ids."""
    recorder, ids = Recorder(database), list[str]()
    for number in range(count):
        case_id = f"case-{opaque()}"
        days, acts = _STORIES[number % len(_STORIES)]
        received = today() - timedelta(days=days - number % 10)
        team, officer = TEAMS[number % OFFICERS % len(TEAMS)], f"officer-{number % OFFICERS}"
        case = considered(Case(Stage.RECEIVED, (Event("request_received", received),)))
        opening = Opening(
            case_id=case_id, on=received, fields={"source": "parent"}, officer=officer, team=team
        )
        now = datetime.now(UTC)
        steps = [Transition(seq=1, recorded_at=now, stage=case.stage, opening=opening)]
        for place_of, (after_days, action, of) in enumerate(acts, start=2):
            act = Act(action, min(today(), received + timedelta(days=after_days)), of)
            case = after(case, act)
            done = ActDone(action=action, on=act.on, of=of, by=officer, stage=case.stage)
            steps.append(Transition(seq=place_of, recorded_at=now, stage=case.stage, acts=(done,)))
        with database.write() as session:
            people.register(
                session,
                people.Intake(
                    case_id, case_id, None, f"Sample Child {number}", received - timedelta(days=2500), None, None, "parent", received,
                    team, officer, now, True,
                ),
            )  # fmt: skip
        recorder.record_transition(RecordRequest(case_id=case_id, run_id="bench", transitions=tuple(steps)))
        ids.append(case_id)
    return ids


def double_cases(database: Database, times: int) -> None:
    """Copy every case and child with its rows, again and again: three times make eight of each.

    The copies serve reading only: their hashes are those of the first, and no workflow carries them.
    """
    for number in range(1, times + 1):
        with database.write() as session:
            for table in _COPIED:
                columns: list[ColumnElement[str]] = [
                    (column + literal(f"-{number}")) if column.name in _IDS else column for column in table.c
                ]
                session.execute(
                    insert(table).from_select([column.name for column in table.c], select(*columns))
                )
