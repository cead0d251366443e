"""The deadlines at risk on the page Today: those without a plan, the most likely to be missed first."""

from __future__ import annotations

from collections.abc import Iterable

from casework.access.permissions import Right, scope_of
from office.team_scope import team_scope
from records import early_warnings
from starter.console.views import early_warnings as view
from starter.console.views.today_blocks import Block, Desk, Entry

_SHOWN = 5
"""The most warnings on the page Today. The worst come first, and a manager's link leads to the others."""


def at_risk(desk: Desk) -> Iterable[Block]:
    """Yield the worst deadlines at risk of the person's own cases or, for a manager, of their teams."""
    if scope_of(desk.person, Right.SEE_ALERTS) is None:
        return
    found = [
        one
        for one in early_warnings.open_warnings(desk.session, team_scope(desk.person))
        if not desk.owns or one.officer == desk.person.id
    ]
    plans = early_warnings.answers(desk.session, {one.warning.case_id for one in found})
    rows = []
    for one in found:
        plan = plans.get((one.warning.case_id, one.warning.limit))
        row = view.row(one.warning, plan, desk.people, desk.today)
        if row["needs_plan"]:
            rows.append(row)
    entries = tuple(
        Entry(
            f"{row['title']}: say how you will meet it",
            row["href"],
            row["case_id"],
            f"{row['percent']} in 100 to be missed. {row['because']}",
            row["due_on"],
            (row["due_on"] - desk.today).days,
        )
        for row in rows[:_SHOWN]
    )
    manages = scope_of(desk.person, Right.ASSIGN) is not None
    more = ("/manager/warnings", f"See all {len(rows)}") if manages and len(rows) > _SHOWN else None
    yield Block("at-risk", "Deadlines at risk without a plan", entries, len(rows), more)
