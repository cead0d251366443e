"""The place of a process in the list of its group: the day of its row, until a window ends by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from casework.processes.list_place import list_place
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, PROCESSES
from tests.casework.processes.ap_placement.placements import START, placement, to_start

TODAY = date(2026, 5, 20)


class WithWindow:
    """A process with a window until the end of May and a limit in July, as JSON on a day."""

    pages = BY_KIND["ap_placement"].pages

    def as_json(self, view: Any, today: date) -> dict[str, Any]:
        ends = date(2026, 5, 31)
        window = {"due_on": ends.isoformat(), "status": "open" if today <= ends else "closed"}
        limit = {"due_on": "2026-07-01", "status": "running"}
        return {"obligations": [{**one, "closed_on": None, "title": ""} for one in (window, limit)]}


class WithoutRow:
    """A process that an earlier release recorded without what its page needs."""

    def as_json(self, view: Any, today: date) -> dict[str, Any]:
        raise KeyError("sessions")

    def state(self, view: Any) -> None:
        return None

    def due_on(self, state: None) -> date:
        return date(2026, 6, 3)


def test_a_process_stands_where_its_row_has_its_day() -> None:
    process = BY_KIND["ap_placement"]
    view = process.view(placement(*to_start(), START), None)
    found = list_place(process, view, TODAY)
    coming = process.pages.next_date(process.as_json(view, TODAY))
    assert coming is not None and found.on == date.fromisoformat(coming[0])


def test_the_day_of_a_window_holds_until_it_has_ended() -> None:
    process: Any = WithWindow()
    found = list_place(process, {}, TODAY)
    assert (found.on, found.until) == (date(2026, 5, 31), date(2026, 6, 1))
    for later in range(60):
        day = TODAY + timedelta(days=later)
        assert (list_place(process, {}, day).on == found.on) is (found.until is None or day < found.until)
    assert list_place(process, {}, date(2026, 6, 1)).until is None


def test_a_process_without_a_day_comes_last_and_one_without_a_row_has_its_next_day() -> None:
    process = BY_KIND["ap_placement"]
    asked = process.begin("referral-1", {"case": "case-a"}, None)
    assert list_place(process, process.view(asked, None), TODAY).on == date.max
    without_row: Any = WithoutRow()
    assert list_place(without_row, {}, TODAY).on == date(2026, 6, 3)


@pytest.mark.parametrize("process", [one for one in PROCESSES if one.figures], ids=lambda one: one.kind)
def test_a_process_is_in_no_figure_before_one_of_the_acts_that_its_kind_names(process: Process[Any]) -> None:
    assert process.figure_acts and process.figure_acts <= set(process.acts)
    state = process.begin(f"{process.noun}-1", {"case": "case-a"}, None)
    assert not tuple(process.in_figures(state, TODAY))
