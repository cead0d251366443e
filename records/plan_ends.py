"""When plans ended, as the processes say that keep their lives: a case that has closed is not told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.processes.registry import BY_KIND, PROCESSES, keeps_plan
from records.tables import PROCESSES as ROWS

_KEEP_PLANS = tuple(one.kind for one in PROCESSES if keeps_plan(one))
_AT_ONCE = 500


def ends_of_plans(session: Session, case_ids: Collection[str]) -> dict[str, tuple[date, str]]:
    """Return the day and the way in which the plans of some cases ended, by case, without those in force."""
    query = select(ROWS.c.case_id, ROWS.c.kind, ROWS.c.content)
    query = query.where(ROWS.c.kind.in_(_KEEP_PLANS), ROWS.c.is_over.is_(True))
    wanted, found = list(case_ids), dict[str, tuple[date, str]]()
    for first in range(0, len(wanted), _AT_ONCE):
        chosen = query.where(ROWS.c.case_id.in_(wanted[first : first + _AT_ONCE]))
        for row in session.execute(chosen.order_by(ROWS.c.process_id)):
            process = BY_KIND[row.kind]
            if (end := process.plan_end(process.state(row.content))) is not None:
                found[row.case_id] = end
    return found
