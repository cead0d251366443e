"""Checks whether the letters of acts have left, and tells the cases of those that have not or that left later.

An act that tells the family counts from the day on which its letter leaves. The check is planned in the transaction of the
act, for the end of its day, and again in the transaction in which a letter comes back. The id of what the case is told is
made of the step and the day, so that a repeat records nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.orm import Session
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.service import RPCError, RPCStatusCode

from activities.repeating import Repeating
from casework.case.actions import Act
from casework.letters.dispatch import Dispatch
from casework.letters.late_letters import Finding, finding, is_checked
from records import ledger, letter_checks, outbox
from records.database import Database
from records.letter_checks import LetterCheck
from statute.local_time import london_date, start_of_day
from workflows.messages import ActMessage, Receipt

_LOG = structlog.get_logger()
_AT_ONCE = 200
"""How many letters are checked in one go."""
_AGAIN_AFTER = timedelta(minutes=1)
"""How soon a letter that has not left is checked again."""
_ANSWERS_WITHIN = timedelta(seconds=30)
"""How long a case may take to record what it is told."""


def plan_checks(
    session: Session, seq: int, actions: Sequence[str], queued: Sequence[Dispatch], now: datetime
) -> None:
    """Plan the check of each letter that tells the family of one of these acts of a step, for the end of its day."""
    end_of_day = start_of_day(london_date(now) + timedelta(days=1))
    for action in dict.fromkeys(actions):
        case_id = next((one.case_id for one in queued if is_checked(action, one)), None)
        if case_id is not None:
            letter_checks.plan(session, LetterCheck(case_id, seq, action, end_of_day))


def check_again(session: Session, dispatch: Dispatch, now: datetime) -> None:
    """Plan a check of a letter that came back or could not be sent."""
    if is_checked(dispatch.about, dispatch):
        letter_checks.plan(session, LetterCheck(dispatch.case_id, dispatch.seq, dispatch.about, now))


class LetterChecks(Repeating):
    """Tells the cases of letters that have not left, or that left later than on the day of their act."""

    PAUSE_SECONDS = 5.0

    def __init__(self, client: Client, database: Database) -> None:
        self._client, self._database = client, database

    async def sweep(self, now: datetime) -> int:
        """Check what is due at an instant. Returns how many cases were told something."""
        told = 0
        for check, found in await asyncio.to_thread(self._due, now):
            is_over = found.is_settled
            try:
                if found.tell is not None:
                    await self._tell(check, found.tell)
                    told += 1
            except WorkflowUpdateFailedError as refused:
                _LOG.info("letter_day_refused", case=check.case_id, reason=type(refused.cause).__name__)
                is_over = True  # the case is closed, or its clock is not the clock of its letters
            except RPCError as failure:
                is_over = failure.status is RPCStatusCode.NOT_FOUND  # its workflow has ended
                if not is_over:
                    _LOG.warning("letter_day_not_told", case=check.case_id, reason=failure.status.name)
            except Exception as failure:  # one case that cannot be told must not stop the others
                _LOG.warning("letter_day_not_told", case=check.case_id, reason=type(failure).__name__)
            await asyncio.to_thread(self._plan_next, check, now, is_over)
        return told

    async def work(self) -> None:
        """Check what is due now."""
        await self.sweep(datetime.now(UTC))

    async def _tell(self, check: LetterCheck, act: Act) -> None:
        """Record in the case what is known of a letter. Raises WorkflowUpdateFailedError if the case refuses it."""
        assert act.on is not None
        request_id = f"letter-{check.seq}-{check.action}-{act.action}-{act.on.isoformat()}"
        message = ActMessage(action=act.action, on=act.on, fields=dict(act.fields), request_id=request_id)
        handle = self._client.get_workflow_handle(check.case_id)
        await handle.execute_update(
            act.action, message, id=request_id, result_type=Receipt, rpc_timeout=_ANSWERS_WITHIN
        )

    def _due(self, now: datetime) -> list[tuple[LetterCheck, Finding]]:
        today = london_date(now)
        with self._database.read() as session:
            return [
                (one, finding(lines, outbox.of_case(session, one.case_id), one.seq, one.action, today))
                for one in letter_checks.due(session, now, _AT_ONCE)
                for lines in (ledger.facts_of(session, one.case_id),)
            ]

    def _plan_next(self, check: LetterCheck, now: datetime, is_over: bool) -> None:
        with self._database.write() as session:
            if is_over:
                letter_checks.done(session, check)
            else:
                letter_checks.plan(
                    session, LetterCheck(check.case_id, check.seq, check.action, now + _AGAIN_AFTER)
                )
