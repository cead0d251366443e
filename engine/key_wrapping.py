"""Wrap the keys of cases: the interface for a key management service, and the key file as the default."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import EngineError
from engine.keys import KeyRing

_NONCE = 12
_PURPOSE = b"ehcp: wrapping of data keys"


class Wrapper(Protocol):
    """Wraps data keys with a key-encryption key that never leaves the service. It may be slow, so results are cached.

    `bound` is authenticated with the wrapping, so that one owner's wrapped key cannot be used for another.
    """

    @property
    def active(self) -> str:
        """Return the id of the active key-encryption key."""

    def wrap(self, key: bytes, bound: bytes) -> bytes:
        """Wrap a key with the active key-encryption key. Raises EngineError if it is unavailable."""

    def unwrap(self, kek_id: str, wrapped: bytes, bound: bytes) -> bytes:
        """Unwrap a key. Raises EngineError if the key-encryption key is unavailable or does not match."""


class RingWrapper:
    """Wraps with the keys of the key file, with AES-256-GCM.

    Those keys also encrypted payloads before cases had their own keys. So that no key has two purposes, a separate
    wrapping key is derived from each (RFC 5869).
    """

    def __init__(self, ring: KeyRing, again: Callable[[], KeyRing] | None = None) -> None:
        """`again` reads the keys again if one is unknown, so that a new key needs no restart."""
        self._ring, self._again = ring, again

    @property
    def active(self) -> str:
        """Return the id of the file's active key."""
        return self._ring.active

    def wrap(self, key: bytes, bound: bytes) -> bytes:
        """Wrap a key."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher(self.active).encrypt(nonce, key, bound)

    def unwrap(self, kek_id: str, wrapped: bytes, bound: bytes) -> bytes:
        """Unwrap a key. Raises EngineError."""
        try:
            return self._cipher(kek_id).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], bound)
        except (InvalidTag, ValueError):
            raise EngineError(
                f"A data key that {kek_id} wrapped was changed, or this is another key file; restore the key file of "
                "these records."
            ) from None

    def _cipher(self, kek_id: str) -> AESGCM:
        if kek_id not in self._ring.keys and self._again is not None:
            self._ring = self._again()
        key = self._ring.key(kek_id)
        return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key))


def wrapper_of(ring: KeyRing, named: str | None, again: Callable[[], KeyRing] | None = None) -> Wrapper:
    """Return the wrapper that EHCP_KEY_WRAPPER names as `module:function`, or the key file's. Raises EngineError."""
    if named is None:
        return RingWrapper(ring, again)
    module, _, function = named.partition(":")
    try:
        made: Wrapper = getattr(importlib.import_module(module), function)()
    except (ImportError, AttributeError, ValueError):
        raise EngineError(
            f"EHCP_KEY_WRAPPER names {named!r}, which cannot be loaded; write it as package.module:function, where the "
            "function takes no arguments and returns the wrapper."
        ) from None
    return made
