"""Disputes: a mediator's own, and those of an officer's cases."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from casework.access.permissions import Person, Right, Role
from office.disputes import act_in_dispute, dispute_as_json, mediators
from office.parts import Parts
from office.refusals import ActRefused
from office.sample_people import sample_people
from records import disputes as records
from records import staff
from starter.console.entrance import Entrance
from starter.console.routes.beside import Desk, answer, ask, done_of
from starter.console.signed import parts_of, signed_in
from starter.console.views import beside
from starter.console.views import disputes as views
from starter.console.views.page import html
from starter.console.views.question import Option

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/disputes", response_class=HTMLResponse)
def listing(request: Request, parts: Here, who: Who, over: str = "") -> HTMLResponse:
    """The disputes that somebody may see."""
    parts.gate.check(who, Right.SEE_DISPUTE)
    mine = views.is_mediator(who)
    return html(
        request,
        "disputes.html",
        title="Your mediations" if mine else "Disputes",
        mine=mine,
        over=bool(over),
        rows=views.listed(parts.database, who, parts.today(), over=bool(over)),
    )


@router.get("/disputes/{dispute_id}", response_class=HTMLResponse)
def one(request: Request, parts: Here, who: Who, dispute_id: str, done: str = "") -> HTMLResponse:
    """A dispute: how it stands, and what may be recorded in it."""
    told = _told(parts, who, dispute_id)
    shown = views.one(parts.database, told, who)
    if shown["child"] or any(line["notes"] for line in shown["lines"]):
        parts.gate.note(who, Right.SEE_DISPUTE, dispute_id, "what is personal in it was read")
    return html(
        request,
        "dispute.html",
        title=f"{shown['kind'].capitalize()} about: {shown['about']}",
        done=done_of(views.ACTS[shown["kind"]], done),
        mine=views.is_mediator(who),
        **shown,
    )


@router.get("/disputes/{dispute_id}/act/{action}", response_class=HTMLResponse)
def questions(request: Request, parts: Here, who: Who, dispute_id: str, action: str) -> Response:
    """The questions of an act in a dispute."""
    return ask(request, _desk(request, parts, who, dispute_id, action))


@router.post("/disputes/{dispute_id}/act/{action}", response_class=HTMLResponse)
async def record(request: Request, parts: Here, who: Who, dispute_id: str, action: str) -> Response:
    """Record an act in a dispute."""
    return await answer(
        request, parts, lambda: _desk(request, parts, who, dispute_id, action), act_in_dispute
    )


def _told(parts: Parts, who: Person, dispute_id: str) -> dict[str, Any]:
    parts.gate.check_dispute(who, dispute_id)
    mediator = who.id if views.is_mediator(who) else None
    return dispute_as_json(parts.database, dispute_id, parts.today(), mediator=mediator)


def _desk(request: Request, parts: Parts, who: Person, dispute_id: str, action: str) -> Desk:
    parts.gate.check_dispute(who, dispute_id, action)
    told = _told(parts, who, dispute_id)
    acts = views.ACTS[told["kind"]]
    if action not in acts:
        raise ActRefused(f"There is no act {action!r} in this dispute; choose one on its page.")
    with parts.database.read() as session:
        row = records.find(session, dispute_id)
    assert row is not None
    offered = views.offered(parts.database, told, _mediators(request, parts))
    return Desk(
        owner=dispute_id,
        action=acts[action],
        caption=f"{told['kind'].capitalize()}, {told['about_in_words']}",
        back=f"/disputes/{dispute_id}",
        address=f"/disputes/{dispute_id}/act/{action}",
        asked=beside.questions(acts[action], offered),
        today=parts.today(),
        seen=row.seq,
        who=who,
    )


def _mediators(request: Request, parts: Parts) -> tuple[Option, ...]:
    """The mediators who are known here: the authority's own, those who have signed in, and the invented ones."""
    entrance: Entrance = request.app.state.entrance
    with parts.database.read() as session:
        known = {each: str(one.name or each) for each, one in mediators(session).items()}
        known |= {one["id"]: one["name"] for one in staff.people(session) if Role.MEDIATOR in one["roles"]}
    if entrance.samples:
        known |= {one.id: one.name for one in sample_people().values() if Role.MEDIATOR in one.roles}
    return tuple((each, f"{name} ({each})") for each, name in sorted(known.items(), key=lambda one: one[1]))
