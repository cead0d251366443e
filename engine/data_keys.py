"""A data key for each case: made when needed, unwrapped at most once a minute, and destroyed to erase the case."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from casework.people.child import is_child_id
from casework.processes.registry import OF_ONE_CASE
from engine.errors import EngineError, KeyDestroyed
from engine.escrow import Escrow
from engine.key_wrapping import Wrapper
from records import data_keys
from records.data_keys import WrappedKey
from records.database import Database
from records.errors import RecordsError
from statute.words import short_date

_FRESH_SECONDS = 60.0
"""How long an unwrapped key stays in memory, so also the longest time that a destroyed key can still be used."""
_KEPT = 10_000
_NOUNS = "|".join(process.noun for process in OF_ONE_CASE)
_BESIDE = re.compile(rf"^(?:{_NOUNS})-(.+?)(?:-\d+)?$")


def owner_of(workflow_id: str) -> str:
    """Return whose key encrypts a workflow: the case or the child's record that it hangs on, or any other workflow itself.

    What follows a colon is a part of its owner: a delivery has the key of its webhook.
    """
    workflow_id = workflow_id.partition(":")[0]
    beside = _BESIDE.match(workflow_id)
    if beside is None:
        return workflow_id
    return beside[1] if is_child_id(beside[1]) else f"case-{beside[1]}"


@dataclass(frozen=True, slots=True)
class OpenKey:
    """An unwrapped key."""

    key_id: str
    owner: str
    cipher: AESGCM
    since: float


class DataKeys:
    """The keys of the cases, in the records and unwrapped in memory. It is thread-safe."""

    def __init__(self, database: Database, wrapper: Wrapper, escrow: Escrow | None = None) -> None:
        self.database, self.wrapper, self.escrow = database, wrapper, escrow
        self._by_owner: OrderedDict[str, OpenKey] = OrderedDict()
        self._by_id: OrderedDict[str, OpenKey] = OrderedDict()
        self._lock = threading.Lock()

    def fresh(self, *, owner: str | None = None, key_id: str | None = None) -> OpenKey | None:
        """Return a key from memory, or None. Never waits."""
        found = self._by_owner.get(owner) if owner is not None else self._by_id.get(key_id or "")
        return found if found is not None and time.monotonic() - found.since < _FRESH_SECONDS else None

    def encrypting(self, owner: str) -> OpenKey:
        """Return the key that encrypts for an owner, made if there is none.

        May wait for the records. Raises EngineError.
        """
        if (found := self.fresh(owner=owner)) is not None:
            return found
        try:
            with self.database.read() as session:
                row = data_keys.latest(session, owner)
            return self._opened(row if row is not None else self._made(owner, 1), encrypts=True)
        except (RecordsError, SQLAlchemyError):
            return self._at_hand(self._by_owner.get(owner))

    def decrypting(self, key_id: str) -> OpenKey:
        """Return a key by its id. May wait for the records. Raises EngineError if it is destroyed or unknown."""
        if (found := self.fresh(key_id=key_id)) is not None:
            return found
        try:
            with self.database.read() as session:
                row = data_keys.find(session, key_id)
            row = row or self._from_escrow(key_id)
        except (RecordsError, SQLAlchemyError):
            return self._at_hand(self._by_id.get(key_id))
        if row is None:
            raise EngineError(
                f"The data key {key_id} is not in the records, because they were restored from a backup made before it; "
                "restore the keys (docs/operate/operations.md)."
            )
        return self._opened(row)

    def rotate(self, owner: str) -> WrappedKey:
        """Make a new key for an owner. What the old one encrypted stays readable. Raises EngineError."""
        with self.database.read() as session:
            last = data_keys.latest(session, owner)
        if last is None or last.wrapped is None:
            raise EngineError(f"{owner} has no key to rotate.")
        made = self._made(owner, last.generation + 1)
        self._forget(owner)
        return made

    def rewrap(self) -> int:
        """Wrap all keys with the active key-encryption key.

        Returns how many changed. The others may then be destroyed.
        """
        count = 0
        while True:
            with self.database.write() as session:
                rows = data_keys.wrapped_by_others(session, self.wrapper.active)
                for row in rows:
                    wrapped = self.wrapper.wrap(self._unwrapped(row), _bound(row.key_id, row.owner))
                    data_keys.rewrapped(session, row.key_id, self.wrapper.active, wrapped)
                    self._keep(replace(row, kek_id=self.wrapper.active, wrapped=wrapped))
            if not rows:
                return count
            count += len(rows)

    def destroy(self, owner: str, at: datetime) -> int:
        """Destroy every key of an owner, here and in escrow, so that what they encrypted can never be read again."""
        with self.database.write() as session:
            count = data_keys.destroy(session, owner, at)
            rows = data_keys.of_owner(session, owner)
            if not rows:  # store a destroyed key, so that no key is made later
                rows = [WrappedKey(_new_id(), owner, 1, self.wrapper.active, None, at, at)]
                data_keys.add(session, rows[0])
        for row in rows:
            self._keep(row)
        self._forget(owner)
        return count

    def generations(self, session: Session, owner: str) -> list[str]:
        """Return the ids of every key that an owner has had."""
        return [row.key_id for row in data_keys.of_owner(session, owner)]

    def reconcile(self) -> tuple[int, int]:
        """Reconcile the records with escrow after a restore.

        Returns how many keys were restored and destroyed again.
        """
        found = again = 0
        for kept in self.escrow.all() if self.escrow is not None else ():
            with self.database.write() as session:
                row = data_keys.find(session, kept.key_id)
                if row is None:
                    found += data_keys.add(session, kept)
                elif row.wrapped is not None and kept.destroyed_at is not None:
                    again += data_keys.destroy(session, kept.owner, kept.destroyed_at)
                    self._forget(kept.owner)
        return found, again

    def _made(self, owner: str, generation: int) -> WrappedKey:
        key_id = _new_id()
        wrapped = self.wrapper.wrap(AESGCM.generate_key(256), _bound(key_id, owner))
        made = WrappedKey(key_id, owner, generation, self.wrapper.active, wrapped, datetime.now(UTC))
        with self.database.write() as session:
            data_keys.add(session, made)  # if two make one at the same time, the first stays
            stored = data_keys.latest(session, owner)
            assert stored is not None
            self._keep(
                stored
            )  # before the transaction ends, so that nothing is encrypted with a key that could be lost
        return stored

    def _keep(self, row: WrappedKey) -> None:
        if self.escrow is not None:
            self.escrow.keep(row)

    def _from_escrow(self, key_id: str) -> WrappedKey | None:
        kept = self.escrow.find(key_id) if self.escrow is not None else None
        if kept is not None:
            with self.database.write() as session:
                data_keys.add(session, kept)
        return kept

    def _unwrapped(self, row: WrappedKey) -> bytes:
        assert row.wrapped is not None
        return self.wrapper.unwrap(row.kek_id, row.wrapped, _bound(row.key_id, row.owner))

    def _opened(self, row: WrappedKey, *, encrypts: bool = False) -> OpenKey:
        if row.wrapped is None:
            when = f" on {short_date(row.destroyed_at.date())}" if row.destroyed_at else ""
            raise KeyDestroyed(
                f"The key of {row.owner} was destroyed{when}; what it encrypted can never be read again."
            )
        with self._lock:
            known = self._by_id.get(row.key_id)
            cipher = known.cipher if known is not None else AESGCM(self._unwrapped(row))
            opened = OpenKey(row.key_id, row.owner, cipher, time.monotonic())
            self._by_id[row.key_id] = opened
            if encrypts:
                self._by_owner[row.owner] = opened
            for kept in (self._by_id, self._by_owner):
                while len(kept) > _KEPT:
                    kept.popitem(last=False)
        return opened

    def _forget(self, owner: str) -> None:
        with self._lock:
            self._by_owner.pop(owner, None)
            for key_id in [each.key_id for each in self._by_id.values() if each.owner == owner]:
                del self._by_id[key_id]

    def _at_hand(self, found: OpenKey | None) -> OpenKey:
        """Return a key from memory while the records are unavailable, so that cases still keep their deadlines."""
        if found is None:
            raise EngineError("The records cannot be used, so the keys of the cases are unavailable.")
        return found


def _new_id() -> str:
    return f"dk-{secrets.token_hex(8)}"


def _bound(key_id: str, owner: str) -> bytes:
    return f"{key_id}|{owner}".encode()
