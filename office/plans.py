"""Save, check and print the versions of a plan."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from casework.plans.comparison import ChangedSection, compare
from casework.plans.plan import AREAS, About, Area, Plan, content_of, plan_of
from casework.plans.plan_paper import plan_paper
from office import paper_identity, plan_quality
from office.papers import checked, code_of, noted
from office.refusals import ActRefused, no_such_case
from records import cases, plans
from records.database import Database


def template() -> dict[str, Any]:
    """Return an empty plan to fill in, with every section."""
    empty = Plan(about=About(name=""), areas={name: Area() for name in AREAS})
    return empty.model_dump(mode="json")


def save(
    database: Database, case_id: str, content: Any, by: str | None, because: str | None = None
) -> dict[str, Any]:
    """Save a plan as the next version of its case. Returns it with the findings. Raises BadPlan or ActRefused.

    `because` is the reason of the person who saves it why a plan with details of another person is for this child.
    """
    plan = plan_of(content)
    with database.write() as session:
        row = cases.find(session, case_id)
        if row is None:
            raise no_such_case(case_id)
        others = paper_identity.differences_in_plan(session, case_id, plan)
        paper_identity.check(others, by, because)
        kept, new = plans.save_plan(session, case_id, content_of(plan), by, datetime.now(UTC))
        paper_identity.keep(session, kept.plan_id, case_id, others, (by, because))
        if new:
            plan_quality.grade(session, kept)
        found, notes = checked(session, kept, final=False), noted(session, kept)
        code = code_of(session, kept, final=False)
    return {
        "plan": kept.plan_id,
        "case": case_id,
        "version": kept.version,
        "new": new,
        "findings": [asdict(one) for one in found],
        "notes": [asdict(one) for one in notes],
        "code": code,
    }


def check(database: Database, plan_id: str, final: bool) -> dict[str, Any]:
    """Return what is wrong with a version and what is still to be done. Raises ActRefused if it does not exist.

    `code` shows that a person has read the findings. Whoever accepts them gives it with the act that sends the plan.
    """
    with database.read() as session:
        kept = _found(session, plan_id)
        found, notes = checked(session, kept, final), noted(session, kept)
        code = code_of(session, kept, final)
    return {
        "findings": [asdict(one) for one in found],
        "notes": [asdict(one) for one in notes],
        "code": code,
    }


def printed(database: Database, plan_id: str, final: bool) -> tuple[bytes, bytes]:
    """Return a version as an HTML page and a Word document. Raises ActRefused if it does not exist."""
    from activities.paper_html import as_html
    from activities.paper_word import as_word  # slow to import, and only printing needs it

    with database.read() as session:
        kept = _found(session, plan_id)
    paper = plan_paper(plan_of(kept.content), kept.case_id, kept.version, final)
    return as_html(paper), as_word(paper)


def as_pdf(database: Database, plan_id: str, final: bool) -> bytes:
    """Return a version as a tagged PDF. Raises ActRefused if it does not exist or no font has its characters."""
    from activities.paper_pdf import Unprintable
    from activities.paper_pdf import as_pdf as made_pdf
    from casework.letters.paper_content import content_of as paper_content

    with database.read() as session:
        kept = _found(session, plan_id)
    paper = plan_paper(plan_of(kept.content), kept.case_id, kept.version, final)
    try:
        return made_pdf(paper_content({"plan": paper}))
    except Unprintable as missing:
        raise ActRefused(f"The PDF needs {missing}.") from None


def compared(database: Database, case_id: str, before: str, after: Plan | str) -> tuple[ChangedSection, ...]:
    """Return what differs between a version and another version or a draft. Raises ActRefused if one does not exist."""
    with database.read() as session:
        kept = [_found(session, each) for each in (before, after) if isinstance(each, str)]
    if any(one.case_id != case_id for one in kept):
        raise ActRefused("This case has no such version of the plan. Choose one on the page of the plan.")
    return compare(plan_of(kept[0].content), after if isinstance(after, Plan) else plan_of(kept[1].content))


def case_of(database: Database, plan_id: str) -> str:
    """Return the case of a version. Raises ActRefused if it does not exist."""
    with database.read() as session:
        return _found(session, plan_id).case_id


def versions(database: Database, case_id: str) -> list[dict[str, Any]]:
    """Return the versions of a case's plan, oldest first."""
    with database.read() as session:
        return [
            {
                "plan": one.plan_id,
                "version": one.version,
                "saved_at": one.saved_at.isoformat(),
                "by": one.by,
                "hash": one.hash,
            }
            for one in plans.plans_of(session, case_id)
        ]


def _found(session: Any, plan_id: str) -> plans.PlanVersion:
    kept = plans.find_plan(session, plan_id)
    if kept is None:
        raise ActRefused(
            f"There is no plan {plan_id!r}; `ehcp show CASE` lists the versions of a case's plan."
        )
    return kept
