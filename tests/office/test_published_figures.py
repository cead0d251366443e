"""Published files are loaded once, whole or not at all, and a newer release keeps the older figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from casework.dashboard.areas import ENGLAND
from casework.dashboard.figure import BadPublishedFile
from office.published_figures import load, loaded
from office.refusals import ActRefused
from records import published_figures
from records.database import Database
from tests.casework.dashboard.published import CAMDEN, SEN2_ROWS, timeliness
from tests.databases import BOTH, records_in

TODAY = date(2026, 7, 1)


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with closing(records_in(request.param, tmp_path)) as found:
        yield found


def figures(database: Database, area: str = ENGLAND) -> dict[tuple[str, str], float | None]:
    with database.read() as session:
        found = published_figures.figures_of(session, ["plans_in_20_weeks"], [area])
    return {(one.series, one.period): one.value for one in found}


def test_a_newer_release_keeps_the_older_and_the_same_file_changes_nothing(database: Database) -> None:
    first = load(database, SEN2_ROWS, "sen2_mi.csv", "admin-1", released_on=date(2023, 6, 8), today=TODAY)
    assert (
        first["is_new"]
        and first["kind"] == "sen2_mi"
        and first["metrics"] == ["plans_ended_needs_met", "plans_in_20_weeks"]
    )
    assert not load(database, SEN2_ROWS, "again.csv", None, released_on=TODAY, today=TODAY)["is_new"]
    assert len(loaded(database)) == 1
    restated = timeliness(("2022", CAMDEN, "100,80,50,44,17.5"), ("2025", CAMDEN, "100,80,50,40,18"))
    load(database, restated, "2026.csv", None, released_on=date(2026, 6, 11), today=TODAY)
    later = timeliness(("2022", CAMDEN, "100,80,50,42,17.5"))
    load(database, later, "late.csv", None, released_on=date(2025, 6, 11), today=TODAY)
    camden = figures(database, "E09000007")
    assert camden["without_exceptions", "2022"] == 55
    assert camden["without_exceptions", "2025"] == 50
    with database.read() as session:
        earlier = published_figures.earlier_of(session, "plans_in_20_weeks", "E09000007")
    assert {
        (one.released_on, one.figure.value) for one in earlier if one.figure.series == "without_exceptions"
    } == {(date(2025, 6, 11), 52.5)}
    assert [one["kind"] for one in loaded(database)] == ["sen2_timeliness", "sen2_timeliness", "sen2_mi"]


def test_nothing_of_a_bad_file_is_loaded(database: Database) -> None:
    bad = timeliness(("2025", CAMDEN, "100,80,50,44,17.5"), ("2024", CAMDEN, "100,80,fifty,44,17.5"))
    with pytest.raises(BadPublishedFile):
        load(database, bad, "bad.csv", None, released_on=TODAY, today=TODAY)
    assert loaded(database) == [] and figures(database) == {}
    with pytest.raises(ActRefused, match="There is no kind 'other'"):
        load(database, SEN2_ROWS, "a.csv", None, kind="other", released_on=TODAY, today=TODAY)
    with pytest.raises(ActRefused, match="must be today or in the past"):
        load(database, SEN2_ROWS, "a.csv", None, released_on=date(2026, 7, 2), today=TODAY)
