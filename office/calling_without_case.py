"""Start a process for a child who has no case: it hangs on the record of the child, which is made if there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Thing, refused
from casework.case.law_of_case import pin_at_opening
from casework.people.child import Details, wrong_details
from casework.people.identifiers import plain_number
from casework.processes.process import Process
from office import notes
from office.calling import Owner, check_first, check_reform, first_act, id_in_case, named_settings, start_with
from office.gate import Gate, thing_of
from office.office import Office, opaque
from office.refusals import ActRefused
from records import access, children
from statute.local_time import london_date

_WHY = "Referred without a request for a plan."


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child without a case, as the referral gives them, and the team that the process is with."""

    details: Details
    team: str | None


def pupil_from(name: str, born_on: date, upn: str | None, team: str | None) -> Pupil:
    """Return a child without a case from what was written."""
    number = plain_number(upn) if upn and upn.strip() else None
    return Pupil(Details(name.strip(), born_on, number), team)


async def call_without_case(
    office: Office,
    gate: Gate,
    person: Person,
    process: Process[Any],
    pupil: Pupil,
    asked: Mapping[str, Any],
    process_id: str | None = None,
) -> str:
    """Start a process for a child without a case. Returns its id. Raises ActRefused, after which nothing is started or stored.

    `asked` holds `on` (today if left out) and the fields of the first act. If a record certainly is the child's, the process
    hangs on it. Without a team it is with the only team of the person.
    """
    team = pupil.team or (next(iter(person.teams)) if len(person.teams) == 1 else None)
    if team is None:
        raise ActRefused("Enter the team that works on the referral.")
    gate.check_thing(person, process.rights.act, Thing(team=team))
    if not process.may_have_no_case:
        raise ActRefused(f"A {process.noun} needs a case; give its number.")
    today = london_date(datetime.now(UTC))
    if (wrong := wrong_details(pupil.details, today)) is not None:
        raise ActRefused(wrong)
    if pupil.details.born_on is None:
        raise ActRefused("Enter the date of birth of the child or young person.")
    _, first = first_act(process, asked, person.id, "case")
    first = await asyncio.to_thread(named_settings, office.database, first)
    law = pin_at_opening(first.on)

    def kept() -> tuple[str, Owner, dict[str, str]]:
        with office.database.write() as session:
            check_reform(session, process, first.on)
            children.lock_same(session, pupil.details)
            child_id = _record_of(session, person, pupil.details)
            is_new = child_id is None
            child_id = child_id or children.new_id()
            made = id_in_case(process, child_id, process_id or opaque())
            owner = Owner(child_id, team, law, {"child": child_id, "officer": person.id})
            check_first(process, made, owner, first)
            if is_new:
                _add(session, child_id, pupil.details, person)
            texts = notes.texts_of(first.action, first.fields)
            return made, owner, notes.kept_in(session, child_id, texts, person.id)

    made, owner, texts = await asyncio.to_thread(kept)
    return await start_with(office, process, made, owner, (first, texts))


def _record_of(session: Session, person: Person, asked: Details) -> str | None:
    """Return the record that certainly is the child's; None if there is none that the person may know of.

    Raises ActRefused if the person may act in a case of the child, because the process belongs there.
    """
    found = children.joined_by(session, asked)
    if found is None:
        return None
    group = children.group(session, found)
    cases = children.cases_of(session, group)
    for case_id in reversed(cases):
        if refused(person, Right.ACT, thing_of(session, case_id)) is None:
            raise ActRefused(f"This child has a case, {case_id}. Start from the page of the case.")
    return None if cases or access.is_child_sealed(session, group) else found


def _add(session: Session, child_id: str, details: Details, person: Person) -> None:
    now = datetime.now(UTC)
    children.add(session, child_id, details, from_on=london_date(now), by=person.id, why=_WHY, at=now)
