"""The public version is a page with its style sheet and two tables, and holds no small number of our own."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from casework.dashboard.public import LiveCount
from office.dashboard import Place, summary
from office.dashboard_json import dashboard_as_json, lines_of_text
from office.dashboard_public import HIDDEN, public_files, write
from office.live_figures import Live
from office.published_figures import load
from office.refusals import ActRefused
from tests.casework.dashboard.published import SEN2_ROWS
from tests.databases import new_records

TODAY = date(2026, 7, 1)
LEEDS = Place("E08000035", ("E08000034",))
LIVE = Live(
    TODAY,
    {
        "plans_in_20_weeks_excluding": LiveCount(
            "Within 20 weeks, excluding exceptions", "percent", 60.0, 30, 50
        ),
        "plans_in_20_weeks_including": LiveCount(
            "Within 20 weeks, including exceptions", "percent", 59.6, 31, 52
        ),
        "plans_held": LiveCount("Plans held", "number", 812, 812, 0),
    },
    {},
)


def test_the_public_files_and_the_json_hold_every_metric(tmp_path: Path) -> None:
    with closing(new_records(tmp_path)) as database:
        load(database, SEN2_ROWS, "sen2_mi.csv", None, released_on=date(2023, 6, 8), today=TODAY)
        with database.read() as session:
            views = summary(session, LEEDS, every_series=True)
    files = public_files(views, LEEDS, LIVE, TODAY)
    page = files["index.html"].decode()
    assert (
        "Plans issued within 20 weeks" in page
        and "<svg" in page
        and "<script" not in page
        and "style=" not in page
    )
    assert "812" in page and "30 of 50" not in page
    own = list(csv.DictReader(io.StringIO(files["own-records.csv"].decode("utf-8-sig"))))
    assert [one["value"] for one in own].count(HIDDEN) >= 1
    rows = list(csv.DictReader(io.StringIO(files["figures.csv"].decode("utf-8-sig"))))
    england = [one for one in rows if one["area"] == "England" and one["series"] == "With exceptions"]
    assert {one["period"]: round(float(one["value"]), 1) for one in england} == {"2019": 58.7, "2022": 47.7}
    assert {one.name for one in write(files, tmp_path / "public")} == set(files)
    told = dashboard_as_json(views, LEEDS, LIVE)
    assert len(told["metrics"]) == 26
    times = next(one for one in told["metrics"] if one["id"] == "plans_in_20_weeks")
    assert times["series"][0]["as_at"] == "2022" and times["series"][0]["live"]["numerator"] == 30
    assert all(series["absent"] or series["as_at"] for one in told["metrics"] for series in one["series"])
    lines = list(lines_of_text(told))
    assert len(lines) == 27 and any("No file is loaded" in line for line in lines)


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ActRefused, match="cannot be written to"):
        write({"a.csv": b""}, tmp_path / "file")
