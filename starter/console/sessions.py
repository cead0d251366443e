"""Sessions: stored in the records, and identified in the browser by a signed cookie.

A session ends at sign-out, after 30 minutes without use, or 12 hours after sign-in, whichever comes first.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from itsdangerous import BadSignature, Signer
from starlette.responses import Response

from casework.access.permissions import Person
from office.register_of_staff import as_json, of_json
from records import kept_pages, sessions, staff
from records.database import Database
from records.sessions import LONGEST, SessionRow
from starter.console.sign_in_settings import Entrance

_LAST_USE_SAVED_EVERY = timedelta(minutes=1)
"""How often to save the time of last use. Saving it for every page would cost more than the page."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A signed-in person and the hash of their session secret."""

    person: Person
    session_hash: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of one console."""

    database: Database
    entrance: Entrance

    @property
    def cookie(self) -> str:
        """Return the cookie name. The prefix __Host- makes browsers send it only to this host and only over https."""
        return "__Host-ehcp" if self.entrance.https else "ehcp"

    def begin(self, person: Person) -> str:
        """Start a session, save the person in the staff register and return the cookie value."""
        now = self.entrance.clock()
        secret = secrets.token_urlsafe(32)
        content = as_json(person)
        with self.database.write() as session:
            sessions.clear(session, now)
            sessions.begin(session, SessionRow(hash_of(secret), content, now, now, now + LONGEST))
            staff.save_sign_in(session, person.id, content, now)
        return self.signed(secret)

    def find(self, cookie: str) -> SignedIn | None:
        """Return the person that a cookie signs in, or None if the cookie is forged or its session has ended."""
        try:
            secret = self._signer.unsign(cookie).decode()
        except (BadSignature, UnicodeError):
            return None
        now = self.entrance.clock()
        with self.database.read() as session:
            row = sessions.find(session, hash_of(secret))
        if row is None or row.is_over(now):
            return None
        if now - row.seen_at >= _LAST_USE_SAVED_EVERY:
            with self.database.write() as session:
                sessions.seen(session, row.session_hash, now)
        return SignedIn(of_json(row.person), row.session_hash)

    def ended(self, cookie: str) -> SignedIn | None:
        """Return the person of a session that has ended because it was idle, or None."""
        try:
            session_hash = hash_of(self._signer.unsign(cookie).decode())
        except (BadSignature, UnicodeError):
            return None
        with self.database.read() as session:
            row = sessions.find(session, session_hash)
        return SignedIn(of_json(row.person), session_hash) if row is not None else None

    def end(self, session_hash: str) -> None:
        """End a session. Its cookie no longer works, and what was kept for it is deleted."""
        with self.database.write() as session:
            sessions.end(session, session_hash)
            kept_pages.drop_of_session(session, session_hash)

    def set_cookie(self, response: Response, value: str) -> None:
        """Set the session cookie on a response."""
        response.set_cookie(
            self.cookie, value, path="/", httponly=True, samesite="lax", secure=self.entrance.https
        )

    def clear_cookie(self, response: Response) -> None:
        """Delete the session cookie on a response."""
        response.delete_cookie(
            self.cookie, path="/", httponly=True, samesite="lax", secure=self.entrance.https
        )

    def signed(self, secret: str) -> str:
        """Return the signed cookie value for a session secret."""
        return self._signer.sign(secret).decode()

    @property
    def _signer(self) -> Signer:
        return Signer(self.entrance.key_for("session"), digest_method=sha256)


def hash_of(secret: str) -> str:
    """Return the hash of a session secret, which is what the records store."""
    return sha256(secret.encode()).hexdigest()
