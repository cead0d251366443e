"""A scenario on virtual time: the real workflows, the real server and real records, and weeks in seconds."""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from casework.case.acts import CATALOGUE, Act
from casework.case.guard import malformed
from casework.case.law_vocabulary import is_of_law
from casework.case.openings import OPENINGS, REQUESTS
from casework.case.particulars import wrong_shape
from casework.processes.registry import BY_KIND, GROUPS, PROCESSES, act_of, process_of
from office.act_fields import with_days
from office.case_view import case_as_json, ledger_as_json, notice_as_json
from office.office import opaque
from office.processes import belongs_to_cases, process_as_json
from office.refusals import ActRefused
from office.standard_links import of_case as standards_of_case
from records import ledger, outbox
from records import processes as processes_of
from records.database import Database
from starter.simulate.bands import BandStep, play_bands, take_bands
from starter.simulate.early_support import KEY as EARLY_SUPPORT
from starter.simulate.early_support import PlannedSupport, planned_support
from starter.simulate.processes import (
    CalledProcess,
    CalledStep,
    ProcessesPlayed,
    called_keys,
    is_in_process,
    keep_mediators,
    take_called,
)
from starter.simulate.standards import StandardsPlayed, take_standards
from starter.simulate.virtual_time import MORNING, Played, Scene, is_text, virtual_time
from statute.contradictions import contradiction
from statute.errors import BadFacts
from statute.local_time import start_of_day
from statute.schema import facts_from_data
from statute.written_date import HOW, read_day
from workflows.messages import Opening

_MONTH = re.compile(r"\d{4}-\d{2}")
_KNOWN = (
    *OPENINGS,
    *CATALOGUE,
    *(name for each in PROCESSES if each.starts_from or each.hears_from_plan for name in each.acts),
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens in a case, and until when it is watched; `mediators` is the authority's list of them.

    `early_support`, `bands` and `standards` are recorded in the case and change no date.
    """

    opening: Opening
    scenes: tuple[Scene, ...]
    until: date
    called: tuple[CalledProcess, ...] = ()
    mediators: tuple[str, ...] = ()
    bands: tuple[BandStep, ...] = ()
    early_support: PlannedSupport | None = None
    standards: StandardsPlayed = field(default_factory=StandardsPlayed)

    @property
    def steps(self) -> list[Scene | CalledStep]:
        """What happens, in the order of its days; on one day what is called comes before what the authority does."""
        called = [step for one in self.called for step in one.steps if step.on <= self.until]
        return sorted([*called, *self.scenes], key=lambda each: each.on)


def scenario_of(content: Any) -> Scenario:
    """A scenario from its JSON. Raises BadFacts with one sentence."""
    if not isinstance(content, dict):
        raise BadFacts("The scenario is not an object with events; see the README for its form.")
    content = dict(content)
    until_written = content.pop("until", None) or content.get("as_at")
    called = {key: content.pop(key) for key in called_keys() if key in content}
    mediators = _mediators(content.pop("mediators", []))
    bands = take_bands(content.pop("bands", []))
    early = planned_support(content.pop(EARLY_SUPPORT)) if EARLY_SUPPORT in content else None
    standards = take_standards(content.pop("standards", None))
    has_plan = content.pop("plan_maintained", False) is True
    rows = content.get("events")
    if not isinstance(rows, list) or not rows:
        raise BadFacts('The scenario has no "events"; give at least the request_received with its date.')
    scenes, statutory = [], []
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("event"), str):
            raise BadFacts(f'Event {place} is not an object with an "event".')
        scenes.append(_scene(place, row))
        if (row["event"] in CATALOGUE and is_of_law(row["event"])) or row["event"] in OPENINGS:
            statutory.append(
                {
                    name: value
                    for name, value in row.items()
                    if name != "by" and not is_text(row["event"], name)
                }
            )
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
    opens = first.action in (OPENINGS if has_plan else REQUESTS)
    opening = Opening(
        case_id=f"case-{opaque()}",
        event=first.action if opens else "request_received",
        on=first.on if opens else None,
        not_after=None if opens else first.on,
        fields=dict(first.fields) if opens else {},
        clock_starts_at=start_of_day(first.on) + MORNING,
    )
    rest = tuple(scene for scene in (scenes[1:] if opens else scenes) if scene.on <= until)
    played = take_called({**called, "events": content["events"]}, opening.case_id, first.on)
    return Scenario(opening, rest, until, played, mediators, bands, early, standards)


def _mediators(written: Any) -> tuple[str, ...]:
    if not isinstance(written, list) or not all(isinstance(each, str) and each for each in written):
        raise BadFacts('"mediators" is not a list of ids; write it as ["mediator-1", "mediator-2"].')
    return tuple(written)


def _scene(place: int, row: Mapping[str, Any]) -> Scene:
    name = row["event"]
    if name not in _KNOWN:
        near = difflib.get_close_matches(name, _KNOWN, n=1)
        raise BadFacts(
            f"Event {place}: {name!r} is not known" + (f"; did you mean {near[0]!r}?" if near else ".")
        )
    fields = {key: value for key, value in row.items() if key not in ("event", "on", "of", "not_after", "by")}
    fields = with_days(CATALOGUE.get(name) or act_of(name), fields)
    of = row.get("of")
    if of is not None and not isinstance(of, str):
        raise BadFacts(f'Event {place} ({name}): "of" must be text.')
    on = _day(f"Event {place} ({name})", row.get("on"))
    if name in CATALOGUE:
        written = {key: "note" if is_text(name, key) else value for key, value in fields.items()}
        if (why := malformed(name, of, written)) is not None:
            raise BadFacts(f"Event {place}: {why}")
    by = row.get("by")
    if by is not None and not isinstance(by, str):
        raise BadFacts(f'Event {place} ({name}): "by" must be text.')
    if name not in CATALOGUE and name not in OPENINGS:
        known = act_of(name)
        assert known is not None, name
        written = {key: "note" if is_text(name, key) else value for key, value in fields.items()}
        if (why := wrong_shape(known, Act(name, on, of, written))) is not None:
            raise BadFacts(f"Event {place}: {why}")
    return Scene(name, on, of, fields, by)


def _claim(row: Mapping[str, Any], scenes: list[Scene]) -> Scene:
    """An exception is claimed on the last day that it tells of: by then everything in it is known."""
    fields = {name: value for name, value in row.items() if name != "of" and value is not None}
    days = [
        _day("An exception", fields[name])
        for name in ("from", "to", "family_told_on", "missed_on")
        if name in fields
    ]
    return Scene("exception_claimed", max([scenes[0].on, *days]), row.get("of"), fields)


def _day(where: str, written: Any) -> date:
    if isinstance(written, str) and _MONTH.fullmatch(written):
        raise BadFacts(
            f"{where}: {written!r} is a month, and a simulation runs day by day; give a day, or ask `ehcp timeline`."
        )
    try:
        if not isinstance(written, str):
            raise ValueError(f"is not a date; {HOW}")
        return read_day(written)
    except ValueError as wrong:
        said = str(wrong).replace("2026-03-04", "2024-03-04")
        raise BadFacts(f"{where}: {written!r} {said}.") from None


def _refused(each: Scene | CalledStep, refusal: ActRefused) -> dict[str, Any]:
    scene = each if isinstance(each, Scene) else each.scene
    return {
        "on": each.on.isoformat(),
        "action": scene.action if scene else "",
        "of": scene.of if scene else None,
        "why": str(refusal),
    }


async def simulate(scenario: Scenario) -> dict[str, Any]:
    """Play a scenario to its end, and tell what happened, when, and who was told."""
    refused: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="ehcp-") as name:
        async with virtual_time(Path(name)) as (environment, database):
            keep_mediators(database, scenario.mediators)
            scenario.standards.load(database)
            played = Played(environment, database, scenario.opening)
            await played.begin()
            beside = ProcessesPlayed(environment, database, played, scenario.called)
            for each in scenario.steps:
                await beside.go_to(start_of_day(each.on) + MORNING)
                try:
                    if not isinstance(each, Scene):
                        await beside.take(each)
                    elif is_in_process(each.action, each.by):
                        await beside.act(each)
                    else:
                        await played.act(each)
                except ActRefused as refusal:
                    refused.append(_refused(each, refusal))
            evening = start_of_day(scenario.until + timedelta(days=1)) - timedelta(hours=1)
            await beside.go_to(evening)
            await played.go_to(evening)
            refused += scenario.standards.play(database, scenario.opening.case_id, scenario.until)
            processes = [_process(database, each, scenario) for each in (*beside.called(), *beside.begun())]
            told = case_as_json(database, scenario.opening.case_id, scenario.until)
            ledger = ledger_as_json(database, scenario.opening.case_id)
            compared = standards_of_case(database, scenario.opening.case_id)
            shown = _beside_case(database, told, (*beside.begun(), *beside.called()), scenario.until)
            if scenario.bands:
                of_case = (database, scenario.opening.case_id, scenario.bands, scenario.until)
                shown["bands"], not_banded = play_bands(*of_case)
                refused += not_banded
    return {
        "case": told["case"],
        "stage": told["stage"],
        "until": scenario.until.isoformat(),
        "rag": told["rag"],
        "closed_on": told["closed_on"],
        "rule_pack": told["rule_pack"],
        **shown,
        "consulted": told["consulted"],
        "decisions": told["decisions"],
        "processes": processes,
        "standards": compared,
        "obligations": told["obligations"],
        "notices": told["notices"],
        "ledger": ledger,
        "refused": refused,
        **_early_support(scenario),
    }


def _early_support(scenario: Scenario) -> dict[str, Any]:
    """What stood beside the request, where the scenario has early support."""
    requested_on = scenario.opening.on or scenario.opening.not_after
    if scenario.early_support is None or requested_on is None:
        return {}
    return {EARLY_SUPPORT: scenario.early_support.as_json(requested_on, scenario.until)}


def _beside_case(
    database: Database, told: dict[str, Any], begun: Iterable[str], until: date
) -> dict[str, Any]:
    """What the case shows of the processes beside it, by the key of each group: those that belong to it, whole."""
    ids = tuple(begun)
    return {
        group.case_key: [
            process_as_json(database, each, until)
            for each in ids
            if (process := process_of(each)) is not None and process.group == group
        ]
        if belongs_to_cases(group)
        else told[group.case_key]
        for group in GROUPS
        if group.in_cases
    }


def _process(database: Database, process_id: str, scenario: Scenario) -> dict[str, Any]:
    """A process of a scenario: how it stands, its limits, who was told of it, and its ledger."""
    with database.read() as session:
        row = processes_of.find(session, process_id)
        lines = ledger.facts_of(session, process_id)
        case_lines = ledger.facts_of(session, scenario.opening.case_id)
        sent = outbox.of_case(session, scenario.opening.case_id)
    assert row is not None, process_id
    process = BY_KIND[row.kind]
    state = process.state(row.content)
    told = {line.seq for line in case_lines if (line.request_id or "").startswith(f"{process_id}-")}
    steps = (f"{process_id}-", *(f"{scenario.opening.case_id}-{seq}-" for seq in sorted(told)))
    return {
        "kind": process.kind,
        "id": process_id,
        "stage": row.status,
        "shows": process.list_json(row.content, scenario.until),
        "limits": [one.as_json() for one in process.obligations(state, scenario.until)],
        "notices": [notice_as_json(one) for one in sent if one.dispatch_id.startswith(steps)],
        "ledger": [
            {
                "on": line.on.isoformat() if line.on else None,
                "event": line.event,
                "text": line.text,
                "by": line.by,
            }
            for line in lines
        ],
    }
