"""Encrypt everything that Temporal stores, except sentences that are meant to be shown."""

from __future__ import annotations

import asyncio
import os
import zlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from engine.data_keys import DataKeys, owner_of
from engine.errors import EngineError
from engine.keys import KeyRing

ENCODING = b"binary/encrypted"
SHOWN = "ehcp-shown"
"""The metadata that marks a payload as a sentence to be shown."""
_WORKFLOW_METADATA = b"temporal.api.sdk.v1.WorkflowMetadata"
"""The payload with a workflow's current details for the UI. It holds only shown sentences and handler names."""
_COMPRESS_FROM = 1024
_NONCE = 12
_PLAIN, _COMPRESSED = b"0", b"1"


class EncryptingCodec(PayloadCodec, WithSerializationContext):
    """AES-256-GCM with a fresh nonce for each payload. The key's id is bound to the ciphertext.

    A workflow's payload is encrypted with the key of its case, which the SDK's serialization context identifies.
    Payloads without a case, and those stored before cases had keys, use the keys of the key file.
    """

    def __init__(self, ring: KeyRing, keys: DataKeys | None = None, owner: str | None = None) -> None:
        self._ring, self._keys, self._owner = ring, keys, owner

    def with_context(self, context: SerializationContext) -> EncryptingCodec:
        """Return the codec for the payloads of one workflow."""
        if self._keys is None or not isinstance(
            context, WorkflowSerializationContext | ActivitySerializationContext
        ):
            return self
        owner = owner_of(context.workflow_id) if context.workflow_id else None
        return self if owner == self._owner else EncryptingCodec(self._ring, self._keys, owner)

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt each payload, except those marked to be shown.

        The mark is removed from shown payloads, because the UI and the `temporal` command read only plain JSON.
        """
        if all(_is_shown(payload) for payload in payloads):
            return [_unmarked(payload) for payload in payloads]
        key_id, cipher = await self._encrypting()
        return [
            _unmarked(payload) if _is_shown(payload) else _encrypted(payload, key_id, cipher)
            for payload in payloads
        ]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt the payloads that this codec encrypted. Other payloads stay the same."""
        return [
            await self._decrypted(payload) if payload.metadata.get("encoding") == ENCODING else payload
            for payload in payloads
        ]

    async def _encrypting(self) -> tuple[str, AESGCM]:
        if self._keys is None or self._owner is None:
            return self._ring.active, self._ring.cipher(self._ring.active)
        if (key := self._keys.fresh(owner=self._owner)) is None:
            key = await asyncio.to_thread(self._keys.encrypting, self._owner)
        return key.key_id, key.cipher

    async def _decrypting(self, key_id: str) -> AESGCM:
        if self._keys is None or key_id in self._ring.keys or not key_id.startswith("dk-"):
            return self._ring.cipher(key_id)
        if (key := self._keys.fresh(key_id=key_id)) is None:
            key = await asyncio.to_thread(self._keys.decrypting, key_id)
        return key.cipher

    async def _decrypted(self, payload: Payload) -> Payload:
        key_id = payload.metadata.get("key-id", b"")
        cipher = await self._decrypting(key_id.decode(errors="replace"))
        try:
            opened = cipher.decrypt(payload.data[:_NONCE], payload.data[_NONCE:], key_id)
        except (InvalidTag, ValueError):
            raise EngineError(
                "A payload cannot be read: it was changed after it was encrypted, or its key was replaced."
            ) from None
        plain = opened[1:] if opened[:1] == _PLAIN else zlib.decompress(opened[1:])
        return Payload.FromString(plain)


def _encrypted(payload: Payload, key_id: str, cipher: AESGCM) -> Payload:
    plain = payload.SerializeToString()
    flag = _PLAIN
    if len(plain) >= _COMPRESS_FROM:
        flag, plain = _COMPRESSED, zlib.compress(plain, 6)
    bound = key_id.encode()
    nonce = os.urandom(_NONCE)
    data = nonce + cipher.encrypt(nonce, flag + plain, bound)
    return Payload(metadata={"encoding": ENCODING, "key-id": bound}, data=data)


def _unmarked(payload: Payload) -> Payload:
    metadata = {name: value for name, value in payload.metadata.items() if name != SHOWN}
    return Payload(metadata=metadata, data=payload.data)


def _is_shown(payload: Payload) -> bool:
    metadata = payload.metadata
    return SHOWN in metadata or metadata.get("messageType") == _WORKFLOW_METADATA
