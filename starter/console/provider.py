"""The provider that knows the people: OpenID Connect, by code with PKCE, state and nonce (Authlib).

``EHCP_OIDC_ISSUER``         the provider, as in ``https://login.example.gov.uk/tenant/v2.0``; unset means none
``EHCP_OIDC_CLIENT_ID``      what the provider calls this console
``EHCP_OIDC_CLIENT_SECRET``  its secret, or the file that holds it in ``EHCP_OIDC_CLIENT_SECRET_FILE``
``EHCP_OIDC_SCOPE``          what is asked for (default ``openid profile email``)
``EHCP_OIDC_ID_CLAIM``       the claim with the id that cases, sittings and disputes know somebody by (default ``sub``)
``EHCP_OIDC_NAME_CLAIM``     the claim with their name (default ``name``)
``EHCP_OIDC_ROLES_CLAIM``    the claim with their roles (default ``roles``; a dot leads into it, as in ``realm_access.roles``)
``EHCP_OIDC_TEAMS_CLAIM``    the claim with their teams (default ``teams``)
``EHCP_OIDC_ROLES``          how the provider calls our roles: ``SEND officers=case_officer; SEND managers=team_manager``
``EHCP_OIDC_TEAMS``          how it calls our teams: ``SEND North=north``

A value that is not in such a list stands for itself; a role that we do not know says nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from fastapi import Request
from joserfc.errors import JoseError
from starlette.responses import Response

from casework.access.permissions import OPERATOR, Person, Role
from engine.errors import EngineError
from office.refusals import ActRefused

try:  # Authlib uses httpx2 if it is installed, otherwise httpx
    from httpx2 import HTTPError
except ImportError:
    from httpx import HTTPError  # type: ignore[assignment]

_LOG = structlog.get_logger()
_LONGEST_ID = 100


class SignInFailed(ActRefused):
    """Sign-in failed. The message tells the person why."""


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims that identify a person, and the mapping of role and team names to ours."""

    id: str = "sub"
    name: str = "name"
    roles: str = "roles"
    teams: str = "teams"
    role_names: Mapping[str, str] = field(default_factory=dict)
    team_names: Mapping[str, str] = field(default_factory=dict)

    def person(self, claims: Mapping[str, Any]) -> Person:
        """Return the person that the claims of a token describe. Raises SignInFailed if they have no id or no role here."""
        found = _at(claims, self.id)
        if not isinstance(found, str) or not 0 < len(found) <= _LONGEST_ID or found == OPERATOR.id:
            raise SignInFailed(
                "Your account has no id that this service can use. Ask your IT service desk to fix it."
            )
        name = _at(claims, self.name)
        known = {str(role) for role in Role}
        roles = {self.role_names.get(word, word) for word in _words(_at(claims, self.roles))} & known
        if not roles:
            raise SignInFailed(
                "Your account has no role in this service. Ask your manager to request one for you."
            )
        teams = {self.team_names.get(word, word) for word in _words(_at(claims, self.teams))}
        return Person(
            found,
            str(name)[:_LONGEST_ID] if name else found,
            frozenset(Role(role) for role in roles),
            frozenset(teams),
        )


class Provider:
    """An OpenID Connect provider."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        claims: Claims,
        scope: str = "openid profile email",
    ) -> None:
        self.issuer = issuer.rstrip("/")
        self.claims = claims
        self._client_id = client_id
        self._oauth = OAuth().register(
            "provider",
            client_id=client_id,
            client_secret=client_secret or None,
            server_metadata_url=f"{self.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": scope,
                "code_challenge_method": "S256",
                **({} if client_secret else {"token_endpoint_auth_method": "none"}),
            },
        )

    async def redirect(self, request: Request, back: str) -> Response:
        """Redirect the browser to the provider, which returns it to our address `back`. Raises SignInFailed."""
        try:
            await self._metadata()
            answer: Response = await self._oauth.authorize_redirect(request, back)
        except (HTTPError, RuntimeError, ValueError) as failure:
            raise self._unavailable(failure) from None
        return answer

    async def finish(self, request: Request) -> Person:
        """Return the person that the provider signed in. Raises SignInFailed."""
        try:
            metadata = await self._metadata()
            options = {"iss": {"essential": True, "values": [metadata["issuer"]]}}
            token = await self._oauth.authorize_access_token(request, claims_options=options)
            claims = dict(token["userinfo"])
            if self.claims.roles not in claims and metadata.get("userinfo_endpoint"):
                more = dict(await self._oauth.userinfo(token=token))
                claims |= more if more.get("sub") == claims.get("sub") else {}
        except (OAuthError, JoseError, KeyError, TypeError) as failure:
            _LOG.warning("sign_in_failed", kind=type(failure).__name__)
            raise SignInFailed("You did not finish signing in. Start again from the sign-in page.") from None
        except (HTTPError, RuntimeError, ValueError) as failure:
            raise self._unavailable(failure) from None
        return self.claims.person(claims)

    async def sign_out(self, back: str) -> str | None:
        """Return the address that ends the session at the provider and returns to `back`, or None if it has no such address."""
        try:
            ends: str | None = (await self._metadata()).get("end_session_endpoint")
        except (SignInFailed, HTTPError, RuntimeError, ValueError):
            return None
        if ends is None:
            return None
        query = urlencode({"client_id": self._client_id, "post_logout_redirect_uri": back})
        return f"{ends}{'&' if urlsplit(ends).query else '?'}{query}"

    async def _metadata(self) -> dict[str, Any]:
        found: dict[str, Any] = await self._oauth.load_server_metadata()
        if str(found.get("issuer", "")).rstrip("/") != self.issuer:
            raise SignInFailed(
                "The sign-in service is not the one that this console expects. Tell the team that runs this service."
            )
        return found

    def _unavailable(self, failure: Exception) -> SignInFailed:
        _LOG.error("sign_in_unavailable", kind=type(failure).__name__)
        return SignInFailed("The sign-in service is not responding. Try again in a few minutes.")


def provider_of(environ: Mapping[str, str] = os.environ) -> Provider | None:
    """The provider that the environment names. Raises EngineError where it is named by half."""
    issuer = environ.get("EHCP_OIDC_ISSUER")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    ):
        raise EngineError(f"EHCP_OIDC_ISSUER is {issuer!r}; write the whole https address of the provider.")
    client_id = environ.get("EHCP_OIDC_CLIENT_ID")
    if not client_id:
        raise EngineError(
            "EHCP_OIDC_ISSUER is set and EHCP_OIDC_CLIENT_ID is not; set what the provider calls this console."
        )
    claims = Claims(
        id=environ.get("EHCP_OIDC_ID_CLAIM") or "sub",
        name=environ.get("EHCP_OIDC_NAME_CLAIM") or "name",
        roles=environ.get("EHCP_OIDC_ROLES_CLAIM") or "roles",
        teams=environ.get("EHCP_OIDC_TEAMS_CLAIM") or "teams",
        role_names=_pairs(environ, "EHCP_OIDC_ROLES"),
        team_names=_pairs(environ, "EHCP_OIDC_TEAMS"),
    )
    if unknown := sorted(set(claims.role_names.values()) - {str(role) for role in Role}):
        raise EngineError(
            f"EHCP_OIDC_ROLES names {unknown[0]!r}, which is no role; choose from {', '.join(Role)}."
        )
    return Provider(
        issuer, client_id, _secret(environ), claims, environ.get("EHCP_OIDC_SCOPE") or "openid profile email"
    )


def _secret(environ: Mapping[str, str]) -> str:
    if file := environ.get("EHCP_OIDC_CLIENT_SECRET_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise EngineError(f"The file {file} of EHCP_OIDC_CLIENT_SECRET_FILE cannot be read.") from None
    return environ.get("EHCP_OIDC_CLIENT_SECRET") or ""


def _pairs(environ: Mapping[str, str], name: str) -> dict[str, str]:
    found = {}
    for pair in filter(None, (each.strip() for each in (environ.get(name) or "").split(";"))):
        theirs, equals, ours = pair.rpartition("=")
        if not equals or not theirs.strip() or not ours.strip():
            raise EngineError(
                f"{name} has {pair!r}; write theirs=ours, with semicolons between, as in: A=x; B=y."
            )
        found[theirs.strip()] = ours.strip()
    return found


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """Return the value of a claim, by its full name or by a dotted path to a nested claim."""
    if path in claims:
        return claims[path]
    here: Any = claims
    for part in path.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _words(value: Any) -> set[str]:
    if isinstance(value, str):
        return {word.strip() for word in value.split(",") if word.strip()}
    return {str(word) for word in value if isinstance(word, str | int)} if isinstance(value, list) else set()
