"""`ehcp support`: a school's file is loaded whole, shown with its case, and counted with small numbers hidden."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from records.database import Database
from starter.command import run
from tests.activities.people import register
from tests.activities.steps import Story
from tests.databases import new_records
from tests.running import Answer

HEAD = "Forename,Surname,DateOfBirth,URN,Kind,Date,Tool,Colour\n"
ROW = "Zebedee,Quillfeather,2015-05-05,900001,screen,2024-02-03,WellComm,Red\n"
Give = Callable[..., Answer]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    found = new_records(tmp_path)
    monkeypatch.setenv("EHCP_DATABASE_URL", found.engine.url.render_as_string(hide_password=False))
    register(found, "case-a")
    Story("case-a").record(found)
    yield found
    found.close()


@pytest.fixture
def give(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Give:
    def one(*words: str) -> Answer:
        code = run(["support", *words, "--data", str(tmp_path)])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err.strip())

    return one


def test_a_file_is_loaded_shown_and_counted(give: Give, tmp_path: Path) -> None:
    file = tmp_path / "early.csv"
    others = "".join(ROW.replace("Zebedee,Quillfeather", f"Child {letter},Sample") for letter in "ABCDEFGHI")
    file.write_text(HEAD + ROW + others)
    assert "10 records are good; nothing was kept." in give("load", str(file), "--dry-run").out
    assert "10 added, 0 changed, 0 unchanged." in give("load", str(file)).out
    assert json.loads(give("load", str(file), "--json").out)["unchanged"] == 10
    shown = json.loads(give("show", "case-a", "--json").out)
    assert shown["line"] == "Screened red on 3 February 2024 (WellComm)."
    assert "Screen: Screening tool: WellComm; Result: Red" in give("show", "case-a").out
    due = json.loads(give("due", "--json").out)["due"]
    assert len(due) == 10 and due[-1]["case"] == "case-a"
    assert "Zebedee Quillfeather  case-a" in give("due").out
    (row,) = json.loads(give("report", "--json").out)["rows"]
    assert (row["colour"], row["request"]) == ({"red": 10, "amber": 0, "green": 0}, {"yes": None, "no": None})
    assert "2023/24" in give("report").out


def test_a_bad_line_stops_the_file(give: Give, tmp_path: Path) -> None:
    file = tmp_path / "early.csv"
    file.write_text(HEAD + ROW.replace("Red", "Blue"))
    refused = give("load", str(file))
    assert refused.code == 2
    assert "Line 2: Colour must be Red, Amber or Green." in refused.err and "nothing was kept" in refused.err
    assert give("load", str(tmp_path / "none.csv")).code == 2
    assert "No early support is recorded." in give("show", "case-a").out
    assert "No re-screen is due." in give("due").out
