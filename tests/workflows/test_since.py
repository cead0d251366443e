"""An act on a case in which somebody else has acted since is refused, kindly and before anything is written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from tests.workflows.conftest import Open
from workflows.case import STALE
from workflows.messages import ActDone, ActMessage, MomentMessage, Transition
from workflows.since import acted_since

AT = datetime(2024, 4, 10, 9, tzinfo=UTC)


def step(seq: int, action: str, by: str | None, of: str | None = None) -> Transition:
    done = ActDone(action=action, on=date(2024, 4, 10), of=of, by=by, stage="assessing")
    return Transition(seq=seq, recorded_at=AT, stage="assessing", acts=(done,))


def came(seq: int) -> Transition:
    moment = MomentMessage(on=AT.date(), kind="reminder", rule="reg10.no_plan", due_on=AT.date())
    return Transition(seq=seq, recorded_at=AT, stage="assessing", moments=(moment,))


def asks(seen: int | None, by: str = "officer-1") -> ActMessage:
    return ActMessage(action="plan_agreed", on=AT.date(), by=by, seen=seen)


STORY = (
    step(1, "assessment_agreed", "officer-1"),
    step(2, "advice_requested", "officer-2", "school"),
    step(3, "advice_received", "officer-2", "school"),
)


def test_it_says_who_did_what_and_what_to_do() -> None:
    assert acted_since(asks(2), STORY) == (
        "Since you looked at this case, officer-2 has recorded that advice was received (the school). Nothing of "
        "yours was recorded: look again, and record it if it still holds."
    )
    assert "and 1 more before that" in str(acted_since(asks(1), STORY))


@pytest.mark.parametrize(
    "message",
    [asks(3), asks(None), asks(1, by="officer-2")],
    ids=["saw all", "says nothing", "acted themselves"],
)
def test_nobody_is_stopped_by_what_they_saw_or_did_themselves(message: ActMessage) -> None:
    assert acted_since(message, STORY) is None


def test_moments_that_came_meanwhile_stop_nobody() -> None:
    assert acted_since(asks(3), (*STORY, came(4), came(5))) is None


def test_what_another_part_of_the_process_did_is_said_so() -> None:
    assert "another part of the process has recorded" in str(
        acted_since(asks(0), (step(1, "panel_listed", None),))
    )


async def test_the_case_itself_refuses_it_and_takes_it_once_it_was_seen(opened: Open) -> None:
    told = await opened("2024-03-04")
    agreed = await told.do("assessment_agreed 2024-04-10")
    asks_advice = ActMessage(
        action="advice_requested", on=date(2024, 4, 10), of="school", by="officer-2", request_id="r-1", seen=1
    )
    with pytest.raises(WorkflowUpdateFailedError) as failure:
        await told.played.handle.execute_update("advice_requested", asks_advice)
    assert isinstance(failure.value.cause, ApplicationError)
    assert failure.value.cause.type == STALE
    assert "there will be an assessment" in failure.value.cause.message
    assert told.facts("act") == [("2024-04-10", "assessment_agreed")]
    looked = asks_advice.model_copy(update={"seen": agreed.sequence, "request_id": "r-2"})
    receipt = await told.played.handle.execute_update("advice_requested", looked)
    assert receipt["sequence"] == agreed.sequence + 1
