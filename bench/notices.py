"""The proof that every notice is sent exactly once: `make prove-notices`.

Real parts: the embedded Temporal server, the worker as in production, SQLite records, GOV.UK Notify's own client. Only
Notify is its stand-in, a server process on loopback, which fails a share of all requests: before it took the message,
after it took it, with too many requests, or by not answering. Meanwhile officers carry cases, and the worker is killed
with SIGKILL, every second time in the instant between Notify's having the message and our noting it.

What was expected is counted from the stories of the cases, not from the outbox.
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
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import yaml
from temporalio.service import RPCError

from bench.notify_standin import EMAIL_TEMPLATE, KEY, SMS_TEMPLATE
from casework.people.parties import Address, Party
from engine.child_processes import Program, start, stop
from engine.configuration import load
from engine.connection import connect
from engine.embedded import running_server
from office import parties as keeping
from office.intake import Request
from office.office import Office
from office.refusals import ActRefused, Unconfirmed
from records import ledger, outbox, parties
from records.database import Database
from records.profile import keep_profile
from statute.local_time import london_date
from workflows.messages import ActMessage

ROOT = Path(__file__).resolve().parents[1]
NAME = "Quillfeather"
"""The family name of every child here: no e-mail and no text message may hold it."""
_AT_ONCE = 8
_ADVISERS = "health,educational_psychologist,social_care"
_PATIENCE_SECONDS = 3600.0
Expected = Counter[tuple[str, str]]


@dataclass
class Proof:
    """What a run found. `wrong` are sentences; there is none where every notice arrived exactly once."""

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
    """The worker's process, killed and started again."""

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
        """Wait until it works."""
        while not self._ready.exists():
            if self._process.poll() is not None:
                raise RuntimeError(self._program.log.read_text())
            await asyncio.sleep(0.05)
        self._ready.unlink()

    def kill(self) -> None:
        """SIGKILL, and start another."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = start(self._program)

    def end(self) -> None:
        """End it."""
        stop(self._process)


class Notify:
    """The stand-in's process, and what it says of itself."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.AsyncClient(base_url=url, timeout=30)

    async def told(self, **how: Any) -> None:
        """Set how it behaves."""
        (await self._client.post("/stand-in", json=how)).raise_for_status()

    async def book(self) -> dict[str, Any]:
        """Everything it took."""
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
    """Carry so many cases, kill the worker so many times, and count what arrived."""
    settings, proof, began = load(folder, {}), Proof(cases, share), time.monotonic()
    with running_server(settings) as address, _notify() as notify:
        await notify.told(share=share, seed=7, rate=1_000_000)
        database = Database(settings.database_url)
        database.migrate()
        content = yaml.safe_load((ROOT / "samples" / "authority.yaml").read_text())
        with database.write() as session:
            keep_profile(session, content, None, datetime.now(UTC))
        worker = Worker(folder, _environment(notify.url, lease))
        try:
            await worker.ready()
            office = Office(await connect(settings, address=address), database, settings.task_queue)
            killing = asyncio.create_task(_kill(worker, notify, proof, kills, _number(cases)))
            proof.expected = await _carry(office, cases)
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


# The stories: what officers do, and what must arrive of it.


async def _carry(office: Office, cases: int) -> Expected:
    limit = asyncio.Semaphore(_AT_ONCE)

    async def one(number: int) -> Expected:
        async with limit:
            return await _case(office, number)

    found: Expected = Counter()
    for each in await asyncio.gather(*(one(number) for number in range(cases))):
        found.update(each)
    return found


async def _case(office: Office, number: int) -> Expected:
    """One case: every fourth is refused, in every fifth the parents live apart, every third family wants e-mail too.

    Every seventh child attends nowhere; of the others the head is told, beside health and social care.
    """
    apart, mailed, refused = number % 5 == 0, number % 3 == 0, number % 4 == 0
    case_id = await _patiently(lambda: _open(office, number))
    others = 3 if _attends(number) else 2
    wanted: Expected = Counter(
        {("request_considered", "letter"): 1, ("request_considered_notice", "letter"): others}
    )
    await asyncio.to_thread(_prepare, office.database, case_id, apart, mailed)
    kind = "assessment_refused" if refused else "assessment_agreed"
    fields = {"reason": "What the school provides is enough for now."} if refused else {}
    await _patiently(lambda: _act(office, case_id, kind, None, fields))
    wanted[kind, "letter"] += 1 + apart
    wanted[f"{kind}_notice", "letter"] += others
    wanted[kind, "sms"] += apart
    wanted[kind, "email"] += mailed
    if not refused:
        await _patiently(lambda: _act(office, case_id, "advice_requested", _ADVISERS, {}))
        wanted["advice_request", "email"] += 3
    return +wanted


def _attends(number: int) -> bool:
    return number % 7 != 0


async def _open(office: Office, number: int) -> str:
    request = Request(
        key=f"proof-{number}",
        reference=None,
        child_name=f"Zebedee-{number} {NAME}",
        born_on=None,
        family=f"The {NAME} family\n{number} Sample Street\nEX1 1AA",
        email=f"family-{number}@example.org",
        source="parent",
        received_on=london_date(datetime.now(UTC)),
        team="north",
        officer="officer-1",
        acts=(),
        particulars={} if _attends(number) else {"attends": "none"},
        attends="Sample School\n9 Sample Lane\nEX1 3CC" if _attends(number) else None,
    )
    return (await office.open(request))[0]


async def _act(office: Office, case_id: str, action: str, of: str | None, fields: dict[str, Any]) -> str:
    today, request_id = london_date(datetime.now(UTC)), f"{case_id}-{action}"
    message = ActMessage(action=action, on=today, of=of, fields=fields, by="officer-1", request_id=request_id)
    await office.act(case_id, message)
    return case_id


async def _patiently(work: Any) -> str:
    """An act again, as itself, until it is acknowledged: the worker may be killed meanwhile."""
    end = time.monotonic() + 300
    while True:
        try:
            async with asyncio.timeout(30):
                found: str = await work()
                return found
        except (TimeoutError, RPCError, Unconfirmed, ActRefused) as failure:
            refused = isinstance(failure, ActRefused) and "no worker has recorded" not in str(failure)
            if refused or time.monotonic() > end:
                raise
            await asyncio.sleep(0.5)


def _prepare(database: Database, case_id: str, apart: bool, mailed: bool) -> None:
    with database.read() as session:
        known = parties.of_case(session, case_id)
    parent = next(one for one in known if one.relationship == "parent")
    if mailed and parent.channel == "letter":
        keeping.prefer(database, parent.party_id, {"channel": "email"})
    if apart and not any(one.relationship == "second_parent" for one in known):
        address = Address(1, "99 Elsewhere Road\nEX2 2BB", None, "07700 900123")
        other = Party("", case_id, "second_parent", None, f"Quentin {NAME}", "sms", address=address)
        keeping.add(database, replace(other, large_print=True), "officer-1")


# The harm.


def _number(cases: int) -> int:
    """About how many messages there will be, to spread the kills over."""
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
            return  # the judge says what is missing
        await asyncio.sleep(0.5)


# The judgement.


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
    wrong += [f"{ref} is not of the outbox." for ref in book["references"] if ref not in sent]
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
    wrong += [f"{ref} names somebody." for ref in named]
    by_id = {one["id"]: one["reference"] for one in book["taken"]}
    wrong += [
        f"{ref} is noted under another id."
        for ref, one in sent.items()
        if by_id.get(one.provider_id or "") != ref
    ]


def report(proof: Proof) -> str:
    """The run in words and numbers, as a page."""
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
SIGKILL, {proof.in_between} of them when the provider had a message and that was not yet noted. The provider failed {sum(proof.faults.values()):,} of
{asked:,} requests ({100 * sum(proof.faults.values()) / max(asked, 1):.1f} in 100); {proof.retried:,} messages took more than one attempt.

| Notice | By | Expected | Arrived |
|---|---|---|---|
{rows}

| What went wrong at the provider | Times |
|---|---|
{faults}

## Method

The embedded Temporal server on a file, the worker as in production, SQLite records, and GOV.UK Notify's own Python client
against a stand-in of its HTTP interface (`bench/notify_standin.py`), a process of its own on loopback. It fails requests by
chance from a fixed seed: a fault of its own before or after it took the message, too many requests, no answer before or after
it took the message. {_AT_ONCE} officers at once open cases and record acts; one in four requests is refused, in one case of five the parents live
apart (each gets a letter; one is sent text messages, too), one family in three is mailed besides. What is expected is counted
from these stories. What arrived is the stand-in's own book, by our reference. It is also checked that no e-mail or text message
holds a name, that the provider's id which was noted is the right one, and that every ledger's chain holds.
"""


def main() -> int:
    """Run the proof, print its report and write it beside this file; 1 where something is wrong."""
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
