"""The worker: runs workflows and activities, sends messages and webhooks.

Start it with `python -m worker --data DIR`.
"""

from __future__ import annotations

import engine.garbage_collection  # noqa: F401 - first, for all that is imported after it

# isort: split
import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from temporalio.client import Client
from temporalio.worker import PollerBehaviorSimpleMaximum, Worker, WorkerDeploymentConfig

from activities.case_lives import MissingLives
from activities.case_starts import CaseStarts
from activities.decision_cases import DecisionCases
from activities.dispatcher import Dispatcher
from activities.letter_checks import LetterChecks
from activities.list_places import ListPlaces
from activities.lookups import RecordsLookup
from activities.nightly import NightlySteps, keep_schedule
from activities.policy_delivery import PolicyDelivery
from activities.process_starts import Beginner
from activities.processes import ProcessRecorder
from activities.providers.chosen import policy, providers
from activities.recording import Recorder
from activities.webhook_delivery import Teller, WebhookTeller
from activities.webhook_post import PATIENCE_SECONDS
from activities.webhook_starts import WebhookStarts, webhook_task_queue
from casework.letters.sending_times import Policy
from casework.processes.registry import check_packs
from engine import log
from engine.attributes import register_search_attributes
from engine.child_processes import stop_this_program
from engine.configuration import ProgramSettings, Settings, load
from engine.connection import connect, data_keys_of
from engine.disk import DiskCheck
from engine.embedded import address_of
from engine.end_of_program import end_with
from engine.errors import EngineError
from engine.health import checks, health_app, served
from engine.metrics import Caseload, LagMeasured, runtime_of
from engine.unfinished_restore import refuse_unfinished_restore
from engine.version import deployment_version, version_of
from engine.webhook_secrets import WebhookSecrets
from office.letter_texts import check_and_use_texts
from office.nightly import STEPS
from office.office import Office
from office.stores import pair_stores
from records.database import Database
from records.errors import RecordsError
from records.service_lock import running_service
from statute.errors import RoleNotBound
from workflows.all_workflows import WORKFLOWS
from workflows.webhooks import WEBHOOK_WORKFLOWS

_UNVERSIONED = deployment_version("ehcp", "ehcp", routes=False)
"""A build without a name of its own, for a worker that no server routes by. Without one Temporal hashes every module."""
_THREADS = 8
_WEBHOOKS_AT_ONCE = 50
_GRACE = timedelta(seconds=30)
"""How long running activities get when a worker is asked to stop."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a worker takes work: the version that it says it is, how many workflows it keeps, and its open requests for work."""

    version: WorkerDeploymentConfig = field(default_factory=lambda: _UNVERSIONED)
    cached_workflows: int = 1000
    pollers: int = 5

    @classmethod
    def of(cls, settings: Settings) -> Shape:
        """Return the shape that the settings ask for."""
        return cls(version_of(settings), settings.cached_workflows, settings.pollers)


def build_worker(
    client: Client,
    task_queue: str,
    database: Database,
    threads: ThreadPoolExecutor,
    workflows: Sequence[type] = WORKFLOWS,
    shape: Shape | None = None,
    sending: Policy | None = None,
) -> Worker:
    """Return the worker that production, scenarios and tests all use."""
    nightly, shape = NightlySteps(database, STEPS), shape or Shape()
    polling = PollerBehaviorSimpleMaximum(shape.pollers)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=workflows,
        activities=[
            Recorder(database, sending).record_transition,
            ProcessRecorder(database, sending).record_steps,
            Beginner().begin_process,
            DecisionCases(database).open_case,
            RecordsLookup(database).look_up,
            nightly.steps_of_the_night,
            nightly.do_step_of_the_night,
        ],
        activity_executor=threads,
        max_concurrent_activities=_THREADS,
        graceful_shutdown_timeout=_GRACE,
        interceptors=[LagMeasured()],
        max_cached_workflows=shape.cached_workflows,
        workflow_task_poller_behavior=polling,
        activity_task_poller_behavior=polling,
        deployment_config=shape.version,
    )


def build_webhook_worker(
    client: Client,
    task_queue: str,
    database: Database,
    secrets: WebhookSecrets,
    loopback: bool,
    version: WorkerDeploymentConfig = _UNVERSIONED,
    patience: float = PATIENCE_SECONDS,
) -> Worker:
    """Return the worker that tells webhooks, with places of its own: a slow receiver delays no recording."""
    teller = WebhookTeller(Teller(database, secrets, loopback, patience))
    return Worker(
        client,
        task_queue=webhook_task_queue(task_queue),
        workflows=WEBHOOK_WORKFLOWS,
        activities=[teller.tell_new_facts, teller.deliver_again],
        max_concurrent_activities=_WEBHOOKS_AT_ONCE,
        graceful_shutdown_timeout=_GRACE,
        deployment_config=version,
    )


async def run(settings: Settings) -> None:
    """Prepare the records and the server, then run until a signal to stop."""
    check_and_use_texts(settings)
    refuse_unfinished_restore(settings)
    database = Database(settings.database_url)
    database.migrate()
    caseload = Caseload(database, settings.client_secret_expires_on, lambda: datetime.now(UTC))
    keys = data_keys_of(settings)
    client = await connect(
        settings, address=address_of(settings), service="ehcp-worker", runtime=runtime_of(settings)
    )
    await register_search_attributes(client)
    await keep_schedule(client, settings.task_queue)
    await pair_stores(Office(client, database, settings.task_queue), settings)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    sending = policy(settings)
    ready_when = checks(client, settings.task_queue, client.identity, database, DiskCheck(settings.data))
    with (
        ThreadPoolExecutor(_THREADS) as threads,
        Dispatcher(database, providers(settings), sending),
    ):
        async with (
            build_worker(
                client, settings.task_queue, database, threads, shape=Shape.of(settings), sending=sending
            ),
            build_webhook_worker(
                client,
                settings.task_queue,
                database,
                WebhookSecrets(keys),
                settings.embedded,
                version_of(settings),
            ),
            CaseStarts(client, settings.task_queue, database),
            MissingLives(database),
            ListPlaces(database),
            LetterChecks(client, database),
            PolicyDelivery(client, database),
            WebhookStarts(client, settings.task_queue, database),
            served(settings.metrics_address, health_app(ready_when, caseload)),
        ):
            if ready := ProgramSettings.read().ready_file:
                ready.touch()
            structlog.get_logger().info("worker_ready", task_queue=settings.task_queue)
            await stop.wait()
            structlog.get_logger().info("worker_stops", seconds=_GRACE.total_seconds())
    keys.database.close()
    database.close()


def main() -> int:
    """Run the worker. If it cannot start, print one sentence and return 1."""
    parser = argparse.ArgumentParser(prog="worker", description=__doc__)
    parser.add_argument("--data", help="the data folder (default ./var, or EHCP_DATA)")
    log.configure()
    try:
        check_packs()
        settings = load(parser.parse_args().data)
        with running_service(settings.database_url, "a worker", stop_this_program):
            asyncio.run(run(settings))
    except (EngineError, RecordsError, RoleNotBound) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    end_with(main)
