"""Record one act in several cases: choose the rows, check each, record each as an act of its own, and show the result.

The records keep which rows were chosen and which were refused, but none of the answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, Thing, refused, scope_of
from casework.case.actions import Act
from casework.case.acts import CATALOGUE
from casework.case.advisers import ADVISERS
from casework.case.case import Case
from casework.case.guard import refusal
from casework.case.ledger_line import events_of
from casework.case.several_cases import FOR_EACH_ADVISER, FOR_EACH_BREACH, FOR_EACH_WARNING, FOR_SEVERAL
from casework.case.stages import Stage
from office.batches import MOST
from office.gate import Gate
from office.notes import without_texts
from office.office import Office, opaque
from office.refusals import ActRefused, Unconfirmed
from records import cases, day, early_warnings, ledger, management, receipts
from records.caseload import Seen, sees
from records.cases import CaseRow
from records.database import Database
from records.management import Batch
from records.tray import Within
from statute.clock_roles import ClockRole
from statute.words import capital, short_date
from workflows.messages import ActMessage

_AT_ONCE = 6
_SEPARATOR = "|"
_OF_A_KEY = ("rule", "whose", "limit")
"""The fields that a key holds after the case and the adviser. A key ends with the last one that it needs."""
_SHORTEST_KEY = 4
"""The parts of a key without a limit, as batches that were recorded before limits keep it."""


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One act to record: its case, its adviser, the fields that the row gives, and what it is about in words."""

    case_id: str
    of: str | None = None
    fields: Mapping[str, str] | None = None
    about: str = ""

    @property
    def key(self) -> str:
        """Return what names the row in a form."""
        given = self.fields or {}
        parts = [self.case_id, self.of or "", *(given.get(name, "") for name in _OF_A_KEY)]
        return _SEPARATOR.join(parts if parts[-1] else parts[:_SHORTEST_KEY])


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with the reason why it cannot be recorded, or None if it can."""

    row: BulkRow
    why: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row: whether it is recorded, and otherwise why not."""

    row: BulkRow
    done: bool
    why: str | None


def start(
    database: Database,
    who: Person,
    action: str,
    case_ids: Sequence[str],
    keys: Sequence[str] = (),
) -> str:
    """Keep which cases, or which rows of them, a person has chosen for an act. Returns the id. Raises ActRefused."""
    batch = selection(who, action, case_ids, keys, f"batch-{opaque()}")
    with database.write() as session:
        management.begin_batch(session, batch)
    return batch.batch_id


def selection(who: Person, action: str, case_ids: Sequence[str], keys: Sequence[str], batch_id: str) -> Batch:
    """Return what a person has chosen for an act. Nothing is kept. Raises ActRefused."""
    if action not in FOR_SEVERAL:
        raise ActRefused("Select what to record in the cases you selected.")
    ids = tuple(dict.fromkeys((*case_ids, *(key.partition(_SEPARATOR)[0] for key in keys))))
    if not ids:
        raise ActRefused("Select at least one case.")
    if len(ids) > MOST:
        raise ActRefused(f"Select at most {MOST} cases, and the others afterwards.")
    content = {"cases": list(ids), "chosen": list(keys), "rows": [], "refused": {}, "recorded": False}
    return Batch(batch_id, action, who.id, datetime.now(UTC), content, None)


def find(database: Database, who: Person, batch_id: str) -> Batch:
    """Return what a person has chosen. Raises ActRefused if it is another person's, or is no act in several cases."""
    with database.read() as session:
        batch = management.find_batch(session, batch_id)
    if batch is None or batch.by != who.id or batch.kind not in FOR_SEVERAL:
        raise ActRefused("There is no such selection. Select the cases again.")
    return batch


def rows_to_choose(session: Session, who: Person, batch: Batch, today: date) -> list[BulkRow]:
    """Return the rows of the chosen cases that the act can be about, without cases that the person may not see."""
    seen = sees(session, _seen(who), frozenset(batch.content["cases"]))
    ids = [case_id for case_id in batch.content["cases"] if case_id in seen]
    if batch.kind in FOR_EACH_BREACH:
        return _breaches(session, who, ids, today)
    if batch.kind in FOR_EACH_WARNING:
        return _warnings(session, who, ids, today)
    if batch.kind in FOR_EACH_ADVISER:
        return _outstanding(session, ids)
    return [BulkRow(case_id) for case_id in ids]


def chosen_at_first(batch: Batch, rows: Iterable[BulkRow]) -> frozenset[str]:
    """Return the keys of the rows that are chosen before the person changes the choice.

    Which advisers have replied is for the person to say; every missed limit or warning of the chosen cases is chosen.
    """
    if batch.content["chosen"]:
        return frozenset(batch.content["chosen"])
    return frozenset() if batch.kind in FOR_EACH_ADVISER else frozenset(row.key for row in rows)


def check(session: Session, who: Person, rows: Sequence[BulkRow], act: Act, today: date) -> list[CheckedRow]:
    """Return for each row whether the act may be recorded, from the records. The workflows check again."""
    known = cases.those(session, sorted({row.case_id for row in rows}))
    found: dict[str, Case] = {}
    checked = []
    for row in rows:
        case_row = known.get(row.case_id)
        why = _may_not(who, case_row)
        if why is None and case_row is not None:
            case = found.get(row.case_id) or _case(session, case_row)
            found[row.case_id] = case
            why = refusal(case, _act_of(row, act), today)
        checked.append(CheckedRow(row, why))
    return checked


async def record(
    office: Office, gate: Gate, who: Person, batch: Batch, checked: Sequence[CheckedRow], act: Act
) -> dict[str, str]:
    """Record the act for each row that was not refused. Repeating the call finishes what was interrupted, and nothing is
    done twice. Returns the rows that are not recorded by their key, each with the reason.
    """
    on = act.on
    assert on is not None
    begun = {
        **batch.content,
        "rows": [{"key": one.row.key, "about": one.row.about} for one in checked],
        "recorded": True,
    }
    await asyncio.to_thread(_change, office.database, batch, begun)
    turns = asyncio.Semaphore(_AT_ONCE)
    refused_rows = {one.row.key: one.why for one in checked if one.why is not None}

    async def one(row: BulkRow) -> None:
        fields = {**act.fields, **(row.fields or {})}
        async with turns:
            try:
                await asyncio.to_thread(gate.check_act, who, row.case_id, act.action, fields)
                message = ActMessage(
                    action=act.action,
                    on=on,
                    of=row.of,
                    fields=fields,
                    by=who.id,
                    request_id=request_id(batch, row),
                )
                await office.act(row.case_id, message)
            except (ActRefused, Unconfirmed) as refusal_of_row:
                refused_rows[row.key] = str(refusal_of_row)

    await asyncio.gather(*(one(each.row) for each in checked if each.why is None))
    await asyncio.to_thread(_change, office.database, batch, {**begun, "refused": refused_rows})
    return refused_rows


def results(session: Session, who: Person, batch: Batch) -> list[Result]:
    """Return what became of each row, from the receipts, without cases that the person may no longer see."""
    rows = [_row_of(one["key"], one["about"]) for one in batch.content["rows"]]
    seen = sees(session, _seen(who), frozenset(row.case_id for row in rows))
    found = []
    for row in rows:
        if row.case_id in seen:
            done = receipts.receipt_of(session, row.case_id, request_id(batch, row)) is not None
            found.append(Result(row, done, None if done else batch.content["refused"].get(row.key)))
    return found


def _breaches(session: Session, who: Person, ids: Sequence[str], today: date) -> list[BulkRow]:
    """Return the missed limits of some cases, without those for which a plan until today or later is recorded."""
    wanted = frozenset(ids)
    within = Within(who.id, _seen(who).teams, own=False)
    planned = {
        (one.case_id, one.fields.get("rule"), one.fields.get("whose"))
        for one in management.watched(session, within, only=wanted)
        if one.event in FOR_EACH_BREACH and str(one.fields.get("planned_on") or "") >= today.isoformat()
    }
    return [
        BulkRow(
            late.case_id,
            None,
            {"rule": late.rule, **({"whose": late.of} if late.of else {})},
            f"{late.title}{f' – {_adviser(late.of)}' if late.of else ''}, due {short_date(late.due_on)}",
        )
        for late in management.breaches(session, within, today, only=wanted)
        if (late.case_id, late.rule, late.of) not in planned
    ]


def _warnings(session: Session, who: Person, ids: Sequence[str], today: date) -> list[BulkRow]:
    """Return the early warnings of some cases that have no plan, or one whose day has passed."""
    found = early_warnings.open_warnings(session, Within(who.id, _seen(who).teams, own=False), ids)
    plans = early_warnings.answers(session, ids)
    return [
        BulkRow(
            one.case_id, None, {"limit": one.limit},
            f"{one.title}, due {short_date(one.due_on)}, {one.percent} in 100 to be missed",
        )
        for one in (each.warning for each in found)
        if early_warnings.needs_plan(one, plans.get((one.case_id, one.limit)), today)
    ]  # fmt: skip


def _outstanding(session: Session, ids: Sequence[str]) -> list[BulkRow]:
    clocks = day.clocks_of(session, ids)
    return [
        BulkRow(
            case_id, one.of, None, f"{capital(_adviser(one.of))}, due {short_date(one.due_on)}"
        )
        for case_id in ids
        for one in clocks.get(case_id, ())
        if one.role == ClockRole.RETURN_ADVICE and one.is_owed and one.of
    ]  # fmt: skip


def _adviser(of: str | None) -> str:
    return ADVISERS.get(of or "", (of or "").replace("_", " "))


def _may_not(who: Person, row: CaseRow | None) -> str | None:
    if row is None:
        return "There is no such case."
    return refused(who, Right.ACT, Thing(officer=row.officer, team=row.team))


def _case(session: Session, row: CaseRow) -> Case:
    return Case(Stage(row.stage), events_of(ledger.facts_of(session, row.case_id)))


def _act_of(row: BulkRow, act: Act) -> Act:
    """Return the act of one row for the guard, which sees no free text."""
    return replace(
        act, of=row.of, fields={**without_texts(CATALOGUE[act.action], act.fields), **(row.fields or {})}
    )


def _seen(who: Person) -> Seen:
    everywhere = scope_of(who, Right.SEE_CASELOAD) is Scope.ALL
    return Seen(who.id, None if everywhere else who.teams)


def _row_of(key: str, about: str) -> BulkRow:
    case_id, of, *given = key.split(_SEPARATOR)
    fields: dict[str, Any] = {name: value for name, value in zip(_OF_A_KEY, given, strict=False) if value}
    return BulkRow(case_id, of or None, fields or None, about)


def request_id(batch: Batch, row: BulkRow) -> str:
    """Return the id of the act of one row, the same whenever the batch is recorded again."""
    return f"{batch.batch_id}-{sha256(row.key.encode()).hexdigest()[:16]}"


def _change(database: Database, batch: Batch, content: dict[str, Any]) -> None:
    with database.write() as session:
        management.change_batch(session, batch.batch_id, content)
