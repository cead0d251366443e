"""A plan for the local area in each of its stages, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.inclusion_plan.plan_types import PLAN_TYPES
from casework.processes.area_strategy.process import PROCESS
from casework.processes.area_strategy.strategy import Strategy

STARTED = date(2026, 1, 12)
LEAD, SIGNER = "manager-north", "head-1"


def act(action: str, on: date = STARTED, **fields: Any) -> Act:
    """Return an act on a day."""
    return Act(action, on, None, fields)


def started(kind: str = "local_strategy") -> Strategy:
    """Return a plan that was started."""
    fields = {"type": kind, "lead": LEAD, "signer": SIGNER, "opened_on": STARTED.isoformat()}
    return PROCESS.begin("strategy-1", fields, None)


def after(plan: Strategy, *acts: Act, by: str = SIGNER) -> Strategy:
    """Return a plan after some acts, none of which is refused."""
    for one in acts:
        assert one.on is not None
        refused = PROCESS.refusal(plan, one, one.on, by) if one.action != "evidence_frozen" else None
        assert refused is None, (one.action, refused)
        plan = PROCESS.after(plan, one)
    return plan


def frozen(plan: Strategy, on: date = STARTED) -> Strategy:
    """Return a plan whose evidence is frozen."""
    told = {"evidence": "evidence-1", "as_at": on.isoformat()}
    return after(plan, act("freeze_evidence", on, as_at=on.isoformat()), act("evidence_frozen", on, **told))


def written(plan: Strategy, on: date = STARTED) -> Strategy:
    """Return a plan with every section, frozen evidence and a priority."""
    for one in PLAN_TYPES[plan.type].sections:
        plan = after(plan, act("write_section", on, section=one.key, text=f"note-{one.key}"))
    priority = {"title": "note-t", "owner": "note-o", "due_on": "2026-07-01", "measure": "note-m"}
    return after(frozen(plan, on), act("add_priority", on, **priority))


def to_sign(plan: Strategy, on: date = STARTED) -> Strategy:
    """Return a written plan that waits for its sign-offs."""
    return after(plan, act("start_review", on), act("ask_sign_off", on))


def published(plan: Strategy, on: date = STARTED) -> Strategy:
    """Return a plan that was signed off and published on a day."""
    plan = to_sign(plan, on)
    for one in plan.unsigned:
        plan = after(plan, act("record_sign_off", on, partner=one, name="note-n"))
    return after(plan, act("publish", on))


def two_versions(evidence: tuple[str, str]) -> Strategy:
    """Return a plan that was published twice, each time with its own evidence, and that is refreshed again."""
    later = date(2027, 1, 12)
    plan = written(started())
    plan = published(replace(plan, evidence=evidence[0]))
    plan = after(
        plan, act("start_refresh", later), act("write_section", later, section="vision", text="note-new")
    )
    plan = published(replace(plan, evidence=evidence[1], as_at=later), later)
    return after(plan, act("start_refresh", later))
