"""The tokens with which programs sign in: only a hash of each secret is kept."""

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
    """A token: whose it is, what it holds and until when. `rights` narrows the roles; None leaves them whole.

    `token_id` stands in the token itself, so that a token which is found somewhere can be revoked.
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
        """Whether it lets somebody in at an instant."""
        return self.revoked_at is None and at < self.expires_at


def keep(session: Session, token: Token) -> None:
    """Keep a new token."""
    session.execute(insert(TOKENS).values(**asdict(token)))


def find(session: Session, token_id: str) -> Token | None:
    """A token by its id, or None."""
    row = session.execute(select(TOKENS).where(TOKENS.c.token_id == token_id)).mappings().first()
    return Token(**row) if row else None


def every(session: Session) -> list[Token]:
    """All tokens, the newest first."""
    query = select(TOKENS).order_by(TOKENS.c.created_at.desc(), TOKENS.c.token_id)
    return [Token(**row) for row in session.execute(query).mappings()]


def good_of(session: Session, person_id: str, at: datetime) -> list[Token]:
    """The tokens of a person that let them in at an instant, the newest first."""
    return [token for token in every(session) if token.person == person_id and token.is_good(at)]


def revoke(session: Session, token_id: str, by: str, at: datetime) -> None:
    """End a token; the first end stays."""
    unrevoked = (TOKENS.c.token_id == token_id, TOKENS.c.revoked_at.is_(None))
    session.execute(update(TOKENS).where(*unrevoked).values(revoked_at=at, revoked_by=by))


def is_note_due(token: Token, at: datetime) -> bool:
    """Whether its use is to be noted: once a minute, so that reading does not become writing."""
    return token.last_used_at is None or at - token.last_used_at >= _NOTED_EVERY


def note_use(session: Session, token_id: str, at: datetime) -> None:
    """Note that a token was used."""
    earlier = or_(TOKENS.c.last_used_at.is_(None), TOKENS.c.last_used_at < at)
    session.execute(update(TOKENS).where(TOKENS.c.token_id == token_id, earlier).values(last_used_at=at))
