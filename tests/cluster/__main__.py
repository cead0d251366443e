"""Prove the deployment on a real cluster and write the results. `make prove-cluster` runs it.

`python -m tests.cluster --cases 200` is a smaller proof, which writes no page without `--write`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from bench.cases import acts
from engine.configuration import load
from engine.connection import connect
from office.office import Office
from records.database import Database
from tests.cluster.build import Built, built
from tests.cluster.cases import counted, failures, histories, whole_case
from tests.cluster.losses import FAILED_OVER, LOST, REPLACED, Survived, survived
from tests.cluster.officers import AT_ONCE, Officers, Work
from tests.cluster.place import ROOT, Cluster, cluster, example
from tests.cluster.programs import worker
from tests.running import up

WHERE = ROOT / "docs" / "operate" / "cluster-proof.md"
CASES = 2000


@dataclass(frozen=True)
class Proof:
    """What was proved: each fact with whether it holds, a whole case, the losses, and the embedded engine beside them."""

    facts: dict[str, bool]
    whole_seconds: float
    whole_events: dict[str, int]
    survived: Survived
    embedded: Work


def main() -> int:
    """Run the proof. Returns 0 if everything succeeded; the page is written either way."""
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument(
        "--cases", type=int, default=CASES, help="cases that officers carry through the losses"
    )
    parser.add_argument("--write", action="store_true", help="write the page, whatever the number of cases")
    given = parser.parse_args()
    cases = given.cases
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # otherwise PostgreSQL would keep running
    programs = built(example()["TEMPORAL_VERSION"])
    with tempfile.TemporaryDirectory(prefix="ehcp-cluster-") as name:
        embedded = _embedded(Path(name) / "embedded", max(cases // 10, AT_ONCE))
        with cluster(programs, Path(name)) as running:
            proof = asyncio.run(_proved(running, cases, embedded))
            told = _page(running, programs, proof)
    if given.write or cases == CASES:
        WHERE.write_text(told)
    print(told)
    return 0 if all(proof.facts.values()) else 1


def _embedded(folder: Path, cases: int) -> Work:
    """Let the same officers work with one embedded engine: one worker, one console, SQLite."""
    folder.mkdir()
    with (
        up(folder / "var") as office,
        closing(Database(f"sqlite:///{office.data / 'records.db'}")) as database,
    ):
        return asyncio.run(Officers(database, [f"http://127.0.0.1:{office.port}"]).carry(cases))


async def _proved(running: Cluster, cases: int, embedded: Work) -> Proof:
    first, second = _setup(running, "--json"), _setup(running)
    settings = load(None, running.environ)
    os.environ["PGPASSWORD"] = running.environ["PGPASSWORD"]
    with closing(Database(settings.database_url)) as database:
        office = Office(await connect(settings), database, settings.task_queue, patience=None)
        with worker(running, "zero"):
            began = time.perf_counter()
            ids = await whole_case(office)
            took = time.perf_counter() - began
            found = await histories(office, ids.values())
        seen = await office.client.count_workflows("Stage = 'plan_issued' AND Breached = false")
        lived = await survived(running, office, cases)
    wanted = cases * len(acts())
    facts = {
        "`ehcp setup` made what was missing": json.loads(first)["namespace_made"],
        "`ehcp setup` the second time": second.strip().startswith("Nothing to do"),
        "no task of the whole case failed": not failures(found),
        "visibility on PostgreSQL finds the case by its attributes": seen.count == 1,
        f"every one of the {wanted} acts was answered": len(lived.work.waits) == wanted,
        "every case has its final plan, and its ledger each act once, in its order, with a whole chain": not lived.wrong,
        "no answer was a fault of the console (500)": not lived.work.faults,
        "no workflow task and no activity failed for good": not lived.failures,
        "the worker that was asked to stop ended with 0": lived.losses.exit_code == 0,
        "all four builds carried tasks": {"one", "two", "three", "four"} <= set(lived.builds),
    }
    for each in [*lived.wrong[:5], *lived.failures[:5], *lived.work.faults[:5]]:
        print(each, file=sys.stderr)
    return Proof(facts, took, counted(found), lived, embedded)


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


def _page(running: Cluster, programs: Built, proof: Proof) -> str:
    events, lived = proof.whole_events, proof.survived
    work, losses = lived.work, lived.losses
    tasks = ", ".join(f"{build} {count}" for build, count in sorted(lived.builds.items()))
    repeated = ", ".join(f"{name} {count}" for name, count in sorted(work.repeated.items())) or "none"
    lines = [
        "# Proved on a real cluster",
        "",
        "Written by `make prove-cluster`; run it again after a change of `deploy/`, of a workflow or of a version. It builds Temporal's",
        "server and SQL tool from their Go modules, starts them on a real PostgreSQL with a standby, which requires passwords, with only the",
        "settings of the compose file (its environment, its scripts, its dynamic configuration). Officers act through the API of two consoles.",
        "",
        f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, {platform.machine()}, Linux.",
        f"Temporal server {example()['TEMPORAL_VERSION']} ({programs.go}), PostgreSQL {running.postgresql}, temporalio {version('temporalio')}, "
        f"Python {platform.python_version()}.",
        "",
        "| Check | |",
        "|---|---|",
        *(f"| {name} | {'yes' if holds else '**no**'} |" for name, holds in proof.facts.items()),
        "",
        "## A whole case",
        "",
        f"From its opening to the final plan, with a panel sitting and a mediation: {proof.whole_seconds:.1f} s, "
        f"{sum(events.values())} events, {events['WORKFLOW_EXECUTION_UPDATE_COMPLETED']} updates answered, "
        f"{events['ACTIVITY_TASK_COMPLETED']} recordings.",
        "",
        "## Three losses under live cases",
        "",
        f"{len(work.cases)} cases of {len(acts())} acts each, twelve at a time, on two workers (builds `one` and `two`) and two consoles. "
        "After a quarter of the",
        "acts, `one` was asked to stop (SIGTERM) and replaced by `three`. After half, every process of the host of `two` was killed at once, and `four`",
        "came in its place. After three quarters, every process of the primary database was killed, and its standby took over at the same address: it",
        "holds the records and Temporal's store. Officers kept working; what was not answered they repeated under the same key, at the other console.",
        "",
        "| Measured | |",
        "|---|---|",
        f"| Acts answered | {len(work.waits)} in {work.seconds:.0f} s |",
        *(
            f"| Time of an act, {name}: median / p95 / slowest | {_times(waits)} |"
            for name, waits in _parts(lived)
        ),
        f"| The worker that was asked to stop ended after | {losses.stopped_in:.1f} s |",
        f"| The standby had taken over after | {losses.failed_over_in:.1f} s |",
        f"| Requests that were repeated, by what came first | {repeated} |",
        f"| Workflow tasks by build | {tasks} |",
        f"| Failed workflow tasks and activities | {len(lived.failures)} |",
        f"| Retried recordings | {len(lived.retried)} |",
        f"| Workflow tasks that timed out and went to another worker | {lived.events['WORKFLOW_TASK_TIMED_OUT']} |",
        "",
        *_beside(proof),
        "Time cannot be skipped on such a cluster, so the tests prove reminders and breaches on virtual time.",
        "Server, database, its standby, workers, consoles and officers shared one machine, so the times are not those of a larger cluster.",
        "",
    ]
    return "\n".join(lines)


def _beside(proof: Proof) -> list[str]:
    """Return the lines that compare the cluster with the embedded engine."""
    work = proof.survived.work
    return [
        "## Beside the embedded engine",
        "",
        f"The same officers carried {len(proof.embedded.cases)} cases with `ehcp up` on this machine: one worker, one console, SQLite.",
        "",
        "| | Cluster | Embedded |",
        "|---|---|---|",
        f"| Acts a second | {_rate(work):.1f} | {_rate(proof.embedded):.1f} |",
        f"| Time of an act: median / p95 / slowest | {_times(work.waits)} | {_times(proof.embedded.waits)} |",
        "",
    ]


def _parts(lived: Survived) -> list[tuple[str, list[float]]]:
    """Return the times of the acts between the losses."""
    names = ("before", *(f"after {name}" for name in (REPLACED, LOST, FAILED_OVER)))
    ends = [0, *lived.losses.from_act.values(), len(lived.work.waits)]
    return [
        (name, lived.work.waits[first:last])
        for name, (first, last) in zip(names, pairwise(ends), strict=True)
    ]


def _times(waits: list[float]) -> str:
    return f"{statistics.median(waits):.2f} s / {statistics.quantiles(waits, n=20)[-1]:.2f} s / {max(waits):.2f} s"


def _rate(work: Work) -> float:
    return len(work.waits) / work.seconds


if __name__ == "__main__":
    sys.exit(main())
