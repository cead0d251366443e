"""A plan for the local area in the records, published twice with evidence, for tests without a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from casework.access.permissions import Right
from casework.inclusion_plan.evidence import Sources, evidence
from casework.processes.area_strategy.acts import ACTS
from casework.processes.area_strategy.commands import VERBS
from casework.processes.commands import Parameter
from records import inclusion_evidence
from tests.casework.inclusion_plan.lives import AS_AT, caseload
from tests.casework.processes.area_strategy.plans import two_versions
from tests.starter.processes import put

PLAN = "strategy-a"
LEAD, SIGNER, PARTNER = "plan-lead", "plan-signer", "partner-forum-1"
_AT = datetime(2024, 5, 20, 9, tzinfo=UTC)


def put_plan(session: Session, plan_id: str = PLAN) -> None:
    """Keep a plan with two published versions and its draft of the third."""
    ids = []
    for as_at, lives in ((AS_AT, caseload(160)), (date(2026, 12, 31), caseload())):
        made = evidence(Sources(lives), as_at, "england-2014", {})
        inclusion_evidence.keep(session, made, _AT)
        ids.append(made.id)
    plan = two_versions((ids[0], ids[1]))
    put(
        session,
        "area_strategy",
        replace(plan, id=plan_id, lead=LEAD, signer=SIGNER, signers={"parent_carer_forum": PARTNER}),
        team=None,
    )


def area_plan_asks() -> dict[str, Right]:
    """Return every command of a plan for the local area with the right that it asks for."""
    one, see, keep = f"inclusion-plan {{}} {PLAN}", Right.SEE_INCLUSION_PLAN, Right.ACT_IN_INCLUSION_PLAN
    start = Right.KEEP_INCLUSION_PLAN
    asks = {"inclusion-plan start --lead plan-lead --signer plan-signer": start, "inclusion-plan list": see}
    for verb in VERBS:
        if verb.act is not None:
            given = [
                f"{each.flag} {_sample(verb.act, each)}"
                for each in verb.parameters
                if each.flag is not None and each.required and each.default is None
            ]
            asks[" ".join([one.format(verb.name), *given])] = keep
    asks[f"{one.format('act')} start_review --on today"] = keep
    return {
        **asks,
        one.format("show"): see,
        one.format("evidence"): see,
        f"{one.format('version')} 1 {{page}}": see,
        f"{one.format('compare')} 2": see,
    }


def _sample(act: str, parameter: Parameter) -> str:
    field = ACTS[act].field(parameter.field)
    assert field is not None
    if field.choices:
        return field.choices[0]
    return "2024-05-20" if field.kind == "date" else "sample-1"
