"""Measure the work tray and a case's page with 5,000 open cases, while acts are recorded."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import random
import re
import statistics
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from activities.recording import Recorder
from bench.cases import ACTS_A_SECOND, Pace, request
from bench.place import Place, console_of, place
from casework.access.permissions import Person, Role
from casework.case.acts import ADVISERS, Act
from casework.case.case import Case, after, considered
from casework.case.stages import Stage
from engine.console_settings import ConsoleSettings
from office.office import opaque
from records import people
from records.database import Database
from starter.console.csrf import FIELD
from starter.console.sessions import Sessions
from starter.console.sign_in_settings import entrance_of
from starter.terminal.data_folder import today
from statute.facts import Event
from workflows.messages import ActDone, ActMessage, Opening, RecordRequest, Transition

CASES = 5000
OFFICERS, TEAMS = 25, ("north", "south", "east", "west")
EACH = 150
"""How often each page is requested."""
AIM_MS = 150
BUSY_CASES = 24

OFFICER = Person("officer-3", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"west"}))
SEARCHERS = 6
"""The number of people who take turns to search, because one person may do so 30 times a minute."""
HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))
_STORIES: tuple[tuple[int, tuple[tuple[int, str, str | None], ...]], ...] = (
    (20, ()),
    (45, ((35, "assessment_agreed", None), *((36, "advice_requested", one) for one in ("school", "health", "parent")))),
    (70, ((35, "assessment_agreed", None), (36, "advice_requested", "school"), (60, "advice_received", "school"))),
    (100, ((35, "assessment_agreed", None), (36, "advice_requested", "school"), (60, "advice_received", "school"), (80, "plan_agreed", None), (95, "draft_issued", None))),
    (60, ((40, "assessment_refused", None),)),
)  # fmt: skip
"""The stories of the cases: how many days ago the request came, and what was done how many days later."""


def fill(database: Database) -> list[str]:
    """Record the open cases as a worker does, each in one transaction. Returns their ids."""
    recorder, ids = Recorder(database), list[str]()
    for number in range(CASES):
        case_id = f"case-{opaque()}"
        days, acts = _STORIES[number % len(_STORIES)]
        received = today() - timedelta(days=days - number % 10)
        team, officer = TEAMS[number % OFFICERS % len(TEAMS)], f"officer-{number % OFFICERS}"
        case = considered(Case(Stage.RECEIVED, (Event("request_received", received),)))
        opening = Opening(
            case_id=case_id, on=received, fields={"source": "parent"}, officer=officer, team=team
        )
        now = datetime.now(UTC)
        steps = [Transition(seq=1, recorded_at=now, stage=case.stage, opening=opening)]
        for place_of, (after_days, action, of) in enumerate(acts, start=2):
            act = Act(action, min(today(), received + timedelta(days=after_days)), of)
            case = after(case, act)
            done = ActDone(action=action, on=act.on, of=of, by=officer, stage=case.stage)
            steps.append(Transition(seq=place_of, recorded_at=now, stage=case.stage, acts=(done,)))
        with database.write() as session:
            people.register(
                session,
                people.Intake(
                    case_id, case_id, None, f"Sample Child {number}", received - timedelta(days=2500), None, None, "parent", received,
                    team, officer, now, True,
                ),
            )  # fmt: skip
        recorder.record_transition(RecordRequest(case_id=case_id, run_id="bench", transitions=tuple(steps)))
        ids.append(case_id)
    return ids


async def _busy(where: Place, ended: asyncio.Event, waits: list[float]) -> None:
    """Record acts in separate cases at a steady pace, until the measurement ends."""
    pace = Pace()

    async def one() -> None:
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

    def ask(self, who: str, path: str, form: dict[str, str] | None = None) -> tuple[float, bytes]:
        """Request a page or send a form. Returns the milliseconds until the last byte, and the unpacked page."""
        headers = {"Cookie": self.cookies[who], "Accept-Encoding": "gzip"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(
            "POST" if form else "GET", path, urlencode(form) if form else None, headers=headers
        )
        answer = self.connection.getresponse()
        page = answer.read()
        if answer.status == 303:  # the answer to a form is a page of its own (decision 0063)
            self.connection.request("GET", answer.getheader("Location", "/"), headers=headers)
            answer = self.connection.getresponse()
            page = answer.read()
        taken = (time.perf_counter() - began) * 1000
        assert answer.status == 200, f"{path}: {answer.status}"
        return taken, gzip.decompress(page) if answer.getheader("Content-Encoding") == "gzip" else page


def _ask(port: int, cookies: dict[str, str], ids: list[str]) -> dict[str, list[float]]:
    """Request each page in turn, as browsers do. Returns how long each answer took."""
    browser = _Browser(http.client.HTTPConnection("127.0.0.1", port), cookies)
    tokens = {who: _token(browser.ask(who, "/search")[1]) for who in cookies if who.startswith("searcher")}
    chosen = random.Random(1)
    found: dict[str, list[float]] = {"today": [], "tray": [], "all": [], "case": [], "search": []}
    for turn in range(EACH):
        page = chosen.randrange(1, 60)
        sort = chosen.choice(("due", "standing", "stage", "officer"))
        for what, who, path in (
            ("today", "officer", "/today"),
            ("tray", "officer", "/"),
            ("all", "head", f"/?part=all&sort={sort}&page={page}"),
            ("case", "head", f"/cases/{chosen.choice(ids)}"),
        ):
            found[what].append(browser.ask(who, path)[0])
        name = "sample child" if turn % 2 else f"child {chosen.randrange(CASES)}"
        who = f"searcher-{turn % SEARCHERS}"
        taken, shown = browser.ask(who, "/search", {FIELD: tokens[who], "q": name})
        assert b"/cases/case-" in shown, f"no child was found by {name}"
        found["search"].append(taken)
    return found


def _token(page: bytes) -> str:
    """Return the token of a form on a page."""
    token = re.search(rf'name="{FIELD}" value="(\w+)"', page.decode())
    assert token is not None
    return token[1]


async def measure(folder: Path, database_url: str | None = None) -> dict[str, Any]:
    """Measure the pages on a database: SQLite in the folder, or the one at an address."""
    async with place(folder, database_url) as here:
        ids = await asyncio.to_thread(fill, here.office.database)
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
            found = await asyncio.to_thread(_ask, port, cookies, ids)
            acts = (len(waits) - before) / (time.perf_counter() - began)
            ended.set()
            await busy
    return {
        "acts_a_second": acts,
        **{what: {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]} for what, times in found.items()},
    }  # fmt: skip


METHOD = (
    f"{CASES:,} open cases of {OFFICERS} officers in {len(TEAMS)} teams, recorded by the worker's own code. One console "
    f"process has its sessions, gate and log; the embedded server and the worker run on the same machine, and {ACTS_A_SECOND} acts a "
    f"second are recorded in {BUSY_CASES} other cases at a time. Each page is requested {EACH} times, one after the other, and timed from "
    "the request to the last byte on loopback. The officer's tray is the page of their own 200 cases; the head's is a random "
    "page of all cases in a random order; the case is a random one with its whole page. A search by name sends the form, half of the time for "
    "text that every child's name contains and half for text that one or a few contain."
)
