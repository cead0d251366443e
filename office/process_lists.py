"""The lists that processes give for returns and tables, with the details of each child that the reader may read about."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right
from casework.people.child import Details
from casework.processes.group import Group
from casework.processes.listing import Listing, Pupil
from casework.processes.registry import BY_KIND, of_group
from casework.settings.settings import Setting
from office.gate import Gate
from office.permits import brought_to, each_row, wanted_with
from office.processes import content_for
from office.refusals import ActRefused
from records import cases, children, processes, settings, staff
from records.processes import ProcessRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""
_URN = "urn-"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A list and its rows on a day."""

    listing: Listing
    rows: Sequence[Mapping[str, str]]


def listings_of(group: Group) -> tuple[Listing, ...]:
    """Return the lists of a group."""
    return tuple(one for process in of_group(group) for one in process.listings)


def listed(gate: Gate, person: Person, group: Group, name: str, today: date) -> Listed:
    """Return a list with the rows of the cases whose personal details a person may read; reading it is logged.

    Raises NotAllowed, or ActRefused if there is no such list.
    """
    gate.check(person, group.rights.see)
    gate.check(person, Right.SEE_PERSONAL)
    found = next((one for one in listings_of(group) if one.name == name), None)
    if found is None:
        raise ActRefused("There is no such list; choose one on the page that lists them.")
    with gate.database.read() as session:
        rows, owners = _rows(session, person, group, found, today)
    if owners:
        gate.note(person, Right.SEE_PERSONAL, None, f"read {found.title!r}: {', '.join(sorted(owners))}")
    return Listed(found, rows)


def as_csv(told: Listed) -> str:
    """Return a list as CSV: the names of its columns, then its rows. A text that begins like a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(told.listing.columns)
    for row in told.rows:
        writer.writerow([f"'{value}" if value.startswith(_FORMULA) else value for value in row.values()])
    return text.getvalue()


def _rows(
    session: Session, person: Person, group: Group, listing: Listing, today: date
) -> tuple[list[Mapping[str, str]], set[str]]:
    """Return the rows, by case, and the cases or records of children that they tell of."""
    readable = _readable(session, person, group, listing)
    details = _details(session, readable)
    rows: list[Mapping[str, str]] = []
    owners: set[str] = set()
    officers = {one.case_id: one.officer or "" for one in cases.those(session, sorted({row.case_id for row in readable if row.case_id})).values()}  # fmt: skip
    found: list[tuple[Any, Pupil]] = []
    for row in sorted(readable, key=lambda one: (str(one.owner), one.process_id)):
        owner = str(row.owner)
        known, case = details.get(owner), row.case_id or ""
        officer = officers.get(case, "")
        pupil = (
            Pupil(case, known.name, known.born_on, known.upn or "", known.sex or "", officer)
            if known
            else Pupil(case, officer=officer)
        )
        state = BY_KIND[row.kind].state(content_for(session, person, row))
        if (told := listing.row(state, pupil, today)) is not None:
            rows.append(told)
            owners.add(owner)
            found.append((state, pupil))
    if listing.together is None:
        return rows, owners
    named = sorted({one for state, _ in found for one in listing.together.settings(state)})
    known_settings = {one: setting for one in named if (setting := _setting(session, one)) is not None}
    return list(listing.together.rows(_by_name(session, found), known_settings, today)), owners


def _readable(session: Session, person: Person, group: Group, listing: Listing) -> list[ProcessRow]:
    """Return the processes of a list about a child whose personal data a person may read."""
    kinds = [one for one in of_group(group) if listing in one.listings]
    found = {row.process_id: row for row in each_row(session, wanted_with(person, kinds, Right.SEE_PERSONAL))}
    for case_id in brought_to(session, person, Right.SEE_PERSONAL):
        of_case = processes.select_processes(session, [one.kind for one in kinds], case_id=case_id)
        found |= {row.process_id: row for row in of_case if row.case_id == case_id}
    return [row for row in found.values() if row.owner is not None]


def _details(session: Session, rows: Sequence[ProcessRow]) -> dict[str, Details]:
    """Return the details of the child of each process, by case or record."""
    cases_of = sorted({row.case_id for row in rows if row.case_id})
    records_of = sorted({row.child_id for row in rows if row.child_id})
    found: dict[str, Details] = {}
    for first in range(0, len(cases_of), _AT_ONCE):
        found |= children.details_of_cases(session, cases_of[first : first + _AT_ONCE])
    for first in range(0, len(records_of), _AT_ONCE):
        found |= children.details_of_children(session, records_of[first : first + _AT_ONCE])
    return found


def _setting(session: Session, setting_id: str) -> Setting | None:
    return settings.setting_of(session, setting_id.removeprefix(_URN))


def _by_name(session: Session, found: Sequence[tuple[Any, Pupil]]) -> list[tuple[Any, Pupil]]:
    """Return processes with the names of the officers in place of their ids."""
    names = staff.names(session)
    return [
        (state, replace(pupil, officer=names.get(pupil.officer, pupil.officer))) for state, pupil in found
    ]
