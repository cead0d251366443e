"""What every way in does with a sitting of the panel: call it, act at it, look at it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from casework.processes.panel.sitting import PANEL_ACTS, Member, bad_members
from office.office import Office, opaque, recorded
from office.process_acts import act_beside
from office.refusals import ActRefused, no_such_case
from records import cases, people, sittings
from records.database import Database
from records.sittings import SittingRow
from statute.local_time import london_date
from statute.words import listed, short_date
from workflows.messages import ActMessage, Receipt
from workflows.proceeding_messages import MemberMessage, SittingOpening
from workflows.sitting import PanelSitting
from workflows.words import SITTING_ABOUT, sitting_title

PAPERS_DAYS = 7
"""Calendar days before a sitting by which papers are due, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Call:
    """A sitting to be called."""

    sits_on: date
    members: tuple[Member, ...]
    chair: str
    papers_by: date | None = None
    team: str | None = None


def call_of(call: Call, today: date) -> SittingOpening:
    """The opening of a sitting. Raises ActRefused with one sentence."""
    if (why := bad_members(call.members, call.chair)) is not None:
        raise ActRefused(why)
    if call.sits_on < today:
        raise ActRefused(f"{short_date(call.sits_on)} is over; call a sitting for today or later.")
    papers_by = call.papers_by or max(today, call.sits_on - timedelta(days=PAPERS_DAYS))
    if papers_by > call.sits_on:
        raise ActRefused(
            f"Papers cannot be due on {short_date(papers_by)}, after the sitting on {short_date(call.sits_on)}."
        )
    return SittingOpening(
        sitting_id=f"sitting-{opaque()}",
        sits_on=call.sits_on,
        papers_by=papers_by,
        chair=call.chair,
        members=tuple(MemberMessage(id=member.id, role=member.role) for member in call.members),
        team=call.team,
        firm=True,
        signed_by_those_there=True,
    )


async def start_sitting(client: Client, task_queue: str, opening: SittingOpening) -> None:
    """Start the workflow of a sitting, unless it has been started."""
    with suppress(WorkflowAlreadyStartedError):
        await client.start_workflow(
            PanelSitting.run,
            opening,
            id=opening.sitting_id,
            task_queue=task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=sitting_title(opening.sits_on),
            static_details=SITTING_ABOUT,
        )


async def call_sitting(office: Office, call: Call, by: str | None, sitting_id: str | None = None) -> str:
    """Call a sitting: its id, the one that is given or a new one. Raises ActRefused; then nothing is started."""
    opening = call_of(call, london_date(datetime.now(UTC))).model_copy(update={"by": by})
    if sitting_id is not None:
        opening = opening.model_copy(update={"sitting_id": sitting_id})
    await start_sitting(office.client, office.task_queue, opening)

    def there() -> bool:
        with office.database.read() as session:
            return sittings.find(session, opening.sitting_id) is not None

    await recorded(there, f"Sitting {opening.sitting_id} is called")
    return opening.sitting_id


async def act_at(office: Office, sitting_id: str, message: ActMessage) -> Receipt:
    """Record an act at a sitting; `of` is the case. Raises ActRefused with the sentence; then nothing is written."""
    known, case = PANEL_ACTS.get(message.action), message.of
    if known is None:
        raise ActRefused(
            f"There is no act {message.action!r} at a sitting; the acts are {listed(PANEL_ACTS)}."
        )
    await asyncio.to_thread(_known, office.database, case, message.action)
    return await act_beside(office, sitting_id, case or sitting_id, known, message)


def sitting_as_json(database: Database, sitting_id: str) -> dict[str, Any]:
    """A sitting with its agenda and the words of its recommendations. Raises ActRefused where there is none."""
    with database.read() as session:
        row = sittings.find(session, sitting_id)
        if row is None:
            raise ActRefused(f"There is no sitting {sitting_id!r}; `ehcp panel sittings` lists them.")
        told = dict(row.content)
        told["items"] = [
            {
                **item,
                **{
                    name: people.note(session, item[name]) if item[name] else None
                    for name in ("reason", "dissent")
                },
            }
            for item in told["items"]
        ]
    return told


def sittings_as_json(rows: Iterable[SittingRow]) -> list[dict[str, Any]]:
    """Some sittings in short."""
    return [
        {
            "sitting": row.sitting_id,
            "sits_on": row.sits_on.isoformat(),
            "papers_by": row.papers_by.isoformat(),
            "stage": row.status,
            "cases": len(row.content["items"]),
        }
        for row in rows
    ]


def _known(database: Database, case: str | None, action: str) -> None:
    if case is None:
        return
    with database.read() as session:
        row = cases.find(session, case)
    if row is None:
        raise no_such_case(case)
    if action == "list_case" and row.closed_on is not None:
        raise ActRefused(
            f"Case {case} was closed on {short_date(row.closed_on)}; the panel has nothing to advise on."
        )
