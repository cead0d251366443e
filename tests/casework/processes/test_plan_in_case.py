"""Whether a case has a plan that is maintained, and why a process of a plan cannot begin in it."""

from __future__ import annotations

from datetime import date

import pytest

from casework.processes.plan_in_case import before_case, has_plan, why_no_plan, why_over
from casework.processes.process import ParentCase
from casework.processes.registry import PROCESSES
from statute.facts import Event

ON = date(2024, 9, 2)
ISSUED = ("request_received 2024-01-08", "final_issued 2024-04-22")
NEED_A_PLAN = sorted(
    each.kind
    for each in PROCESSES
    if each.called_with is not None
    and (each.not_in_case(ParentCase("case-1", "open", ()), ON) or "").startswith("There is no final plan")
)
"""The kinds that people can call only in a case with a plan."""


def case(*said: str, closed_on: date | None = None) -> ParentCase:
    events = tuple(
        Event(name, date.fromisoformat(day), None, {}) for name, day in (one.split() for one in said)
    )
    return ParentCase("case-1", "plan_issued", events, closed_on)


def why(kind: str, *said: str, closed_on: date | None = None) -> str | None:
    (found,) = (each for each in PROCESSES if each.kind == kind)
    return found.not_in_case(case(*said, closed_on=closed_on), ON)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), False),
        (("request_received 2024-01-08",), False),
        (ISSUED, True),
        (("plan_transferred_in 2024-04-22",), True),
        (("request_received 2024-01-08", "released_plan_received 2024-04-22"), True),
        (("reassessment_requested 2024-08-01",), True),
        (("review_decision 2024-08-01",), True),
        ((*ISSUED, "plan_transferred_out 2024-06-03"), False),
        ((*ISSUED, "plan_transferred_out 2024-06-03", "plan_transferred_in 2024-08-01"), True),
    ],
)
def test_a_plan_is_maintained_from_its_first_version_until_it_is_transferred(
    said: tuple[str, ...], expected: bool
) -> None:
    assert has_plan(case(*said).events) is expected


def test_each_kind_says_what_follows_and_what_to_do() -> None:
    said = {"so": "there is nothing to do", "then": "Ask that authority.", "instead": "use the other case"}
    gone = case(*ISSUED, "plan_transferred_out 2024-06-03")
    assert why_no_plan(gone, ON, **said) == (
        "The plan was transferred to another authority. Ask that authority."
    )
    assert why_no_plan(gone, ON) == "The plan was transferred to another authority."
    assert why_no_plan(case("request_received 2024-01-08"), ON, **said) == (
        "There is no final plan in this case yet, so there is nothing to do. Record the final plan first."
    )
    assert why_no_plan(case("reassessment_requested 2024-10-01"), ON, **said) == (
        "2 September 2024 is before the case was opened on 1 October 2024; use the other case."
    )
    assert before_case(case("reassessment_requested 2024-10-01"), ON) == (
        "2 September 2024 is before the case was opened on 1 October 2024; correct the date."
    )
    assert before_case(case(*ISSUED), ON) is None


def test_a_kind_can_have_its_own_reasons_why_nothing_begins() -> None:
    died = case(*ISSUED, "died 2024-06-03")
    assert why_over(died) == "The child or young person has died."
    assert why_over(died, {"aged_out": "The young person is too old."}) is None


@pytest.mark.parametrize("kind", NEED_A_PLAN)
def test_a_process_of_a_plan_begins_in_an_open_or_closed_case_with_a_plan_in_force(kind: str) -> None:
    assert why(kind, *ISSUED) is None
    assert why(kind, *ISSUED, closed_on=date(2024, 7, 1)) is None
    assert why(kind, "reassessment_requested 2024-08-01") is None
    assert (why(kind, "request_received 2024-01-08") or "").startswith("There is no final plan in this case")
    assert "is before the case was opened" in (why(kind, "reassessment_requested 2024-10-01") or "")
    for ending in ("died", "moved_away", "aged_out", "plan_transferred_out"):
        assert why(kind, *ISSUED, f"{ending} 2024-06-03") is not None


def test_what_belongs_to_a_plan_needs_one() -> None:
    assert NEED_A_PLAN == [
        "annual_review",
        "ceasing",
        "detention",
        "keeping_provision",
        "phase_transfer",
        "reassessment",
    ]
