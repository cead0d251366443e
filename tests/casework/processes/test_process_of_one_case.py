"""What every process of one case has alike: its JSON, its reports, and that it ends with what ends its case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from casework.case.actions import Act
from casework.processes.process_of_one_case import ProcessOfOneCase, iso_days
from casework.processes.registry import PROCESSES

TODAY = date(2026, 11, 2)
KINDS = [each for each in PROCESSES if isinstance(each, ProcessOfOneCase)]
ENDINGS = [(each, event) for each in KINDS for event in each.ended_by]


def begun(process: ProcessOfOneCase[Any]) -> Any:
    return process.begin("one-1", {"case": "case-1"}, None)


def ending(process: ProcessOfOneCase[Any], event: str, on: date) -> Act:
    action, fields = process.ended_by[event]
    return Act(action, on, None, fields)


@pytest.mark.parametrize("process", KINDS, ids=lambda each: each.kind)
def test_every_kind_shows_the_same_parts_and_a_list_shows_some_of_them(
    process: ProcessOfOneCase[Any],
) -> None:
    view = process.view(begun(process), None)
    whole, listed = process.as_json(view, TODAY), process.list_json(view, TODAY)
    assert whole[process.group.noun] == "one-1" and whole["case"] == "case-1"
    assert {"kind", "stage", "is_over", "obligations", "actions"} < set(whole)
    assert tuple(listed) == process.in_lists and listed.items() <= whole.items()


@pytest.mark.parametrize("process", KINDS, ids=lambda each: each.kind)
def test_what_a_kind_tells_its_case_is_recorded_by_no_person_and_has_its_notices(
    process: ProcessOfOneCase[Any],
) -> None:
    assert process.only_told == {action.name for action in process.tells}
    assert process.notices(Act("received", TODAY), TODAY, ()) is None
    assert process.told(begun(process), Act("anything", TODAY), None, heard=True) == ()


@pytest.mark.parametrize(("process", "event"), ENDINGS, ids=lambda each: getattr(each, "kind", each))
def test_what_ends_it_with_its_case_is_taken_at_any_stage_and_from_any_day_so_far(
    process: ProcessOfOneCase[Any], event: str
) -> None:
    state = begun(process)
    long_ago, tomorrow = TODAY - timedelta(days=900), TODAY + timedelta(days=1)
    assert process.refusal(state, ending(process, event, long_ago), TODAY, None) is None
    assert "is in the future" in (process.refusal(state, ending(process, event, tomorrow), TODAY, None) or "")
    over = process.after(state, ending(process, event, long_ago))
    assert over.is_over and process.refusal(over, ending(process, event, TODAY), TODAY, None) is not None


def test_days_are_written_by_name() -> None:
    assert iso_days({"on": TODAY, "by": None}) == {"on": "2026-11-02", "by": None}
