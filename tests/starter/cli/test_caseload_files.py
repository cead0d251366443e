"""Taking over a caseload from the command line: what a person reads when the file is wrong, and when it is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from office.office import opaque
from tests.conftest import Opened, days_ago
from tests.running import ROOT, Up
from tests.starter.cli.test_cases import one_sentence

pytestmark = pytest.mark.xdist_group("office")
HEAD = "reference,child_name,born_on,received_on,team,acts\n"
SAMPLES = ROOT / "samples" / "caseload"


def test_each_fault_is_a_line_and_the_command_ends_with_one_sentence(office: Up, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(
        HEAD + f"N-1,Sample Right,,{days_ago(9)},north,\nN-2,Sample Wrong,,2026-03,,plan_agreed soon\n"
    )
    before = office("cases", "--json").out
    answer = office("import", str(file))
    assert answer.code == 1 and one_sentence(answer.err), answer.err
    assert answer.err == "There are 3 faults; mend each and start again (nothing was written)."
    assert [line.partition(":")[0] for line in answer.out.splitlines()] == [
        "cases.csv, row 3, column team",
        "cases.csv, row 3, column received_on",
        "cases.csv, row 3, column acts",
    ]
    told = office("import", str(file), "--json").json["faults"]
    assert told[0] == {
        "file": "cases.csv",
        "row": 3,
        "column": "team",
        "says": "team is missing; give it.",
        "unit": "row",
    }
    assert office("cases", "--json").out == before


def test_a_child_with_an_open_case_is_a_fault_unless_a_second_case_is_wanted(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    name = f"Sample Twice {opaque()}"
    case = opened(20, child_name=name)
    file = tmp_path / "cases.csv"
    file.write_text(HEAD + f"{opaque()},{name},,{days_ago(9)},north,\n")
    answer = office("import", str(file), "--dry-run")
    assert answer.code == 1
    assert f"row 2, column child_name: The child may have {case} open here" in answer.out
    assert office("import", str(file), "--dry-run", "--second").code == 0


def test_a_person_takes_over_cases_of_their_own_team_only(office: Up, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(HEAD + f"{opaque()},Sample Elsewhere,,{days_ago(9)},south,\n")
    answer = office("import", str(file), "--by", "officer-n1")
    assert answer.code == 1 and answer.err.startswith("You may not open cases")


def test_an_export_of_another_system_is_read_through_its_mapping(office: Up) -> None:
    other, mapping = str(SAMPLES / "other-system.csv"), str(SAMPLES / "mapping.yaml")
    answer = office("import", other, "--mapping", mapping, "--dry-run")
    assert answer.code == 0, answer.out
    assert answer.out.splitlines()[-1] == "3 would be taken over, 0 already here. Nothing was written."
    assert "24/0108: assessment refused" in answer.out


def test_the_faults_of_a_mapping_are_told_before_the_file_is_read(office: Up, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("cases:\n  columns: {child_name: Name, received_on: Came}\n")
    answer = office("import", str(SAMPLES / "other-system.csv"), "--mapping", str(mapping))
    assert answer.code == 1
    assert answer.out.strip() == "mapping.yaml, line 2: team is missing; every row needs it."
