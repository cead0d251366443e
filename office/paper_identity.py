"""Refuse a paper with another person's details, unless a named person confirms that it is for this child."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from casework.people.child import why_not_by
from casework.people.identity_check import Difference, said, text_differences, unconfirmed
from casework.plans.plan import Plan
from casework.plans.plan_identity import plan_differences
from office.refusals import ActRefused
from records import paper_identity


def differences_in_plan(
    session: Session, case_id: str, plan: Plan, paper_id: str = ""
) -> tuple[Difference, ...]:
    """Return the details in a plan that are not this child's and that no one confirmed for this paper."""
    identity = paper_identity.identity_of_case(session, case_id)
    found = plan_differences(plan, identity) if identity is not None else ()
    return unconfirmed(found, paper_identity.confirmed_of(session, paper_id) if paper_id else ())


def differences_in_text(session: Session, case_id: str, text: str) -> tuple[Difference, ...]:
    """Return the details in the text of a document that are not this child's."""
    identity = paper_identity.identity_of_case(session, case_id)
    return unconfirmed(text_differences(text, "The document", identity) if identity is not None else (), ())


def check(found: tuple[Difference, ...], by: str | None, because: str | None) -> None:
    """Raise ActRefused if a paper has another person's details and no named person confirmed it with a reason."""
    if not found:
        return
    if because is None:
        raise ActRefused(f"{said(found)}; correct it, or confirm why this paper is for this child.")
    if (why := why_not_by(by or "", because)) is not None:
        raise ActRefused(why)


def keep(
    session: Session,
    paper_id: str,
    case_id: str,
    found: tuple[Difference, ...],
    signed: tuple[str | None, str | None],
) -> None:
    """Record the confirmation of a paper's differences by a named person, if it has any."""
    by, because = signed
    if found and by and because:
        keys = [one.key for one in found]
        paper_identity.confirm(session, paper_id, case_id, keys, (by, because.strip(), datetime.now(UTC)))
