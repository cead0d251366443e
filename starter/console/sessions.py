"""Sessions: begun at sign-in, kept in the records, known to the browser by a signed cookie.

A session ends after thirty minutes without use, twelve hours after sign-in at the latest, and at sign-out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from itsdangerous import BadSignature, Signer
from starlette.responses import Response

from casework.access.permissions import Person
from office.staff import as_json, of_json
from records import sessions, staff
from records.database import Database
from records.sessions import LONGEST, SessionRow
from starter.console.sign_in_settings import Entrance

_NOTED_EVERY = timedelta(minutes=1)
"""How often the use of a session is written: a write for every page would cost more than the page."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person and their session, by the hash of its secret."""

    person: Person
    session_hash: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of one console."""

    database: Database
    entrance: Entrance

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers hold a name with this prefix to https and to this host alone."""
        return "__Host-ehcp" if self.entrance.https else "ehcp"

    def begin(self, person: Person) -> str:
        """Begin a session and enter the person in the register: the value of the cookie."""
        now = self.entrance.clock()
        secret = secrets.token_urlsafe(32)
        content = as_json(person)
        with self.database.write() as session:
            sessions.clear(session, now)
            sessions.begin(session, SessionRow(hash_of(secret), content, now, now, now + LONGEST))
            staff.save_sign_in(session, person.id, content, now)
        return self.signed(secret)

    def find(self, cookie: str) -> SignedIn | None:
        """Who a cookie lets in; None where it is none of ours, has run out, or was ended."""
        try:
            secret = self._signer.unsign(cookie).decode()
        except (BadSignature, UnicodeError):
            return None
        now = self.entrance.clock()
        with self.database.read() as session:
            row = sessions.find(session, hash_of(secret))
        if row is None or row.is_over(now):
            return None
        if now - row.seen_at >= _NOTED_EVERY:
            with self.database.write() as session:
                sessions.seen(session, row.session_hash, now)
        return SignedIn(of_json(row.person), row.session_hash)

    def end(self, session_hash: str) -> None:
        """End a session; its cookie lets nobody in from now on."""
        with self.database.write() as session:
            sessions.end(session, session_hash)

    def give(self, response: Response, value: str) -> None:
        """Give the browser its cookie."""
        response.set_cookie(
            self.cookie, value, path="/", httponly=True, samesite="lax", secure=self.entrance.https
        )

    def take(self, response: Response) -> None:
        """Take the cookie from the browser."""
        response.delete_cookie(
            self.cookie, path="/", httponly=True, samesite="lax", secure=self.entrance.https
        )

    def signed(self, secret: str) -> str:
        """The value of the cookie of a secret."""
        return self._signer.sign(secret).decode()

    @property
    def _signer(self) -> Signer:
        return Signer(self.entrance.key_for("session"), digest_method=sha256)


def hash_of(secret: str) -> str:
    """What the records keep of a secret."""
    return sha256(secret.encode()).hexdigest()
