"""The effects of a process: within the workflow task if it lives for years, so that each leaves one event in its history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import FailureError

from workflows.ports import QUICK, QUICK_RETRIES, RECORDING_RETRIES, RECORDING_TIME, is_behind

_LONG_HISTORY = 100
"""Events after which a process that lives for years continues as new: about seven quiet years."""


async def is_long(*, is_light: bool) -> bool:
    """Whether the history of a process is long enough to continue as new, and no handler is at work.

    A process that lives for years waits until the act that it has just recorded is answered: it may rest for a year then.
    """
    info = workflow.info()
    found = info.is_continue_as_new_suggested() or (
        is_light and info.get_current_history_length() > _LONG_HISTORY
    )
    if found and is_light:
        await workflow.wait_condition(workflow.all_handlers_finished)
    return found and workflow.all_handlers_finished()


async def effect(
    method: Any, given: Any, summary: str, *, is_light: bool, time: timedelta = RECORDING_TIME
) -> Any:
    """Do an effect until it succeeds. A light process first tries it within the workflow task, for a few seconds."""
    if is_light:
        try:
            return await workflow.execute_local_activity_method(
                method,
                given,
                schedule_to_close_timeout=QUICK,
                retry_policy=QUICK_RETRIES,
                summary=summary,
            )
        except FailureError as failure:  # a replay does not wrap it in an ActivityError
            if is_behind(failure):
                raise
    return await workflow.execute_activity_method(
        method,
        given,
        start_to_close_timeout=time,
        retry_policy=RECORDING_RETRIES,
        summary=summary,
    )
