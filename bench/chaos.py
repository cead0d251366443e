"""Prove that nothing acknowledged is lost and nothing is done twice, whatever fails. `make chaos` runs it.

Officers carry cases, disputes and placements while `ehcp up` runs, and faults come between their acts: programs are killed
with SIGKILL or halted, the database is locked, killed or cut off, the mail server is killed or cut off, and the disk is
filled. A seed decides every fault and its place, so a run that failed is repeated with its seed:

    python -m bench.chaos --seeds 2 --records postgresql
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml

from bench.chaos_cases import CountedOffice, carry_all
from bench.chaos_faults import Faults, Site, kinds_of, planned
from bench.chaos_judge import judge
from bench.chaos_place import Place, place
from casework.authority.profile import profile_to_load
from engine.configuration import load
from engine.connection import connect
from engine.embedded import address_of
from records import case_starts, ledger, outbox
from records.database import Database
from records.errors import AWAY, RecordsError
from records.profile import keep_profile

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE_SECONDS = 3600.0
_AWAY: tuple[type[Exception], ...] = (RecordsError, *AWAY)


@dataclass
class Run:
    """The result of one run. `wrong` holds a sentence for each fault of the product, and is empty if it held."""

    seed: int
    records: str
    cases: int
    subjects: int = 0
    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0
    notices: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


async def prove(folder: Path, *, seed: int, records: str, cases: int, faults: int) -> Run:
    """Carry `cases` cases through `faults` faults, and check everything afterwards."""
    with place(folder, records, cases) as around, Site(around.data, around.environment) as site:
        return await prove_at(site, around, seed=seed, records=records, cases=cases, faults=faults)


async def prove_at(
    site: Site,
    around: Place,
    *,
    seed: int,
    records: str,
    cases: int,
    faults: int,
    kinds: Sequence[str] | None = None,
) -> Run:
    """Carry cases through faults at a running office. `kinds` are the faults that can come; by default all that can."""
    run, began = Run(seed, records, cases), time.monotonic()
    chosen = kinds if kinds is not None else kinds_of(records, small_disk=around.disk is not None)
    plan = planned(random.Random(seed), faults, cases, chosen)
    settings = load(around.data, around.environment)
    database = Database(settings.database_url)
    with database.write() as session:
        content = yaml.safe_load((ROOT / "samples" / "authority.yaml").read_text())
        keep_profile(session, profile_to_load(content).model_dump(mode="json"), None, datetime.now(UTC))
    client = await connect(settings, address=address_of(settings))
    office = CountedOffice(client, database, settings.task_queue)
    strike = asyncio.create_task(Faults(site, around).strike(plan, lambda: office.count))
    expected = await carry_all(office, cases)
    run.faults = await strike
    await _settled(database, began)
    await asyncio.sleep(1)
    run.wrong += await judge(office, settings, around, expected, cases)
    with database.read() as session:
        run.subjects = len(ledger.ids(session))
    run.acknowledged, run.notices = office.count, sum(expected.values())
    database.close()
    run.seconds = time.monotonic() - began
    return run


async def _settled(database: Database, began: float) -> None:
    """Wait until no message waits and every case is started, or until it takes too long."""

    def left() -> int:
        try:
            with database.read() as session:
                queued = [one for each in ledger.ids(session) for one in outbox.of_case(session, each)]
                unsent = sum(one.status == "waiting" for one in queued)  # a daily digest waits for its hour
                return unsent + len(case_starts.not_started(session, datetime.now(UTC)))
        except _AWAY:
            return 1

    while await asyncio.to_thread(left):
        if time.monotonic() - began > _PATIENCE_SECONDS:
            return  # _judge reports what is missing
        await asyncio.sleep(1)


def report(runs: list[Run], faults: int) -> str:
    """Return the result as a page."""
    failed = [run for run in runs if run.wrong]
    rows = "\n".join(
        f"| {run.records} | {run.seed} | {run.subjects:,} | {run.acknowledged:,} | {run.notices:,} | {run.seconds:.0f} s | "
        f"{len(run.wrong) or 'none'} |"
        for run in runs
    )
    kinds = Counter(kind for run in runs for kind in run.faults)
    struck = "\n".join(f"| {kind} | {count} |" for kind, count in sorted(kinds.items()))
    verdict = "Nothing acknowledged was lost, and nothing was done twice."
    if failed:
        told = [f"- {run.records}, seed {run.seed}: {said}" for run in failed for said in run.wrong[:20]]
        again = [
            f"    python -m bench.chaos --seeds {run.seed} --records {run.records} --cases {run.cases} --faults {faults}"
            for run in failed
        ]
        verdict = "NOT PROVED:\n\n" + "\n".join(told) + "\n\nRepeat:\n\n" + "\n".join(again)
    return f"""# Nothing lost, nothing twice

{datetime.now(UTC):%-d %B %Y}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}.
Written by `make chaos`.

**{verdict}**

{runs[0].cases} cases and {faults} faults in each run. "Wrong" counts what was lost, doubled, out of step or stuck afterwards.

| Records | Seed | Cases and processes | Acknowledged | Notices | Took | Wrong |
|---|---|---|---|---|---|---|
{rows}

| Fault | Times |
|---|---|
{struck}

## Method

`ehcp up` runs as a process of its own with the real Temporal server, worker, console and database, on a small disk of its own
and with a mail server behind a proxy. Eight officers at once open cases, record acts, dispute refusals and ask for placements,
and repeat what was not acknowledged under the same id. A seed decides the faults and after how many acknowledgements each
comes. A program that is killed comes back by itself; what is halted, filled or cut off comes back after three seconds.

Afterwards a pure model of the rules (`bench/model`), which knows only what the officers sent, follows every ledger step by step.
Each step must be the one that the model works out, every acknowledged act must be there once with its receipt, every limit and
moment must have its line, and every report must have reached its case. The stored state of each process must be the model's, and
each notice of the model must be in the outbox under its own id. Every request must have one case, every hash chain must be
whole, every expected notice must have left once with its file or its mail, `ehcp verify` must find no difference between
workflows and records, and `ehcp stuck` must find nothing stuck.

A mail may arrive twice under one Message-ID, because no mail server says what it accepted (decision 0017).
"""


def main() -> int:
    """Run the proof for each seed and database, print the report and write it. Returns 1 if something is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--faults", type=int, default=30)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--records", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--write", type=Path, help="also write the report to this file")
    chosen = parser.parse_args()
    kinds = ("sqlite", "postgresql") if chosen.records == "both" else (chosen.records,)
    runs = []
    for records in kinds:
        for seed in chosen.seeds:
            with tempfile.TemporaryDirectory() as name:
                run = asyncio.run(
                    prove(Path(name), seed=seed, records=records, cases=chosen.cases, faults=chosen.faults)
                )
            runs.append(run)
            print(f"{records}, seed {seed}: {len(run.wrong)} wrong, {run.seconds:.0f} s", flush=True)
    said = report(runs, chosen.faults)
    if chosen.write is not None:
        chosen.write.write_text(said)
    print(said)
    return 1 if any(run.wrong for run in runs) else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
