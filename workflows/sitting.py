"""The workflow of one sitting of the multi-agency panel, which signals its cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

from casework import panel
from casework.acts import Act
from casework.panel import PANEL_ACTS, ToCase
from statute.local_time import london_date
from statute.words import capital
from workflows import attributes
from workflows.handlers import ActsOnSitting
from workflows.messages import ActMessage, Receipt
from workflows.ports import RECORDING_RETRIES, RECORDING_TIME, SittingRecording, last_that_the_ledger_has
from workflows.shown import Shown
from workflows.sitting_messages import (
    RecordSitting,
    SittingOpening,
    SittingOutcome,
    SittingOutlook,
    SittingStep,
    SittingView,
)
from workflows.words import steps_in_words

REFUSED = "Refused"


@workflow.defn(name="PanelSitting")
class PanelSitting(ActsOnSitting):
    """One sitting. Handlers check and note; `run` records, tells the cases and waits, in the order of history.

    A sitting hears some tens of cases over a few weeks, so its history stays far below the server's limits and it
    never continues as new.
    """

    @workflow.init
    def __init__(self, given: SittingOpening) -> None:
        start = given.clock_starts_at
        self._offset = start - workflow.info().start_time if start else timedelta()
        self._sitting = given.sitting()
        self._team = given.team
        self._steps: list[SittingStep] = []
        self._to_tell: list[tuple[int, ToCase, str | None]] = []
        self._receipts: dict[str, Receipt] = {}
        self._done: frozenset[str] = frozenset()
        self._outlook = SittingOutlook(seq=0)
        self._shown: tuple[object, ...] = ()
        self._step("opening", "sitting_called", self._today(), given.by, "The sitting was called.")

    @workflow.run
    async def run(self, given: SittingOpening) -> SittingOutcome:
        """Record what happens, tell the cases of it, and wait for the next act or the next moment."""
        await self._record_and_tell()
        while not self._sitting.is_over or self._unfinished:
            await self._wait()
            await self._record_and_tell()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return SittingOutcome(sitting=given.sitting_id, stage=self._sitting.stage, sequence=len(self._steps))

    @workflow.query(description="How the sitting stands, as its workflow knows it")
    def sitting(self) -> SittingView:
        """The sitting as its workflow knows it."""
        return SittingView.of(self._sitting, self._team)

    def check_act(self, message: ActMessage) -> None:
        """Refuse, before anything is written, an act that may not be recorded."""
        if message.request_id not in self._receipts and (why := self._why_not(message)) is not None:
            raise ApplicationError(why, type=REFUSED, non_retryable=True)

    async def do_act(self, message: ActMessage) -> Receipt:
        """Note an act, wait until it is written down and its cases are told, and answer."""
        if (receipt := self._receipts.get(message.request_id)) is None:
            receipt = self._note(message)
        await workflow.wait_condition(lambda: self._outlook.seq >= receipt.sequence and not self._to_tell)
        return receipt

    async def hear_act(self, message: ActMessage) -> None:
        """Note an act that nobody waits for: a case that another sitting carries over. One that is refused is noted."""
        if message.request_id in self._receipts:
            return
        if (why := self._why_not(message)) is None:
            self._note(message)
        elif not self._sitting.is_over:
            self._step(
                "system", "act_refused", self._today(), message.by, f"{message.action} was refused: {why}"
            )

    def _why_not(self, message: ActMessage) -> str | None:
        return panel.refusal(self._sitting, message.act(), self._today(), message.by)

    def _note(self, message: ActMessage) -> Receipt:
        act = message.act()
        telling = panel.told(self._sitting, act)
        self._sitting = panel.after(self._sitting, act)
        seq = self._step(
            "act",
            act.action,
            message.on,
            message.by,
            _sentence(PANEL_ACTS[act.action].said),
            act,
            message.request_id,
        )
        self._to_tell += [(seq, fact, message.by) for fact in telling]
        receipt = Receipt(
            case=self._sitting.id,
            request_id=message.request_id,
            action=act.action,
            on=message.on,
            of=act.of,
            stage=self._sitting.stage,
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
    ) -> int:
        self._steps.append(
            SittingStep(
                seq=len(self._steps) + 1,
                recorded_at=self._now(),
                kind=kind,
                event=event,
                on=on,
                of=act.of if act else None,
                by=by,
                fields=dict(act.fields) if act else {},
                text=text,
                request_id=request_id,
                view=SittingView.of(self._sitting, self._team),
            )
        )
        return len(self._steps)

    @property
    def _unfinished(self) -> bool:
        return self._outlook.seq < len(self._steps) or bool(self._to_tell)

    async def _wait(self) -> None:
        at, kind = self._outlook.next_at, self._outlook.next_kind
        if at is None or kind is None:
            await workflow.wait_condition(lambda: self._unfinished)
            return
        if at <= self._now():
            self._has_come(kind)
            return
        try:
            await workflow.wait_condition(
                lambda: self._unfinished,
                timeout=at - self._now(),
                timeout_summary=Shown(self._outlook.next_in_words or kind),
            )
        except TimeoutError:
            self._has_come(kind)

    def _has_come(self, kind: str) -> None:
        telling = panel.came(self._sitting, kind)
        self._done |= {kind}
        text = (
            f"{_sentence(kind.replace('_', ' '))} {len(telling)} case{'' if len(telling) == 1 else 's'} told."
        )
        seq = self._step("moment", kind, self._today(), None, text)
        self._to_tell += [(seq, fact, None) for fact in telling]

    async def _record_and_tell(self) -> None:
        await self._record()
        for place, (seq, fact, by) in enumerate(tuple(self._to_tell), start=1):
            await self._tell(fact, by, f"{self._sitting.id}-{seq}-{place}")
            self._to_tell.pop(0)
        self._show()

    async def _record(self) -> None:
        since = self._outlook.seq
        while self._outlook.seq < len(self._steps):
            batch = tuple(self._steps[since:])
            try:
                self._outlook = await workflow.execute_activity_method(
                    SittingRecording.record_sitting,
                    RecordSitting(sitting_id=self._sitting.id, steps=batch, done=tuple(sorted(self._done))),
                    start_to_close_timeout=RECORDING_TIME,
                    retry_policy=RECORDING_RETRIES,
                    summary=steps_in_words(step.text for step in batch),
                )
                since = self._outlook.seq
            except ActivityError as failure:
                since = last_that_the_ledger_has(failure)

    async def _tell(self, fact: ToCase, by: str | None, request_id: str) -> None:
        """Signal a case, and, where a case is carried over, the sitting that takes it. One that is over is left."""
        message = ActMessage(
            action=fact.action, on=self._today(), fields=dict(fact.fields), by=by, request_id=request_id
        )
        await self._signal(fact.case, fact.action, message)
        if fact.action == "panel_carried_over" and (to := fact.fields.get("to")):
            listing = ActMessage(
                action="list_case",
                on=self._today(),
                of=fact.case,
                fields={"about": fact.about},
                by=by,
                request_id=f"{request_id}-list",
            )
            await self._signal(str(to), "list_case", listing)

    async def _signal(self, to: str, action: str, message: ActMessage) -> None:
        try:
            await workflow.get_external_workflow_handle(to).signal(action, message)
        except FailureError:  # it has ended, and needs no telling
            text = f"{to} was not told of {action.replace('_', ' ')}: it has ended."
            self._step("system", "not_told", self._today(), None, text)

    def _show(self) -> None:
        sitting = self._sitting
        breached = sitting.stage == "panel_inquorate" or (
            sitting.present is None and "not_held" in self._done
        )
        wanted = (sitting.stage, breached)
        if wanted == self._shown:
            return
        self._shown = wanted
        due = datetime.combine(sitting.sits_on, time(), UTC)
        team = [attributes.TEAM.value_set(self._team)] if self._team else []
        workflow.upsert_search_attributes(
            [
                attributes.STAGE.value_set(sitting.stage),
                attributes.BREACHED.value_set(breached),
                attributes.NEXT_DUE_DATE.value_unset()
                if sitting.is_over
                else attributes.NEXT_DUE_DATE.value_set(due),
                *team,
            ]
        )

    def _now(self) -> datetime:
        return workflow.now() + self._offset

    def _today(self) -> date:
        return london_date(self._now())


def _sentence(said: str) -> str:
    return f"{capital(said)}."
