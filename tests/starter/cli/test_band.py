"""`ehcp band` from the framework to the payments, with one JSON document or one sentence for each command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from office import money
from office.plans import save
from records import staff
from starter.terminal.data_folder import today
from tests.activities.people import NAME
from tests.office.planned_case import CASE, NOW, planned
from tests.plans import sample_plan
from tests.running import Answer
from tests.running import here as ehcp

KINDS = (
    "framework", "setting_type", "category", "level", "points", "band", "at_least", "year", "uplift", "value", "element",
    "fallback",
)  # fmt: skip
LEVELS = ("communication=2", "learning=3", "wellbeing=1", "sensory=0")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with a case that has Section F, and the shipped matrix as if it began two years ago."""
    data = tmp_path_factory.mktemp("band")
    database = planned(data)
    save(database, CASE, sample_plan(NAME), "officer-1")
    content = {"id": "officer-9", "name": "Sample", "roles": ["case_officer"], "teams": ["north"]}
    with database.write() as session:
        staff.save_sign_in(session, "officer-9", content, NOW)
    database.close()
    (data / "matrix.csv").write_text(matrix(), encoding="utf-8")
    yield data


def matrix(version: str = "first", uplift: str = "3") -> str:
    """The shipped matrix with its first year from a year ago and its second from tomorrow."""
    ago, tomorrow = (str(today() + timedelta(days=days)) for days in (-365, 1))
    text = money.shipped()["needs-matrix"].replace("2026-04-01", ago).replace("2027-04-01", tomorrow)
    text = text.replace("framework,version,,,,2026-27", f"framework,version,,,,{version}")
    return text.replace("uplift,2027-28,,,,3,", f"uplift,2027-28,,,,{uplift},")


def test_a_case_is_banded_paid_moderated_and_simulated(folder: Path) -> None:
    def band(*words: str) -> Answer:
        return ehcp("band", *words, data=folder)

    def told(*words: str) -> Any:
        answer = band(*words, "--json")
        assert answer.code == 0, answer.err
        return answer.json

    file = str(folder / "matrix.csv")
    assert told("load", file, "--dry-run")["new"] and told("show")["frameworks"] == []
    assert told("load", file)["label"] == "Local policy, not law"
    evidence = [
        word for one in LEVELS for word in ("--evidence", f"{one.partition('=')[0]}=The school's advice")
    ]
    levels = [word for one in LEVELS for word in ("--set", one)]
    profile = ("profile", CASE, "--setting-type", "mainstream", *levels, *evidence)
    refused = band(*profile[:-2], "--set", "wellbeing=9")
    assert (refused.code, "Select a level for" in refused.err) == (1, True)
    assert told(*profile)["band"] == "5"
    start = str(today() - timedelta(days=9))
    decide = ("decide", CASE, "--start", start, "--covers", "yes")
    assert (
        no_reason := band(*decide, "--band", "6")
    ).code == 1 and "differs from the computed" in no_reason.err
    made = told(*decide, "--band", "6", "--reason", "The grid does not see the risk.", "--setting", "900001")
    assert (made["computed"], made["decided"], made["now"]["element_3"]) == ("5", "6", "4500.00")
    lines = band("schedule", CASE, "--to", str(today())).out.splitlines()
    assert sum(int(line.split(",")[8]) for line in lines[1:]) == 10
    assert round(sum(100 * float(line.split(",")[11]) for line in lines[1:])) == 12_329
    (folder / "later.csv").write_text(matrix("later", "9"), encoding="utf-8")
    (one,) = told("load", str(folder / "later.csv"))["repriced"]
    assert (one["before"], one["after"]) == (463_500, 490_500)
    assert told("moderate", "--percent", "100")["agreement"]["of"] == 0
    assert told(*profile, "--second", "--by", "officer-9")["band"] == "5"
    agreed = told("moderate", "--percent", "100")["agreement"]
    assert (agreed["agreed"], agreed["of"]) == (1, 1)
    assert told("overrides")["overrides"][0]["reason"] == "The grid does not see the risk."
    tried = told("simulate", "--shipped", "needs-matrix", "--on", "2026-10-01", "--cases", str(cases(folder)))
    assert tried["total"] == {
        "cases": 2, "before": "5300.00", "after": "9700.00", "difference": "4400.00", "winners": 1, "gained": "4500.00",
        "losers": 1, "lost": "100.00", "unchanged": 0,
    }  # fmt: skip
    assert [(one["case"], one["band"]) for one in tried["cases"]] == [("c-1", "6"), ("c-2", "2")]
    paid = folder / "paid.csv"
    paid.write_text(f"case,from,to,amount,reference\n{CASE},{start},{today()},1.00,R1\n")
    (row,) = told("paid", str(paid))["payments"]
    assert (row["paid"], row["result"]) == ("1.00", "underpaid")
    assert told("end", CASE, "--on", "today", "--reason", "The child moved away.")["left_on"] == str(today())
    assert band("off", "needs-matrix", "--from", "today", "--reason", "It costs too much.").code == 0
    assert told("show")["frameworks"][0]["off"] and told("show", CASE)["decisions"][0]["decided"] == "6"
    assert "off from" in band("show").out and "Band 6 from" in band("show", CASE).out
    assert band("off", "needs-matrix", "--on-again", "--reason", "It is used again.").code == 0


def cases(folder: Path) -> Path:
    """A file of two cases: one gains £4,500 and one loses £100."""
    head = "case,setting_type,band,amount,communication,learning,wellbeing,sensory\n"
    file = folder / "cases.csv"
    file.write_text(f"{head}c-1,mainstream,1,0,2,3,2,1\nc-2,special,2,5300.00,1,1,1,0\n")
    return file


def test_every_fault_of_a_file_is_on_a_line_of_its_own(folder: Path) -> None:
    bad = folder / "bad.csv"
    bad.write_text(matrix() + "colour,,,,,,\nband,11\n")
    answer = ehcp("band", "load", str(bad), data=folder)
    *faults, last = answer.err.splitlines()
    assert (answer.code, last) == (2, "The file has 2 faults and was not taken; mend them first.")
    assert [fault.partition(": ")[2] for fault in faults] == [
        f"'colour' is no kind of row; write one of {', '.join(KINDS)}.",
        "The row has 2 cells; it needs 7.",
    ]
    bad.write_text(matrix() + "colour,,,,,,\n")
    assert ehcp("band", "load", str(bad), data=folder).err.startswith("Line ")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("load",), "Name a file, or an example with --shipped."),
        (("load", "--shipped", "gold"), "'gold' is no example"),
        (("off", "needs-matrix", "--reason", "It costs too much."), "Give the day with --from"),
        (("profile", CASE, "--setting-type", "mainstream", "--set", "learning"), "has no equals sign"),
        (("profile", CASE, "--setting-type", "mainstream", "--set", "learning=two"), "write a whole number"),
        (
            ("decide", CASE, "--start", "today", "--covers", "yes", "--extra", "lots"),
            "is not an amount in pounds",
        ),
    ],
)
def test_a_command_that_is_not_whole_is_refused(folder: Path, words: tuple[str, ...], says: str) -> None:
    answer = ehcp("band", *words, data=folder)
    assert (answer.code, says in answer.err) == (2, True), answer.err
