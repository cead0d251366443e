"""A case in which a plan is agreed, with one setting in the register, for the tests of its papers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from casework.settings.settings import Setting
from records import settings
from records.database import Database
from tests.activities.people import register
from tests.activities.steps import Story
from tests.databases import new_records

CASE = "case-abc234def567"
NOW = datetime(2024, 6, 10, tzinfo=UTC)
LARCH = Setting("900001", "Sample Larch Primary School", "mainstream", "Sample Council", 4, 11, True)


def planned(folder: Path) -> Database:
    """Return records with the case."""
    found = new_records(folder)
    register(found, CASE)
    Story(CASE).then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03").record(found)
    with found.write() as session:
        settings.replace_settings(session, [LARCH], settings.Load(NOW, None, 1, None))
    return found
