"""What became of the plans of `bench.plan_years`, kept in a file plan by plan, and told as a table."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

MET, TOLD, NEITHER = "met", "told", "neither"


@dataclass(frozen=True, slots=True)
class Lived:
    """A plan whose year is over: the day of its final plan, what was done in its year, and what became of its cycle."""

    name: str
    final_on: date
    year: str
    became: str


class Results:
    """The plans that have lived. With a file each is written to it at once, and those of earlier runs are read from it."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lived: dict[str, Lived] = {}
        self.cpu = self.seconds = self.mib = self.stored = self.load = 0.0
        self._cpu_before = self._at = 0.0
        for line in (
            file.read_text(encoding="utf-8").splitlines() if file is not None and file.exists() else ()
        ):
            self._take(json.loads(line))

    @property
    def names(self) -> Collection[str]:
        """The names of the plans that have lived."""
        return self._lived.keys()

    def begin(self, cpu: float, at: float) -> None:
        """Count CPU and time, in seconds, from here."""
        self._cpu_before, self._at = cpu, at

    def add(self, lived: Lived, cpu: float, at: float) -> None:
        """Keep a plan, with the CPU and the time, in seconds, since the plan before."""
        took = {"cpu": round(cpu - self._cpu_before, 2), "seconds": round(at - self._at, 2)}
        self._cpu_before, self._at = cpu, at
        self._write({**asdict(lived), "final_on": lived.final_on.isoformat(), **took})

    def end(self, mib: float, stored: float) -> None:
        """Keep the memory of program and server and the size of what they stored, in MiB, at the end of a run.

        How busy the machine was is kept too, because it changes the CPU of a plan.
        """
        self._write({"mib": round(mib), "stored": round(stored), "load": round(os.getloadavg()[2], 1)})

    def of(self, names: Collection[str]) -> list[Lived]:
        """Return the plans of some names."""
        return [one for name, one in self._lived.items() if name in names]

    def in_words(self, plans: int) -> str:
        """Return what the plans took, in one sentence."""
        return (
            f"{plans:,} plans took {self.seconds:,.0f} s and {self.cpu:,.0f} s of CPU of program and server: "
            f"{self.cpu / max(1, len(self._lived)):.2f} s a plan, with {os.cpu_count()} processors and a load of "
            f"{self.load:.0f} in the last quarter of an hour. At the end both had "
            f"{self.mib:,.0f} MiB in memory and {self.stored:,.0f} MiB on the disk."
        )

    def _write(self, row: dict[str, Any]) -> None:
        self._take(row)
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(row)}\n")

    def _take(self, row: dict[str, Any]) -> None:
        if "name" in row:
            on = date.fromisoformat(row["final_on"])
            self._lived[row["name"]] = Lived(row["name"], on, row["year"], row["became"])
            self.cpu, self.seconds = self.cpu + row["cpu"], self.seconds + row["seconds"]
        else:
            self.mib, self.stored = max(self.mib, row["mib"]), self.stored + row["stored"]
            self.load = row["load"]


def table(found: Iterable[Lived]) -> str:
    """Return the plans by what was done in their year, as Markdown."""
    by_year: dict[str, Counter[str]] = {}
    for one in found:
        by_year.setdefault(one.year, Counter())[one.became] += 1
    lines = ["| Year of the plan | Plans | Cycle met | Told as missed | Neither |", "|---|---|---|---|---|"]
    for year, became in sorted(by_year.items()):
        counts = " | ".join(f"{became[each]:,}" for each in (MET, TOLD, NEITHER))
        lines.append(f"| {year} | {became.total():,} | {counts} |")
    return "\n".join(lines)


def page(file: Path, plans: int, said: str, table: str) -> None:
    """Write the page of the bench."""
    today = datetime.now(UTC)
    file.write_text(
        f"""# Plans that live a year

`python -m bench.plan_years {plans} --keep FILE --write`, on {today.day} {today:%B %Y}. Real workflows, worker, server and records on virtual
time, all plans on one server. Each plan was watched from its final plan to three weeks after the end of its twelve months. The
count reads the ledger and the outbox, and works the cycle out from the calendar. A cycle is met if the decision was recorded for a
day within it, and told as missed if the team manager was told within five days of its end.

{table}

{said}

## 5,000 plans

`python -m bench.plan_years 5000 --keep plan-years.jsonl --write` plays all of them. Each plan is written to the file when its year is
over. After an interruption the same command plays the others on a new server, so it can be ended at any time. Start it on an idle
machine: its CPU is spread over two processors.
""",
        encoding="utf-8",
    )
