"""The documents of a case: add, download, and read a version of the plan."""

from __future__ import annotations

import asyncio
import base64
import re
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from casework.access.permissions import Person, Right
from casework.case.document_kinds import DOCUMENT_KINDS, REQUEST
from office import letters
from office.dependencies import Parts
from office.hidden_text import pages_with_hidden_text
from office.plans import as_pdf, printed, versions
from office.refusals import ActRefused
from office.uploads import LARGEST, NOT_DESCRIBED, SAID, Described, Uploads
from records import ledger
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONGEST_REASON = 1000
_LONGEST_AUTHOR = 200
_REQUEST_AGAIN = (
    "The case is open, but the request itself was not added, because it has details of another person. Select it again, "
    "and say why it belongs to this child"
)
_PDF = "application/pdf"
_MOST_PAGES = 20
"""The most pages with hidden text that are named after an upload."""
_NO_ACCESS = "default-src 'none'; sandbox"
"""Content security policy of a download: if a browser opens it, it may load and run nothing."""


def uploads_of(parts: Parts) -> Uploads:
    """Return the document store. Raises ActRefused if this console has no folder for documents."""
    if parts.uploads is None:
        raise ActRefused(
            "You cannot add documents yet. Ask the team that runs this service to set up a folder for them."
        )
    return Uploads(parts.database, parts.uploads, parts.scanner)


@router.get("/cases/{case_id}/documents/add", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the form that adds a document."""
    parts.gate.check_works_on(who, case_id)
    if request.query_params.get("request"):
        return _form(request, parts, who, case_id, (_REQUEST_AGAIN, ""), Described(REQUEST))
    return _form(request, parts, who, case_id)


@router.post("/cases/{case_id}/documents/add", response_class=HTMLResponse)
async def add(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Add a document."""
    await asyncio.to_thread(parts.gate.check_works_on, who, case_id)
    uploads = uploads_of(parts)
    sent = await request.form()
    given, because = sent.get("document"), str(sent.get("because", "")).strip()[:_LONGEST_REASON] or None
    kind, author = (str(sent.get(name, "")).strip()[:_LONGEST_AUTHOR] for name in ("kind", "author"))
    described = Described(kind if kind in DOCUMENT_KINDS else None, " ".join(author.split()) or None)
    try:
        if not isinstance(given, UploadFile) or not given.filename:
            raise ActRefused("Select a file")
        content = await given.read(LARGEST + 1)
        kept, _ = await asyncio.to_thread(uploads.keep, case_id, given.filename, content, who.id, because)
        await asyncio.to_thread(uploads.describe, kept, described)
        hidden = await asyncio.to_thread(pages_with_hidden_text, content) if kept.type == _PDF else []
    except ActRefused as refusal:
        failed = (str(refusal), because or "")
        return await asyncio.to_thread(_form, request, parts, who, case_id, failed, described)
    pages = f"&hidden={','.join(map(str, hidden[:_MOST_PAGES]))}" if hidden else ""
    return RedirectResponse(f"/cases/{case_id}/documents?added={kept.document_id}{pages}", status_code=303)


@router.get("/cases/{case_id}/documents/{document_id}")
def download(parts: Here, who: Who, case_id: str, document_id: str) -> Response:
    """Download a document."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    kept, path = uploads_of(parts).open(case_id, document_id)
    parts.gate.note(who, Right.SEE_PERSONAL, case_id, f"opened {document_id}")
    return FileResponse(
        path, media_type=kept.type, filename=kept.name, headers={"Content-Security-Policy": _NO_ACCESS}
    )


@router.get("/cases/{case_id}/plans/{plan_id}.docx")
def in_word(parts: Here, who: Who, case_id: str, plan_id: str) -> Response:
    """Download a version of the plan as a Word document."""
    _, word = printed(parts.database, plan_id, _is_final(parts, who, case_id, plan_id))
    return Response(
        word, media_type=_WORD, headers={"Content-Disposition": f'attachment; filename="{plan_id}.docx"'}
    )


@router.get("/cases/{case_id}/plans/{plan_id}.pdf")
def in_pdf(parts: Here, who: Who, case_id: str, plan_id: str) -> Response:
    """Show a version of the plan as a PDF, to print."""
    pdf = as_pdf(parts.database, plan_id, _is_final(parts, who, case_id, plan_id))
    headers = {
        "Content-Disposition": f'inline; filename="{plan_id}.pdf"',
        "Content-Security-Policy": _NO_ACCESS,
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/cases/{case_id}/plans/{plan_id}", response_class=HTMLResponse)
def on_a_page(parts: Here, who: Who, case_id: str, plan_id: str) -> Response:
    """Show a version of the plan as a page. Its policy allows only its own style, by hash."""
    page, _ = printed(parts.database, plan_id, _is_final(parts, who, case_id, plan_id))
    styles = re.findall(rb"<style>(.*?)</style>", page, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(sha256(style).digest()).decode()}'" for style in styles)
    policy = f"default-src 'none'; style-src {hashes or chr(39) + 'none' + chr(39)}; base-uri 'none'; frame-ancestors 'none'"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


@router.get("/cases/{case_id}/letters/{dispatch_id}")
def letter(parts: Here, who: Who, case_id: str, dispatch_id: str) -> Response:
    """Show a letter of the case as a PDF, before or after it was sent."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    _of_this_case(parts, case_id, dispatch_id)
    _, pdf = letters.shown(parts.database, dispatch_id, wanted=True)
    if pdf is None:
        raise ActRefused("There is no letter to read. It may be an e-mail or a text message.")
    parts.gate.note(who, Right.SEE_PERSONAL, case_id, f"opened {dispatch_id}")
    headers = {"Content-Disposition": 'inline; filename="letter.pdf"', "Content-Security-Policy": _NO_ACCESS}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.post("/cases/{case_id}/letters/{dispatch_id}/recall")
async def recall(parts: Here, who: Who, case_id: str, dispatch_id: str) -> RedirectResponse:
    """Recall a letter or message that has not left yet."""
    await asyncio.to_thread(parts.gate.check, who, Right.ACT, case_id)
    await asyncio.to_thread(_of_this_case, parts, case_id, dispatch_id)
    await asyncio.to_thread(letters.recall, parts.database, dispatch_id, who.id)
    return RedirectResponse(f"/cases/{case_id}/documents", status_code=303)


def _of_this_case(parts: Parts, case_id: str, dispatch_id: str) -> None:
    if letters.case_of(parts.database, dispatch_id) != case_id:
        raise ActRefused("This case has no such letter. Choose one on the documents page of the case.")


def _is_final(parts: Parts, who: Person, case_id: str, plan_id: str) -> bool:
    """Return whether a version was sent as the final plan, and log that a person opened it. Raises NotAllowed or ActRefused."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    if plan_id not in {one["plan"] for one in versions(parts.database, case_id)}:
        raise ActRefused(
            "This case has no such version of the plan. Choose one on the documents page of the case."
        )
    parts.gate.note(who, Right.SEE_PERSONAL, case_id, f"opened {plan_id}")
    with parts.database.read() as session:
        return any(
            line.event in ("final_issued", "amended_final_issued") and line.fields.get("document") == plan_id
            for line in ledger.facts_of(session, case_id)
        )


def _form(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    failed: tuple[str, str] | None = None,
    described: Described = NOT_DESCRIBED,
) -> HTMLResponse:
    """Return the form. `failed` holds the error and the reason that the person entered."""
    error, because = failed or (None, "")
    file = file_for(parts, who, case_id)
    return html(
        request,
        "document_add.html",
        status=400 if error else 200,
        title="Add a document",
        case_id=case_id,
        case_title=file.intake.child_name if file.intake else case_id,
        error=error,
        because=because,
        kinds=tuple(DOCUMENT_KINDS.items()),
        kind=described.kind,
        author=described.author,
        may_be=SAID,
        largest=LARGEST // 1_000_000,
    )
