"""Add, show, test and remove webhooks."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from activities import webhook_delivery, webhook_post
from engine.webhook_secrets import WebhookSecrets, new_secret
from office.office import opaque
from office.refusals import ActRefused
from records import webhooks
from records.database import Database
from records.webhooks import Webhook

_MOST = 50


def add(
    database: Database,
    secrets: WebhookSecrets,
    url: str,
    events: tuple[str, ...],
    by: str,
    *,
    loopback: bool,
    its_id: str | None = None,
) -> dict[str, Any]:
    """Add a webhook. Returns it with its secret. Repeating the same id gives the same webhook. Raises ActRefused or EngineError."""
    if (why := webhook_post.why_not(url, loopback=loopback)) is not None:
        raise ActRefused(why)
    webhook_id = its_id or f"webhook-{opaque()}"
    kept_secret = secrets.kept(webhook_id, new_secret())
    made = Webhook(webhook_id, url, list(events), kept_secret, datetime.now(UTC), by)
    with database.write() as session:
        running = [one for one in webhooks.every(session) if one.ended_at is None]
        if len(running) >= _MOST and webhooks.find(session, made.webhook_id) is None:
            raise ActRefused(f"There are {_MOST} webhooks already; remove one first.")
        webhooks.add(session, made)
        kept = webhooks.find(session, made.webhook_id) or made
    return {
        **webhook_as_json(database, kept.webhook_id),
        "secret": secrets.opened(kept.webhook_id, kept.secret),
    }


def webhooks_as_json(database: Database) -> list[dict[str, Any]]:
    """Return every webhook, newest first, with the status of its deliveries."""
    with database.read() as session:
        found = webhooks.every(session)
    return [webhook_as_json(database, one.webhook_id) for one in found]


def webhook_as_json(database: Database, webhook_id: str) -> dict[str, Any]:
    """Return a webhook with the status of its deliveries, without its secret.

    Raises ActRefused if it does not exist.
    """
    with database.read() as session:
        one = _found(webhooks.find(session, webhook_id), webhook_id)
        standing = webhooks.standing(session, webhook_id)
    return {
        "webhook": one.webhook_id,
        "url": one.url,
        "events": list(one.events),
        "created_at": one.created_at.isoformat(),
        "created_by": one.created_by,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_why": one.ended_why,
        **asdict(standing),
    }


def remove(database: Database, webhook_id: str, by: str) -> None:
    """Remove a webhook. Raises ActRefused if it does not exist."""
    with database.write() as session:
        _found(webhooks.find(session, webhook_id), webhook_id)
        webhooks.end(session, webhook_id, f"Removed by {by}.", datetime.now(UTC))


async def test(
    database: Database, secrets: WebhookSecrets, webhook_id: str, message: str, *, loopback: bool
) -> int:
    """Send a test message now. Returns the HTTP status of the answer. Raises ActRefused if there was none."""

    def find() -> Webhook:
        with database.read() as session:
            return _found(webhooks.find(session, webhook_id), webhook_id)

    one = await asyncio.to_thread(find)
    if one.ended_at is not None:
        raise ActRefused(f"Webhook {webhook_id} has ended: {one.ended_why}")
    try:
        secret = await asyncio.to_thread(secrets.opened, webhook_id, one.secret)
        return await webhook_delivery.test(one, secret, f"msg_{message}", loopback=loopback)
    except webhook_post.Unreachable as why:
        raise ActRefused(f"The test did not arrive. {why}") from None


def _found(one: Webhook | None, webhook_id: str) -> Webhook:
    if one is None:
        raise ActRefused(f"There is no webhook {webhook_id!r}; `ehcp webhook list` lists them.")
    return one
