"""The workflow of one case, from receipt of the request to the final plan or another end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError

from casework.case import take_over as takeover
from casework.case.acts import Act
from casework.case.case import Case, after, began, opened, window_closed
from casework.case.guard import refusal, warnings
from casework.case.stages import Stage
from casework.processes.process import Begun, Process
from casework.processes.registry import BY_KIND, STARTED_BY_CASES
from statute.facts import Event
from statute.local_time import london_date
from workflows.carried_facts import carried_act, event_of
from workflows.case_attributes import attributes_of
from workflows.case_processes import (
    begin,
    called_process,
    may_begin,
    message_for,
    message_of_opening,
    messages_for_processes,
    next_id,
    passed_on,
    past_of,
)
from workflows.concurrency import acts_in_case, refuse_stale
from workflows.definitions import defined
from workflows.handlers import REFUSED, ActsOnCase
from workflows.messages import (
    ActDone,
    ActMessage,
    Came,
    Carried,
    CaseInput,
    CaseOutcome,
    CaseView,
    MomentMessage,
    Opening,
    Outlook,
    ProcessOf,
    Receipt,
    RecordRequest,
    Refusal,
    Transition,
)
from workflows.ports import RECORDING_RETRIES, RECORDING_TIME, Recording, last_recorded
from workflows.process_messages import ProcessOpening
from workflows.summaries import Shown
from workflows.words import details, recording_in_words


@defined("EhcpCase")
class EhcpCase(ActsOnCase):
    """One case. Handlers check and note acts; `run` records them and waits, in the order of history."""

    @workflow.init
    def __init__(self, given: CaseInput) -> None:
        self._id = given.opening.case_id
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_for: tuple[datetime, str] | None = None
        self._waiting_for = ""
        self._to_processes: list[ActMessage] = []
        carried = given.carried
        if carried is None:
            start = given.opening.clock_starts_at
            self._offset = start - workflow.info().start_time if start else timedelta()
            self._case = opened("", None)
            self._transitions: list[Transition] = []
            self._receipts: dict[str, Receipt] = {}
            self._outlook = Outlook(seq=0)
            self._shown: dict[str, str] = {}
            self._processes: list[ProcessOf] = []
            self._open(given.opening)
        else:
            self._offset = carried.offset
            self._case = Case(Stage(carried.stage), tuple(event_of(fact) for fact in carried.facts))
            self._transitions = list(carried.transitions)
            self._receipts = {receipt.request_id: receipt for receipt in carried.receipts}
            self._outlook = carried.outlook
            self._shown = dict(carried.shown)
            self._processes = list(carried.processes)

    @workflow.run
    async def run(self, given: CaseInput) -> CaseOutcome:
        """The statutory process, stage by stage. In each, an act or the next moment of the agenda moves the case on."""
        await self._record()
        while not self._outlook.closed or self._unrecorded:
            match self._case.stage:
                case Stage.RECEIVED | Stage.DECIDING_TO_ASSESS:
                    await self._wait_for("the decision whether to assess (6 weeks, reg 5)")
                case Stage.ASSESSING:
                    await self._wait_for("the advice that was requested (6 weeks each, regs 6 and 8)")
                case Stage.DECIDING_TO_ISSUE:
                    await self._wait_for("the decision whether to make a plan (16 weeks, reg 10)")
                case Stage.DRAFTING:
                    await self._wait_for("the draft plan")
                case Stage.CONSULTING:
                    await self._wait_for(
                        "the family's answer to the draft, or the end of its time (15 days, reg 13(1))"
                    )
                case Stage.FINALISING:
                    await self._wait_for("the final plan (20 weeks, reg 13(2))")
                case Stage.PLAN_ISSUED if self._case.asks_to_reassess:
                    await self._wait_for("the decision whether to re-assess (15 days, reg 25)")
                case Stage.PLAN_ISSUED | Stage.ASSESSMENT_REFUSED | Stage.PLAN_REFUSED:
                    await self._wait_for("the end of the family's time for mediation and appeal")
                case Stage.WITHDRAWN | Stage.MOVED_AWAY | Stage.DIED | Stage.AGED_OUT:
                    await self._record()
            if workflow.info().is_continue_as_new_suggested() and self._is_quiet:
                workflow.continue_as_new(CaseInput(opening=given.opening, carried=self._carried()))
        await workflow.wait_condition(workflow.all_handlers_finished)
        return CaseOutcome(
            case=self._id, stage=self._case.stage, sequence=self._outlook.seq, closed_on=self._today()
        )

    @workflow.query(description="The state of the case, as its workflow knows it")
    def case(self) -> CaseView:
        """The state of the case, as its workflow knows it."""
        return CaseView(
            case=self._id,
            stage=self._case.stage,
            sequence=len(self._transitions),
            recorded=self._outlook.seq,
            today=self._today(),
            outlook=self._outlook,
            processes=tuple(self._processes),
            settled=not self._unrecorded and not self._to_processes,
        )

    # Acts. `check_act` and `do_act` serve every update of the catalogue, `hear_act` every signal.

    def check_act(self, message: ActMessage) -> None:
        """Refuse an act that may not be recorded, before it enters the history."""
        if message.request_id in self._receipts:
            return
        refuse_stale(message, acts_in_case(self._transitions), len(self._transitions), "case")
        if (why := self._why_not(message)) is not None:
            raise ApplicationError(why, type=REFUSED, non_retryable=True)

    async def do_act(self, message: ActMessage) -> Receipt:
        """Note an act, wait until it is recorded, and return its receipt."""
        if (known := self._receipts.get(message.request_id)) is not None:
            await workflow.wait_condition(lambda: self._outlook.seq >= known.sequence)
            return known
        if self._unrecorded:  # the legal dates that follow from an unrecorded act are not known yet
            await workflow.wait_condition(lambda: not self._unrecorded)
            self.check_act(message)
        receipt = self._note(message)
        await workflow.wait_condition(lambda: self._outlook.seq >= receipt.sequence)
        return receipt

    async def hear_act(self, message: ActMessage) -> None:
        """Note an act whose sender does not wait for an answer. If it is refused, the case officer is told."""
        await workflow.wait_condition(lambda: not self._unrecorded)
        if message.request_id and message.request_id in self._receipts:
            return
        if (why := self._why_not(message)) is None:
            self._note(message)
        elif not self._outlook.closed:
            self._append(refusal=Refusal(action=message.action, why=why))

    def _why_not(self, message: ActMessage) -> str | None:
        if self._outlook.closed:
            return f"The case is closed ({self._case.stage.replace('_', ' ')}); nothing more can be recorded in it."
        case, earliest = self._case, self._outlook.earliest_final
        today = max(self._today(), message.on) if message.told else self._today()
        for act in message.acts():
            for missing in takeover.implied(case, act, earliest) if message.take_over else ():
                case = after(case, missing)
            # Acts that come with the opening were done elsewhere, with their reasons.
            needs_reasons = self._outlook.seq > 0 and not message.take_over
            why = refusal(
                case, act, today, earliest, actor_known=message.actor_known, needs_reasons=needs_reasons
            )
            if why is not None:
                return why
            case = after(case, act)
        return None

    def _note(self, message: ActMessage) -> Receipt:
        said, acts, implied = list[str](), list[ActDone](), list[str]()
        for act in message.acts():
            said += warnings(
                self._case, act, self._today(), actor_known=message.actor_known or message.take_over
            )
            missing = (
                takeover.implied(self._case, act, self._outlook.earliest_final) if message.take_over else ()
            )
            acts += [self._done(each, message) for each in (*missing, act)]
            implied += [each.action for each in missing]
        receipt = Receipt(
            case=self._id,
            request_id=message.request_id,
            action=message.action,
            on=message.on,
            of=message.of,
            stage=self._case.stage,
            sequence=len(self._transitions) + 1,
            recorded_at=self._now(),
            warnings=tuple(dict.fromkeys(said)),
            implied=tuple(implied),
        )
        if message.request_id:
            self._receipts[message.request_id] = receipt
        self._append(acts=tuple(acts), receipt=receipt)
        self._add_called_process(message)
        self._to_processes += messages_for_processes(acts, message, self._id, receipt.sequence)
        return receipt

    def _add_called_process(self, message: ActMessage) -> None:
        """Remember a process that people called in this case, so that acts can be passed on to it."""
        process = called_process(message)
        if (
            process is not None
            and message.teller
            and all(one.id != message.teller for one in self._processes)
        ):
            about = len(self._case.events) - 1
            self._processes.append(ProcessOf(kind=process.kind, id=message.teller, about=about))

    def _done(self, act: Act, message: ActMessage) -> ActDone:
        self._case = after(self._case, act)
        return ActDone(
            action=act.action,
            on=act.on,
            of=act.of,
            fields=dict(act.fields),
            not_after=act.not_after,
            by=message.by,
            stage=self._case.stage,
            told_before=message.told_before,
        )

    def _open(self, opening: Opening) -> None:
        event = Event(opening.event, opening.on, None, opening.fields, opening.not_after)
        self._case = began(event)
        self._append(opening=opening.model_copy(update={"acts": ()}))
        self._to_processes += message_of_opening(opening)
        for message in opening.acts:
            if (why := self._why_not(message)) is None:
                self._note(message)
            else:
                self._append(refusal=Refusal(action=message.action, why=why))

    def _append(self, **what: Any) -> None:
        seq = len(self._transitions) + 1
        self._transitions.append(Transition(seq=seq, recorded_at=self._now(), stage=self._case.stage, **what))

    @property
    def _unrecorded(self) -> bool:
        return self._outlook.seq < len(self._transitions)

    @property
    def _is_quiet(self) -> bool:
        return not self._unrecorded and not self._to_processes and workflow.all_handlers_finished()

    async def _wait_for(self, what: str) -> None:
        """Wait for an act or the next moment of the agenda, and record it."""
        self._waiting_for = what
        workflow.set_current_details(details(self._id, self._case.stage, what, self._outlook))
        self._set_alarm()
        await workflow.wait_condition(lambda: self._unrecorded or self._alarm_is_due)
        if not self._unrecorded:
            self._moments_have_come()
        await self._record()

    def _moments_have_come(self) -> None:
        self._windows_have_closed(self._outlook.moments)
        self._append(moments=self._outlook.moments)

    def _windows_have_closed(self, moments: Iterable[MomentMessage | Came]) -> None:
        for moment in moments:
            if moment.kind == "window_closed":
                self._case = window_closed(self._case, moment.role)

    async def _record(self) -> None:
        since = self._outlook.seq
        while self._unrecorded:
            batch = tuple(self._transitions[since:])
            try:
                self._outlook = await workflow.execute_activity_method(
                    Recording.record_transition,
                    RecordRequest(
                        case_id=self._id, run_id=workflow.info().first_execution_run_id, transitions=batch
                    ),
                    start_to_close_timeout=RECORDING_TIME,
                    retry_policy=RECORDING_RETRIES,
                    summary=recording_in_words(batch),
                )
                since = self._outlook.seq
                self._windows_have_closed(self._outlook.came)
            except FailureError as failure:
                since = last_recorded(failure)
        self._show()
        while self._to_processes:
            for process in STARTED_BY_CASES:
                await self._tell_process(process, self._to_processes[0])
            await self._tell_called_processes(self._to_processes[0])
            self._to_processes.pop(0)

    async def _tell_process(self, process: Process[Any], message: ActMessage) -> None:
        """Pass on a recorded act to the process of a kind, or begin the process if this is its first step."""
        told = message_for(process, message)
        first = message.action in process.starts_from
        about = process.about(self._case.events, message.action, message.fields, self._begun)
        current = next((one for one in reversed(self._processes) if one.kind == process.kind), None)
        if current is None and (known := process.continues(self._case.events)) is not None:
            current = ProcessOf(kind=process.kind, id=known, about=about or 0)
            self._processes.append(current)
        if told is None or about is None or (current is None and not (first and may_begin(process, told))):
            return
        is_same = current is not None and not (first and current.about != about)
        if (
            current is not None
            and is_same
            and (await passed_on(current.id, told) or message.action not in process.begins_again)
        ):
            return
        opening = ProcessOpening(
            kind=process.kind,
            id=next_id(self._id, process, self._processes),
            fields=dict(process.opens_with(self._id, self._case.events, about, told.on)),
            team=self._outlook.team,
            clock_starts_at=self._now() if self._offset else None,
            law=self._outlook.law,
            first=told,
            past=past_of(process, self._to_processes),
        )
        self._processes.append(ProcessOf(kind=process.kind, id=opening.id, about=about))
        await begin(opening)

    async def _tell_called_processes(self, message: ActMessage) -> None:
        """Pass on a recorded act to the processes that people called in this case, and forget those that are over."""
        for one in tuple(self._processes):
            process = BY_KIND[one.kind]
            told = None if process.starts_from else message_for(process, message)
            if told is not None and not await passed_on(one.id, told):
                self._processes.remove(one)

    @property
    def _begun(self) -> tuple[Begun, ...]:
        return tuple(Begun(BY_KIND[one.kind], one.id, one.about) for one in self._processes)

    @property
    def _alarm_is_due(self) -> bool:
        return self._alarm is not None and self._alarm.done() and not self._alarm.cancelled()

    def _set_alarm(self) -> None:
        """Set the one timer to the next moment of the agenda. It is replaced only if that moment changes."""
        at = self._outlook.next_at
        wanted = (at, Shown(self._outlook.next_in_words)) if at is not None else None
        if wanted == self._alarm_for and not self._alarm_is_due:
            return
        if self._alarm is not None and not self._alarm.done():
            self._alarm.cancel()
        self._alarm, self._alarm_for = None, wanted
        if wanted is not None:
            self._alarm = asyncio.create_task(self._sleep_until(*wanted))

    async def _sleep_until(self, at: datetime, why: str) -> None:
        if (left := at - self._now()) > timedelta():
            await workflow.sleep(left, summary=why)

    def _show(self) -> None:
        """Update the search attributes that have changed, and no others."""
        changed = []
        for key, value in attributes_of(self._case.stage, self._outlook):
            if self._shown.get(key.name, "None") != str(value):
                self._shown[key.name] = str(value)
                changed.append(key.value_unset() if value is None else key.value_set(value))
        if changed:
            workflow.upsert_search_attributes(changed)

    def _now(self) -> datetime:
        return workflow.now() + self._offset

    def _today(self) -> date:
        return london_date(self._now())

    def _carried(self) -> Carried:
        return Carried(
            stage=self._case.stage,
            facts=tuple(carried_act(event) for event in self._case.events),
            transitions=tuple(self._transitions),
            receipts=tuple(self._receipts.values()),
            outlook=self._outlook,
            offset=self._offset,
            shown=self._shown,
            processes=tuple(self._processes),
        )
