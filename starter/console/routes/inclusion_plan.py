"""The section editor, the evidence and the published versions of a plan for the local area."""

# No `from __future__ import annotations`: FastAPI must read the annotations built for the group.

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, Response

from activities.paper_html import as_html
from activities.paper_word import as_word
from casework.access.permissions import Person
from casework.inclusion_plan.assumptions import ASSUMPTIONS
from casework.inclusion_plan.evidence import Evidence
from casework.inclusion_plan.plan_paper import HOW_HIDDEN
from casework.inclusion_plan.plan_types import PLAN_TYPES, SECTIONS, Section
from casework.processes.registry import GROUPS
from office import inclusion_plans
from office.dependencies import Parts
from office.inclusion_plans import plan_told
from office.office import Office, opaque
from office.process_acts import act_in
from office.refusals import ActRefused
from starter.console.routes.process_acts import ActForm, answer
from starter.console.routes.processes import act_form
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.answers import Answers
from starter.console.views.page import html
from workflows.messages import ActMessage, Receipt

_GROUP = next(group for group in GROUPS if group.pages == "inclusion-plan")
_ONE = f"{_GROUP.shown.address}/{{{_GROUP.noun}_id}}"
_WRITE = "write_section"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
router = APIRouter(default_response_class=HTMLResponse)
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
PlanId = Annotated[str, Path(alias=f"{_GROUP.noun}_id")]


@router.get(f"{_ONE}/sections/{{section}}")
def section_form(request: Request, parts: Here, who: Who, plan_id: PlanId, section: str) -> Response:
    """Show the form that writes a section, with the text that it has."""
    form, told = _section_form(request, parts, who, plan_id, section)
    text = told["sections"].get(section) or ""
    answers = Answers({"text": [text]}, None, None, {})
    return form.questions_page(request, answers, f"page-{opaque()}", form.seen)


@router.post(f"{_ONE}/sections/{{section}}")
async def write_section(request: Request, parts: Here, who: Who, plan_id: PlanId, section: str) -> Response:
    """Write a section."""

    async def write(office: Office, target: str, message: ActMessage) -> Receipt:
        whole = message.model_copy(update={"fields": {**message.fields, "section": section}})
        return await act_in(office, target, whole)

    return await answer(
        request, parts, lambda: _section_form(request, parts, who, plan_id, section)[0], write
    )


@router.get(f"{_ONE}/evidence")
def evidence(request: Request, parts: Here, who: Who, plan_id: PlanId) -> Response:
    """Show the frozen evidence of the draft."""
    told = plan_told(parts.gate, who, plan_id, parts.today())
    found = inclusion_plans.evidence_of(parts.database, told)
    return _evidence_page(request, told, found, f"{_GROUP.shown.address}/{plan_id}/evidence")


@router.get(f"{_ONE}/evidence/{{table}}/file")
def evidence_file(parts: Here, who: Who, plan_id: PlanId, table: str) -> Response:
    """Download a table of the evidence as CSV."""
    told = plan_told(parts.gate, who, plan_id, parts.today())
    return _csv(inclusion_plans.evidence_of(parts.database, told), table)


@router.get(f"{_ONE}/versions/{{number}}")
def version(request: Request, parts: Here, who: Who, plan_id: PlanId, number: int) -> Response:
    """Show a published version, without names."""
    told, one = _version(parts, who, plan_id, number)
    return html(
        request,
        "inclusion_version.html",
        title=f"{PLAN_TYPES[one['type']].title}, version {number}",
        paper=inclusion_plans.paper_of(parts.database, one),
        number=number,
        at=f"{_GROUP.shown.address}/{plan_id}",
        superseded_on=one["superseded_on"],
        back=_back(told),
    )


@router.get(f"{_ONE}/versions/{{number}}/file")
def version_file(parts: Here, who: Who, plan_id: PlanId, number: int, form: str = "word") -> Response:
    """Download a published version as a Word or an HTML document."""
    _, one = _version(parts, who, plan_id, number)
    paper = inclusion_plans.paper_of(parts.database, one)
    is_html = form == "html"
    name = f"{plan_id}-version-{number}.{'html' if is_html else 'docx'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content, kind = (as_html(paper), "text/html") if is_html else (as_word(paper), _WORD)
    return Response(content, media_type=kind, headers=headers)


@router.get(f"{_ONE}/versions/{{number}}/evidence")
def version_evidence(request: Request, parts: Here, who: Who, plan_id: PlanId, number: int) -> Response:
    """Show the evidence of a published version."""
    told, one = _version(parts, who, plan_id, number)
    found = inclusion_plans.evidence_of(parts.database, one)
    at = f"{_GROUP.shown.address}/{plan_id}/versions/{number}/evidence"
    return _evidence_page(request, told, found, at, f", version {number}")


@router.get(f"{_ONE}/versions/{{number}}/evidence/{{table}}/file")
def version_evidence_file(parts: Here, who: Who, plan_id: PlanId, number: int, table: str) -> Response:
    """Download a table of the evidence of a published version as CSV."""
    _, one = _version(parts, who, plan_id, number)
    return _csv(inclusion_plans.evidence_of(parts.database, one), table)


@router.get(f"{_ONE}/versions/{{number}}/compare")
def compare(request: Request, parts: Here, who: Who, plan_id: PlanId, number: int) -> Response:
    """Show what moved since the version before."""
    told, _ = _version(parts, who, plan_id, number)
    found = inclusion_plans.compared(parts.database, told, number)
    return html(
        request,
        "inclusion_compare.html",
        title=f"What moved in version {number}",
        found=found,
        sections=[SECTIONS[key].title for key in found.sections],
        at=f"{_GROUP.shown.address}/{plan_id}",
        back=_back(told),
    )


def _version(parts: Parts, who: Person, plan_id: str, number: int) -> tuple[dict[str, Any], Any]:
    told = plan_told(parts.gate, who, plan_id, parts.today())
    return told, inclusion_plans.version_told(told, number)


def _back(told: dict[str, Any]) -> str:
    return f"Back to the {told['title']}"


def _csv(found: Evidence, table: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{table}.csv"'}
    text = inclusion_plans.table_as_csv(found, table)
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _evidence_page(
    request: Request, told: dict[str, Any], found: Evidence, at: str, of: str = ""
) -> Response:
    assumptions = [
        (
            one.title,
            f"{found.assumptions[key]} {one.unit}" if found.assumptions[key] else "Counted",
            one.about,
        )
        for key, one in ASSUMPTIONS.items()
    ]
    return html(
        request,
        "inclusion_evidence.html",
        title=f"Evidence of the {told['title']}{of}",
        found=found,
        assumptions=assumptions,
        how_hidden=HOW_HIDDEN,
        at=at,
        plan=f"{_GROUP.shown.address}/{told[_GROUP.noun]}",
        back=_back(told),
    )


def _section_form(
    request: Request, parts: Parts, who: Person, plan_id: str, section: str
) -> tuple[ActForm, dict[str, Any]]:
    """Return the form of a section and the plan. Raises ActRefused if its type of plan has no such section."""
    form = act_form(request, parts, who, _GROUP, plan_id, _WRITE)
    told = plan_told(parts.gate, who, plan_id, parts.today())
    known: Section | None = PLAN_TYPES[told["type"]].section(section)
    if known is None:
        raise ActRefused("This type of plan has no such section. Choose one on the page of the plan.")
    asked = tuple(
        replace(one, hint=f"{known.about}. {one.hint}") for one in form.questions if one.name == "text"
    )
    action = replace(form.action, title=f"{known.title}: write this section")
    address = f"{_GROUP.shown.address}/{plan_id}/sections/{section}"
    return replace(form, action=action, questions=asked, address=address), told
