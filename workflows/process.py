"""The workflow of every process: it checks and notes acts, records each step, tells the case, and waits for moments.

Most processes last weeks and have a few dozen steps. One that lasts for years continues as new at a quiet point. Each kind
in the registry has its own workflow type, so that a history is easy to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from temporalio import workflow
from temporalio.common import SearchAttributeUpdate
from temporalio.exceptions import ApplicationError, FailureError

from casework.processes.lookup import Lookup
from casework.processes.process import Process
from casework.processes.telling import ToCase
from statute.local_time import london_date
from statute.words import capital
from workflows import attributes
from workflows.alarm import Alarm
from workflows.concurrency import acts_in_process, refuse_stale
from workflows.handlers import REFUSED, Acts
from workflows.messages import ActMessage, Receipt
from workflows.ports import LONG_LOOKUP, RECORDING_TIME, LookingUp, ProcessRecording, last_recorded
from workflows.process_effects import effect, is_long
from workflows.process_links import ProcessLinks
from workflows.process_messages import (
    Found,
    LookUp,
    ProcessCarried,
    ProcessOpening,
    ProcessOutcome,
    ProcessOutlook,
    ProcessProgress,
    ProcessStep,
    RecordSteps,
)
from workflows.summaries import Shown
from workflows.words import steps_in_words

_KEPT_STEPS = 30
"""The last steps that are carried into the next run, for pages that a person opened before."""


class ProcessWorkflow(ProcessLinks, Acts):
    """The durable workflow of a process. Its rules are in its folder of casework/processes."""

    PROCESS: ClassVar[Process[Any]]

    def _begin(self, given: ProcessOpening) -> None:
        """Note the opening and, if a case begins the process, its act."""
        self._opening, self._id, self._team = given, given.id, given.team
        self._alarm = Alarm()
        self._at_work = False
        self._to_tell: list[tuple[int, ToCase, str | None]] = []
        if given.carried is not None:
            self._go_on(given.carried)
            return
        start = given.clock_starts_at
        self._offset = start - workflow.info().start_time if start else timedelta()
        self._began = workflow.info().start_time + self._offset
        self._steps: list[ProcessStep] = []
        self._before = 0
        self._receipts: dict[str, Receipt] = {}
        self._done: frozenset[str] = frozenset()
        self._looked_up: str | None = None
        self._outlook = ProcessOutlook(seq=0)
        self._shown: tuple[str, bool, date | None] | None = None
        self._link()
        self._state = self.PROCESS.begin(given.id, given.fields, given.law)
        event, text = self.PROCESS.opened(self._state)
        self._step("opening", event, text, given.first.by if given.first else given.by)
        for message in given.acts:
            self._note(message)
        self._join(given)

    def _go_on(self, carried: ProcessCarried) -> None:
        """Take up the state of the run before."""
        self._offset, self._began = carried.offset, carried.began
        self._steps, self._before = list(carried.steps), carried.seq - len(carried.steps)
        self._receipts = {receipt.request_id: receipt for receipt in carried.receipts}
        self._done, self._looked_up = frozenset(carried.done), carried.looked_up
        self._outlook, self._shown = carried.outlook, carried.shown
        self._link(carried.begun, carried.sent, carried.closed)
        self._state = self.PROCESS.state(carried.view)

    async def _proceed(self) -> ProcessOutcome:
        await self._record_and_tell()
        while not self._state.is_over or self._unfinished:
            await self._continue_if_long()
            if not await self._look_up():
                await self._wait()
                if self.PROCESS.is_light:
                    await self._look_up()
            await self._record_and_tell()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return ProcessOutcome(id=self._id, stage=self._state.stage, sequence=self._seq)

    async def _continue_if_long(self) -> None:
        """Continue in a new run if this one is long and nothing is under way."""
        if self._unfinished or not await is_long(is_light=self.PROCESS.is_light) or self._unfinished:
            return
        carried = ProcessCarried(
            view=self.PROCESS.view(self._state, self._team),
            seq=self._seq,
            steps=tuple(step.model_copy(update={"view": {}}) for step in self._steps[-_KEPT_STEPS:]),
            receipts=tuple(self._receipts.values())[-_KEPT_STEPS:],
            done=tuple(sorted(self._done)),
            looked_up=self._looked_up,
            outlook=self._outlook,
            shown=self._shown,
            offset=self._offset,
            began=self._began,
            begun=tuple(self._begun),
            sent=self._sent,
            closed=tuple(sorted(self._closed)),
        )
        workflow.continue_as_new(self._opening.going_on(carried))

    @property
    def _seq(self) -> int:
        """The number of the last step."""
        return self._before + len(self._steps)

    @workflow.query(description="The state of the process, as its workflow knows it")
    def view(self) -> dict[str, Any]:
        """The state of the process, as its workflow knows it."""
        return self.PROCESS.view(self._state, self._team)

    @workflow.query(description="Whether everything is recorded and reported, and when the next moment comes")
    def progress(self) -> ProcessProgress:
        """The progress of the process."""
        return ProcessProgress(
            seq=self._seq,
            settled=not self._unfinished and not self._at_work,
            over=self._state.is_over,
            began=self._began,
            next_at=self._outlook.next_at,
            begun=tuple(self._begun),
            sent=self._sent,
        )

    def check_act(self, message: ActMessage) -> None:
        """Refuse an act that may not be recorded, before it enters the history."""
        if message.request_id in self._receipts:
            return
        acts = acts_in_process(self._steps, self.PROCESS.acts, self.PROCESS.automatic)
        refuse_stale(message, acts, self._seq, self.PROCESS.noun)
        if (why := self._why_not(message)) is not None:
            raise ApplicationError(why, type=REFUSED, non_retryable=True)

    async def do_act(self, message: ActMessage) -> Receipt:
        """Note an act, wait until it is written down and told, and answer."""
        if (receipt := self._receipts.get(message.request_id)) is None:
            receipt = self._note(message)
        await workflow.wait_condition(lambda: self._outlook.seq >= receipt.sequence and not self._to_tell)
        return receipt

    async def hear_act(self, message: ActMessage) -> None:
        """Note an act whose sender does not wait for an answer. A refusal becomes a step of its own."""
        if message.request_id in self._receipts or (
            message.told
            and (
                not self.PROCESS.concerns(self._state, message.action)
                or self.PROCESS.knows_already(self._state, message.act())
            )
        ):
            return
        if (why := self._why_not(message)) is None:
            self._note(message)
        elif not self._state.is_over:
            text = f"{message.action} was refused: {why.rstrip('.')}"
            self._step("system", "act_refused", text, message.by)

    def _why_not(self, message: ActMessage) -> str | None:
        """Why an act is refused. An act from a case has already happened, whatever this workflow's clock shows."""
        today = max(self.today(), message.on) if message.told else self.today()
        return self.PROCESS.refusal(self._state, message.act(), today, message.by)

    def _note(self, message: ActMessage) -> Receipt:
        act = message.act()
        text = self.PROCESS.said(self._state, act, message.by)
        before = self._state
        telling = self.PROCESS.told(before, act, message.by, message.told)
        self._state = self.PROCESS.after(before, act)
        seq = self._step("act", act.action, text, message.by, message)
        self._note_links(before, act, seq, message)
        self._to_tell += [(seq, fact, message.by) for fact in telling]
        receipt = Receipt(
            case=self._id,
            request_id=message.request_id,
            action=act.action,
            on=message.on,
            of=act.of,
            stage=self._state.stage,
            sequence=seq,
            recorded_at=self._now(),
        )
        self._receipts[message.request_id] = receipt
        return receipt

    def _step(
        self,
        kind: str,
        event: str,
        text: str,
        by: str | None = None,
        message: ActMessage | None = None,
        untold: ActMessage | None = None,
    ) -> int:
        """Append a step, of an act if there is its `message`, and return its number."""
        act = message.act() if message else None
        self._steps.append(
            ProcessStep(
                seq=self._seq + 1,
                recorded_at=self._now(),
                kind=kind,
                event=event,
                on=message.on if message else self.today(),
                of=act.of if act else None,
                by=by,
                fields=dict(act.fields) if act else {},
                text=f"{capital(text)}.",
                request_id=message.request_id if message else None,
                stage=self._state.stage,
                view=self.PROCESS.view(self._state, self._team),
                untold=untold,
            )
        )
        return self._seq

    @property
    def _unfinished(self) -> bool:
        return self._outlook.seq < self._seq or bool(self._to_tell) or self._unlinked

    async def _wait(self) -> None:
        """Wait for an act or the next moment. An act that arrives with the moment comes first: it may cancel it."""
        if self._unfinished:
            return
        at, kind = self._outlook.next_at, self._outlook.next_kind
        if at is None:
            await workflow.wait_condition(lambda: self._unfinished)
            return
        if self.PROCESS.is_light:
            self._alarm.set(at, at - self._now(), Shown(self._outlook.next_in_words))
            await workflow.wait_condition(lambda: self._unfinished or self._now() >= at)
        elif (left := at - self._now()) > timedelta():
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    lambda: self._unfinished,
                    timeout=left,
                    timeout_summary=Shown(self._outlook.next_in_words),
                )
        if not self._unfinished and kind is not None:
            # Late moments come one by one, because what comes next may depend on the day.
            also = self._outlook.also if self.today() == london_date(at) else ()
            for one in (kind, *also):
                self._has_come(one)

    def _has_come(self, kind: str) -> None:
        self._done |= {kind}
        before = self._state
        self._state, telling = self.PROCESS.after_moment(before, kind, self.today())
        text = self.PROCESS.moment_text(before, kind, telling)
        seq = self._step("moment", kind.partition(":")[0], text)
        self._to_tell += [(seq, fact, None) for fact in telling]

    async def _look_up(self) -> bool:
        """Do the lookup that the process needs, once for each key. Return whether there was one."""
        wanted: Lookup | None = self.PROCESS.wants(self._state)
        if wanted is None or self._looked_up == wanted.key:
            return False
        self._looked_up, self._at_work = wanted.key, True
        found: Found = await effect(
            LookingUp.look_up,
            LookUp(
                kind=self.PROCESS.kind,
                id=self._id,
                name=wanted.name,
                key=wanted.key,
                view=self.PROCESS.view(self._state, self._team),
                today=self.today(),
            ),
            Shown(wanted.said),
            is_light=self.PROCESS.is_light,
            time=LONG_LOOKUP if wanted.is_long else RECORDING_TIME,
        )
        self._at_work = False
        self._take_up(wanted, found.chosen)
        return True

    def _take_up(self, wanted: Lookup, chosen: Any) -> None:
        """Record the result of a lookup, unless it is no longer needed."""
        answer = self.PROCESS.answered(self._state, wanted, chosen, self.today())
        if answer is None:
            return
        if answer.act is not None:
            act = answer.act
            fields = dict(act.fields)
            self._note(
                ActMessage(action=act.action, on=self.today(), fields=fields, request_id=answer.request_id)
            )
            return
        seq = self._step("system", answer.event, answer.text)
        self._to_tell += [(seq, fact, None) for fact in answer.telling]

    async def _record_and_tell(self) -> None:
        self._keep_untold()
        await self._record()
        for seq, place, fact, by in self._places():
            message = self._report(seq, place, fact, by)
            await self._signal(fact.case, fact.action, message)
            await self._ask_others(fact, by, message.request_id)
            self._to_tell.pop(0)
        await self._do_links()
        self._show()

    def _keep_untold(self) -> None:
        """Record what moments report to a case that has closed together with the moments, without asking it again.

        What a person records is reported all the same, because a case that was lost may have been opened again.
        """
        for seq, place, fact, by in self._places():
            if by is not None or not self._has_closed(fact.case) or any(self.PROCESS.follow_ups(fact)):
                return
            self._keep(fact.case, fact.action, self._report(seq, place, fact, by))
            self._to_tell.pop(0)

    def _places(self) -> Iterator[tuple[int, int, ToCase, str | None]]:
        """Yield what is still to be told, each with its place among what the same step tells."""
        waiting = tuple(self._to_tell)
        for number, (seq, fact, by) in enumerate(waiting):
            yield seq, 1 + sum(one[0] == seq for one in waiting[:number]), fact, by

    def _report(self, seq: int, place: int, fact: ToCase, by: str | None) -> ActMessage:
        return ActMessage(
            action=fact.action,
            on=fact.on or self.today(),
            of=fact.of,
            fields=dict(fact.fields),
            by=by,
            request_id=f"{self._id}-{seq}-{place}",
            told=True,
            teller=self._id,
        )

    async def _record(self) -> None:
        since = self._outlook.seq
        while self._outlook.seq < self._seq:
            kept_from = self._opening.carried.seq + 1 if self._opening.carried else 1
            batch = tuple(self._steps[max(since + 1, kept_from) - self._before - 1 :])
            request = RecordSteps(
                kind=self.PROCESS.kind,
                id=self._id,
                steps=batch,
                done=tuple(sorted(self._done)),
                kept_from=kept_from,
            )
            try:
                self._outlook = await effect(
                    ProcessRecording.record_steps,
                    request,
                    steps_in_words(step.text for step in batch),
                    is_light=self.PROCESS.is_light,
                )
                since = self._outlook.seq
            except FailureError as failure:
                since = last_recorded(failure)

    def _show(self) -> None:
        """Update the search attributes if anything has changed."""
        due = None if self._state.is_over else self._outlook.due_on
        pinned = self._outlook.is_late  # None in a history from before it was pinned
        breached = self.PROCESS.is_breached(self._state, self._done) if pinned is None else pinned
        wanted = (str(self._state.stage), breached, due)
        if wanted == self._shown:
            return
        first, self._shown = self._shown is None, wanted
        changed: list[SearchAttributeUpdate[Any]] = [
            attributes.STAGE.value_set(self._state.stage),
            attributes.BREACHED.value_set(breached),
            attributes.due(due),
        ]
        if first and self._team:
            changed.append(attributes.TEAM.value_set(self._team))
        workflow.upsert_search_attributes(changed)

    def _now(self) -> datetime:
        return workflow.now() + self._offset

    def today(self) -> date:
        """The local day on the process's clock."""
        return london_date(self._now())
