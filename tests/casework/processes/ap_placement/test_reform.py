"""Alternative provision is policy over unchanged law: with it or without it every date of every case is the same."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.case.facts import facts_of
from casework.case.law_vocabulary import is_of_law
from casework.processes.ap_placement.process import PROCESS
from casework.reforms.reforms import KEYS
from statute.facts import Event
from statute.timeline import timeline

STORIES = sorted((Path(__file__).resolve().parents[4] / "samples" / "stories").glob("*.json"))


def case_of(story: Path) -> list[Event]:
    """The facts of the case of a story, with the fields that limits read."""
    rows = json.loads(story.read_text(encoding="utf-8"))["events"]
    return [
        Event(
            str(row["event"]),
            date.fromisoformat(row["on"]),
            row.get("of"),
            {name: value for name, value in row.items() if name not in ("event", "on", "of", "by")},
        )
        for row in rows
    ]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_a_placement_tells_a_case_no_date_of_it_changes(data: st.DataObject) -> None:
    events = case_of(data.draw(st.sampled_from(STORIES)))
    first = events[0].on
    assert first is not None
    told = [
        Event(
            data.draw(st.sampled_from(PROCESS.tells)).name,
            first + timedelta(days=data.draw(st.integers(0, 400))),
            "referral-1",
        )
        for _ in range(data.draw(st.integers(1, 4)))
    ]
    as_at = first + timedelta(days=data.draw(st.integers(1, 500)))
    off = timeline(facts_of(events), as_at)
    on = timeline(facts_of([*events, *told]), as_at)
    assert [one.as_json() for one in on] == [one.as_json() for one in off]


def test_nothing_that_a_placement_tells_is_a_fact_of_the_law_and_it_names_its_reform() -> None:
    assert not any(is_of_law(action.name) for action in PROCESS.tells)
    assert PROCESS.reform in KEYS and PROCESS.roles == frozenset()
