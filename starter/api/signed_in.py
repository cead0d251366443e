"""Who asks: a bearer token and nothing else. A browser's session does not count here, so no page can be made to ask."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from office.tokens import verified
from starter.api.problems import NOT_SIGNED_IN, Refusal

_LOG = structlog.get_logger()
_BEARER = HTTPBearer(
    scheme_name="token",
    bearerFormat="ehcp_ID_SECRET",
    description="A token as `ehcp token create` prints it once. The rights that an operation needs stand beside it.",
    auto_error=False,
)


def the_parts(request: Request) -> Parts:
    """The parts that this app is made of."""
    parts: Parts = request.app.state.parts
    return parts


def holding(*rights: Right) -> Any:
    """Who is signed in, where they hold one of these rights anywhere at all; without any, whoever is signed in."""
    scopes = [right.value for right in rights]

    async def signed_in(
        request: Request,
        credentials: HTTPAuthorizationCredentials | None = Security(_BEARER, scopes=scopes),
    ) -> Person:
        parts, pace = the_parts(request), request.app.state.pace
        found = None
        if credentials is not None:
            found = await asyncio.to_thread(
                verified, parts.database, credentials.credentials, datetime.now(UTC)
            )
        if found is None:
            address = request.client.host if request.client else "unknown"
            pace.count_stranger(address)
            _LOG.warning("api_not_signed_in", address=address)
            raise Refusal(
                NOT_SIGNED_IN,
                "Give a token in the header Authorization: Bearer ehcp_...; this one is missing, unknown, expired or "
                "revoked.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        pace.count_token(found.token_id)
        await asyncio.to_thread(_let_in, parts, found.person, rights)
        return found.person

    signed_in.rights = rights  # type: ignore[attr-defined]
    made: Callable[..., Awaitable[Person]] = signed_in
    return Security(made)


def _let_in(parts: Parts, person: Person, rights: tuple[Right, ...]) -> None:
    """Refuse a person who holds none of some rights. Raises NotAllowed, for the first of them."""
    if rights and not any(parts.gate.may(person, right) for right in rights):
        parts.gate.check(person, rights[0])
