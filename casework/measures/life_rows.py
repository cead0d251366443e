"""The rows that measures count: one for a case, and one for each thing that lasts in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from casework.measures.case_life import CaseLife
from casework.plans.plan_limit import PlanLimit
from statute.clock_roles import ClockRole

ADVICE, STAGE, DISPUTE, PLAN_LIMIT = "advice", "stage", "dispute", "plan_limit"
"""The kinds of things that last in a case."""
OF_CASE = (
    "case_id", "is_request", "taken_over", "source", "received_on", "decided_to_assess_on", "agreed_to_assess",
    "decided_on_plan_on", "agreed_to_plan", "draft_on", "final_on", "ended_on", "ended_as", "plan_ended_on",
    "plan_ended_as", "transferred_in_on", "setting",
)  # fmt: skip
"""The columns of a case that are the same in its life."""


def case_row(life: CaseLife) -> dict[str, Any]:
    """The row of a case as it is stored. What is counted most often stands in columns of its own."""
    final = ClockRole.FINAL_PLAN
    return {
        **{name: getattr(life, name) for name in OF_CASE},
        "due": {role: day.isoformat() for role, day in life.due.items()},
        "excused": sorted(life.excused),
        "claimed": sorted(life.claimed),
        "days_to_decide": _days(life.received_on, life.decided_to_assess_on),
        "days_to_answer_on_plan": _days(life.received_on, life.decided_on_plan_on),
        "days_to_final": _days(life.received_on, life.final_on),
        "decide_due_on": life.due.get(ClockRole.DECIDE_TO_ASSESS),
        "plan_due_on": life.due.get(ClockRole.DECIDE_ON_A_PLAN),
        "final_due_on": life.due.get(final),
        "final_excused": final in life.excused,
        "final_claimed": final in life.claimed,
        "undecided": life.undecided,
    }


def span_rows(life: CaseLife) -> Iterator[dict[str, Any]]:
    """Yield a row for each stage, each advice that was asked for, each dispute and each limit of the plan, in this order.

    A limit that the case and a process both count is there once.
    """
    for one in life.stages:
        yield _span(STAGE, one.stage, one.from_on, one.to_on)
    for asked in life.advice:
        told = {"due_on": asked.due_on, "closed_on": asked.closed_on, "excused": asked.excused}
        yield _span(ADVICE, asked.service, asked.asked_on, asked.received_on, **told)
    for each in life.disputes:
        about = {"about": each.about, "outcome": each.outcome, "held_on": each.held_on}
        yield _span(DISPUTE, each.began_with, each.began_on, each.ended_on, **about)
    for limit in (*life.plan_limits, *only_of_processes(life.process_limits, life.plan_limits)):
        yield limit_row(limit)


def only_of_processes(of_processes: Iterable[PlanLimit], of_case: Iterable[PlanLimit]) -> Iterator[PlanLimit]:
    """Yield the limits of processes that the case does not count too: the same kind of limit with the same last day."""
    known = {(one.kind, one.due_on) for one in of_case}
    return (one for one in of_processes if (one.kind, one.due_on) not in known)


def limit_row(limit: PlanLimit) -> dict[str, Any]:
    """Return the row of a limit of the plan."""
    last = {"due_on": limit.due_on, "closed_on": limit.closed_on}
    return _span(PLAN_LIMIT, limit.kind, limit.from_on, limit.met_on, **last)


def _span(kind: str, name: str, from_on: date, to_on: date | None, **rest: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("about", "due_on", "closed_on", "held_on", "outcome"))
    ends = {"from_on": from_on, "to_on": to_on, "days": _days(from_on, to_on)}
    return {"kind": kind, "name": name, "excused": False, **empty, **ends, **rest}


def _days(first: date | None, last: date | None) -> int | None:
    return (last - first).days if first is not None and last is not None else None
