"""Measure the pages of officers and managers and the saving of a plan, while acts are recorded in many open cases.

`python -m bench.console --database postgresql` prints how long each took to answer. It tells the truth on an idle machine only.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import http.client
import json
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.cases import ACTS_A_SECOND, Pace, request
from bench.many_cases import OFFICERS, TEAMS, add_processes, double_cases, record_cases
from bench.place import Place, console_of, place
from bench.postgres import postgres
from casework.access.permissions import Person, Role
from casework.case.acts import ADVISERS
from casework.processes.registry import GROUPS
from engine.console_settings import ConsoleSettings
from office.office import opaque
from office.snapshots import take_snapshot
from starter.console.csrf import FIELD
from starter.console.sessions import Sessions
from starter.console.sign_in_settings import entrance_of
from starter.terminal.data_folder import today
from workflows.messages import ActMessage

CASES = 5000
EACH = 150
"""How often each page is requested."""
AIM_MS = 150
BUSY_CASES = 24

OFFICER = Person("officer-3", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"west"}))
SEARCHERS = 6
"""The number of people who take turns to search, because one person may do so 30 times a minute."""
HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))
DOUBLINGS = 4
"""How often recorded cases are doubled for the pages of managers."""
MANY = 60_000
SAVE_AIM_MS = 100
DASHBOARD_AIM_MS, OF_DASHBOARD = 300, ("dashboard", "figures")
"""The goal of the pages of the dashboard and the figures."""
OF_OFFICERS = {
    "calendar": "/calendar",
    "tasks": "/tasks",
    "letters": "/letters",
    **{f"list of {group.pages}": group.shown.address for group in GROUPS if group.in_cases},
}
"""More pages of an officer, with the list of each kind of process."""
OF_MANAGERS = {
    "caseload": "/manager",
    "missed": "/manager/breaches",
    "exceptions": "/manager/exceptions",
    "earlier": "/manager/back-dated",
    "plans": "/manager/plans",
    "team calendar": "/manager/calendar",
    "all letters": "/letters?whose=all",
    "assign": "/manager/assign",
    "forecast": "/manager/forecast",
    "figures": "/manager/measures",
    "dashboard": "/dashboard",
    "all plans": "/maintained-plans",
}
"""The pages of a manager of all teams."""
_DRAFTED = 3
"""The place of a case in its round of stories whose plan can be written."""


async def _busy(where: Place, ended: asyncio.Event, waits: list[float]) -> None:
    """Record acts in separate cases at a steady pace, until the measurement ends."""
    pace = Pace()

    async def one() -> None:
        await pace()
        case, _ = await where.office.open(request(0))
        turns = [
            ("assessment_agreed", None),
            *[(act, of) for of in ADVISERS for act in ("advice_requested", "advice_received")],
        ]
        for action, of in turns:
            if ended.is_set():
                return
            await pace()
            began = time.perf_counter()
            message = ActMessage(action=action, on=today(), of=of, by="officer-1", request_id=opaque())
            await where.office.act(case, message)
            waits.append(time.perf_counter() - began)

    while not ended.is_set():
        await asyncio.gather(*(one() for _ in range(BUSY_CASES)))


@dataclass(frozen=True)
class _Browser:
    """A browser with the session cookies of several signed-in people."""

    connection: http.client.HTTPConnection
    cookies: dict[str, str]

    def ask(
        self, who: str, path: str, form: dict[str, str] | None = None, accept: str = "text/html"
    ) -> tuple[float, bytes]:
        """Request a page or send a form. Returns the milliseconds until the last byte, and the unpacked page."""
        headers = {"Cookie": self.cookies[who], "Accept-Encoding": "gzip", "Accept": accept}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(
            "POST" if form else "GET", path, urlencode(form) if form else None, headers=headers
        )
        answer = self.connection.getresponse()
        page = answer.read()
        if answer.status == 303:  # the answer to a form is a page of its own (decision 0063)
            self.connection.request(
                "GET", answer.getheader("Location", "/").partition("#")[0], headers=headers
            )
            answer = self.connection.getresponse()
            page = answer.read()
        taken = (time.perf_counter() - began) * 1000
        assert answer.status == 200, f"{path}: {answer.status} {page[:40]!r}"
        return taken, gzip.decompress(page) if answer.getheader("Content-Encoding") == "gzip" else page


def _ask(browser: _Browser, ids: list[str]) -> dict[str, list[float]]:
    """Request each page in turn, as browsers do. Returns how long each answer took."""
    tokens = {
        who: _token(browser.ask(who, "/search")[1]) for who in browser.cookies if who.startswith("searcher")
    }
    chosen = random.Random(1)
    found: dict[str, list[float]] = {"today": [], "tray": [], "all": [], "case": [], "search": []}
    save = _saver(browser, ids[_DRAFTED])
    for turn in range(EACH):
        page = chosen.randrange(1, 60)
        sort = chosen.choice(("due", "standing", "stage", "officer"))
        for what, who, path in (
            ("today", "officer", "/today"),
            ("tray", "officer", "/"),
            ("all", "head", f"/?part=all&sort={sort}&page={page}"),
            ("case", "head", f"/cases/{chosen.choice(ids)}"),
            *((name, "officer", path) for name, path in OF_OFFICERS.items()),
            *((name, "head", path) for name, path in OF_MANAGERS.items()),
        ):
            found.setdefault(what, []).append(browser.ask(who, path)[0])
        name = "sample child" if turn % 2 else f"child {chosen.randrange(len(ids))}"
        who = f"searcher-{turn % SEARCHERS}"
        taken, shown = browser.ask(who, "/search", {FIELD: tokens[who], "q": name})
        assert b"/cases/case-" in shown, f"no child was found by {name}"
        found["search"].append(taken)
        found.setdefault("save", []).append(save(f"Reads {turn} words of a list of a hundred."))
    return found


def _saver(browser: _Browser, case_id: str) -> Callable[[str], float]:
    """Begin the plan of a case. Returns a function that saves a text of it as typing does, and how long that took."""
    plan = f"/cases/{case_id}/plan"
    token = _token(browser.ask("head", plan)[1])
    browser.ask("head", f"{plan}/start", {FIELD: token})
    section = f"{plan}/sections/communication-and-interaction"
    page = browser.ask("head", section, {FIELD: token, "do": "add:"})[1].decode()
    sent = {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }
    text = re.search(r'<textarea[^>]* name="([^"]+)"', page)
    assert text is not None, "the section has no text to write"
    part = text[1].split(".")[0]

    def save(words: str) -> float:
        taken, answer = browser.ask("head", section, {**sent, text[1]: words}, accept="application/json")
        told = json.loads(answer)["parts"][part]
        assert told["outcome"] == "saved", told
        sent[f"{part}:revision"], sent[f"{part}:shown"] = str(told["revision"]), told["shown"]
        return taken

    return save


def _token(page: bytes) -> str:
    """Return the token of a form on a page."""
    token = re.search(rf'name="{FIELD}" value="(\w+)"', page.decode())
    assert token is not None
    return token[1]


async def measure(
    folder: Path, database_url: str | None = None, count: int = CASES, doublings: int = 0
) -> dict[str, Any]:
    """Measure the pages on a database: SQLite in the folder, or the one at an address.

    `count` cases are recorded, and doubled `doublings` times.
    """
    async with place(folder, database_url) as here:
        ids = await asyncio.to_thread(record_cases, here.office.database, count)
        await asyncio.to_thread(add_processes, here.office.database, ids)
        await asyncio.to_thread(double_cases, here.office.database, doublings)
        yesterday = today() - timedelta(days=1)
        await asyncio.to_thread(take_snapshot, here.office.database, yesterday, datetime.now(UTC))
        with console_of(here) as port:
            sessions = Sessions(
                here.office.database, entrance_of(here.settings, "127.0.0.1", port, ConsoleSettings.read({}))
            )
            cookies = {
                name: f"{sessions.cookie}={sessions.begin(person)}"
                for name, person in (
                    ("officer", OFFICER),
                    ("head", HEAD),
                    *((f"searcher-{n}", replace(HEAD, id=f"searcher-{n}")) for n in range(SEARCHERS)),
                )
            }
            ended, waits = asyncio.Event(), list[float]()
            busy = asyncio.create_task(_busy(here, ended, waits))
            await asyncio.sleep(3)
            began, before = time.perf_counter(), len(waits)
            browser = _Browser(http.client.HTTPConnection("127.0.0.1", port), cookies)
            found = await asyncio.to_thread(_ask, browser, ids)
            acts = (len(waits) - before) / (time.perf_counter() - began)
            ended.set()
            await busy
    return {
        "acts_a_second": acts,
        **{what: {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]} for what, times in found.items()},
    }  # fmt: skip


PAGES = {
    "today": "An officer’s page Today",
    "tray": "An officer’s work tray",
    "calendar": "An officer’s calendar",
    "tasks": "An officer’s tasks",
    "letters": "An officer’s letters",
    **{name: f"An officer’s {name.replace('-', ' ')}" for name in OF_OFFICERS if name.startswith("list of ")},
    "all": "Every open case, a page of them",
    "case": "A case’s page",
    "search": "A search by a child’s name",
    "save": "Saving a text of a plan as it is typed",
}
PAGES_OF_MANAGERS = {name: f"A manager’s page: {name}" for name in OF_MANAGERS}

METHOD = (
    f"{CASES:,} open cases of {OFFICERS} officers in {len(TEAMS)} teams, recorded by the worker's own code. One console "
    f"process has its sessions, gate and log; the embedded server and the worker run on the same machine, and {ACTS_A_SECOND} acts a "
    f"second are recorded in {BUSY_CASES} other cases at a time. Each page is requested {EACH} times, one after the other, and timed from "
    "the request to the last byte on loopback. The officer's tray is the page of their own 200 cases; the head's is a random "
    "page of all cases in a random order; the case is a random one with its whole page. A search by name sends the form, half of the time for "
    "text that every child's name contains and half for text that one or a few contain. The pages of managers are requested "
    f"with {MANY:,} open cases, for which cases are recorded and then copied. Each case has two processes beside it."
)


def aim_of(what: str) -> int:
    """Return the most milliseconds that a page may take."""
    if what == "save":
        return SAVE_AIM_MS
    return DASHBOARD_AIM_MS if what in OF_DASHBOARD else AIM_MS


def main() -> None:
    """Measure on one database, and print each page with its goal."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--cases", type=int, default=CASES, help="open cases, recorded one by one")
    asked.add_argument("--doublings", type=int, default=0, help="how often they are then copied")
    given = asked.parse_args()
    with ExitStack() as open_parts:
        folder = Path(open_parts.enter_context(tempfile.TemporaryDirectory()))
        address = open_parts.enter_context(postgres(folder)) if given.database == "postgresql" else None
        found = asyncio.run(measure(folder / "data", address, given.cases, given.doublings))
    cases = given.cases << given.doublings
    print(f"{cases:,} open cases in {given.database}, {found['acts_a_second']:.1f} acts a second meanwhile")
    for what, said in {**PAGES, **PAGES_OF_MANAGERS}.items():
        took, aim = found[what], aim_of(what)
        verdict = "" if took["p95"] <= aim else f"  over {aim} ms"
        print(f"p95 {took['p95']:6.0f} ms  p50 {took['p50']:6.0f} ms  {said}{verdict}")


if __name__ == "__main__":
    main()
