"""Whichever reforms are off, and however much those that are on are used, every date of a case stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.processes.registry import BY_KIND
from casework.reforms.reforms import KEYS
from casework.standards.catalogue import ANSWERS
from casework.standards.catalogue_file import catalogue_in
from casework.standards.links import EVIDENCE
from office import banding, early_support, money
from office.calling import check_reform
from office.early_support_file import support_in
from office.plans import save
from office.refusals import ActRefused
from office.standard_links import Wish, link
from office.standards import load
from records import cases
from records.database import Database
from records.profile import keep_profile
from tests.activities.people import NAME, register
from tests.activities.steps import Story
from tests.databases import new_records
from tests.office.planned_case import NOW
from tests.office.test_bands import given as profile_given
from tests.plans import sample_plan
from tests.running import ROOT

SAMPLE = catalogue_in((ROOT / "samples" / "standards.yaml").read_text(encoding="utf-8"), is_csv=False)
PLACEMENT, AREA = BY_KIND["ap_placement"], BY_KIND["area_strategy"]
RECEIVED = date(2024, 3, 4)
LIFE = ("assessment_agreed", "advice_requested", "plan_agreed", "draft_issued", "final_issued")
NUMBERS = count()
TODAY = datetime.now(UTC).date()
IN_FORCE = date(2026, 10, 20)
"""A day on which the shipped framework of bands is in force."""
SCREENS = (ROOT / "samples" / "early-support.csv").read_bytes()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = new_records(tmp_path_factory.mktemp("dates"))
    load(found, SAMPLE, "admin-1", TODAY)
    money.load(found, money.shipped()["needs-matrix"], "manager-1", IN_FORCE)
    yield found
    found.close()


def band(database: Database, case_id: str) -> None:
    save(database, case_id, sample_plan(NAME), "officer-1")
    banding.profile(database, case_id, profile_given(), "officer-1", IN_FORCE)


def support(database: Database, case_id: str) -> None:
    early_support.load(database, support_in(SCREENS, TODAY), "officer-1", TODAY)


def meet_standards(database: Database, case_id: str) -> None:
    wishes = [
        Wish(EVIDENCE, answer, one.id) for one, answer in zip(SAMPLE.standards, sorted(ANSWERS), strict=False)
    ]
    link(database, case_id, wishes, "officer-1", RECEIVED)


def place(database: Database, case_id: str) -> None:
    with database.read() as session:
        check_reform(session, PLACEMENT, RECEIVED)


def plan_for_area(database: Database, case_id: str) -> None:
    with database.read() as session:
        check_reform(session, AREA, RECEIVED)


USES = {
    "local_area_inclusion_plan": plan_for_area,
    "bands_and_tariffs": band,
    "early_language_support": support,
    "national_standards": meet_standards,
    "alternative_provision": place,
}


def dates_of(database: Database, case_id: str, days: list[int], off: frozenset[str]) -> Any:
    """Return every date of a case that lives these days, with some reforms off and every other one used."""
    periods = {key: [{"starts": "2020-01-01", "switched_on": False}] for key in off}
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}, "reforms": periods}, None, NOW)
    register(database, case_id)
    story, on = Story(case_id), RECEIVED
    for action, after in zip(LIFE, days, strict=False):
        on += timedelta(days=after)
        story.then(f"{action} {on}{' school' if action == 'advice_requested' else ''}")
        if PLACEMENT.reform not in off:
            story.then(f"placement_referred {on} referral-1", tier="tier_2", reason="BHS")
    story.record(database)
    for key, use in USES.items():
        if key not in off:
            use(database, case_id)
            continue
        with pytest.raises(ActRefused, match="switched off"):
            use(database, case_id)
    with database.read() as session:
        row = cases.find(session, case_id)
        assert row is not None
        return cases.obligations_of(session, case_id), row.next_due_on, row.stage, row.rag, row.closed_on


def test_each_reform_is_used_here() -> None:
    assert set(USES) == set(KEYS)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(min_value=1, max_value=60), max_size=len(LIFE)),
    st.frozensets(st.sampled_from(KEYS), min_size=1),
)
def test_no_date_depends_on_a_reform_or_on_its_switch(
    database: Database, days: list[int], off: frozenset[str]
) -> None:
    number = next(NUMBERS)
    used = dates_of(database, f"case-on-{number}", days, frozenset())
    assert dates_of(database, f"case-off-{number}", days, off) == used
    assert used[0], "each case has its limits"
