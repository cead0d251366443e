"""Show, find and correct children's records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Right, refused
from casework.people.child import FIELDS, Correction, Details, Version, changed_between, why_not_correct
from casework.people.child_matching import match
from casework.people.parties import YOUNG_PERSON
from casework.processes.registry import BY_KIND, GROUPS
from office.case_view import case_as_json
from office.child_access import WITHOUT_CASE, Seen, check_some, look, may_act
from office.gate import thing_of
from office.processes import belongs_to_cases
from office.refusals import ActRefused
from office.retention import reviewed
from office.staff import Caller
from records import access, cases, child_merges, children, parties, processes
from records.database import Database
from statute.rights import right_holder

_MOST = 30
"""The most children that one search returns."""
_OF_CASE = (
    "case",
    "opens",
    "stage",
    "stage_in_words",
    "rag",
    "officer",
    "team",
    "received_on",
    "closed_on",
    "plans",
)
_OF_LETTER = ("dispatch", "on", "kind", "to_role", "of", "channel", "status", "party", "address_version")


def show(
    database: Database, caller: Caller, child_id: str, today: date, *, personal: bool = True
) -> dict[str, Any]:
    """Return a child with the cases that the caller may see, and the child's details if they may read them.

    Without `personal` no personal details are returned and nothing is logged. Raises NoSuchChild.
    """
    caller.check(Right.SEE_CASE)
    with database.read() as session:
        seen = look(caller, session, child_id)
        sealed = access.is_child_sealed(session, seen.group)
        merged = [_merge(one) for one in child_merges.of_group(session, seen.group)]
    personal = personal and bool(seen.personal)
    if personal:
        caller.note_personal(seen.child.child_id)
    return {
        "child": seen.child.child_id,
        "asked_for": child_id,
        "sealed": sealed,
        "details": details_as_json(seen.child.current.details) if personal else None,
        "versions": [version_as_json(one) for one in seen.child.versions] if personal else [],
        "merges": merged if personal and seen.sees_all else [],
        "kept_until": _kept_until(database, seen) if seen.sees_all else None,
        "cases": [_case(database, caller, each, today) for each in seen.seen_cases],
        "processes": [BY_KIND[row.kind].list_json(row.content, today) for row in seen.seen_processes],
    }


def find(database: Database, caller: Caller, asked: Details) -> list[dict[str, Any]]:
    """Return the matching children that the caller may see, with the reason for each match. Raises NotAllowed.

    Without a date of birth or a number, every child matches whose name has the given words.
    """
    caller.check(Right.SEARCH_BY_NAME)
    with database.read() as session:
        found = {
            child_id: (known, match(asked, known)) for child_id, known in children.candidates(session, asked)
        }
        close = {child_id: both for child_id, both in found.items() if both[1] is not None}
        if not (asked.born_on or asked.upn or asked.nhs_number):
            close |= {
                child_id: (known, match(asked, known))
                for child_id, known in children.named_like(session, asked.name, _MOST)
            }
        told = list[dict[str, Any]]()
        for child_id, (known, how) in close.items():
            mine = [each for each in _cases(session, child_id) if _may_name(caller, session, each)]
            if mine or _may_name_without_case(caller, session, child_id):
                told.append(
                    {
                        "child": child_id,
                        "name": known.name,
                        "born_on": _iso(known.born_on),
                        "match": how.kind if how else None,
                        "because": how.because if how else None,
                        "cases": mine,
                    }
                )
    told = sorted(told, key=lambda one: ("same", "near", None).index(one["match"]))[:_MOST]
    if told:
        ids = ", ".join(one["child"] for one in told)
        caller.gate.note(caller.person, Right.SEARCH_BY_NAME, None, f"found {ids}")
    return told


@dataclass(frozen=True, slots=True)
class Source:
    """Where a correction comes from: the first day it holds, who makes it, and why."""

    from_on: date
    by: str
    why: str


def correct(
    database: Database, caller: Caller, child_id: str, correction: Correction, source: Source, today: date
) -> dict[str, Any]:
    """Store the next version of a child's details. Returns what it changes. Raises ActRefused or NoSuchChild.

    A new address also becomes the young person's address as a party, in the cases that the caller may act in. Unsent
    letters to the old address are held.
    """
    now, by, why = datetime.now(UTC), source.by, source.why
    check_some(caller, database, child_id)
    with database.write() as session:
        seen = look(caller, session, child_id)
        children.lock(session, seen.child.child_id)
        mine = may_act(caller, session, seen.cases)
        asked = children.find(session, child_id) or seen.child
        if (wrong := why_not_correct(asked, correction, source.from_on, by, why, today)) is not None:
            raise ActRefused(wrong)
        before = asked.current.details
        after = correction.applied_to(before)
        kept = children.add_version(
            session, child_id, after, from_on=source.from_on, by=by, why=why.strip(), at=now
        )
        changed = changed_between(before, after)
        moved = _move_young_person(session, mine, after.address, by, now) if "address" in changed else []
        person, told = caller.person, f"corrected {', '.join(changed)}: {why.strip()}"
        access.log(session, caller.gate.entry(person, Right.ACT, child_id, True, told))
        return {
            "child": child_id,
            **version_as_json(kept),
            "changed": list(changed),
            "rights": rights_moved(session, mine, before, after, today),
            "address_changed_in": moved,
        }


def rights_moved(
    session: Session, case_ids: tuple[str, ...], before: Details, after: Details, today: date
) -> list[dict[str, Any]]:
    """Return the cases in which a corrected date of birth changes who holds the rights, with the old and new holder."""
    was, now = (
        right_holder(each.born_on, today) if each.born_on is not None else None for each in (before, after)
    )
    if was == now:
        return []
    found = cases.those(session, case_ids)
    return [
        {"case": each, "from": was, "to": now}
        for each in case_ids
        if each in found and found[each].closed_on is None
    ]


def details_as_json(details: Details) -> dict[str, Any]:
    """Return a child's details as JSON."""
    return {**{name: getattr(details, name) for name in FIELDS}, "born_on": _iso(details.born_on)}


def version_as_json(one: Version) -> dict[str, Any]:
    """Return a version of a child's details: its first day, and who recorded it, when and why."""
    return {
        "version": one.version,
        "details": details_as_json(one.details),
        "from_on": one.from_on.isoformat(),
        "recorded_at": one.recorded_at.isoformat(),
        "by": one.by,
        "why": one.why,
    }


def _case(database: Database, caller: Caller, case_id: str, today: date) -> dict[str, Any]:
    told = case_as_json(database, case_id, today)
    return {
        **{name: told[name] for name in _OF_CASE},
        "processes": [
            one
            for group in GROUPS
            if belongs_to_cases(group) and caller.may(group.rights.see, case_id)
            for one in told[group.case_key]
        ],
        "letters": [{name: one[name] for name in _OF_LETTER} for one in told["notices"] if not one["inside"]],
    }


def _merge(one: child_merges.Merge) -> dict[str, Any]:
    return {
        "merge": one.merge_id,
        "merged": one.merged,
        "into": one.survivor,
        "by": one.by,
        "reason": one.reason,
        "at": one.at.isoformat(),
        "split_at": one.split_at.isoformat() if one.split_at else None,
        "split_by": one.split_by,
        "split_because": one.split_because,
    }


def _kept_until(database: Database, seen: Seen) -> str | None:
    """Return the last day on which any of the child's cases is kept, or without one the record; None while one is open."""
    days = [reviewed(database, each).due for each in seen.cases or (seen.child.child_id,)]
    ends = [each.on for each in days if each is not None]
    return max(ends).isoformat() if len(ends) == len(days) else None


def _cases(session: Session, child_id: str) -> list[str]:
    return children.cases_of(session, children.group(session, child_id))


def _may_name_without_case(caller: Caller, session: Session, child_id: str) -> bool:
    """Whether the caller may read the name of a child by a process that hangs on the record."""
    rows = processes.of_children(session, WITHOUT_CASE, children.group(session, child_id))
    return any(_may_name(caller, session, row.process_id) for row in rows)


def _may_name(caller: Caller, session: Session, case_id: str) -> bool:
    return refused(caller.person, Right.SEE_PERSONAL, thing_of(session, case_id)) is None


def _move_young_person(
    session: Session, case_ids: tuple[str, ...], address: str | None, by: str, at: datetime
) -> list[str]:
    """Change the young person's address in their open cases. Returns the ids of those cases."""
    moved = []
    open_cases = {each for each, row in cases.those(session, case_ids).items() if row.closed_on is None}
    for case_id in (each for each in case_ids if each in open_cases):
        for party in parties.of_case(session, case_id):
            if party.relationship == YOUNG_PERSON and party.is_active and party.address.postal != address:
                parties.move(session, party, address, at, by)
                moved.append(case_id)
    return moved


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
