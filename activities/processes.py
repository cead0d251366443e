"""Record a process: store its ledger and state in one transaction, and compute what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.letters import dispatches_of
from activities.plan_begins import begun_by
from activities.process_lives import save_lives
from casework.case.actions import Act
from casework.letters.casework_notices import beyond_the_law
from casework.letters.dispatch import Dispatch
from casework.letters.dispatches import Step
from casework.letters.sending_times import Policy
from casework.processes.list_place import list_place
from casework.processes.process import Process
from casework.processes.registry import BY_KIND
from casework.processes.telling import ProcessMoment
from records import case_lives, cases, ledger, outbox, processes
from records.database import Database
from records.letter_file import authority
from statute.local_time import london_date, start_of_day
from statute.words import long_date
from workflows.ports import LEDGER_BEHIND, ProcessRecording
from workflows.process_messages import ProcessOutlook, ProcessStep, RecordSteps

_TOGETHER = 50
"""The most moments that are pinned beside one of the same instant; the rest is computed when these have come."""


class ProcessRecorder(ProcessRecording):
    """Records processes in a database. If the case has ended, it also queues the notices that the case would have sent.

    `policy` and `holds` are the same as for the recorder of cases.
    """

    def __init__(self, database: Database, policy: Policy | None = None, *, holds: bool = False) -> None:
        self._database, self._policy, self._holds = database, policy or Policy(), holds

    @activity.defn(name="record_steps")
    def record_steps(self, request: RecordSteps) -> ProcessOutlook:
        """Record the steps that are not recorded yet, once. Returns what the process waits for."""
        process = BY_KIND[request.kind]
        with self._database.write() as session:
            end = ledger.read_end(session, request.id)
            last = end.seq
            if request.steps[0].seq > max(last + 1, request.kept_from):
                raise ApplicationError(
                    f"The ledger of {request.id} ends at step {last}; the workflow sends it again from there.",
                    last,
                    type=LEDGER_BEHIND,
                    non_retryable=True,
                )
            new = [step for step in request.steps if step.seq > last]
            ledger.append(session, request.id, [_line(step) for step in new], end)
            invited = processes.people_of(session, request.id)
            if new:
                _save(session, process, request.id, new[-1])
            now = datetime.now(UTC)
            for step in new:
                queued = _instead_of_the_case(session, process, request.id, step, self._policy, now)
                queued += _invitations(session, process, (request.id, step, invited), self._policy, now)
                invited |= process.people(process.state(step.view))
                outbox.put(session, queued, held=self._holds)
        return _outlook(process, request)


def record_past(
    session: Session, process: Process[Any], process_id: str, steps: Sequence[ProcessStep]
) -> None:
    """Save a process whose every step was made on virtual time, as the recorder saves it, and queue no message for it."""
    ledger.append(session, process_id, [_line(step) for step in steps])
    _save(session, process, process_id, steps[-1])


def _line(step: ProcessStep) -> ledger.LedgerLine:
    return ledger.LedgerLine(
        seq=step.seq,
        kind=step.kind,
        event=step.event,
        on=step.on,
        recorded_at=step.recorded_at,
        stage=step.stage,
        text=step.text,
        of=step.untold.of if step.untold is not None else step.of,
        fields=step.untold.fields if step.untold is not None else step.fields,
        by=step.by,
        late=step.kind == "act" and step.on < london_date(step.recorded_at),
        request_id=step.request_id,
    )


def _save(session: Session, process: Process[Any], process_id: str, step: ProcessStep) -> None:
    state = process.state(step.view)
    measured = process.measured(state)
    place = list_place(process, step.view, london_date(step.recorded_at))
    row = processes.ProcessRow(
        process_id=process_id,
        kind=process.kind,
        case_id=process.case(state),
        child_id=process.child(state),
        team=step.view.get("team"),
        status=step.stage,
        due_on=process.due_on(state),
        seq=step.seq,
        content=step.view,
        is_over=state.is_over,
        changed_at=step.recorded_at,
        outcome=measured.outcome,
        outcome_on=measured.on,
        listed_on=place.on,
        listed_until=place.until,
        listed_seq=step.seq,
    )
    processes.save(session, row, process.cases(state), process.people(state))
    save_lives(session, process, process_id, state, london_date(step.recorded_at))
    case_lives.save_of_process(session, process_id, row.case_id, process.plan_limits(state))


def _instead_of_the_case(
    session: Session,
    process: Process[Any],
    process_id: str,
    step: ProcessStep,
    policy: Policy,
    now: datetime,
) -> list[Dispatch]:
    """Return the dispatches that an ended case would have sent to its last officer, its manager and others."""
    today = london_date(step.recorded_at)
    state = process.state(step.view)
    case_id = process.case(state)
    if case_id is None:
        return []
    act: Act | None = None
    if step.untold is not None:
        act = step.untold.act()
    elif step.kind == "moment" and _has_closed(session, case_id):
        act = process.act_if_case_closed(state, step.event, today)
    if act is None:
        return []
    notices = beyond_the_law(act, today, process.obligations(state, today))
    cause = Step(f"{process_id}-{step.seq}", case_id, step.recorded_at, step.by)
    return dispatches_of(session, cause, notices, policy, now)


def _invitations(
    session: Session,
    process: Process[Any],
    of: tuple[str, ProcessStep, frozenset[str]],
    policy: Policy,
    now: datetime,
) -> list[Dispatch]:
    """Return the invitations, requests and reminders of a step to its people, where an e-mail address is known.

    No one is invited twice, and who is invited now is not asked too.
    `of` has the id of the process, the step, and who was invited before it.
    """
    process_id, step, before = of
    state, today = process.state(step.view), london_date(step.recorded_at)
    new = [one for one in process.invitations(state, today) if one.of not in before]
    if step.kind == "moment":
        new += process.reminders(state, step.event, today)
    elif step.kind == "act":
        invited = {one.of for one in new}
        new += [one for one in process.asks(state, step.event, today) if one.of not in invited]
    profile = authority(session) if new else None
    if profile is None:
        return []
    new = [one for one in new if one.of in profile.mailboxes]
    cause = Step(f"{process_id}-{step.seq}", process_id, step.recorded_at, step.by)
    return dispatches_of(session, cause, new, policy, now)


def _has_closed(session: Session, case_id: str) -> bool:
    row = cases.find(session, case_id)
    return row is not None and row.closed_on is not None


def _outlook(process: Process[Any], request: RecordSteps) -> ProcessOutlook:
    last = request.steps[-1]
    today = london_date(last.recorded_at)
    state = process.state(last.view)
    done = frozenset(request.done)
    moment = process.next_moment(state, done, today)
    begins = tuple(one for one in begun_by(process.life(state, today), today) if one.mark not in done)
    coming = min((one.on for one in begins if one.on > today), default=None)
    found = ProcessOutlook(
        seq=last.seq, due_on=process.due_on(state), is_late=process.is_breached(state, done), begins=begins
    )
    if coming is not None and (moment is None or coming < moment.on):
        words = f"{long_date(coming)}: what the plan begins on that day begins."
        return found.model_copy(update={"next_at": start_of_day(coming), "next_in_words": words})
    if moment is None:
        return found
    return found.model_copy(
        update={
            "next_at": start_of_day(moment.on),
            "next_kind": moment.kind,
            "also": tuple(islice(_also(process, state, done, moment), _TOGETHER)),
            "next_in_words": f"{long_date(moment.on)}: {moment.said}.",
        }
    )


def _also(process: Process[Any], state: Any, done: frozenset[str], moment: ProcessMoment) -> Iterator[str]:
    """Yield the moments that follow a moment at the same instant, unless something must be looked up before them."""
    wanted = process.wants(state)
    while True:
        done |= {moment.kind}
        state, _ = process.after_moment(state, moment.kind, moment.on)
        following = process.next_moment(state, done, moment.on)
        if following is None or following.on != moment.on or process.wants(state) != wanted:
            return
        yield following.kind
        moment = following
