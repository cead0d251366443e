"""The tokens with which programs sign in. Only a hash of each secret is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from records.tables import TOKENS

_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a person with an end date. `rights` restricts the roles; None means no restriction.

    `token_id` is part of the token's text, so that a leaked token can be identified and revoked.
    """

    token_id: str
    hash: str
    person: str
    name: str
    roles: Sequence[str]
    teams: Sequence[str]
    rights: Sequence[str] | None
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None

    def is_good(self, at: datetime) -> bool:
        """Return whether the token is valid at an instant."""
        return self.revoked_at is None and at < self.expires_at


def keep(session: Session, token: Token) -> None:
    """Store a new token."""
    session.execute(insert(TOKENS).values(**asdict(token)))


def find(session: Session, token_id: str) -> Token | None:
    """Return a token by its id, or None."""
    row = session.execute(select(TOKENS).where(TOKENS.c.token_id == token_id)).mappings().first()
    return Token(**row) if row else None


def every(session: Session) -> list[Token]:
    """Return all tokens, newest first."""
    query = select(TOKENS).order_by(TOKENS.c.created_at.desc(), TOKENS.c.token_id)
    return [Token(**row) for row in session.execute(query).mappings()]


def good_of(session: Session, person_id: str, at: datetime) -> list[Token]:
    """Return a person's tokens that are valid at an instant, newest first."""
    return [token for token in every(session) if token.person == person_id and token.is_good(at)]


def revoke(session: Session, token_id: str, by: str, at: datetime) -> None:
    """Revoke a token, unless it is revoked already."""
    unrevoked = (TOKENS.c.token_id == token_id, TOKENS.c.revoked_at.is_(None))
    session.execute(update(TOKENS).where(*unrevoked).values(revoked_at=at, revoked_by=by))


def is_note_due(token: Token, at: datetime) -> bool:
    """Return whether to record this use: at most once a minute, so that most reads do not write."""
    return token.last_used_at is None or at - token.last_used_at >= _NOTED_EVERY


def note_use(session: Session, token_id: str, at: datetime) -> None:
    """Record that a token was used."""
    earlier = or_(TOKENS.c.last_used_at.is_(None), TOKENS.c.last_used_at < at)
    session.execute(update(TOKENS).where(TOKENS.c.token_id == token_id, earlier).values(last_used_at=at))
