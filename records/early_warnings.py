"""Early warnings: the last about each limit of a case, those that are not over, and the plans that answer them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select, text, true
from sqlalchemy.orm import Session

from casework.case.casework_acts import WARNING_ANSWERED
from casework.forecast.early_warning import EarlyWarning
from records.tables import CASE_LIVES, CASES, EARLY_WARNINGS, LEDGER, OPEN_WARNING
from records.tray import Within, seen
from records.upsert import upsert

_COLUMNS = [EARLY_WARNINGS.c[name] for name in EarlyWarning.__slots__]
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """The last plan for a limit at risk: the day that was planned, who recorded it and when."""

    planned_on: date
    by: str | None
    on: date | None

    def answers(self, warning: EarlyWarning) -> bool:
        """Whether the plan is for this warning: a plan whose day came before it was raised is for an earlier one."""
        return self.planned_on >= warning.raised_on

    def has_passed(self, today: date) -> bool:
        """Whether the planned day is over."""
        return self.planned_on < today


def needs_plan(warning: EarlyWarning, answer: Answer | None, today: date) -> bool:
    """Return whether a warning has no plan, or one whose day has passed."""
    return answer is None or not answer.answers(warning) or answer.has_passed(today)


@dataclass(frozen=True, slots=True)
class OpenWarning:
    """A warning that is not over, with the officer of its case."""

    warning: EarlyWarning
    officer: str | None


def last_warnings(session: Session) -> dict[tuple[str, str], EarlyWarning]:
    """Return the last warning about each limit of each open case."""
    table = EARLY_WARNINGS.c
    last = (
        select(table.case_id, table.limit, func.max(table.number).label("number"))
        .group_by(table.case_id, table.limit)
        .subquery()
    )
    query = (
        select(*_COLUMNS)
        .join(
            last,
            (last.c.case_id == table.case_id)
            & (last.c.limit == table.limit)
            & (last.c.number == table.number),
        )
        .join(CASES, CASES.c.case_id == table.case_id)
        .where((CASES.c.closed_on.is_(None)) | text(f"early_warnings.{OPEN_WARNING}"))
    )
    found = (EarlyWarning(**row) for row in session.execute(query).mappings())
    return {(one.case_id, one.limit): one for one in found}


def save(session: Session, warning: EarlyWarning) -> None:
    """Insert or replace a warning."""
    upsert(session, EARLY_WARNINGS, asdict(warning), key=("case_id", "limit", "number"))


def open_warnings(session: Session, within: Within, only: Collection[str] | None = None) -> list[OpenWarning]:
    """Return the warnings that are not over in the open cases that a person may see, the highest chance first.

    `only` limits them to some cases.
    """
    query = (
        select(*_COLUMNS, CASES.c.officer)
        .join(CASES, CASES.c.case_id == EARLY_WARNINGS.c.case_id)
        .where(
            text(OPEN_WARNING),
            seen(within),
            EARLY_WARNINGS.c.case_id.in_(sorted(only)) if only is not None else true(),
        )
        .order_by(EARLY_WARNINGS.c.percent.desc(), EARLY_WARNINGS.c.due_on, EARLY_WARNINGS.c.case_id)
    )
    return [
        OpenWarning(EarlyWarning(**{name: row[name] for name in EarlyWarning.__slots__}), row["officer"])
        for row in session.execute(query).mappings()
    ]


def open_of_case(session: Session, case_id: str) -> list[EarlyWarning]:
    """Return the warnings of a case that are not over, by last day."""
    query = select(*_COLUMNS).where(text(OPEN_WARNING), EARLY_WARNINGS.c.case_id == case_id)
    found = session.execute(query.order_by(EARLY_WARNINGS.c.due_on, EARLY_WARNINGS.c.limit)).mappings()
    return [EarlyWarning(**row) for row in found]


def answers(session: Session, case_ids: Collection[str]) -> dict[tuple[str, str], Answer]:
    """Return the last plan for each limit at risk of some cases, from the ledger."""
    found: dict[tuple[str, str], Answer] = {}
    wanted = sorted(set(case_ids))
    columns = (LEDGER.c.case_id, LEDGER.c.fields, LEDGER.c.by, LEDGER.c.on)
    for first in range(0, len(wanted), _AT_ONCE):
        query = select(*columns).where(
            LEDGER.c.case_id.in_(wanted[first : first + _AT_ONCE]), LEDGER.c.event == WARNING_ANSWERED
        )
        for case_id, fields, by, on in session.execute(query.order_by(LEDGER.c.case_id, LEDGER.c.number)):
            planned_on = date.fromisoformat(str(fields["planned_on"]))
            found[case_id, str(fields["limit"])] = Answer(planned_on, by, on)
    return found


def excused_limits(session: Session, case_ids: Collection[str]) -> set[tuple[str, str]]:
    """Return the limits of some cases that an accepted exception explains."""
    found = set()
    wanted = sorted(set(case_ids))
    for first in range(0, len(wanted), _AT_ONCE):
        query = select(CASE_LIVES.c.case_id, CASE_LIVES.c.excused).where(
            CASE_LIVES.c.case_id.in_(wanted[first : first + _AT_ONCE])
        )
        found |= {(case_id, role) for case_id, roles in session.execute(query) for role in roles}
    return found
