"""`ehcp published` loads a file once, `ehcp dashboard` prints every figure and writes the public version."""

from __future__ import annotations

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
    }


def test_a_bad_file_is_refused_with_every_fault(give: Give, tmp_path: Path) -> None:
    file = tmp_path / "sen2_mi.csv"
    file.write_bytes(SEN2_ROWS.replace(b"31313", b"many").replace(b"29895", b"few"))
    answer = give("published", "load", str(file))
    assert answer.code == 2 and "column no_exc_20week_ehc: 'few' is neither a number" in answer.err
    assert answer.err.endswith("Nothing was loaded.")
    assert give("published", "load", str(tmp_path / "none.csv")).code == 2
    assert "There is no kind 'x'" in give("published", "load", str(file), "--kind", "x").err
