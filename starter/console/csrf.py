"""A form is taken from our own pages alone: a token of the session in every form, and the browser's word of whence it comes."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from fastapi import Request
from markupsafe import Markup

from starter.console.sign_in_settings import Entrance

FIELD = "csrf"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_SALT = 16


class ForgedForm(Exception):  # noqa: N818 - named for what it says
    """A form did not come from a page of this session."""


def csrf_token(request: Request) -> str:
    """The token for a form on this page. Each is new, so that compressed pages betray nothing of it."""
    return token_of(request.app.state.entrance, _whose(request))


def csrf_field(request: Request) -> Markup:
    """The hidden field that every form of ours carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token(request))


async def forms(request: Request) -> None:
    """Take a form from our own pages alone; a dependency of the whole console. Raises ForgedForm."""
    if request.method in _SAFE:
        return
    if not _is_from_here(request):
        raise ForgedForm
    token = str((await request.form()).get(FIELD, ""))
    right = token_of(request.app.state.entrance, _whose(request), token[: _SALT * 2])
    if not hmac.compare_digest(token.encode(), right.encode()):
        raise ForgedForm


def token_of(entrance: Entrance, whose: str, salt: str | None = None) -> str:
    """The token of a session or visit: its salt, and the seal of both."""
    salt = salt if salt is not None else secrets.token_hex(_SALT)
    return salt + hmac.new(entrance.key_for("form"), f"{salt}:{whose}".encode(), sha256).hexdigest()


def _whose(request: Request) -> str:
    """What the token is bound to: the session, and before sign-in the visit to the sign-in page."""
    if (session_hash := getattr(request.state, "session_hash", None)) is not None:
        return of_session(session_hash)
    visit: str = request.session.setdefault("visit", secrets.token_hex(_SALT))
    return f"visit {visit}"


def of_session(session_hash: str) -> str:
    """What the tokens of a session are bound to."""
    return f"session {session_hash}"


def _is_from_here(request: Request) -> bool:
    """What the browser says of whence a form comes; one that says nothing is judged by its token alone."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    here = {request.app.state.entrance.address, f"{request.url.scheme}://{request.url.netloc}"}
    return origin in here
