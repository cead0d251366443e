"""Writing a proceeding down: its ledger and how it stands, in one transaction, and what it waits for."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.letters import dispatches_of
from casework.case.actions import Act
from casework.letters.dispatch import Dispatch
from casework.letters.sending_times import Policy
from casework.processes.appeal import appeal
from casework.processes.appeal.appeal import Appeal
from casework.processes.dispute import Dispute
from casework.processes.dispute_clocks import clocks_of, obligations_of
from casework.processes.mediation import moments as mediation_moments
from casework.processes.mediation.mediation import Mediation
from casework.processes.notices import of_process
from casework.processes.panel import sitting as panel
from casework.processes.telling import ProceedingMoment
from records import cases, disputes, ledger, outbox, sittings
from records.database import Database
from statute.local_time import london_date, start_of_day
from statute.words import long_date
from workflows.ports import LEDGER_BEHIND, ProceedingRecording
from workflows.proceeding_messages import (
    ProceedingOutlook,
    ProceedingStep,
    RecordSteps,
    SittingView,
    appeal_of,
    mediation_of,
)


class ProceedingRecorder(ProceedingRecording):
    """Records proceedings in a database, and tells people itself what a case that has ended can tell nobody.

    `policy` and `holds` are those of a case's recorder.
    """

    def __init__(self, database: Database, policy: Policy | None = None, *, holds: bool = False) -> None:
        self._database, self._policy, self._holds = database, policy or Policy(), holds

    @activity.defn(name="record_steps")
    def record_steps(self, request: RecordSteps) -> ProceedingOutlook:
        """Record what is not recorded yet, once, and say what the proceeding waits for."""
        with self._database.write() as session:
            before = ledger.facts_of(session, request.id)
            last = before[-1].seq if before else 0
            if request.steps[0].seq > last + 1:
                raise ApplicationError(
                    f"The ledger of {request.id} ends at step {last}; the workflow sends it again from there.",
                    last,
                    type=LEDGER_BEHIND,
                    non_retryable=True,
                )
            new = [step for step in request.steps if step.seq > last]
            ledger.append(session, request.id, [_line(step) for step in new])
            if new:
                _SAVE[request.kind](session, new[-1])
            now = datetime.now(UTC)
            for step in new:
                queued = _instead_of_the_case(session, request, step, self._policy, now)
                outbox.put(session, queued, held=self._holds)
        return _outlook(request)


def _line(step: ProceedingStep) -> ledger.LedgerLine:
    return ledger.LedgerLine(
        seq=step.seq,
        kind=step.kind,
        event=step.event,
        on=step.on,
        recorded_at=step.recorded_at,
        stage=step.stage,
        text=step.text,
        of=step.of,
        fields=step.fields,
        by=step.by,
        late=step.kind == "act" and step.on < london_date(step.recorded_at),
        request_id=step.request_id,
    )


def _instead_of_the_case(
    session: Session, request: RecordSteps, step: ProceedingStep, policy: Policy, now: datetime
) -> list[Dispatch]:
    """What an ended case would have sent out had it been told: to its last officer, its manager and the others."""
    if request.kind == "sitting":
        return []
    today = london_date(step.recorded_at)
    dispute = mediation_of(step.view) if request.kind == "mediation" else appeal_of(step.view)
    act = step.untold.act() if step.untold is not None else _late_step(session, dispute, step, today)
    if act is None:
        return []
    notices = of_process(act, today, obligations_of(dispute, today))
    step_id = f"{dispute.id}-{step.seq}"
    return dispatches_of(session, dispute.case, step_id, step.recorded_at, step.by, notices, policy, now)


def _late_step(session: Session, dispute: Dispute, step: ProceedingStep, today: date) -> Act | None:
    """What the law counts and is late, once the case has closed: while that is open, it counts it too and alerts itself."""
    is_response = step.event == "response_over"
    if step.kind != "moment" or not (is_response or mediation_moments.is_step_over(step.event)):
        return None
    row = cases.find(session, dispute.case)
    if row is None or row.closed_on is None:
        return None
    clocks = clocks_of(dispute, today)
    if is_response:
        by = clocks.respond_by
        return Act(
            "appeal_waits", today, None, {"why": "response_late", "by": by.isoformat() if by else None}
        )
    if (late := mediation_moments.late_step(step.event, clocks, today)) is None:
        return None
    why, due = late
    return Act("mediation_waits", today, None, {"mediation": dispute.id, "why": why, "by": due.isoformat()})


def _outlook(request: RecordSteps) -> ProceedingOutlook:
    last = request.steps[-1]
    moment = _MOMENT[request.kind](last, frozenset(request.done))
    if moment is None:
        return ProceedingOutlook(seq=last.seq)
    said = f"{long_date(moment.on)}: {moment.said}."
    return ProceedingOutlook(
        seq=last.seq, next_at=start_of_day(moment.on), next_kind=moment.kind, next_in_words=said
    )


def _save_sitting(session: Session, step: ProceedingStep) -> None:
    view = SittingView.model_validate(step.view)
    sittings.save(
        session,
        sittings.SittingRow(
            sitting_id=view.sitting,
            sits_on=view.sits_on,
            papers_by=view.papers_by,
            status=view.stage,
            seq=step.seq,
            content=step.view,
            changed_at=step.recorded_at,
        ),
    )


def _moment_of_sitting(step: ProceedingStep, done: frozenset[str]) -> ProceedingMoment | None:
    return panel.next_moment(SittingView.model_validate(step.view).seen(), done)


def _save_dispute(kind: str, dispute: Mediation | Appeal, step: ProceedingStep, session: Session) -> None:
    disputes.save(
        session,
        disputes.DisputeRow(
            dispute_id=dispute.id,
            case_id=dispute.case,
            kind=kind,
            status=step.stage,
            person=dispute.mediator if isinstance(dispute, Mediation) else None,
            seq=step.seq,
            content=step.view,
            is_over=dispute.is_over,
            changed_at=step.recorded_at,
        ),
    )


def _save_mediation(session: Session, step: ProceedingStep) -> None:
    _save_dispute("mediation", mediation_of(step.view), step, session)


def _save_appeal(session: Session, step: ProceedingStep) -> None:
    _save_dispute("appeal", appeal_of(step.view), step, session)


def _moment_of_mediation(step: ProceedingStep, done: frozenset[str]) -> ProceedingMoment | None:
    found = mediation_of(step.view)
    return mediation_moments.next_moment(found, done, clocks_of(found, london_date(step.recorded_at)))


def _moment_of_appeal(step: ProceedingStep, done: frozenset[str]) -> ProceedingMoment | None:
    found = appeal_of(step.view)
    return appeal.next_moment(found, done, clocks_of(found, london_date(step.recorded_at)))


_SAVE = {"sitting": _save_sitting, "mediation": _save_mediation, "appeal": _save_appeal}
_MOMENT = {"sitting": _moment_of_sitting, "mediation": _moment_of_mediation, "appeal": _moment_of_appeal}
