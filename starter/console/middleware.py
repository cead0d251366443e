"""Middleware: security headers on every response, and sign-in for every path that is not public."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casework.access.permissions import Person, Right, scope_of
from records.errors import RecordsError
from starter.console.csrf import FIELD, is_token_of, of_session, token_of
from starter.console.errors import records_unavailable, to_sign_in
from starter.console.kept_pages import Kept
from starter.console.sessions import Sessions
from starter.console.sign_in_settings import Entrance
from starter.console.views.navigation import navigation

PUBLIC_PATHS = ("/static/", "/sign-in", "/healthz", "/api/", "/accessibility", "/feeds/")
"""Path prefixes that need no sign-in. The API checks its own tokens, and a calendar feed the secret in its address. The
accessibility statement is for everyone."""
KEPT_FORMS = "/kept"
"""The path of forms that came after their session had ended."""
_NO_SESSION = ("/static/", "/healthz", "/api/", "/feeds/")
_YEAR = 365 * 24 * 3600


class SecurityHeaders:
    """Add strict headers to every response: no inline code, no other origins, no frames, no caching of pages."""

    def __init__(self, app: ASGIApp, entrance: Entrance) -> None:
        self._app = app
        # Signing out posts a form that redirects to the provider, and form-action also applies to that redirect.
        provider = f" {_origin(entrance.provider.issuer)}" if entrance.provider else ""
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
            f"connect-src 'self'; manifest-src 'self'; form-action 'self'{provider}; base-uri 'none'; frame-ancestors 'none'"
        )
        self._headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control": "no-store",
        }
        if entrance.https:
            self._headers["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "max-age=3600")
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


class RequireSignIn:
    """Require sign-in except on public paths."""

    def __init__(self, app: ASGIApp, sessions: Sessions, kept: Kept) -> None:
        self._app = app
        self._sessions = sessions
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_NO_SESSION):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        cookie = request.cookies.get(self._sessions.cookie)
        try:
            found = await asyncio.to_thread(self._sessions.find, cookie) if cookie else None
        except RecordsError as failure:
            await records_unavailable(request, failure)(scope, receive, send)
            return
        if found is not None:
            request.state.person = found.person
            request.state.session_hash = found.session_hash
            request.state.csrf = token_of(self._sessions.entrance, of_session(found.session_hash))
        elif not scope["path"].startswith(PUBLIC_PATHS):
            wanted = await self._keep_form(request, cookie) if cookie and request.method == "POST" else None
            await to_sign_in(request, ended=cookie is not None, wanted=wanted)(scope, receive, send)
            return
        if found is not None and scope["path"] == "/" and (home := _first_page(found.person)) is not None:
            await RedirectResponse(home, status_code=303)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _keep_form(self, request: Request, cookie: str) -> str | None:
        """Keep a form that came after its session had ended. Returns the address that shows it after sign-in."""
        before = await asyncio.to_thread(self._sessions.ended, cookie)
        if before is None:
            return None
        sent = (await request.form()).multi_items()
        owner, token = of_session(before.session_hash), str(dict(sent).get(FIELD, ""))
        if not is_token_of(self._sessions.entrance, owner, token):
            return None
        fields = [(name, value) for name, value in sent if name != FIELD and isinstance(value, str)]
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        kept_id = await asyncio.to_thread(
            self._kept.keep_form, before.person.id, before.session_hash, address, fields
        )
        return f"{KEPT_FORMS}/{kept_id}"


def _first_page(person: Person) -> str | None:
    """Return the first page for a person without a caseload, or None for a person with one."""
    if scope_of(person, Right.SEE_CASELOAD) is not None:
        return None
    return next((str(item["href"]) for item in navigation(person, "/")), None)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
