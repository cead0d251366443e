"""Prove that every notice is sent exactly once. `make prove-notices` runs it.

The embedded Temporal server, the worker, SQLite records and GOV.UK Notify's client are real. Notify itself is a
stand-in, a server process on loopback that fails a share of all requests: before or after it accepts the message, with
too many requests, or by not answering. Meanwhile officers carry cases, and the worker is killed with SIGKILL, every
second time at the moment when Notify has the message but we have not recorded that.

The expected notices are counted from the stories of the cases (bench/notice_cases.py), not from the outbox.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import yaml

from bench.notice_cases import AT_ONCE, NAME, Expected, carry
from bench.notify_checks import EMAIL_TEMPLATE, SMS_TEMPLATE
from bench.notify_standin import KEY
from casework.authority.profile import profile_to_load
from engine.child_processes import Program, start, stop
from engine.configuration import load
from engine.connection import connect
from engine.embedded import running_server
from office.office import Office
from records import ledger, outbox
from records.database import Database
from records.profile import keep_profile

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE_SECONDS = 3600.0


@dataclass
class Proof:
    """The result of a run.

    `wrong` holds a sentence for each fault, and is empty if every notice arrived exactly once.
    """

    cases: int
    share: float
    kills: int = 0
    in_between: int = 0
    seconds: float = 0.0
    expected: Expected = field(default_factory=Counter)
    taken: Expected = field(default_factory=Counter)
    requests: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    retried: int = 0
    wrong: list[str] = field(default_factory=list)


class Worker:
    """The worker's process, which is killed and restarted."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._ready = folder / "worker.ready"
        self._program = Program(
            "worker",
            [sys.executable, "-m", "worker", "--data", str(folder)],
            {"EHCP_READY_FILE": str(self._ready), "PYTHONPATH": str(ROOT), **environment},
            folder / "logs" / "worker.log",
        )
        self._process = start(self._program)

    async def ready(self) -> None:
        """Wait until it is ready."""
        while not self._ready.exists():
            if self._process.poll() is not None:
                raise RuntimeError(self._program.log.read_text())
            await asyncio.sleep(0.05)
        self._ready.unlink()

    def kill(self) -> None:
        """Kill it with SIGKILL, and start another."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = start(self._program)

    def end(self) -> None:
        """End it."""
        stop(self._process)


class Notify:
    """The stand-in's process, and its own interface."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.AsyncClient(base_url=url, timeout=30)

    async def told(self, **how: Any) -> None:
        """Set how it behaves."""
        (await self._client.post("/stand-in", json=how)).raise_for_status()

    async def book(self) -> dict[str, Any]:
        """Return everything that it accepted."""
        answer = await self._client.get("/stand-in")
        found: dict[str, Any] = answer.raise_for_status().json()
        return found


@contextmanager
def _notify() -> Iterator[Notify]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.notify_standin"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield Notify(process.stdout.readline().strip())
    finally:
        process.kill()
        process.wait()


async def prove(folder: Path, *, cases: int, kills: int, share: float = 0.2, lease: int = 30) -> Proof:
    """Carry `cases` cases, kill the worker `kills` times, and count what arrived.

    `share` is the share of requests that Notify fails, and `lease` the seconds of a claim in the outbox.
    """
    settings, proof, began = load(folder, {}), Proof(cases, share), time.monotonic()
    with running_server(settings) as address, _notify() as notify:
        await notify.told(share=share, seed=7, rate=1_000_000)
        database = Database(settings.database_url)
        database.migrate()
        content = yaml.safe_load((ROOT / "samples" / "authority.yaml").read_text())
        with database.write() as session:
            keep_profile(session, profile_to_load(content).model_dump(mode="json"), None, datetime.now(UTC))
        worker = Worker(folder, _environment(notify.url, lease))
        try:
            await worker.ready()
            office = Office(await connect(settings, address=address), database, settings.task_queue)
            killing = asyncio.create_task(_kill(worker, notify, proof, kills, _number(cases)))
            proof.expected = await carry(office, cases)
            await killing
            await _drained(database, began)
        finally:
            worker.end()
        await _judge(database, notify, proof)
        database.close()
    proof.seconds = time.monotonic() - began
    return proof


def _environment(url: str, lease: int) -> dict[str, str]:
    return {
        "EHCP_NOTIFY_URL": url,
        "EHCP_NOTIFY_KEY": KEY,
        "EHCP_NOTIFY_EMAIL_TEMPLATE": EMAIL_TEMPLATE,
        "EHCP_NOTIFY_SMS_TEMPLATE": SMS_TEMPLATE,
        "EHCP_RECALL_MINUTES": "0",
        "EHCP_QUIET_HOURS": "none",
        "EHCP_BULK_OVER": "none",
        "EHCP_LEASE_SECONDS": str(lease),
    }


# Faults.


def _number(cases: int) -> int:
    """Return the approximate number of messages, over which the kills are spread."""
    return int(cases * 10.5)


async def _kill(worker: Worker, notify: Notify, proof: Proof, kills: int, about: int) -> None:
    for number in range(kills):
        while len((await notify.book())["taken"]) < about * (number + 1) // (kills + 2):
            await asyncio.sleep(0.2)
        if number % 2 == 0:
            await notify.told(hold_after_more=1)
            while not (await notify.book())["held"]:
                await asyncio.sleep(0.05)
            proof.in_between += 1
        worker.kill()
        await notify.told(go_on=number % 2 == 0)
        proof.kills += 1
        await worker.ready()


async def _drained(database: Database, began: float) -> None:
    def left() -> int:
        with database.read() as session:
            return outbox.waiting(session)

    while await asyncio.to_thread(left):
        if time.monotonic() - began > _PATIENCE_SECONDS:
            return  # _judge reports what is missing
        await asyncio.sleep(0.5)


# The result.


async def _judge(database: Database, notify: Notify, proof: Proof) -> None:
    book = await notify.book()
    proof.requests, proof.faults = book["requests"], book["faults"]
    with database.read() as session:
        cases = {
            one
            for (one,) in session.execute(
                ledger.LEDGER.select().with_only_columns(ledger.LEDGER.c.case_id).distinct()
            )
        }
        sent = {one.dispatch_id: one for case in sorted(cases) for one in outbox.of_case(session, case)}
        broken = [said for case in sorted(cases) if (said := ledger.broken(session, case)) is not None]
    proof.taken = Counter((sent[ref].kind, sent[ref].channel) for ref in book["references"] if ref in sent)
    proof.retried = sum(one.attempts > 1 for one in sent.values())
    wrong = proof.wrong
    wrong += broken
    wrong += [f"{ref} arrived {count} times." for ref, count in book["references"].items() if count != 1]
    wrong += [f"{ref} is not in the outbox." for ref in book["references"] if ref not in sent]
    wrong += [
        f"{ref} did not arrive: {one.status}, {one.problem}"
        for ref, one in sent.items()
        if ref not in book["references"]
    ]
    wrong += [f"{ref} is {one.status}: {one.problem}" for ref, one in sent.items() if one.status != "sent"]
    for key in sorted(proof.expected | proof.taken):
        if proof.expected[key] != proof.taken[key]:
            wrong.append(f"{' by '.join(key)}: {proof.expected[key]} expected, {proof.taken[key]} arrived.")
    named = [one["reference"] for one in book["taken"] if NAME in f"{one['body']}{one['subject']}"]
    wrong += [f"{ref} contains a name." for ref in named]
    by_id = {one["id"]: one["reference"] for one in book["taken"]}
    wrong += [
        f"{ref} is recorded under another id."
        for ref, one in sent.items()
        if by_id.get(one.provider_id or "") != ref
    ]


def report(proof: Proof) -> str:
    """Return the result as a page."""
    rows = "\n".join(
        f"| {kind.replace('_', ' ')} | {channel} | {proof.expected[kind, channel]:,} | {proof.taken[kind, channel]:,} |"
        for kind, channel in sorted(proof.expected | proof.taken)
    )
    faults = "\n".join(
        f"| {name.replace('_', ' ')} | {count:,} |" for name, count in sorted(proof.faults.items())
    )
    asked = sum(proof.requests.values())
    verdict = (
        "Every notice arrived exactly once."
        if not proof.wrong
        else "NOT PROVED:\n\n" + "\n".join(f"- {said}" for said in proof.wrong[:20])
    )
    return f"""# Every notice exactly once

{datetime.now(UTC):%-d %B %Y}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}.
Written by `make prove-notices`.

**{verdict}**

{proof.cases:,} cases, {sum(proof.expected.values()):,} notices, {proof.seconds / 60:.1f} minutes. The worker was killed {proof.kills} times with
SIGKILL, {proof.in_between} of them when the provider had a message but that was not recorded yet. The provider failed {sum(proof.faults.values()):,} of
{asked:,} requests ({100 * sum(proof.faults.values()) / max(asked, 1):.1f} in 100); {proof.retried:,} messages took more than one attempt.

| Notice | By | Expected | Arrived |
|---|---|---|---|
{rows}

| What went wrong at the provider | Times |
|---|---|
{faults}

## Method

The embedded Temporal server on a file, the worker as in production, SQLite records, and GOV.UK Notify's own Python client
against a stand-in of its HTTP interface (`bench/notify_standin.py`), a separate process on loopback. The stand-in fails
requests at random from a fixed seed: a server error before or after it accepts the message, too many requests, or no answer
before or after it accepts the message. {AT_ONCE} officers at once open cases and record acts. One request in four is refused, in one case in
five the parents live apart (each gets a letter; one also gets text messages), and one family in three also gets e-mail. The
expected notices are counted from these stories; the notices that arrived come from the stand-in's own records, by our
reference. The proof also checks that no e-mail or text message contains a name, that the recorded id of the provider is
correct, and that every ledger's hash chain is intact.
"""


def main() -> int:
    """Run the proof, print the report and write it to NOTICES.md. Returns 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--write", type=Path, default=Path(__file__).with_name("NOTICES.md"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        proof = asyncio.run(
            prove(Path(folder) / "var", cases=chosen.cases, kills=chosen.kills, share=chosen.share)
        )
    said = report(proof)
    chosen.write.write_text(said)
    print(said)
    return 1 if proof.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
