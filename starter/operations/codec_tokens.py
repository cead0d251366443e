"""Who may decode, by bearer token: the simple way to know them. Another way in gives another verifier."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from casework.access.permissions import Person, Role
from office.refusals import ActRefused

DAYS = 90
"""How long a token lasts unless its maker says otherwise."""


class Verifier(Protocol):
    """Who a bearer token belongs to."""

    def __call__(self, token: str) -> Person | None:
        """Return the person, or None if the token is unknown, was removed or has ended."""


class TokenFile:
    """Tokens in a file that holds only their hashes. The file is read for each request, so removing a token ends it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, token: str) -> Person | None:
        """The person of a token. Raises ActRefused where the file cannot be read."""
        told = self._entries().get(_hashed(token))
        if told is None or datetime.fromisoformat(told["until"]) <= datetime.now(UTC):
            return None
        return Person(told["id"], told["id"], frozenset(Role(role) for role in told["roles"]))

    def add(self, person: str, roles: list[str], days: int = DAYS) -> str:
        """Give a person a token for some days, which is shown once and kept nowhere. Raises ActRefused."""
        known = {role.value for role in Role}
        if unknown := [role for role in roles if role not in known]:
            raise ActRefused(f"There is no role {unknown[0]!r}; choose from {', '.join(sorted(known))}.")
        entries = self._entries() if self._path.exists() else {}
        token = secrets.token_urlsafe(32)
        until = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
        entries[_hashed(token)] = {"id": person, "roles": sorted(roles), "until": until}
        text = json.dumps(entries, indent=2)
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(text)
        except OSError as error:
            raise ActRefused(
                f"{self._path} cannot be written: {(error.strerror or 'no reason is given').lower()}."
            ) from None
        return token

    def _entries(self) -> dict[str, Any]:
        try:
            told = json.loads(self._path.read_text(encoding="ascii"))
            if not all({"id", "roles", "until"} <= set(entry) for entry in told.values()):
                raise ValueError
            if not all(datetime.fromisoformat(entry["until"]).tzinfo for entry in told.values()):
                raise ValueError
        except (OSError, ValueError, AttributeError, TypeError):
            raise ActRefused(
                f"The token file {self._path} cannot be read; make one with `ehcp codec-token {self._path} --by ID "
                "--role auditor`."
            ) from None
        return dict[str, Any](told)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
