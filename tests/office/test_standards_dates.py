"""Switching the standards off, or linking every one of them, leaves every date of a case as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.standards.catalogue import ANSWERS
from casework.standards.catalogue_file import catalogue_in
from casework.standards.links import EVIDENCE
from office.refusals import ActRefused
from office.standard_links import Wish, link
from office.standards import load
from records import cases
from records.database import Database
from records.profile import keep_profile
from tests.activities.people import register
from tests.activities.steps import Story
from tests.databases import new_records
from tests.office.planned_case import NOW
from tests.running import ROOT

SAMPLE = catalogue_in((ROOT / "samples" / "standards.yaml").read_text(encoding="utf-8"), is_csv=False)
RECEIVED = date(2024, 3, 4)
LIFE = ("assessment_agreed", "advice_requested", "plan_agreed", "draft_issued", "final_issued")
NUMBERS = count()
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = new_records(tmp_path_factory.mktemp("dates"))
    load(found, SAMPLE, "admin-1", TODAY)
    yield found
    found.close()


def dates_of(
    database: Database, case_id: str, days: list[int], *, switched_on: bool, answers: list[str]
) -> Any:
    """Return every obligation of a case that lives these days, with the standards on and answered, or off."""
    periods = {"national_standards": [{"starts": "2020-01-01", "switched_on": switched_on}]}
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}, "reforms": periods}, None, NOW)
    register(database, case_id)
    story, on = Story(case_id), RECEIVED
    for action, after in zip(LIFE, days, strict=False):
        on += timedelta(days=after)
        story.then(f"{action} {on}{' school' if action == 'advice_requested' else ''}")
    wishes = [Wish(EVIDENCE, answer, one.id) for one, answer in zip(SAMPLE.standards, answers, strict=False)]
    story.record(database)
    try:
        link(database, case_id, wishes, "officer-1", RECEIVED)
        assert switched_on
    except ActRefused:
        assert not switched_on
    with database.read() as session:
        row = cases.find(session, case_id)
        assert row is not None
        return cases.obligations_of(session, case_id), row.next_due_on, row.stage, row.rag, row.closed_on


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(min_value=1, max_value=60), max_size=len(LIFE)),
    st.lists(st.sampled_from(sorted(ANSWERS)), max_size=len(SAMPLE.standards)),
)
def test_no_date_depends_on_a_standard_or_on_its_switch(
    database: Database, days: list[int], answers: list[str]
) -> None:
    number = next(NUMBERS)
    on = dates_of(database, f"case-on-{number}", days, switched_on=True, answers=answers)
    off = dates_of(database, f"case-off-{number}", days, switched_on=False, answers=[])
    assert on == off
    assert on[0], "each case has its limits, whatever evidence came with it"
