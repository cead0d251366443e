"""The day: the page Today, the calendar, and the private calendar feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from office import calendar_feed
from office.dependencies import Parts
from records import day
from starter.console.errors import message_page
from starter.console.sign_in_settings import Entrance
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.calendar import calendar_page, period_of
from starter.console.views.page import html
from starter.console.views.today import today_page

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_FEED = "calendar feed"
"""The purpose of the key that signs the addresses of feeds."""


@router.get("/today", response_class=HTMLResponse)
def today(request: Request, parts: Here, who: Who, seen: str = "") -> HTMLResponse:
    """Show what is due, what came in, what did not arrive and what changed."""
    parts.gate.check(who, Right.ACT)
    with parts.database.read() as session:
        shown = today_page(session, who, parts.today(), datetime.now(UTC))
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown on the page Today: {shown['named']}")
    return html(request, "today.html", seen=bool(seen), **shown)


@router.post("/today/seen")
def mark_seen(parts: Here, who: Who, until: Annotated[str, Form()] = "") -> RedirectResponse:
    """Keep that the person has seen the changes up to the moment at which the page was made."""
    parts.gate.check(who, Right.ACT)
    now = datetime.now(UTC)
    try:
        at = datetime.fromisoformat(until)
    except ValueError:
        at = now
    with parts.database.write() as session:
        day.mark_seen(session, who.id, min(at, now) if at.tzinfo else now)
    return RedirectResponse("/today?seen=1", status_code=303)


@router.get("/calendar", response_class=HTMLResponse)
def calendar(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show a month or a week of the person's calendar."""
    period = period_of(request.query_params, parts.today())
    with parts.database.read() as session:
        shown = calendar_page(session, who, period, parts.today(), _key(request))
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a calendar: {shown['named']}")
    return html(request, "calendar.html", **shown)


@router.get("/calendar/feed", response_class=HTMLResponse)
def feed_settings(request: Request, parts: Here, who: Who, done: str = "") -> HTMLResponse:
    """Show the address of the person's feed, or how to switch it on."""
    entrance: Entrance = request.app.state.entrance
    with parts.database.read() as session:
        path = calendar_feed.path_of(session, who, _key(request))
    address = f"{entrance.address}{path}" if path is not None else None
    return html(request, "calendar_feed.html", title="Your calendar feed", address=address, done=bool(done))


@router.post("/calendar/feed")
def change_feed(parts: Here, who: Who, step: Annotated[str, Form()] = "") -> RedirectResponse:
    """Switch the person's feed on, give it a new address, or switch it off."""
    if step == "off":
        calendar_feed.switch_off(parts.database, who)
    else:
        calendar_feed.switch_on(parts.database, who)
    return RedirectResponse("/calendar/feed?done=1", status_code=303)


@router.get("/feeds/{feed_id}/{signature}.ics")
def feed(request: Request, parts: Here, feed_id: str, signature: str) -> Response:
    """Return a calendar feed to a calendar program that has its address."""
    entrance: Entrance = request.app.state.entrance
    with parts.database.read() as session:
        reader = calendar_feed.reader_of(session, feed_id, signature, _key(request))
        content = (
            calendar_feed.feed(session, reader, parts.today(), entrance.address)
            if reader is not None
            else None
        )
    if content is None:
        text = "This calendar feed is switched off or has a new address. Open the calendar to see it."
        return message_page(request, 404, "Calendar feed not found", text)
    return Response(content, media_type="text/calendar; charset=utf-8")


def _key(request: Request) -> bytes:
    entrance: Entrance = request.app.state.entrance
    return entrance.key_for(_FEED)
