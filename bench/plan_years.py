"""Let maintained plans live a year on virtual time, and count what became of each review cycle: `python -m bench.plan_years [PLANS]`.

Each plan has a final plan on a day of its own, and one of four years: nothing is done, everything is done in time, the school
sends no report, or the decision comes too late. The workflows, the worker, the server and the records are the real ones. What
became of a plan is read from the tables when its year is over, and its cycle is worked out from the calendar.

With `--keep FILE` each plan is written to FILE when its year is over, and the same command goes on with the others after it
was ended. With `--write` the page of this bench is written from the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from temporalio.testing import WorkflowEnvironment

from bench.cpu import children_of, cpu_seconds
from bench.memory import resident_mib
from bench.plan_years_results import MET, NEITHER, TOLD, Lived, Results, page, table
from records.database import Database
from records.tables import LEDGER, OUTBOX
from starter.simulate.processes import ProcessesPlayed
from starter.simulate.virtual_time import MORNING, Played, Scene, virtual_time
from statute.local_time import start_of_day
from workflows.messages import Opening

PLANS = 20
"""How many plans live, unless a number is given."""
AT_ONCE = 4
"""How many of them are moved on at the same time: more do not go faster on two processors."""
_CACHES = {
    "history.hostLevelCacheMaxSize": "2000",
    "history.eventsHostLevelCacheMaxSizeBytes": "67108864",
}
"""The server would keep 128,000 workflows and 128 MiB of events in memory, of which most are over."""
_FIRST, _DAYS = date(2025, 1, 6), 330
_AFTER = timedelta(days=21)
"""How long after the end of its cycle a plan is watched."""
_NOTHING, _IN_TIME, _NO_REPORT, _LATE = (
    "Nothing is done",
    "Everything is done in time",
    "The school sends no report",
    "Decided 9 days late, papers never sent",
)
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
        if self.year != _LATE:
            yield _scene("send_invitations", held - timedelta(days=21))
            yield _scene("send_papers", held - timedelta(days=20))
        yield _scene("hold_meeting", held, child_view="A view.")
        if self.year == _IN_TIME:
            yield _scene("send_report", held + timedelta(days=5), recommends="maintain")
        yield _scene("decide_review", self.decided_on, decision="maintain", reason="A reason.")


def _scene(action: str, on: date, **fields: str) -> Scene:
    return Scene(action, on, None, fields, "officer-1")


def drawn(number: int, seed: int = 24) -> list[Life]:
    """Return the plans, with a day and a year for each from a seed."""
    draw = random.Random(seed)
    return [
        Life(f"{place:05}", _FIRST + timedelta(days=draw.randrange(_DAYS)), _YEARS[place % len(_YEARS)])
        for place in range(number)
    ]


async def live(
    lives: list[Life], environment: WorkflowEnvironment, database: Database, results: Results
) -> None:
    """Let each plan live to three weeks after the end of its cycle, and keep what became of it."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(life: Life) -> None:
        async with places:
            await _live_one(life, environment, database)
            with database.read() as session:
                became = _what_became(session, life)
            results.add(Lived(life.name, life.final_on, life.year, became), _cpu(), time.perf_counter())

    async with asyncio.TaskGroup() as group:
        for life in lives:
            group.create_task(one(life))


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


def _what_became(session: Session, life: Life) -> str:
    """Return whether the decision was recorded for a day within the cycle, or the team manager was told that it was not."""
    decided = session.scalar(
        select(func.min(LEDGER.c.on)).where(
            LEDGER.c.case_id.like(f"review-{life.name}-%"), LEDGER.c.event == "decide_review"
        )
    )
    if decided is not None and decided <= life.cycle_ends_on:
        return MET
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
    return TOLD if told else NEITHER


async def _measure(lives: list[Life], results: Results) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with virtual_time(folder, server_settings=_CACHES) as (environment, database):
            results.begin(_cpu(), time.perf_counter())
            await live(lives, environment, database, results)
            mib = [resident_mib(pid) for pid in (os.getpid(), *children_of(os.getpid()))]
            stored = sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) / 2**20
            results.end(sum(mib), stored)


def _cpu() -> float:
    """The processor time of this program and of its server."""
    return time.process_time() + sum(map(cpu_seconds, children_of(os.getpid())))


def main() -> None:
    """Let the plans live, and print what became of them and what it took."""
    asks = argparse.ArgumentParser(prog="python -m bench.plan_years", description="Let plans live a year.")
    asks.add_argument("plans", type=int, nargs="?", default=PLANS)
    asks.add_argument("--keep", type=Path, help="the file of the plans that have lived, to go on with later")
    asks.add_argument("--write", action="store_true", help="write bench/PLAN_YEARS.md")
    asked = asks.parse_args()
    results = Results(asked.keep)
    lives = drawn(asked.plans)
    waiting = [life for life in lives if life.name not in results.names]
    if waiting:
        asyncio.run(_measure(waiting, results))
    found = results.of({life.name for life in lives})
    print(table(found))
    print(results.in_words(len(found)))
    if asked.write:
        page(
            Path(__file__).with_name("PLAN_YEARS.md"), asked.plans, results.in_words(len(found)), table(found)
        )
    if any(one.became == NEITHER for one in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
