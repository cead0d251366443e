"""The bundle of a dispute: choose its papers, check it, make a version, and record who had it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.processes.question import Question
from office import bundles
from office.case_papers import papers_of
from office.dependencies import Parts
from office.refusals import ActRefused
from starter.console.routes.cases import file_for
from starter.console.routes.documents import uploads_of
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers, bundle_pages
from starter.console.views.bundle_pages import Form, first
from starter.console.views.case import case_frame
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_READER = (
    Question("name", "Who had it?", "code", "For example, the clerk of the Tribunal", required=True),
    Question("how", "How did they get it? (optional)", "code", "For example, by secure e-mail"),
    Question("on", "When did they get it?", "today", "Enter the date they got it", required=True),
)
_DONE = {
    "made": "The version is made. It is also under Documents and letters.",
    "readers": "Who had it is recorded.",
    "share": "They can open it on their page.",
}


@router.get("/cases/{case_id}/bundles/{process_id}", response_class=HTMLResponse)
def bundle(
    request: Request, parts: Here, who: Who, case_id: str, process_id: str, done: str = "", about: str = ""
) -> HTMLResponse:
    """Show the versions of a bundle and the papers for the next. `about` is the version whose readers are recorded."""
    given = answers.Answers({"on": ["today"]}, None, None, {})
    return _page(request, parts, who, (case_id, process_id), done=_DONE.get(done), given=given, about=about)


@router.post("/cases/{case_id}/bundles/{process_id}", response_class=HTMLResponse)
async def make(request: Request, parts: Here, who: Who, case_id: str, process_id: str) -> Response:
    """Show what the bundle would be; on the second step, make the version."""
    of = (case_id, process_id)
    await asyncio.to_thread(bundles.order_for, parts.gate, who, *of)
    sent = await request.form()
    form = {name: [str(value) for value in sent.getlist(name)] for name in sent if name != "csrf"}
    return await asyncio.to_thread(_made, request, parts, who, of, form)


def _made(request: Request, parts: Parts, who: Person, of: tuple[str, str], form: Form) -> Response:
    order, _ = bundles.order_for(parts.gate, who, *of)
    wish, errors = bundle_pages.wish_of(form, order, papers_of(parts.database, of[0]))
    step = first(form, "step")
    if errors or step == "change":
        return _page(request, parts, who, of, form=form, errors=errors if step != "change" else {})
    uploads = uploads_of(parts)
    error = None
    if step == "make":
        try:
            bundles.make(parts.gate, who, uploads, of, first(form, "bundle"), wish)
            return RedirectResponse(f"/cases/{of[0]}/bundles/{of[1]}?done=made", status_code=303)
        except ActRefused as refusal:
            error = str(refusal)
    draft = bundles.draft(parts.gate, who, uploads, of, wish)
    file = file_for(parts, who, of[0])
    return html(
        request,
        "bundle_check.html",
        status=400 if error else 200,
        **case_frame(file, "/disputes"),
        at=f"/cases/{of[0]}/bundles/{of[1]}",
        bundle=first(form, "bundle") or bundles.new_id(),
        wish=wish,
        error=error,
        **bundle_pages.chooser(order, (), form),
        **bundle_pages.checked(draft),
    )


@router.post("/cases/{case_id}/bundles/{process_id}/{bundle_id}/{deed}", response_class=HTMLResponse)
async def give(
    request: Request, parts: Here, who: Who, case_id: str, process_id: str, bundle_id: str, deed: str
) -> Response:
    """Record who had a version, or let the people of the dispute open it."""
    of = (case_id, process_id)
    await asyncio.to_thread(bundles.order_for, parts.gate, who, *of)
    if deed == "share":
        await asyncio.to_thread(bundles.share, parts.gate, who, of, bundle_id, parts.today())
        return RedirectResponse(f"/cases/{case_id}/bundles/{process_id}?done=share", status_code=303)
    sent = await request.form()
    raw = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    given = answers.read(_READER, raw, parts.today())
    if given.errors:
        return await asyncio.to_thread(
            _page, request, parts, who, of, errors=given.errors, given=given, about=bundle_id
        )
    told = (given.fields["name"], given.fields.get("how", ""), given.on or parts.today())
    await asyncio.to_thread(bundles.give, parts.gate, who, of, bundle_id, told)
    return RedirectResponse(f"/cases/{case_id}/bundles/{process_id}?done=readers", status_code=303)


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    of: tuple[str, str],
    *,
    done: str | None = None,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    **more: Any,
) -> HTMLResponse:
    order, limits = bundles.order_for(parts.gate, who, *of)
    file = file_for(parts, who, of[0])
    papers = papers_of(parts.database, of[0])
    found = bundles.versions(parts.gate, who, *of)
    own = {one.document_id for one, _ in found}
    papers = [one for one in papers if one.paper_id not in own]
    last = found[0][0] if found else None
    shown = form if form is not None else bundle_pages.started(order, limits, papers, last)
    parts.gate.note(who, Right.SEE_PERSONAL, of[0], f"chose papers for {of[1]}")
    context = {
        **case_frame(file, "/disputes"),
        **bundle_pages.chooser(order, papers, shown),
        "at": f"/cases/{of[0]}/bundles/{of[1]}",
        "versions": bundle_pages.versions(file, found),
        "errors": errors or {},
        "done": done,
        "answers": more.get("given", answers.Answers({"on": ["today"]}, None, None, {})),
        "reader_questions": _READER,
        "about": more.get("about") or (found[0][0].bundle_id if found else ""),
        "has_people": bundles.has_people(parts.database, of[1]),
    }
    return html(request, "bundle.html", status=400 if errors else 200, **context)
