"""The panel: its sittings, what is before each, and what it advises."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right, Role
from casework.processes.panel.sitting import PANEL_ACTS
from office.gate import NotAllowed
from office.office import Office
from office.panel import act_at, call_sitting
from office.parts import Parts
from office.refusals import ActRefused
from office.sample_people import sample_people
from records import sittings, staff
from starter.console.entrance import Entrance
from starter.console.routes.beside import Desk, answer, ask, done_of
from starter.console.signed import parts_of, signed_in
from starter.console.views import beside
from starter.console.views import panel as views
from starter.console.views.answers import Answers
from starter.console.views.page import html
from starter.console.views.question import Question
from starter.console.views.questions import LONGEST_TEXT
from statute.words import short_date
from workflows.messages import ActMessage, Receipt

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_SITS = frozenset({Role.PANEL_CHAIR, Role.PANEL_MEMBER})
_SEE_CASE = frozenset({"list_case", "papers_ready", "recommend", "carry_over"})


@router.get("/panel", response_class=HTMLResponse)
def listing(request: Request, parts: Here, who: Who, past: str = "") -> HTMLResponse:
    """The sittings that somebody may see."""
    parts.gate.check(who, Right.SEE_PANEL)
    return html(
        request,
        "panel.html",
        title="Panel",
        past=bool(past),
        rows=views.rows(parts.database, who, parts.today(), past=bool(past)),
        may_call=views.may_call(who),
    )


@router.get("/panel/new", response_class=HTMLResponse)
def new(request: Request, parts: Here, who: Who) -> Response:
    """The form of a new sitting."""
    _check_call(parts, who)
    return _form(request, parts, _asked(request, parts), Answers({}, None, None, {}))


@router.post("/panel/new", response_class=HTMLResponse)
async def call(request: Request, parts: Here, who: Who) -> Response:
    """Call a sitting."""
    await asyncio.to_thread(_check_call, parts, who)
    form = await request.form()
    raw = {name: [str(value) for value in form.getlist(name)] for name in form if name != "csrf"}
    asked = await asyncio.to_thread(_asked, request, parts)
    answers, wanted = views.call_of(asked, raw, parts.today())
    if wanted is None:
        return await asyncio.to_thread(_form, request, parts, asked, answers)
    try:
        sitting_id = await call_sitting(await parts.office(), wanted, who.id)
    except ActRefused as refusal:
        about = "chair" if "chair" in str(refusal) else "sits_on"
        wrong = replace(answers, errors={about: str(refusal)})
        return await asyncio.to_thread(_form, request, parts, asked, wrong)
    return RedirectResponse(f"/panel/{sitting_id}?done=called", status_code=303)


@router.get("/panel/{sitting_id}", response_class=HTMLResponse)
def one(request: Request, parts: Here, who: Who, sitting_id: str, done: str = "") -> HTMLResponse:
    """A sitting: its members, agenda, papers and advice."""
    parts.gate.check(who, Right.SEE_PANEL, sitting_id)
    told = views.sitting(parts.database, who, sitting_id)
    if named := [item["case"] for item in told["items"] if item["name"]]:
        parts.gate.note(who, Right.SEE_PERSONAL, sitting_id, f"the agenda: {', '.join(named)}")
    said = (
        ["The sitting is called. List the cases that it hears."]
        if done == "called"
        else done_of(PANEL_ACTS, done)
    )
    return html(
        request,
        "sitting.html",
        title=f"Sitting of {short_date(told['sits_on'])}",
        done=said,
        may_list=views.may_call(who) and told["runs"],
        today=parts.today(),
        **told,
    )


@router.get("/panel/{sitting_id}/act/{action}", response_class=HTMLResponse)
def questions(
    request: Request, parts: Here, who: Who, sitting_id: str, action: str, case: str = ""
) -> Response:
    """The questions of an act at a sitting."""
    return ask(request, _desk(parts, who, sitting_id, action, case or None))


@router.post("/panel/{sitting_id}/act/{action}", response_class=HTMLResponse)
async def record(
    request: Request, parts: Here, who: Who, sitting_id: str, action: str, case: str = ""
) -> Response:
    """Record an act at a sitting."""

    async def write(office: Office, its_id: str, message: ActMessage) -> Receipt:
        if message.of is not None:
            await asyncio.to_thread(parts.gate.check_at, who, Right.RUN_PANEL, its_id, message.of)
        return await act_at(office, its_id, message)

    return await answer(request, parts, lambda: _desk(parts, who, sitting_id, action, case or None), write)


def _desk(parts: Parts, who: Person, sitting_id: str, action: str, case_id: str | None) -> Desk:
    if action not in PANEL_ACTS:
        raise ActRefused(f"There is no act {action!r} at a sitting; choose one on its page.")
    known = PANEL_ACTS[action]
    if known.of and action != "list_case" and case_id is None:
        raise ActRefused("Choose the case on the page of the sitting, then what to record of it.")
    parts.gate.check_at(who, Right.RUN_PANEL, sitting_id, case_id if action in _SEE_CASE else None)
    with parts.database.read() as session:
        row = sittings.find(session, sitting_id)
    assert row is not None
    offered = views.offered(parts.database, who, sitting_id, case_id)
    if action != "list_case":
        del offered["case"]
    caption = f"Sitting of {short_date(row.sits_on)}"
    if case_id is not None:
        caption = f"{views.case_title(parts.database, who, case_id)}, {caption[0].lower()}{caption[1:]}"
    return Desk(
        owner=sitting_id,
        action=known,
        caption=caption,
        back=f"/panel/{sitting_id}",
        address=f"/panel/{sitting_id}/act/{action}" + (f"?case={case_id}" if case_id else ""),
        asked=beside.questions(known, offered, day=action not in views.NO_DAY),
        today=parts.today(),
        seen=row.seq,
        who=who,
        case=case_id,
        warning="The officers and managers of its cases are told at once, and the cases must be listed anew."
        if action == "call_off"
        else None,
    )


def _check_call(parts: Parts, who: Person) -> None:
    parts.gate.check(who, Right.RUN_PANEL)
    if not views.may_call(who):
        raise NotAllowed(
            "You may not call a sitting: that is for those who run all of them. You chair your own."
        )


def _asked(request: Request, parts: Parts) -> tuple[Question, ...]:
    entrance: Entrance = request.app.state.entrance
    with parts.database.read() as session:
        known = {one["id"]: one["name"] for one in staff.people(session) if _SITS & set(one["roles"])}
    if entrance.samples:
        known |= {one.id: one.name for one in sample_people().values() if _SITS & one.roles}
    return views.new_questions(known)


def _form(request: Request, parts: Parts, asked: tuple[Question, ...], answers: Answers) -> Response:
    return html(
        request,
        "sitting_new.html",
        status=400 if answers.errors else 200,
        title="Call a sitting",
        questions=asked,
        answers=answers,
        targets={one.name: f"{one.name}-day" if one.kind == "date" else one.name for one in asked},
        longest_text=LONGEST_TEXT,
        today=parts.today(),
    )
