"""The views of a manager who assigns cases: the cases, what would change, and the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.case.stages import Stage
from office.batches import ASSIGN, MOST, UNDO_WITHIN, Item
from office.team_scope import team_scope
from records import cases, management, staff, tray
from records.caseload import Seen, sees
from records.cases import CaseRow
from records.management import Batch
from records.tray import UNASSIGNED, Wanted, Within
from starter.console.views import labels
from starter.console.views.manager import manager_frame
from starter.console.views.person_options import first_mine
from statute.words import capital, short_date


def to_assign(
    session: Session, person: Person, query: Mapping[str, str], today: date, chosen: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the cases that can be assigned: those chosen elsewhere, or filtered by officer, stage and status."""
    shown = manager_frame(session, person, "/manager/assign", today)
    people: Mapping[str, str] = shown["people"]
    within = team_scope(person)
    wanted = Wanted(
        officer=query.get("officer", "")[:60] or None,
        stage=query["stage"] if query.get("stage") in set(Stage) else None,
        rag=query["rag"] if query.get("rag") in labels.COLOURS else None,
    )
    counted = tray.counts(session, within, wanted, today)
    found = _chosen(session, within, chosen) or tray.rows(session, within, wanted, today, limit=MOST)
    names = tray.names_of(session, [row.case_id for row in found])
    recent = management.batches_of(session, person.id, ASSIGN, datetime.now(UTC) - UNDO_WITHIN)
    return {
        **shown,
        "wanted": wanted,
        "options": {
            "officer": [{"value": one, "text": f"{'Not assigned' if one == UNASSIGNED else people.get(one, one)} ({number})"} for one, number in sorted(counted.offered["officer"].items())],
            "stage": [{"value": one, "text": f"{labels.stage(one)} ({counted.offered['stage'][one]})"} for one in Stage if one in counted.offered["stage"]],
            "rag": [{"value": one, "text": f"{labels.rag(one)} ({counted.offered['rag'][one]})"} for one in labels.COLOURS if one in counted.offered["rag"]],
        },
        "chosen": frozenset(chosen),
        "shown": f"{counted.shown:,} {'case' if counted.shown == 1 else 'cases'}" + (f", showing the first {MOST}" if counted.shown > MOST else ""),
        "rows": [
            {
                "id": row.case_id, "name": names.get(row.case_id), "rag": row.rag, "stage": row.stage,
                "officer": people.get(row.officer, row.officer) if row.officer else "Not assigned", "due_on": row.next_due_on,
            }
            for row in found
        ],
        "officers": officers(session, person),
        "teams": teams(session, person),
        "recent": [{"id": one.batch_id, "text": _batch_text(one, people)} for one in recent],
        "named": len(names),
    }  # fmt: skip


def _chosen(session: Session, within: Within, ids: Sequence[str]) -> list[CaseRow]:
    """Return the cases chosen on another page that the manager may see, in that order."""
    wanted = tuple(dict.fromkeys(ids))[:MOST]
    may = sees(session, Seen(within.person, within.teams), frozenset(wanted))
    rows = cases.those(session, sorted(may))
    return [rows[one] for one in wanted if one in rows]


def officers(session: Session, person: Person) -> list[dict[str, str]]:
    """Return who can be assigned cases: people with cases, and case officers who have signed in."""
    named = {one["id"]: str(one["name"]) for one in staff.people(session) if "case_officer" in one["roles"]}
    ids = sorted({*tray.officers_and_teams(session)[0], *named}, key=lambda one: named.get(one, one))
    options = ((one, f"{named[one]} ({one})" if one in named else one) for one in ids)
    return [{"value": value, "text": text} for value, text in first_mine(options, person)]


def teams(session: Session, person: Person) -> list[dict[str, str]]:
    """Return the teams that cases can move to: all, because one team may help another."""
    return [
        {"value": one, "text": capital(one)}
        for one in sorted({*tray.officers_and_teams(session)[1], *person.teams})
    ]


def preview(
    rows: Sequence[Any], names: Mapping[str, str], people: Mapping[str, str], officer: str, team: str | None
) -> list[dict[str, Any]]:
    """Return what an assignment would change, by case."""
    return [
        {
            "id": row.case_id,
            "name": names.get(row.case_id),
            "from": people.get(row.officer, row.officer) if row.officer else "Not assigned",
            "from_team": row.team,
            "same": row.officer == officer and (team is None or row.team == team),
        }
        for row in rows
    ]


def batch(
    kept: Batch, items: Sequence[Item], names: Mapping[str, str], people: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Return the result of an assignment, and whether it can still be undone."""
    done = [one for one in items if one.done]
    left = [one for one in items if not one.done]
    until = kept.at + UNDO_WITHIN
    return {
        "batch": kept,
        "text": _batch_text(kept, people),
        "items": [
            {"id": one.case_id, "name": names.get(one.case_id), "from": people.get(one.officer, one.officer) if one.officer else "Not assigned",
             "done": one.done, "undone": one.undone, "why": one.why}
            for one in items
        ],
        "done": len(done),
        "left": len(left),
        "may_undo": kept.undone_at is None and bool(done) and now < until,
        "undo_minutes": max(1, round((until - now) / timedelta(minutes=1))),
        "unfinished": any(one.why is None for one in left),
        "to": people.get(kept.content["to"]["officer"], kept.content["to"]["officer"]),
    }  # fmt: skip


def _batch_text(one: Batch, people: Mapping[str, str]) -> str:
    number = len(one.content["items"])
    to = one.content["to"]["officer"]
    back = f", undone {short_date(one.undone_at.date())}" if one.undone_at else ""
    return f"{number} {'case' if number == 1 else 'cases'} to {people.get(to, to)}{back}"
