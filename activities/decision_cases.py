"""Open the case of a decision that can be disputed, for the same child: the request, its people and the workflow."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime

from temporalio import activity

from activities.case_starts import start
from casework.case.openings import BEGINNINGS
from records import case_starts, cases
from records.database import Database
from records.decision_cases import register_again
from workflows.messages import Opening
from workflows.ports import OpeningCases
from workflows.process_messages import OpenCase

_DIGITS = 12


def case_id_of(key: str) -> str:
    """Return the id of the case that a decision opens, from the key of the decision."""
    return f"case-{hashlib.sha256(key.encode()).hexdigest()[:_DIGITS]}"


class DecisionCases(OpeningCases):
    """Opens cases with the worker's client and records, on the worker's task queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="open_case")
    async def open_case(self, wanted: OpenCase) -> str:
        """Open a case for the same child and return its id. Its request and its opening are stored in one transaction."""
        opening = await asyncio.to_thread(self._register, wanted)
        await start(activity.client(), activity.info().task_queue, opening)
        await asyncio.to_thread(self._done, opening.case_id)
        return opening.case_id

    def _register(self, wanted: OpenCase) -> Opening:
        beginning = BEGINNINGS[wanted.opens]
        case_id, now = case_id_of(wanted.key), datetime.now(UTC)
        with self._database.write() as session:
            if (before := case_starts.opening_of(session, case_id)) is not None:
                return Opening.model_validate(before)
            parent = cases.find(session, wanted.parent)
            plan = {"plan": wanted.plan} if wanted.plan is not None else {}
            opening = Opening(
                case_id=case_id,
                event=beginning.event,
                on=wanted.on,
                fields={**beginning.fields, **wanted.fields, **plan},
                officer=parent.officer if parent is not None else None,
                team=wanted.team or (parent.team if parent is not None else None),
                by=wanted.by,
                clock_starts_at=wanted.clock_starts_at,
                told_before=wanted.told_before,
            )
            if register_again(session, wanted.parent, case_id, wanted.on, now):
                case_starts.add(session, case_id, opening.model_dump(mode="json"), now)
        return opening

    def _done(self, case_id: str) -> None:
        with self._database.write() as session:
            case_starts.done(session, case_id)
