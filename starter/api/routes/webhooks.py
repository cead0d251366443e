"""Webhooks: addresses that are told of every fact that is recorded, or of some."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from activities.webhook_post import why_not
from casework.access.permissions import Person, Right
from office import webhooks
from office.dependencies import Parts
from records import webhooks as rows
from starter.api.idempotency import Idempotent
from starter.api.models import webhooks as told
from starter.api.models.base import Told, WebhookId
from starter.api.problems import documented, no_such, not_valid
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["webhooks"])
facts = APIRouter()
"""What is sent, for the documentation: nothing here answers."""
Admin = Annotated[Person, holding(Right.ADMINISTER)]


class Answered(Told):
    """What a receiver answered to a test."""

    status: int


class Removed(Told):
    """A webhook that is told nothing more."""

    webhook: str


@router.get("/webhooks", summary="The webhooks", responses=documented(401, 403, 429, 503))
def list_webhooks(parts: Annotated[Parts, Depends(the_parts)], person: Admin) -> told.Webhooks:
    """Every webhook, the newest first, with how many deliveries arrived, wait and failed."""
    return told.Webhooks.model_validate({"webhooks": webhooks.webhooks_as_json(parts.database)})


@router.post(
    "/webhooks",
    summary="Add a webhook",
    status_code=201,
    response_model=told.NewWebhook,
    responses=documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
)
async def add_webhook(
    request: Request,
    wanted: told.WebhookWanted,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Admin,
    once: Idempotent,
) -> Response:
    """Tell an address of facts from now on. The secret is answered this once: deliveries are signed with it."""
    loopback: bool = request.app.state.loopback
    if (why := why_not(wanted.url, loopback=loopback)) is not None:
        raise not_valid("body", "/url", why)

    def add() -> told.NewWebhook:
        its_id = f"webhook-{once.opaque_for(person)}"
        made = webhooks.add(
            parts.database,
            parts.webhook_secrets(),
            wanted.url,
            tuple(wanted.events),
            person.id,
            loopback=loopback,
            its_id=its_id,
        )
        return told.NewWebhook.model_validate(made)

    async def work() -> tuple[int, told.NewWebhook]:
        return 201, await asyncio.to_thread(add)

    return await once(person, work)


@router.get(
    "/webhooks/{webhook_id}", summary="One webhook", responses=documented(401, 403, 404, 422, 429, 503)
)
def show_webhook(
    webhook_id: WebhookId, parts: Annotated[Parts, Depends(the_parts)], person: Admin
) -> told.Webhook:
    """A webhook with how its deliveries stand, and what was answered to the last that did not arrive."""
    _must_exist(parts, webhook_id)
    return told.Webhook.model_validate(webhooks.webhook_as_json(parts.database, webhook_id))


@router.post(
    "/webhooks/{webhook_id}/removal",
    summary="Remove a webhook",
    response_model=Removed,
    responses=documented(400, 401, 403, 404, 409, 422, 429, 503),
)
async def remove_webhook(
    webhook_id: WebhookId, parts: Annotated[Parts, Depends(the_parts)], person: Admin, once: Idempotent
) -> Response:
    """Tell it nothing more. What waits for it is dropped."""
    await asyncio.to_thread(_must_exist, parts, webhook_id)

    async def work() -> tuple[int, Removed]:
        await asyncio.to_thread(webhooks.remove, parts.database, webhook_id, person.id)
        return 200, Removed(webhook=webhook_id)

    return await once(person, work)


@router.post(
    "/webhooks/{webhook_id}/test",
    summary="Try a webhook",
    response_model=Answered,
    responses=documented(400, 401, 403, 404, 409, 422, 429, 503),
)
async def test_webhook(
    request: Request,
    webhook_id: WebhookId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Admin,
    once: Idempotent,
) -> Response:
    """Send it a signed test message now, and say what it answered."""
    await asyncio.to_thread(_must_exist, parts, webhook_id)

    async def work() -> tuple[int, Answered]:
        status = await webhooks.test(
            parts.database,
            parts.webhook_secrets(),
            webhook_id,
            once.id_for(person),
            loopback=request.app.state.loopback,
        )
        return 200, Answered(status=status)

    return await once(person, work)


@facts.post("fact.recorded", summary="A fact was recorded")
def fact_recorded(body: told.Payload) -> None:
    """Sent for each line of a ledger, at least once, signed as Standard Webhooks says: the headers `webhook-id` (the same
    for every attempt at one fact), `webhook-timestamp` and `webhook-signature`. Answer 2xx; anything else is tried again
    for three days, and 410 ends the webhook.
    """


def _must_exist(parts: Parts, webhook_id: str) -> None:
    with parts.database.read() as session:
        if rows.find(session, webhook_id) is None:
            raise no_such("webhook", webhook_id, "/webhooks")
