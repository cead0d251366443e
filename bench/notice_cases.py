"""The cases of the proof that every notice is sent exactly once: what officers do, and which notices must follow."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from temporalio.service import RPCError

from casework.people.parties import Address, Party
from engine.errors import EngineError
from office import parties as keeping
from office.intake import Request
from office.office import Office
from office.refusals import ActRefused, Unconfirmed
from records import parties
from records.database import Database
from records.errors import AWAY, RecordsError
from statute.local_time import london_date
from workflows.messages import ActMessage

NAME = "Quillfeather"
"""The family name of every child here. No e-mail or text message may contain it."""
AT_ONCE = 8
_ANSWER_SECONDS = 60.0
_ADVISERS = "health,educational_psychologist,social_care"
_OUTAGES: tuple[type[Exception], ...] = (
    TimeoutError, RPCError, Unconfirmed, ActRefused, EngineError, RecordsError, *AWAY,
)  # fmt: skip
"""What an officer meets while something is down; they repeat the act."""
Expected = Counter[tuple[str, str]]
More = Callable[[str, int, bool], Awaitable[None]]
Result = TypeVar("Result")


async def carry(
    office: Office, cases: int, more: More | None = None, waited: Callable[[int], timedelta] | None = None
) -> Expected:
    """Carry cases, eight at a time. Returns the notices that must arrive, counted by kind and channel.

    `more` is what follows in a case, by its id, its number and whether the assessment was refused; `waited` is how long ago
    the request of a number came.
    """
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Expected:
        async with limit:
            return await _case(office, number, more, waited(number) if waited else timedelta())

    found: Expected = Counter()
    for each in await asyncio.gather(*(one(number) for number in range(cases))):
        found.update(each)
    return found


async def _case(office: Office, number: int, more: More | None, waited: timedelta) -> Expected:
    """Carry one case. Returns the notices that must follow from it.

    Every fourth case is refused, in every fifth the parents live apart, and every third family wants e-mail too. Every
    seventh child attends no school; for the others the head gets a notice, as health and social care do.
    """
    apart, mailed, refused = number % 5 == 0, number % 3 == 0, number % 4 == 0
    case_id = await patiently(lambda: _open(office, number, waited))
    others = 3 if _attends(number) else 2
    wanted: Expected = Counter(
        {("request_considered", "letter"): 1, ("request_considered_notice", "letter"): others}
    )
    await patiently(lambda: _prepared(office.database, case_id, apart, mailed))
    kind = "assessment_refused" if refused else "assessment_agreed"
    fields = {"reason": "What the school provides is enough for now."} if refused else {}
    await patiently(lambda: _act(office, case_id, kind, None, fields))
    wanted[kind, "letter"] += 1 + apart
    wanted[f"{kind}_notice", "letter"] += others
    wanted[kind, "sms"] += apart
    wanted[kind, "email"] += mailed
    if not refused:
        await patiently(lambda: _act(office, case_id, "advice_requested", _ADVISERS, {}))
        wanted["advice_request", "email"] += 3
    if more is not None:
        await more(case_id, number, refused)
    return +wanted


def _attends(number: int) -> bool:
    return number % 7 != 0


async def _open(office: Office, number: int, waited: timedelta) -> str:
    request = Request(
        key=f"proof-{number}",
        reference=None,
        child_name=f"Zebedee-{number} {NAME}",
        born_on=None,
        family=f"The {NAME} family\n{number} Sample Street\nEX1 1AA",
        email=f"family-{number}@example.org",
        source="parent",
        received_on=london_date(datetime.now(UTC)) - waited,
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


async def patiently(work: Callable[[], Awaitable[Result]]) -> Result:
    """Repeat an act under the same id until it is acknowledged, because the worker may be killed in between."""
    end = time.monotonic() + 300
    while True:
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                return await work()
        except _OUTAGES as failure:
            refused = isinstance(failure, ActRefused) and "no worker has recorded" not in str(failure)
            if refused or time.monotonic() > end:
                raise
            await asyncio.sleep(0.5)


async def _prepared(database: Database, case_id: str, apart: bool, mailed: bool) -> str:
    await asyncio.to_thread(_prepare, database, case_id, apart, mailed)
    return case_id


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
