"""Record many open cases as a worker does, and copy them for the sizes that would take hours."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import insert, literal, select
from sqlalchemy.sql import ColumnElement

from activities.process_lives import save_lives
from activities.recording import Recorder
from casework.case.actions import Field
from casework.case.acts import Act
from casework.case.case import Case, after, considered
from casework.case.stages import Stage
from casework.processes.list_place import list_place
from casework.processes.process import Process
from casework.processes.registry import BY_KIND
from office.office import opaque
from records import people, processes
from records.database import Database
from records.processes import ProcessRow
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
    OUTBOX,
    PLANS_HELD,
    PROCESS_CASES,
    PROCESSES,
    REVIEW_LIVES,
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
    OUTBOX,
    CASE_LIVES,
    CASE_SPANS,
    PROCESSES,
    PROCESS_CASES,
    REVIEW_LIVES,
    PLANS_HELD,
)
LATE_IN = 20
"""One case of so many has acts that were recorded after their day."""
_IDS: Final = frozenset(
    {"case_id", "child_id", "survivor", "intake_key", "dispatch_id", "process_id", "plan"}
)
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
        steps = [
            Transition(seq=1, recorded_at=_recorded(received, number), stage=case.stage, opening=opening)
        ]
        for place_of, (after_days, action, of) in enumerate(acts, start=2):
            act = Act(action, min(today(), received + timedelta(days=after_days)), of)
            case = after(case, act)
            done = ActDone(action=action, on=act.on, of=of, by=officer, stage=case.stage)
            at = _recorded(done.on or received, number)
            steps.append(Transition(seq=place_of, recorded_at=at, stage=case.stage, acts=(done,)))
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


def _recorded(on: date, number: int) -> datetime:
    """Return when an act of a case was recorded: on its day, or today in one case of so many."""
    return datetime.combine(on, time(12), UTC) if number % LATE_IN else datetime.now(UTC)


def add_processes(database: Database, ids: Sequence[str], each: int = 2) -> None:
    """Put processes beside each case, as their workflows leave them when they begin. Kinds that need more to begin are left out."""
    kinds = [one for one in BY_KIND.values() if _begun(one, "case-none", 0) is not None]
    with database.write() as session:
        for number, case_id in enumerate(ids):
            for place in range(each):
                process = kinds[(number + place) % len(kinds)]
                state = _begun(process, case_id, number * each + place)
                assert state is not None
                due_on = process.due_on(state) or today() + timedelta(days=number % 300)
                row = ProcessRow(
                    process_id=state.id,
                    kind=process.kind,
                    case_id=case_id,
                    child_id=None,
                    team=TEAMS[number % OFFICERS % len(TEAMS)],
                    status=state.stage,
                    due_on=due_on,
                    seq=1,
                    content=process.view(state, None),
                    is_over=False,
                    changed_at=datetime.now(UTC),
                    listed_on=min(list_place(process, process.view(state, None), today()).on, due_on),
                    listed_seq=1,
                )
                processes.save(session, row, process.cases(state), process.people(state))
                save_lives(session, process, state.id, state, today())


def _begun(process: Process[Any], case_id: str, number: int) -> Any | None:
    """Return a process after the first of its acts that can be recorded, some months ago at most; None if it needs more."""
    on = today() - timedelta(days=number % 120)
    with suppress(KeyError, ValueError):
        opening = {"case": case_id, "began_on": on.isoformat()}
        state = process.begin(f"{process.noun}-bench{number}", opening, None)
        offered = [
            one for one in process.acts.values() if one.name in (process.called_with, *process.starts_from)
        ]
        for action in (*offered, *process.allowed(state, on)):
            act = Act(
                action.name,
                on,
                None,
                {one.name: _plausible(one, on) for one in action.fields if one.name != "case"},
            )
            with suppress(Exception):
                after_it = process.after(state, act)
                process.as_json(process.view(after_it, None), today())
                if not after_it.is_over:
                    return after_it
        return state
    return None


def _plausible(field: Field, on: date) -> Any:
    """Return a value that the field of an act may have."""
    value: Any = {
        "code": field.choices[0] if field.choices else "sample",
        "date": on.isoformat(),
        "flag": True,
        "text": "note-1",
    }.get(field.kind, "urn-100000" if field.holds == "setting" else "sample-1")
    return [value] if field.is_list else value


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
