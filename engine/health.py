"""The worker's health and metrics port. Nothing on it identifies a single case."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from engine.disk import DiskCheck
from engine.errors import EngineError
from records.database import Database
from records.errors import RecordsError

_PATIENCE_SECONDS = 2.0

Check = Callable[[], Awaitable[bool]]


def checks(
    client: Client, task_queue: str, identity: str, database: Database, disk: DiskCheck
) -> dict[str, Check]:
    """Return the readiness checks: the worker is connected, polls, can read the records, and its disk has room."""

    async def connected() -> bool:
        return await client.service_client.check_health()

    async def polling() -> bool:
        told = await client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=client.namespace,
                task_queue=TaskQueue(name=task_queue),
                task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
            )
        )
        return identity in {poller.identity for poller in told.pollers}

    async def records() -> bool:
        await asyncio.to_thread(database.ping)
        return True

    async def room_on_disk() -> bool:
        return not await asyncio.to_thread(disk.is_full)

    return {"connected": connected, "polling": polling, "records": records, "disk": room_on_disk}


def health_app(ready: Mapping[str, Check], ours: Collector) -> Starlette:
    """Return the app with `/livez`, `/readyz` and `/metrics`. An answer to `/livez` proves that the event loop runs."""
    registry = CollectorRegistry()
    registry.register(ours)

    async def livez(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(_: Request) -> Response:
        answers = await asyncio.gather(*(_holds(check) for check in ready.values()))
        told = {name: "yes" if holds else "no" for name, holds in zip(ready, answers, strict=True)}
        return JSONResponse(told, status_code=200 if all(answers) else 503)

    async def metrics(_: Request) -> Response:
        text = await asyncio.to_thread(lambda: generate_latest(REGISTRY) + generate_latest(registry))
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)])


async def _holds(check: Check) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await check()
    except (RPCError, RecordsError, RuntimeError, TimeoutError, OSError):
        return False


@asynccontextmanager
async def served(address: str | None, app: Starlette) -> AsyncIterator[None]:
    """Serve an app at host:port within this context, or do nothing without an address. Raises EngineError."""
    if address is None:
        yield
        return
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise EngineError(f"EHCP_METRICS is {address!r}; write it as host:port, such as 127.0.0.1:9464.")
    try:
        listening = socket.create_server((host, int(port)))
    except (OSError, OverflowError) as failure:
        raise EngineError(
            f"Metrics cannot be served at {address} ({failure}); set EHCP_METRICS to another address."
        ) from None
    server = _Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    task = asyncio.create_task(server.serve([listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """A server inside the worker, which leaves the worker's signal handlers unchanged."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
