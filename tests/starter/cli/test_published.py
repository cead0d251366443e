"""`ehcp published` loads a file once, `ehcp dashboard` prints every figure and writes the public version."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from records.database import Database
from starter.command import run
from tests.casework.dashboard.published import SEN2_ROWS
from tests.databases import new_records
from tests.running import Answer

Give = Callable[..., Answer]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    found = new_records(tmp_path)
    monkeypatch.setenv("EHCP_DATABASE_URL", found.engine.url.render_as_string(hide_password=False))
    yield found
    found.close()


@pytest.fixture
def give(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Give:
    def one(*words: str) -> Answer:
        code = run([*words, "--data", str(tmp_path)])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err.strip())

    return one


def test_a_file_is_loaded_listed_and_shown(give: Give, tmp_path: Path) -> None:
    file = tmp_path / "sen2_mi.csv"
    file.write_bytes(SEN2_ROWS)
    assert give("published", "list").out == "No published file was loaded.\n"
    loaded = give("published", "load", str(file), "--released", "2023-06-08")
    assert (loaded.code, loaded.out) == (0, "SEN2 by authority (sen2_mi): 32 figures from 8 rows.\n")
    assert "nothing changed" in give("published", "load", str(file)).out
    (listed,) = json.loads(give("published", "list", "--json").out)["files"]
    assert listed["released_on"] == "2023-06-08"
    told = json.loads(give("dashboard", "--json", "--area", "E92000001").out)
    series = next(one for one in told["metrics"] if one["id"] == "plans_in_20_weeks")["series"]
    assert [round(one["value"], 1) for one in series[:2]] == [49.2, 47.7]
    assert series[0]["denominator"] == 62108
    assert len(give("dashboard").out.splitlines()) == 27
    written = give("dashboard", "--public", str(tmp_path / "public")).out.split()
    assert {Path(one).name for one in written} == {
        "index.html",
        "dashboard.css",
        "figures.csv",
        "own-records.csv",
        "figures.xlsx",
    }


def test_every_figure_is_written_as_csv_or_as_a_spreadsheet(give: Give, tmp_path: Path) -> None:
    (tmp_path / "sen2_mi.csv").write_bytes(SEN2_ROWS)
    give("published", "load", str(tmp_path / "sen2_mi.csv"), "--released", "2023-06-08")
    table, book = tmp_path / "out" / "all.csv", tmp_path / "out" / "all.xlsx"
    for file in (table, book):
        assert give("dashboard", "--everything", str(file)).out.split() == [str(file)]
    lines = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    assert ["Latest figures"] in lines and ["Over time"] in lines
    with_exceptions = ["Experiences", "Plans issued within 20 weeks", "With exceptions", "percent", "England"]
    shares = {row[5]: row[6:9] for row in lines if row[:5] == with_exceptions and len(row) < 12}
    assert shares["2022"][1:] == ["31226", "65512"] and float(shares["2022"][0]) == pytest.approx(
        47.7, abs=0.05
    )
    assert book.read_bytes().startswith(b"PK")
    refused = give("dashboard", "--everything", str(tmp_path / "all.pdf"))
    assert refused.code == 2 and "end its name with .csv or .xlsx" in refused.err


@pytest.mark.parametrize("metric", ["spend_per_head", "school_grades"])
def test_a_figure_whose_file_is_not_read_is_loaded_from_a_plain_table(
    give: Give, tmp_path: Path, metric: str
) -> None:
    printed = give("published", "template", metric, "--period", "2024").out
    rows = list(csv.DictReader(printed.splitlines()))
    assert {row["area"] for row in rows} == {"E92000001"} and {row["value"] for row in rows} == {""}
    file = tmp_path / "plain.csv"
    file.write_text(printed.replace("2024,,,", "2024,61.5,,"))
    assert "Plain table for any metric" in give("published", "load", str(file)).out
    told = json.loads(give("dashboard", "--json").out)
    series = next(one for one in told["metrics"] if one["id"] == metric)["series"]
    assert [one["value"] for one in series] == [61.5] * len(rows)
    assert "'2024-13' is no period" in give("published", "template", metric, "--period", "2024-13").err
    assert "There is no metric 'none'" in give("published", "template", "none", "--period", "2024").err


def test_a_bad_file_is_refused_with_every_fault(give: Give, tmp_path: Path) -> None:
    file = tmp_path / "sen2_mi.csv"
    file.write_bytes(SEN2_ROWS.replace(b"31313", b"many").replace(b"29895", b"few"))
    answer = give("published", "load", str(file))
    assert answer.code == 2 and "column no_exc_20week_ehc: 'few' is neither a number" in answer.err
    assert answer.err.endswith("Nothing was loaded.")
    assert give("published", "load", str(tmp_path / "none.csv")).code == 2
    assert "There is no kind 'x'" in give("published", "load", str(file), "--kind", "x").err
