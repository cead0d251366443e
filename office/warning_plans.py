"""Early warnings for programs: list those that a person may see, and answer many of them with one plan."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.case.actions import Act
from casework.case.casework_acts import WARNING_ANSWERED
from casework.forecast.early_warning import EarlyWarning
from office import bulk_acts
from office.bulk_acts import BulkRow, CheckedRow, Result
from office.gate import Gate
from office.office import Office
from office.team_scope import team_scope
from records import early_warnings, management, receipts
from records.early_warnings import Answer
from records.management import Batch

NO_WARNING = "There is no warning about this deadline that needs a plan, among the cases that you may see. Read the list again."


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A warning that is not over, the officer of its case, and the plan for it if there is one."""

    warning: EarlyWarning
    officer: str | None
    plan: Answer | None
    needs_plan: bool


def at_risk(session: Session, who: Person, today: date) -> list[AtRisk]:
    """Return the warnings of a person's own cases or, for a manager, of their teams, the highest chance first."""
    own = scope_of(who, Right.SEE_ALERTS) is Scope.OWN
    found = [
        one
        for one in early_warnings.open_warnings(session, team_scope(who))
        if not own or one.officer == who.id
    ]
    plans = early_warnings.answers(session, {one.warning.case_id for one in found})
    listed = []
    for one in found:
        plan = plans.get((one.warning.case_id, one.warning.limit))
        needs = early_warnings.needs_plan(one.warning, plan, today)
        its_plan = plan if plan is not None and plan.answers(one.warning) else None
        listed.append(AtRisk(one.warning, one.officer, its_plan, needs))
    return listed


def selection(who: Person, limits: Sequence[tuple[str, str]], batch_id: str) -> Batch:
    """Return the limits, each of a case, that one plan answers. Nothing is kept. Raises ActRefused if there are none."""
    rows = [_row(*one) for one in limits]
    return bulk_acts.selection(
        who, WARNING_ANSWERED, [row.case_id for row in rows], [row.key for row in rows], batch_id
    )


def check(
    session: Session, who: Person, limits: Collection[tuple[str, str]], batch: Batch, act: Act, today: date
) -> list[CheckedRow]:
    """Return for each limit whether the plan may be recorded. A limit that this batch has answered may be asked for again."""
    offered = {row.key: row for row in bulk_acts.rows_to_choose(session, who, batch, today)}
    checked = []
    for one in dict.fromkeys(limits):
        row = _row(*one)
        if row.key in offered:
            checked += bulk_acts.check(session, who, [offered[row.key]], act, today)
        elif receipts.receipt_of(session, row.case_id, bulk_acts.request_id(batch, row)) is not None:
            checked.append(CheckedRow(row, None))
        else:
            checked.append(CheckedRow(row, NO_WARNING))
    return checked


async def record(
    office: Office, gate: Gate, who: Person, batch: Batch, checked: Sequence[CheckedRow], act: Act
) -> list[Result]:
    """Record the plan for each limit that was not refused, and return what became of each.

    The same batch again finishes what was interrupted, and answers no warning twice.
    """

    def begin() -> None:
        with office.database.write() as session:
            management.begin_batch(session, batch)

    await asyncio.to_thread(begin)
    why = await bulk_acts.record(office, gate, who, batch, checked, act)
    return [Result(one.row, one.row.key not in why, why.get(one.row.key)) for one in checked]


def _row(case_id: str, limit: str) -> BulkRow:
    return BulkRow(case_id, None, {"limit": limit})
