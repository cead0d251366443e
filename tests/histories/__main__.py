"""Record the histories that are missing. One that exists is never recorded anew: it is what a live case holds.

They are recorded without encryption, so that no key need be kept with them; what the plugin reads it reads the same.
"""

from __future__ import annotations

import asyncio
import json
import socket
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory
from temporalio.plugin import SimplePlugin
from temporalio.testing import WorkflowEnvironment

from activities.webhook_starts import WebhookStarts
from casework.case.law_of_case import pin_at_opening
from casework.case.openings import BEGINNINGS
from casework.processes.registry import process_of
from engine.converter import data_converter
from engine.keys import key_ring
from engine.plugin import sandbox
from office.sending import sent
from office.webhooks import add, webhook_as_json
from records.database import Database
from starter.simulate.clocks import Clocked
from starter.simulate.processes import ProcessesPlayed, is_in_process, keep_mediators
from starter.simulate.virtual_time import MORNING, Played, PlayedProcess, Scene, virtual_time
from statute.local_time import start_of_day
from tests.activities.keys import secrets_of
from tests.activities.receiver import receiving
from tests.activities.steps import Story
from tests.histories.stories import (
    AREA_PLANS,
    CALLED,
    DISPUTES,
    MEDIATORS,
    NIGHTS,
    OF_THE_PLAN,
    OPENS,
    SITTINGS,
    STORIES,
    WEBHOOKS,
)
from worker import build_webhook_worker
from workflows.messages import ActMessage, EarlierAct, Opening
from workflows.nightly import Nightly
from workflows.process_messages import ProcessOpening
from workflows.summaries import Shown

HERE = Path(__file__).parent
RECEIVED = date(2024, 3, 4)
BEFORE = "before "


async def record(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ring = key_ring(Path(folder) / "unused.json")
        clear = replace(data_converter(ring), payload_codec=None)
        plugin = SimplePlugin("clear", data_converter=clear, workflow_runner=sandbox)
        async with virtual_time(Path(folder), plugin) as (environment, database):
            keep_mediators(database, MEDIATORS)
            if set(names) & set(WEBHOOKS):
                await _tell(environment, database)
            for name in names:
                if name in WEBHOOKS:
                    continue
                if name in NIGHTS:
                    await _work_a_night(name, environment)
                    continue
                if name in SITTINGS:
                    await _sit(name, environment, database)
                    continue
                if name in AREA_PLANS:
                    await _plan(name, environment, database)
                    continue
                if name in CALLED:
                    await _call(name, environment, database)
                    continue
                opening = _opening(name)
                played = Played(environment, database, opening)
                await played.begin()
                disputes = ProcessesPlayed(environment, database, played)
                for said in (each for each in STORIES[name] if not each.startswith(BEFORE)):
                    await _play(environment, played, disputes, said)
                await _write(name, played)
                for dispute_id in (each for each in disputes.begun() if each in DISPUTES):
                    beside = PlayedProcess(environment, database, dispute_id, opening.clock_starts_at)
                    await beside.handle.result()
                    await _write(dispute_id.replace("-", "_"), beside)


def _opening(name: str) -> Opening:
    """The opening of a case, with what was done before it was taken over."""
    beginning = BEGINNINGS[OPENS.get(name, "assessment")]
    case_id = f"case-{name.replace('_', '-')}"
    before = tuple(
        _done_before(said.removeprefix(BEFORE), case_id) for said in STORIES[name] if said.startswith(BEFORE)
    )
    starts_on = max((RECEIVED, *(one.on for one in before)))
    return Opening(
        case_id=case_id,
        on=RECEIVED,
        event=beginning.event,
        fields={"source": "parent", **beginning.fields},
        officer="officer-1",
        team="north",
        clock_starts_at=start_of_day(starts_on) + MORNING,
        acts=before,
        told_before=bool(before),
    )


def _done_before(said: str, case_id: str) -> ActMessage:
    action, on, of, *settings = (*said.split(), "-")[: max(3, len(said.split()))]
    fields = _fields(settings)
    if "issues" in fields:
        fields["issues"] = fields["issues"].split(",")
    return ActMessage(
        action=action,
        on=date.fromisoformat(on),
        of=None if of == "-" else of,
        fields=fields,
        request_id=f"{case_id}-intake-{action}",
        take_over=True,
        told_before=True,
    )


async def _sit(name: str, environment: WorkflowEnvironment, database: Database) -> None:
    called = date(2024, 5, 1)
    members = {"ed-1": "education", "ed-2": "education", "he-1": "health", "so-1": "social_care"}
    opening = ProcessOpening(
        kind="panel",
        id=name.replace("_", "-"),
        fields={
            "sits_on": "2024-05-20",
            "papers_by": "2024-05-13",
            "chair": "ed-1",
            "members": [{"id": id_, "role": role} for id_, role in members.items()],
        },
        team="north",
        clock_starts_at=start_of_day(called) + MORNING,
    )
    played = PlayedProcess(environment, database, opening.id, opening.clock_starts_at)
    await played.begin(opening)
    for said in SITTINGS[name]:
        action, on, case, *settings = said.split()
        fields: dict[str, Any] = dict(setting.split("=") for setting in settings)
        if "present" in fields:
            fields["present"] = fields["present"].split(",")
        scene = Scene(action, date.fromisoformat(on), None if case == "-" else case, fields)
        await played.act(scene, fields.pop("by", "ed-1"), request_id=said)
    await played.handle.result()
    await _write(name, played)


async def _plan(name: str, environment: WorkflowEnvironment, database: Database) -> None:
    """A plan for the local area, from its first section to its end."""
    started = date(2025, 2, 1)
    opening = ProcessOpening(
        kind="area_strategy",
        id=name.replace("_", "-"),
        fields={
            "type": "local_strategy",
            "lead": "manager-1",
            "signer": "head-1",
            "opened_on": started.isoformat(),
        },
        clock_starts_at=start_of_day(started) + MORNING,
    )
    played = PlayedProcess(environment, database, opening.id, opening.clock_starts_at)
    await played.begin(opening)
    for said in AREA_PLANS[name]:
        action, on, *settings = said.split()
        fields = dict(setting.split("=") for setting in settings)
        scene = Scene(action, date.fromisoformat(on), None, fields)
        await played.act(scene, "head-1", request_id=said[:60])
        await played.settle()
    await played.handle.result()
    await _write(name, played)


async def _call(name: str, environment: WorkflowEnvironment, database: Database) -> None:
    """A process that people call in a case that is over, from its first act to its end."""
    first, *rest = CALLED[name]
    action, on, _, *settings = first.split()
    process_id = name.replace("_", "-")
    process = process_of(process_id)
    assert process is not None
    called = ActMessage(
        action=action,
        on=date.fromisoformat(on),
        fields=_fields(settings),
        by="officer-1",
        request_id=first[:60],
    )
    opening = ProcessOpening(
        kind=process.kind,
        id=process_id,
        fields={"case": "case-one", **OF_THE_PLAN.get(name, {})},
        team="north",
        clock_starts_at=start_of_day(date.fromisoformat(on)) + MORNING,
        law=pin_at_opening(called.on),
        first=called,
    )
    played = PlayedProcess(environment, database, opening.id, opening.clock_starts_at)
    await played.begin(opening)
    for said in rest:
        action, on, _, *settings = said.split()
        scene = Scene(action, date.fromisoformat(on), None, _fields(settings))
        await played.act(scene, "officer-1", request_id=said[:60])
    await played.handle.result()
    await _write(name, played)


def _fields(settings: list[str]) -> dict[str, Any]:
    """The fields of an act, each as NAME=VALUE, or as NAME=ONE+ANOTHER for a list."""
    pairs = (setting.split("=") for setting in settings)
    read = {"yes": True}
    return {name: value.split("+") if "+" in value else read.get(value, value) for name, value in pairs}


async def _tell(environment: WorkflowEnvironment, database: Database) -> None:
    """A webhook whose receiver answers 500 to the first attempt."""
    with receiving(500, 204) as receiver:
        add(
            database,
            secrets_of(database),
            receiver.url,
            ("request_received",),
            "admin-1",
            loopback=True,
            its_id="webhook-recorded",
        )
        Story("case-told").record(database)
        async with (
            build_webhook_worker(environment.client, "simulation", database, secrets_of(database), True),
            WebhookStarts(environment.client, "simulation", database),
        ):
            while (await asyncio.to_thread(webhook_as_json, database, "webhook-recorded"))["arrived"] < 1:
                await asyncio.sleep(0.5)
            for name, workflow_id in WEBHOOKS.items():
                handle = environment.client.get_workflow_handle(workflow_id)
                await handle.result()
                _keep(name, await handle.fetch_history())


async def _work_a_night(name: str, environment: WorkflowEnvironment) -> None:
    handle = await environment.client.start_workflow(
        Nightly.run, id=NIGHTS[name], task_queue="simulation", static_summary=Shown("The work of one night")
    )
    await handle.result()
    _keep(name, await handle.fetch_history())


async def _write(name: str, played: Clocked) -> None:
    _keep(name, await played.handle.fetch_history())


def _keep(name: str, history: WorkflowHistory) -> None:
    told = _without_the_machine(json.loads(history.to_json().replace(socket.gethostname(), "machine")))
    (HERE / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _without_the_machine(told: Any) -> Any:
    """A history without the name of the machine that recorded it."""
    if isinstance(told, dict):
        return {
            key: "recorder" if key == "identity" else _without_the_machine(value)
            for key, value in told.items()
        }
    return [_without_the_machine(one) for one in told] if isinstance(told, list) else told


def _of_the_past(acts: list[str], request_id: str) -> ActMessage:
    """The message of several acts of earlier days, each as ACT:DAY or ACT:DAY:OF."""
    *earlier, last = (
        EarlierAct(action=action, on=date.fromisoformat(on), of=of[0] if of else None)
        for action, on, *of in (act.split(":") for act in acts)
    )
    return ActMessage(
        action=last.action,
        on=last.on,
        of=last.of,
        by="officer-1",
        request_id=request_id,
        told_before=True,
        earlier=tuple(earlier),
    )


async def _play(
    environment: WorkflowEnvironment, played: Played, disputes: ProcessesPlayed, said: str
) -> None:
    action, *words = said.split()
    if action == "signal":
        await played.go_to(start_of_day(date.fromisoformat(words[1])) + MORNING)
        await played.handle.signal(words[0], {"action": words[0], "on": words[1], "request_id": said})
        return
    day = date.fromisoformat(words[0])
    await disputes.go_to(start_of_day(day) + MORNING)
    if action == "past":
        await played.go_to(start_of_day(day) + MORNING)
        await sent(environment.client, played.opening.case_id, _of_the_past(words[1:], said), None)
        return
    if action == "until":
        await played.go_to(start_of_day(day) + MORNING)
        return
    of, *settings = words[1:] or ["-"]
    fields: dict[str, Any] = dict(setting.split("=") for setting in settings)
    by = fields.pop("by", None)
    for name in {"issues", "dates", "agreed_on"} & set(fields):
        fields[name] = fields[name].split(",")
    fields = {name: True if value == "yes" else value for name, value in fields.items()}
    scene = Scene(action, day, None if of == "-" else of, fields, by)
    if is_in_process(action, by):
        await disputes.act(scene)
        return
    await played.act(scene, take_over=False, request_id=said)
    await disputes.find()


if __name__ == "__main__":
    missing = [
        name
        for name in (*STORIES, *SITTINGS, *AREA_PLANS, *CALLED, *WEBHOOKS, *NIGHTS)
        if not (HERE / f"{name}.json").exists()
    ]
    asyncio.run(record(missing))
