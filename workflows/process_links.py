"""What a process has to do with its plan and with other processes: what it tells the plan, passes on, begins and opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from temporalio import workflow
from temporalio.exceptions import FailureError

from casework.case.actions import Act
from casework.processes.decision_case import DecisionCase
from casework.processes.plan_changed import JOINED, PLAN_TOLD, as_act
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, process_of
from casework.processes.telling import ToCase
from statute.facts import Event
from workflows.case_processes import passed_on
from workflows.messages import ActMessage
from workflows.ports import Beginning, OpeningCases
from workflows.process_effects import effect
from workflows.process_messages import OpenCase, ProcessOpening, ProcessOutlook, ProcessRef, ToBegin
from workflows.summaries import Shown

_KNOWN_CLOSED = "2026-11-29-known-closed"
"""The change after which a moment is not reported to a case that is known to have closed."""


class ProcessLinks:
    """The part of a process's workflow that links it with its plan and with other processes."""

    PROCESS: ClassVar[Process[Any]]
    _id: str
    _team: str | None
    _state: Any
    _done: frozenset[str]
    _outlook: ProcessOutlook
    _offset: timedelta

    def _link(self, begun: tuple[ProcessRef, ...] = (), sent: int = 0, closed: tuple[str, ...] = ()) -> None:
        """Begin with nothing to tell, and with what an earlier run knew.

        That is the processes that it began, how many messages it sent, and the workflows that had ended when it wrote to them.
        """
        self._begun, self._sent, self._closed = list(begun), sent, set(closed)
        self._to_plan: list[tuple[str, Event]] = []
        self._to_pass_on: list[tuple[str, Event, ActMessage]] = []
        self._to_open: list[tuple[str, DecisionCase, str | None]] = []

    def today(self) -> date:
        """The local day on the process's clock."""
        raise NotImplementedError

    def _now(self) -> datetime:
        raise NotImplementedError

    def _step(
        self,
        kind: str,
        event: str,
        text: str,
        by: str | None = None,
        message: ActMessage | None = None,
        untold: ActMessage | None = None,
    ) -> int:
        raise NotImplementedError

    @property
    def _unlinked(self) -> bool:
        waiting = self._to_plan or self._to_pass_on or self._to_open
        return bool(waiting) or next(self._due_to_begin(), None) is not None

    def _join(self, given: ProcessOpening) -> None:
        """Tell the plan of a process that people called, if the process hears from its plan."""
        if self.PROCESS.hears_from_plan and given.begun_by is None:
            self._to_plan.append((f"{self._id}-joins", Event(JOINED, self.today(), self._id)))

    def _note_links(self, before: Any, act: Act, seq: int, message: ActMessage) -> None:
        """Note what follows from an act beyond the process and its case; `before` is the state before it."""
        for place, fact in enumerate(self.PROCESS.to_plan(before, act), start=1):
            self._to_plan.append((f"{self._id}-{seq}-plan-{place}", fact))
        for place, fact in enumerate(self.PROCESS.passes_on(before, act), start=1):
            self._to_pass_on.append((f"{self._id}-{seq}-on-{place}", fact, message))
        if (opened := self.PROCESS.opens_case(before, act)) is not None:
            self._to_open.append((f"{self._id}-{seq}", opened, message.by))
        joined = self.PROCESS.joined_by(act)
        kind = process_of(joined) if joined is not None else None
        if joined is not None and kind is not None and all(one.id != joined for one in self._begun):
            self._begun.append(ProcessRef(kind=kind.kind, id=joined))

    async def _do_links(self) -> None:
        """Open the cases of decisions, tell the plan, pass facts on, and begin what is due."""
        while self._to_open:
            await self._open_case(*self._to_open[0])
            self._to_open.pop(0)
        while self._to_plan:
            await self._tell_plan(*self._to_plan[0])
            self._to_plan.pop(0)
        while self._to_pass_on:
            await self._pass_on(*self._to_pass_on[0])
            self._to_pass_on.pop(0)
        for one in tuple(self._due_to_begin()):
            await self._begin_one(one)

    async def _tell_plan(self, request_id: str, fact: Event) -> None:
        plan = self.PROCESS.plan(self._state)
        if plan is None or plan == self._id:
            return
        message = self._message(as_act(fact, self.today(), PLAN_TOLD), request_id)
        if await passed_on(plan, message):  # a plan that was never begun here, or has ended, needs no fact
            self._sent += 1

    async def _pass_on(self, request_id: str, fact: Event, cause: ActMessage) -> None:
        """Pass a fact on to the processes that hear it, except the one that told it; forget those that are over."""
        for one in tuple(self._begun):
            told_it = cause.teller == one.id or cause.request_id.startswith(f"{one.id}-")
            act = BY_KIND[one.kind].heard_from_plan(fact, self.today())
            if told_it or act is None:
                continue
            if await passed_on(one.id, self._message(act, request_id)):
                self._sent += 1
            else:
                self._begun.remove(one)

    def _message(self, act: Act, request_id: str) -> ActMessage:
        return ActMessage(
            action=act.action,
            on=act.on or self.today(),
            fields=dict(act.fields),
            request_id=request_id,
            told=True,
            teller=self._id,
        )

    async def _open_case(self, key: str, decision: DecisionCase, by: str | None) -> None:
        parent = self.PROCESS.case(self._state)
        if parent is None:
            return
        wanted = OpenCase(
            key=key,
            parent=parent,
            plan=self.PROCESS.plan(self._state),
            opens=decision.opens,
            on=decision.on,
            fields=dict(decision.fields),
            team=self._team,
            by=by,
            clock_starts_at=self._now() if self._offset else None,
            told_before=decision.told_before,
        )
        summary = Shown("Open a case in which the decision can be disputed")
        opened: str = await effect(OpeningCases.open_case, wanted, summary, is_light=self.PROCESS.is_light)
        self._step(
            "system", "case_opened", f"the case {opened} was opened, in which the decision can be disputed"
        )

    def _due_to_begin(self) -> Iterator[ToBegin]:
        if not self._state.is_over:
            today = self.today()
            yield from (one for one in self._outlook.begins if one.on <= today and one.mark not in self._done)

    async def _begin_one(self, one: ToBegin) -> None:
        self._done |= {one.mark}
        process = BY_KIND[one.kind]
        opening = ProcessOpening(
            kind=one.kind,
            id=one.id,
            fields=one.fields,
            team=self._team,
            clock_starts_at=self._now() if self._offset else None,
            law=one.law,
            begun_by=self._id,
        )
        summary = Shown(process.heading(one.fields))
        await effect(Beginning.begin_process, opening, summary, is_light=self.PROCESS.is_light)
        self._begun.append(ProcessRef(kind=one.kind, id=one.id))
        self._sent += 1
        self._step("system", "process_begun", f"the {process.noun} began")

    async def _ask_others(self, fact: ToCase, by: str | None, request_id: str) -> None:
        """Send other processes the acts that follow from a fact reported to a case."""
        for place, asked in enumerate(self.PROCESS.follow_ups(fact), start=1):
            message = ActMessage(
                action=asked.action,
                on=self.today(),
                of=asked.of,
                fields=dict(asked.fields),
                by=by,
                request_id=f"{request_id}-then-{place}",
                told=True,
            )
            await self._signal(asked.process, asked.action, message)

    async def _signal(self, to: str, action: str, message: ActMessage) -> None:
        try:
            await workflow.get_external_workflow_handle(to).signal(action, message)
            self._sent += 1
            self._closed.discard(to)
        except FailureError:  # the workflow has ended
            self._keep(to, action, message)

    def _keep(self, to: str, action: str, message: ActMessage) -> None:
        """Record that a message did not reach a workflow that has ended."""
        self._closed.add(to)
        self._step("system", "not_told", _not_told(to, action), untold=message)

    def _has_closed(self, to: str) -> bool:
        """Whether a workflow had ended when this one last wrote to it."""
        return to in self._closed and workflow.patched(_KNOWN_CLOSED)


def _not_told(to: str, action: str) -> str:
    """Return the text of a fact that did not reach a closed case, or another process that is over."""
    other = process_of(to)
    if other is None:
        return "the case is closed, so the letters and alerts leave from here"
    known = other.acts.get(action)
    what = known.said if known is not None else action.replace("_", " ")
    return f"the {other.noun} {to} is closed, so this was not recorded in it: {what}"
