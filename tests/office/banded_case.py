"""A case with Section F in an authority with one framework of bands, for the tests of bands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from office import banding, money
from office.banding import GivenDecision, GivenLevel, GivenProfile
from office.plans import save
from records.database import Database
from records.profile import keep_profile
from tests.activities.people import NAME
from tests.office.planned_case import CASE, NOW, planned
from tests.plans import sample_plan

TODAY = date(2026, 10, 20)
LEVELS = {"communication": 2, "learning": 3, "wellbeing": 1, "sensory": 0}
"""9 points in a mainstream school, which is band 5 and £3,400 a year."""
DECISION = GivenDecision(date(2026, 10, 14), TODAY, "yes")


def banded_records(folder: Path) -> Database:
    """Return records with the case, its plan and the framework."""
    found = planned(folder)
    with found.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}}, None, NOW)
    money.load(found, money.shipped()["needs-matrix"], "manager-1", TODAY)
    save(found, CASE, sample_plan(NAME), "officer-1")
    return found


def given(levels: dict[str, int] = LEVELS, setting_type: str = "mainstream", framework: str | None = "needs-matrix") -> GivenProfile:  # fmt: skip
    return GivenProfile(
        setting_type, {name: GivenLevel(level, says="The advice of the school.") for name, level in levels.items()}, framework
    )  # fmt: skip


def profiled(database: Database, levels: dict[str, int] = LEVELS, **more: str) -> None:
    banding.profile(database, CASE, given(levels, **more), "officer-1", TODAY)
