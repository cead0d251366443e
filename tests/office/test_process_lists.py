"""The lists of processes: whose rows a person reads, the file, the access log; and no referral while the reform is off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from casework.processes.registry import BY_KIND
from office.calling import call_in_case
from office.gate import Gate, NotAllowed
from office.office import Office
from office.process_lists import Listed, as_csv, listed, listings_of
from office.refusals import ActRefused
from records import access, school_closures
from records.database import Database
from records.profile import keep_profile
from statute.school_closures import Closure
from tests.casework.processes.ap_placement.placements import REFERRED, START, placement, refer, to_start
from tests.databases import new_records
from tests.office.planned_case import NOW
from tests.starter.console.office import CASE, NAME, STAFF, furnish
from tests.starter.processes import put

PROCESS = BY_KIND["ap_placement"]
TODAY = date(2026, 5, 20)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with closing(new_records(tmp_path_factory.mktemp("lists"))) as found:
        furnish(found)
        there = replace(placement(*to_start(), START), case=CASE)
        waits = replace(
            placement(refer(exclusion="permanent", excluded_on="2026-04-13")), id="referral-2", case=CASE
        )
        with found.write() as session:
            put(session, PROCESS.kind, there)
            put(session, PROCESS.kind, waits)
        yield found


def read(database: Database, who: str, name: str) -> Listed:
    return listed(Gate(database, "console"), STAFF[who], PROCESS.group, name, TODAY)


def test_an_officer_of_the_team_reads_the_rows_of_their_cases_and_that_is_logged(database: Database) -> None:
    told = read(database, "officer", "alternative-provision-census")
    (row,) = told.rows
    assert (row["surname_forename"], row["urn"], row["primaryreason"]) == (NAME, "900009", "BHS")
    assert as_csv(told).splitlines()[0].split(",")[4:8] == ["urn", "ukprn", "apsettingtype", "primaryreason"]
    (waits,) = read(database, "officer", "not-in-full-time-education").rows
    assert (waits["days"], waits["now"]) == ("37", "Waiting for a place")
    with database.read() as session:
        (entry,) = access.entries(session, person="officer-n1", limit=1)
    assert entry.right == "see_personal" and "Children who are not in full-time education" in str(entry.why)


def test_another_team_reads_no_row_and_who_reads_no_names_is_refused(database: Database) -> None:
    for listing in listings_of(PROCESS.group):
        assert read(database, "officer of another team", listing.name).rows == []
        with pytest.raises(NotAllowed):
            read(database, "auditor", listing.name)


def test_a_list_that_is_not_there_is_refused(database: Database) -> None:
    with pytest.raises(ActRefused, match="There is no such list"):
        read(database, "officer", "none")


def test_a_cell_that_begins_like_a_formula_is_made_harmless() -> None:
    listing = listings_of(PROCESS.group)[-1]
    assert as_csv(Listed(listing, [{"name": "=1+1"}])).splitlines()[1] == "'=1+1"


def test_the_closures_of_a_school_are_its_own_and_those_of_the_only_authority(database: Database) -> None:
    break_ = Closure("Sample", "*", date(2026, 5, 25), date(2026, 6, 1))
    own = Closure("Other", "999999", date(2026, 6, 12), date(2026, 6, 13))
    with database.write() as session:
        school_closures.replace_closures(session, [break_], None, NOW)
        assert school_closures.closures_of_setting(session, "urn-999999") == [break_]
        school_closures.replace_closures(session, [own], None, NOW + timedelta(hours=1))
        assert school_closures.closures_of_setting(session, "urn-999999") == [own]


async def test_nothing_is_referred_from_the_day_the_reform_is_off(database: Database) -> None:
    off: dict[str, Any] = {"alternative_provision": [{"starts": "2026-05-01", "switched_on": False}]}
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}, "reforms": off}, None, NOW)
    office = cast(Office, SimpleNamespace(database=database))
    with pytest.raises(ActRefused, match="is switched off from the date you gave"):
        await call_in_case(office, PROCESS, {"case": CASE, "on": "2026-05-20", **REFERRED}, "officer-n1")
