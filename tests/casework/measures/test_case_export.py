"""An independent script over the exported rows agrees with every measure."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

from casework.measures.case_export import COLUMNS, write_cases
from casework.measures.case_life import life_of
from casework.measures.counting import count, rows_of
from casework.measures.measure import MEASURES, Period
from tests.casework.measures.generated import AS_AT, journeys

SCRIPT = Path(__file__).with_name("independent_count.py")


def test_an_independent_script_agrees_with_every_measure(tmp_path: Path) -> None:
    lives = [life_of(journey.case_id, journey.outlook()) for journey in journeys(300, seed=2026)]
    file = tmp_path / "cases.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        assert write_cases(opened, lives) == 300
    command = [sys.executable, "-I", str(SCRIPT), str(file), AS_AT.isoformat()]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    rows = rows_of(lives)
    ours = {one.id: count(one, rows, Period(AS_AT))[None] for one in MEASURES.values()}
    assert told == {its_id: [one.numerator, one.denominator] for its_id, one in ours.items()}
    empty = {its_id for its_id, one in ours.items() if not one.denominator}
    assert not empty, "the invented cases must show every measure"


def test_the_script_shares_nothing_with_the_service() -> None:
    imported = {
        line.split()[1]
        for line in SCRIPT.read_text(encoding="utf-8").splitlines()
        if line.startswith("import ")
    }
    assert imported == {"csv", "datetime", "json", "pathlib", "sys"} and "\nfrom " not in SCRIPT.read_text(
        encoding="utf-8"
    )


def test_the_rows_name_no_one() -> None:
    file = io.StringIO()
    write_cases(file, [])
    assert file.getvalue().strip() == ",".join(COLUMNS)
    assert not {"name", "upn", "address"} & set(COLUMNS)
