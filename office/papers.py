"""Check what an act refers to and only the records hold: a tailored list, a version of a plan or a breach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.case.ledger_line import events_of
from casework.case.required_particulars import agreed_by_health
from casework.people.identity_check import said
from casework.plans.plan import plan_of
from casework.plans.plan_checks import Finding, findings, holds_health_provision, notes
from office.paper_identity import differences_in_plan
from records import cases, ledger, plans, tailored_lists
from statute.local_time import london_date
from statute.words import listed

_ISSUES = {"draft_issued": False, "final_issued": True, "amended_final_issued": True}
"""The acts that send a plan, and whether that plan is final."""


def why_not(session: Session, case_id: str, action: str, fields: Mapping[str, Any]) -> str | None:
    """Return why the document that an act names cannot be sent, in one sentence; None if it can, or if none is named.

    A document that is stored in another system is not checked.
    """
    if action == "tailored_list_sent" and (list_id := fields.get("list")) is not None:
        return _the_list(session, case_id, str(list_id))
    if action == "breach_acknowledged":
        return _the_breach(session, case_id, str(fields.get("rule")), fields.get("whose"))
    if action not in _ISSUES:
        return None
    if str(document := fields.get("document", "")).startswith("plan-"):
        return _the_plan(session, case_id, action, str(document), fields)
    if not document and (kept := plans.plans_of(session, case_id)):
        return f"This case has plans here; say which version is sent, such as document={kept[-1].plan_id}."
    return None


def read_in(session: Session, action: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that a stored final plan adds to its act.

    They are whether Section G holds health care provision (reg 12(2)) and, if the act names no setting, the setting of
    Section I, which is sent a copy (reg 13(2)).
    """
    if not _ISSUES.get(action) or not fields.get("document"):
        return {}
    kept = plans.find_plan(session, str(fields["document"]))
    if kept is None:
        return {}
    plan = plan_of(kept.content)
    health: dict[str, Any] = {"health_provision": True} if holds_health_provision(plan) else {}
    urn = "" if fields.get("setting") else plan.placement.urn
    return health | ({"setting": f"urn-{urn}"} if urn else {})


def checked(session: Session, plan: plans.PlanVersion, final: bool) -> tuple[Finding, ...]:
    """Return what is wrong with a version of a plan, given the advice that its case has received."""
    lines = events_of(ledger.facts_of(session, plan.case_id))
    received = frozenset(event.of for event in lines if event.event == "advice_received" and event.of)
    return findings(plan_of(plan.content), final, received, london_date(datetime.now(UTC)))


def noted(session: Session, plan: plans.PlanVersion) -> tuple[Finding, ...]:
    """Return what is still to be done about a version of a plan, according to what its case has recorded."""
    lines = events_of(ledger.facts_of(session, plan.case_id))
    return notes(plan_of(plan.content), health_agreed=agreed_by_health(lines))


def _the_list(session: Session, case_id: str, list_id: str) -> str | None:
    kept = tailored_lists.find_list(session, list_id)
    if kept is None or kept.case_id != case_id:
        return f"This case has no list {list_id!r}; make one with `ehcp list make {case_id}`."
    return None


def _the_plan(
    session: Session, case_id: str, action: str, document: str, fields: Mapping[str, Any]
) -> str | None:
    plan = plans.find_plan(session, document)
    if plan is None or plan.case_id != case_id:
        return f"This case has no plan {document!r}; save one with `ehcp plan save {case_id} FILE`."
    content = plan_of(plan.content)
    if others := differences_in_plan(session, case_id, content, plan.plan_id):
        return f"{said(others)}; choose a plan for this child, or save this one again and confirm why it is."
    named, urn = str(fields.get("setting") or ""), content.placement.urn
    if _ISSUES[action] and named and urn and named.removeprefix("urn-") != urn:
        return f"The act names {named} but Section I of the plan names {urn}; correct one of them."
    found = checked(session, plan, _ISSUES[action])
    unlawful = [each for each in found if each.kind == "unlawful"]
    if unlawful:
        return f"{_first(unlawful)} See `ehcp plan check {document}`, and save a corrected version."
    if found and not fields.get("findings_accepted_by"):
        return (
            f"{_first(found)} See `ehcp plan check {document}`. Correct the plan, or record who accepts it as it is with "
            "findings_accepted_by=ID."
        )
    return None


def _first(found: list[Finding] | tuple[Finding, ...]) -> str:
    one = found[0]
    more = f" There are {len(found) - 1} more." if len(found) > 1 else ""
    return f"Section {one.section}: {one.says[:-1]} ({one.cite}).{more}"


def _the_breach(session: Session, case_id: str, rule: str, whose: str | None) -> str | None:
    """Return why there is no breach to acknowledge: the limit does not apply in this case, or is not breached today."""
    today = london_date(datetime.now(UTC))
    limits = [
        one for one in cases.obligations_of(session, case_id) if one.kind == "limit" and one.met_on is None
    ]
    breached = [one for one in limits if one.due_on < today and one.status in ("running", "overdue")]
    if any((one.rule, one.of) == (rule, whose) for one in breached):
        return None
    known = [f"rule={one.rule}" + (f" whose={one.of}" if one.of else "") for one in breached]
    return f"{rule} is not breached in this case; " + (
        f"breached limits: {listed(known)}." if known else "no limit is."
    )
