"""Measure the pages of the dashboard over many cases and published releases: `python -m bench.dashboard`."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from casework.access.permissions import Person, Role
from casework.dashboard.areas import AUTHORITIES, ENGLAND
from casework.dashboard.metric import METRICS
from office import council_details
from office.dependencies import read_only_parts
from office.published_figures import load
from records.database import Database
from starter.console.sessions import Sessions
from starter.console.sign_in_settings import Entrance
from starter.web import site

AIM_MS = 300.0
YEARS, RELEASES, ROUNDS = 10, 10, 20
PAGES = ("/dashboard", "/dashboard?tab=identification", "/dashboard/plans_in_20_weeks", "/dashboard/print")
TODAY = date(2026, 7, 1)
METHOD = (
    f"Every metric has {YEARS} years of figures for every authority, loaded in {RELEASES} releases, as plain tables. A person "
    f"with a session asks {ROUNDS} times for each page; the 95th percentile of the slowest page counts."
)


def filled(database: Database, releases: int) -> None:
    """Load figures of every metric for every authority, release by release."""
    areas = [ENGLAND, *(one.code for one in AUTHORITIES.values() if not one.is_ended)]
    series = [
        (one.id, part)
        for one in METRICS.values()
        if one.unit != "category"
        for name in one.series
        for part in one.parts_of(name)
    ]
    for release in range(releases):
        lines = ["metric,series,area,period,value,number,of"]
        for metric, name in dict.fromkeys(series):
            years = [f"{2016 + year}{17 + year}" for year in range(YEARS)]
            lines += [
                f"{metric},{name},{area},{year},{40 + (release + len(area)) % 20},,"
                for area in areas
                for year in years
            ]
        raw = "\n".join(lines).encode()
        load(
            database,
            raw,
            f"{release}.csv",
            None,
            released_on=TODAY - timedelta(days=180 * (releases - release)),
            today=TODAY,
        )


def measure(releases: int = RELEASES) -> dict[str, Any]:
    """Return the milliseconds of each page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Database(f"sqlite:///{Path(folder) / 'records.db'}")) as database,
    ):
        database.migrate()
        neighbours = [one.code for one in AUTHORITIES.values() if not one.is_ended][:10]
        council = {
            "authority": {"name": "Sample Council"},
            "dashboard": {"authority": "Leeds", "neighbours": neighbours},
        }
        council_details.load(database, council, "admin-1")
        begun = time.perf_counter()
        filled(database, releases)
        loaded = time.perf_counter() - begun
        return {"load_s": loaded, "pages_ms": _pages(database), "aim_ms": AIM_MS, "method": METHOD}


def _pages(database: Database) -> dict[str, float]:
    from starlette.testclient import TestClient

    entrance = Entrance(key=bytes(range(32)))
    app = site(read_only_parts(database, lambda: TODAY), entrance)
    client = TestClient(app, base_url=entrance.address)
    sessions: Sessions = app.state.sessions
    client.cookies.set(
        sessions.cookie, sessions.begin(Person("manager-1", "A Manager", frozenset({Role.TEAM_MANAGER})))
    )
    found: dict[str, float] = {}
    for page in PAGES:
        taken = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            assert client.get(page).status_code == 200
            taken.append((time.perf_counter() - begun) * 1000)
        found[page] = statistics.quantiles(taken, n=20)[-1]
    return found


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--releases", type=int, default=RELEASES)
    result = measure(asked.parse_args().releases)
    print(f"loaded in {result['load_s']:.0f} s")
    for page, taken in result["pages_ms"].items():
        print(f"{page}: {taken:.0f} ms")
