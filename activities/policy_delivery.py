"""Tells open cases of the steps of the council's policy, each as an act of the case.

Which cases have still to be told is stored in the transaction that puts a policy in force. The id of what a case is told is
made of the version, so that a repeat records nothing.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.service import RPCError, RPCStatusCode

from activities.repeating import Repeating
from casework.case.casework_acts import STEPS_CHANGED
from records import local_policy
from records.database import Database
from statute.local_time import london_date
from workflows.messages import ActMessage, Receipt

_LOG = structlog.get_logger()
_AT_ONCE = 200
"""How many cases are told in one go."""
_TOGETHER = 6
"""How many cases are told side by side, so that the acts of people go first."""
_ANSWERS_WITHIN = timedelta(seconds=30)
"""How long a case may take to record what it is told."""


class PolicyDelivery(Repeating):
    """Tells the cases that have not heard of the steps in force."""

    PAUSE_SECONDS = 5.0

    def __init__(self, client: Client, database: Database) -> None:
        self._client, self._database = client, database

    async def sweep(self, now: datetime) -> int:
        """Tell the next cases. Returns how many were told."""
        waiting, steps = await asyncio.to_thread(self._waiting)
        turns = asyncio.Semaphore(_TOGETHER)

        async def one(case_id: str, version: int) -> bool:
            async with turns:
                return await self._tell(case_id, version, steps[version], now)

        return sum(await asyncio.gather(*(one(*each) for each in waiting)))

    async def work(self) -> None:
        """Tell all that have still to be told, and stop where no case can be told."""
        while await self.sweep(datetime.now(UTC)):
            pass

    async def _tell(self, case_id: str, version: int, steps: list[str], now: datetime) -> bool:
        """Tell one case. Returns False if it has to be told later."""
        message = ActMessage(
            action=STEPS_CHANGED,
            on=london_date(now),
            fields={"policy": f"policy-{version}", "steps": steps},
            request_id=f"policy-{version}",
        )
        handle = self._client.get_workflow_handle(case_id)
        try:
            await handle.execute_update(
                STEPS_CHANGED,
                message,
                id=message.request_id,
                result_type=Receipt,
                rpc_timeout=_ANSWERS_WITHIN,
            )
        except WorkflowUpdateFailedError as refused:  # the case has ended, or its own clock is behind
            _LOG.info("policy_refused", case=case_id, reason=type(refused.cause).__name__)
        except RPCError as failure:
            gone = failure.status is RPCStatusCode.NOT_FOUND
            if not gone or await asyncio.to_thread(self._is_starting, case_id):
                _LOG.warning("policy_not_told", case=case_id, reason=failure.status.name)
                return False
        except Exception as failure:  # one case that cannot be told must not stop the others
            _LOG.warning("policy_not_told", case=case_id, reason=type(failure).__name__)
            return False
        await asyncio.to_thread(self._told, case_id, version)
        return True

    def _waiting(self) -> tuple[list[tuple[str, int]], dict[int, list[str]]]:
        with self._database.read() as session:
            waiting = local_policy.cases_to_tell(session, _AT_ONCE)
            versions = {version for _, version in waiting}
            return waiting, {one: local_policy.steps_of_version(session, one) for one in versions}

    def _is_starting(self, case_id: str) -> bool:
        with self._database.read() as session:
            return local_policy.is_starting(session, case_id)

    def _told(self, case_id: str, version: int) -> None:
        with self._database.write() as session:
            local_policy.told(session, case_id, version)
