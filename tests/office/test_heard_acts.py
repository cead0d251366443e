"""An act that a process only hears of from its case: a person records it in the case, never in the process."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from casework.case.law_of_case import pin_at_opening
from casework.processes.plan_changed import PLAN_CHANGED, PLAN_TOLD, as_act
from casework.processes.process import Process
from casework.processes.registry import PROCESSES, STARTED_BY_CASES
from office.office import Office
from office.process_acts import act_in, is_only_by_service
from office.refusals import ActRefused
from statute.facts import Event
from statute.local_time import london_date
from tests.databases import new_records
from tests.starter import called
from tests.starter.processes import put
from workflows.messages import ActMessage

CASE = "case-0123456789abcdef"
DECIDED = Event("final_issued", date(2025, 10, 13), None, {})


REPORTED = [each for each in STARTED_BY_CASES if each.hears <= each.acts.keys()]
"""The kinds that hear an act under its own name."""


@pytest.mark.parametrize("process", REPORTED, ids=lambda each: each.kind)
def test_what_only_the_case_reports_is_refused_in_a_process(process: Process[Any], tmp_path: Path) -> None:
    today = london_date(datetime.now(UTC))
    begins = Event(min(process.starts_from), today, None, {})
    fields = process.opens_with(CASE, (DECIDED, begins), 0, today)
    state = process.begin(f"{process.noun}-0123456789abcdef", fields, pin_at_opening(DECIDED.on))
    offered = {each.name for each in process.allowed(state, today)}
    heard = min(process.hears - offered)
    database = new_records(tmp_path)
    with database.write() as session:
        put(session, process.kind, state)
    office = Office(client=None, database=database, task_queue="none")  # type: ignore[arg-type]
    message = ActMessage(action=heard, on=today, request_id="request-1")
    with pytest.raises(ActRefused, match=f"record it there, and the {process.noun} is told of it"):
        asyncio.run(act_in(office, state.id, message))
    database.close()


def test_what_only_a_plan_passes_on_is_refused_in_a_process(tmp_path: Path) -> None:
    process = next(one for one in PROCESSES if one.hears_from_plan and one.called_with is not None)
    database = new_records(tmp_path)
    state = called.state_of(process, CASE)
    with database.write() as session:
        put(session, process.kind, state)
    office = Office(client=None, database=database, task_queue="none")  # type: ignore[arg-type]
    message = ActMessage(action=PLAN_CHANGED.name, on=london_date(datetime.now(UTC)), request_id="request-1")
    with pytest.raises(ActRefused, match="record it there"):
        asyncio.run(act_in(office, state.id, message))
    database.close()


@pytest.mark.parametrize("process", PROCESSES, ids=lambda each: each.kind)
def test_what_the_service_records_itself_is_refused_to_people(process: Process[Any]) -> None:
    offered = {name for name in process.acts if is_only_by_service(process, name)}
    assert offered >= (process.automatic - process.hears)
    assert PLAN_TOLD.name not in process.acts or PLAN_TOLD.name in offered


def test_a_person_cannot_tell_a_plan_that_it_ended(tmp_path: Path) -> None:
    process = next(one for one in PROCESSES if PLAN_TOLD.name in one.acts)
    database = new_records(tmp_path)
    with database.write() as session:
        put(session, process.kind, process.begin(f"{process.noun}-a", {"case": CASE}, None))
    office = Office(client=None, database=database, task_queue="none")  # type: ignore[arg-type]
    told = as_act(Event("plan_ended", DECIDED.on, None, {}), date(2026, 1, 5), PLAN_TOLD)
    message = ActMessage(action=told.action, on=told.on, fields=dict(told.fields), request_id="request-1")
    with pytest.raises(ActRefused, match=r"The service records .* itself; you cannot record it"):
        asyncio.run(act_in(office, f"{process.noun}-a", message))
    database.close()
