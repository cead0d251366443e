"""The version of a plan that is in force, by the paper that was sent last."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.plans.plan import plan_of
from casework.plans.plan_in_force import PlanInForce
from records import documents, ledger, plans
from statute.local_time import london_date
from statute.words import short_date

_PAYMENTS = "direct_payments_began"


def in_force(session: Session, case_id: str, paper: str) -> PlanInForce | None:
    """Return the version of a plan or the document that was sent last as the plan; None if the case keeps neither."""
    version = plans.find_plan(session, paper)
    if version is not None and version.case_id == case_id:
        title = f"Version {version.version}, {short_date(london_date(version.saved_at))}"
        href = f"/cases/{case_id}/plans/{version.plan_id}"
        payments = [line.on for line in ledger.facts_of(session, case_id) if line.event == _PAYMENTS]
        return PlanInForce(title, href, plan_of(version.content), payments[0] if payments else None)
    known = next((one for one in documents.documents_of(session, case_id) if one.document_id == paper), None)
    return PlanInForce(known.name, f"/cases/{case_id}/documents/{paper}") if known is not None else None
