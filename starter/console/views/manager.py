"""What a manager looks at: the caseload by officer and stage, the breaches, the exceptions, and cases to be given away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.case.acts import CATALOGUE
from casework.case.stages import UNDECIDED, Stage
from office.batches import MOST, UNDO_WITHIN, Item
from records import management, staff, tray
from records.management import Batch, Breach, Watched
from records.tray import UNASSIGNED, Wanted, Within
from starter.console.views import labels
from starter.console.views.exceptions import PROOFS
from statute.words import capital, short_date

_STAGES = tuple(stage for stage in Stage if stage in UNDECIDED and stage is not Stage.RECEIVED)
_ACKNOWLEDGE = "breach_acknowledged"


def of_the_team(person: Person) -> Within:
    """The cases that a manager answers for: those of their teams, or all."""
    scope = scope_of(person, Right.ASSIGN)
    return Within(person.id, None if scope is Scope.ALL else person.teams, own=False)


def around(session: Session, person: Person, part: str, today: date) -> dict[str, Any]:
    """The parts of a manager's pages, with how much waits in each."""
    within = of_the_team(person)
    late = open_breaches(session, within, today)
    claims = waiting_claims(session, within)
    waits = [one for one in late if one["acknowledged"] is None]
    parts: list[dict[str, Any]] = [
        {"href": "/manager", "text": "Caseload"},
        {"href": "/manager/breaches", "text": "Breaches", "count": len(waits)},
        {"href": "/manager/exceptions", "text": "Exceptions", "count": len(claims)},
        {"href": "/manager/assign", "text": "Assign cases"},
    ]
    for one in parts:
        one["current"] = one["href"] == part
    return {"parts": parts, "breaches": late, "claims": claims, "people": staff.names(session)}


def caseload(session: Session, person: Person, today: date) -> dict[str, Any]:
    """The caseload by officer and stage; every number leads to the cases that it counts."""
    within = of_the_team(person)
    rows: dict[str, dict[str, Any]] = {}
    totals: dict[str, int] = defaultdict(int)
    colours: dict[str, int] = defaultdict(int)
    shown = around(session, person, "/manager", today)
    for team, officer, stage, rag, number in tray.matrix(session, within):
        key = officer or UNASSIGNED
        row = rows.setdefault(
            key,
            {"officer": key, "teams": set(), "stages": defaultdict(int), "rag": defaultdict(int), "all": 0},
        )
        row["teams"].add(team or "")
        place = stage if stage in _STAGES else "deciding_to_assess" if stage == "received" else "decided"
        row["stages"][place] += number
        row["rag"][rag] += number
        row["all"] += number
        totals[place] += number
        colours[rag] += number
    columns = [*(str(stage) for stage in _STAGES), "decided"]
    people: Mapping[str, str] = shown["people"]
    ordered = sorted(
        rows.values(),
        key=lambda one: (
            one["officer"] == UNASSIGNED,
            -one["rag"]["red"],
            people.get(one["officer"], one["officer"]),
        ),
    )
    return {
        **shown,
        "columns": [
            {"stage": stage, "text": "Decided" if stage == "decided" else labels.stage(stage)}
            for stage in columns
        ],
        "rows": [
            {
                "name": "Nobody yet"
                if one["officer"] == UNASSIGNED
                else people.get(one["officer"], one["officer"]),
                "id": one["officer"],
                "cells": [
                    {
                        "number": one["stages"][stage],
                        "href": _tray(officer=one["officer"], stage=stage) if stage != "decided" else None,
                    }
                    for stage in columns
                ],
                "rag": [
                    (rag, one["rag"][rag], _tray(officer=one["officer"], rag=rag))
                    for rag in ("red", "amber", "green")
                ],
                "all": one["all"],
                "href": _tray(officer=one["officer"]),
                "assign": "/manager/assign?" + urlencode({"officer": one["officer"]}),
            }
            for one in ordered
        ],
        "totals": [totals[stage] for stage in columns],
        "all": sum(totals.values()),
        "numbers": [
            {"rag": rag, "number": colours[rag], "href": _tray(rag=rag)} for rag in ("red", "amber", "green")
        ],
        "unassigned": rows.get(UNASSIGNED, {"all": 0})["all"],
    }


def _tray(**wanted: str) -> str:
    return "/?" + urlencode({"part": "all", **wanted})


def open_breaches(session: Session, within: Within, today: date) -> list[dict[str, Any]]:
    """The limits that are past, each with how it was last acknowledged."""
    acknowledged = {
        (one.case_id, str(one.fields.get("rule")), one.fields.get("whose")): one
        for one in management.watched(session, within)
        if one.event == _ACKNOWLEDGE
    }
    found = []
    for late in management.breaches(session, within, today):
        known = acknowledged.get((late.case_id, late.rule, late.of))
        found.append(
            {
                "breach": late,
                "acknowledged": known if known and (known.on or late.due_on) > late.due_on else None,
            }
        )
    return found


def breaches(session: Session, person: Person, today: date) -> dict[str, Any]:
    """The breaches, those that nobody has answered first."""
    shown = around(session, person, "/manager/breaches", today)
    people: Mapping[str, str] = shown["people"]
    names = tray.names_of(session, {one["breach"].case_id for one in shown["breaches"]})
    rows = [_breach(one["breach"], one["acknowledged"], people, names, today) for one in shown["breaches"]]
    return {
        **shown,
        "rows": sorted(rows, key=lambda one: (one["acknowledged"] is not None, one["due_on"])),
        "can_acknowledge": _ACKNOWLEDGE in CATALOGUE,
        "named": len(names),
    }


def _breach(
    late: Breach, known: Watched | None, people: Mapping[str, str], names: Mapping[str, str], today: date
) -> dict[str, Any]:
    query = {"rule": late.rule, **({"whose": late.of} if late.of else {})}
    return {
        "case_id": late.case_id,
        "name": names.get(late.case_id, late.case_id),
        "officer": people.get(late.officer, late.officer) if late.officer else "nobody yet",
        "title": late.title,
        "of": labels.plain(late.of) if late.of else None,
        "due_on": late.due_on,
        "days": (today - late.due_on).days,
        "acknowledged": None
        if known is None
        else {
            "by": people.get(known.by or "", known.by or "nobody named"),
            "on": known.on,
            "until": known.fields.get("planned_on"),
            "passed": str(known.fields.get("planned_on") or "9999") < today.isoformat(),
        },
        "href": f"/cases/{late.case_id}/act/{_ACKNOWLEDGE}?{urlencode(query)}",
    }


def waiting_claims(session: Session, within: Within) -> list[Watched]:
    """The exceptions that were claimed and that nobody has approved, the oldest first."""
    claims: dict[tuple[str, str, str | None], Watched] = {}
    for line in management.watched(session, within):
        if line.event != "exception_claimed":
            continue
        key = (line.case_id, str(line.fields.get("ground")), line.of)
        if line.fields.get("approved_by"):
            claims.pop(key, None)
        else:
            claims[key] = line
    return list(claims.values())


def exceptions(session: Session, person: Person, today: date) -> dict[str, Any]:
    """The exceptions that wait for an approval, and what each still lacks."""
    shown = around(session, person, "/manager/exceptions", today)
    people: Mapping[str, str] = shown["people"]
    names = tray.names_of(session, {one.case_id for one in shown["claims"]})
    rows = [
        {
            "case_id": one.case_id,
            "name": names.get(one.case_id, one.case_id),
            "ground": one.fields.get("ground"),
            "of": labels.plain(one.of) if one.of else None,
            "by": people.get(one.by or "", one.by or "nobody named"),
            "on": one.on,
            "lacks": [
                said for name, said in PROOFS.items() if not one.fields.get(name) and name != "approved_by"
            ],
            "href": f"/cases/{one.case_id}/act/exception_claimed?again={one.number}",
        }
        for one in shown["claims"]
    ]
    return {**shown, "rows": rows, "named": len(names)}


def to_assign(session: Session, person: Person, query: Mapping[str, str], today: date) -> dict[str, Any]:
    """The cases that may be given to another officer, by officer, stage and standing."""
    shown = around(session, person, "/manager/assign", today)
    people: Mapping[str, str] = shown["people"]
    within = of_the_team(person)
    wanted = Wanted(
        officer=query.get("officer", "")[:60] or None,
        stage=query["stage"] if query.get("stage") in set(Stage) else None,
        rag=query["rag"] if query.get("rag") in labels.COLOURS else None,
    )
    counted = tray.counts(session, within, wanted, today)
    found = tray.rows(session, within, wanted, today, limit=MOST)
    names = tray.names_of(session, [row.case_id for row in found])
    recent = management.batches_of(session, person.id, datetime.now(UTC) - UNDO_WITHIN)
    return {
        **shown,
        "wanted": wanted,
        "options": {
            "officer": [{"value": one, "text": f"{'Nobody yet' if one == UNASSIGNED else people.get(one, one)} ({number})"} for one, number in sorted(counted.offered["officer"].items())],
            "stage": [{"value": one, "text": f"{labels.stage(one)} ({counted.offered['stage'][one]})"} for one in Stage if one in counted.offered["stage"]],
            "rag": [{"value": one, "text": f"{labels.rag(one)} ({counted.offered['rag'][one]})"} for one in labels.COLOURS if one in counted.offered["rag"]],
        },
        "shown": f"{counted.shown:,} {'case' if counted.shown == 1 else 'cases'}" + (f", the first {MOST} of them" if counted.shown > MOST else ""),
        "rows": [
            {
                "id": row.case_id, "name": names.get(row.case_id), "rag": row.rag, "stage": row.stage,
                "officer": people.get(row.officer, row.officer) if row.officer else "nobody yet", "due_on": row.next_due_on,
            }
            for row in found
        ],
        "officers": officers(session),
        "teams": teams(session, person),
        "recent": [{"id": one.batch_id, "said": _batch_said(one, people)} for one in recent],
        "named": len(names),
    }  # fmt: skip


def officers(session: Session) -> list[dict[str, str]]:
    """Who may be given cases: those who have some, and the officers who ever signed in."""
    named = {one["id"]: str(one["name"]) for one in staff.people(session) if "case_officer" in one["roles"]}
    ids = sorted({*tray.officers_and_teams(session)[0], *named}, key=lambda one: named.get(one, one))
    return [{"value": one, "text": f"{named[one]} ({one})" if one in named else one} for one in ids]


def teams(session: Session, person: Person) -> list[dict[str, str]]:
    """The teams that a manager may move cases to: any, since a team may be asked to help another."""
    return [
        {"value": one, "text": capital(one)}
        for one in sorted({*tray.officers_and_teams(session)[1], *person.teams})
    ]


def preview(
    rows: Sequence[Any], names: Mapping[str, str], people: Mapping[str, str], officer: str, team: str | None
) -> list[dict[str, Any]]:
    """What an assignment would change, case by case."""
    return [
        {
            "id": row.case_id,
            "name": names.get(row.case_id),
            "from": people.get(row.officer, row.officer) if row.officer else "nobody",
            "from_team": row.team,
            "same": row.officer == officer and (team is None or row.team == team),
        }
        for row in rows
    ]


def batch(
    kept: Batch, items: Sequence[Item], names: Mapping[str, str], people: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """What became of a batch, and whether it can still be taken back."""
    done = [one for one in items if one.done]
    left = [one for one in items if not one.done]
    until = kept.at + UNDO_WITHIN
    return {
        "batch": kept,
        "said": _batch_said(kept, people),
        "items": [
            {"id": one.case_id, "name": names.get(one.case_id), "from": people.get(one.officer, one.officer) if one.officer else "nobody",
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


def _batch_said(one: Batch, people: Mapping[str, str]) -> str:
    number = len(one.content["items"])
    to = one.content["to"]["officer"]
    back = f", taken back {short_date(one.undone_at.date())}" if one.undone_at else ""
    return f"{number} {'case' if number == 1 else 'cases'} to {people.get(to, to)}{back}"
