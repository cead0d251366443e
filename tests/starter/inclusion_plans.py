"""A plan for the local area in the records, published twice with evidence, for tests without a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from casework.inclusion_plan.evidence import Sources, evidence
from records import inclusion_evidence
from tests.casework.inclusion_plan.lives import AS_AT, caseload
from tests.casework.processes.area_strategy.plans import two_versions
from tests.starter.processes import put

PLAN = "strategy-a"
LEAD, SIGNER = "plan-lead", "plan-signer"
_AT = datetime(2024, 5, 20, 9, tzinfo=UTC)


def put_plan(session: Session, plan_id: str = PLAN) -> None:
    """Keep a plan with two published versions and its draft of the third."""
    ids = []
    for as_at, lives in ((AS_AT, caseload(160)), (date(2026, 12, 31), caseload())):
        made = evidence(Sources(lives), as_at, "england-2014", {})
        inclusion_evidence.keep(session, made, _AT)
        ids.append(made.id)
    plan = two_versions((ids[0], ids[1]))
    put(session, "area_strategy", replace(plan, id=plan_id, lead=LEAD, signer=SIGNER), team=None)
