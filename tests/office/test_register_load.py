"""An extract replaces the settings after a person has seen what changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casework.settings.settings import Setting
from office.refusals import ActRefused
from office.register_load import RemovesMany, extract_day, load_extract
from records.database import Database
from records.settings import all_settings

MANY = [Setting(str(n), f"School {n}", "mainstream", "Sample", 4, 11, True) for n in range(10)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'records.db'}")
    made.migrate()
    yield made
    made.close()


def test_an_extract_that_removes_many_changes_nothing_until_it_is_confirmed(database: Database) -> None:
    load_extract(database, MANY, None, "admin-1", confirmed=False)
    with pytest.raises(RemovesMany, match=r"^The extract would remove 9 of 10 settings\."):
        load_extract(database, MANY[:1], None, "admin-1", confirmed=False)
    with database.read() as session:
        assert len(all_settings(session)) == 10
    load_extract(database, MANY[:1], None, "admin-1", confirmed=True)
    with database.read() as session:
        assert all_settings(session) == {"0": MANY[0]}


def test_the_day_of_an_extract_is_in_the_name_of_its_file() -> None:
    assert extract_day("edubasealldata20260304.csv") == date(2026, 3, 4)
    assert extract_day("settings.csv") is None
    for wrong in ("extract20261399.csv", "extract20990101.csv"):
        with pytest.raises(ActRefused):
            extract_day(wrong)
