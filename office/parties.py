"""Add, move and end the parties of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.people.entitlements import why_not_entitled
from casework.people.parties import YOUNG_PERSON, Party, why_not, why_not_withheld
from office.refusals import ActRefused, no_such_case
from records import access, cases, children, parties
from records.database import Database
from statute.local_time import london_date

ADDRESS_FIELDS = ("postal", "email", "telephone")
"""The parts of an address that a person may change."""


def add(database: Database, party: Party, by: str | None) -> Party:
    """Add a party, or return the one that is recorded with the same details. Raises ActRefused."""
    _fit(party)
    with database.write() as session:
        if cases.find(session, party.case_id) is None:
            raise no_such_case(party.case_id)
        new = replace(party, party_id=parties.new_id(), address=replace(party.address, version=1))
        if (same := _same(parties.of_case(session, party.case_id), new)) is not None:
            return same
        parties.add(session, new, datetime.now(UTC), by)
    return new


def _same(known: Iterable[Party], new: Party) -> Party | None:
    """Return the active party that differs from a new one in its id only, or None."""
    return next((one for one in known if replace(one, party_id=new.party_id) == new), None)


def move(database: Database, party_id: str, changes: dict[str, Any], by: str | None) -> Party:
    """Change a party's address. Parts that `changes` leaves out stay the same. Raises ActRefused.

    Unsent letters to the old address are held, and the officer is alerted.
    """
    return change(database, party_id, changes, by)


def change(
    database: Database, party_id: str, changes: Mapping[str, Any], by: str | None, seen: int | None = None
) -> Party:
    """Change what is recorded of a party: address, preferences, name, job, right. Raises ActRefused.

    What `changes` leaves out stays the same. `seen` is the version of the address that the person who changes it read.
    After a change of name, address, large print or language, unsent letters are held and the officer is alerted.
    """
    with database.write() as session:
        before = _active(parties.find(session, party_id), party_id)
        if seen is not None and seen != before.address.version:
            raise ActRefused(
                "Someone else has changed this person's details since you opened the page; open it again."
            )
        address = replace(
            before.address, **{name: changes[name] for name in ADDRESS_FIELDS if name in changes}
        )
        told = {name: value for name, value in changes.items() if name not in ADDRESS_FIELDS}
        party = replace(before, **told, address=address)
        if party.name != before.name and party.relationship == YOUNG_PERSON:
            raise ActRefused("The name of the young person comes from their own record; correct it there.")
        _fit(party)
        if told:
            parties.prefer(session, party_id, **told)
        if _to_write(party) != _to_write(before):
            version = parties.add_address(session, party_id, address, datetime.now(UTC), by)
            party = replace(party, address=replace(address, version=version))
        if party.relationship == YOUNG_PERSON and address.postal != before.address.postal:
            _moved(session, party, address.postal, by)
    return party


def _to_write(party: Party) -> tuple[Any, ...]:
    """Return what a letter to a party depends on."""
    return party.name, party.address, party.large_print, party.language


def _moved(session: Session, young_person: Party, postal: str | None, by: str | None) -> None:
    """Store the young person's new address in the child's record.

    An address from a case with its own seal is not copied, because people see the record through other cases too.
    """
    child = children.child_of_case(session, young_person.case_id)
    if child is None:
        return
    group = children.group(session, child.child_id)
    if access.is_child_sealed(session, group) or not access.is_sealed(session, young_person.case_id):
        now = datetime.now(UTC)
        children.add_version(
            session,
            child.child_id,
            replace(child.current.details, address=postal),
            from_on=max(london_date(now), child.current.from_on),
            by=by,
            why=f"The young person's address was changed in {young_person.case_id}.",
            at=now,
        )


def prefer(database: Database, party_id: str, preferences: dict[str, Any], by: str | None = None) -> Party:
    """Change a party's contact preferences. Raises ActRefused.

    Unsent letters in the old format or language are held, and the officer is alerted.
    """
    return change(database, party_id, preferences, by)


def end(database: Database, party_id: str, on: date, why: str | None, by: str | None) -> Party:
    """End a relationship. Raises ActRefused."""
    with database.write() as session:
        party = _active(parties.find(session, party_id), party_id)
        parties.end(session, party_id, on, why, by)
    return replace(party, ended_on=on)


def of_case(database: Database, case_id: str) -> list[dict[str, Any]]:
    """Return the parties of a case. Raises ActRefused if the case does not exist."""
    with database.read() as session:
        if cases.find(session, case_id) is None:
            raise no_such_case(case_id)
        return [party_as_json(party) for party in parties.of_case(session, case_id)]


def case_of(database: Database, party_id: str) -> str:
    """Return the case of a party. Raises ActRefused if the party does not exist."""
    with database.read() as session:
        return _known(parties.find(session, party_id), party_id).case_id


def versions(database: Database, party_id: str) -> tuple[Party, list[parties.AddressVersion]]:
    """Return a party and every version of its address, newest first. Raises ActRefused."""
    with database.read() as session:
        party = _known(parties.find(session, party_id), party_id)
        return party, parties.versions_of(session, party_id)


def party_in_codes(party: Party) -> dict[str, Any]:
    """Return a party without personal details: its relation to the case, and the version of its address."""
    return {
        "party": party.party_id,
        "relationship": party.relationship,
        "of": party.of,
        "channel": party.channel,
        "active": party.is_active,
        "ended_on": party.ended_on.isoformat() if party.ended_on else None,
        "address_version": party.address.version,
    }


def party_as_json(party: Party) -> dict[str, Any]:
    """Return a party with its current address. All of this is personal."""
    return party_in_codes(party) | {
        "name": party.name,
        "job": party.job,
        "entitlement": party.entitlement,
        "gets_letters": party.gets_letters,
        "no_letters_because": party.no_letters_because,
        "large_print": party.large_print,
        "language": party.language,
        "postal": party.address.postal,
        "email": party.address.email,
        "telephone": party.address.telephone,
    }


def _fit(party: Party) -> None:
    why = (
        why_not(party.relationship, party.of, party.channel, party.address, party.name)
        or why_not_entitled(party.relationship, party.entitlement)
        or why_not_withheld(party.relationship, party.no_letters_because)
    )
    if why is not None:
        raise ActRefused(why)


def _active(party: Party | None, party_id: str) -> Party:
    party = _known(party, party_id)
    if not party.is_active:
        raise ActRefused(
            f"The relationship of {party_id} ended on {party.ended_on}; add a new party instead."
        )
    return party


def _known(party: Party | None, party_id: str) -> Party:
    if party is None:
        raise ActRefused(
            f"There is no person {party_id!r}. Choose one of the people of the case; `ehcp party list CASE` lists them."
        )
    return party
