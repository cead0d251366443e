"""The worker: carries the workflows and their activities, drains the outbox, tells webhooks. `python -m worker --data DIR`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog
from temporalio.client import Client
from temporalio.worker import Worker

from activities.beginning import Beginner
from activities.dispatching import Dispatcher
from activities.mediators import MediatorFinder
from activities.proceedings import ProceedingRecorder
from activities.recording import Recorder
from activities.telling_webhooks import WebhookTeller
from engine.attributes import register_search_attributes
from engine.connect import connect
from engine.embedded import address_of
from engine.errors import EngineError
from engine.settings import Settings, load
from records.database import Database
from records.errors import RecordsError
from workflows.every import WORKFLOWS

_THREADS = 8


def build_worker(
    client: Client,
    task_queue: str,
    database: Database,
    threads: ThreadPoolExecutor,
    workflows: Sequence[type] = WORKFLOWS,
) -> Worker:
    """The one worker of this program, as it runs in production, in a scenario and in tests."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=workflows,
        activities=[
            Recorder(database).record_transition,
            ProceedingRecorder(database).record_steps,
            Beginner().begin_dispute,
            MediatorFinder(database).find_mediator,
        ],
        activity_executor=threads,
        max_concurrent_activities=_THREADS,
    )


async def run(settings: Settings) -> None:
    """Prepare the records and the server, then work until a signal to stop."""
    database = Database(settings.database_url)
    database.migrate()
    client = await connect(settings, address=address_of(settings))
    await register_search_attributes(client)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with (
        ThreadPoolExecutor(_THREADS) as threads,
        Dispatcher(database, settings.outbox),
        WebhookTeller(database, loopback=settings.embedded),
    ):
        async with build_worker(client, settings.task_queue, database, threads):
            if ready := os.environ.get("EHCP_READY_FILE"):
                Path(ready).touch()
            structlog.get_logger().info("worker_ready", task_queue=settings.task_queue)
            await stop.wait()
    database.close()


def main() -> int:
    """Run the worker; one sentence and 1 where it cannot start."""
    parser = argparse.ArgumentParser(prog="worker", description=__doc__)
    parser.add_argument("--data", help="the data folder (default ./var, or EHCP_DATA)")
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.add_log_level,
            structlog.processors.JSONRenderer(),
        ]
    )
    try:
        asyncio.run(run(load(parser.parse_args().data)))
    except (EngineError, RecordsError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
