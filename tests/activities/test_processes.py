"""Recording a process: once, completely, and on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from temporalio.exceptions import ApplicationError

from activities.letters import outgoing
from activities.processes import ProcessRecorder
from casework.letters.invitation_links import link_of
from casework.letters.outgoing import message_of
from casework.plans.plan_limit import PlanLimit
from casework.processes.annual_review.process import PROCESS as REVIEW
from casework.processes.area_strategy.strategy import Strategy
from casework.processes.panel.process import PROCESS
from casework.processes.panel.quorum import Member
from casework.processes.panel.sitting import Item, Sitting
from casework.processes.registry import BY_KIND
from records import case_lives, ledger, outbox, processes
from records.database import Database
from records.profile import keep_profile
from tests.casework.processes.annual_review.reviews import ARRANGED, recorded, scheduled
from tests.casework.processes.area_strategy.plans import act, after, started, to_sign, written
from tests.casework.processes.phase_transfer.transfers import done, transfer
from workflows.ports import LEDGER_BEHIND
from workflows.process_messages import ProcessOutlook, ProcessStep, RecordSteps

SITTING = Sitting(
    "sitting-1",
    date(2024, 5, 20),
    date(2024, 5, 13),
    "ed-1",
    (Member("ed-1", "education"), Member("he-1", "health"), Member("so-1", "social_care")),
    (Item("case-1", "plan"),),
)

ISSUED = ("issue_final", "2027-02-10", {"names": "setting", "setting": "urn-900002"})


def step(seq: int, event: str, **more: str) -> ProcessStep:
    return ProcessStep(
        seq=seq,
        recorded_at=datetime(2024, 5, 1, 9, seq, tzinfo=UTC),
        kind="act",
        event=event,
        on=date(2024, 5, 1),
        text=f"{event}.",
        stage=SITTING.stage,
        view=PROCESS.view(SITTING, "north"),
        **more,  # type: ignore[arg-type]
    )


def request(*steps: ProcessStep, done: tuple[str, ...] = ()) -> RecordSteps:
    return RecordSteps(kind=PROCESS.kind, id="sitting-1", steps=steps, done=done)


def test_a_sitting_is_recorded_once_however_often_it_is_asked(database: Database) -> None:
    recorder = ProcessRecorder(database)
    first, second = step(1, "sitting_called"), step(2, "list_case", of="case-1", by="officer-1")
    answers = [recorder.record_steps(request(first, second)) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    with database.read() as session:
        lines = ledger.facts_of(session, "sitting-1")
        assert ledger.broken(session, "sitting-1") is None
        row = processes.find(session, "sitting-1")
        assert processes.select_processes(session, [PROCESS.kind], case_id="case-1") == [row]
        assert processes.people_of(session, "sitting-1") == {"ed-1", "he-1", "so-1"}
    assert [(line.event, line.of, line.by) for line in lines] == [
        ("sitting_called", None, None),
        ("list_case", "case-1", "officer-1"),
    ]
    assert row is not None and (row.seq, row.status, row.content["items"][0]["case"]) == (
        2,
        "panel_listing",
        "case-1",
    )


def test_the_next_moment_is_the_beginning_of_a_local_day_and_is_said_in_words(database: Database) -> None:
    recorder = ProcessRecorder(database)
    outlook = recorder.record_steps(request(step(1, "sitting_called")))
    assert (outlook.next_kind, outlook.next_at) == ("papers_late", datetime(2024, 5, 13, 23, tzinfo=UTC))
    assert outlook.next_in_words == "Tuesday 14 May 2024: the officers of cases without papers are told."
    outlook = recorder.record_steps(request(step(2, "papers_late"), done=("papers_late",)))
    assert outlook.next_kind == "not_held"


def test_the_moments_that_are_pinned_for_one_day_are_those_that_would_come_one_by_one(
    database: Database,
) -> None:
    recorder, review = ProcessRecorder(database), recorded(scheduled(), ARRANGED)

    def outlook_at(at: datetime, seq: int, *done: str) -> ProcessOutlook:
        view, stage = REVIEW.view(review, None), review.stage
        line = ProcessStep(
            seq=seq,
            recorded_at=at,
            kind="moment",
            event="a step",
            on=at.date(),
            text=".",
            stage=stage,
            view=view,
        )
        return recorder.record_steps(RecordSteps(kind=REVIEW.kind, id=review.id, steps=(line,), done=done))

    first = outlook_at(datetime(2027, 1, 20, 9, tzinfo=UTC), 1)
    assert first.next_at is not None and first.next_kind is not None and len(first.also) == 1
    second = outlook_at(first.next_at, 2, first.next_kind)
    assert (second.next_at, second.next_kind, second.also) == (first.next_at, first.also[0], ())
    third = outlook_at(first.next_at, 3, first.next_kind, *first.also)
    assert third.next_at is not None and third.next_at > first.next_at


def test_a_ledger_with_missing_steps_says_where_it_ends(database: Database) -> None:
    with pytest.raises(ApplicationError, match="ends at step 0") as failure:
        ProcessRecorder(database).record_steps(request(step(3, "list_case")))
    assert (failure.value.type, failure.value.details) == (LEDGER_BEHIND, (0,))


def test_each_member_whose_address_is_known_is_invited_once_with_nothing_personal(database: Database) -> None:
    recorder = ProcessRecorder(database)
    boxes = {"ed-1": "ed@example.org", "he-1": "he@example.org", "later-1": "later@example.org"}
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample"}, "mailboxes": boxes}, None, datetime.now(UTC))
    first, second = step(1, "sitting_called"), step(2, "list_case", of="case-1", by="officer-1")
    for _ in range(2):
        recorder.record_steps(request(first, second))
    with database.read() as session:
        found = outbox.of_case(session, "sitting-1")
        made = [outgoing(session, one) for one in found]
    assert [(one.to_role, one.of, one.channel) for one in found] == [
        ("panel_member", "ed-1", "email"),
        ("panel_member", "he-1", "email"),
    ]
    assert link_of(found[0], "https://ehcp.example.org") == "https://ehcp.example.org/panel/sitting-1"
    to, mail = message_of(made[0].content)
    assert (
        to == "ed@example.org"
        and "It is on Monday 20 May 2024." in mail.text
        and mail.text.endswith("Reference sitting-1\n")
    )
    later = replace(SITTING, members=(*SITTING.members, Member("later-1", "school")))
    third = step(3, "sitting_changed").model_copy(update={"view": PROCESS.view(later, "north")})
    recorder.record_steps(request(third))
    with database.read() as session:
        assert [one.of for one in outbox.of_case(session, "sitting-1")] == ["ed-1", "he-1", "later-1"]


def test_the_limit_of_a_transfer_is_counted_for_the_figures_of_its_case_as_it_stands(
    database: Database,
) -> None:
    """A plan keeps its transfers as processes, so their limits are recorded with each step, and once."""
    process, found = BY_KIND["phase_transfer"], []
    for seq, state in enumerate((transfer(), done(transfer(), ISSUED)), start=1):
        view = process.view(state, "north")
        steps = (step(seq, "recorded").model_copy(update={"view": view, "stage": state.stage}),)
        ProcessRecorder(database).record_steps(RecordSteps(kind=process.kind, id=state.id, steps=steps))
        with database.read() as session:
            found.append(case_lives.limits_of_processes(session, [state.case])[state.case])
    due = PlanLimit("phase_transfer", date(2026, 9, 1), date(2027, 2, 14), None)
    assert found == [(due,), (replace(due, met_on=date(2027, 2, 10)),)]


def test_a_partner_is_asked_for_their_sign_off_once_and_only_if_their_address_is_recorded(
    database: Database,
) -> None:
    process = BY_KIND["area_strategy"]
    recorder = ProcessRecorder(database)
    with database.write() as session:
        boxes = {"partner-1": "forum@example.org"}
        keep_profile(session, {"authority": {"name": "Sample"}, "mailboxes": boxes}, None, datetime.now(UTC))
    plan = written(started("inclusion_plan"))
    named = after(
        plan,
        act("name_signer", partner="parent_carer_forum", person="partner-1"),
        act("name_signer", partner="health", person="partner-2"),
    )

    def record(seq: int, event: str, state: Strategy) -> None:
        view = process.view(state, "north")
        steps = (step(seq, event).model_copy(update={"view": view, "stage": state.stage}),)
        for _ in range(2):
            recorder.record_steps(RecordSteps(kind=process.kind, id=state.id, steps=steps))

    record(1, "name_signer", named)
    record(2, "ask_sign_off", to_sign(named))
    with database.read() as session:
        found = outbox.of_case(session, plan.id)
        made = [message_of(outgoing(session, one).content) for one in found]
    assert [(one.of, one.about) for one in found] == [
        ("partner-1", "plan_partner_named"),
        ("partner-1", "plan_sign_off_asked"),
    ]
    to, mail = made[1]
    assert to == "forum@example.org" and mail.subject.startswith("Sign off a plan for the local area")
    assert "is ready for your sign-off" in mail.text
    assert (
        link_of(found[1], "https://ehcp.example.org") == f"https://ehcp.example.org/inclusion-plan/{plan.id}"
    )
