"""The papers of a case that can go into a pack or a bundle: versions of the plan, letters that left, and documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from activities.paper_pdf import Unprintable, as_pdf
from activities.pdf_binding import BoundPaper, Unbindable, pages_of
from casework.case.ledger_line import LedgerLine
from casework.case.statutory_acts import FINAL_PLANS
from casework.letters.dispatch import Dispatch
from casework.letters.paper_content import content_of
from casework.letters.recipient_roles import INSIDE
from casework.people.parties import called
from casework.plans.plan import plan_of
from casework.plans.plan_paper import plan_paper
from office.refusals import ActRefused
from office.uploads import Uploads
from records import documents, ledger, outbox, plans
from records.database import Database
from statute.local_time import london_date
from statute.words import capital, short_date

Sort = Literal["plan", "letter", "document"]


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper of a case: the id of the version, letter or document, what it is, and its day."""

    paper_id: str
    sort: Sort
    title: str
    on: date


def papers_of(database: Database, case_id: str) -> list[CasePaper]:
    """Return the papers of a case, oldest first. Letters that have not left are not among them."""
    with database.read() as session:
        issued = _issued(ledger.facts_of(session, case_id))
        found = [(one.saved_at, _plan(one, issued)) for one in plans.plans_of(session, case_id)]
        found += [
            (one.sent_at, _letter(one))
            for one in outbox.of_case(session, case_id)
            if one.channel == "letter" and one.sent_at is not None and one.to_role not in INSIDE
        ]
        found += [
            (one.at, CasePaper(one.document_id, "document", one.name, london_date(one.at)))
            for one in documents.documents_of(session, case_id)
        ]
    return [paper for _, paper in sorted(found, key=lambda one: (one[0], one[1].paper_id))]


def _plan(one: plans.PlanVersion, issued: frozenset[str]) -> CasePaper:
    title = f"Plan, version {one.version}, {'final' if one.plan_id in issued else 'draft'}"
    return CasePaper(one.plan_id, "plan", title, london_date(one.saved_at))


def _letter(one: Dispatch) -> CasePaper:
    title = f"{capital(one.kind.replace('_', ' '))}: letter to the {called(one.to_role)}"
    return CasePaper(one.dispatch_id, "letter", title, one.on)


def bound(uploads: Uploads, case_id: str, paper: CasePaper) -> BoundPaper:
    """Return a paper of a case with its pages. Raises Unbindable if it has none that can be bound."""
    return BoundPaper(paper.title, short_date(paper.on), _pages(uploads, case_id, paper))


def _pages(uploads: Uploads, case_id: str, paper: CasePaper) -> bytes:
    try:
        if paper.sort == "document":
            kept, path = uploads.open(case_id, paper.paper_id)
            return pages_of(kept.name, kept.type, path.read_bytes())
        with uploads.database.read() as session:
            if paper.sort == "letter":
                content = outbox.rendering(session, paper.paper_id)
            else:
                plan = plans.find_plan(session, paper.paper_id)
                is_final = paper.paper_id in _issued(ledger.facts_of(session, case_id))
                content = _of_plan(plan, is_final) if plan is not None else None
        if not content:
            raise Unbindable("its text is not in the records")
        return as_pdf(content)
    except (ActRefused, Unprintable) as refusal:
        raise Unbindable(str(refusal).rstrip(".")) from None


def _of_plan(plan: plans.PlanVersion, is_final: bool) -> bytes:
    """Return what the page of a version of the plan is made of."""
    return content_of({"plan": plan_paper(plan_of(plan.content), plan.case_id, plan.version, is_final)})


def _issued(lines: Iterable[LedgerLine]) -> frozenset[str]:
    """Return the ids of the versions of the plan that were issued as final."""
    return frozenset(str(line.fields.get("document")) for line in lines if line.event in FINAL_PLANS)
