"""What a process reports to its case, and how a letter says a day of it."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.staff_notices import day_in, day_said
from casework.processes.telling import ToCase, reported

ON = date(2026, 9, 1)


def test_a_report_leaves_out_what_is_not_known() -> None:
    found = reported("case-1", "loan-1", ON, "loan_lent", to="school", until=None)
    assert found == (ToCase("case-1", "loan_lent", {"to": "school"}, on=ON, of="loan-1"),)


def test_a_report_can_be_about_something_else_than_the_process() -> None:
    (found,) = reported("case-1", "loan-1", ON, "loan_asked", of="urn-900001", process="loan-1", case="x")
    assert (found.of, found.fields) == ("urn-900001", {"process": "loan-1", "case": "x"})


def test_a_day_of_an_act_is_said_as_letters_say_days() -> None:
    act = Act("loan_lent", ON, None, {"until": "2026-10-01"})
    assert day_in(act, "until") == date(2026, 10, 1) and day_said(act, "until") == "Thursday 1 October 2026"
    assert day_in(act, "since") is None and day_said(act, "since") is None
