"""Make the caseload of an authority from a seed, and measure how long that takes: `python -m bench.caseload [CASES]`.

The cases have no workflows. It is the caseload of `ehcp demo load`, and any bench may take its records.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bench.place import ROOT
from office.demo.caseload import Wanted
from office.demo.loading import Recorded, batches, plan, record_in_process
from office.register_load import load_extract
from office.settings_register import read_register
from records.database import Database
from starter.terminal.data_folder import today
from statute.local_time import start_of_day

YEARS = 2
CASES_FOR_A_REQUEST = 2.5
"""How many cases two years have for each request of the last: requests of both years, and plans that end."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: its cases, how many are open, and the seconds for planning and recording them."""

    cases: int
    open: int
    planned_in: float
    recorded_in: float


def make(database: Database, size: int, seed: int = 1, processes: int | None = None) -> Made:
    """Make two years of cases with `size` requests in the last year."""
    began = time.perf_counter()
    wanted = Wanted(seed, YEARS, size, today())
    planned = plan(database, wanted)
    ready = time.perf_counter()
    record: Callable[..., Recorded] = partial(
        record_in_process, database.address, until=start_of_day(wanted.until)
    )
    with ProcessPoolExecutor(processes or os.cpu_count(), mp_context=get_context("spawn")) as helpers:
        found = list(helpers.map(record, batches(planned)))
    ended = time.perf_counter()
    return Made(len(planned), sum(each.open for each in found), ready - began, ended - ready)


def main() -> None:
    """Make a caseload in a folder that is removed, and print what it took."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/records.db")
        database.migrate()
        settings = read_register(ROOT / "samples" / "settings.csv").settings
        load_extract(database, settings, None, None, confirmed=True)
        found = make(database, round(wanted / CASES_FOR_A_REQUEST))
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        database.close()
    print(
        f"{found.cases:,} cases, {found.open:,} of them open: planned in {found.planned_in:.1f} s, recorded in "
        f"{found.recorded_in:.1f} s ({found.recorded_in / found.cases * 1000:.0f} ms a case with {os.cpu_count()} "
        f"processes), {size / found.cases / 1000:.0f} KB a case."
    )


if __name__ == "__main__":
    main()
