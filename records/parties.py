"""The parties of cases and the versions of their addresses. Versions are only added, never changed."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from casework.people.parties import YOUNG_PERSON, Address, Party
from records import children, incomplete_messages
from records.tables import ADDRESSES, PARTIES

_OF_PARTY = [PARTIES.c[name] for name in Party.__slots__ if name != "address"]
_OF_ADDRESS = [ADDRESSES.c[name] for name in Address.__slots__]
_OF_CASE = (
    select(*_OF_PARTY)
    .where(PARTIES.c.case_id == bindparam("of_case"))
    .order_by(PARTIES.c.since, PARTIES.c.party_id)
)
_NEWEST_ADDRESS = (
    select(*_OF_ADDRESS)
    .where(ADDRESSES.c.party_id == bindparam("of_party"))
    .order_by(ADDRESSES.c.version.desc())
    .limit(1)
)
_ADDRESS_VERSION = _NEWEST_ADDRESS.where(ADDRESSES.c.version == bindparam("numbered"))


def new_id() -> str:
    """Return a random id."""
    return f"party-{secrets.token_hex(6)}"


def add(session: Session, party: Party, at: datetime, by: str | None) -> None:
    """Add a party with the first version of its address."""
    row = {name: getattr(party, name) for name in Party.__slots__ if name not in ("address", "ended_on")}
    session.execute(insert(PARTIES).values(**row, since=at, by=by))
    _add_version(session, party.party_id, party.address, at, by)
    incomplete_messages.look_again(session, at, party.case_id)


def add_address(session: Session, party_id: str, address: Address, at: datetime, by: str | None) -> int:
    """Add the next version of an address. Returns its number."""
    number = _add_version(session, party_id, address, at, by)
    case_id = session.scalar(select(PARTIES.c.case_id).where(PARTIES.c.party_id == party_id))
    incomplete_messages.look_again(session, at, case_id)
    return number


def _add_version(session: Session, party_id: str, address: Address, at: datetime, by: str | None) -> int:
    last = session.scalar(select(func.max(ADDRESSES.c.version)).where(ADDRESSES.c.party_id == party_id)) or 0
    row = {**asdict(address), "version": last + 1, "party_id": party_id, "since": at, "by": by}
    session.execute(insert(ADDRESSES).values(row))
    return int(last) + 1


def move(session: Session, party: Party, postal: str | None, at: datetime, by: str | None) -> None:
    """Add a version with a new postal address. The e-mail address and telephone number stay the same."""
    add_address(session, party.party_id, replace(party.address, postal=postal), at, by)


def prefer(session: Session, party_id: str, **preferences: Any) -> None:
    """Change what is recorded of a party, other than its address."""
    session.execute(update(PARTIES).where(PARTIES.c.party_id == party_id).values(**preferences))


def end(session: Session, party_id: str, on: date, why: str | None, by: str | None) -> None:
    """Record the end of a relationship."""
    session.execute(
        update(PARTIES).where(PARTIES.c.party_id == party_id).values(ended_on=on, ended_why=why, ended_by=by)
    )


def find(session: Session, party_id: str, version: int | None = None) -> Party | None:
    """Return a party with the given version of its address, or the newest."""
    row = session.execute(select(*_OF_PARTY).where(PARTIES.c.party_id == party_id)).mappings().first()
    return _party(session, dict(row), version) if row else None


def of_case(session: Session, case_id: str) -> list[Party]:
    """Return the parties of a case in the order they were added, each with the newest version of its address."""
    found = session.execute(_OF_CASE, {"of_case": case_id}).mappings().all()
    return [_party(session, dict(row), None) for row in found]


@dataclass(frozen=True, slots=True)
class AddressVersion:
    """A version of an address: since when it is recorded, and by which person."""

    address: Address
    since: datetime
    by: str | None


def versions_of(session: Session, party_id: str) -> list[AddressVersion]:
    """Return every version of a party's address, newest first."""
    query = select(*_OF_ADDRESS, ADDRESSES.c.since, ADDRESSES.c.by).where(ADDRESSES.c.party_id == party_id)
    rows = session.execute(query.order_by(ADDRESSES.c.version.desc())).mappings().all()
    return [
        AddressVersion(Address(**{name: row[name] for name in Address.__slots__}), row["since"], row["by"])
        for row in rows
    ]


def _party(session: Session, row: dict[str, Any], version: int | None) -> Party:
    wanted = {"of_party": row["party_id"]} | ({} if version is None else {"numbered": version})
    query = _NEWEST_ADDRESS if version is None else _ADDRESS_VERSION
    address = session.execute(query, wanted).mappings().first()
    if row["relationship"] == YOUNG_PERSON and (child := children.child_of_case(session, row["case_id"])):
        row["name"] = child.current.details.name
    return Party(**row, address=Address(**address) if address else Address(0))
