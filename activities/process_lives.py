"""Write what counts and lists read of a process beside its row: the days of a review, and those of a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.plans.plan_held import plan_held
from casework.processes.counted import Counted
from casework.processes.process import Process
from casework.processes.registry import keeps_plan
from records import case_lives, review_lives


def save_lives(session: Session, process: Process[Any], process_id: str, state: Any, today: date) -> None:
    """Write the days of a review or of a plan, if the process is one."""
    if type(process).reviewed is not Counted.reviewed:
        review_lives.save(
            session, process_id, process.kind, state.stage, state.is_over, process.reviewed(state)
        )
    if keeps_plan(process):
        life, case_id = process.life(state, today), process.case(state)
        if case_id is not None:
            held = plan_held(life) if life is not None else None
            review_lives.save_plan(session, process_id, case_id, held)
            if (end := process.plan_end(state)) is not None:
                case_lives.end_plan(session, case_id, *end)
