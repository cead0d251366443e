"""The target to answer a concern, the alerts before and after it, and the end without a reply."""

from __future__ import annotations

from datetime import date, timedelta

from casework.case.actions import Act
from casework.case.guard import malformed
from casework.processes.keeping_provision.concern import Concern, after
from casework.processes.keeping_provision.escalation import after_moment, is_missed, moment_text, next_moment
from casework.processes.keeping_provision.process import PROCESS
from casework.processes.keeping_provision.target import obligations_of
from tests.casework.processes.keeping_provision.test_concern import ANSWER, RAISE, act, concern

DAY = timedelta(days=1)
TARGET = date(2024, 5, 16)  # ten working days after 1 May 2024, with the bank holiday of 6 May


def moments(found: Concern, until: date, today: date = date(2024, 5, 1)) -> list[tuple[str, str]]:
    """The moments that come one after another without an act, each with its day."""
    done: frozenset[str] = frozenset()
    told = []
    while (moment := next_moment(found, done, today)) is not None and moment.on <= until:
        today, done = max(today, moment.on), done | {moment.kind}
        told.append((today.isoformat(), moment.kind.partition(":")[0]))
        found, _ = after_moment(found, moment.kind, moment.on)
    return told


def test_the_target_is_ten_working_days_and_is_labelled_as_local() -> None:
    (target,) = obligations_of(concern(RAISE), date(2024, 5, 2))
    assert (target.kind, target.due_on, target.status, target.of) == (
        "target",
        TARGET,
        "running",
        "concern-1",
    )
    assert target.citation.startswith("local target; the duty itself is CFA 2014 s.42")
    assert "By the authority's own target, the concern should be answered" in target.because
    assert obligations_of(concern(RAISE, ANSWER), date(2024, 5, 20))[0].status == "met"


def test_a_proclaimed_bank_holiday_moves_the_target() -> None:
    found = concern(RAISE, act("bank_holiday_proclaimed", "2024-05-02", day="2024-05-10"))
    assert obligations_of(found, date(2024, 5, 2))[0].due_on == date(2024, 5, 17)


def test_the_service_its_managers_and_the_head_of_service_are_told_in_turn() -> None:
    assert (
        moments(concern(RAISE), date(2024, 6, 1))
        == [
            ("2024-05-09", "due_soon"),
            ("2024-05-15", "due_next"),
            ("2024-05-17", "target_missed"),
            ("2024-05-24", "still_missed"),
            ("2024-06-03", "still_missed"),
        ][:4]
    )


def test_only_the_latest_of_several_missed_steps_comes_and_a_missed_target_comes_first() -> None:
    assert moments(concern(RAISE), date(2024, 5, 16), date(2024, 5, 15)) == [("2024-05-15", "due_next")]
    late = moments(concern(RAISE), date(2024, 6, 8), date(2024, 6, 5))
    assert late == [("2024-06-05", "target_missed")]
    assert moments(concern(RAISE), date(2024, 6, 10), date(2024, 6, 5))[1:] == [
        ("2024-06-10", "still_missed")
    ]


def test_an_answer_ends_the_escalation_and_a_reopened_concern_has_a_target_of_its_own() -> None:
    answered = concern(RAISE, ANSWER)
    assert moments(answered, date(2024, 6, 10), date(2024, 5, 13)) == []
    reopened = after(answered, act("reopen_concern", "2024-05-20", reason="note-3"))
    first, second = obligations_of(reopened, date(2024, 5, 21))
    assert (first.status, second.status) == ("met", "running")
    assert second.due_on == date(2024, 6, 4)
    assert moments(reopened, date(2024, 6, 5), date(2024, 5, 20))[-1] == ("2024-06-05", "target_missed")
    assert PROCESS.due_on(reopened) == date(2024, 6, 4)


def test_a_concern_is_breached_from_the_missed_target_until_the_answer() -> None:
    found = concern(RAISE)
    moment = next_moment(found, frozenset(), date(2024, 6, 5))
    assert moment is not None
    assert not is_missed(found, frozenset())
    assert is_missed(found, frozenset({moment.kind}))
    assert not is_missed(after(found, ANSWER), frozenset({moment.kind}))


def test_a_concern_ends_where_the_family_does_not_reply() -> None:
    answered = concern(RAISE, ANSWER)
    assert PROCESS.due_on(answered) == date(2024, 6, 10)
    moment = next_moment(answered, frozenset(), date(2024, 5, 13))
    assert moment is not None
    assert moment.on == date(2024, 6, 11)
    ended, (closed,) = after_moment(answered, moment.kind, moment.on)
    assert (ended.stage, ended.is_over) == ("keeping_provision_no_reply", True)
    assert (closed.action, closed.of, closed.fields) == (
        "provision_report_closed",
        "concern-1",
        {"why": "no_reply"},
    )
    assert (
        moment_text(moment.kind)
        == "the family did not reply to the answer by 10 June 2024, and the concern was closed"
    )
    assert next_moment(ended, frozenset(), date(2024, 6, 11)) is None


def test_the_case_is_told_that_the_concern_waits() -> None:
    found = concern(RAISE)
    moment = next_moment(found, frozenset(), date(2024, 5, 17))
    assert moment is not None
    same, (waits,) = after_moment(found, moment.kind, moment.on)
    assert same == found
    assert waits.fields == {"why": "target_missed", "answer_by": "2024-05-16", "answers": "speech_therapist"}
    assert malformed(waits.action, waits.of, waits.fields) is None
    roles = [
        one.to_role
        for one in PROCESS.notices(Act(waits.action, TARGET + DAY, waits.of, waits.fields), TARGET + DAY, ())
        or ()
    ]
    assert roles == ["service_manager", "case_officer", "team_manager"]


def test_the_state_survives_its_json() -> None:
    found = concern(RAISE, ANSWER)
    assert PROCESS.state(PROCESS.view(found, "north")) == found
