"""Let maintained plans live a year on virtual time, and count what became of each review cycle: `python -m bench.plan_years [PLANS]`.

Each plan has a final plan on a day of its own, and one of four years: nothing is done, the review is held and decided in time, the
school sends no report, or the meeting comes too late. The workflows, the worker, the server and the records are the real ones. The
count at the end reads the tables only, and works the cycle out from the calendar.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from temporalio.testing import WorkflowEnvironment

from records.database import Database
from records.tables import LEDGER, OUTBOX
from starter.simulate.processes import ProcessesPlayed
from starter.simulate.virtual_time import MORNING, Played, Scene, virtual_time
from statute.local_time import start_of_day
from workflows.messages import Opening

PLANS = 20
"""How many plans live, unless a number is given."""
AT_ONCE = 4
"""How many of them are moved on at the same time: more do not go faster on two processors, and a busy worker answers too late."""
_FIRST, _DAYS = date(2025, 1, 6), 330
_AFTER = timedelta(days=21)
"""How long after the end of its cycle a plan is watched."""
_NOTHING, _IN_TIME, _NO_REPORT, _LATE = "nothing is done", "decided in time", "no report", "decided late"
_YEARS = (_NOTHING, _IN_TIME, _NO_REPORT, _LATE)


@dataclass(frozen=True, slots=True)
class Life:
    """A plan, the day of its final plan, and what happens in its year."""

    name: str
    final_on: date
    year: str

    @property
    def cycle_ends_on(self) -> date:
        """The last day of the twelve months, worked out from the calendar."""
        return self.final_on.replace(year=self.final_on.year + 1) - timedelta(days=1)

    @property
    def decided_on(self) -> date | None:
        """The day of the decision after the review, if there is one."""
        days = {_IN_TIME: -20, _NO_REPORT: -2, _LATE: 9}.get(self.year)
        return self.cycle_ends_on + timedelta(days=days) if days is not None else None

    def scenes(self) -> Iterator[Scene]:
        """Yield what officers record in the year, in order."""
        if self.decided_on is None:
            return
        held = self.decided_on - timedelta(days=14 if self.year == _IN_TIME else 28)
        arranged = held - timedelta(days=30)
        yield _scene("arrange_meeting", arranged, meeting_on=held.isoformat())
        yield _scene("hold_meeting", held, child_view="A view.")
        if self.year == _IN_TIME:
            yield _scene("send_report", held + timedelta(days=5), recommends="maintain")
        yield _scene("decide_review", self.decided_on, decision="maintain", reason="A reason.")


@dataclass(frozen=True, slots=True)
class Counted:
    """What the tables say of the cycles: met, told to the team manager as missed, or neither; and by drawn year."""

    met: int
    told: int
    neither: int
    by_year: Counter[tuple[str, str]]


def _scene(action: str, on: date, **fields: str) -> Scene:
    return Scene(action, on, None, fields, "officer-1")


def drawn(number: int, seed: int = 24) -> list[Life]:
    """Return the plans, with a day and a year for each from a seed."""
    draw = random.Random(seed)
    return [
        Life(f"{place:05}", _FIRST + timedelta(days=draw.randrange(_DAYS)), _YEARS[place % len(_YEARS)])
        for place in range(number)
    ]


async def live(lives: list[Life], environment: WorkflowEnvironment, database: Database) -> None:
    """Let each plan live to three weeks after the end of its cycle."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(life: Life) -> None:
        async with places:
            await _live_one(life, environment, database)

    await asyncio.gather(*(one(life) for life in lives))


async def _live_one(life: Life, environment: WorkflowEnvironment, database: Database) -> None:
    starts_at = start_of_day(life.final_on) + MORNING
    opening = Opening(
        case_id=f"case-{life.name}", event="final_issued", on=life.final_on, clock_starts_at=starts_at
    )
    case = Played(environment, database, opening)
    await case.begin()
    beside = ProcessesPlayed(environment, database, case)
    for scene in life.scenes():
        await beside.go_to(start_of_day(scene.on) + MORNING)
        await beside.act(scene)
    evening = start_of_day(life.cycle_ends_on + _AFTER)
    await beside.go_to(evening)
    await case.go_to(evening)


def counted(lives: list[Life], database: Database) -> Counted:
    """Count the cycles from the ledger and the outbox. A cycle is met if the decision was recorded for a day within it."""
    found: Counter[tuple[str, str]] = Counter()
    with database.read() as session:
        for life in lives:
            found[life.year, _what_became(session, life)] += 1
    totals = Counter[str]()
    for (_, became), number in found.items():
        totals[became] += number
    return Counted(totals["met"], totals["told"], totals["neither"], found)


def _what_became(session: Session, life: Life) -> str:
    decided = session.scalar(
        select(func.min(LEDGER.c.on)).where(
            LEDGER.c.case_id.like(f"review-{life.name}-%"), LEDGER.c.event == "decide_review"
        )
    )
    if decided is not None and decided <= life.cycle_ends_on:
        return "met"
    told = session.scalar(
        select(func.count())
        .select_from(OUTBOX)
        .where(
            OUTBOX.c.case_id == f"case-{life.name}",
            OUTBOX.c.to_role == "team_manager",
            OUTBOX.c.on > life.cycle_ends_on,
            OUTBOX.c.on <= life.cycle_ends_on + timedelta(days=5),
        )
    )
    return "told" if told else "neither"


async def _measure(number: int) -> Counted:
    lives = drawn(number)
    with tempfile.TemporaryDirectory() as folder:
        async with virtual_time(Path(folder)) as (environment, database):
            await live(lives, environment, database)
            return counted(lives, database)


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    """Let the plans live, and print what became of them and what it took."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else PLANS
    began, before = time.perf_counter(), _cpu()
    found = asyncio.run(_measure(number))
    took, used = time.perf_counter() - began, _cpu() - before
    print(
        f"{number:,} plans lived a year: {found.met:,} cycles met, {found.told:,} told as missed, {found.neither:,} neither. "
        f"{took:.0f} s, {used:.1f} s of CPU ({used / number:.2f} s a plan) with {os.cpu_count()} processors."
    )
    for (year, became), count in sorted(found.by_year.items()):
        print(f"{count:>8,}  {year}: {became}")
    if found.neither:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
