"""The pages of letters: lists across cases, one letter or message, mailings to approve, and the texts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from office import letter_lists, letters
from office.dependencies import Parts
from office.letter_lists import AGAIN, POSTED, RECALL
from office.refusals import ActRefused
from records.letter_lists import STATUSES, Status
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers, letter_pages
from starter.console.views.case import case_frame
from starter.console.views.labels import without_commands
from starter.console.views.page import html
from starter.console.views.paging import page_number

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/letters", response_class=HTMLResponse)
def listed(
    request: Request, parts: Here, who: Who, status: str = "", whose: str = "", page: str = ""
) -> HTMLResponse:
    """Show the letters and messages of one status, of the person's own cases or of all that they work on."""
    parts.gate.check(who, Right.ACT)
    chosen: Status = next((each for each in STATUSES if each == status), "missing")
    own = letter_pages.starts_with_own(who) if whose not in ("mine", "all") else whose == "mine"
    number = page_number(page)
    found = letter_lists.letters(parts.database, who, chosen, own=own, number=number)
    with parts.database.read() as session:
        shown = letter_pages.listed(session, who, found, status=chosen, own=own, number=number)
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a list of letters: {shown['named']}")
    shown["may_read_texts"] = parts.gate.may(who, Right.ASSIGN)
    return html(request, "letters.html", **shown)


@router.get("/letters/mailings/{batch}", response_class=HTMLResponse)
def mailing(request: Request, parts: Here, who: Who, batch: str) -> HTMLResponse:
    """Show a mailing that waits for the approval of a second person."""
    rows = letter_lists.mailing(parts.database, parts.gate, who, batch)
    with parts.database.read() as session:
        shown = letter_pages.mailing(session, rows, batch)
    parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a mailing: {shown['named']}")
    return html(request, "letter_mailing.html", may_approve=shown["by_id"] != who.id, **shown)


@router.post("/letters/mailings/{batch}/approve")
def approve(parts: Here, who: Who, batch: str) -> RedirectResponse:
    """Approve a mailing as its second person."""
    letter_lists.mailing(parts.database, parts.gate, who, batch)
    letters.approve(parts.database, batch, who.id)
    return RedirectResponse("/letters?status=leaving&whose=all", status_code=303)


@router.get("/letters/texts", response_class=HTMLResponse)
def all_texts(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the texts that letters and messages are made of."""
    parts.gate.check(who, Right.ASSIGN)
    return html(request, "letter_texts.html", **letter_pages.all_texts())


@router.get("/letters/texts/{sort}/{kind}", response_class=HTMLResponse)
def one_text(request: Request, parts: Here, who: Who, sort: str, kind: str) -> HTMLResponse:
    """Show one text: its words, what it must contain, and whether it is the council's own."""
    parts.gate.check(who, Right.ASSIGN)
    return html(request, "letter_text.html", **letter_pages.one_text(sort, kind))


@router.get("/cases/{case_id}/messages/{dispatch_id}", response_class=HTMLResponse)
def letter(
    request: Request, parts: Here, who: Who, case_id: str, dispatch_id: str, done: str = ""
) -> HTMLResponse:
    """Show one letter or message of a case: what became of it, what it is missing, and what may be done."""
    return _letter(request, parts, who, (case_id, dispatch_id), done=letter_pages.DONE.get(done))


@router.post("/cases/{case_id}/messages/{dispatch_id}/{deed}", response_class=HTMLResponse)
async def do(request: Request, parts: Here, who: Who, case_id: str, dispatch_id: str, deed: str) -> Response:
    """Recall a letter, send it again, or record that it was posted by hand."""
    await asyncio.to_thread(parts.gate.check, who, Right.ACT, case_id)
    if letters.case_of(parts.database, dispatch_id) != case_id:
        raise ActRefused("This case has no such letter. Choose one on the documents page of the case.")
    form = await request.form()
    given = answers.read(
        (letter_pages.POSTED_ON,) if deed == POSTED else (),
        {name: [str(value) for value in form.getlist(name)] for name in form},
        parts.today(),
    )
    of = (case_id, dispatch_id)
    if deed == POSTED and given.on is not None and given.on > parts.today():
        given.errors["on"] = "The date you posted it must be today or in the past"
    if given.errors:
        return await asyncio.to_thread(_letter, request, parts, who, of, given=given)
    try:
        where = await asyncio.to_thread(_done, parts, who, dispatch_id, deed, given)
    except ActRefused as refusal:
        given.errors["deeds"] = without_commands(str(refusal))
        return await asyncio.to_thread(_letter, request, parts, who, of, given=given)
    return RedirectResponse(f"/cases/{case_id}/messages/{where}?done={deed}", status_code=303)


def _done(parts: Parts, who: Person, dispatch_id: str, deed: str, given: answers.Answers) -> str:
    """Do it. Returns the letter to show next: a letter that is sent again has an id of its own."""
    posted_on = given.on or parts.today()
    work: dict[str, Callable[[], Any]] = {
        RECALL: lambda: letters.recall(parts.database, dispatch_id, who.id),
        AGAIN: lambda: letters.resend(parts.database, dispatch_id, who.id),
        POSTED: lambda: letters.mark_posted(parts.database, dispatch_id, posted_on, who.id),
    }
    if deed not in work:
        raise ActRefused("This cannot be done with a letter.")
    return work[deed]() or dispatch_id


def _letter(
    request: Request,
    parts: Parts,
    who: Person,
    of: tuple[str, str],
    *,
    done: str | None = None,
    given: answers.Answers | None = None,
) -> HTMLResponse:
    file = file_for(parts, who, of[0])
    found = letter_lists.letter(parts.database, *of, personal=file.personal)
    with parts.database.read() as session:
        shown = letter_pages.one_letter(session, found, parts.today())
    return html(
        request,
        "letter.html",
        status=400 if given and given.errors else 200,
        **case_frame(file, "/documents"),
        letter=shown,
        done=done,
        answers=given or answers.read((), {"on": ["today"]}, parts.today()),
        question=letter_pages.POSTED_ON,
        may_personal=file.personal,
        may_act=file.may(Right.ACT),
        may_decide=file.may(Right.ASSIGN),
    )
