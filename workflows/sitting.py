"""The workflow of one sitting of the multi-agency panel, which signals its cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from temporalio import workflow

from casework.case.acts import Act
from casework.processes.panel import sitting as panel
from casework.processes.panel.sitting import PANEL_ACTS
from casework.processes.telling import ToCase
from workflows.handlers import ActsOnSitting
from workflows.messages import ActMessage
from workflows.proceeding import Proceeding
from workflows.proceeding_messages import ProceedingKind, ProceedingOutcome, SittingOpening, SittingView


@workflow.defn(name="PanelSitting")
class PanelSitting(ActsOnSitting, Proceeding):
    """One sitting: it is listed to, sits, advises, and tells its cases. No limit of a case waits for it."""

    KIND: ProceedingKind = "sitting"
    ACTS = PANEL_ACTS

    @workflow.init
    def __init__(self, given: SittingOpening) -> None:
        self._sitting = given.sitting()
        self._begin(given.team, given.clock_starts_at)
        self._step("opening", "sitting_called", self.today(), given.by, "the sitting was called")

    @workflow.run
    async def run(self, given: SittingOpening) -> ProceedingOutcome:
        """Record what happens, tell the cases of it, and wait for the next act or the next moment."""
        return await self._proceed()

    @workflow.query(description="How the sitting stands, as its workflow knows it")
    def sitting(self) -> SittingView:
        """The sitting as its workflow knows it."""
        return SittingView.of(self._sitting, self._team)

    @property
    def id(self) -> str:
        return self._sitting.id

    @property
    def stage(self) -> str:
        return self._sitting.stage

    @property
    def is_over(self) -> bool:
        return self._sitting.is_over

    @property
    def is_breached(self) -> bool:
        never_held = self._sitting.present is None and "not_held" in self._done
        return self.stage == "panel_inquorate" or never_held

    @property
    def due_on(self) -> date | None:
        return self._sitting.sits_on

    def view(self) -> dict[str, Any]:
        return SittingView.of(self._sitting, self._team).model_dump(mode="json")

    def refusal(self, act: Act, today: date, by: str | None) -> str | None:
        return panel.refusal(self._sitting, act, today, by)

    def happens(self, message: ActMessage) -> tuple[str, tuple[ToCase, ...]]:
        act = message.act()
        said = panel.said(self._sitting, act, message.by)
        telling = panel.told(self._sitting, act, message.by)
        self._sitting = panel.after(self._sitting, act)
        return said, telling

    def comes(self, kind: str) -> tuple[str, tuple[ToCase, ...]]:
        telling = panel.came(self._sitting, kind)
        cases = f"{len(telling)} case{'' if len(telling) == 1 else 's'}"
        return f"{kind.replace('_', ' ')}; {cases} told", telling

    async def is_told(self, fact: ToCase, by: str | None, request_id: str) -> None:
        """A case that is carried over is listed to the sitting that takes it."""
        if fact.action == "panel_carried_over" and (to := fact.fields.get("to")):
            listing = ActMessage(
                action="list_case",
                on=self.today(),
                of=fact.case,
                fields={"about": fact.about},
                by=by,
                request_id=f"{request_id}-list",
                told=True,
            )
            await self._signal(str(to), "list_case", listing)
