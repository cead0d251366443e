"""Officers who carry whole cases through the API of several consoles, and repeat what was not answered."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from bench.cases import acts
from casework.access.permissions import OPERATOR, Person, Role
from casework.case.acts import CATALOGUE
from office.tokens import create
from records.database import Database
from starter.terminal.data_folder import today
from tests.running import ROOT

AT_ONCE = 12
_PATIENCE_SECONDS = 180.0
_AGAIN_AFTER_SECONDS = 0.5
_MAY_REPEAT = {429, 503}


@dataclass
class Work:
    """What the officers did: the cases, how long each act took to be answered, and what had to be repeated."""

    cases: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    repeated: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Officers:
    """Officers at their consoles."""

    def __init__(self, database: Database, consoles: Sequence[str]) -> None:
        self._database, self._consoles = database, consoles
        self.work = Work()

    async def carry(self, cases: int) -> Work:
        """Carry cases from their request to the final plan, twelve at a time. Each officer has a token of their own."""
        waiting, began = iter(range(cases)), time.perf_counter()

        async def at_work(number: int) -> None:
            async with httpx.AsyncClient(
                headers={"Authorization": f"Bearer {self._token(number)}"}, timeout=30
            ) as client:
                at = _Desk(client, itertools.cycle(self._turned(number)), self.work, _id(number))
                for _ in waiting:
                    self.work.cases.append(await at.whole_case())

        async with asyncio.TaskGroup() as officers:
            for number in range(AT_ONCE):
                officers.create_task(at_work(number))
        self.work.seconds = time.perf_counter() - began
        return self.work

    def _turned(self, number: int) -> list[str]:
        start = number % len(self._consoles)
        return [*self._consoles[start:], *self._consoles[:start]]

    def _token(self, number: int) -> str:
        id_ = _id(number)
        person = Person(id_, id_, frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
        return create(self._database, person, 30, OPERATOR, datetime.now(UTC))[1]


class _Desk:
    """One officer with a client, who goes to the next console where one does not answer."""

    def __init__(
        self, client: httpx.AsyncClient, consoles: itertools.cycle[str], work: Work, officer: str
    ) -> None:
        self._client, self._consoles, self._work, self._officer = client, consoles, work, officer

    async def whole_case(self) -> str:
        name = f"Sample Child {uuid.uuid4().hex[:12]}"
        asked = {"child_name": name, "received_on": today().isoformat(), "team": "north", "source": "parent"}
        opened = await self._ask("POST", "/requests", {"requests": [asked]})
        case = str(opened["cases"][0]["case"])
        plan = await self._ask("POST", f"/cases/{case}/plans", _plan_for(name))
        for action, of in acts():
            began = time.perf_counter()
            fields = await self._sent(plan["plan"], CATALOGUE[action].paper)
            await self._ask(
                "POST",
                f"/cases/{case}/acts",
                {"action": action, "on": today().isoformat(), "of": of, "fields": fields},
            )
            self._work.waits.append(time.perf_counter() - began)
        return case

    async def _sent(self, plan: str, paper: str | None) -> dict[str, Any]:
        if paper is None:
            return {}
        found = await self._ask("GET", f"/plans/{plan}/findings?final={str(paper == 'final').lower()}", None)
        return {
            "document": plan,
            "findings_accepted_by": self._officer,
            "findings_seen": found["code"],
        }

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        """Ask until it is answered, always under the same key. Raises RuntimeError if it is refused."""
        headers, end = {"Idempotency-Key": uuid.uuid4().hex}, time.monotonic() + _PATIENCE_SECONDS
        for console in self._consoles:
            try:
                answer = await self._client.request(
                    method, f"{console}/api/v1{path}", json=body, headers=headers
                )
            except httpx.TransportError as failure:
                self._work.repeated[type(failure).__name__] += 1
            else:
                if answer.is_success:
                    return answer.json()
                self._note(answer, path)
            if time.monotonic() > end:
                break
            await asyncio.sleep(_AGAIN_AFTER_SECONDS)
        raise RuntimeError(f"{path} was never answered")

    def _note(self, answer: httpx.Response, path: str) -> None:
        """Note why an answer is no success. Raises RuntimeError if it will never be one."""
        told = answer.json() if "json" in answer.headers.get("content-type", "") else {"detail": answer.text}
        busy = str(told.get("type", "")).endswith("key-busy")
        if answer.status_code in _MAY_REPEAT or busy:
            self._work.repeated[str(answer.status_code)] += 1
        elif answer.status_code >= 500:
            self._work.faults.append(f"{answer.status_code} {path.split('/')[-1]}")
        else:
            raise RuntimeError(f"{path}: {answer.status_code} {told}")


def _id(number: int) -> str:
    return f"officer-{number + 1}"


def _plan_for(name: str) -> dict[str, Any]:
    """Return the sample plan for a child of this name."""
    content: dict[str, Any] = json.loads((ROOT / "samples" / "plan.json").read_text(encoding="utf-8"))
    content["about"] |= {"name": name, "born_on": None}
    content["front"]["contacts"] = []
    return content
