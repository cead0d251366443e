"""Telling webhooks of facts: each delivery signed, tried for three days, and sent again as itself where that is not sure.

A delivery is at least once: a process that dies between sending and noting it leaves it to be sent again, under the
same `webhook-id`, by which its receiver knows it. The signature is that of Standard Webhooks.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from activities import webhook_post
from records import access, processes, webhooks
from records.database import Database
from records.webhooks import Delivery, Line, Webhook

_LOG = structlog.get_logger()
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=20),
)
"""How long is waited after each attempt that failed; after the last the delivery has failed. Three days in all."""
_GONE = 410
_PAUSE_SECONDS = 1.0
_FORGOTTEN_EVERY = timedelta(hours=1)


def signed(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of a message (Standard Webhooks 1.0): its id, the seconds of the epoch, and what proves both."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    stamp = str(int(at.timestamp()))
    proof = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(proof).decode()}",
        "content-type": "application/json",
        "user-agent": "ehcp-webhooks/1",
    }


def payload(line: Line | None, at: datetime) -> bytes:
    """What is told of a line of the ledger; without one, a test."""
    data = None
    if line is not None:
        data = {
            "id": line.case_id,
            "of": line.case_id.partition("-")[0],
            "event": line.event,
            "kind": line.kind,
            "on": line.on.isoformat() if line.on else None,
            "stage": line.stage,
            "sequence": line.seq,
            "number": line.number,
            "recorded_at": line.recorded_at.isoformat(),
        }
    kind = "fact.recorded" if line is not None else "webhook.test"
    return json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}).encode()


async def test(webhook: Webhook, message_id: str, *, loopback: bool) -> int:
    """Send a test message: the status that was answered. Raises Unreachable."""
    now = datetime.now(UTC)
    body = payload(None, now)
    return await webhook_post.post(
        webhook.url, body, signed(webhook.secret, message_id, now, body), loopback=loopback
    )


@dataclass(frozen=True, slots=True)
class _Task:
    delivery: Delivery
    webhook: Webhook
    line: Line


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells webhooks. `loopback` allows receivers on this machine, as in the embedded default."""

    database: Database
    loopback: bool
    patience: float = webhook_post.PATIENCE_SECONDS

    async def tell_next(self, webhook_id: str, now: datetime) -> bool:
        """Make the next delivery of a webhook; whether it arrived. False too where nothing is to be sent now."""
        task = await asyncio.to_thread(self._claim, webhook_id, now)
        if task is None:
            return False
        one = task.delivery
        body = payload(task.line, one.queued_at)
        message_id = f"msg_{one.webhook_id}_{one.case_id}_{one.number}"
        headers = signed(task.webhook.secret, message_id, datetime.now(UTC), body)
        try:
            status = await webhook_post.post(
                task.webhook.url, body, headers, loopback=self.loopback, patience=self.patience
            )
            answer = f"It answered {status}."
        except webhook_post.Unreachable as why:
            status, answer = 0, str(why)
        await asyncio.to_thread(self._note, one, status, answer, now)
        return 200 <= status < 300

    def due(self, now: datetime) -> list[str]:
        """The webhooks that have something to be told now."""
        with self.database.read() as session:
            return webhooks.due(session, now)

    def _claim(self, webhook_id: str, now: datetime) -> _Task | None:
        with self.database.write() as session:
            while (one := webhooks.claim(session, webhook_id, now)) is not None:
                webhook, line = webhooks.find(session, webhook_id), webhooks.line_of(session, one)
                if webhook is None or line is None or webhook.ended_at is not None:
                    webhooks.finish(session, one, "withheld", None, now)
                elif _is_sealed(session, one.case_id):
                    webhooks.finish(session, one, "withheld", "The case is sealed.", now)
                else:
                    return _Task(one, webhook, line)
        return None

    def _note(self, one: Delivery, status: int, answer: str, now: datetime) -> None:
        with self.database.write() as session:
            if 200 <= status < 300:
                webhooks.finish(session, one, "arrived", None, now)
            elif status == _GONE:
                webhooks.finish(session, one, "failed", answer, now)
                webhooks.end(session, one.webhook_id, "Its receiver answered 410 Gone.", now)
            elif one.attempts > len(PAUSES):
                webhooks.finish(session, one, "failed", answer, now)
                _LOG.warning("webhook_failed", webhook=one.webhook_id, case=one.case_id, number=one.number)
            else:
                webhooks.put_off(session, one, now + PAUSES[one.attempts - 1], answer)


def _is_sealed(session: Session, its_id: str) -> bool:
    row = processes.find(session, its_id)
    return access.is_sealed(session, row.case_id if row is not None and row.case_id else its_id)


class WebhookTeller:
    """Tells webhooks in a thread of its own for as long as it runs: each by itself, so that a slow one delays no other."""

    def __init__(self, database: Database, *, loopback: bool) -> None:
        self._teller = Teller(database, loopback)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def __enter__(self) -> WebhookTeller:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._tell())

    async def _tell(self) -> None:
        running: dict[str, asyncio.Task[Any]] = {}
        forgotten_at = datetime.min.replace(tzinfo=UTC)
        while not self._stop.is_set():
            now = datetime.now(UTC)
            try:
                for webhook_id in await asyncio.to_thread(self._teller.due, now):
                    if webhook_id not in running or running[webhook_id].done():
                        running[webhook_id] = asyncio.create_task(self._all_of(webhook_id))
                if now - forgotten_at > _FORGOTTEN_EVERY:
                    await asyncio.to_thread(self._forget, now)
                    forgotten_at = now
            except Exception as failure:  # the database is away: try again after a pause
                _LOG.warning("webhooks_wait", reason=type(failure).__name__)
            await asyncio.sleep(_PAUSE_SECONDS)
        for task in running.values():
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*running.values(), return_exceptions=True)

    async def _all_of(self, webhook_id: str) -> None:
        """Tell one webhook until nothing is left, or something did not arrive."""
        try:
            while not self._stop.is_set() and await self._teller.tell_next(webhook_id, datetime.now(UTC)):
                pass
        except Exception as failure:
            _LOG.warning("webhooks_wait", reason=type(failure).__name__)

    def _forget(self, now: datetime) -> None:
        with self._teller.database.write() as session:
            webhooks.forget(session, now - webhooks.KEPT_FOR)
