"""Live figures by kind of school: plans in specialist settings, and decided top-up funding per head."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.access.permissions import OPERATOR, Person, Role
from casework.measures.case_life import life_of
from casework.settings.settings import Setting
from office import banding, council_details
from office.figures_by_setting import BySetting, figures_by_setting
from office.published_figures import load
from records import case_lives, cases, settings
from records.database import Database
from tests.casework.measures.generated import journeys
from tests.databases import BOTH, records_in
from tests.office.banded_case import DECISION, TODAY, banded_records, profiled
from tests.records.test_queries import ROW

NOW = datetime(2026, 10, 1, tzinfo=UTC)
MANAGER = Person("manager-1", "Sample Manager", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}))
ANALYST = Person("analyst-1", "Sample Analyst", frozenset({Role.ANALYST}))
KINDS = ("mainstream", "special", "independent", "pupil_referral_unit", "college")
"""The kind of each setting of the register, by the last digit of its number."""
SHARE = "plans_in_specialist_settings"
STATE, INDEPENDENT = "top_up_state", "top_up_independent"


def register(database: Database) -> None:
    """Load a register with one setting of each kind."""
    found = [
        Setting(f"90000{place}", f"Sample School {place}", kind, "Sample Council", 4, 19, True)
        for place, kind in enumerate(KINDS)
    ]
    with database.write() as session:
        settings.replace_settings(session, found, settings.Load(NOW, None, len(found), None))


def plans_at(database: Database, *places: int | None) -> None:
    """Record a plan in force for each place: at the setting of that digit, or at none."""
    with database.write() as session:
        for place, journey in zip(places, journeys(len(places), seed=5), strict=True):
            life = life_of(journey.case_id, journey.outlook())
            held = replace(
                life,
                final_on=date(2026, 5, 1),
                ended_on=None,
                plan_ended_on=None,
                setting=None if place is None else f"urn-90000{place}",
            )
            cases.save(session, replace(ROW, case_id=journey.case_id, team="north"), [])
            case_lives.save(session, held)


def counted(database: Database, person: Person = OPERATOR) -> BySetting:
    with database.read() as session:
        return figures_by_setting(session, person, TODAY)


@pytest.fixture(params=BOTH)
def lives(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with closing(records_in(request.param, tmp_path)) as found:
        yield found


def test_plans_in_specialist_settings_are_a_share_of_plans_at_a_school(lives: Database) -> None:
    plans_at(lives, 0, 0, 0, 1, 2, 3, 4, None)
    assert "The register of settings is not loaded" in counted(lives).absent[SHARE]
    register(lives)
    share = counted(lives).counts[SHARE]
    assert (share.number, share.of, share.value) == (3, 6, 50.0), "neither the college nor no school counts"
    south = Person("officer-9", "Sample Other", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
    assert counted(lives, south).absent[SHARE] == "No plan in force has a school of the register."


@pytest.fixture
def banded(tmp_path: Path) -> Iterator[Database]:
    """Records with a band that pays £3,400 a year at a special school."""
    with closing(banded_records(tmp_path)) as found:
        register(found)
        profiled(found)
        banding.decide(found, "case-abc234def567", replace(DECISION, setting="900001"), "officer-1", TODAY)
        yield found


def populated(database: Database, people: int = 1700) -> None:
    """Say which authority the council is, and load its published spend and population."""
    before = council_details.details(database).content
    council_details.load(database, before | {"dashboard": {"authority": "Leeds"}}, "admin-1")
    text = f"metric,series,area,period,value,number,of\nspend_per_head,state,Leeds,2021-22,,500,{people}\n"
    older = text.replace("2021-22", "2020-21").replace(f"{people}", "1")
    load(database, (text + older.splitlines()[1]).encode(), "s.csv", None, released_on=TODAY, today=TODAY)


def test_decided_top_up_is_divided_by_the_newest_published_population(banded: Database) -> None:
    assert "do not say which local authority you are" in counted(banded).absent[STATE]
    populated(banded)
    found = counted(banded)
    assert (found.counts[STATE].number, found.counts[STATE].of, found.counts[STATE].value) == (3400, 1700, 2)
    assert found.counts[INDEPENDENT].value == 0, "no child with a band is at such a school"
    assert counted(banded, MANAGER).counts[STATE].value == 2


def test_who_may_not_see_what_bands_cost_reads_why_the_amount_is_not_there(banded: Database) -> None:
    populated(banded)
    found = counted(banded, ANALYST)
    assert found.counts[STATE].value is None
    assert found.absent[STATE].startswith("You may not see what bands cost")


def test_a_band_that_does_not_pay_yet_is_not_counted(banded: Database) -> None:
    populated(banded)
    with banded.read() as session:
        before = figures_by_setting(session, OPERATOR, date(2026, 10, 13))
    assert before.absent[STATE] == "No band with a school of the register is decided yet."
