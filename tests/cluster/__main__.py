"""Prove the deployment on a real cluster and write the results. `make prove-cluster` runs it."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from engine.configuration import load
from engine.connection import connect
from office.office import Office
from records.database import Database
from tests.cluster import upgrade
from tests.cluster.build import Built, built
from tests.cluster.cases import counted, failures, histories, whole_case
from tests.cluster.place import ROOT, Cluster, cluster, example

WHERE = ROOT / "docs" / "operate" / "cluster-proof.md"
CASES = 200


def main() -> int:
    """Run the proof. Returns 0 if everything succeeded; the page is written either way."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # otherwise PostgreSQL would keep running
    programs = built(example()["TEMPORAL_VERSION"])
    with (
        tempfile.TemporaryDirectory(prefix="ehcp-cluster-") as name,
        cluster(programs, Path(name)) as running,
    ):
        told, holds = asyncio.run(_proved(running, programs))
    WHERE.write_text(told)
    print(told)
    return 0 if holds else 1


async def _proved(running: Cluster, programs: Built) -> tuple[str, bool]:
    first, second = _setup(running, "--json"), _setup(running)
    settings = load(None, running.environ)
    os.environ["PGPASSWORD"] = running.environ["PGPASSWORD"]
    with closing(Database(settings.database_url)) as database:
        office = Office(await connect(settings), database, settings.task_queue, patience=None)
        with upgrade.worker(running, "zero"):
            began = time.perf_counter()
            ids = await whole_case(office)
            took = time.perf_counter() - began
            found = await histories(office, ids.values())
        seen = await office.client.count_workflows("Stage = 'plan_issued' AND Breached = false")
        moved = await upgrade.rolled(running, office, CASES)
    events = counted(found)
    facts = {
        "`ehcp setup` made what was missing": json.loads(first)["namespace_made"],
        "`ehcp setup` the second time": second.strip().startswith("Nothing to do"),
        "no task of the whole case failed": not failures(found),
        "visibility on PostgreSQL finds the case by its attributes": seen.count == 1,
        f"every one of the {moved.acts} acts was answered": moved.acts == CASES * len(upgrade.acts()),
        "every case has its final plan": not moved.unfinished,
        "no workflow task and no activity failed": not moved.failures,
        "the worker that was asked to stop ended with 0": moved.exit_code == 0,
        "all three builds carried tasks": {"one", "two", "three"} <= set(moved.builds),
    }
    return _page(running, programs, facts, took, events, moved), all(facts.values())


def _setup(running: Cluster, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "starter", "setup", *words],
        env={**os.environ, **running.environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def _page(
    running: Cluster,
    programs: Built,
    facts: dict[str, bool],
    took: float,
    events: dict[str, int],
    moved: upgrade.Upgraded,
) -> str:
    tasks = ", ".join(f"{build} {count}" for build, count in sorted(moved.builds.items()))
    lines = [
        "# Proved on a real cluster",
        "",
        "Written by `make prove-cluster`; run it again after a change of `deploy/`, of a workflow or of a version. It builds Temporal's",
        "server and SQL tool from their Go modules, starts them on a real PostgreSQL that requires passwords, with only the settings of",
        "the compose file (its environment, its scripts, its dynamic configuration), and lets officers act through `Office`.",
        "",
        f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, {platform.machine()}, Linux.",
        f"Temporal server {example()['TEMPORAL_VERSION']} ({programs.go}), PostgreSQL {running.postgresql}, temporalio {version('temporalio')}, "
        f"Python {platform.python_version()}.",
        "",
        "| Check | |",
        "|---|---|",
        *(f"| {name} | {'yes' if holds else '**no**'} |" for name, holds in facts.items()),
        "",
        "## A whole case",
        "",
        f"From its opening to the final plan, with a panel sitting and a mediation, as three workflows: {took:.1f} s, "
        f"{sum(events.values())} events, {events['WORKFLOW_EXECUTION_UPDATE_COMPLETED']} updates answered, "
        f"{events['ACTIVITY_TASK_COMPLETED']} recordings.",
        "",
        "## A rolling upgrade",
        "",
        f"{moved.cases} cases of {moved.acts // moved.cases} acts each, twelve at a time, on two workers of the builds `one` and `two`. "
        "After half of the",
        "acts, `one` was asked to stop (SIGTERM) and replaced by `three`, while officers kept recording acts.",
        "",
        "| Measured | |",
        "|---|---|",
        f"| Acts answered | {moved.acts} in {moved.seconds:.0f} s |",
        f"| Time of an act: median / p95 / slowest | {moved.median:.2f} s / {moved.p95:.2f} s / {moved.slowest:.2f} s |",
        f"| The worker that was asked to stop ended after | {moved.stopped_in:.1f} s |",
        f"| Workflow tasks by build | {tasks} |",
        f"| Failed workflow tasks and activities | {len(moved.failures)} |",
        f"| Retried recordings{f' ({moved.retried[0].partition(chr(58))[2].strip()})' if moved.retried else ''} | {len(moved.retried)} |",
        f"| Workflow tasks that timed out on the stopped worker's own queue and went to another worker | {moved.timed_out} |",
        "",
        "Time cannot be skipped on such a cluster, so the tests prove reminders and breaches on virtual time.",
        "Server, database, workers and officers shared one machine, so the times are not those of a larger cluster.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
