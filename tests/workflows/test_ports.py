"""What the workflows know of a failed effect, when it happens and when it is replayed."""

from __future__ import annotations

import pytest
from temporalio.exceptions import ActivityError, ApplicationError, FailureError, TimeoutError, TimeoutType

from workflows.ports import LEDGER_BEHIND, QUICK_RETRIES, is_behind, last_recorded

BEHIND = ApplicationError("The ledger ends at step 3.", 3, type=LEDGER_BEHIND)
AWAY = TimeoutError("Activity timed out", type=TimeoutType.SCHEDULE_TO_CLOSE, last_heartbeat_details=[])


def wrapped(cause: FailureError) -> FailureError:
    """Return a failure as it is raised when it happens; a replay of a local activity raises only its cause."""
    failure = ActivityError(
        "Activity task failed",
        scheduled_event_id=1,
        started_event_id=1,
        identity="worker",
        activity_type="record_steps",
        activity_id="1",
        retry_state=None,
    )
    failure.__cause__ = cause
    return failure


@pytest.mark.parametrize("failure", [BEHIND, wrapped(BEHIND)], ids=["replayed", "as it happens"])
def test_a_ledger_that_is_behind_says_where_it_ends(failure: FailureError) -> None:
    assert is_behind(failure)
    assert last_recorded(failure) == 3


@pytest.mark.parametrize("failure", [AWAY, wrapped(AWAY)], ids=["replayed", "as it happens"])
def test_any_other_failure_is_raised_as_it_was(failure: FailureError) -> None:
    assert not is_behind(failure)
    with pytest.raises(type(failure)):
        last_recorded(failure)


def test_an_effect_is_not_tried_without_end_within_a_workflow_task() -> None:
    assert 0 < QUICK_RETRIES.maximum_attempts < 10
