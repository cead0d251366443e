"""The workflow of one mediation, which its case starts with the first step of a dispute, and which may outlive it."""

from __future__ import annotations

from datetime import date
from typing import Any

from temporalio import workflow

from casework.case.acts import Act
from casework.processes.dispute import DAY
from casework.processes.mediation import mediation
from casework.processes.mediation import moments as mediation_moments
from casework.processes.mediation.mediation import MEDIATION_ACTS
from casework.processes.telling import ToCase
from workflows.handlers import ActsOnMediation
from workflows.messages import ActMessage
from workflows.patches import MEDIATOR_INVITED
from workflows.ports import RECORDING_RETRIES, RECORDING_TIME, MediatorSearch
from workflows.proceeding import Proceeding
from workflows.proceeding_messages import (
    DisputeOpening,
    FindMediator,
    ProceedingKind,
    ProceedingOutcome,
    view_of,
)
from workflows.words import LOOKING_FOR_A_MEDIATOR

_ARRANGED_IN = 30 * DAY


@workflow.defn(name="Mediation")
class Mediation(ActsOnMediation, Proceeding):
    """One mediation: its mediator is invited into it and acts on it alone; what the law counts, it tells its case."""

    KIND: ProceedingKind = "mediation"
    ACTS = MEDIATION_ACTS

    @workflow.init
    def __init__(self, given: DisputeOpening) -> None:
        self._mediation = mediation.Mediation(**given.known())
        self._looked_beyond: tuple[str, ...] | None = None
        self._begin_dispute(given)

    @workflow.run
    async def run(self, given: DisputeOpening) -> ProceedingOutcome:
        """Record what happens, tell the case of it, and wait for the next act or the next moment."""
        return await self._proceed()

    @workflow.query(description="How the mediation stands, as its workflow knows it")
    def mediation(self) -> dict[str, Any]:
        """The mediation as its workflow knows it."""
        return self.view()

    @property
    def id(self) -> str:
        return self._mediation.id

    @property
    def stage(self) -> str:
        return self._mediation.stage

    @property
    def is_over(self) -> bool:
        return self._mediation.is_over

    @property
    def is_breached(self) -> bool:
        return self.stage == "mediation_not_arranged"

    @property
    def due_on(self) -> date | None:
        if self._mediation.session_on is not None:
            return self._mediation.session_on
        asked = self._mediation.fact("mediation_requested")
        return asked.on + _ARRANGED_IN if asked is not None and asked.on is not None else None

    def view(self) -> dict[str, Any]:
        return view_of(self._mediation, self._team)

    async def sees_to_something(self) -> bool:
        """Invite a mediator as soon as one is needed: once for each that is needed, and of those not asked before."""
        wanted = self._mediation.passed_over
        if not self._mediation.needs_mediator or self._looked_beyond == wanted:
            return False
        if not workflow.patched(MEDIATOR_INVITED):
            return False
        self._looked_beyond, self._at_work = wanted, True
        found = await workflow.execute_activity_method(
            MediatorSearch.find_mediator,
            FindMediator(mediation=self.id, but=wanted),
            start_to_close_timeout=RECORDING_TIME,
            retry_policy=RECORDING_RETRIES,
            summary=LOOKING_FOR_A_MEDIATOR,
        )
        self._at_work = False
        if self._mediation.needs_mediator:  # nobody was invited by hand meanwhile
            self._invite(found)
        return True

    def _invite(self, mediator: str | None) -> None:
        if mediator is None:
            seq = self._step("system", "none_listed", self.today(), None, mediation_moments.NONE_LISTED)
            self._to_tell.append((seq, mediation_moments.waits(self._mediation, "none_listed"), None))
            return
        count = len(self._mediation.passed_over) + 1
        self._note(
            ActMessage(
                action="invite_mediator",
                on=self.today(),
                fields={"mediator": mediator},
                request_id=f"{self.id}-invites-{count}",
            )
        )

    def concerns(self, action: str) -> bool:
        return mediation.concerns(self._mediation, action)

    def refusal(self, act: Act, today: date, by: str | None) -> str | None:
        return mediation.refusal(self._mediation, act, today, by)

    def happens(self, message: ActMessage) -> tuple[str, tuple[ToCase, ...]]:
        act = message.act()
        telling = () if message.told else mediation.told(self._mediation, act)
        self._mediation = mediation.after(self._mediation, act)
        return self.ACTS[act.action].said, telling

    def comes(self, kind: str) -> tuple[str, tuple[ToCase, ...]]:
        self._mediation, telling = mediation_moments.came(self._mediation, kind, self.today())
        return mediation_moments.said_of_moment(kind), telling
