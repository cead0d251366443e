"""Writing a sitting of the panel down: its ledger and how it stands, in one transaction, and what it waits for."""

from __future__ import annotations

from temporalio import activity
from temporalio.exceptions import ApplicationError

from casework.panel import Item, Member, Sitting, next_moment
from records import ledger, sittings
from records.database import Database
from statute.local_time import london_date, start_of_day
from statute.words import capital, long_date
from workflows.ports import LEDGER_BEHIND, SittingRecording
from workflows.sitting_messages import RecordSitting, SittingOutlook, SittingStep, SittingView


class SittingRecorder(SittingRecording):
    """Records sittings in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="record_sitting")
    def record_sitting(self, request: RecordSitting) -> SittingOutlook:
        """Record what is not recorded yet, once, and say what the sitting waits for."""
        with self._database.write() as session:
            before = ledger.facts_of(session, request.sitting_id)
            last = before[-1].seq if before else 0
            if request.steps[0].seq > last + 1:
                raise ApplicationError(
                    f"The ledger of {request.sitting_id} ends at step {last}; the workflow sends it again from there.",
                    last,
                    type=LEDGER_BEHIND,
                    non_retryable=True,
                )
            new = [step for step in request.steps if step.seq > last]
            ledger.append(session, request.sitting_id, [_line(step) for step in new])
            if new:
                sittings.save(session, _row(new[-1]))
        return _outlook(request)


def _line(step: SittingStep) -> ledger.Fact:
    return ledger.Fact(
        seq=step.seq,
        kind=step.kind,
        event=step.event,
        on=step.on,
        recorded_at=step.recorded_at,
        stage=step.view.stage,
        text=step.text,
        of=step.of,
        fields=step.fields,
        by=step.by,
        late=step.kind == "act" and step.on < london_date(step.recorded_at),
        request_id=step.request_id,
    )


def _row(step: SittingStep) -> sittings.SittingRow:
    view = step.view
    return sittings.SittingRow(
        sitting_id=view.sitting,
        sits_on=view.sits_on,
        papers_by=view.papers_by,
        status=view.stage,
        seq=step.seq,
        content=view.model_dump(mode="json"),
        changed_at=step.recorded_at,
    )


def _outlook(request: RecordSitting) -> SittingOutlook:
    last = request.steps[-1]
    moment = next_moment(_sitting(last.view), frozenset(request.done))
    if moment is None:
        return SittingOutlook(seq=last.seq)
    said = f"{capital(long_date(moment.on))}: {moment.said}."
    return SittingOutlook(
        seq=last.seq, next_at=start_of_day(moment.on), next_kind=moment.kind, next_in_words=said
    )


def _sitting(view: SittingView) -> Sitting:
    return Sitting(
        id=view.sitting,
        sits_on=view.sits_on,
        papers_by=view.papers_by,
        chair=view.chair,
        members=tuple(Member(member.id, member.role) for member in view.members),
        items=tuple(Item(**item.model_dump()) for item in view.items),
        present=view.present,
        signed_off_on=view.signed_off_on,
        called_off=view.stage == "panel_called_off",
    )
