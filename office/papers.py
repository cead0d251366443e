"""Check what an act refers to and only the records hold: a tailored list, a version of a plan or a breach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.case.actions import TOLD_EVIDENCE, is_told_elsewhere
from casework.case.acts import CATALOGUE, Action
from casework.case.casework_acts import BAND_TOLD
from casework.case.ledger_line import events_of
from casework.case.required_particulars import agreed_by_health
from casework.people import parties as parties_of
from casework.people.identity_check import said
from casework.plans.placement import placed, why_not_placed
from casework.plans.plan import Plan, content_of, plan_of
from casework.plans.plan_checks import Finding, findings, holds_health_provision, notes
from casework.settings.list_identity import wrong_age
from office.band_letters import BAND, why_not_told
from office.paper_identity import differences_in_plan
from office.plan_quality import grade, why_not_final
from office.standard_links import plan_notes
from records import (
    cases,
    documents,
    ledger,
    paper_identity,
    parties,
    people,
    plan_gradings,
    plans,
    settings,
    tailored_lists,
)
from records.canonical import digest
from statute.local_time import london_date
from statute.words import listed


def why_not(session: Session, case_id: str, action: str, fields: Mapping[str, Any]) -> str | None:
    """Return why the paper that an act sends or names cannot be sent, in one sentence; None if it can."""
    known = CATALOGUE.get(action)
    if known is None:
        return None
    if (why := why_not_this_paper(session, case_id, known, fields)) is not None:
        return why
    found, code = findings_to_accept(session, known, fields)
    if not found or (fields.get("findings_accepted_by") and fields.get("findings_seen") == code):
        return None
    how = f"`ehcp plan check {fields.get('document')}{' --final' if known.paper == 'final' else ''}`"
    if not fields.get("findings_accepted_by"):
        return (
            f"{_first(found)} See {how}. Correct the plan, or record who accepts it as it is with "
            "findings_accepted_by=ID and the code of the check with findings_seen=CODE."
        )
    return f"Read the findings of this plan before you accept them: {how} lists them and gives the code for findings_seen."


def why_not_this_paper(
    session: Session, case_id: str, action: Action, fields: Mapping[str, Any]
) -> str | None:
    """Return why an act cannot go with its papers, in one sentence, apart from findings that a person may accept."""
    if action.name == "tailored_list_sent" and (list_id := fields.get("list")) is not None:
        return _the_list(session, case_id, str(list_id))
    if action.name == BAND_TOLD:
        return why_not_told(session, case_id, str(fields.get(BAND)), london_date(datetime.now(UTC)))
    if action.name == "breach_acknowledged":
        return _the_breach(session, case_id, str(fields.get("rule")), fields.get("whose"))
    evidence = fields.get(TOLD_EVIDENCE)
    if action.tells and evidence and not _is_kept(session, case_id, str(evidence)):
        return f"This case has no document {evidence!r}; add it to the case, and give its number as {TOLD_EVIDENCE}."
    return _the_paper(session, case_id, action, fields) if action.paper is not None else None


def not_compared(session: Session, case_id: str, fields: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Return a sentence for each document that was not compared with the child, because it has no text.

    The documents are those of the case that the fields of an act name; without fields, all of the case.
    """
    named = None if fields is None else {str(value) for value in fields.values()}
    return tuple(
        not_compared_sentence(one.name)
        for one in documents.documents_of(session, case_id)
        if one.compared is False and (named is None or one.document_id in named)
    )


def not_compared_sentence(name: str) -> str:
    """Return what to do about a document that was not compared."""
    return f"{name} was not compared with this child's details: it has no text. Look at every page."


def findings_to_accept(
    session: Session, action: Action, fields: Mapping[str, Any]
) -> tuple[tuple[Finding, ...], str]:
    """Return the weak points of the plan that an act sends, and the code that shows that a person has read them."""
    plan = plans.find_plan(session, str(fields.get("document") or ""))
    if plan is None or action.paper not in ("draft", "final"):
        return (), ""
    final = action.paper == "final"
    content = as_sent(session, plan.case_id, plan_of(plan.content), action, fields)
    return _findings(session, plan.case_id, content, final), code_of(session, plan, final)


def code_of(session: Session, plan: plans.PlanVersion, final: bool) -> str:
    """Return the code that a check gives with its findings. It changes with the plan and with what is found.

    The findings on Section I are left out, because the act itself says which setting is named.
    """
    found = [one.says for one in checked(session, plan, final) if one.section != "I"]
    return digest({"plan": plan.hash, "final": final, "found": found})[:8]


def read_in(
    session: Session, case_id: str, action: str, fields: Mapping[str, Any], by: str | None
) -> dict[str, Any]:
    """Return the facts that a stored final plan adds to its act, after filling Section I from the decision.

    They are whether Section G holds health care provision (reg 12(2)); the setting of Section I, which is sent a copy
    (reg 13(2)), if the act names none; and the version with Section I filled, if the act names a setting and the plan does not.
    """
    known = CATALOGUE.get(action)
    if known is None or known.paper != "final" or not fields.get("document"):
        return {}
    kept = plans.find_plan(session, str(fields["document"]))
    if kept is None:
        return {}
    plan = plan_of(kept.content)
    health: dict[str, Any] = {"health_provision": True} if holds_health_provision(plan) else {}
    if not fields.get("setting"):
        return health | ({"setting": f"urn-{plan.placement.urn}"} if plan.placement.urn else {})
    filled = as_sent(session, case_id, plan, known, fields)
    if filled == plan:
        return health
    content = content_of(filled)
    sent, new = plans.save_plan(session, case_id, content, by, datetime.now(UTC))
    paper_identity.carry(session, kept.plan_id, sent.plan_id)
    if new:
        plan_gradings.carry(session, kept.plan_id, sent.plan_id)
        grade(session, sent)
    return health | {"document": sent.plan_id}


def checked(session: Session, plan: plans.PlanVersion, final: bool) -> tuple[Finding, ...]:
    """Return what is wrong with a version of a plan, given the advice that its case has received."""
    return _findings(session, plan.case_id, plan_of(plan.content), final)


def _findings(session: Session, case_id: str, plan: Plan, final: bool) -> tuple[Finding, ...]:
    lines = events_of(ledger.facts_of(session, case_id))
    received = frozenset(event.of for event in lines if event.event == "advice_received" and event.of)
    return findings(plan, final, received, london_date(datetime.now(UTC)))


def noted(session: Session, plan: plans.PlanVersion) -> tuple[Finding, ...]:
    """Return what is still to be done about a version of a plan, according to what its case has recorded."""
    lines = events_of(ledger.facts_of(session, plan.case_id))
    read = plan_of(plan.content)
    linked = plan_notes(session, plan.case_id, read)
    return (*notes(read, health_agreed=agreed_by_health(lines)), *linked)


def _the_list(session: Session, case_id: str, list_id: str) -> str | None:
    kept = tailored_lists.find_list(session, list_id)
    if kept is None or kept.case_id != case_id:
        return f"This case has no list {list_id!r}; make one with `ehcp list make {case_id}`."
    intake = people.intake_of(session, case_id)
    return wrong_age(kept.content, intake.born_on if intake else None, london_date(datetime.now(UTC)))


def _the_paper(session: Session, case_id: str, action: Action, fields: Mapping[str, Any]) -> str | None:
    """Return why the paper that an act says was sent is not here or not right; None if it is.

    A person who was told elsewhere, with evidence, may have been given a paper that is kept as a document.
    """
    document = str(fields.get("document") or "")
    if document.startswith("plan-"):
        return _the_plan(session, case_id, action, document, fields)
    if document.startswith("doc-") and (action.paper == "any" or is_told_elsewhere(fields)):
        if _is_kept(session, case_id, document):
            return None
        return f"This case has no document {document!r}; add it to the case first."
    if not document and is_told_elsewhere(fields):
        return None
    if not document and (kept := plans.plans_of(session, case_id)):
        return f"This case has plans here; say which version is sent, such as document={kept[-1].plan_id}."
    if action.paper == "any":
        return f"{action.title} needs the paper that was sent; add it to the case, and give its number as document."
    what = f"{document!r} is not a plan that is kept here" if document else "No plan is kept here"
    return f"{what}, and this act sends one; save it with `ehcp plan save {case_id} FILE`, and give document=PLAN."


def _is_kept(session: Session, case_id: str, document: str) -> bool:
    found = documents.find_document(session, document)
    return found is not None and found.case_id == case_id


def _the_plan(
    session: Session, case_id: str, action: Action, document: str, fields: Mapping[str, Any]
) -> str | None:
    plan = plans.find_plan(session, document)
    if plan is None or plan.case_id != case_id:
        return f"This case has no plan {document!r}; save one with `ehcp plan save {case_id} FILE`."
    content = plan_of(plan.content)
    if others := differences_in_plan(session, case_id, content, plan.plan_id):
        return f"{said(others)}; choose a plan for this child, or save this one again and confirm why it is."
    if action.paper not in ("draft", "final"):
        return None
    if action.paper == "final" and (urn := _urn(fields)):
        setting = settings.setting_of(session, urn)
        if (why := why_not_placed(content, urn, setting.name if setting else None)) is not None:
            return why
    sent = as_sent(session, case_id, content, action, fields)
    unlawful = [
        each for each in _findings(session, case_id, sent, action.paper == "final") if each.kind == "unlawful"
    ]
    if unlawful:
        return f"{_first(unlawful)} See `ehcp plan check {document}`, and save a corrected version."
    return why_not_final(session, plan, sent) if action.paper == "final" else None


def as_sent(session: Session, case_id: str, plan: Plan, action: Action, fields: Mapping[str, Any]) -> Plan:
    """Return a plan as an act sends it: a final plan with the setting of the decision in Section I."""
    urn = _urn(fields)
    if action.paper != "final" or not urn:
        return plan
    setting = settings.setting_of(session, urn)
    if setting is not None:
        return placed(plan, urn, setting.name, setting.kind)
    party = parties_of.of_role(parties.of_case(session, case_id), parties_of.SETTING, f"urn-{urn}")
    return placed(plan, urn, party.name if party else None, None)


def _urn(fields: Mapping[str, Any]) -> str:
    return str(fields.get("setting") or "").removeprefix("urn-")


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
