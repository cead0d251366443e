"""An act is refused before it is recorded if another person has acted in the case since."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from casework.processes.panel.sitting import PANEL_ACTS
from casework.processes.registry import BY_KIND
from tests.workflows.played_case import Open
from workflows.concurrency import STALE, acts_in_case, acts_in_process, why_stale
from workflows.messages import ActDone, ActMessage, MomentMessage, Transition
from workflows.process_messages import ProcessStep

AT = datetime(2024, 4, 10, 9, tzinfo=UTC)


def step(seq: int, action: str, by: str | None, of: str | None = None) -> Transition:
    done = ActDone(action=action, on=date(2024, 4, 10), of=of, by=by, stage="assessing")
    return Transition(seq=seq, recorded_at=AT, stage="assessing", acts=(done,))


def came(seq: int) -> Transition:
    moment = MomentMessage(on=AT.date(), kind="reminder", rule="reg10.no_plan", due_on=AT.date())
    return Transition(seq=seq, recorded_at=AT, stage="assessing", moments=(moment,))


def asks(seen: int | None, by: str = "officer-1", *, exactly: bool = False) -> ActMessage:
    return ActMessage(action="plan_agreed", on=AT.date(), by=by, seen=seen, exactly=exactly)


def acted_since(message: ActMessage, story: tuple[Transition, ...]) -> str | None:
    return why_stale(message, acts_in_case(story), len(story), "case")


STORY = (
    step(1, "assessment_agreed", "officer-1"),
    step(2, "advice_requested", "officer-2", "school"),
    step(3, "advice_received", "officer-2", "school"),
)


def test_the_refusal_says_who_did_what_and_what_to_do() -> None:
    assert acted_since(asks(2), STORY) == (
        "Since you looked at this case, officer-2 has recorded that advice was received (the school). Your act "
        "was not recorded. Look again, and record it if it is still right."
    )
    assert "and 1 more before that" in str(acted_since(asks(1), STORY))


@pytest.mark.parametrize(
    "message",
    [asks(3), asks(None), asks(1, by="officer-2")],
    ids=["saw all", "says nothing", "acted themselves"],
)
def test_a_persons_own_acts_do_not_make_an_act_stale(message: ActMessage) -> None:
    assert acted_since(message, STORY) is None


def test_moments_do_not_make_an_act_stale() -> None:
    assert acted_since(asks(3), (*STORY, came(4), came(5))) is None


def test_with_exactly_a_persons_own_act_or_a_moment_makes_an_act_stale() -> None:
    assert acted_since(asks(3, exactly=True), STORY) is None
    for message, story in (
        (asks(1, by="officer-2", exactly=True), STORY),
        (asks(3, exactly=True), (*STORY, came(4))),
    ):
        said = f"from step {message.seen} to step {len(story)} through your own acts or an automatic step."
        assert said in str(acted_since(message, story))
    assert "officer-2 has recorded" in str(acted_since(asks(2, exactly=True), STORY))


def test_the_refusal_at_a_sitting_names_the_case_and_ignores_automatic_steps() -> None:
    steps = [
        ProcessStep(
            seq=seq, recorded_at=AT, kind=kind, event=event, on=AT.date(), of=of, by="chair-1", text="It happened.",
            stage="panel_listing", view={},
        )
        for seq, (kind, event, of) in enumerate(
            (("opening", "sitting_called", None), ("act", "list_case", "case-a"), ("system", "not_told", None)), start=1
        )
    ]  # fmt: skip
    acts = list(acts_in_process(steps, PANEL_ACTS))
    assert [(act.seq, act.by) for act in acts] == [(2, "chair-1")]
    why = why_stale(asks(1), iter(acts), 3, "sitting")
    assert why is not None and why.startswith("Since you looked at this sitting, chair-1 has recorded that ")
    assert "(case-a). Your act was not recorded" in why


def test_what_the_service_looked_up_refuses_no_act_of_a_person() -> None:
    process = BY_KIND["ap_placement"]
    steps = [
        ProcessStep(
            seq=seq, recorded_at=AT, kind="act", event=event, on=AT.date(), by=by, text="It happened.", stage="referred", view={}
        )
        for seq, (event, by) in enumerate((("refer_placement", "officer-1"), ("take_in_policy", None)), start=1)
    ]  # fmt: skip
    acts = tuple(acts_in_process(steps, process.acts, process.automatic))
    assert why_stale(asks(1), iter(acts), 2, process.noun) is None
    assert "from step 1 to step 2" in str(why_stale(asks(1, exactly=True), iter(acts), 2, process.noun))


def test_the_refusal_names_another_part_of_the_process() -> None:
    assert "another part of the process has recorded" in str(
        acted_since(asks(0), (step(1, "panel_listed", None),))
    )


async def test_a_case_refuses_a_stale_act_and_accepts_it_after_a_new_look(opened: Open) -> None:
    told = await opened("2024-03-04")
    agreed = await told.do("assessment_agreed 2024-04-10")
    asks_advice = ActMessage(
        action="advice_requested", on=date(2024, 4, 10), of="school", by="officer-2", request_id="r-1", seen=1
    )
    with pytest.raises(WorkflowUpdateFailedError) as failure:
        await told.played.handle.execute_update("advice_requested", asks_advice)
    assert isinstance(failure.value.cause, ApplicationError)
    assert (failure.value.cause.type, *failure.value.cause.details) == (STALE, agreed.sequence)
    assert "there will be an assessment" in failure.value.cause.message
    assert told.facts("act") == [("2024-04-10", "assessment_agreed")]
    looked = asks_advice.model_copy(update={"seen": agreed.sequence, "request_id": "r-2"})
    receipt = await told.played.handle.execute_update("advice_requested", looked)
    assert receipt["sequence"] == agreed.sequence + 1
