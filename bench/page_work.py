"""The work of every page over many cases: `python -m bench.page_work --cases 60000 --database postgresql`.

It counts processor time, of the console and of the database, because that is the same on a busy machine; `--write` puts it into
bench/PAGES.md. Every page that
needs no number is asked as head of service and as officer, and a page that fails is named.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute
from sqlalchemy import event, func, insert, literal, select, update
from sqlalchemy.engine import Engine

from bench.console import HEAD, OFFICER
from bench.many_cases import add_processes, double_cases, record_cases
from bench.page_table import PAGES, Cost, write
from bench.postgres import postgres
from casework.access.permissions import Person
from office.dependencies import read_only_parts
from office.forecast import keep_capacity
from office.rate_limits import RateLimiter
from office.snapshots import take_snapshot
from records.database import Database
from records.tables import CASES, LEDGER, OUTBOX, SNAPSHOT_VALUES, SNAPSHOTS
from starter.console.routes import ROUTERS
from starter.console.sessions import Sessions
from starter.console.sign_in_settings import Entrance
from starter.terminal.data_folder import today

FIRST, ROUNDS, YEARS = 250, 3, 5
"""The most cases that are recorded one by one, how often each page is asked, and the years with a snapshot a night."""
CLAIMED_IN = 10
"""One case of so many has an exception that no one has approved, and one of so many an approved one."""
SLOW_MS = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Work:
    """What one page costs: milliseconds of the processor for the console and for the database, and its statements."""

    console: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    statements: int = 0
    slowest: tuple[float, str, Any] = (0.0, "", None)

    @property
    def milliseconds(self) -> float:
        """The median of the console's work and the mean of the server's, whose clock is coarse, together."""
        return statistics.median(self.console) + statistics.fmean(self.server)


def filled(database: Database, count: int, years: int = YEARS) -> None:
    """Fill empty records with open cases, claimed exceptions and a snapshot for each night of some years."""
    doublings = max(0, (count // FIRST).bit_length() - 1)
    add_processes(database, record_cases(database, count >> doublings))
    double_cases(database, doublings)
    _claim(database)
    _send(database)
    yesterday = today() - timedelta(days=1)
    take_snapshot(database, yesterday, datetime.now(UTC))
    keep_capacity(database, yesterday)
    with database.write() as session:
        for table in (SNAPSHOTS, SNAPSHOT_VALUES):
            others = [column for column in table.c if column.name != "as_at"]
            for back in range(1, 365 * years):
                day = yesterday - timedelta(days=back)
                copied = select(literal(day), *others).where(table.c.as_at == yesterday)
                names = ["as_at", *(column.name for column in others)]
                session.execute(insert(table).from_select(names, copied))


def number_of_cases(database: Database) -> int:
    """Return how many open cases there are."""
    with database.read() as session:
        query = select(func.count()).select_from(CASES).where(CASES.c.closed_on.is_(None))
        return session.scalar(query) or 0


def _send(database: Database) -> None:
    """Let the letters of all copied cases have left, so that as many wait as in everyday work."""
    with database.write() as session:
        is_copy = OUTBOX.c.case_id.like("case-%-%")
        session.execute(update(OUTBOX).where(is_copy).values(sent_at=OUTBOX.c.queued_at, status="sent"))


def _claim(database: Database) -> None:
    """Record claimed exceptions in a share of the cases: half of them approved."""
    with database.write() as session:
        ids = list(session.scalars(select(CASES.c.case_id).order_by(CASES.c.case_id)))
        rows = [
            {
                "case_id": case_id, "number": 900, "seq": 900, "kind": "act", "event": "exception_claimed", "on": today(),
                "recorded_at": datetime.now(UTC) - timedelta(seconds=place), "stage": "assessing", "text": "An exception was claimed.",
                "fields": {"ground": "reg13(3)(c)", "because": "note-1", **({"approved_by": "head-1"} if place % 2 else {})},
                "by": "officer-1", "late": False, "hash": "0" * 64,
            }
            for place, case_id in enumerate(ids[:: CLAIMED_IN // 2])
        ]  # fmt: skip
        session.execute(insert(LEDGER), rows)


def pages() -> list[str]:
    """Return every page whose address needs no number."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    found = {route.path for route in routes if "GET" in (route.methods or ()) and "{" not in route.path}
    return sorted(path for path in found if not path.startswith("/sign"))


def measure(
    database: Database, server: Callable[[], float], only: str = "", day: date | None = None
) -> Iterator[tuple[str, str, int, Work]]:
    """Yield what each page costs each person: its address, the person, the status of the answer and its work."""
    from starlette.testclient import TestClient

    from starter.web import site

    entrance = Entrance(key=bytes(range(32)))
    app = site(read_only_parts(database, lambda: day or today()), entrance)
    client = TestClient(app, base_url=entrance.address, follow_redirects=False)
    sessions: Sessions = app.state.sessions
    for who in (HEAD, OFFICER):
        client.cookies.clear()
        client.cookies.set(sessions.cookie, sessions.begin(who))
        for page in [one for one in pages() if only in one]:
            app.state.limits = RateLimiter()
            yield page, _name(who), *_asked(client, page, server)


def _name(who: Person) -> str:
    return "head" if who is HEAD else "officer"


def _asked(client: Any, page: str, server: Callable[[], float]) -> tuple[int, Work]:
    work = Work()
    with _counted(work):
        for _ in range(ROUNDS):
            work.statements = 0
            before, begun = server(), time.process_time()
            answer = client.get(page)
            work.console.append((time.process_time() - begun) * 1000)
            work.server.append((server() - before) * 1000)
            if answer.status_code != HTTPStatus.OK:
                break
    return answer.status_code, work


class _counted:  # noqa: N801 - a context
    """Count the statements of the page, and keep the slowest."""

    def __init__(self, work: Work) -> None:
        self._work, self._begun = work, 0.0

    def __enter__(self) -> None:
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._before)
        event.remove(Engine, "after_cursor_execute", self._after)

    def _before(self, *_: object) -> None:
        self._begun = time.perf_counter()

    def _after(self, connection: Any, cursor: Any, statement: str, values: Any, *_: object) -> None:
        taken = (time.perf_counter() - self._begun) * 1000
        self._work.statements += 1
        if taken > self._work.slowest[0]:
            self._work.slowest = (taken, statement, values)


def _server_seconds(folder: Path) -> float:
    """Return the processor time that a PostgreSQL server and its processes have used, those that ended included."""
    first = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    found = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if first in (pid, int(rest[1])):
            found += sum(map(int, rest[11:15] if pid == first else rest[11:13])) / _TICKS
    return found


def main() -> None:
    """Fill a database and print what each page costs."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=5000)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--years", type=int, default=YEARS)
    asked.add_argument("--only", default="", help="a part of the addresses to ask")
    asked.add_argument("--keep", type=Path, help="keep a SQLite file, and use it again if it exists")
    asked.add_argument("--slow", action="store_true", help="print the slowest statement of each page")
    asked.add_argument(
        "--write", action="store_true", help=f"write the part of this database in {PAGES.name}"
    )
    given = asked.parse_args()
    costs = list[Cost]()
    with ExitStack() as open_parts:
        folder = Path(open_parts.enter_context(tempfile.TemporaryDirectory()))
        server: Callable[[], float] = lambda: 0.0  # noqa: E731
        if given.database == "postgresql":
            address = open_parts.enter_context(postgres(folder))
            server = lambda: _server_seconds(folder)  # noqa: E731
        else:
            address = f"sqlite:///{given.keep or folder / 'records.db'}"
        is_new = given.keep is None or not given.keep.exists()
        database = Database(address)
        open_parts.callback(database.close)
        database.migrate()
        if is_new:
            begun = time.perf_counter()
            filled(database, given.cases, given.years)
            print(f"filled in {time.perf_counter() - begun:.0f} s", flush=True)
        for page, who, status, work in measure(database, server, given.only):
            told = f"{work.milliseconds:6.0f} ms  {work.statements:3} statements"
            print(f"{told}  {page} ({who})" + (f"  {status}" if status != HTTPStatus.OK else ""), flush=True)
            if status == HTTPStatus.OK:
                costs.append(Cost(page, who, work.milliseconds, work.statements))
            if given.slow and work.slowest[0] > SLOW_MS:
                taken, statement, values = work.slowest
                print(f"        {taken:.0f} ms: {' '.join(statement.split())}\n        {values}", flush=True)
        if given.write:
            write(given.database, number_of_cases(database), today(), costs)


if __name__ == "__main__":
    main()
