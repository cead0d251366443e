"""The views of a manager: caseload, missed deadlines, exceptions and assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.case.stages import UNDECIDED, Stage
from casework.plans.grades import grade_titled
from office import held_messages
from office.back_dating import back_dated, count_back_dated
from office.bulk_acts import BulkRow
from office.plan_quality import to_look_at
from office.team_scope import team_scope
from records import documents, management, settings, staff, tray
from records.management import Breach, Watched
from records.tray import UNASSIGNED, Within
from starter.console.views import labels, list_columns
from starter.console.views.exceptions import PROOFS
from starter.console.views.paging import PageOf, Wanted, page_of
from statute.local_time import london_date
from statute.words import days

_STAGES = tuple(stage for stage in Stage if stage in UNDECIDED and stage is not Stage.RECEIVED)
_ACKNOWLEDGE = "breach_acknowledged"
_MOST_HELD = 50
"""How many held letters and messages the page of the caseload shows."""


def manager_frame(
    session: Session, person: Person, part: str, today: date, claims: int | None = None
) -> dict[str, Any]:
    """Return what every page of a manager shows: the tabs, with counts, and the names of the staff.

    `claims` is the number of exceptions to approve, where the page has counted them.
    """
    within = team_scope(person)
    _, unanswered = management.count_breaches(session, within, today)
    if claims is None:
        claims = management.count_unapproved_claims(session, within)
    parts: list[dict[str, Any]] = [
        {"href": "/manager", "text": "Caseload"},
        {"href": "/manager/breaches", "text": "Missed deadlines", "count": unanswered},
        {"href": "/manager/warnings", "text": "At risk"},
        {"href": "/manager/forecast", "text": "Forecast"},
        {"href": "/manager/exceptions", "text": "Exceptions", "count": claims},
        {"href": "/manager/back-dated", "text": "Earlier dates"},
        {"href": "/manager/plans", "text": "Plans"},
        {"href": "/manager/standards", "text": "Standards"},
        {"href": "/manager/bands", "text": "Bands"},
        {"href": "/manager/assign", "text": "Assign cases"},
    ]
    for one in parts:
        one["current"] = one["href"] == part
    return {"parts": parts, "people": staff.names(session), "claims": claims}


def caseload(session: Session, person: Person, today: date) -> dict[str, Any]:
    """Return the caseload by officer and stage. Every number links to the cases that it counts."""
    within = team_scope(person)
    rows: dict[str, dict[str, Any]] = {}
    totals: dict[str, int] = defaultdict(int)
    colours: dict[str, int] = defaultdict(int)
    shown = manager_frame(session, person, "/manager", today)
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
            _name(people, one["officer"]),
        ),
    )
    return {
        **shown,
        "columns": [
            {"stage": stage, "text": "Decided" if stage == "decided" else labels.stage(stage)}
            for stage in columns
        ],
        "rows": [
            _caseload_row(
                one,
                columns,
                "Not assigned" if one["officer"] == UNASSIGNED else _name(people, one["officer"]),
            )
            for one in ordered
        ],
        "totals": [totals[stage] for stage in columns],
        "all": sum(totals.values()),
        "numbers": [
            {"rag": rag, "number": colours[rag], "href": _work_link(rag=rag)}
            for rag in ("red", "amber", "green")
        ],
        "unassigned": rows.get(UNASSIGNED, {"all": 0})["all"],
        **_held(session, within),
    }


def _held(session: Session, within: Within) -> dict[str, Any]:
    """Return the oldest letters and messages that are held in the manager's cases, and how many there are in all."""
    now = datetime.now(UTC)
    found = held_messages.held(session, now, within, _MOST_HELD)
    total = len(found) if len(found) < _MOST_HELD else held_messages.count_held(session, now, within)
    shown = [
        {
            "case": one.dispatch.case_id,
            "href": f"/cases/{one.dispatch.case_id}/messages/{one.dispatch.dispatch_id}",
            "what": one.what,
            "age": days((london_date(now) - london_date(one.dispatch.queued_at)).days),
        }
        for one in found
    ]
    return {"held": shown, "held_in_all": total}


def _caseload_row(counted: Mapping[str, Any], columns: Sequence[str], name: str) -> dict[str, Any]:
    """Return the row of one officer: a number and link for each stage and status."""
    officer = counted["officer"]
    return {
        "name": name,
        "id": officer,
        "cells": [
            {
                "number": counted["stages"][stage],
                "href": _work_link(officer=officer, stage=stage) if stage != "decided" else None,
            }
            for stage in columns
        ],
        "rag": [
            (rag, counted["rag"][rag], _work_link(officer=officer, rag=rag))
            for rag in ("red", "amber", "green")
        ],
        "all": counted["all"],
        "href": _work_link(officer=officer),
        "assign": "/manager/assign?" + urlencode({"officer": officer}),
    }


def _name(people: Mapping[str, str], staff_id: str) -> str:
    return people.get(staff_id, staff_id)


def _work_link(**wanted: str) -> str:
    return "/?" + urlencode({"part": "all", **wanted})


def _with_plans(
    session: Session, within: Within, found: Sequence[Breach]
) -> list[tuple[Breach, Watched | None]]:
    """Return missed deadlines, each with the last plan to fix it that was recorded after it was missed."""
    plans = {
        (one.case_id, str(one.fields.get("rule")), one.fields.get("whose")): one
        for one in management.watched(session, within, only={one.case_id for one in found})
        if one.event == _ACKNOWLEDGE
    }
    known = ((late, plans.get((late.case_id, late.rule, late.of))) for late in found)
    return [(late, plan if plan and (plan.on or late.due_on) > late.due_on else None) for late, plan in known]


def breaches(session: Session, person: Person, today: date, page: Wanted) -> dict[str, Any]:
    """Return a page of the missed deadlines, first those without a note on how they will be fixed."""
    shown = manager_frame(session, person, "/manager/breaches", today)
    people: Mapping[str, str] = shown["people"]
    within = team_scope(person)
    total, _ = management.count_breaches(session, within, today)
    number, last = page.within(total)
    rows = management.breaches(session, within, today, page=(page.most, (number - 1) * page.most))
    names = tray.names_of(session, {one.case_id for one in rows})
    found = PageOf(_with_plans(session, within, rows), number, last, total)
    return {
        **shown,
        **list_columns.shown(session, person.id, list_columns.BREACHES),
        "rows": [_breach(late, plan, people, names, today) for late, plan in found.rows],
        **_paged(found, "/manager/breaches"),
        "named": len(names),
    }


def _breach(
    late: Breach, known: Watched | None, people: Mapping[str, str], names: Mapping[str, str], today: date
) -> dict[str, Any]:
    passed = known is not None and str(known.fields.get("planned_on") or "9999") < today.isoformat()
    query = {"rule": late.rule, **({"whose": late.of} if late.of else {})}
    return {
        "case_id": late.case_id,
        "name": names.get(late.case_id, late.case_id),
        "officer": people.get(late.officer, late.officer) if late.officer else "Not assigned",
        "title": late.title,
        "of": labels.plain(late.of) if late.of else None,
        "due_on": late.due_on,
        "days": (today - late.due_on).days,
        "acknowledged": None
        if known is None
        else {
            "by": people.get(known.by or "", known.by or "an unnamed person"),
            "on": known.on,
            "until": known.fields.get("planned_on"),
            "passed": passed,
        },
        "href": f"/cases/{late.case_id}/act/{_ACKNOWLEDGE}?{urlencode(query)}",
        "may_plan": known is None or passed,
        "key": BulkRow(late.case_id, None, query).key,
    }


def exceptions(session: Session, person: Person, today: date, page: Wanted) -> dict[str, Any]:
    """Return a page of the exceptions that need approval, and what each is missing."""
    within = team_scope(person)
    found = _claims(session, within, page)
    claims = found.rows
    shown = manager_frame(session, person, "/manager/exceptions", today, found.total)
    people: Mapping[str, str] = shown["people"]
    names = tray.names_of(session, {one.case_id for one in claims})
    rows = [
        {
            "case_id": one.case_id,
            "name": names.get(one.case_id, one.case_id),
            "ground": labels.regulation(one.fields.get("ground", "")),
            "of": labels.plain(one.of) if one.of else None,
            "by": people.get(one.by or "", one.by or "an unnamed person"),
            "on": one.on,
            "missing": [
                text for name, text in PROOFS.items() if not one.fields.get(name) and name != "approved_by"
            ],
            "href": f"/cases/{one.case_id}/act/exception_claimed?again={one.number}",
        }
        for one in claims
    ]
    return {**shown, "rows": rows, **_paged(found, "/manager/exceptions"), "named": len(names)}


def _claims(session: Session, within: Within, page: Wanted) -> PageOf[Watched]:
    """Return a page of the exceptions that need approval; the last one if there is no page with the number that is wanted."""
    rows, total = management.unapproved_claims(
        session, within, limit=page.most, offset=(page.number - 1) * page.most
    )
    if rows or page.number == 1:
        return PageOf(rows, *page.within(total), total)
    total = management.count_unapproved_claims(session, within)
    number, last = page.within(total)
    rows, _ = management.unapproved_claims(session, within, limit=page.most, offset=(number - 1) * page.most)
    return PageOf(rows, number, last, total)


def earlier_dates(session: Session, person: Person, today: date, page: Wanted) -> dict[str, Any]:
    """Return a page of the acts that tell a person and were recorded for an earlier day, each with its evidence."""
    shown = manager_frame(session, person, "/manager/back-dated", today)
    people: Mapping[str, str] = shown["people"]
    scope = team_scope(person)
    total = count_back_dated(session, scope)
    number, last = page.within(total)
    found = back_dated(session, scope, limit=page.most, offset=(number - 1) * page.most)
    names = tray.names_of(session, {one["case"] for one in found})
    urns = [one["of"].removeprefix("urn-") for one in found if one["of"]]
    of_settings = settings.names_of_settings(session, urns)
    rows = []
    for one in found:
        kept = documents.find_document(session, one["evidence"]) if one["evidence"] else None
        of = one["of"] or ""
        rows.append(
            {
                **one,
                "name": names.get(one["case"], one["case"]),
                "of": of_settings.get(of.removeprefix("urn-")) or labels.plain(of),
                "by": people.get(one["by"] or "", one["by"] or "an unnamed person"),
                "told_how": labels.plain(one["told_how"] or ""),
                "document": kept,
            }
        )
    paged = _paged(PageOf(found, number, last, total), "/manager/back-dated")
    return {**shown, "rows": rows, **paged, "named": len(names)}


def plans_to_look_at(session: Session, person: Person, today: date, page: Wanted) -> dict[str, Any]:
    """Return a page of the versions of plans that wait for a second reader or a signature."""
    shown = manager_frame(session, person, "/manager/plans", today)
    people: Mapping[str, str] = shown["people"]
    found = page_of(to_look_at(session, team_scope(person)), page)
    names = tray.names_of(session, {one["case"] for one in found.rows})
    rows = [
        {**one, "name": names.get(one["case"], one["case"]), "by": _name(people, one["by"] or ""), "grade": grade_titled(one["grade"])}
        for one in found.rows
    ]  # fmt: skip
    return {**shown, "rows": rows, **_paged(found, "/manager/plans"), "named": len(names)}


def _paged(found: PageOf[Any], address: str) -> dict[str, Any]:
    """Return the number of rows in all, and the links between the pages."""
    return {"total": found.total, "paging": found.links(lambda number: f"{address}?page={number}")}
