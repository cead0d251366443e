"""A caseload is taken over once, whatever is killed in between, no one is told of the past, and it is given back byte for byte."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from casework.takeover.past_acts import joined
from office.caseload_form import written_table
from office.intake_row import COLUMNS
from starter.terminal.data_folder import today
from tests.running import ROOT, Up, bytes_in, processes_of, start, up, wait_until

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("take-over")]

CASES = 24
FEW = 3
"""So many cases are registered when something is killed."""


def _caseload() -> str:
    """A file of invented cases in the order and the form of an export, each with a past of several acts."""
    rows = []
    for place in range(CASES):
        received = today() - timedelta(days=160 - place)
        days = [(received + timedelta(days=each)).isoformat() for each in (20, 22, 50, 90)]
        acts = [
            f"assessment_agreed {days[0]}",
            f'advice_requested {days[1]} of=school by=officer-n1 note="Asked; by letter"',
            f"advice_received {days[2]} of=school",
            f'plan_refused {days[3]} reason="The needs are met"' if place % 4 else f"plan_agreed {days[3]}",
            *([f"mediation_requested {days[3]}"] if place % 4 == 1 else []),
        ]
        rows.append(
            {
                "opens": "assessment",
                "reference": f"OLD-{place:03}",
                "child_name": f"Sample Child {chr(65 + place)}{chr(97 + place)}",
                "born_on": f"20{10 + place % 9}-05-05",
                "family": f"Rowan Sample\n{place} Sample Street\nExampleton\nZZ1 1ZZ",
                "source": "setting",
                "received_on": received.isoformat(),
                "team": "north",
                "acts": joined(acts),
            }
        )
    return written_table(COLUMNS, rows)


@dataclass
class Place:
    """A running office and the file that it takes over."""

    office: Up
    file: Path

    @property
    def data(self) -> Path:
        return self.office.data

    def importing(self) -> subprocess.Popen[str]:
        """An import under way, of which some cases are registered."""
        before = self.count("intakes")
        words = ["import", str(self.file), "--data", str(self.data)]
        process = subprocess.Popen(
            [sys.executable, "-m", "starter", *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_until(lambda: self.count("intakes") >= before + FEW, "the first cases")
        return process

    def count(self, table: str) -> int:
        return len(self.rows(f"SELECT 1 FROM {table}"))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.data / "records.db")) as records:
            return records.execute(query).fetchall()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("take-over")
    file = folder / "cases.csv"
    file.write_text(_caseload(), encoding="utf-8")
    found = Place(start(folder / "var"), file)
    yield found
    found.office.stop()


def test_a_dry_run_says_what_would_be_made_and_writes_nothing(place: Place) -> None:
    told = place.office("import", str(place.file), "--dry-run", "--json").json
    assert (told["would_be_opened"], told["already_here"]) == (CASES, 0)
    assert Counter(one["stage"] for one in told["cases"]) == {"plan_refused": 18, "drafting": 6}
    assert place.count("intakes") == 0


def test_an_import_that_is_killed_goes_on_where_it_stopped(place: Place) -> None:
    process = place.importing()
    process.kill()
    process.wait()
    here = place.count("intakes")
    assert FEW <= here < CASES
    process = place.importing() if here + FEW <= CASES - FEW else None
    for pid in processes_of(place.data):
        if process is None or pid != process.pid:
            _kill(pid)
    if process is not None:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 1 and "Traceback" not in err, err
    wait_until(lambda: not processes_of(place.data), "the end of the office")
    place.office = start(place.data)

    told = place.office("import", str(place.file), "--json").json
    assert told["opened"] + told["already_here"] == CASES == len(set(told["cases"]))
    assert place.office("import", str(place.file), "--json").json == {
        "opened": 0,
        "already_here": CASES,
        "cases": told["cases"],
    }
    assert place.count("cases") == CASES
    acts = place.rows("SELECT case_id, event FROM ledger WHERE kind = 'act'")
    assert max(Counter(acts).values()) == 1
    assert Counter(event for _, event in acts)["advice_received"] == CASES
    assert place.office("verify", "--json").code == 0


def test_no_one_is_told_of_the_past_and_a_mediation_of_the_past_begins_no_process(place: Place) -> None:
    assert place.rows("SELECT event FROM ledger WHERE event = 'mediation_requested'")
    assert place.rows("SELECT kind FROM outbox") == []
    assert place.rows("SELECT kind FROM processes") == []


def test_an_export_gives_the_same_bytes_and_another_office_that_takes_them_over_gives_them_again(
    place: Place, tmp_path: Path
) -> None:
    assert place.office("export", str(tmp_path / "one"), "--json").json == {
        "cases": CASES,
        "plans": 0,
        "left_out": {},
    }
    assert (tmp_path / "one" / "cases.csv").read_bytes() == place.file.read_bytes()
    assert place.office("export", str(tmp_path / "one")).code == 1
    sample, plans = (ROOT / "samples" / "caseload" / f"{name}.csv" for name in ("cases", "plans"))
    with up(tmp_path / "var") as elsewhere:
        assert elsewhere("import", str(sample), "--plans", str(plans)).code == 0
        assert elsewhere("import", str(tmp_path / "one" / "cases.csv")).code == 0
        elsewhere("export", str(tmp_path / "two"))
    assert (tmp_path / "two" / "plans.csv").read_bytes() == plans.read_bytes()
    given = (tmp_path / "two" / "cases.csv").read_bytes()
    lines = set(given.splitlines())
    assert set(place.file.read_bytes().splitlines()) | set(sample.read_bytes().splitlines()) == lines
    assert (
        len(given) == len(place.file.read_bytes()) + len(sample.read_bytes()) - len(given.splitlines()[0]) - 1
    )


def test_temporal_holds_no_name_of_a_child_that_was_taken_over(place: Place) -> None:
    assert b"Sample Child" not in bytes_in(place.data, "temporal.db*")


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
