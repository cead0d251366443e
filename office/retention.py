"""Retention: the schedule, the review list, legal holds, and destruction by two people with a certificate."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from temporalio.service import RPCError, RPCStatusCode

from casework.case.outlook import outlook_of
from casework.people.child import is_child_id
from casework.retention import retention as rules
from casework.retention.retention import Kept, Kind, Proposal, Review, Schedule
from engine.data_keys import DataKeys
from office.office import Office
from office.refusals import ActRefused, no_such_case
from records import cases, children, ledger, operations
from records import retention as kept
from records.canonical import digest
from records.database import Database
from records.read_model import rows_of
from records.retention import Destruction, Ended, Hold
from statute.local_time import london_date
from statute.words import capital

_KEEPS = (
    "The ledger of the process, its dates and its limits are kept under the case's number, without names, for statistics "
    "and as evidence. The access log keeps who did what and when, without the reasons. Backups still hold what was destroyed until they expire."
)


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of files: letters and e-mails by day, and documents by hash."""

    outbox: Path
    uploads: Path


def schedule(database: Database) -> dict[str, Any]:
    """Return the current schedule, with who set it and why."""
    with database.read() as session:
        return schedule_in(session)


def schedule_in(session: Session) -> dict[str, Any]:
    """Return the current schedule in its written form, with who set it and why."""
    return _schedule(session)[1]


def keep_schedule(database: Database, told: Any, by: str, reason: str) -> None:
    """Replace the schedule. Raises ActRefused."""
    if not isinstance(told, dict):
        raise ActRefused("A schedule must have with_plan and without_plan, each a list of periods.")
    if (why := rules.why_not_schedule(told, reason)) is not None:
        raise ActRefused(why)
    if not by.strip():
        raise ActRefused("Say who sets the schedule.")
    with database.write() as session:
        kept.keep_schedule(session, told, by, reason, datetime.now(UTC))


def review_list(database: Database, by: date, today: date) -> list[dict[str, Any]]:
    """Return the cases that may be destroyed by a day, are on hold, or are proposed, the earliest first."""
    with database.read() as session:
        found = [_reviewed(session, one) for one in (*kept.ended(session), *kept.ended_children(session))]
        named = {each.case_id for each in kept.destructions(session) if each.destroyed_at is None}
        found += [
            _reviewed(session, one)
            for case_id in sorted(named - {each.kept.case_id for each in found})
            for one in _ended(session, case_id)
        ]
    listed = [
        each
        for each in found
        if rules.status_of(each, today) is not rules.RetentionStatus.DESTROYED
        and ((each.due is not None and each.due.on <= by) or each.kept.case_id in named)
    ]
    return [as_json(each, today) for each in sorted(listed, key=lambda one: one.due.on if one.due else today)]


def reviewed(database: Database, case_id: str) -> Review:
    """Return one case, or one record of a child without a case, of the review list. Raises ActRefused for an unknown one."""
    with database.read() as session:
        found = _ended(session, case_id)
        if not found:
            raise no_such_case(case_id)
        return _reviewed(session, found[0])


def as_json(review: Review, today: date) -> dict[str, Any]:
    """Return a case of the review list as JSON."""
    proposal = review.proposal
    return {
        "case": review.kept.case_id,
        "standing": rules.status_of(review, today).value,
        "due_on": review.due.on.isoformat() if review.due else None,
        "because": review.due.because if review.due else None,
        "holds": list(review.holds),
        "proposed_by": proposal.proposed_by if proposal and not proposal.done else None,
        "reason": proposal.reason if proposal and not proposal.done else None,
    }


def hold(database: Database, case_id: str, by: str, reason: str) -> Hold:
    """Put a legal hold on a case. Raises ActRefused."""
    _check_reason(by, reason)
    reviewed(database, case_id)
    with database.write() as session:
        return kept.hold(session, case_id, reason, by, datetime.now(UTC))


def release(database: Database, hold_id: str, by: str, because: str) -> Hold:
    """End a legal hold. Raises ActRefused."""
    _check_reason(by, because)
    with database.write() as session:
        found = kept.find_hold(session, hold_id)
        if found is None or found.released_at is not None:
            raise ActRefused(f"There is no current hold {hold_id!r}; `ehcp retention due` lists the holds.")
        kept.release(session, hold_id, by, because, datetime.now(UTC))
    return found


def propose(database: Database, case_id: str, kind: Kind, by: str, reason: str) -> Destruction:
    """Propose a destruction, which another person must approve. Raises ActRefused."""
    today, review = london_date(datetime.now(UTC)), reviewed(database, case_id)
    if (why := rules.why_not_propose(review, kind, by, reason, today)) is not None:
        raise ActRefused(why)
    because = {
        "retention": capital(review.due.because) if review.due else "",
        "erasure": "The whole case is erased, before or after its retention period ends.",
        "key": "Only the key is destroyed. Temporal's copy of the case becomes unreadable; the records stay.",
    }[kind]
    proposed = Destruction(
        f"destruction-{secrets.token_hex(6)}", case_id, kind, reason.strip(), because, by, datetime.now(UTC)
    )
    with database.write() as session:
        kept.propose(session, proposed)
    return proposed


async def approve(office: Office, keys: DataKeys, folders: Folders, case_id: str, by: str) -> dict[str, Any]:
    """Approve a destruction that another person proposed, and carry it out. Returns the certificate.

    If it is interrupted, approve it again to do it all. Raises ActRefused, after which nothing is destroyed.
    """
    database = office.database
    today, review = london_date(datetime.now(UTC)), await asyncio.to_thread(reviewed, database, case_id)
    if (why := rules.why_not_approve(review, by, today)) is not None:
        raise ActRefused(why)

    def approved() -> Destruction:
        with database.write() as session:
            (found, *_) = kept.destructions(session, case_id)
            kept.approve(session, found.destruction_id, by, datetime.now(UTC))
            return kept.destructions(session, case_id)[0]

    destruction = await asyncio.to_thread(approved)
    with database.read() as session:
        owners = _owners(session, case_id, destruction.kind)
    ended = [each for each in owners if await _end(office, each, destruction)]
    return await asyncio.to_thread(_carry_out, database, keys, folders, destruction, owners, ended)


def certificate(database: Database, case_id: str) -> dict[str, Any]:
    """Return the certificate of a case's last destruction, with its hash. Raises ActRefused."""
    with database.read() as session:
        done = [each for each in kept.destructions(session, case_id) if each.certificate is not None]
    if not done:
        raise ActRefused(f"There is no certificate, because nothing of {case_id} was destroyed.")
    told = done[0].certificate or {}
    if digest(told) != done[0].hash:
        raise ActRefused(f"The certificate of {case_id} was changed after it was written; look at a backup.")
    return {**told, "hash": done[0].hash}


async def _end(office: Office, workflow_id: str, destruction: Destruction) -> bool:
    """End an open workflow, which cannot continue without its key. Returns whether it was open."""
    reason = f"{destruction.kind}: {destruction.destruction_id}"
    try:
        await office.client.get_workflow_handle(workflow_id).terminate(reason=reason)
    except RPCError as failure:
        if failure.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


def _carry_out(
    database: Database,
    keys: DataKeys,
    folders: Folders,
    destruction: Destruction,
    owners: list[str],
    ended: list[str],
) -> dict[str, Any]:
    now, case_id = datetime.now(UTC), destruction.case_id
    removed: dict[str, int] = {}
    whole = destruction.kind != "key"
    files = _destroy_files(database, folders, owners) if whole else 0
    for each in dict.fromkeys((case_id, *filter(is_child_id, owners))):
        keys.destroy(each, now)
    with database.write() as session:
        if whole:
            removed = kept.destroy_rows(session, owners)
        if case_id in ended:
            _close(session, case_id, now)
        told = {
            "certificate": destruction.destruction_id,
            "case": case_id,
            "kind": destruction.kind,
            "because": destruction.because,
            "reason": destruction.reason,
            "proposed_by": destruction.proposed_by,
            "proposed_at": destruction.proposed_at.isoformat(),
            "approved_by": destruction.approved_by,
            "approved_at": destruction.approved_at.isoformat() if destruction.approved_at else None,
            "destroyed_at": now.isoformat(),
            "rows": removed,
            "files": files,
            "keys": len(keys.generations(session, case_id)),
            "workflows_ended": ended,
            "kept": _KEEPS
            if whole
            else "The records stay. Temporal's copy of the case can no longer be read.",
        }
        hashed = digest(told)
        kept.certify(session, destruction.destruction_id, now, told, hashed)
        operations.note(
            session,
            operations.Operation(
                now,
                destruction.approved_by or "",
                f"destroyed ({destruction.kind})",
                case_id,
                destruction.reason,
            ),
        )
    if whole:
        database.scrub((*kept.PERSONAL, *kept.OF_CHILDREN, *kept.WITH_REASONS))
    return {**told, "hash": hashed}


def _close(session: Session, case_id: str, now: datetime) -> None:
    """Record that an open case has ended, because its workflow can no longer do it."""
    lines = ledger.facts_of(session, case_id)
    last = lines[-1]
    ended = ledger.LedgerLine(
        seq=last.seq,
        kind="system",
        event="case_closed",
        on=london_date(now),
        recorded_at=now,
        stage=last.stage,
        text="The case ended because it was erased.",
    )
    ledger.append(session, case_id, [ended])
    outlook = outlook_of(ledger.facts_of(session, case_id), now)
    cases.save(session, *rows_of(case_id, outlook))


def _destroy_files(database: Database, folders: Folders, owners: list[str]) -> int:
    """Delete the letters and e-mails of a case, and its documents that no other case has.

    Returns the number of files.
    """
    with database.read() as session:
        dispatches = kept.dispatch_ids(session, owners)
        hashes = kept.document_hashes(session, owners)
    found = [
        file
        for dispatch_id, on in dispatches
        for file in (folders.outbox / on.isoformat()).glob(f"{dispatch_id}-*")
    ]
    found += [file for each in hashes if (file := folders.uploads / each[:2] / each).exists()]
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)


def _check_reason(by: str, reason: str) -> None:
    if not by.strip() or len(reason.strip()) < 10:
        raise ActRefused("Say who you are (--by) and why, in a sentence without names (--reason).")


def _schedule(session: Session) -> tuple[Schedule, dict[str, Any]]:
    given = kept.schedule(session)
    if given is not None:
        return rules.schedule_of(given["content"]), {
            **given["content"],
            "by": given["by"],
            "at": given["at"].isoformat(),
            "reason": given["reason"],
        }
    default = {
        name: [{"years": each.years, "since": each.since} for each in periods]
        for name, periods in (
            ("with_plan", rules.DEFAULT.with_plan),
            ("without_plan", rules.DEFAULT.without_plan),
        )
    }
    return rules.DEFAULT, {**default, "by": None, "at": None, "reason": "The default of this program."}


def _ended(session: Session, of: str) -> list[Ended]:
    return kept.ended_children(session, of) if is_child_id(of) else kept.ended(session, of)


def _owners(session: Session, of: str, kind: str) -> list[str]:
    """Return what goes with a case or a child's record: its processes, and the child's records with the last case."""
    if kind == "key":
        return kept.with_processes(session, of)
    if not is_child_id(of):
        return [*kept.with_processes(session, of), *kept.with_last_case(session, of)]
    return [each for record in children.group(session, of) for each in kept.with_processes(session, record)]


def _reviewed(session: Session, one: Ended) -> Review:
    held = tuple(f"{each.hold_id}: {each.reason}" for each in kept.holds(session, one.case_id))
    found = kept.destructions(session, one.case_id)
    proposal = None
    if found:
        last = found[0]
        kind: Kind = "key" if last.kind == "key" else "erasure" if last.kind == "erasure" else "retention"
        proposal = Proposal(
            kind, last.proposed_by, last.reason, last.approved_by, last.destroyed_at is not None
        )
    case = Kept(one.case_id, one.closed_on, one.born_on, one.had_plan)
    return Review(case, rules.due(case, _schedule(session)[0]), held, proposal)
