"""Redirect after a form: what a form answers with is kept, and shown by an address that Back and Reload can use.

Without it, going back to a check page or to a page with errors fails: a browser does not send a form again by itself.
"""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from starter.console.kept_pages import Kept

SHOWN = "shown"
"""The name in the address of the page that is shown."""
KEPT_FORM = "kept"
"""The name in the address of a form that was kept and is sent again. It is deleted when the form has done its work."""
_SEE_OTHER = 303
_KEPT = frozenset({200, 400, 409})
"""The statuses of check pages, pages with errors, and pages that say what others recorded meanwhile."""


class RedirectAfterPost:
    """Keep the page that answers a form, and redirect to it. A kept form that was sent again and recorded is deleted."""

    def __init__(self, app: ASGIApp, kept: Kept) -> None:
        self._app = app
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        session_hash = scope.get("state", {}).get("session_hash") if scope["type"] == "http" else None
        if session_hash is None or scope["method"] not in ("GET", "POST"):
            await self._app(scope, receive, send)
        elif scope["method"] == "POST":
            await self._post(scope, receive, send)
        else:
            await self._get(scope, receive, send)

    async def _get(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if (kept_id := request.query_params.get(SHOWN)) is None:
            await self._app(scope, receive, send)
            return
        state, path = scope["state"], scope["path"]
        found = await asyncio.to_thread(self._kept.page, kept_id, state["session_hash"], path)
        if found is None:
            place = _address(scope, None) if _has_page(scope) else "/"
            answer: ASGIApp = RedirectResponse(place, status_code=303)
        else:
            answer = HTMLResponse(found[1], status_code=found[0])
        await answer(scope, receive, send)

    async def _post(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message | None = None
        is_done = False
        body = bytearray()

        async def hold(message: Message) -> None:
            nonlocal start, is_done
            is_done = is_done or message.get("status") == _SEE_OTHER
            if message["type"] == "http.response.start" and _is_kept(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))

        await self._app(scope, receive, hold)
        state = scope["state"]
        if start is None:
            if is_done and (kept_id := Request(scope).query_params.get(KEPT_FORM)) is not None:
                await asyncio.to_thread(self._kept.drop_form, kept_id, state["person"].id)
            return
        kept_id = await asyncio.to_thread(
            self._kept.keep_page,
            state["person"].id,
            state["session_hash"],
            scope["path"],
            start["status"],
            bytes(body),
        )
        await RedirectResponse(_address(scope, kept_id), status_code=303)(scope, receive, send)


def _is_kept(start: Message) -> bool:
    headers = MutableHeaders(raw=start["headers"])
    return start["status"] in _KEPT and headers.get("content-type", "").startswith("text/html")


def _has_page(scope: Scope) -> bool:
    """Return whether an address has a page of its own, and not only a form that is sent to it."""
    return any(route.matches(scope)[0] is Match.FULL for route in scope["app"].routes)


def _address(scope: Scope, kept_id: str | None) -> str:
    """Return the address of a request, with the id of the page that is shown or without any."""
    pairs = [
        pair
        for pair in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if pair[0] != SHOWN
    ]
    query = urlencode([*pairs, *([(SHOWN, kept_id)] if kept_id else [])])
    path: str = Request(scope).url.path
    return f"{path}?{query}" if query else path
