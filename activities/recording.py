"""Record a case: load its ledger, compute what its transitions mean, and save that in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.letter_checks import plan_checks
from activities.letters import dispatches
from activities.transitions import transition_of
from casework.case.ledger_line import LedgerLine
from casework.case.outlook import Outlook, outlook_of
from casework.case.recording import Recorded, record
from casework.case.transition_lines import lines_of
from casework.letters.sending_times import Policy
from casework.measures.case_life import life_of
from records import case_lives, case_starts, cases, ledger, outbox, receipts
from records.database import Database
from records.read_model import rows_of
from workflows import messages
from workflows.messages import Came, MomentMessage, RecordRequest
from workflows.ports import LEDGER_BEHIND, Recording
from workflows.words import timer_in_words


class Recorder(Recording):
    """Records transitions in a database. `policy` says when their messages may be sent.

    With `holds`, messages are queued for review, because what is recorded again after a loss was most likely sent.
    """

    def __init__(self, database: Database, policy: Policy | None = None, *, holds: bool = False) -> None:
        self._database, self._policy, self._holds = database, policy or Policy(), holds

    @activity.defn(name="record_transition")
    def record_transition(self, request: RecordRequest) -> messages.Outlook:
        """Record the transitions that are not recorded yet, once. Returns the state after the last one."""
        with self._database.write() as session:
            before = ledger.facts_of(session, request.case_id)
            new = _not_recorded_yet(request, before)
            found = record(before, [transition_of(each) for each in new])
            end = ledger.end_of(request.case_id, before)
            for transition, recorded in zip(new, found, strict=True):
                end = ledger.append(session, request.case_id, recorded.lines, end)
                self._save(session, request.case_id, transition, recorded)
            last = request.transitions[-1].recorded_at
            outlook = found[-1].outlook if found else outlook_of(before, last)
            _save_read_model(session, request.case_id, outlook)
            return answer_of(outlook, _came(request, outlook))

    def _save(
        self, session: Session, case_id: str, transition: messages.Transition, recorded: Recorded
    ) -> None:
        """Save one transition with its notices and its receipt. With its opening, a case is started."""
        if transition.opening is not None:
            case_starts.done(session, case_id)
        now = datetime.now(UTC)
        queued = dispatches(session, case_id, transition, recorded.notices, self._policy, now)
        outbox.put(session, queued, held=self._holds)
        told_now = [done.action for done in transition.acts if not done.told_before]
        plan_checks(session, transition.seq, told_now, queued, transition.recorded_at)
        _save_receipt(session, case_id, transition)


def record_past(
    session: Session, case_id: str, steps: Sequence[tuple[messages.Transition, Recorded]]
) -> None:
    """Save a case whose every step was recorded on virtual time, as the recorder saves it, and queue no message for it."""
    ledger.append(session, case_id, [line for _, recorded in steps for line in recorded.lines])
    for transition, _ in steps:
        _save_receipt(session, case_id, transition)
    _save_read_model(session, case_id, steps[-1][1].outlook)


def _save_read_model(session: Session, case_id: str, outlook: Outlook) -> None:
    cases.save(session, *rows_of(case_id, outlook))
    case_lives.save(session, life_of(case_id, outlook))


def _save_receipt(session: Session, case_id: str, transition: messages.Transition) -> None:
    receipt = transition.receipt
    if receipt is not None and receipt.request_id:
        receipts.save_receipt(session, case_id, receipt.request_id, receipt.model_dump(mode="json"))


def _not_recorded_yet(request: RecordRequest, before: Sequence[LedgerLine]) -> list[messages.Transition]:
    """Return the transitions that are not in the ledger. Raises if steps in between are missing or differ."""
    last = before[-1].seq if before else 0
    if request.transitions[0].seq > last + 1:
        raise ApplicationError(
            f"The ledger of {request.case_id} ends at step {last}; the workflow sends it again from there.",
            last,
            type=LEDGER_BEHIND,
            non_retryable=True,
        )
    recorded = {line.seq: line for line in reversed(before)}
    for transition in request.transitions:
        line = recorded.get(transition.seq)
        if line is not None and line.event != lines_of(transition_of(transition))[0].event:
            raise ApplicationError(
                f"Step {transition.seq} of {request.case_id} is already recorded as {line.event}; the workflow was "
                "reset to before it. Open the case again from its ledger, or reset to a later point."
            )
    return [transition for transition in request.transitions if transition.seq > last]


def answer_of(outlook: Outlook, came: Iterable[Came] = ()) -> messages.Outlook:
    """Return the answer to the workflow: the state of the case, and the next moments on its agenda.

    `came` are the moments that came with the acts of its request.
    """
    coming, limit, rag = outlook.open_agenda, outlook.next_limit, outlook.rag
    at = max(coming[0].at, outlook.now) if coming else None
    moments = tuple(MomentMessage.pinned(each) for each in coming if max(each.at, outlook.now) == at)
    return messages.Outlook(
        seq=outlook.lines[-1].seq,
        closed=outlook.closed,
        rag=rag,
        breached=rag == "red",
        next_due_on=limit.due_on if limit else None,
        next_due=f"{limit.title} ({limit.citation})" if limit else None,
        next_at=at,
        moments=moments,
        next_in_words=timer_in_words(moments),
        earliest_final=outlook.earliest_final,
        officer=outlook.assignment.officer,
        team=outlook.assignment.team,
        law=outlook.pin,
        came=tuple(came),
    )


def _came(request: RecordRequest, outlook: Outlook) -> Iterator[Came]:
    """Yield the moments that came with a request's acts.

    They are read from the ledger, so that a retry gets the same.
    """
    with_acts = {transition.seq for transition in request.transitions if not transition.moments}
    for line in outlook.lines:
        if line.kind == "moment" and line.seq in with_acts:
            yield Came(kind=line.event, role=outlook.law.pack.role_of(str(line.fields["rule"])))
