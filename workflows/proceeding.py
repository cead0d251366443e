"""What every workflow beside a case does: check and note acts, record each step, tell the case, wait for a moment.

A proceeding lasts some weeks and has some tens of steps, so its history stays far below the server's limits and it
never continues as new.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeUpdate
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

from casework.case.actions import Act, Action
from casework.case.acts import CATALOGUE
from casework.case.disputable_decisions import decision_in_words
from casework.processes.telling import ToCase
from statute.local_time import london_date
from statute.words import capital
from workflows import attributes
from workflows.handlers import Acts
from workflows.messages import ActMessage, Receipt
from workflows.ports import RECORDING_RETRIES, RECORDING_TIME, ProceedingRecording, last_that_the_ledger_has
from workflows.proceeding_messages import (
    DisputeOpening,
    ProceedingKind,
    ProceedingOutcome,
    ProceedingOutlook,
    ProceedingProgress,
    ProceedingStep,
    RecordSteps,
)
from workflows.shown import Shown
from workflows.since import acts_beside, refuse_stale
from workflows.words import steps_in_words

REFUSED = "Refused"


class Proceeding(Acts):
    """The durable shell; what a proceeding is stands in casework/, and each workflow gives it."""

    KIND: ProceedingKind
    ACTS: Mapping[str, Action]

    # What each proceeding says of itself.

    @property
    def id(self) -> str:
        """Its id."""
        raise NotImplementedError

    @property
    def stage(self) -> str:
        """How it stands, as the search attribute carries it."""
        raise NotImplementedError

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        raise NotImplementedError

    @property
    def is_breached(self) -> bool:
        """Whether something in it was not done in time."""
        raise NotImplementedError

    @property
    def due_on(self) -> date | None:
        """The next day that matters in it."""
        raise NotImplementedError

    def view(self) -> dict[str, Any]:
        """How it stands, whole."""
        raise NotImplementedError

    def refusal(self, act: Act, today: date, by: str | None) -> str | None:
        """Why an act may not be recorded today, in one sentence."""
        raise NotImplementedError

    def happens(self, message: ActMessage) -> tuple[str, tuple[ToCase, ...]]:
        """Take an act in: what it is in words, and what the case is told."""
        raise NotImplementedError

    def comes(self, kind: str) -> tuple[str, tuple[ToCase, ...]]:
        """Take a moment in: what it is in words, and what the case is told."""
        raise NotImplementedError

    def concerns(self, action: str) -> bool:
        """Whether an act that the case tells of has to do with this."""
        return True

    async def is_told(self, fact: ToCase, by: str | None, request_id: str) -> None:
        """Whatever else follows once a case was told."""

    async def sees_to_something(self) -> bool:
        """Whatever it does of itself before it waits; whether it did anything."""
        return False

    # What they have in common.

    def _begin(self, team: str | None, clock_starts_at: datetime | None) -> None:
        self._offset = clock_starts_at - workflow.info().start_time if clock_starts_at else timedelta()
        self._team = team
        self._steps: list[ProceedingStep] = []
        self._to_tell: list[tuple[int, ToCase, str | None]] = []
        self._receipts: dict[str, Receipt] = {}
        self._done: frozenset[str] = frozenset()
        self._outlook = ProceedingOutlook(seq=0)
        self._shown: tuple[object, ...] = ()
        self._at_work = False

    def _begin_dispute(self, given: DisputeOpening) -> None:
        """The opening of a dispute, and its first step."""
        self._begin(given.team, given.clock_starts_at)
        about = decision_in_words(CATALOGUE[given.about].said, given.decided)
        self._step(
            "opening", "dispute_begun", self.today(), given.first.by, f"a dispute began about this: {about}"
        )
        self._note(given.first)

    async def _proceed(self) -> ProceedingOutcome:
        await self._record_and_tell()
        while not self.is_over or self._unfinished:
            if not await self.sees_to_something():
                await self._wait()
            await self._record_and_tell()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return ProceedingOutcome(id=self.id, stage=self.stage, sequence=len(self._steps))

    @workflow.query(description="Whether everything is recorded and told, and when the next moment comes")
    def progress(self) -> ProceedingProgress:
        """How far it has got."""
        return ProceedingProgress(
            settled=not self._unfinished and not self._at_work,
            over=self.is_over,
            began=workflow.info().start_time + self._offset,
            next_at=self._outlook.next_at,
        )

    def check_act(self, message: ActMessage) -> None:
        """Refuse, before anything is written, an act that may not be recorded."""
        if message.request_id in self._receipts:
            return
        refuse_stale(message, acts_beside(self._steps, self.ACTS), len(self._steps), self.KIND)
        if (why := self._why_not(message)) is not None:
            raise ApplicationError(why, type=REFUSED, non_retryable=True)

    async def do_act(self, message: ActMessage) -> Receipt:
        """Note an act, wait until it is written down and told, and answer."""
        if (receipt := self._receipts.get(message.request_id)) is None:
            receipt = self._note(message)
        await workflow.wait_condition(lambda: self._outlook.seq >= receipt.sequence and not self._to_tell)
        return receipt

    async def hear_act(self, message: ActMessage) -> None:
        """Note an act that nobody waits for. One that is refused is noted as refused."""
        if message.request_id in self._receipts or (message.told and not self.concerns(message.action)):
            return
        if (why := self._why_not(message)) is None:
            self._note(message)
        elif not self.is_over:
            text = f"{message.action} was refused: {why.rstrip('.')}"
            self._step("system", "act_refused", self.today(), message.by, text)

    def _why_not(self, message: ActMessage) -> str | None:
        """What a case tells has happened there already, whatever this workflow's own clock says."""
        today = max(self.today(), message.on) if message.told else self.today()
        return self.refusal(message.act(), today, message.by)

    def _note(self, message: ActMessage) -> Receipt:
        act = message.act()
        text, telling = self.happens(message)
        seq = self._step("act", act.action, message.on, message.by, text, act, message.request_id)
        self._to_tell += [(seq, fact, message.by) for fact in telling]
        receipt = Receipt(
            case=self.id,
            request_id=message.request_id,
            action=act.action,
            on=message.on,
            of=act.of,
            stage=self.stage,
            sequence=seq,
            recorded_at=self._now(),
        )
        self._receipts[message.request_id] = receipt
        return receipt

    def _step(
        self,
        kind: str,
        event: str,
        on: date,
        by: str | None,
        text: str,
        act: Act | None = None,
        request_id: str | None = None,
        untold: ActMessage | None = None,
    ) -> int:
        self._steps.append(
            ProceedingStep(
                seq=len(self._steps) + 1,
                recorded_at=self._now(),
                kind=kind,
                event=event,
                on=on,
                of=act.of if act else None,
                by=by,
                fields=dict(act.fields) if act else {},
                text=f"{capital(text)}.",
                request_id=request_id,
                stage=self.stage,
                view=self.view(),
                untold=untold,
            )
        )
        return len(self._steps)

    @property
    def _unfinished(self) -> bool:
        return self._outlook.seq < len(self._steps) or bool(self._to_tell)

    async def _wait(self) -> None:
        """Wait for an act or for the next moment. An act that arrives with the moment goes first: it may undo it."""
        if self._unfinished:
            return
        at, kind = self._outlook.next_at, self._outlook.next_kind
        if at is None or kind is None:
            await workflow.wait_condition(lambda: self._unfinished)
            return
        if (left := at - self._now()) > timedelta():
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    lambda: self._unfinished,
                    timeout=left,
                    timeout_summary=Shown(self._outlook.next_in_words or kind),
                )
        if not self._unfinished:
            self._has_come(kind)

    def _has_come(self, kind: str) -> None:
        self._done |= {kind}
        text, telling = self.comes(kind)
        seq = self._step("moment", kind.partition(":")[0], self.today(), None, text)
        self._to_tell += [(seq, fact, None) for fact in telling]

    async def _record_and_tell(self) -> None:
        await self._record()
        for place, (seq, fact, by) in enumerate(tuple(self._to_tell), start=1):
            request_id = f"{self.id}-{seq}-{place}"
            message = ActMessage(
                action=fact.action,
                on=fact.on or self.today(),
                of=fact.of,
                fields=dict(fact.fields),
                by=by,
                request_id=request_id,
                told=True,
            )
            await self._signal(fact.case, fact.action, message)
            await self.is_told(fact, by, request_id)
            self._to_tell.pop(0)
        self._show()

    async def _record(self) -> None:
        since = self._outlook.seq
        while self._outlook.seq < len(self._steps):
            batch = tuple(self._steps[since:])
            try:
                self._outlook = await workflow.execute_activity_method(
                    ProceedingRecording.record_steps,
                    RecordSteps(kind=self.KIND, id=self.id, steps=batch, done=tuple(sorted(self._done))),
                    start_to_close_timeout=RECORDING_TIME,
                    retry_policy=RECORDING_RETRIES,
                    summary=steps_in_words(step.text for step in batch),
                )
                since = self._outlook.seq
            except ActivityError as failure:
                since = last_that_the_ledger_has(failure)

    async def _signal(self, to: str, action: str, message: ActMessage) -> None:
        try:
            await workflow.get_external_workflow_handle(to).signal(action, message)
        except FailureError:  # it has ended, and needs no telling
            text = f"{to} was not told of {action.replace('_', ' ')}: it has ended"
            self._step("system", "not_told", self.today(), None, text, untold=message)

    def _show(self) -> None:
        """Tell the search attributes what has changed, and only that."""
        due = None if self.is_over else self.due_on
        wanted = (self.stage, self.is_breached, due)
        if wanted == self._shown:
            return
        first, self._shown = not self._shown, wanted
        changed: list[SearchAttributeUpdate[Any]] = [
            attributes.STAGE.value_set(self.stage),
            attributes.BREACHED.value_set(self.is_breached),
            attributes.due(due),
        ]
        if first and self._team:
            changed.append(attributes.TEAM.value_set(self._team))
        workflow.upsert_search_attributes(changed)

    def _now(self) -> datetime:
        return workflow.now() + self._offset

    def today(self) -> date:
        """The local day of its clock."""
        return london_date(self._now())
