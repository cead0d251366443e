"""Figures of our own records beside the published ones: by age, and of what is recorded beside cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.access.permissions import OPERATOR, Person, Role
from casework.case.actions import Act
from casework.dashboard.metric import METRICS, OWN
from casework.measures.measure import MEASURES
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, PROCESSES
from office.live_figures import live_figures
from records.database import Database
from tests.activities.steps import Story
from tests.databases import new_records
from tests.starter.processes import put

TODAY = date(2024, 6, 3)
OTHER = Person("officer-9", "Sample Other", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
PLACED = ("refer_placement", "screen_referral", "decide_placement", "match_provider", "start_placement")


def placement(
    its_id: str, commissioner: str, urn: str | None, *, left: bool = False
) -> tuple[Process[Any], Any]:
    """Return a placement that has started with a provider, and ended if the pupil left."""
    process = BY_KIND["ap_placement"]
    fields: dict[str, dict[str, Any]] = {
        "refer_placement": {"tier": "tier_2", "reason": "BHS", "home_school": "urn-900001", "sen": "K"},
        "screen_referral": {"outcome": "ready"},
        "decide_placement": {"decision": "approve"},
        "match_provider": {
            "commissioner": commissioner,
            **({"urn": urn} if urn else {"setting_type": "OTH"}),
        },
        "end_early": {"why": "moved"},
    }
    state = process.begin(its_id, {"case": "case-a"}, None)
    for name in (*PLACED, *(["end_early"] if left else [])):
        state = process.after(state, Act(name, date(2024, 5, 20), None, fields.get(name, {})))
    return process, state


def ending(its_id: str, reason: str) -> tuple[Process[Any], Any]:
    """Return a plan that has ended for a reason."""
    process = BY_KIND["ceasing"]
    state = process.begin(its_id, {"case": "case-a"}, None)
    for name, fields in (
        (process.called_with, {"reason": reason}),
        ("decide_ceasing", {"decision": "cease"}),
        ("end_plan", {}),
    ):
        state = process.after(state, Act(str(name), date(2024, 5, 20), None, fields))
    return process, state


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_records(tmp_path)
    Story("case-a").then("assessment_agreed 2024-04-10").record(made)
    with made.write() as session:
        for process, state in (
            placement("referral-1", "authority", None),
            placement("referral-2", "authority", "100000"),
            placement("referral-3", "school", None),
            placement("referral-4", "authority", None, left=True),
            ending("ending-1", "needs_met"),
            ending("ending-2", "maximum_age"),
        ):
            put(session, process.kind, state)
    yield made
    made.close()


def test_each_figure_of_our_own_is_shown_beside_a_series_and_something_counts_it() -> None:
    shown = {name for one in METRICS.values() for name in one.live.values()}
    assert set(OWN) <= shown <= set(OWN) | set(MEASURES)
    counted = {name for process in PROCESSES for name in process.figures}
    assert counted == {name for name, one in OWN.items() if not (one.measure or one.kinds)}
    assert all(one.reasons() for one in METRICS.values() if one.live), "each says why the two may differ"


def test_open_placements_and_ended_plans_are_counted_from_their_own_records(database: Database) -> None:
    with database.read() as session:
        live = live_figures(session, OPERATOR, TODAY)
    numbers = {name: one.number for name, one in live.counts.items() if name in OWN}
    assert numbers["ap_authority_funded"] == 2 and numbers["unregistered_authority_funded"] == 1
    assert numbers["ap_school_arranged"] == numbers["unregistered_school_arranged"] == 1
    assert numbers["plans_ended_needs_met"] == 1
    assert live.day_of("ap_authority_funded") == TODAY


def test_a_plan_that_ended_last_year_and_a_placement_of_tomorrow_are_not_counted(database: Database) -> None:
    with database.read() as session:
        later = live_figures(session, OPERATOR, date(2025, 1, 6))
        before = live_figures(session, OPERATOR, date(2024, 5, 19))
    assert later.counts["plans_ended_needs_met"].number == 0
    assert before.counts["ap_authority_funded"].number == 0


def test_an_officer_of_another_team_counts_none_of_them(database: Database) -> None:
    with database.read() as session:
        live = live_figures(session, OTHER, TODAY)
    assert {one.number for name, one in live.counts.items() if name in OWN} == {0}
    assert live.counts["plans_in_specialist_settings"].value is None
