"""A move out of the area: its two days, the transfer, the receipt, and a child without a plan."""

from __future__ import annotations

from datetime import date

import pytest

from casework.case.actions import Act
from casework.processes.move_out.move import MoveOut
from casework.processes.move_out.process import PROCESS
from casework.processes.process import ParentCase
from statute.facts import Event
from tests.casework.processes.recorded import act, recorded, why_not

BEGUN = MoveOut("moveout-1", "case-1")


def move(*acts: Act, begun: MoveOut = BEGUN) -> MoveOut:
    return recorded(PROCESS, begun, *acts)


def why(found: MoveOut, one: Act) -> str:
    return why_not(PROCESS, found, one)


def learned(on: str, to: str = "england") -> Act:
    return act("learn_of_move", on, moves_on="2026-09-01", to=to, new_authority="301")


SENT = act("transfer_plan", "2026-09-01", new_authority="301", way="portal", receipt="R-7")


@pytest.mark.parametrize(
    ("known_on", "period_ends", "transfer_by"),
    [
        ("2026-07-01", "2026-07-21", "2026-09-01"),  # known in time: on the day of the move
        ("2026-08-24", "2026-09-14", "2026-09-14"),  # known late: 15 working days that begin with that day
        ("2026-09-07", "2026-09-25", "2026-09-25"),  # known after the move
    ],
)
def test_the_day_of_the_move_and_the_day_of_learning_give_the_limit(
    known_on: str, period_ends: str, transfer_by: str
) -> None:
    found = move(learned(known_on))
    told = PROCESS.as_json(PROCESS.view(found, None), date(2026, 9, 7))
    assert (told["known_on"], told["moves_on"]) == (known_on, "2026-09-01")
    assert (told["after_learning"], told["transfer_by"]) == (period_ends, transfer_by)


def test_after_the_transfer_the_receipt_is_waited_for_and_the_return_has_its_day() -> None:
    found = move(learned("2026-07-01"), SENT)
    assert found.stage == "move_out_transferred"
    assert (PROCESS.measured(found).outcome, PROCESS.measured(found).on) == ("5", date(2026, 9, 1))
    assert PROCESS.to_plan(move(learned("2026-07-01")), SENT) == (
        Event("plan_transferred_out", date(2026, 9, 1)),
    )
    waits = PROCESS.next_moment(found, frozenset(), date(2026, 9, 2))
    assert waits is not None and waits.on == date(2026, 9, 16)
    received = move(learned("2026-07-01"), SENT, act("record_receipt", "2026-09-04"))
    assert received.is_over and PROCESS.due_on(received) is None


def test_a_limit_that_is_near_or_missed_is_alerted() -> None:
    found = move(learned("2026-08-24"))
    soon = PROCESS.next_moment(found, frozenset(), date(2026, 8, 24))
    assert soon is not None and soon.on == date(2026, 8, 28)
    (told,) = PROCESS.after_moment(found, soon.kind, soon.on)[1]
    assert told.action == "move_out_limit_waits"
    assert [
        one.to_role
        for one in PROCESS.notices(Act(told.action, soon.on, told.of, told.fields), soon.on, ()) or ()
    ] == ["case_officer"]


def test_a_child_without_a_plan_takes_no_decision_along() -> None:
    begun = MoveOut("moveout-1", "case-1", has_plan=False)
    found = move(learned("2026-08-24"), begun=begun)
    assert (
        PROCESS.obligations(found, date(2026, 9, 30)) == ()
        and PROCESS.told(begun, learned("2026-08-24"), None, False) == ()
    )
    assert "There is no plan to transfer" in why(found, SENT)
    exported = move(
        learned("2026-08-24"), act("record_export", "2026-09-02", new_authority="301"), begun=begun
    )
    told = PROCESS.as_json(PROCESS.view(exported, None), date(2026, 9, 7))
    assert (told["exported_to"], told["code"], exported.is_over) == ("301", None, True)


def test_a_plan_is_not_transferred_outside_england_and_a_copy_is_offered() -> None:
    found = move(learned("2026-07-01", "outside_england"))
    assert PROCESS.obligations(found, date(2026, 9, 30)) == ()
    assert why(found, SENT) == "A plan is transferred within England only. Offer the family a copy."
    assert (
        move(learned("2026-07-01", "outside_england"), act("offer_copy", "2026-08-01")).stage
        == "move_out_left_england"
    )


def test_the_day_of_the_move_can_be_corrected_until_the_transfer() -> None:
    later = act("correct_move", "2026-07-10", moves_on="2026-10-01")
    assert PROCESS.due_on(move(learned("2026-07-01"), later)) == date(2026, 10, 1)
    assert (
        why(move(learned("2026-07-01"), SENT), act("correct_move", "2026-09-02", moves_on="2026-10-01"))
        == "The plan is already transferred."
    )


def test_the_plan_is_not_transferred_before_the_day_of_the_move() -> None:
    early = act("transfer_plan", "2026-08-28", new_authority="301", way="post")
    assert "on the day of the move, 1 September 2026, or later" in why(move(learned("2026-07-01")), early)
    corrected = act("correct_move", "2026-08-20", moves_on="2026-08-28")
    assert move(learned("2026-07-01"), corrected, early).stage == "move_out_transferred"


def test_the_number_of_the_new_authority_has_three_digits() -> None:
    assert why(
        move(learned("2026-07-01")), act("transfer_plan", "2026-09-01", new_authority="30", way="post")
    ) == ("The number of the new authority must be 3 digits, such as 301.")


def test_the_opening_knows_whether_there_is_a_plan() -> None:
    received = Event("request_received", date(2026, 1, 5))
    open_case = ParentCase("case-1", "assessing", (received,))
    assert PROCESS.not_in_case(open_case, date(2026, 2, 1)) is None and PROCESS.begins_with(open_case) == {
        "has_plan": False
    }
    planned = ParentCase("case-1", "plan_issued", (received, Event("final_issued", date(2026, 5, 20))))
    assert PROCESS.begins_with(planned) == {"has_plan": True}
