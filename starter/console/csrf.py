"""Protection against forged forms (CSRF): a token in every form, and a check of the Origin and Sec-Fetch-Site headers."""

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


class ForgedForm(Exception):  # noqa: N818 - the name reads as a finding
    """A form did not come from a page of this session."""


def csrf_token(request: Request) -> str:
    """Return a new token for a form. Each token differs, so a compressed page does not reveal it (BREACH)."""
    return token_of(request.app.state.entrance, _owner_of(request))


def csrf_field(request: Request) -> Markup:
    """Return the hidden field that every form includes."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token(request))


async def check_csrf(request: Request) -> None:
    """Refuse a form that did not come from this console. Runs before every route. Raises ForgedForm."""
    if request.method in _SAFE:
        return
    if not _is_same_origin(request):
        raise ForgedForm
    token = str((await request.form()).get(FIELD, ""))
    if not is_token_of(request.app.state.entrance, _owner_of(request), token):
        raise ForgedForm


def is_token_of(entrance: Entrance, owner: str, token: str) -> bool:
    """Return whether a token was made for a session or visit."""
    expected = token_of(entrance, owner, token[: _SALT * 2])
    return hmac.compare_digest(token.encode(), expected.encode())


def token_of(entrance: Entrance, owner: str, salt: str | None = None) -> str:
    """Return the token of a session or visit: a salt, followed by the HMAC of the salt and the owner."""
    salt = salt if salt is not None else secrets.token_hex(_SALT)
    return salt + hmac.new(entrance.key_for("form"), f"{salt}:{owner}".encode(), sha256).hexdigest()


def _owner_of(request: Request) -> str:
    """Return what the token belongs to: the session or, before sign-in, the visit to the sign-in page."""
    if (session_hash := getattr(request.state, "session_hash", None)) is not None:
        return of_session(session_hash)
    visit: str = request.session.setdefault("visit", secrets.token_hex(_SALT))
    return f"visit {visit}"


def of_session(session_hash: str) -> str:
    """Return the owner of tokens that belong to a session."""
    return f"session {session_hash}"


def _is_same_origin(request: Request) -> bool:
    """Return whether the browser reports our own origin. Browsers that send no header are checked only by token."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    here = {request.app.state.entrance.address, f"{request.url.scheme}://{request.url.netloc}"}
    return origin in here
