"""Create, verify and revoke the tokens with which programs sign in to the API.

A token is `ehcp_ID_SECRET`. The id is not secret. Only a hash of the secret is kept; the secret has 256 random bits, so
a plain hash is enough.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from casework.access.codes import CODE
from casework.access.permissions import Person, Right, Role
from casework.access.token_limits import too_wide, within
from office.office import opaque
from office.refusals import ActRefused
from office.register_of_staff import registered_person
from records import tokens
from records.database import Database
from records.tokens import Token

LONGEST_DAYS = 366
_WRITTEN = re.compile(r"ehcp_([a-z0-9]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The holder of a token, and the token's id."""

    person: Person
    token_id: str


def create(
    database: Database, person: Person, days: int, creator: Person, now: datetime
) -> tuple[Token, str]:
    """Create a token for a person. Returns it with the full text that is shown once. Raises ActRefused.

    The person's `rights` restrict what the token may do. It gives no more than the creator has and, if the person is on
    the register of staff, no more than they have.
    """
    for what, written in (("person", person.id), *(("team", team) for team in sorted(person.teams))):
        if not CODE.fullmatch(written):
            raise ActRefused(
                f"{what} {written!r} is not an id; use letters, digits, _ . and - without spaces."
            )
    if not person.roles:
        raise ActRefused("A token needs at least one role; give one.")
    if not 1 <= days <= LONGEST_DAYS:
        raise ActRefused(f"A token must last from 1 to {LONGEST_DAYS} days.")
    with database.read() as session:
        registered = registered_person(session, person.id)
    if (why := too_wide(creator, person, registered)) is not None:
        raise ActRefused(why)
    token_id, secret = opaque(), secrets.token_urlsafe(32)
    made = Token(
        token_id=token_id,
        hash=_hash(secret),
        person=person.id,
        name=person.name,
        roles=sorted(person.roles),
        teams=sorted(person.teams),
        rights=sorted(person.rights) if person.rights is not None else None,
        created_at=now,
        created_by=creator.id,
        expires_at=now + timedelta(days=days),
    )
    with database.write() as session:
        tokens.keep(session, made)
    return made, f"ehcp_{token_id}_{secret}"


def verified(database: Database, written: str, now: datetime) -> SignedIn | None:
    """Return who a token signs in, or None if it is unknown, expired or revoked.

    A person on the register of staff has only the roles of the token that they still have.
    """
    if (found := _WRITTEN.fullmatch(written)) is None:
        return None
    token_id, secret = found.groups()
    with database.read() as session:
        token = tokens.find(session, token_id)
        registered = registered_person(session, token.person) if token is not None else None
    if token is None or not hmac.compare_digest(token.hash, _hash(secret)) or not token.is_good(now):
        return None
    if tokens.is_note_due(token, now):
        with database.write() as session:
            tokens.note_use(session, token_id, now)
    person = Person(
        token.person,
        token.name,
        frozenset(map(Role, token.roles)),
        frozenset(token.teams),
        frozenset(map(Right, token.rights)) if token.rights is not None else None,
    )
    return SignedIn(within(person, registered), token_id)


def revoke(database: Database, token_id: str, by: str, now: datetime) -> None:
    """End a token at once. Raises ActRefused if it does not exist."""
    with database.write() as session:
        token = tokens.find(session, token_id)
        if token is None:
            raise ActRefused(f"There is no token {token_id!r}; `ehcp token list` lists them.")
        if token.revoked_at is None:
            tokens.revoke(session, token_id, by, now)


def token_as_json(token: Token, now: datetime) -> dict[str, Any]:
    """Return a token as a list shows it, without its secret."""

    def iso(at: datetime | None) -> str | None:
        return at.isoformat() if at else None

    return {
        "token": token.token_id,
        "person": token.person,
        "name": token.name,
        "roles": list(token.roles),
        "teams": list(token.teams),
        "rights": list(token.rights) if token.rights is not None else None,
        "created_at": iso(token.created_at),
        "created_by": token.created_by,
        "expires_at": iso(token.expires_at),
        "last_used_at": iso(token.last_used_at),
        "revoked_at": iso(token.revoked_at),
        "status": "revoked" if token.revoked_at else "good" if token.is_good(now) else "expired",
    }


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
