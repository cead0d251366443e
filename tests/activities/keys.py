"""Keys for tests: every process of a test has the same key-encryption key."""

from __future__ import annotations

from engine.data_keys import DataKeys
from engine.key_wrapping import RingWrapper
from engine.keys import KeyRing
from engine.webhook_secrets import WebhookSecrets
from records.database import Database


def secrets_of(database: Database) -> WebhookSecrets:
    """Return what encrypts the secrets of webhooks in some records."""
    return WebhookSecrets(DataKeys(database, RingWrapper(KeyRing("k1", {"k1": bytes(range(32))}))))
