"""Check that the records hold everything that the workflows recorded, unchanged, and repair what is missing.

The workflow's history is the source of truth. It holds every request to record, so missing entries are recorded again
from it. The repair needs no worker, and works for ended workflows while Temporal keeps their history.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.converter import WorkflowSerializationContext

from activities.case_starts import start
from activities.processes import ProcessRecorder
from activities.recording import Recorder
from casework.case.openings import OPENINGS
from casework.processes.registry import PROCESSES
from engine.errors import EngineError, KeyDestroyed
from office.office import Office
from office.operations.rebuild import rebuild
from office.operations.stuck import NOT_STARTED
from office.operations.workflow_status import whole_history
from records import case_starts, cases, data_keys, ledger, outbox, people, receipts, retention, snapshots
from records.database import Database
from workflows.all_workflows import OF_NO_CASE
from workflows.messages import CaseInput, Opening, Outlook, Receipt, RecordRequest
from workflows.process_messages import ProcessOpening, ProcessOutlook, RecordSteps

_AT_ONCE = 8
_START_TAKES = timedelta(seconds=5)
"""How long a request may be registered before its workflow is listed."""
_NOTE = re.compile(r"note-[0-9a-f]{16}")
_RECORDS = {"record_transition": (RecordRequest, Outlook), "record_steps": (RecordSteps, ProcessOutlook)}
_STARTED_WITH: Mapping[str, type[CaseInput | ProcessOpening]] = {
    "EhcpCase": CaseInput,
    **{each.workflow: ProcessOpening for each in PROCESSES},
}
"""What the workflows that record steps are started with."""
_MARKER = "core_local_activity"
"""The event of an activity within the workflow task. It holds only the answer."""


async def verify(office: Office, *, repair: bool = False, sent: Path | None = None) -> dict[str, Any]:
    """Check every hash chain, workflow, ledger and receipt, and the read model. Returns the problems.

    With `repair` the problems that can be repaired are, and each says whether it was. Messages that are queued again
    are held for review, except those that the folder `sent` shows were sent.
    """
    problems: list[dict[str, Any]] = []
    database = office.database
    workflows = {
        found.id: found
        async for found in office.client.list_workflows()
        if found.workflow_type not in OF_NO_CASE
    }
    gate = asyncio.Semaphore(_AT_ONCE)

    async def compare(workflow_id: str) -> None:
        async with gate:
            problems.extend([each async for each in compared(office, workflow_id, repair=repair)])

    await asyncio.gather(*(compare(workflow_id) for workflow_id in sorted(workflows)))
    problems += await asyncio.to_thread(_in_the_records, database, frozenset(workflows), repair)
    problems += [each async for each in _not_started(office, frozenset(workflows), repair=repair)]
    rebuilt = await asyncio.to_thread(lambda: rebuild(database, check_only=not repair))
    problems += [_of_read_model(each, repair=repair) for each in rebuilt["differences"]]
    with database.read() as session:
        problems += [_of_snapshot(each) for each in snapshots.changed(session)]
    if repair and sent is not None:
        await asyncio.to_thread(_mark_those_that_left, database, sent)
    with database.read() as session:
        held, ledgers = len(outbox.held(session)), len(ledger.ids(session))
    return {"workflows": len(workflows), "ledgers": ledgers, "problems": problems, "held": held}


async def _not_started(
    office: Office, workflows: frozenset[str], *, repair: bool
) -> AsyncIterator[dict[str, Any]]:
    """Yield the registered requests whose cases have no workflow."""

    def find() -> list[case_starts.Start]:
        with office.database.read() as session:
            return case_starts.not_started(session, datetime.now(UTC) - _START_TAKES)

    for each in await asyncio.to_thread(find):
        if each.case_id in workflows:
            continue
        if repair and each.opening is not None:
            await start(office.client, office.task_queue, Opening.model_validate(each.opening))
        yield _problem(
            "not_started",
            each.case_id,
            NOT_STARTED,
            "`ehcp verify --repair` starts it, as does a running worker."
            if each.opening is not None
            else "Send the same request again, and its case starts under this id.",
            repaired=repair and each.opening is not None,
        )


async def compared(office: Office, workflow_id: str, *, repair: bool) -> AsyncIterator[dict[str, Any]]:
    """Yield the differences between a workflow and its ledger."""
    events = await whole_history(office.client, workflow_id)
    try:
        requests, knows = await _recorded(office, workflow_id, events)
    except KeyDestroyed:
        return  # it was erased
    except EngineError as error:
        yield _problem(
            "unreadable", workflow_id, str(error), "Restore the keys of the cases.", repaired=False
        )
        return

    def last() -> int:
        with office.database.read() as session:
            return ledger.last_seq(session, workflow_id)

    has = await asyncio.to_thread(last)
    if has < knows:
        if repair:
            await asyncio.to_thread(_record_again, office.database, requests)
        yield _problem(
            "ledger_behind",
            workflow_id,
            f"The ledger ends at step {has}, but the workflow has recorded {knows}.",
            "`ehcp verify --repair` records them again from the workflow's history.",
            repaired=repair and await asyncio.to_thread(last) >= knows,
        )
    elif has > knows and has - knows > _under_way(events):
        yield _problem(
            "ledger_ahead",
            workflow_id,
            f"The ledger ends at step {has}, but the workflow knows only {knows}: it was reset, or Temporal's store was "
            "restored from an earlier backup.",
            "The ledger is never rewritten. Record the acts that are missing from the workflow with `ehcp act`, each with its date.",
            repaired=False,
        )


def _under_way(events: Iterable[HistoryEvent]) -> int:
    """Return 1 if an activity is in progress, which may have written a step that its workflow does not know yet."""
    kinds = [event.event_type for event in events]
    begun = kinds.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
    return 1_000_000 if begun > kinds.count(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) else 0


async def _recorded(
    office: Office, workflow_id: str, events: Iterable[HistoryEvent]
) -> tuple[list[RecordRequest | RecordSteps], int]:
    """Return every request to record in a history, oldest first, and the last step that was confirmed."""
    context = WorkflowSerializationContext(namespace=office.client.namespace, workflow_id=workflow_id)
    converter = office.client.data_converter.with_context(context)

    async def read(payloads: Iterable[Payload], kind: type[Any]) -> Any:
        return (await converter.decode(list(payloads), [kind]))[0]

    requests: list[RecordRequest | RecordSteps] = []
    scheduled: dict[int, str] = {}
    knows = 0
    for event in events:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
            started = event.workflow_execution_started_event_attributes
            kind = _STARTED_WITH.get(started.workflow_type.name)
            if kind is None:
                continue
            given = await read(started.input.payloads, kind)
            if isinstance(given, CaseInput) and given.carried is not None:
                knows = given.carried.outlook.seq
                requests.append(
                    RecordRequest(
                        case_id=workflow_id,
                        run_id=started.first_execution_run_id,
                        transitions=given.carried.transitions,
                    )
                )
            elif given.carried is not None:  # its steps before this run cannot be given back
                knows = given.carried.outlook.seq
        elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            asked = event.activity_task_scheduled_event_attributes
            if asked.activity_type.name in _RECORDS:
                scheduled[event.event_id] = asked.activity_type.name
                requests.append(await read(asked.input.payloads, _RECORDS[asked.activity_type.name][0]))
        elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
            done = event.activity_task_completed_event_attributes
            if (name := scheduled.get(done.scheduled_event_id)) is not None:
                knows = (await read(done.result.payloads, _RECORDS[name][1])).seq
        elif _is_recorded_in_task(event):
            result = event.marker_recorded_event_attributes.details["result"]
            knows = (await read(result.payloads, ProcessOutlook)).seq
    return requests, knows


def _is_recorded_in_task(event: HistoryEvent) -> bool:
    """Return whether an event holds the answer to a recording of a plan within its workflow task."""
    marker = event.marker_recorded_event_attributes
    if marker.marker_name != _MARKER or "result" not in marker.details:
        return False
    return bool(json.loads(marker.details["data"].payloads[0].data)["activity_type"] == "record_steps")


def _record_again(database: Database, requests: Iterable[RecordRequest | RecordSteps]) -> None:
    recorder, beside = Recorder(database, holds=True), ProcessRecorder(database, holds=True)
    for request in requests:
        if isinstance(request, RecordRequest):
            recorder.record_transition(request)
        else:
            beside.record_steps(request)


def _in_the_records(database: Database, workflows: frozenset[str], repair: bool) -> list[dict[str, Any]]:
    found = []
    with database.read() as session:
        ids = ledger.ids(session)
    for subject in ids:
        with database.write() if repair else database.read() as session:
            if (why := ledger.broken(session, subject)) is not None:
                found.append(
                    _problem(
                        "chain_broken",
                        subject,
                        why,
                        "The database was changed by hand. Keep a copy for an investigation, and restore an earlier backup "
                        "(docs/operate/operations.md).",
                        repaired=False,
                    )
                )
            lines = ledger.facts_of(session, subject)
            for receipt in _receipts_of(subject, lines):
                if receipts.receipt_of(session, subject, receipt.request_id) is None:
                    if repair:
                        receipts.save_receipt(
                            session, subject, receipt.request_id, receipt.model_dump(mode="json")
                        )
                    found.append(
                        _problem(
                            "receipt_missing",
                            subject,
                            f"The answer to a request of step {receipt.sequence} ({receipt.action}) is missing.",
                            "`ehcp verify --repair` makes it again from the ledger, without its warnings.",
                            repaired=repair,
                        )
                    )
            if lines and lines[0].event in OPENINGS:
                found += _personal(session, subject, lines)
            row = cases.find(session, subject)
            if row is not None and row.closed_on is None and subject not in workflows:
                found.append(
                    _problem(
                        "workflow_missing",
                        subject,
                        "The case is open in the records, but Temporal has no workflow for it, so its deadlines are not watched.",
                        "Restore Temporal's store together with the records (docs/operate/operations.md). Otherwise open the case again "
                        "with the acts of its ledger.",
                        repaired=False,
                    )
                )
    return found


def _personal(session: Session, case_id: str, lines: Iterable[ledger.LedgerLine]) -> Iterator[dict[str, Any]]:
    """Yield missing personal data. Only the records hold it, so only people can supply it again."""
    done = [each for each in retention.destructions(session, case_id) if each.destroyed_at is not None]
    whole = any(each.kind != "key" for each in done)
    intake = people.intake_of(session, case_id)
    key = data_keys.latest(session, case_id)
    if intake is None and not whole:
        yield _problem(
            "intake_missing",
            case_id,
            "Who this case is about is not in the records.",
            "Take the details from the original request or a later backup; Temporal never held them.",
            repaired=False,
        )
    if intake is not None and not done and key is not None and key.destroyed_at is not None:
        yield _problem(
            "destroyed_and_back",
            case_id,
            "Its key was destroyed, but the records hold no certificate of that: they were restored from an earlier backup.",
            "Check the certificates that are kept elsewhere. If the records were destroyed too, destroy them again: "
            f"`ehcp retention propose {case_id} --erase`.",
            repaired=False,
        )
    notes = people.notes_of(session, case_id)
    said = [str(value) for line in lines for value in line.fields.values()]
    lost = [each for each in said if _NOTE.fullmatch(each) and each not in notes]
    if lost and not whole:
        yield _problem(
            "notes_missing",
            case_id,
            f"{len(lost)} texts that people wrote are not in the records ({', '.join(lost[:3])}).",
            "Ask the people who wrote them, or look in a later backup; Temporal never held them.",
            repaired=False,
        )


def _receipts_of(case_id: str, lines: Iterable[ledger.LedgerLine]) -> list[Receipt]:
    """Return the receipts of a case's acts, as far as the ledger allows."""
    found: dict[str, Receipt] = {}
    for line in lines:
        if line.kind == "act" and line.request_id and line.on is not None and case_id.startswith("case-"):
            implied = tuple(
                each.event
                for each in lines
                if each.seq == line.seq and each.kind == "act" and each.on is None
            )
            found[line.request_id] = Receipt(
                case=case_id,
                request_id=line.request_id,
                action=line.event,
                on=line.on,
                of=line.of,
                stage=line.stage,
                sequence=line.seq,
                recorded_at=line.recorded_at,
                implied=implied,
            )
    return list(found.values())


def _mark_those_that_left(database: Database, folder: Path) -> None:
    with database.write() as session:
        for each in outbox.held(session):
            found: Callable[[str], Iterable[Path]] = (folder / each.on.isoformat()).glob
            files = [path for path in found(f"{each.dispatch_id}-*") if path.suffix in (".eml", ".html")]
            if files:
                outbox.mark_sent(session, each.dispatch_id, each.queued_at, str(files[0].relative_to(folder)))


def _of_snapshot(day: date) -> dict[str, Any]:
    return _problem(
        "snapshot_changed",
        day.isoformat(),
        "The figures that were kept for this day are no longer those that were stored.",
        "The database was changed by hand. Compare the figures with an earlier backup.",
        repaired=False,
    )


def _of_read_model(difference: dict[str, Any], *, repair: bool) -> dict[str, Any]:
    return _problem(
        "read_model",
        difference["case"],
        f"The read model has {difference['was']} for {difference['what']}, but the ledger has {difference['is']}.",
        "`ehcp rebuild` makes it again from the ledger.",
        repaired=repair,
    )


def _problem(kind: str, subject: str, what: str, remedy: str, *, repaired: bool) -> dict[str, Any]:
    return {"kind": kind, "subject": subject, "what": what, "remedy": remedy, "repaired": repaired}
