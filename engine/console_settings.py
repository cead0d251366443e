"""How people come in: the address that browsers use, the key that signs, and the provider that knows the people."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import NoDecode

from casework.access.permissions import Role
from engine.environment import FROM_FILE, EnvironmentSettings


def _address(written: str) -> str:
    address = written.rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ValueError(f"is {address!r}; write only scheme and host, as in https://ehcp.example.gov.uk")
    return address


def _issuer(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    ):
        raise ValueError(f"is {written!r}; write the whole https address of the provider")
    return written


def _pairs(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    found = {}
    for pair in filter(None, (each.strip() for each in written.split(";"))):
        theirs, equals, ours = pair.rpartition("=")
        if not equals or not theirs.strip() or not ours.strip():
            raise ValueError(f"has {pair!r}; write theirs=ours, with semicolons between, as in: A=x; B=y")
        found[theirs.strip()] = ours.strip()
    return found


def _known_roles(names: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(set(names.values()) - {str(role) for role in Role}):
        raise ValueError(f"names {unknown[0]!r}, which is no role; choose from {', '.join(Role)}")
    return names


def _networks(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    named = tuple(filter(None, (each.strip() for each in written.split(","))))
    for each in named:
        try:
            ip_network(each)
        except ValueError:
            raise ValueError(
                f"names {each!r}, which is no address or network; write them as in 10.0.0.5, 10.1.0.0/16"
            ) from None
    return named


Names = Annotated[dict[str, str], NoDecode, BeforeValidator(_pairs)]


class ConsoleSettings(EnvironmentSettings):
    """How people come in."""

    console_url: Annotated[str, AfterValidator(_address)] | None = Field(
        default=None,
        validation_alias="EHCP_CONSOLE_URL",
        description="The address that browsers use, as in `https://ehcp.example.gov.uk`. Not set: this machine.",
    )
    session_key_file: Path | None = Field(
        default=None,
        validation_alias="EHCP_SESSION_KEY_FILE",
        description="The file of the key that signs cookies and forms; several consoles of one council share it. "
        "Not set: `keys/session.key` in the data folder.",
    )
    temporal_ui_url: str | None = Field(
        default=None,
        validation_alias="EHCP_TEMPORAL_UI_URL",
        description="The Temporal UI, for links of those who run the program. Not set: that of the embedded server.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_networks)] = Field(
        default=(),
        validation_alias="EHCP_TRUSTED_PROXIES",
        description="Addresses and networks of the proxies whose `X-Forwarded-For` is believed, with commas between. "
        "Not set: none is, and the address of a request is the one it comes from.",
    )
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] | None = Field(
        default=None,
        validation_alias="EHCP_OIDC_ISSUER",
        description="The provider of sign-in, as in `https://login.example.gov.uk/tenant/v2.0`. Not set: none, and on "
        "this machine the invented staff.",
    )
    oidc_client_id: str | None = Field(
        default=None,
        validation_alias="EHCP_OIDC_CLIENT_ID",
        description="What the provider calls this console.",
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None,
        validation_alias="EHCP_OIDC_CLIENT_SECRET",
        json_schema_extra=FROM_FILE,
        description="The secret of this console at the provider.",
    )
    oidc_scope: str = Field(
        default="openid profile email",
        validation_alias="EHCP_OIDC_SCOPE",
        description="What the provider is asked for.",
    )
    oidc_id_claim: str = Field(
        default="sub",
        validation_alias="EHCP_OIDC_ID_CLAIM",
        description="The claim with the id that cases, sittings and disputes know a person by.",
    )
    oidc_name_claim: str = Field(
        default="name", validation_alias="EHCP_OIDC_NAME_CLAIM", description="The claim with a person's name."
    )
    oidc_roles_claim: str = Field(
        default="roles",
        validation_alias="EHCP_OIDC_ROLES_CLAIM",
        description="The claim with a person's roles; a dot leads into it, as in `realm_access.roles`.",
    )
    oidc_teams_claim: str = Field(
        default="teams",
        validation_alias="EHCP_OIDC_TEAMS_CLAIM",
        description="The claim with a person's teams.",
    )
    oidc_roles: Annotated[Names, AfterValidator(_known_roles)] = Field(
        default={},
        validation_alias="EHCP_OIDC_ROLES",
        description="What the provider calls our roles, as in `SEND officers=case_officer; SEND managers=team_manager`. With such a list, nothing else gives a role.",
    )
    oidc_teams: Names = Field(
        default={},
        validation_alias="EHCP_OIDC_TEAMS",
        description="What the provider calls our teams, as in `SEND North=north`. With such a list, nothing else gives a team.",
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError(
                "EHCP_OIDC_ISSUER is set and EHCP_OIDC_CLIENT_ID is not; set what the provider calls this console"
            )
        return self
