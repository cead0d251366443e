"""A concern needs a plan that is maintained: in which cases it can be raised."""

from __future__ import annotations

from datetime import date

import pytest

from casework.processes.keeping_provision.process import PROCESS
from casework.processes.process import ParentCase
from statute.facts import Event

ON = date(2024, 9, 2)


def why(*said: str, on: date = ON, closed_on: date | None = None) -> str | None:
    events = tuple(
        Event(name, date.fromisoformat(day), None, {}) for name, day in (one.split() for one in said)
    )
    return PROCESS.not_in_case(ParentCase("case-1", "plan_issued", events, closed_on), on)


def test_a_concern_can_be_raised_in_an_open_and_in_a_closed_case_with_a_plan() -> None:
    issued = ("request_received 2024-01-08", "final_issued 2024-04-22")
    assert why(*issued) is None
    assert why(*issued, closed_on=date(2024, 7, 1)) is None
    assert why("reassessment_requested 2024-08-01") is None


def test_there_is_nothing_to_keep_before_the_final_plan() -> None:
    assert (why("request_received 2024-01-08") or "").startswith("There is no final plan in this case yet")


@pytest.mark.parametrize("ending", ["died", "moved_away", "aged_out", "plan_transferred_out"])
def test_there_is_nothing_to_keep_once_the_plan_ended(ending: str) -> None:
    assert why("request_received 2024-01-08", "final_issued 2024-04-22", f"{ending} 2024-06-03") is not None


def test_a_concern_from_before_the_case_belongs_to_the_case_of_the_plan() -> None:
    assert why("reassessment_requested 2024-10-01") == (
        "2 September 2024 is before the case was opened on 1 October 2024; raise the concern in the case of the plan."
    )
