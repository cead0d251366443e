"""Load the demo caseload: record its past through the recorder, and start a workflow for each case that is open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from activities.case_starts import start_from
from activities.recording import record_past
from casework.access.permissions import OPERATOR, Role
from casework.authority.profile import Profile
from office.demo.caseload import Place, Wanted, caseload
from office.demo.coming_sittings import list_to_coming
from office.demo.ended_plans import record_ended_plan
from office.demo.made_case import MadeCase, made
from office.demo.planned import DemoSetting, PlannedCase
from office.demo.rates import shipped
from office.demo.sittings import record_sittings
from office.forecast import make_forecasts
from office.office import Office
from office.refusals import ActRefused
from office.sample_people import sample_people
from office.snapshots import take_snapshot
from records import case_forecasts, case_starts, cases, letter_file, people, settings, webhooks
from records.database import Database
from statute.local_time import start_of_day
from workflows.messages import CaseInput

MARKER = "demo.json"
"""The file of a data folder that says which caseload it holds, so that a second load goes on with the same one."""
_INVENTED = ".invalid"
"""The end of the e-mail address of an invented authority: no real address can have it (RFC 2606)."""
_BATCH = 20
_STARTS_AT_ONCE = 8

Progress = Callable[[int, int], None]
"""Called with how many cases and months are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the caseload, and how many cases it has, were new, are open, and are listed to a coming sitting."""

    wanted: Wanted
    cases: int
    new: int
    open: int
    listed: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        told = {**asdict(self.wanted), "until": self.wanted.until.isoformat()}
        return {**told, "cases": self.cases, "new": self.new, "open": self.open, "listed": self.listed}


async def load(
    office: Office, folder: Path, wanted: Wanted, progress: Progress, *, processes: int = 1
) -> Loaded:
    """Load a caseload into the records of an invented authority. A second load goes on where the first one stopped.

    The figures of each past month are kept as its last night would have kept them, and the first load forecasts the
    open cases. More than one of `processes` share the work. Raises ActRefused if the authority is a real one, a webhook would be
    told of the past, or the folder holds another caseload.
    """
    wanted = await asyncio.to_thread(_begun, office.database, folder, wanted)
    planned = await asyncio.to_thread(plan, office.database, wanted)
    gate, found = asyncio.Semaphore(processes), list[Recorded]()
    whole = len(planned) + len(wanted.month_ends)

    async def one(helpers: Executor | None, batch: list[PlannedCase]) -> None:
        async with gate:
            recorded = await _recorded_by(helpers, office.database, batch, start_of_day(wanted.until))
            await start(office, recorded.to_start)
            found.append(recorded)
            progress(sum(each.cases for each in found), whole)

    with _helpers(processes) as helpers:
        await asyncio.gather(*(one(helpers, batch) for batch in batches(planned)))
    await asyncio.to_thread(_record_sittings, office.database, planned, wanted.until)
    listed = await list_to_coming(office, planned)
    for place, day in enumerate(wanted.month_ends, start=1):
        await asyncio.to_thread(take_snapshot, office.database, day)
        progress(len(planned) + place, whole)
    await asyncio.to_thread(_forecast_once, office.database, wanted.until)
    new, still_open = sum(each.new for each in found), sum(each.open for each in found)
    return Loaded(wanted, len(planned), new, still_open, listed)


def _record_sittings(database: Database, planned: Sequence[PlannedCase], until: date) -> None:
    with database.write() as session:
        record_sittings(session, planned, until)


def _forecast_once(database: Database, day: date) -> None:
    """Forecast the open cases if nothing was forecast yet: a later load must not change what was predicted."""
    with database.read() as session:
        known = case_forecasts.newest(session)
    if known is None:
        make_forecasts(database, day)


@contextmanager
def _helpers(processes: int) -> Iterator[Executor | None]:
    """Give processes that record batches, or None if this one does it."""
    if processes == 1:
        yield None
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as helpers:
        yield helpers


async def _recorded_by(
    helpers: Executor | None, database: Database, batch: list[PlannedCase], until: datetime
) -> Recorded:
    if helpers is None:
        return await asyncio.to_thread(record_batch, database, batch, until)
    running = asyncio.get_running_loop()
    return await running.run_in_executor(helpers, record_in_process, database.address, batch, until)


def plan(database: Database, wanted: Wanted) -> list[PlannedCase]:
    """Return the cases of a caseload for the authority of the records. Raises ActRefused if no settings are loaded."""
    with database.read() as session:
        place = _place(session)
    return list(caseload(wanted, place, shipped()))


def _place(session: Session) -> Place:
    known = [
        DemoSetting(f"urn-{urn}", one.name, one.low_age, one.high_age)
        for urn, one in sorted(settings.all_settings(session).items())
        if one.is_open and one.low_age is not None and one.high_age is not None
    ]
    if not known:
        raise ActRefused("There are no schools or colleges in the records; load the sample settings first.")
    staff = sample_people().values()
    teams = sorted({team for one in staff for team in one.teams})
    officers = {
        team: [one.id for one in staff if Role.CASE_OFFICER in one.roles and team in one.teams]
        for team in teams
    }
    approver = next(one.id for one in staff if Role.TEAM_MANAGER in one.roles)
    return Place(officers, known, approver)


def _begun(database: Database, folder: Path, wanted: Wanted) -> Wanted:
    """Return the caseload of a folder, which is the wanted one if it holds none yet. Raises ActRefused."""
    marker = folder / MARKER
    if marker.exists():
        told = json.loads(marker.read_text(encoding="ascii"))
        before = Wanted(**{**told, "until": date.fromisoformat(told["until"])})
        if replace(before, until=wanted.until) != wanted:
            raise ActRefused(
                f"This data folder holds a caseload of {before.years} years and {before.size} requests a year from seed "
                f"{before.seed}. Use the same numbers, or another data folder."
            )
        return before
    with database.read() as session:
        profile = letter_file.authority(session)
        told_of_facts = any(one.ended_at is None for one in webhooks.every(session))
    if not _is_invented(profile):
        raise ActRefused(
            "The demo caseload is for an invented authority only, whose e-mail address ends with .invalid; use a data "
            "folder of its own."
        )
    if told_of_facts:
        raise ActRefused(
            "A webhook would be told of the invented past; remove it, or use another data folder."
        )
    content = json.dumps({**asdict(wanted), "until": wanted.until.isoformat()})
    marker.write_text(content, encoding="ascii")
    return wanted


def _is_invented(profile: Profile | None) -> bool:
    return profile is not None and (profile.authority.email or "").endswith(_INVENTED)


def batches(planned: Sequence[PlannedCase]) -> Iterator[list[PlannedCase]]:
    """Yield the cases in groups that are recorded in one transaction each."""
    left = iter(planned)
    while batch := list(islice(left, _BATCH)):
        yield batch


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a batch did: its cases, how many are new and open, and what starts the workflows that are missing."""

    cases: int
    new: int
    open: int
    to_start: tuple[CaseInput, ...]


def record_batch(database: Database, batch: Sequence[PlannedCase], until: datetime) -> Recorded:
    """Record the cases of a batch that are not in the records, in one transaction. Raises ActRefused."""
    with database.read() as session:
        known = cases.those(session, [one.case_id for one in batch])
        started = people.started(session, list(known))
    played = [made(one, until) for one in batch if one.case_id not in started]
    for one in played:
        row = known.get(one.intake.case_id)
        if row is not None and row.seq != len(one.case.steps):
            raise ActRefused("Another release began this caseload; load it into a new data folder.")
    new = [one for one in played if one.intake.case_id not in known]
    with database.write() as session:
        for one in new:
            record(session, one)
    still_open = [one for one in played if not one.case.outlook.closed]
    count = sum(not one.case.outlook.closed for one in new) + sum(
        row.closed_on is None for row in known.values()
    )
    return Recorded(len(batch), len(new), count, tuple(one.case.carried() for one in still_open))


@cache
def _database_at(address: str) -> Database:
    return Database(address)


def record_in_process(address: str, batch: Sequence[PlannedCase], until: datetime) -> Recorded:
    """Record a batch from a process of its own, which keeps its connection to the database."""
    return record_batch(_database_at(address), batch, until)


def record(session: Session, one: MadeCase) -> None:
    """Store the request of a case, its texts and everything that happened in it. No message is queued."""
    outlook = one.case.outlook
    intake = replace(one.intake, started=outlook.closed)
    people.register(session, intake, one.request.particulars.get("right_holder"), one.request.attends)
    for note_id, text in one.texts.items():
        people.add_note(session, intake.case_id, text, OPERATOR.id, intake.registered_at, note_id)
    record_past(session, intake.case_id, one.case.steps)
    if one.plan_ended_on is not None:
        record_ended_plan(session, intake.case_id, one.request.received_on, one.plan_ended_on)


async def start(office: Office, opened: Sequence[CaseInput]) -> None:
    """Start the workflows of open cases from what is recorded, and note that they are started."""
    gate = asyncio.Semaphore(_STARTS_AT_ONCE)

    async def one(given: CaseInput) -> None:
        async with gate:
            await start_from(office.client, office.task_queue, given)

    await asyncio.gather(*(one(given) for given in opened))

    def note() -> None:
        with office.database.write() as session:
            for given in opened:
                case_starts.done(session, given.opening.case_id)

    if opened:
        await asyncio.to_thread(note)
