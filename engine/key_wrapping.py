"""Wrapping the keys of the cases: the port for a key management service, and the key file behind it by default."""

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
    """What wraps data keys: a key-encryption key that never leaves its place. May be slow; answers are kept for a while.

    `bound` is bound to the wrapping, so that a wrapped key cannot be passed off as another's.
    """

    @property
    def active(self) -> str:
        """The id of the key-encryption key that wraps."""

    def wrap(self, key: bytes, bound: bytes) -> bytes:
        """Wrap a key with the active key-encryption key. Raises EngineError where that cannot be had."""

    def unwrap(self, kek_id: str, wrapped: bytes, bound: bytes) -> bytes:
        """Unwrap what a key-encryption key wrapped. Raises EngineError where it cannot be had, or does not fit."""


class RingWrapper:
    """Wraps with the keys of the key file, by AES-256-GCM.

    Those keys also encrypted payloads, before cases had keys of their own; a key is derived from them for wrapping, so
    that none does two things (RFC 5869).
    """

    def __init__(self, ring: KeyRing, again: Callable[[], KeyRing] | None = None) -> None:
        """`again` reads the keys anew where one is not known: so a new one needs no program started again."""
        self._ring, self._again = ring, again

    @property
    def active(self) -> str:
        """The active key of the file."""
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
                f"A data key that {kek_id} wrapped was changed, or the key file is another; restore the key file that "
                "belongs to these records."
            ) from None

    def _cipher(self, kek_id: str) -> AESGCM:
        if kek_id not in self._ring.keys and self._again is not None:
            self._ring = self._again()
        key = self._ring.key(kek_id)
        return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key))


def wrapper_of(ring: KeyRing, named: str | None, again: Callable[[], KeyRing] | None = None) -> Wrapper:
    """The wrapper that EHCP_KEY_WRAPPER names as `module:function`, or the key file's. Raises EngineError."""
    if named is None:
        return RingWrapper(ring, again)
    module, _, function = named.partition(":")
    try:
        made: Wrapper = getattr(importlib.import_module(module), function)()
    except (ImportError, AttributeError, ValueError):
        raise EngineError(
            f"EHCP_KEY_WRAPPER names {named!r}, which cannot be loaded; write it as package.module:function, where the "
            "function takes nothing and gives the wrapper."
        ) from None
    return made
