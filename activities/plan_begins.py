"""What a maintained plan begins: each kind of process says it for its own, from the life of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casework.plans.plan_life import PlanLife, id_from_plan
from casework.processes.registry import PROCESSES
from workflows.process_messages import ToBegin


def begun_by(life: PlanLife | None, today: date) -> Iterator[ToBegin]:
    """Yield every process that a plan begins, also those begun before; nothing without a life or after its end."""
    if life is None or life.ended_on is not None:
        return
    for process in PROCESSES:
        for one in process.begins_from_plan(life, today):
            yield ToBegin(
                mark=f"begins:{process.kind}:{one.key}",
                kind=process.kind,
                id=id_from_plan(process.noun, life.id, one.key),
                on=one.on,
                fields={**one.fields, "case": life.case, "plan": life.id},
                law=life.law,
            )
