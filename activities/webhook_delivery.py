"""Telling webhooks of facts: each delivery signed (Standard Webhooks), and tried for three days.

A delivery is at least once: a worker that dies between sending and noting it leaves it to be sent again, under the
same `webhook-id`, by which its receiver knows it.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import standardwebhooks
import structlog
from sqlalchemy.orm import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities import webhook_post
from engine.webhook_secrets import WebhookSecrets, is_encrypted
from records import access, processes, webhooks
from records.database import Database
from records.webhooks import Delivery, Line, Webhook
from workflows.ports import TellingWebhooks
from workflows.webhook_messages import DeliveryKey

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
LONGEST_BACK_OFF = timedelta(hours=1)
"""The longest pause of a webhook that fails; the first is as long as the first pause of a delivery."""
NOT_DELIVERED = "NotDelivered"
"""The type of the failure of an attempt, which Temporal repeats after the pause that it names."""
_PAUSED = "The webhook failed and is paused."
_GONE = 410
_BATCH_SECONDS = 60.0
Ending = Literal["arrived", "failed", "withheld"]


def back_off(failures: int) -> timedelta:
    """Return how long a webhook is paused after one more failure than those in a row."""
    longer: int = 2 ** min(failures, 20)
    return min(PAUSES[0] * longer, LONGEST_BACK_OFF)


def signed(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a message: its id, the seconds of the epoch, and the signature of both and the body."""
    utc = at.astimezone(UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(utc.timestamp())),
        "webhook-signature": standardwebhooks.Webhook(secret).sign(message_id, utc, body.decode()),
        "content-type": "application/json",
        "user-agent": "ehcp-webhooks/1",
    }


def payload(line: Line | None, at: datetime) -> bytes:
    """Return what is told of a line of the ledger; without one, a test."""
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


async def test(webhook: Webhook, secret: str, message_id: str, *, loopback: bool) -> int:
    """Send a test message and return the status that was answered. Raises Unreachable."""
    now = datetime.now(UTC)
    body = payload(None, now)
    return await webhook_post.post(
        webhook.url, body, signed(secret, message_id, now, body), loopback=loopback
    )


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an attempt: how the delivery ended, or the pause before the next attempt and why."""

    ended: Ending | None
    pause: timedelta = timedelta()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class _Task:
    delivery: Delivery
    webhook: Webhook
    line: Line


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells webhooks. `loopback` allows receivers on this machine, as in the embedded default."""

    database: Database
    secrets: WebhookSecrets
    loopback: bool
    patience: float = webhook_post.PATIENCE_SECONDS

    async def tell_next(self, webhook_id: str, now: datetime) -> Result | None:
        """Make the first attempt at the next new fact of a webhook; None when nothing is left."""
        task = await asyncio.to_thread(self._next, webhook_id, now)
        return None if task is None else await self._attempt(task, now)

    async def tell_again(self, key: DeliveryKey, now: datetime) -> Result:
        """Make the next attempt at a delivery. What has ended meanwhile, or is no longer there, is withheld."""
        task = await asyncio.to_thread(self._again, key, now)
        if task is None:
            return Result("withheld")
        if (until := task.webhook.paused_until) is not None and now < until:
            return Result(None, until - now, _PAUSED)
        return await self._attempt(task, now)

    async def _attempt(self, task: _Task, now: datetime) -> Result:
        one = task.delivery
        body = payload(task.line, one.queued_at)
        message_id = f"msg_{one.webhook_id}_{one.case_id}_{one.number}"
        secret = await asyncio.to_thread(self._secret, task.webhook)
        headers = signed(secret, message_id, datetime.now(UTC), body)
        try:
            status = await webhook_post.post(
                task.webhook.url, body, headers, loopback=self.loopback, patience=self.patience
            )
            answer = f"It answered {status}."
        except webhook_post.Unreachable as why:
            status, answer = 0, str(why)
        return await asyncio.to_thread(self._note, task, status, answer, now)

    def _secret(self, webhook: Webhook) -> str:
        """Return the secret of a webhook. One that an earlier release stored in clear is encrypted now."""
        if not is_encrypted(webhook.secret):
            kept = self.secrets.kept(webhook.webhook_id, webhook.secret)
            with self.database.write() as session:
                webhooks.keep_secret(session, webhook.webhook_id, kept)
        return self.secrets.opened(webhook.webhook_id, webhook.secret)

    def _next(self, webhook_id: str, now: datetime) -> _Task | None:
        with self.database.write() as session:
            while (one := webhooks.next_new(session, webhook_id, now)) is not None:
                if (task := _task(session, one, now)) is not None:
                    return task
        return None

    def _again(self, key: DeliveryKey, now: datetime) -> _Task | None:
        with self.database.write() as session:
            one = webhooks.delivery(session, key.webhook_id, key.case_id, key.number)
            return None if one is None or one.ended_at is not None else _task(session, one, now)

    def _note(self, task: _Task, status: int, answer: str, now: datetime) -> Result:
        one = task.delivery
        with self.database.write() as session:
            if 200 <= status < 300:
                webhooks.resume(session, one.webhook_id)
                webhooks.finish(session, one, "arrived", None, now, attempts=1)
                return Result("arrived")
            if status == _GONE:
                webhooks.finish(session, one, "failed", answer, now, attempts=1)
                webhooks.end(session, one.webhook_id, "Its receiver answered 410 Gone.", now)
                return Result("failed", answer=answer)
            webhooks.pause(session, one.webhook_id, now + back_off(task.webhook.failures))
            if one.attempts >= len(PAUSES):
                webhooks.finish(session, one, "failed", answer, now, attempts=1)
                _LOG.warning("webhook_failed", webhook=one.webhook_id, case=one.case_id, number=one.number)
                return Result("failed", answer=answer)
            pause = PAUSES[one.attempts]
            webhooks.put_off(session, one, now + pause, answer, now)
            return Result(None, pause, answer)


class WebhookTeller(TellingWebhooks):
    """The activities that tell webhooks."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller

    @activity.defn(name="tell_new_facts")
    async def tell_new_facts(self, webhook_id: str) -> bool:
        """Make the first attempt at each new fact of a webhook, in order; return whether more may be left."""
        ends_at = time.monotonic() + _BATCH_SECONDS
        while time.monotonic() < ends_at:
            activity.heartbeat()
            if await self._teller.tell_next(webhook_id, datetime.now(UTC)) is None:
                return False
        return True

    @activity.defn(name="deliver_again")
    async def deliver_again(self, delivery: DeliveryKey) -> str:
        """Make one more attempt and return how the delivery ended. Raises ApplicationError, with the pause to the next."""
        result = await self._teller.tell_again(delivery, datetime.now(UTC))
        if result.ended is None:
            raise ApplicationError(result.answer, type=NOT_DELIVERED, next_retry_delay=result.pause)
        return result.ended


def _task(session: Session, one: Delivery, now: datetime) -> _Task | None:
    """Return what is to be sent; None when it is withheld, which is noted."""
    webhook, line = webhooks.find(session, one.webhook_id), webhooks.line_of(session, one)
    if webhook is None or line is None or webhook.ended_at is not None:
        webhooks.finish(session, one, "withheld", None, now)
    elif _is_sealed(session, one.case_id):
        webhooks.finish(session, one, "withheld", "The case is sealed.", now)
    else:
        return _Task(one, webhook, line)
    return None


def _is_sealed(session: Session, its_id: str) -> bool:
    row = processes.find(session, its_id)
    return access.is_sealed(session, row.case_id if row is not None and row.case_id else its_id)
