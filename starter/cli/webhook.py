"""`ehcp webhook`: the addresses that are sent facts over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from starter.terminal.data_folder import AsJson, By, DataFolder, actor, as_caller
from starter.terminal.errors import Refused

if TYPE_CHECKING:
    from engine.webhook_secrets import WebhookSecrets
    from records.database import Database

T = TypeVar("T")
WebhookId = Annotated[str, typer.Argument(metavar="WEBHOOK", help="As `ehcp webhook list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    webhook = typer.Typer(help="Addresses that are sent facts over HTTP.", no_args_is_help=True)
    webhook.command("add")(_add)
    webhook.command("list")(_list)
    webhook.command("remove")(_remove)
    webhook.command("test")(_test)
    app.add_typer(webhook, name="webhook")


def _add(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL", help="A public https address; the embedded default also allows this machine."
        ),
    ],
    events: Annotated[
        list[str] | None,
        typer.Option(
            "--event", metavar="EVENT", help="Send only this fact; repeat for more. All facts if left out."
        ),
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Send facts to an address from now on, and print the signing secret. It is shown only once."""
    from office.webhooks import add

    told = _answered(
        data,
        by,
        lambda database: _with_secrets(
            data,
            lambda secrets: add(
                database, secrets, url, tuple(events or ()), actor(by), loopback=_loopback(data)
            ),
        ),
    )
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    typer.echo(f"{told['webhook']}  {told['url']}")
    typer.echo(f"Secret: {told['secret']}")


def _list(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the webhooks, with how many deliveries arrived, wait and failed."""
    from office.webhooks import webhooks_as_json

    found = _answered(data, by, webhooks_as_json)
    if as_json:
        typer.echo(json.dumps({"webhooks": found}, indent=2))
        return
    for one in found:
        state = f"ended: {one['ended_why']}" if one["ended_at"] else "running"
        counts = f"{one['arrived']} arrived, {one['waiting']} wait, {one['failed']} failed"
        last = f" ({one['last_answer']})" if one["last_answer"] else ""
        typer.echo(f"{one['webhook']}  {one['url']}  {state}; {counts}{last}")
    if not found:
        typer.echo("There are no webhooks; add one with `ehcp webhook add URL`.")


def _remove(webhook: WebhookId, by: By = None, data: DataFolder = None) -> None:
    """Remove a webhook. Deliveries that wait for it are dropped."""
    from office.webhooks import remove

    _answered(data, by, lambda database: remove(database, webhook, actor(by)))
    typer.echo(f"Removed: {webhook}.")


def _test(webhook: WebhookId, by: By = None, data: DataFolder = None) -> None:
    """Send a signed test message now, and print the answer."""
    from office.office import opaque
    from office.webhooks import test

    status = _answered(
        data,
        by,
        lambda database: _with_secrets(
            data,
            lambda secrets: asyncio.run(
                test(database, secrets, webhook, f"test_{opaque()}", loopback=_loopback(data))
            ),
        ),
    )
    if not 200 <= status < 300:
        raise Refused(f"It answered {status}; a delivery has arrived when it answers 2xx.")
    typer.echo(f"It answered {status}.")


def _loopback(data: str | None) -> bool:
    from engine.configuration import load

    return load(data).embedded


def _with_secrets(data: str | None, work: Callable[[WebhookSecrets], T]) -> T:
    from engine.configuration import load
    from engine.connection import data_keys_of
    from engine.errors import EngineError
    from engine.webhook_secrets import WebhookSecrets

    try:
        keys = data_keys_of(load(data))
        try:
            return work(WebhookSecrets(keys))
        finally:
            keys.database.close()
    except EngineError as error:
        raise Refused(str(error)) from None


def _answered(data: str | None, by: str | None, work: Callable[[Database], T]) -> T:
    from casework.access.permissions import Right

    with as_caller(data, by) as (database, caller):
        caller.check(Right.ADMINISTER)
        return work(database)
