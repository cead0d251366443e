"""Measure whole cases, one act after the other, and bare workflows with as many durable steps."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bench.bare import QUEUE, Bare, Steps
from bench.place import ROOT, Place
from casework.case.acts import CATALOGUE
from office.intake import Request
from office.office import Office, opaque
from office.plans import check, save
from starter.terminal.data_folder import today
from workflows.messages import ActMessage

ADVISERS = ("parent", "school", "health", "educational_psychologist", "social_care")
"""The advisers that every assessment needs (reg 6(1))."""
_PLAN = ROOT / "samples" / "plan.json"
SETTINGS = ("urn-100001", "urn-100002")
AT_ONCE = 12
ACTS_A_SECOND = 5


def request(days_ago: int) -> Request:
    """Return a request for an invented child."""
    key = opaque()
    return Request(
        key=key,
        reference=None,
        child_name=f"Sample Child {key}",
        born_on=None,
        family=None,
        email=None,
        source="parent",
        received_on=today() - timedelta(days=days_ago),
        team="north",
        officer="officer-1",
        acts=(),
    )


def acts() -> list[tuple[str, str | None]]:
    """Return the acts of a whole case with their advisers. All are on one day, so that no limit passes."""
    return [
        ("assessment_agreed", None),
        *[("advice_requested", adviser) for adviser in ADVISERS],
        *[("advice_received", adviser) for adviser in ADVISERS],
        ("plan_agreed", None),
        ("draft_issued", None),
        *[("setting_consulted", setting) for setting in SETTINGS],
        *[("setting_responded", setting) for setting in SETTINGS],
        ("representations_received", None),
        ("final_issued", None),
    ]


class Pace:
    """Lets one act begin in each fifth of a second, over all officers."""

    def __init__(self) -> None:
        self._next = 0.0

    async def __call__(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(now, self._next + 1 / ACTS_A_SECOND)
        await asyncio.sleep(self._next - now)


async def whole_case(
    place: Place, waits: list[float], pace: Pace | None = None, until: str | None = None
) -> str:
    """Open a case and carry it to its final plan, or to before the act `until`. Adds to `waits` the time of each act."""
    asked = request(0)
    case, _ = await place.office.open(asked)
    plan = await asyncio.to_thread(saved_plan, place.office, case, asked.child_name)
    for action, of in acts():
        if action == until:
            break
        if pace is not None:
            await pace()
        began = time.perf_counter()
        paper = CATALOGUE[action].paper
        fields = await asyncio.to_thread(sent, place.office, plan, paper == "final") if paper else {}
        message = ActMessage(
            action=action,
            on=today(),
            of=of,
            fields=fields,
            by="officer-1",
            request_id=opaque(),
        )
        await place.office.act(case, message)
        waits.append(time.perf_counter() - began)
    return case


def saved_plan(office: Office, case: str, child: str) -> str:
    """Save a plan for the child of a case. Returns its id."""
    content = json.loads(_PLAN.read_text(encoding="utf-8"))
    content["about"] |= {"name": child, "born_on": None}
    content["front"]["contacts"] = []
    return str(save(office.database, case, content, "officer-1")["plan"])


def sent(office: Office, plan: str, final: bool) -> dict[str, Any]:
    """Return the fields of an act that sends a plan, with its findings read and accepted."""
    code = check(office.database, plan, final)["code"]
    return {"document": plan, "findings_accepted_by": "officer-1", "findings_seen": code}


async def whole_bare_case(place: Place, waits: list[float]) -> str:
    """Run a bare workflow that also changes search attributes, and begins a plan and a review."""
    return await bare_case(place, waits, whole=True)


async def bare_case(place: Place, waits: list[float], *, whole: bool = False) -> str:
    """Run a bare workflow with as many updates, activities and timers."""
    name = f"bare-{opaque()}"
    handle = await place.plain.start_workflow(Bare.run, Steps(len(acts()), whole), id=name, task_queue=QUEUE)
    for number in range(len(acts())):
        began = time.perf_counter()
        await handle.execute_update(Bare.step, number)
        waits.append(time.perf_counter() - began)
    return name


async def per_second(
    one: Callable[[Place, list[float]], Awaitable[str]], place: Place, cases: int
) -> tuple[float, list[float], list[str]]:
    """Return cases a second, the waits of their acts, and their ids."""
    gate, waits = asyncio.Semaphore(AT_ONCE), list[float]()

    async def held() -> str:
        async with gate:
            return await one(place, waits)

    began = time.perf_counter()
    names = await asyncio.gather(*(held() for _ in range(cases)))
    return cases / (time.perf_counter() - began), waits, list(names)


async def measure(place: Place, cases: int = 40, rounds: int = 3) -> dict[str, Any]:
    """Measure cases and bare workflows in turns. Returns the median of each."""
    await per_second(whole_case, place, 6)
    await per_second(bare_case, place, 6)
    ours, bare, whole = list[float](), list[float](), list[float]()
    names, paced, quiet = list[str](), list[float](), list[float]()
    for _ in range(rounds):
        speed, _, found = await per_second(whole_case, place, cases)
        ours.append(speed)
        names += found
        bare.append((await per_second(bare_case, place, cases))[0])
        whole.append((await per_second(whole_bare_case, place, cases))[0])
    for _ in range(6):
        names.append(await whole_case(place, quiet))
    pace = Pace()
    await asyncio.gather(*(whole_case(place, paced, pace) for _ in range(AT_ONCE)))
    return {
        "cases_per_second": statistics.median(ours),
        "bare_per_second": statistics.median(bare),
        "whole_bare_per_second": statistics.median(whole),
        "act_p50": statistics.median(quiet),
        "act_p95": statistics.quantiles(quiet, n=20)[-1],
        "paced_p95": statistics.quantiles(paced, n=20)[-1],
        "acts_each": len(acts()),
        "names": names,
    }
