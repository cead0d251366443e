"""The provider that knows the people: OpenID Connect, by code with PKCE, state and nonce (Authlib).

The settings are in engine/console_settings.py. If they list the provider's words for our roles, only those words give a
role, and the same holds for teams. Without a list a word is a role or team of ours if it has its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from fastapi import Request
from joserfc.errors import JoseError
from starlette.responses import Response

from casework.access.codes import CODE
from casework.access.permissions import OPERATOR, Person, Role
from engine.console_settings import ConsoleSettings
from office.refusals import ActRefused

try:  # Authlib uses httpx2 if it is installed, otherwise httpx
    from httpx2 import HTTPError
except ImportError:
    from httpx import HTTPError  # type: ignore[assignment]

_LOG = structlog.get_logger()
_LONGEST_NAME = 100


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
        if not isinstance(found, str) or not CODE.fullmatch(found) or found == OPERATOR.id:
            raise SignInFailed(
                "Your account has no id that this service can use. Ask your IT service desk for one of up to 64 letters, "
                "digits, full stops, hyphens and underscores."
            )
        name = _at(claims, self.name)
        known = {str(role) for role in Role}
        roles = _ours(_words(_at(claims, self.roles)), self.role_names) & known
        if not roles:
            raise SignInFailed(
                "Your account has no role in this service. Ask your manager to request one for you."
            )
        teams = _ours(_words(_at(claims, self.teams)), self.team_names)
        return Person(
            found,
            str(name)[:_LONGEST_NAME] if name else found,
            frozenset(Role(role) for role in roles),
            frozenset(team for team in teams if CODE.fullmatch(team)),
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


def provider_of(settings: ConsoleSettings) -> Provider | None:
    """Return the provider that the settings name."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    claims = Claims(
        id=settings.oidc_id_claim,
        name=settings.oidc_name_claim,
        roles=settings.oidc_roles_claim,
        teams=settings.oidc_teams_claim,
        role_names=settings.oidc_roles,
        team_names=settings.oidc_teams,
    )
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
    return Provider(settings.oidc_issuer, settings.oidc_client_id, secret, claims, settings.oidc_scope)


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """Return the value of a claim, by its full name or by a dotted path to a nested claim."""
    if path in claims:
        return claims[path]
    here: Any = claims
    for part in path.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _ours(words: set[str], names: Mapping[str, str]) -> set[str]:
    """Return our names for the words of a provider: those that the settings list, or the words if they list none."""
    return {names[word] for word in words if word in names} if names else words


def _words(value: Any) -> set[str]:
    if isinstance(value, str):
        return {word.strip() for word in value.split(",") if word.strip()}
    return {str(word) for word in value if isinstance(word, str | int)} if isinstance(value, list) else set()
