"""What a reform would do is refused from the day it is switched off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office.reforms import reform, reforms, require_on
from office.refusals import ActRefused
from records.database import Database
from records.profile import keep_profile
from tests.office.planned_case import NOW, planned


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = planned(tmp_path)
    yield found
    found.close()


def test_what_is_on_today_is_refused_from_the_day_it_is_off(database: Database) -> None:
    off = {"alternative_provision": [{"starts": "2026-07-01", "switched_on": False}]}
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}, "reforms": off}, None, NOW)
    with database.read() as session:
        assert require_on(session, "alternative_provision", date(2026, 6, 30)).is_on
        with pytest.raises(
            ActRefused, match="three tiers is switched off from the date you gave; ask a manager"
        ):
            require_on(session, "alternative_provision", date(2026, 7, 1))
        assert [one.key for one in reforms(session, date(2026, 7, 1)) if not one.is_on] == [
            "alternative_provision"
        ]


def test_without_a_profile_every_reform_is_on(database: Database) -> None:
    with database.read() as session:
        assert reform(session, "national_standards", date(2026, 7, 1)).is_on
