"""The secrets of webhooks, which are stored only encrypted, each with the data key of its webhook."""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from engine.data_keys import DataKeys
from engine.errors import EngineError

_PREFIX = "whsec_"
_KEPT = "enc"
_NONCE = 12


def new_secret() -> str:
    """Return a new secret, in the form of Standard Webhooks."""
    return f"{_PREFIX}{base64.b64encode(secrets.token_bytes(32)).decode()}"


@dataclass(frozen=True, slots=True)
class WebhookSecrets:
    """Encrypts and decrypts secrets with the keys in the records."""

    keys: DataKeys

    def kept(self, webhook_id: str, secret: str) -> str:
        """Return a secret as it is stored. Raises EngineError if the keys are unavailable."""
        key, nonce = self.keys.encrypting(webhook_id), os.urandom(_NONCE)
        raw = base64.b64decode(secret.removeprefix(_PREFIX))
        sealed = key.cipher.encrypt(nonce, raw, webhook_id.encode())
        return f"{_KEPT}:{key.key_id}:{base64.b64encode(nonce + sealed).decode()}"

    def opened(self, webhook_id: str, kept: str) -> str:
        """Return a stored secret. One that an earlier release stored is returned as it is. Raises EngineError."""
        if not is_encrypted(kept):
            return kept
        _, key_id, content = kept.split(":", 2)
        whole = base64.b64decode(content)
        try:
            raw = self.keys.decrypting(key_id).cipher.decrypt(
                whole[:_NONCE], whole[_NONCE:], webhook_id.encode()
            )
        except InvalidTag:
            raise EngineError(
                f"The secret of {webhook_id} was changed in the records; remove the webhook and add it again."
            ) from None
        return f"{_PREFIX}{base64.b64encode(raw).decode()}"


def is_encrypted(kept: str) -> bool:
    """Return whether a stored secret is encrypted."""
    return kept.startswith(f"{_KEPT}:")
