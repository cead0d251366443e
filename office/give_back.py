"""Give a caseload back: every case with its past, in the form in which a take-over reads it.

An export holds what the people of another system need to go on: the child, the family, the dates and the acts of each case.
It does not hold letters, documents or what a process beside a case keeps. What is left out is counted and said.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import OPERATOR, Right
from casework.case.actor import OPERATOR_ID
from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE, Act
from casework.case.case import Case, after
from casework.case.facts import LAST_REVIEWED
from casework.case.ledger_line import LedgerLine, events_of
from casework.case.letter_days import later_days
from casework.case.openings import BEGINNINGS, opens_for
from casework.case.stages import ENDED, Stage
from casework.case.take_over import first_refused
from casework.people.census import LABELS
from casework.people.child import Details
from casework.people.first_parties import FamilyLine, family_line, lines_of, of_family
from casework.people.parties import ATTENDED, NOWHERE, YOUNG_PERSON, Party
from casework.plans.plan import plan_of
from casework.plans.plan_life import plan_id_of
from casework.takeover.past_acts import joined, written
from office import notes
from office.caseload_form import written_table
from office.gate import NotAllowed
from office.intake_row import CAPACITIES, COLUMNS
from office.plans_in_force import (
    ISSUED,
    OPENS,
    PLAN_COLUMNS,
    SETTING,
    content_columns,
    holds_more,
)
from office.refusals import ActRefused
from office.staff import Caller
from records import access, cases, children, ledger, parties, people, plans, processes
from records.database import Database
from records.people import Intake

CASES_FILE, PLANS_FILE = "cases.csv", "plans.csv"
_FAMILY = ("parent", "representative")
_FROM_OPENING = ("received_by", "received_where", "channel", "capacity", "last_reviewed_on")


@dataclass(slots=True)
class Exported:
    """What an export holds: how many cases and plans in force, and how often something is not in it, by a noun phrase."""

    cases: int = 0
    plans: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def export(
    database: Database, caller: Caller, folder: Path, note: Callable[[int], None] = lambda total: None
) -> Exported:
    """Write every case to a folder. `note` is called with the number of cases before each.

    Raises NotAllowed unless the caller may read every case in full, or ActRefused if the folder holds an export already.
    """
    caller.check(Right.SEE_PERSONAL)
    with database.read() as session:
        ids = cases.ids(session)
    _check_reads_all(caller, ids)
    for path in (folder / CASES_FILE, folder / PLANS_FILE):
        if path.exists():
            raise ActRefused(f"{path} is there already; choose another folder.")
    exported, rows = Exported(), list[Mapping[str, str]]()
    for case_id in ids:
        note(len(ids))
        with database.read() as session:
            row = _case(session, case_id, exported.left_out)
        if row is not None:
            rows.append(row)
    in_force = sorted((row for row in rows if row["opens"] == OPENS), key=_order)
    others = sorted((row for row in rows if row["opens"] != OPENS), key=_order)
    exported.cases, exported.plans = len(others), len(in_force)
    _write(folder / CASES_FILE, written_table(COLUMNS, others))
    if in_force:
        _write(folder / PLANS_FILE, written_table(PLAN_COLUMNS, in_force))
    if caller.person is not OPERATOR:
        caller.gate.note(caller.person, Right.SEE_PERSONAL, None, "exported the caseload")
    return exported


def _order(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("received_on", "reference", "child_name", "opens"))


def _check_reads_all(caller: Caller, ids: list[str]) -> None:
    """Check that the caller may read every case. The operator can read the files of the records anyway."""
    if caller.person is OPERATOR or all(caller.may(Right.SEE_PERSONAL, each) for each in ids):
        return
    why = "You may not export the caseload, because you may not read every case in full. Ask the operator of the data folder."
    caller.gate.log_refused(caller.person, Right.SEE_PERSONAL, None, why)
    raise NotAllowed(why)


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner reads, at once: a program that is stopped leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
    ) as into:
        into.write(text)
    part.replace(path)


def _case(session: Session, case_id: str, left_out: Counter[str]) -> dict[str, str] | None:
    """Return a case as a row; None if it is left out."""
    intake = people.intake_of(session, case_id)
    lines = ledger.facts_of(session, case_id)
    child = children.child_of_case(session, case_id)
    if intake is None or child is None or lines[0].on is None:
        left_out["cases whose personal data were destroyed"] += 1
        return None
    if intake.intake_key == case_id:
        left_out["cases that a plan opened; what they told the plan is with the plan"] += 1
        return None
    plan = processes.find(session, plan_id_of(case_id))
    if plan is not None and plan.is_over and lines[-1].stage not in ENDED:
        left_out["plans that have ended"] += 1
        return None
    if access.is_sealed(session, case_id):
        left_out["seals; seal these cases again where you take them over"] += 1
    acts = list(_acts(session, case_id, lines, left_out))
    if plan is not None:
        acts += _acts_of_plan(session, case_id, lines, plan.content["facts"], left_out)
    details = child.current.details
    more: dict[str, str] = {}
    if opens_for(lines[0].event, lines[0].fields) == OPENS and plan is not None:
        acts = acts[1:] if lines[0].fields.get(LAST_REVIEWED) else acts
        more = _plan_in_force(session, lines[0], plan.content["facts"], left_out)
    return {
        **_opening(lines[0], intake),
        **more,
        **_person(details),
        **_family(intake, parties.of_case(session, case_id), details, lines[0]),
        "acts": joined(acts),
    }


def _opening(line: LedgerLine, intake: Intake) -> dict[str, str]:
    opens = opens_for(line.event, line.fields)
    told = {name: str(line.fields[name]) for name in _FROM_OPENING if line.fields.get(name)}
    if told.get("capacity") == CAPACITIES[0]:
        del told["capacity"]
    return {
        **told,
        "opens": opens,
        "reference": intake.reference or "",
        "received_on": line.on.isoformat() if line.on else "",
        "source": intake.source if BEGINNINGS[opens].is_asked else "",
        "youth_accommodation": "true" if line.fields.get("detained") else "",
        "team": intake.team,
        "officer": intake.officer or "",
    }


def _plan_in_force(
    session: Session, line: LedgerLine, facts: list[Mapping[str, Any]], left_out: Counter[str]
) -> dict[str, str]:
    """Return what a row says of a plan in force: when it was sent, its setting, and the content of its version in force."""
    told = {ISSUED: line.on.isoformat() if line.on else "", SETTING: str(line.fields.get(SETTING) or "")}
    papers = (str(fact["fields"]["document"]) for fact in reversed(facts) if fact["fields"].get("document"))
    kept = next((found for paper in papers if (found := plans.find_plan(session, paper)) is not None), None)
    if kept is None:
        return told
    plan = plan_of(kept.content)
    if holds_more(plan):
        left_out["plans whose provision and outcomes are not in the file; print them"] += 1
    return {**told, **content_columns(plan)}


def _person(details: Details) -> dict[str, str]:
    known = {"child_name": details.name, "upn": details.upn, "nhs_number": details.nhs_number}
    census = {name: getattr(details, name) for name in LABELS}
    born = {"born_on": details.born_on.isoformat() if details.born_on else None}
    return {name: _cell(value) for name, value in (known | census | born).items() if value is not None}


def _cell(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _family(intake: Intake, known: list[Party], details: Details, opening: LedgerLine) -> dict[str, str]:
    """Return who the letters go to and where, as the first parties of the case are now, and what the child attends."""
    active = [party for party in known if party.is_active]
    family = next((one for one in active if one.relationship in _FAMILY), None)
    family = family or next((one for one in active if one.relationship == YOUNG_PERSON), None)
    attended = next((one for one in active if one.relationship == ATTENDED), None)
    told = {"attends": _envelope(attended)} if attended is not None else {}
    if opening.fields.get("attends") == NOWHERE:
        told["attends"] = NOWHERE
    if family is None:
        return told
    given = intake.family_name_and_address or ""
    told["family"] = given if _is_still(intake, family, opening) else _envelope(family)
    told["email"] = family.address.email or ""
    if details.address and details.address != family.address.postal:
        told["address"] = details.address
    return told


def _is_still(intake: Intake, family: Party, opening: LedgerLine) -> bool:
    """Whether what the request said of the family is still so."""
    asked = FamilyLine(intake.child_name, intake.family_name_and_address, intake.family_email)
    holder = opening.fields.get("right_holder")
    line = family_line(asked, intake.born_on, intake.received_on, str(holder) if holder else None)
    told = of_family(line, lambda: Party("", "", "parent"))
    same = (family.relationship, family.name, family.address.postal)
    return any((one.relationship, one.name, one.address.postal) == same for one in told)


def _envelope(party: Party) -> str:
    return "\n".join(line for line in (party.name or "", *lines_of(party.address.postal or "")) if line)


def _acts(session: Session, case_id: str, lines: list[LedgerLine], left_out: Counter[str]) -> Iterator[str]:
    """Yield the acts of a case with the days from which they count, without those that people do not record."""
    texts, facts = people.notes_of(session, case_id), [one for one in lines if one.kind in ("opening", "act")]
    later = later_days(events_of(facts))
    for place, line in enumerate(facts):
        on = later[place].on if place in later else line.on
        if line.kind == "opening" or line.on is None:
            continue  # an act without a date is assumed again where the case is taken over
        if line.event in NOT_BY_PEOPLE:
            left_out["acts that a process or the service recorded"] += 1
        elif on is None:
            left_out["acts whose letter has not left"] += 1
        else:
            by = line.by if line.by != OPERATOR_ID else None
            yield written(line.event, on, line.of, _fields(line.event, line.fields, texts), by)


def _acts_of_plan(
    session: Session,
    case_id: str,
    lines: list[LedgerLine],
    facts: list[Mapping[str, Any]],
    left_out: Counter[str],
) -> Iterator[str]:
    """Yield the acts of the life of the plan that the case did not record, such as its reviews.

    A fact that the case could not hold is left out, so that what is written here can be taken over.
    """
    texts = people.notes_of(session, case_id)
    known = {_mark(line.event, line.on, line.of, line.fields) for line in lines}
    case = Case(Stage(lines[-1].stage), events_of(lines))
    for fact in facts:
        name, on = fact["event"], date.fromisoformat(fact["on"]) if fact["on"] else None
        if on is None or name not in CATALOGUE or _mark(name, on, fact["of"], fact["fields"]) in known:
            continue
        told = _fields(name, fact["fields"], texts)
        act = Act(name, on, fact["of"], notes.without_texts(CATALOGUE[name], told))
        if name in NOT_BY_PEOPLE or first_refused(case, [act], date.max) is not None:
            left_out["facts of plans that other cases or processes hold"] += 1
            continue
        case = after(case, act)
        yield written(name, on, fact["of"], told)


def _mark(event: str, on: date | None, of: str | None, fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return event, on, of, fields.get("decision")


def _fields(event: str, fields: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of an act that people give, with the texts themselves in place of their ids."""
    known = CATALOGUE[event]
    told = {each.name: fields[each.name] for each in known.fields if fields.get(each.name) is not None}
    ids = notes.texts_of(known, told)
    return {name: value for name, value in told.items() if name not in ids} | {
        name: texts[note] for name, note in ids.items() if note in texts
    }
