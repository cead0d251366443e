"""The workflow of one appeal, which its case starts with the certificate or with the appeal itself, and which may outlive it."""

from __future__ import annotations

from datetime import date
from typing import Any

from temporalio import workflow

from casework.case.acts import Act
from casework.processes.appeal import appeal
from casework.processes.appeal.appeal import APPEAL_ACTS
from casework.processes.telling import ToCase
from workflows.handlers import ActsOnAppeal
from workflows.messages import ActMessage
from workflows.proceeding import Proceeding
from workflows.proceeding_messages import DisputeOpening, ProceedingKind, ProceedingOutcome, view_of


@workflow.defn(name="Appeal")
class Appeal(ActsOnAppeal, Proceeding):
    """One appeal: the family's time to bring it, the Tribunal's days, and what is to be done by its order."""

    KIND: ProceedingKind = "appeal"
    ACTS = APPEAL_ACTS

    @workflow.init
    def __init__(self, given: DisputeOpening) -> None:
        self._appeal = appeal.Appeal(**given.known())
        self._begin_dispute(given)

    @workflow.run
    async def run(self, given: DisputeOpening) -> ProceedingOutcome:
        """Record what happens, tell the case of it, and wait for the next act or the next moment."""
        return await self._proceed()

    @workflow.query(description="How the appeal stands, as its workflow knows it")
    def appeal(self) -> dict[str, Any]:
        """The appeal as its workflow knows it."""
        return self.view()

    @property
    def id(self) -> str:
        return self._appeal.id

    @property
    def stage(self) -> str:
        return self._appeal.stage

    @property
    def is_over(self) -> bool:
        return self._appeal.is_over

    @property
    def is_breached(self) -> bool:
        return any(kind.startswith(("response_", "evidence_late", "order_late")) for kind in self._done)

    @property
    def due_on(self) -> date | None:
        waits = (
            self._appeal.response_by if self._appeal.fact("appeal_response_sent") is None else None,
            self._appeal.evidence_by if self._appeal.evidence_sent_on is None else None,
            self._appeal.hearing_on if self._appeal.heard_on is None else None,
        )
        return min((day for day in waits if day is not None), default=None)

    def view(self) -> dict[str, Any]:
        return view_of(self._appeal, self._team)

    def concerns(self, action: str) -> bool:
        return appeal.concerns(self._appeal, action)

    def refusal(self, act: Act, today: date, by: str | None) -> str | None:
        return appeal.refusal(self._appeal, act, today)

    def happens(self, message: ActMessage) -> tuple[str, tuple[ToCase, ...]]:
        act = message.act()
        telling = () if message.told else appeal.told(self._appeal, act)
        self._appeal = appeal.after(self._appeal, act)
        return self.ACTS[act.action].said, telling

    def comes(self, kind: str) -> tuple[str, tuple[ToCase, ...]]:
        self._appeal, telling = appeal.came(self._appeal, kind)
        return appeal.said_of_moment(kind), telling
