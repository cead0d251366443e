"""Write the open cases of an authority as the file that `ehcp import` takes: `python -m bench.caseload_file CASES FILE.csv`.

The same number and seed give the same file on the same day. Arrivals, durations, refusals, exceptions, disputes and
reviews are those of the demo caseload (office/demo/rates.yaml, where each rate has its source). The newest open cases are
written: what an authority has when it starts. Each child has a name of its own, so that no row is taken for a second case.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bench.place import ROOT
from casework.case.acts import NOT_BY_PEOPLE
from casework.takeover.past_acts import joined, written
from office.caseload_form import Table, written_table
from office.demo.caseload import Wanted
from office.demo.loading import plan
from office.demo.planned import PlannedAct, PlannedCase
from office.intake_row import COLUMNS
from office.register_load import load_extract
from office.settings_register import read_register
from office.take_over import outlook_of_request, read_cases
from records.database import Database
from starter.terminal.data_folder import today

YEARS = 2
_REQUESTS_FOR_AN_OPEN_CASE = 1.5
"""How many requests of the last year are planned for each open case: some have ended, and two in three are open."""
_AT_A_TIME = 200
_LETTERS = "bcdfghjklmnprstvw"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the number of cases, and how many are in each stage."""

    cases: int
    stages: Counter[str]


def write(path: Path, cases: int, seed: int = 1) -> Written:
    """Write a file of open cases. Raises RuntimeError if there are too few."""
    newest = _planned(round(cases * _REQUESTS_FOR_AN_OPEN_CASE), seed)[::-1]
    groups = [newest[first : first + _AT_A_TIME] for first in range(0, len(newest), _AT_A_TIME)]
    found: list[tuple[dict[str, str], str]] = []
    with get_context("spawn").Pool() as helpers:
        for group in helpers.imap(partial(open_rows, day=today()), groups):
            found += group
            if len(found) >= cases:
                break
        else:
            raise RuntimeError(f"only {len(found)} of {len(newest)} cases are open; plan more requests")
    chosen = found[:cases][::-1]
    path.write_text(written_table(COLUMNS, [row for row, _ in chosen]), encoding="utf-8")
    return Written(len(chosen), Counter(stage for _, stage in chosen))


def _planned(size: int, seed: int) -> list[PlannedCase]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/records.db")
        database.migrate()
        register = read_register(ROOT / "samples" / "settings.csv")
        load_extract(database, register.settings, None, None, confirmed=True)
        found = plan(database, Wanted(seed, YEARS, size, today()))
        database.close()
    return found


def _row(planned: PlannedCase) -> dict[str, str]:
    told = {name: str(value) for name, value in planned.row.items() if value}
    first, rest = told["child_name"].split(" ", 1)
    name = f"{first} {_own_word(planned.number)} {rest}"
    acts = [
        _act(one, planned.officer)
        for one in planned.acts
        if one.on <= today() and one.action not in NOT_BY_PEOPLE
    ]
    family = told["family"].replace(told["child_name"], name)
    return told | {"child_name": name, "family": family, "acts": joined(acts)}


def _act(act: PlannedAct, officer: str) -> str:
    return written(act.action, act.on, act.of, {**act.fields, **act.texts}, act.by or officer)


def _own_word(number: int) -> str:
    """Return a word that no other number has."""
    signs = ""
    while number:
        number, place = divmod(number, len(_LETTERS))
        signs += f"{_LETTERS[place]}a"
    return signs.capitalize()


def open_rows(planned: list[PlannedCase], day: date) -> list[tuple[dict[str, str], str]]:
    """Return the rows of the cases that are still open, each with its stage. Raises RuntimeError for a row with a fault."""
    found, now = [], datetime.now(UTC)
    for one in planned:
        row = _row(one)
        told = {name: value for name, value in row.items() if value}
        read = read_cases(Table("cases.csv", tuple(told), ((2, told),)), day)
        if read.faults:
            raise RuntimeError(str(read.faults[0]))
        outlook = outlook_of_request(read.requests[0], now)
        if not outlook.closed:
            found.append((row, str(outlook.stage)))
    return found


def main() -> None:
    """Write the file, and print what it holds."""
    cases, path = int(sys.argv[1]), Path(sys.argv[2])
    began = time.perf_counter()
    made = write(path, cases)
    print(f"{made.cases:,} open cases in {path}, made in {time.perf_counter() - began:.0f} s:")
    for stage, count in made.stages.most_common():
        print(f"{count:7,}  {stage.replace('_', ' ')}")


if __name__ == "__main__":
    main()
