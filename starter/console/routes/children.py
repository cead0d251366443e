"""The page of a child: details, earlier versions of them, the cases that the person may see, and correction."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from office.child_access import check_some
from office.children import Source, correct, show
from office.dependencies import Parts
from office.refusals import ActRefused
from office.staff import Caller
from records import staff
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers as given
from starter.console.views import child as views
from starter.console.views import child_correction
from starter.console.views.answers import Answers
from starter.console.views.page import html
from starter.console.views.questions import LONGEST_TEXT

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/children/{child_id}", response_class=HTMLResponse)
def child(
    request: Request,
    parts: Here,
    who: Who,
    child_id: str,
    done: str = "",
) -> HTMLResponse:
    """Show a child with the cases that the person may see."""
    record = show(parts.database, Caller(parts.gate, who), child_id, parts.today())
    with parts.database.read() as session:
        names = staff.names(session)
    banner = ["The details were changed."] if done else None
    things = [*(case["case"] for case in record["cases"]), *views.ids_of_processes(record)]
    may_correct = record["details"] is not None and any(parts.gate.may(who, Right.ACT, one) for one in things)
    return html(request, "child.html", **views.child(record, names), done=banner, may_correct=may_correct)


@router.get("/children/{child_id}/correct", response_class=HTMLResponse)
def ask_correction(request: Request, parts: Here, who: Who, child_id: str) -> HTMLResponse:
    """Show the details of a child to correct or complete."""
    record = _record(parts, who, child_id)
    raw = child_correction.raw_of(record["details"])
    return _form(request, parts, record, Answers(raw, None, None, {}))


@router.post("/children/{child_id}/correct", response_class=HTMLResponse)
async def record_correction(request: Request, parts: Here, who: Who, child_id: str) -> Response:
    """Record the corrected details as a new version."""
    record = await asyncio.to_thread(_record, parts, who, child_id)
    form = await request.form()
    raw = {name: [str(value) for value in form.getlist(name)] for name in form if name != "csrf"}
    today = parts.today()
    answers = given.read(child_correction.QUESTIONS, raw, today)
    correction, errors = child_correction.correction_of(answers, record["details"])
    if correction is not None:
        source = Source(today, who.id, str(answers.fields["why"]))
        caller = Caller(parts.gate, who)
        try:
            await asyncio.to_thread(
                correct, parts.database, caller, record["child"], correction, source, today
            )
            return RedirectResponse(f"/children/{record['child']}?done=1", status_code=303)
        except ActRefused as refusal:
            errors = child_correction.error_at(str(refusal))
    shown = Answers(raw, None, None, answers.fields, errors)
    return await asyncio.to_thread(_form, request, parts, record, shown)


def _record(parts: Parts, who: Person, child_id: str) -> dict[str, Any]:
    """Return a child whose details this person may read and correct. Raises NoSuchChild, NotAllowed or ActRefused."""
    caller = Caller(parts.gate, who)
    check_some(caller, parts.database, child_id)
    record = show(parts.database, caller, child_id, parts.today())
    if record["details"] is None:
        raise ActRefused("You may not see the details of this child.")
    return record


def _form(request: Request, parts: Parts, record: dict[str, Any], answers: Answers) -> HTMLResponse:
    questions = child_correction.QUESTIONS
    return html(
        request,
        "child_correct.html",
        status=400 if answers.errors else 200,
        title="Change the details of " + record["details"]["name"],
        child_id=record["child"],
        name=record["details"]["name"],
        questions=questions,
        answers=answers,
        targets={one.name: given.target(one, answers) for one in questions},
        longest_text=LONGEST_TEXT,
        today=parts.today(),
    )
