"""The cases, disputes and placements of the proof against faults: what officers do, and what is acknowledged to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bench.notice_cases import Expected, carry, patiently
from office.arrivals import Arrivals
from office.intake import Request
from office.office import Office
from office.process_acts import act_in, call
from statute.local_time import london_date
from workflows.messages import ActMessage, Receipt

_PLACEMENT = {
    "tier": "tier_2",
    "reason": "OTH",
    "home_school": "urn-900001",
    "sen": "N",
    "exclusion": "none",
    "aim": "Sample",
    "tried": "Sample",
}
_CALLED = "ap_placement"


@dataclass(frozen=True, slots=True)
class CountedOffice(Office):
    """An office that notes what it acknowledged: each act with its case or process, the cases opened, the processes called."""

    acts: list[tuple[str, ActMessage]] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    async def act(self, case_id: str, message: ActMessage) -> Receipt:
        """Record an act, and note it once it is acknowledged."""
        receipt = await Office.act(self, case_id, message)
        self.acts.append((case_id, message))
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
        return len(self.acts) + len(self.opened) + len(self.called)


async def carry_all(office: CountedOffice, cases: int) -> Expected:
    """Carry cases with their disputes and placements. Returns the notices of the cases that must arrive.

    Every sixth request came 60 days ago, so limits are past when its case is opened. Every refused case is disputed, and in
    every third case a placement is asked for.
    """

    async def more(case_id: str, number: int, refused: bool) -> None:
        if refused:
            await _dispute(office, case_id)
        if number % 3 == 1:
            await _place(office, case_id, number)

    return await carry(office, cases, more, lambda number: timedelta(days=60 if number % 6 == 5 else 0))


async def _dispute(office: CountedOffice, case_id: str) -> None:
    for action in ("mediation_adviser_contacted", "mediation_requested"):
        message = _message(case_id, action, {})
        await patiently(partial(office.act, case_id, message))


async def _place(office: CountedOffice, case_id: str, number: int) -> None:
    asked = {"case": case_id, **_PLACEMENT}
    placement = await patiently(
        lambda: call(office, _CALLED, asked, "officer-1", process_id=f"proof-{number}")
    )
    office.called.append(placement)
    message = _message(placement, "screen_referral", {"outcome": "ready"})
    await patiently(lambda: act_in(office, placement, message))
    office.acts.append((placement, message))


def _message(its_id: str, action: str, fields: dict[str, Any]) -> ActMessage:
    today = london_date(datetime.now(UTC))
    return ActMessage(action=action, on=today, fields=fields, by="officer-1", request_id=f"{its_id}-{action}")
