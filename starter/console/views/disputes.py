"""Disputes as officers and mediators read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.access.permissions import Person, Right, Scope, Thing, refused, refused_in_dispute, scope_of
from casework.processes.appeal.appeal import APPEAL_ACTS
from casework.processes.mediation.mediation import MEDIATION_ACTS
from office.disputes import disputes_as_json
from office.gate import thing_of
from records import documents, ledger, people, staff
from records.database import Database
from starter.console.views.beside import plain
from starter.console.views.question import Option
from statute.words import capital, short_date

_MEDIATORS_FIRST = (
    "accept_invitation", "decline_invitation", "propose_dates", "mediation_held", "session_not_held", "record_outcome",
    "mediation_agreement",
)  # fmt: skip
"""What falls to the mediator, in the order of a mediation."""
ACTS = {"mediation": MEDIATION_ACTS, "appeal": APPEAL_ACTS}


def is_mediator(person: Person) -> bool:
    """Whether somebody sees their own disputes alone."""
    return scope_of(person, Right.SEE_DISPUTE) is Scope.OWN


def listed(database: Database, person: Person, today: date, *, over: bool) -> list[dict[str, Any]]:
    """The disputes that a person may see: open ones, or those that are over; the first limit first."""
    mine = person.id if is_mediator(person) else None
    found = disputes_as_json(database, today, mediator=mine)
    rows = []
    with database.read() as session:
        known = staff.names(session)
        for one in found:
            thing = thing_of(session, one["dispute"])
            if bool(one["is_over"]) is not over or refused(person, Right.SEE_DISPUTE, thing) is not None:
                continue
            coming = sorted((*one["family"], *one["others"]), key=lambda each: each["until"])
            rows.append(
                {
                    "dispute": one["dispute"],
                    "kind": one["kind"],
                    "case": None if mine else one["case"],
                    "about": capital(one["about_in_words"]),
                    "stage": stage(one["stage"]),
                    "mediator": known.get(one.get("mediator") or "", one.get("mediator")),
                    "next": coming[0] if coming else None,
                    "yours": bool(mine) and any(_mediators(act, person, thing) for act in one["actions"]),
                }
            )
    return sorted(rows, key=lambda row: row["next"]["until"] if row["next"] else "9999")


def _mediators(act: Mapping[str, Any], person: Person, thing: Thing) -> bool:
    return refused_in_dispute(person, str(act["action"]), thing) is None


def stage(code: str) -> str:
    """How a dispute stands, in words."""
    kind, _, rest = code.partition("_")
    return capital(rest.replace("_", " ")) if kind in ("mediation", "appeal") else capital(plain(code))


def one(database: Database, told: dict[str, Any], person: Person) -> dict[str, Any]:
    """A dispute, whole: how it stands, who does what until when, what the person may record, what happened."""
    with database.read() as session:
        thing = thing_of(session, told["dispute"])
        known = staff.names(session)
        lines_of = ledger.facts_of(session, told["dispute"])
        notes = people.notes_of(session, told["case"]) if _may_read(person, thing) else {}
        named = (
            people.intake_of(session, told["case"])
            if _may_read(person, thing) and not is_mediator(person)
            else None
        )
    fields = {
        name: told.get(name) for name in ("mediator", "decision_maker", "session_on", "proposed", "accepted")
    }
    lines = [
        {
            "on": line.on,
            "text": capital(line.text),
            "by": known.get(line.by, line.by) if line.by else None,
            "notes": [notes[str(value)] for value in line.fields.values() if str(value) in notes],
        }
        for line in reversed(lines_of)
    ]
    return {
        "dispute": told["dispute"],
        "kind": told["kind"],
        "case": None if is_mediator(person) else told["case"],
        "child": named.child_name if named else None,
        "about": capital(told["about_in_words"]),
        "decided_on": told["decided_on"],
        "stage": stage(told["stage"]),
        "is_over": told["is_over"],
        "issues": [capital(plain(each)) for each in issues(told)],
        "facts": _facts(fields, known),
        "family": told["family"],
        "others": told["others"],
        "lines": lines,
        "acts": _acts(told, person, thing),
    }


def _acts(told: Mapping[str, Any], person: Person, thing: Thing) -> list[dict[str, str]]:
    """What the person may record, what falls to the mediator first."""
    order = {name: place for place, name in enumerate(_MEDIATORS_FIRST)}
    found = [
        {"action": str(act["action"]), "title": str(act["title"])}
        for act in told["actions"]
        if refused_in_dispute(person, act["action"], thing) is None
    ]
    return sorted(found, key=lambda act: order.get(act["action"], len(order)))


def _may_read(person: Person, thing: Thing) -> bool:
    """Whether the words of a dispute are shown: to its mediator, and to who sees what is personal in its case."""
    return person.id in thing.people or refused(person, Right.SEE_PERSONAL, thing) is None


def issues(told: Mapping[str, Any]) -> tuple[str, ...]:
    """What a mediation is about, as it was asked for."""
    asked = [one for one in told.get("facts") or () if one.get("event") == "mediation_requested"]
    given = asked[-1].get("fields", {}).get("issues") if asked else None
    return tuple(given.split(",") if isinstance(given, str) else given or ())


def _facts(fields: Mapping[str, Any], known: Mapping[str, str]) -> list[dict[str, str]]:
    rows = []
    if fields["mediator"]:
        answer = "accepted" if fields["accepted"] else "has not answered yet"
        rows.append(
            {"term": "Mediator", "text": f"{known.get(fields['mediator'], fields['mediator'])} ({answer})"}
        )
    if fields["proposed"]:
        days = ", ".join(short_date(date.fromisoformat(day)) for day in fields["proposed"])
        rows.append({"term": "Days offered", "text": days})
    if fields["decision_maker"]:
        who = known.get(fields["decision_maker"], fields["decision_maker"])
        rows.append({"term": "Decides for the authority", "text": str(who)})
    if fields["session_on"]:
        rows.append({"term": "Session", "text": short_date(date.fromisoformat(fields["session_on"]))})
    return rows


def offered(
    database: Database, told: Mapping[str, Any], mediators: tuple[Option, ...]
) -> dict[str, tuple[Option, ...]]:
    """The choices that a dispute itself gives for an act in it."""
    with database.read() as session:
        papers = documents.documents_of(session, str(told["case"]))
        deciders = tuple(
            (one["id"], f"{one['name']} ({one['id']})")
            for one in staff.people(session)
            if {"team_manager", "head_of_service"} & set(one["roles"])
        )
    return {
        "mediator": mediators,
        "agreed_on": tuple((each, capital(plain(each))) for each in issues(told)),
        "person": deciders,
        "document": tuple((each.document_id, each.name) for each in papers),
        "session_on": tuple((day, short_date(date.fromisoformat(day))) for day in told.get("proposed") or ()),
    }
