"""Webhooks are told by workflows: in order, again after a failure, and whatever goes away in between."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowExecutionStatus

from activities import webhook_delivery
from activities.webhook_starts import WebhookStarts
from engine.configuration import load
from engine.connection import connect, data_keys_of
from engine.data_keys import owner_of
from engine.embedded import running_server
from engine.webhook_secrets import WebhookSecrets
from office.office import opaque
from office.operations.workflow_status import open_workflows
from records import webhooks
from records.database import Database
from records.webhooks import Delivery, Webhook
from tests.activities.receiver import Receiver, receiving
from tests.activities.steps import Story
from worker import build_webhook_worker
from workflows.webhook_messages import DeliveryKey

SHORT = timedelta(milliseconds=300)


@dataclass
class Place:
    """A Temporal server and records with nothing in them."""

    client: Client
    database: Database
    secrets: WebhookSecrets

    def hook(self, url: str, *events: str) -> str:
        """Add a webhook and return its id."""
        webhook = Webhook(
            f"webhook-{opaque()}", url, list(events), "whsec_" + "A" * 32, datetime.now(UTC), "a-1"
        )
        with self.database.write() as session:
            webhooks.add(session, webhook)
        return webhook.webhook_id

    def deliveries(self, webhook_id: str) -> list[Delivery]:
        """The deliveries of a webhook, oldest first."""
        with self.database.read() as session:
            return webhooks.deliveries_of(session, webhook_id)

    async def until(self, true: Callable[[], object], seconds: float = 30.0) -> None:
        """Wait until something is true."""
        async with asyncio.timeout(seconds):
            while not await asyncio.to_thread(true):
                await asyncio.sleep(0.05)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """A worker that tells webhooks, for as long as the context lasts."""
        async with (
            build_webhook_worker(self.client, "q", self.database, self.secrets, True, patience=2.0),
            WebhookStarts(self.client, "q", self.database),
        ):
            yield


def ids_of(receiver: Receiver) -> list[str]:
    """The cases that a receiver was told of, in order."""
    return [json.loads(body)["data"]["id"] for _, body in receiver.came]


@pytest_asyncio.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    monkeypatch.setattr(webhook_delivery, "PAUSES", (SHORT,) * 3)
    settings = load(tmp_path / "var", {})
    with running_server(settings) as address:
        database = Database(settings.database_url)
        database.migrate()
        keys = data_keys_of(settings)
        yield Place(await connect(settings, address=address), database, WebhookSecrets(keys))
        keys.database.close()
        database.close()


async def test_what_was_queued_while_no_worker_ran_is_told_in_order_and_no_fact_is_told_twice(
    place: Place,
) -> None:
    with receiving() as receiver:
        hook = place.hook(receiver.url)
        Story("case-a").then("assessment_agreed 2024-04-10").record(place.database)
        async with place.working():
            await place.until(lambda: all(one.outcome == "arrived" for one in place.deliveries(hook)))
            Story("case-b").record(place.database)
            await place.until(lambda: all(one.outcome == "arrived" for one in place.deliveries(hook)))
    told = [json.loads(body)["data"] for _, body in receiver.came]
    assert [(one["id"], one["number"]) for one in told] == [
        (one.case_id, one.number) for one in place.deliveries(hook)
    ]


async def test_one_that_fails_is_tried_again_by_a_workflow_of_its_own_and_holds_up_no_other_webhook(
    place: Place,
) -> None:
    with receiving(500, 204) as failing, receiving() as well:
        hook, other = (place.hook(each.url, "request_received") for each in (failing, well))
        Story("case-a").record(place.database)
        Story("case-b").record(place.database)
        async with place.working():
            await place.until(lambda: all(one.outcome == "arrived" for one in place.deliveries(other)))
            await place.until(lambda: all(one.outcome == "arrived" for one in place.deliveries(hook)))
            handle = place.client.get_workflow_handle(f"{hook}:case-a:1")
            assert await handle.result() == "arrived"
    assert ids_of(well) == ["case-a", "case-b"]
    # Both wait for the end of the pause of their webhook, after which either may be first.
    assert ids_of(failing)[0] == "case-a" and sorted(ids_of(failing)) == ["case-a", "case-a", "case-b"]
    assert [one.attempts for one in place.deliveries(hook)] == [2, 1]


async def test_one_that_never_arrives_ends_as_failed_after_its_last_attempt(place: Place) -> None:
    with receiving(500) as receiver:
        hook = place.hook(receiver.url, "request_received")
        Story("case-a").record(place.database)
        async with place.working():
            await place.until(lambda: place.deliveries(hook)[0].outcome == "failed")
            assert await place.client.get_workflow_handle(f"{hook}:case-a:1").result() == "failed"
        assert len(receiver.came) == 4 and len({headers["webhook-id"] for headers, _ in receiver.came}) == 1


async def test_a_worker_that_starts_again_finds_what_waits_although_the_server_knows_nothing_of_it(
    place: Place,
) -> None:
    """As after a restore of the records: the rows are what starts the workflows."""
    with receiving() as receiver:
        hook = place.hook(receiver.url, "request_received")
        Story("case-a").record(place.database)
        (one,) = place.deliveries(hook)
        with place.database.write() as session:
            webhooks.put_off(session, one, datetime.now(UTC), "It answered 500.", datetime.now(UTC))
        async with place.working():
            await place.until(lambda: place.deliveries(hook)[0].outcome == "arrived")
        assert len(receiver.came) == 1


async def test_a_delivery_that_is_under_way_is_started_once(place: Place) -> None:
    hook = place.hook("http://127.0.0.1:9/", "request_received")
    Story("case-a").record(place.database)
    (one,) = place.deliveries(hook)
    with place.database.write() as session:
        in_an_hour = datetime.now(UTC) + timedelta(hours=1)
        webhooks.put_off(session, one, in_an_hour, "It answered 500.", datetime.now(UTC))
    first, second = (WebhookStarts(place.client, "q", place.database) for _ in range(2))
    for starts in (first, first, second):
        await starts.sweep(datetime.now(UTC))
    described = await place.client.get_workflow_handle(f"{hook}:case-a:1").describe()
    assert described.status is WorkflowExecutionStatus.RUNNING
    assert described.history_length == 1
    assert [each async for each in open_workflows(place.client)] == []


def test_a_delivery_has_the_key_of_its_webhook() -> None:
    key = DeliveryKey(webhook_id="webhook-a1", case_id="case-b2", number=3)
    assert owner_of(key.workflow_id) == owner_of("webhook-a1") == "webhook-a1"
    assert owner_of("case-b2") == "case-b2"
