"""A case on virtual time, from short lines, for the workflow tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from records import ledger, outbox
from records.database import Database
from starter.simulate.virtual_time import MORNING, Played, Scene
from statute.local_time import start_of_day
from workflows.messages import Receipt

_REASONED = ("assessment_refused", "plan_refused", "amendment_not_made", "reassessment_refused")
SAID_WITH: dict[str, dict[str, Any]] = {
    **{action: {"reason": "Ordinary support is enough."} for action in _REASONED},
    "final_issued": {"explained": "The family would rather not wait."},
}
"""The required fields of these acts, for tests of something else."""


@dataclass
class Told:
    """A case on virtual time, from short lines: await told.do("assessment_agreed 2024-04-10")."""

    played: Played
    database: Database

    @property
    def id(self) -> str:
        return self.played.opening.case_id

    async def do(self, *said: str, **fields: Any) -> Receipt:
        """Record acts on their days, as in everyday recording: nothing is assumed done. A field of None is left out."""
        for one in said:
            action, on, *of = one.split()
            said_with = {**SAID_WITH.get(action, {}), **fields}
            said_with = {name: value for name, value in said_with.items() if value is not None}
            scene = Scene(action, date.fromisoformat(on), of[0] if of else None, said_with)
            receipt = await self.played.act(scene, take_over=False)
        return receipt

    async def until(self, day: str) -> None:
        """Go to nine in the morning of a day."""
        await self.played.go_to(start_of_day(date.fromisoformat(day)) + MORNING)

    async def heard(self) -> None:
        """Wait until everything signalled to it is recorded."""
        while (view := await self.played.handle.query("case"))["recorded"] < view["sequence"]:
            await asyncio.sleep(0.01)

    def ledger(self) -> list[ledger.LedgerLine]:
        with self.database.read() as session:
            assert ledger.broken(session, self.id) is None
            return ledger.facts_of(session, self.id)

    def facts(self, *kinds: str) -> list[tuple[str, str]]:
        """The lines of the ledger as (day, event), of these kinds or of all."""
        return [(str(line.on), line.event) for line in self.ledger() if not kinds or line.kind in kinds]

    def notices(self) -> list[tuple[str, str, str, str]]:
        with self.database.read() as session:
            sent = outbox.of_case(session, self.id)
        return [(str(n.on), n.kind, n.to_role, n.about) for n in sent]


Open = Callable[..., Any]
