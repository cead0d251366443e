"""Encryption of everything that Temporal stores, but for the sentences that are meant to be shown."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from engine.errors import EngineError
from engine.keys import KeyRing

ENCODING = b"binary/encrypted"
SHOWN = "ehcp-shown"
"""The metadata that marks a payload as a sentence to be shown."""
_WORKFLOW_METADATA = b"temporal.api.sdk.v1.WorkflowMetadata"
"""What the UI asks a workflow for its current details; it holds nothing but shown sentences and handler names."""
_COMPRESS_FROM = 1024
_NONCE = 12
_PLAIN, _COMPRESSED = b"0", b"1"


class EncryptingCodec(PayloadCodec):
    """AES-256-GCM with a fresh nonce for each payload; the key's id is bound to the ciphertext."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._cipher = ring.cipher(ring.active)

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt each payload that is not to be shown.

        The mark is taken off a shown one: the UI and the `temporal` command read plain JSON, and nothing else.
        """
        return [
            _unmarked(payload) if _is_shown(payload) else self._encrypted(payload) for payload in payloads
        ]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt what was encrypted here; what others stored in clear is left as it is."""
        return [
            self._decrypted(payload) if payload.metadata.get("encoding") == ENCODING else payload
            for payload in payloads
        ]

    def _encrypted(self, payload: Payload) -> Payload:
        plain = payload.SerializeToString()
        flag = _PLAIN
        if len(plain) >= _COMPRESS_FROM:
            flag, plain = _COMPRESSED, zlib.compress(plain, 6)
        key_id = self._ring.active.encode()
        nonce = os.urandom(_NONCE)
        data = nonce + self._cipher.encrypt(nonce, flag + plain, key_id)
        return Payload(metadata={"encoding": ENCODING, "key-id": key_id}, data=data)

    def _decrypted(self, payload: Payload) -> Payload:
        key_id = payload.metadata.get("key-id", b"")
        cipher = self._ring.cipher(key_id.decode(errors="replace"))
        try:
            opened = cipher.decrypt(payload.data[:_NONCE], payload.data[_NONCE:], key_id)
        except (InvalidTag, ValueError):
            raise EngineError(
                "A payload was changed after it was encrypted, or its key was replaced; it cannot be read."
            ) from None
        plain = opened[1:] if opened[:1] == _PLAIN else zlib.decompress(opened[1:])
        return Payload.FromString(plain)


def _unmarked(payload: Payload) -> Payload:
    metadata = {name: value for name, value in payload.metadata.items() if name != SHOWN}
    return Payload(metadata=metadata, data=payload.data)


def _is_shown(payload: Payload) -> bool:
    metadata = payload.metadata
    return SHOWN in metadata or metadata.get("messageType") == _WORKFLOW_METADATA
