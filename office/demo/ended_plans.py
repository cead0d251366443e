"""The lives of the demo plans that ended: each was decided to cease, was kept for the time to appeal, and ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from activities.processes import record_past
from casework.access.permissions import OPERATOR
from casework.case.disputable_decisions import CEASE
from casework.processes.plan_changed import PLAN_ENDED, PLAN_TOLD, as_act
from casework.processes.registry import PROCESSES, keeps_plan
from statute.facts import Event
from statute.local_time import start_of_day
from workflows.process_messages import ProcessStep

_MORNING: Final = timedelta(hours=9)
_LIFE: Final = next(one for one in PROCESSES if keeps_plan(one))


def record_ended_plan(session: Session, case_id: str, decided_on: date, ended_on: date) -> None:
    """Record the life of the plan of a case from the decision to cease to its end, as its process would have."""
    its_id = f"{_LIFE.noun}-{case_id.partition('-')[2]}"
    state = _LIFE.begin(its_id, {"case": case_id}, None)
    facts = (
        Event("review_decision", decided_on, None, {"decision": CEASE}),
        Event(PLAN_ENDED, ended_on),
    )
    steps: list[ProcessStep] = []
    for seq, fact in enumerate(facts, start=1):
        assert fact.on is not None
        act = as_act(fact, fact.on, PLAN_TOLD)
        said, state = _LIFE.said(state, act, OPERATOR.id), _LIFE.after(state, act)
        steps.append(
            ProcessStep(
                seq=seq,
                recorded_at=start_of_day(fact.on) + _MORNING,
                kind="act",
                event=act.action,
                on=fact.on,
                by=OPERATOR.id,
                fields=dict(act.fields),
                text=said,
                stage=state.stage,
                view=_LIFE.view(state, None),
            )
        )
    record_past(session, _LIFE, its_id, steps)
