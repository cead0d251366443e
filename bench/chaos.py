"""Prove that nothing acknowledged is lost and nothing is done twice, whatever fails. `make chaos` runs it.

Officers carry cases while `ehcp up` runs, and faults come between their acts: the worker, the Temporal server, the
console, the database or all at once are killed with SIGKILL, programs are halted, and the database is locked. A seed
decides every fault and its place, so a run that failed is repeated with its seed:

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from bench.chaos_faults import Faults, Site, planned
from bench.notice_cases import Expected, carry
from bench.postgres import postgres
from casework.authority.profile import profile_to_load
from casework.letters.dispatch import Dispatch
from engine.configuration import Settings, load
from engine.connection import connect
from engine.embedded import address_of
from office.arrivals import Arrivals
from office.intake import Request
from office.office import Office
from office.operations import stuck, verify
from records import case_starts, ledger, outbox, people, receipts
from records.database import Database
from records.errors import AWAY, RecordsError
from records.profile import keep_profile
from workflows.messages import ActMessage, Receipt

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE_SECONDS = 900.0
_AWAY: tuple[type[Exception], ...] = (RecordsError, *AWAY)
_ENVIRONMENT = {
    "EHCP_RECALL_MINUTES": "0",
    "EHCP_QUIET_HOURS": "none",
    "EHCP_BULK_OVER": "none",
    "EHCP_LEASE_SECONDS": "5",
}


@dataclass
class Run:
    """The result of one run. `wrong` holds a sentence for each fault of the product, and is empty if it held."""

    seed: int
    records: str
    cases: int
    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0
    notices: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CountedOffice(Office):
    """An office that notes what it acknowledged: the case and the request of each act, and the cases opened."""

    acts: list[tuple[str, str]] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)

    async def act(self, case_id: str, message: ActMessage) -> Receipt:
        """Record an act, and note it once it is acknowledged."""
        receipt = await Office.act(self, case_id, message)
        self.acts.append((case_id, message.request_id))
        return receipt

    async def open(
        self,
        request: Request,
        by: str | None = None,
        *,
        second: bool = False,
        arrivals: Arrivals | None = None,
    ) -> tuple[str, bool]:
        """Open a case, and note it once it is acknowledged."""
        case_id, new = await Office.open(self, request, by, second=second, arrivals=arrivals)
        self.opened.append((request.key, case_id))
        return case_id, new

    @property
    def count(self) -> int:
        """How much was acknowledged."""
        return len(self.acts) + len(self.opened)


async def prove(folder: Path, *, seed: int, records: str, cases: int, faults: int) -> Run:
    """Carry `cases` cases through `faults` faults, and check everything afterwards."""
    run, began = Run(seed, records, cases), time.monotonic()
    plan = planned(random.Random(seed), faults, cases, records)
    with (
        _database(folder, records) as environment,
        Site(folder / "var", {**_ENVIRONMENT, **environment}) as site,
    ):
        settings = load(folder / "var", environment)
        database = Database(settings.database_url)
        with database.write() as session:
            content = yaml.safe_load((ROOT / "samples" / "authority.yaml").read_text())
            keep_profile(session, profile_to_load(content).model_dump(mode="json"), None, datetime.now(UTC))
        client = await connect(settings, address=address_of(settings))
        office = CountedOffice(client, database, settings.task_queue)
        strike = asyncio.create_task(Faults(site, folder).strike(plan, lambda: office.count))
        expected = await carry(office, cases)
        run.faults = await strike
        await _settled(database, began)
        await asyncio.sleep(1)
        run.wrong += await _judge(office, settings, expected, cases)
        run.acknowledged, run.notices = office.count, sum(expected.values())
        database.close()
    run.seconds = time.monotonic() - began
    return run


@contextmanager
def _database(folder: Path, records: str) -> Iterator[dict[str, str]]:
    if records == "sqlite":
        yield {}
        return
    with postgres(folder) as address:
        yield {"EHCP_DATABASE_URL": address}


async def _settled(database: Database, began: float) -> None:
    """Wait until no message waits and every case is started, or until it takes too long."""

    def left() -> int:
        try:
            with database.read() as session:
                return outbox.waiting(session) + len(case_starts.not_started(session, datetime.now(UTC)))
        except _AWAY:
            return 1

    while await asyncio.to_thread(left):
        if time.monotonic() - began > _PATIENCE_SECONDS:
            return  # _judge reports what is missing
        await asyncio.sleep(0.5)


async def _judge(office: CountedOffice, settings: Settings, expected: Expected, cases: int) -> list[str]:
    """Return a sentence for everything that is lost, doubled, out of step or stuck."""
    wrong: list[str] = []
    by_key: dict[str, set[str]] = {}
    for key, case_id in office.opened:
        by_key.setdefault(key, set()).add(case_id)
    wrong += [f"{key} was opened as {sorted(found)}." for key, found in by_key.items() if len(found) != 1]
    if len(by_key) != cases:
        wrong.append(f"{len(by_key)} of {cases} requests were acknowledged.")
    with office.database.read() as session:
        subjects = [each for each in ledger.ids(session) if each.startswith("case-")]
        for case_id in subjects:
            if (broken := ledger.broken(session, case_id)) is not None:
                wrong.append(broken)
            if people.intake_of(session, case_id) is None:
                wrong.append(f"{case_id} has no request.")
        if len(subjects) != cases:
            wrong.append(f"{len(subjects)} cases are in the ledger, not {cases}.")
        for case_id, request_id in office.acts:
            steps = {line.seq for line in ledger.facts_of(session, case_id) if line.request_id == request_id}
            if len(steps) != 1 or receipts.receipt_of(session, case_id, request_id) is None:
                wrong.append(f"The act {request_id} was acknowledged, and is recorded {len(steps)} times.")
        sent = [one for case_id in subjects for one in outbox.of_case(session, case_id)]
    wrong += _judge_notices(sent, settings.outbox, expected)
    checked = await verify(office)
    wrong += [f"{each['subject']}: {each['what']}" for each in checked["problems"]]
    wrong += [f"{each['workflow']}: {each['what']}" for each in await stuck(office, timedelta(seconds=30))]
    return wrong


def _judge_notices(sent: list[Dispatch], folder: Path, expected: Expected) -> list[str]:
    """Return a sentence for every notice that did not leave, or left twice, or that nothing asked for."""
    wrong = [f"{one.dispatch_id} is {one.status}: {one.problem}" for one in sent if one.status != "sent"]
    found: Expected = Counter((one.kind, one.channel) for one in sent if one.status == "sent")
    for key in sorted(expected | found):
        if expected[key] != found[key]:
            wrong.append(f"{' by '.join(key)}: {expected[key]} expected, {found[key]} sent.")
    for one in sent:
        if one.status == "sent" and not (folder / (one.location or "none")).exists():
            wrong.append(f"{one.dispatch_id} is sent, but its file is not in the folder.")
    return wrong


def report(runs: list[Run], faults: int) -> str:
    """Return the result as a page."""
    failed = [run for run in runs if run.wrong]
    rows = "\n".join(
        f"| {run.records} | {run.seed} | {run.acknowledged:,} | {run.notices:,} | {run.seconds:.0f} s | "
        f"{len(run.wrong) or 'none'} |"
        for run in runs
    )
    kinds = Counter(kind for run in runs for kind in run.faults)
    struck = "\n".join(f"| {kind} | {count} |" for kind, count in sorted(kinds.items()))
    verdict = "Nothing acknowledged was lost, and nothing was done twice."
    if failed:
        told = [f"- {run.records}, seed {run.seed}: {said}" for run in failed for said in run.wrong[:20]]
        again = [f"    python -m bench.chaos --seeds {run.seed} --records {run.records}" for run in failed]
        verdict = "NOT PROVED:\n\n" + "\n".join(told) + "\n\nRepeat:\n\n" + "\n".join(again)
    return f"""# Nothing lost, nothing twice

{datetime.now(UTC):%-d %B %Y}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}.
Written by `make chaos`.

**{verdict}**

{runs[0].cases} cases and {faults} faults in each run. "Wrong" counts what was lost, doubled, out of step or stuck afterwards.

| Records | Seed | Acknowledged | Notices | Took | Wrong |
|---|---|---|---|---|---|
{rows}

| Fault | Times |
|---|---|
{struck}

## Method

`ehcp up` runs as a process of its own with the real Temporal server, worker, console and database. Eight officers at once open
cases and record acts, and repeat what was not acknowledged under the same id. A seed decides the faults and after how many
acknowledgements each comes. Afterwards every acknowledged act must be in the ledger exactly once with its receipt, every request must
have one case, every hash chain must be whole, every expected notice must have left once with its file in the folder, `ehcp verify`
must find no difference between workflows and records, and `ehcp stuck` must find nothing stuck.
"""


def main() -> int:
    """Run the proof for each seed and database, print the report and write it. Returns 1 if something is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--faults", type=int, default=12)
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
