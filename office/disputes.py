"""Disputes as people and programs read them, and what is recorded in them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.authority.profile import Mediator, profile_of
from casework.case.acts import CATALOGUE
from casework.case.disputable_decisions import decision_in_words
from casework.processes.appeal import appeal
from casework.processes.appeal.appeal import APPEAL_ACTS
from casework.processes.dispute_clocks import obligations_of
from casework.processes.mediation import mediation
from casework.processes.mediation.mediation import MEDIATION_ACTS
from office.acts_as_json import action_as_json
from office.office import Office
from office.process_acts import act_beside
from office.refusals import ActRefused, no_such_dispute
from records import disputes, ledger
from records.database import Database
from records.disputes import DisputeRow
from records.profile import profile_content
from statute.obligation import Obligation
from workflows.messages import ActMessage, Receipt
from workflows.proceeding_messages import appeal_of, mediation_of

_ACTS = {"mediation": MEDIATION_ACTS, "appeal": APPEAL_ACTS}
_FAMILY = "family"
_NOT_FOR_MEDIATORS = frozenset({"passed_over", "team"})
"""What a mediator is not shown: who else was asked, and whose team the case is with."""
_HOLDS = {"open", "running", "overdue"}


def disputes_as_json(
    database: Database, today: date, *, case_id: str | None = None, mediator: str | None = None
) -> list[dict[str, Any]]:
    """The disputes of a case, of a mediator, or all, the last changed first, with what either side may or must do."""
    with database.read() as session:
        found = disputes.select_disputes(session, case_id=case_id, person=mediator)
    return rows_as_json(found, today)


def rows_as_json(rows: Iterable[DisputeRow], today: date) -> list[dict[str, Any]]:
    """Some disputes, with what either side may or must do."""
    return [_dispute(row, today, None) for row in rows]


def dispute_as_json(
    database: Database, dispute_id: str, today: date, *, mediator: str | None = None
) -> dict[str, Any]:
    """One dispute, whole. A mediator sees their own alone. Raises ActRefused where there is none to see."""
    with database.read() as session:
        row = disputes.find(session, dispute_id)
        lines = ledger.facts_of(session, dispute_id)
    if row is None or (mediator is not None and row.person != mediator):
        raise no_such_dispute(dispute_id)
    said = [
        {
            "on": line.on.isoformat() if line.on else None,
            "event": line.event,
            "text": line.text,
            "by": line.by,
        }
        for line in lines
    ]
    return {**_dispute(row, today, mediator), "ledger": said}


async def act_in_dispute(office: Office, dispute_id: str, message: ActMessage) -> Receipt:
    """Record an act in a dispute. Raises ActRefused with the sentence; then nothing is written."""

    def find() -> DisputeRow | None:
        with office.database.read() as session:
            found = disputes.find(session, dispute_id)
            is_mediator = message.by is not None and message.by in mediators(session)
        return None if found is not None and is_mediator and found.person != message.by else found

    row = await asyncio.to_thread(find)
    if row is None:
        raise no_such_dispute(dispute_id)
    known = _ACTS[row.kind].get(message.action)
    if known is None:
        raise ActRefused(
            f"There is no act {message.action!r} in a {row.kind}; `ehcp dispute show {dispute_id}` lists them."
        )
    return await act_beside(office, dispute_id, row.case_id, known, message)


def mediators(session: Session) -> dict[str, Mediator]:
    """The mediators of the authority, by their ids."""
    content = profile_content(session)
    return profile_of(content).mediators if content else {}


def _dispute(row: DisputeRow, today: date, mediator: str | None) -> dict[str, Any]:
    dispute = mediation_of(row.content) if row.kind == "mediation" else appeal_of(row.content)
    obligations = obligations_of(dispute, today)
    content = {
        name: value
        for name, value in row.content.items()
        if name not in ("id", "about", "facts", "stage", "law")
        and not (mediator and name in _NOT_FOR_MEDIATORS)
    }
    may = (
        mediation.allowed(dispute, today, mediator)
        if isinstance(dispute, mediation.Mediation)
        else appeal.allowed(dispute)
    )
    return {
        "dispute": row.dispute_id,
        "kind": row.kind,
        "stage": row.status,
        "about": row.content["about"],
        "about_in_words": decision_in_words(CATALOGUE[str(row.content["about"])].said, dispute.decided),
        **content,
        "facts": row.content["facts"],
        "family": [_side(one) for one in obligations if _holds(one) and _is_familys(one)],
        "others": [_side(one) for one in obligations if _holds(one) and not _is_familys(one)],
        "obligations": [one.as_json() for one in obligations],
        "actions": [action_as_json(each) for each in may],
    }


def _holds(one: Obligation) -> bool:
    return one.status in _HOLDS and one.closed_on is None


def _is_familys(one: Obligation) -> bool:
    return one.duty_holder.startswith(_FAMILY)


def _side(one: Obligation) -> dict[str, Any]:
    """What somebody may still, or must still, do, and until when."""
    return {
        "rule": one.rule,
        "title": one.title,
        "who": one.duty_holder,
        "until": one.due_on.isoformat(),
        "status": one.status,
        "because": one.because,
    }
