"""Assign up to 200 cases at once. Each is a separate act, and the batch can be undone within an hour."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from casework.access.permissions import Person, Right
from office.gate import Gate
from office.office import Office
from office.refusals import ActRefused, Unconfirmed
from records import cases, management, receipts
from records.cases import CaseRow
from records.database import Database
from records.management import Batch
from workflows.messages import ActMessage

UNDO_WITHIN = timedelta(hours=1)
MOST = 200
"""The most cases in one batch."""
BATCH_ID = re.compile(r"batch-[a-z0-9]{12}")
_AT_ONCE = 6
ASSIGN = "officer_assigned"
"""The act of an assignment, which is the kind of its batch."""
_UNASSIGNED = "officer_unassigned"
_Act = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Wish:
    """The officer or team that some cases are assigned to."""

    batch_id: str
    case_ids: tuple[str, ...]
    officer: str
    team: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One case of a batch: its earlier officer and its status. `why` says why it was not changed."""

    case_id: str
    officer: str | None
    team: str | None
    done: bool
    undone: bool
    why: str | None


def rows_of(database: Database, case_ids: tuple[str, ...]) -> list[CaseRow]:
    """Return the current rows of some cases. Raises ActRefused if there are none or too many."""
    if not case_ids:
        raise ActRefused("Choose at least one case.")
    if len(case_ids) > MOST:
        raise ActRefused(f"Choose at most {MOST} cases; assign the rest afterwards.")
    with database.read() as session:
        found = [cases.find(session, case_id) for case_id in dict.fromkeys(case_ids)]
    return [row for row in found if row is not None]


async def assign(office: Office, gate: Gate, who: Person, wish: Wish, today: date) -> None:
    """Assign the chosen cases. Repeating the call finishes an interrupted batch and does nothing twice."""
    rows = await asyncio.to_thread(rows_of, office.database, wish.case_ids)
    items = await asyncio.to_thread(_items, gate, who, rows)
    content = {
        "to": {"officer": wish.officer, "team": wish.team},
        "items": items,
        "refused": {},
        "undone": {},
    }
    begun = Batch(wish.batch_id, ASSIGN, who.id, datetime.now(UTC), content, None)

    def begin() -> Batch:
        with office.database.write() as session:
            management.begin_batch(session, begun)
            kept = management.find_batch(session, wish.batch_id)
        assert kept is not None
        return kept

    kept = await asyncio.to_thread(begin)
    _check_owner(kept, who)
    to = kept.content["to"]
    fields = {name: value for name, value in to.items() if value}
    wanted = dict.fromkeys(kept.content["items"], (ASSIGN, fields))
    refused = await _each(office, gate, who, wanted, kept.batch_id, today)
    await asyncio.to_thread(_change, office.database, kept, {**kept.content, "refused": refused}, None)


def _items(gate: Gate, who: Person, rows: Sequence[CaseRow]) -> dict[str, dict[str, str | None]]:
    """Return the officer and team of each case before the batch, if the person may assign the case."""
    unknown: dict[str, str | None] = {"officer": None, "team": None}
    return {
        row.case_id: {"officer": row.officer, "team": row.team}
        if gate.may(who, Right.ASSIGN, row.case_id)
        else unknown
        for row in rows
    }


async def undo(office: Office, gate: Gate, who: Person, batch_id: str, today: date) -> None:
    """Undo a batch, except for cases that have been assigned again since. Raises ActRefused."""
    kept = await asyncio.to_thread(find, office.database, who, batch_id)
    if datetime.now(UTC) - kept.at > UNDO_WITHIN:
        raise ActRefused("This was more than an hour ago; assign the cases again instead.")
    to = kept.content["to"]
    wanted: dict[str, _Act] = {}
    left: dict[str, str] = {}
    kept_with: dict[str, str] = {}
    rows = {
        row.case_id: row
        for row in await asyncio.to_thread(rows_of, office.database, tuple(kept.content["items"]))
    }
    for item in await asyncio.to_thread(items_of, office.database, kept):
        if not item.done:
            continue
        if rows[item.case_id].officer != to["officer"]:
            left[item.case_id] = "it has been assigned again since"
        else:
            team = {"team": item.team} if item.team else {}
            officer = {"officer": item.officer} if item.officer else {}
            wanted[item.case_id] = (ASSIGN if officer else _UNASSIGNED, {**officer, **team})
            if to["team"] and not item.team:
                kept_with[item.case_id] = f"it stays with team {to['team']}, because it had no team before"
    left |= await _each(office, gate, who, wanted, f"{batch_id}-undo", today)
    content = {**kept.content, "undone": {**dict.fromkeys(wanted, ""), **kept_with, **left}}
    await asyncio.to_thread(_change, office.database, kept, content, datetime.now(UTC))


def find(database: Database, who: Person, batch_id: str) -> Batch:
    """Return a batch that the person made. Raises ActRefused."""
    with database.read() as session:
        kept = management.find_batch(session, batch_id)
    if kept is None or kept.kind != ASSIGN:
        raise ActRefused("There is no such batch.")
    _check_owner(kept, who)
    return kept


def items_shown(database: Database, gate: Gate, who: Person, batch: Batch) -> list[Item]:
    """Return the result for each case of a batch that the person may see now."""
    return [one for one in items_of(database, batch) if gate.may(who, Right.SEE_CASE, one.case_id)]


def items_of(database: Database, batch: Batch) -> list[Item]:
    """Return the result for each case of a batch, from the receipts of its acts."""
    undone: Mapping[str, str] = batch.content["undone"]
    items = []
    with database.read() as session:
        for case_id, was in batch.content["items"].items():
            done = receipts.receipt_of(session, case_id, f"{batch.batch_id}-{case_id}") is not None
            back = receipts.receipt_of(session, case_id, f"{batch.batch_id}-undo-{case_id}") is not None
            why = undone.get(case_id) or batch.content["refused"].get(case_id)
            items.append(Item(case_id, was["officer"], was["team"], done, back, why or None))
    return items


def _check_owner(batch: Batch, who: Person) -> None:
    if batch.by != who.id:
        raise ActRefused("Another person made this batch; ask them, or assign the cases yourself.")


async def _each(
    office: Office, gate: Gate, who: Person, wanted: Mapping[str, _Act], ids: str, today: date
) -> dict[str, str]:
    """Record an assignment in each case. Returns the refusals by case."""
    turns = asyncio.Semaphore(_AT_ONCE)
    refused: dict[str, str] = {}

    async def one(case_id: str, action: str, fields: dict[str, Any]) -> None:
        async with turns:
            try:
                await asyncio.to_thread(gate.check_act, who, case_id, action, fields)
                message = ActMessage(
                    action=action, on=today, fields=fields, by=who.id, request_id=f"{ids}-{case_id}"
                )
                await office.act(case_id, message)
            except (ActRefused, Unconfirmed) as refusal:
                refused[case_id] = str(refusal)

    await asyncio.gather(*(one(case_id, *act) for case_id, act in wanted.items()))
    return refused


def _change(database: Database, batch: Batch, content: dict[str, Any], undone_at: datetime | None) -> None:
    with database.write() as session:
        management.change_batch(session, batch.batch_id, content, undone_at)
