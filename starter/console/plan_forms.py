"""The form of a section of the plan, and what happens to one that arrives after the session has ended."""

from __future__ import annotations

import asyncio
import re

from fastapi import Request
from starlette.datastructures import FormData

from casework.access.permissions import Right
from casework.readable_text import fault_of_text
from office.dependencies import Parts
from office.plan_writing import Desk, Sent, keep_typed, section_of
from office.refusals import ActRefused
from starter.console.csrf import is_genuine, of_session
from starter.console.sessions import Sessions

_SECTION = re.compile(r"/cases/([a-z]+-[a-z0-9-]+)/plan/sections/([a-z-]+)")
_LONGEST_NUMBER = 9


def sent_parts(sent: FormData) -> dict[str, Sent]:
    """Return what a form holds of each part. Boxes of one name that are ticked together are one text."""
    values: dict[str, dict[str, str]] = {}
    for key, value in sent.multi_items():
        part, dot, name = key.partition(".")
        if not dot or not isinstance(value, str):
            continue
        mine = values.setdefault(part, {})
        mine[name] = f"{mine[name]} {value}" if name in mine else value
    return {
        part: Sent(mine, number(sent.get(f"{part}:revision")), str(sent.get(f"{part}:shown") or ""))
        for part, mine in values.items()
    }


def number(text: object) -> int:
    """Return the number that a form sent, or -1 if it is none."""
    said = str(text or "")
    return int(said) if said.isdecimal() and len(said) < _LONGEST_NUMBER else -1


async def keep_after_session(request: Request, sessions: Sessions, cookie: str) -> bool:
    """Keep what a person typed into a section, if their session ended because it was idle. Returns whether it was kept.

    The form must be genuine, and the person must still be allowed to write the plan. They find their text in the section
    when they have signed in again.
    """
    place = _SECTION.fullmatch(request.url.path)
    if request.method != "POST" or place is None:
        return False
    ended = await asyncio.to_thread(sessions.idle, cookie)
    if ended is None:
        return False
    sent = await request.form()
    if not is_genuine(request, sessions.entrance, of_session(ended.session_hash), sent):
        return False
    texts = [value for _, value in sent.multi_items() if isinstance(value, str)]
    if any(fault_of_text(text) is not None for text in texts):
        return False
    parts: Parts = request.app.state.parts

    def keep() -> bool:
        try:
            for right in (Right.ACT, Right.SEE_PERSONAL):
                parts.gate.check(ended.person, right, place[1])
            desk = Desk(parts.database, place[1], ended.person.id)
            return keep_typed(desk, section_of(place[2]), sent_parts(sent)) > 0
        except ActRefused:
            return False

    return await asyncio.to_thread(keep)
