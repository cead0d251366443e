"""A scenario on virtual time: the real workflows, the real server and real records, and weeks in seconds."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from casework.acts import CATALOGUE, OPENINGS, PROCESS_ONLY
from casework.guard import malformed
from engine.attributes import register_search_attributes
from engine.binary import binary
from engine.keys import key_ring
from engine.plugin import case_plugin
from records import people
from records.database import Database
from starter.office import ActRefused, opaque, start, why_refused
from starter.reading import case_as_json, ledger_as_json
from statute.contradictions import contradiction
from statute.errors import BadFacts
from statute.local_time import start_of_day
from statute.schema import facts_from_data
from worker import build_worker
from workflows.messages import ActMessage, CaseOutcome, Opening, Receipt

_MORNING = timedelta(hours=9)
_THREADS = 8


@dataclass(frozen=True, slots=True)
class Scene:
    """One act of a scenario, on its day."""

    action: str
    on: date
    of: str | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens in a case, and until when it is watched."""

    opening: Opening
    scenes: tuple[Scene, ...]
    until: date


def scenario_of(content: Any) -> Scenario:
    """A scenario from its JSON. Raises BadFacts with one sentence."""
    if not isinstance(content, dict):
        raise BadFacts("The scenario is not an object with events; see the README for its form.")
    content = dict(content)
    until_written = content.pop("until", None) or content.get("as_at")
    rows = content.get("events")
    if not isinstance(rows, list) or not rows:
        raise BadFacts('The scenario has no "events"; give at least the request_received with its date.')
    scenes, statutory = [], []
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("event"), str):
            raise BadFacts(f'Event {place} is not an object with an "event".')
        scenes.append(_scene(place, row))
        if row["event"] not in PROCESS_ONLY:
            statutory.append({name: value for name, value in row.items() if not _is_text(row["event"], name)})
    facts, _ = facts_from_data({**content, "events": statutory})
    if (why := contradiction(facts.events)) is not None:
        raise BadFacts(why)
    scenes += [_claim(row, scenes) for row in content.get("exceptions", ())]
    scenes.sort(key=lambda scene: scene.on)
    last = max(scene.on for scene in scenes)
    until = _day("until", until_written) if until_written is not None else last
    first = scenes[0]
    if until < first.on:
        raise BadFacts(f'"until" is {until}, before the first event on {first.on}; give a later day.')
    opens = first.action in OPENINGS
    opening = Opening(
        case_id=f"case-{opaque()}",
        event=first.action if opens else "request_received",
        on=first.on if opens else None,
        not_after=None if opens else first.on,
        fields=dict(first.fields) if opens else {},
        clock_starts_at=start_of_day(first.on) + _MORNING,
    )
    rest = tuple(scene for scene in (scenes[1:] if opens else scenes) if scene.on <= until)
    return Scenario(opening, rest, until)


def _scene(place: int, row: Mapping[str, Any]) -> Scene:
    name = row["event"]
    if name not in CATALOGUE and name not in OPENINGS:
        import difflib

        near = difflib.get_close_matches(name, [*OPENINGS, *CATALOGUE], n=1)
        raise BadFacts(
            f"Event {place}: {name!r} is not known" + (f"; did you mean {near[0]!r}?" if near else ".")
        )
    fields = {key: value for key, value in row.items() if key not in ("event", "on", "of", "not_after")}
    of = row.get("of")
    if of is not None and not isinstance(of, str):
        raise BadFacts(f'Event {place} ({name}): "of" must be text.')
    on = _day(f"Event {place} ({name})", row.get("on"))
    if name in CATALOGUE:
        written = {key: "note" if _is_text(name, key) else value for key, value in fields.items()}
        if (why := malformed(name, of, written)) is not None:
            raise BadFacts(f"Event {place}: {why}")
    return Scene(name, on, of, fields)


def _claim(row: Mapping[str, Any], scenes: list[Scene]) -> Scene:
    """An exception is claimed on the last day that it tells of: by then everything in it is known."""
    fields = {name: value for name, value in row.items() if name != "of" and value is not None}
    days = [
        date.fromisoformat(fields[name])
        for name in ("from", "to", "family_told_on", "missed_on")
        if name in fields
    ]
    return Scene("exception_claimed", max([scenes[0].on, *days]), row.get("of"), fields)


def _is_text(action: str, name: str) -> bool:
    known = CATALOGUE.get(action)
    found = known.field(name) if known else None
    return found is not None and found.kind == "text"


def _day(where: str, written: Any) -> date:
    try:
        if not isinstance(written, str) or len(written) != 10:
            raise ValueError
        return date.fromisoformat(written)
    except ValueError:
        raise BadFacts(
            f"{where}: {written!r} is not a date; write it as YYYY-MM-DD, such as 2024-03-04."
        ) from None


@asynccontextmanager
async def virtual_time(folder: Path) -> AsyncIterator[tuple[WorkflowEnvironment, Database]]:
    """A server on virtual time, a worker and records of its own, in a folder."""
    database = Database(f"sqlite:///{folder / 'records.db'}")
    database.migrate()
    plugin = case_plugin(key_ring(folder / "keys" / "payload.json"))
    async with await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=str(binary()),
        ts_config=TimeSkippingConfig(enabled=False),
        dev_server_extra_args=[
            "--dynamic-config-value",
            "frontend.WorkflowTimeSkippingEnabled=true",
            "--dynamic-config-value",
            'history.timerProcessorMaxTimeShift="5ms"',  # else each skip waits for up to a second
            "--db-filename",
            str(folder / "temporal.db"),
        ],
        dev_server_startup_timeout=timedelta(seconds=30),
        plugins=[plugin],
    ) as environment:
        await register_search_attributes(environment.client)
        with ThreadPoolExecutor(_THREADS) as threads:
            async with build_worker(environment.client, "simulation", database, threads):
                yield environment, database
    database.close()


class Stage:
    """One case on virtual time, moved from day to day."""

    def __init__(self, environment: WorkflowEnvironment, database: Database, opening: Opening) -> None:
        self._environment, self._database, self.opening = environment, database, opening
        client: Client = environment.client
        self.handle: WorkflowHandle[Any, CaseOutcome] = client.get_workflow_handle(
            opening.case_id, result_type=CaseOutcome
        )
        if opening.clock_starts_at is None:
            raise ValueError("a case on virtual time needs the instant at which its clock starts")
        self._clock: datetime = opening.clock_starts_at
        self._started = 0.0

    async def begin(self) -> None:
        """Start the case."""
        self._started = asyncio.get_running_loop().time()
        await start(self._environment.client, "simulation", self.opening)

    async def go_to(self, instant: datetime) -> bool:
        """Move the case's clock on to an instant; False where the case was over before."""
        passed = timedelta(seconds=asyncio.get_running_loop().time() - self._started)
        left = instant - (self._clock + passed)
        if left > timedelta() and await self.is_open():
            self._clock += left
            return await self._environment.fast_forward(self.handle, left)
        return await self.is_open()

    async def is_open(self) -> bool:
        """Whether the case's workflow is running."""
        return (await self.handle.describe()).status is WorkflowExecutionStatus.RUNNING

    async def act(self, scene: Scene, *, take_over: bool = True, request_id: str | None = None) -> Receipt:
        """Record an act at nine in the morning of its day, or later where it is that already. Raises ActRefused."""
        if not await self.go_to(start_of_day(scene.on) + _MORNING):
            raise ActRefused("The case was closed before this day.")
        message = ActMessage(
            action=scene.action,
            on=scene.on,
            of=scene.of,
            fields=self._with_notes(scene),
            by="scenario",
            request_id=request_id or opaque(),
            take_over=take_over,
        )
        try:
            receipt: Receipt = await self.handle.execute_update(
                scene.action, message, id=message.request_id, result_type=Receipt
            )
        except WorkflowUpdateFailedError as failure:
            raise ActRefused(why_refused(failure)) from None
        return receipt

    def _with_notes(self, scene: Scene) -> dict[str, Any]:
        fields = dict(scene.fields)
        for name, value in fields.items():
            if _is_text(scene.action, name):
                with self._database.write() as session:
                    fields[name] = people.add_note(
                        session, self.opening.case_id, str(value), "scenario", start_of_day(scene.on)
                    )
        return fields


async def simulate(scenario: Scenario) -> dict[str, Any]:
    """Play a scenario to its end, and tell what happened, when, and who was told."""
    refused: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="ehcp-") as name:
        async with virtual_time(Path(name)) as (environment, database):
            stage = Stage(environment, database, scenario.opening)
            await stage.begin()
            for scene in scenario.scenes:
                try:
                    await stage.act(scene)
                except ActRefused as refusal:
                    refused.append(
                        {
                            "on": scene.on.isoformat(),
                            "action": scene.action,
                            "of": scene.of,
                            "why": str(refusal),
                        }
                    )
            await stage.go_to(start_of_day(scenario.until + timedelta(days=1)) - timedelta(hours=1))
            told = case_as_json(database, scenario.opening.case_id, scenario.until)
            ledger = ledger_as_json(database, scenario.opening.case_id)
    return {
        "case": told["case"],
        "stage": told["stage"],
        "until": scenario.until.isoformat(),
        "rag": told["rag"],
        "closed_on": told["closed_on"],
        "rule_pack": told["rule_pack"],
        "obligations": told["obligations"],
        "notices": told["notices"],
        "ledger": ledger,
        "refused": refused,
    }
