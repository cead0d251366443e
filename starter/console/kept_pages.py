"""Pages and forms that the console keeps for a person: the answer to a form, and a form sent after the session ended.

They are encrypted with a key of the console and belong to one person. A page is deleted after twelve hours, a form when its
person has sent or deleted it, or after two weeks.
"""

from __future__ import annotations

import json
import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from records import kept_pages
from records.database import Database
from records.kept_pages import KeptPage
from starter.console.sign_in_settings import Entrance

_NONCE = 12
Fields = list[tuple[str, str]]
OPEN_PAGE = "open-page"
"""The field in which a script that saves as a person types says from which open page it does."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that came after its session had ended: where it was sent, when, and its fields."""

    kept_id: str
    address: str
    kept_at: datetime
    fields: Fields

    @property
    def typed(self) -> list[str]:
        """The texts that the person wrote: those with words, and not the marks of the form."""
        return [value.strip() for _, value in self.fields if " " in value.strip()]

    def is_earlier(self, address: str, fields: Fields) -> bool:
        """Return whether a script sent this before from the same open page, for the same fields."""
        page = dict(fields).get(OPEN_PAGE)
        mine = dict(self.fields)
        return bool(page) and (self.address, mine.get(OPEN_PAGE), mine.keys()) == (
            address,
            page,
            dict(fields).keys(),
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """The pages that one console keeps."""

    database: Database
    entrance: Entrance

    def keep_page(self, person: str, session_hash: str, path: str, status: int, body: bytes) -> str:
        """Keep the answer to a form for a session. Returns its id."""
        return self._keep(person, session_hash, path, status.to_bytes(2) + body)

    def page(self, kept_id: str, session_hash: str, path: str) -> tuple[int, bytes] | None:
        """Return the status and the body of a page that was kept for this session at this path, or None."""
        kept = self._find(kept_id)
        if kept is None or kept.session_hash != session_hash or kept.address != path:
            return None
        content = self._opened(kept)
        return int.from_bytes(content[:2]), content[2:]

    def keep_form(self, person: str, session_hash: str, address: str, fields: Fields) -> str:
        """Keep a form that came after its session had ended. Returns its id.

        What a script saves as a person types replaces what it saved before from the same open page.
        """
        before = [one.kept_id for one in self.forms(person) if one.is_earlier(address, fields)]
        kept_id = self._keep(person, session_hash, address, json.dumps(fields).encode(), is_form=True)
        for each in before:
            self.drop_form(each, person)
        return kept_id

    def forms(self, person: str) -> list[KeptForm]:
        """Return the forms that are kept for a person, newest first."""
        with self.database.read() as session:
            found = kept_pages.forms_of(session, person)
        return [KeptForm(one.kept_id, one.address, one.kept_at, self._fields(one)) for one in found]

    def drop_form(self, kept_id: str, person: str) -> None:
        """Delete a form that its person has sent or does not need."""
        with self.database.write() as session:
            kept_pages.drop_form(session, kept_id, person)

    def form(self, kept_id: str, person: str) -> tuple[str, Fields] | None:
        """Return the address and the fields of a form that was kept for this person, or None."""
        kept = self._find(kept_id)
        if kept is None or kept.person != person or not kept.is_form:
            return None
        return kept.address, self._fields(kept)

    def _fields(self, kept: KeptPage) -> Fields:
        return [(name, value) for name, value in json.loads(self._opened(kept))]

    def _keep(
        self, person: str, session_hash: str, address: str, content: bytes, *, is_form: bool = False
    ) -> str:
        kept_id, nonce = secrets.token_urlsafe(18), secrets.token_bytes(_NONCE)
        hidden = nonce + self._cipher.encrypt(nonce, zlib.compress(content), kept_id.encode())
        kept = KeptPage(kept_id, session_hash, person, address, hidden, self.entrance.clock(), is_form)
        with self.database.write() as session:
            kept_pages.put(session, kept)
        return kept_id

    def _find(self, kept_id: str) -> KeptPage | None:
        with self.database.read() as session:
            return kept_pages.find(session, kept_id)

    def _opened(self, kept: KeptPage) -> bytes:
        nonce, hidden = kept.content[:_NONCE], kept.content[_NONCE:]
        return zlib.decompress(self._cipher.decrypt(nonce, hidden, kept.kept_id.encode()))

    @property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.entrance.key_for("kept pages"))
