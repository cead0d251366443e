"""A transition is recorded once and completely, and the answer gives the state of the case."""

from __future__ import annotations

from datetime import date

import pytest
from temporalio.exceptions import ApplicationError

from activities.recording import Recorder
from casework.letters.recipient_roles import INSIDE
from records import cases, ledger, outbox, receipts
from records.database import Database
from tests.activities.steps import Story, at_nine
from workflows.messages import ActDone
from workflows.ports import LEDGER_BEHIND

TO_ADVICE = ("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school")


def everything(database: Database, case_id: str) -> tuple[object, ...]:
    with database.read() as session:
        assert ledger.broken(session, case_id) is None
        return (
            ledger.facts_of(session, case_id),
            cases.find(session, case_id),
            cases.obligations_of(session, case_id),
            outbox.of_case(session, case_id),
        )


def test_the_outlook_tells_the_next_last_day_and_the_next_moment(database: Database) -> None:
    outlook = Story().record(database)
    assert (outlook.next_due_on, outlook.rag, outlook.breached) == (date(2024, 4, 15), "green", False)
    assert [(m.kind, m.step) for m in outlook.moments] == [("reminder", -10)]


def test_every_window_that_closed_while_nothing_ran_is_told_before_the_case_closes(
    database: Database,
) -> None:
    story = Story().then("assessment_refused 2024-04-01")
    outlook = story.record(database)
    while not outlook.closed:
        story.moments(outlook.moments, "2024-09-30")
        last = len(story.steps)
        outlook = Recorder(database).record_transition(story.request(last, last))
    with database.read() as session:
        lines = ledger.facts_of(session, story.case_id)
    closed = [line.fields["rule"] for line in lines if line.event == "window_closed"]
    assert sorted(closed) == ["reg33.contact_adviser", "rule20.appeal"]
    assert lines[-1].event == "case_closed"


@pytest.mark.parametrize("is_taken_over", [False, True])
def test_a_load_of_an_old_case_alerts_no_one_about_the_past(database: Database, is_taken_over: bool) -> None:
    story = Story(received="2024-03-04")
    if is_taken_over:
        story.then("assessment_agreed 2024-04-10")
        told = tuple(act.model_copy(update={"told_before": True}) for act in story.steps[1].acts)
        story.steps[1] = story.steps[1].model_copy(update={"acts": told})
    story.steps = [step.model_copy(update={"recorded_at": at_nine("2024-09-30")}) for step in story.steps]
    Recorder(database).record_transition(story.request())
    with database.read() as session:
        inside = [one for one in outbox.of_case(session, story.case_id) if one.to_role in INSIDE]
        lines = ledger.facts_of(session, story.case_id)
    assert inside == []
    assert {"breach_alert"} <= {
        line.event for line in lines if line.kind == "moment"
    }  # it is kept, and not told


@pytest.mark.parametrize("again", [1, 2, 3])
def test_an_activity_that_runs_again_writes_nothing_again(database: Database, again: int) -> None:
    story = Story().then(*TO_ADVICE)
    first = story.record(database)
    before = everything(database, story.case_id)
    assert Recorder(database).record_transition(story.request(again)) == first
    assert everything(database, story.case_id) == before


def test_one_request_of_many_steps_records_what_many_requests_do(database: Database) -> None:
    one, other = Story("case-one").then(*TO_ADVICE), Story("case-other").then(*TO_ADVICE)
    outlook = Recorder(database).record_transition(one.request())
    assert outlook == other.record(database)
    with database.read() as session:
        assert cases.obligations_of(session, "case-one") == cases.obligations_of(session, "case-other")


def test_a_ledger_with_missing_steps_says_where_the_workflow_must_start(database: Database) -> None:
    story = Story().then(*TO_ADVICE)
    recorder = Recorder(database)
    recorder.record_transition(story.request(1, 1))
    with pytest.raises(ApplicationError) as refused:
        recorder.record_transition(story.request(3))
    assert (refused.value.type, refused.value.details) == (LEDGER_BEHIND, (1,))
    recorder.record_transition(story.request(2))
    with database.read() as session:
        assert [line.seq for line in ledger.facts_of(session, story.case_id)] == [1, 1, 2, 3]


def test_a_workflow_that_was_reset_cannot_rewrite_the_ledger(database: Database) -> None:
    story, other = Story().then(*TO_ADVICE), Story().then("assessment_refused 2024-04-10")
    story.record(database)
    before = everything(database, story.case_id)
    with pytest.raises(ApplicationError, match="already recorded as assessment_agreed"):
        Recorder(database).record_transition(other.request(2))
    assert everything(database, story.case_id) == before


def test_a_step_that_fails_leaves_nothing_of_the_steps_before_it(database: Database) -> None:
    story = Story().then(*TO_ADVICE)
    last = story.steps[-1]
    story.steps[-1] = last.model_copy(
        update={"acts": (ActDone(action="no_such_act", on=date(2024, 4, 11), stage="assessing"),)}
    )
    with pytest.raises(KeyError):
        Recorder(database).record_transition(story.request())
    assert everything(database, story.case_id) == ([], None, [], [])


def test_an_answer_is_kept_for_a_request_that_comes_again(database: Database) -> None:
    story = Story().then(*TO_ADVICE)
    story.record(database)
    with database.read() as session:
        kept = receipts.receipt_of(session, story.case_id, "request-2")
    assert kept == story.steps[1].receipt.model_dump(mode="json")


def test_a_case_with_nothing_left_is_closed_in_the_same_transaction(database: Database) -> None:
    outlook = Story().then("died 2024-04-10").record(database)
    assert (outlook.closed, outlook.moments, outlook.next_at) == (True, (), None)
    with database.read() as session:
        row = cases.find(session, "case-abc234def567")
    assert row is not None and row.closed_on == date(2024, 4, 10)
