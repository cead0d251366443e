"""Requests, the children they are about, and free-text notes."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from casework.people.census import LABELS as CENSUS
from casework.people.census import NOTHING_KNOWN, Census
from casework.people.child import FIELDS, Child, Details
from casework.people.child_matching import name_key, why_ask
from casework.people.first_parties import FamilyLine, attended, family_line, of_family
from casework.people.parties import Party
from records import children, parties
from records.tables import CASES, CHILD_DETAILS, INTAKES, NOTES
from records.upsert import insert_new

_OF_CHILD = {"child_name": "name", "born_on": "born_on", "upn": "upn", "nhs_number": "nhs_number"}
"""The fields of an intake that are read from the child's record, and their names there."""
_AT_ONCE = 500
"""How many keys one query asks for: a database takes a limited number of values."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A request with the details of its child. `intake_key` identifies it: the same request always has the same key.

    The child's name, date of birth and numbers are stored in the child's record and read from there, so they are
    current. `address` and `census` are what the request says of the child; they are not read back. `child_id` names that record; if it is empty, the request gets a new record.
    """

    intake_key: str
    case_id: str
    reference: str | None
    child_name: str
    born_on: date | None
    family_name_and_address: str | None
    family_email: str | None
    source: str
    received_on: date
    team: str
    officer: str | None
    registered_at: datetime
    started: bool
    child_id: str = ""
    upn: str | None = None
    nhs_number: str | None = None
    address: str | None = None
    census: Census = NOTHING_KNOWN

    @property
    def details(self) -> Details:
        """The child's details, as the request gives them."""
        of_census = asdict(self.census)
        return Details(self.child_name, self.born_on, self.upn, self.nhs_number, self.address, **of_census)


_OF_REQUEST = tuple(
    name for name in Intake.__slots__ if name not in _OF_CHILD and name not in ("address", "census")
)
"""The fields of an intake that are columns of its own table."""


def register(
    session: Session, intake: Intake, holder: str | None = None, attends: str | None = None
) -> tuple[Intake, bool]:
    """Store a request. Returns it and True, or the stored request with the same key and False.

    This also stores its child and first parties. `holder` is who holds the right to ask, if the date of birth does not
    decide it. `attends` is the name and address of the setting that the child attends.
    """
    intake = replace(intake, child_id=intake.child_id or children.new_id())
    if not insert_new(session, INTAKES, _row(intake), key=("intake_key",)):
        return _kept(session, _BY_KEY, intake.intake_key), False
    family = _family(intake, holder)
    details = replace(intake.details, address=intake.address or family[0].address.postal)
    if (known := children.find(session, intake.child_id)) is not None:
        _fill_in(session, intake, known, details)
    else:
        children.add(
            session,
            intake.child_id,
            details,
            from_on=intake.received_on,
            by=None,
            why="As the request says.",
            at=intake.registered_at,
        )
    session.execute(update(CASES).where(CASES.c.case_id == intake.case_id).values(child_id=intake.child_id))
    setting = (attended(parties.new_id(), intake.case_id, attends),) if attends else ()
    for place, party in enumerate((*family, *setting)):
        in_order = intake.registered_at + timedelta(microseconds=place)
        parties.add(session, party, in_order, "intake")
    return intake, True


def _fill_in(session: Session, intake: Intake, known: Child, told: Details) -> None:
    """Add the numbers, the address and what SEN2 needs from a request to a child's record, where the record has none."""
    before = known.current.details
    missing = {
        name: getattr(told, name)
        for name in ("upn", "nhs_number", "address", *CENSUS)
        if getattr(before, name) is None
    }
    after = replace(before, **missing)
    if after != before:
        children.add_version(
            session,
            intake.child_id,
            after,
            from_on=max(intake.received_on, known.current.from_on),
            by=None,
            why="As a later request says.",
            at=intake.registered_at,
        )


def _row(intake: Intake) -> dict[str, Any]:
    return {name: getattr(intake, name) for name in _OF_REQUEST}


def _kept(session: Session, query: Select[Any], wanted: str) -> Intake:
    found = _read(session, query, wanted)
    if found is None:
        raise LookupError("a stored request is missing from the records")
    return found


_EVERY = children.with_details(
    select(
        *[INTAKES.c[name] for name in _OF_REQUEST],
        *[CHILD_DETAILS.c[column].label(name) for name, column in _OF_CHILD.items()],
    )
)
_BY_CASE = _EVERY.where(INTAKES.c.case_id == bindparam("wanted"))
_BY_KEY = _EVERY.where(INTAKES.c.intake_key == bindparam("wanted"))


def _read(session: Session, query: Select[Any], wanted: str) -> Intake | None:
    row = session.execute(query, {"wanted": wanted}).mappings().first()
    return Intake(**row) if row else None


def _family(intake: Intake, holder: str | None) -> tuple[Party, ...]:
    asked = FamilyLine(intake.child_name, intake.family_name_and_address, intake.family_email)
    line = family_line(asked, intake.born_on, intake.received_on, holder)
    return of_family(line, lambda: Party(parties.new_id(), intake.case_id, "parent"))


def intake_of(session: Session, case_id: str) -> Intake | None:
    """Return the request of a case, or None."""
    return _read(session, _BY_CASE, case_id)


def started(session: Session, case_ids: Collection[str]) -> set[str]:
    """Return which of some cases have been started completely."""
    query = select(INTAKES.c.case_id).where(INTAKES.c.case_id.in_(list(case_ids)), INTAKES.c.started)
    return set(session.scalars(query))


def started_by_key(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """Return the cases of some requests that have been started completely, by the key of the request."""
    found: dict[str, str] = {}
    for first in range(0, len(keys), _AT_ONCE):
        wanted = INTAKES.c.intake_key.in_(keys[first : first + _AT_ONCE])
        query = select(INTAKES.c.intake_key, INTAKES.c.case_id).where(wanted, INTAKES.c.started)
        found |= {row.intake_key: row.case_id for row in session.execute(query)}
    return found


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case that may be for the same child. `because` says what matches."""

    case_id: str
    name: str
    because: str


def open_case_of(
    session: Session, asked: Details, other_than: str, hidden: Collection[str] = ()
) -> OpenCase | None:
    """Return an open case that may be for the same child, by the rules of `why_ask`. Cases in `hidden` do not count.

    The request with the key `other_than` is ignored, because it is the same request. A request that is registered but
    not started counts as open.
    """
    alike = [CHILD_DETAILS.c.name_key == name_key(asked.name)]
    if asked.upn is not None:
        alike.append(CHILD_DETAILS.c.upn == asked.upn)
    if asked.nhs_number is not None:
        alike.append(CHILD_DETAILS.c.nhs_number == asked.nhs_number)
    of_child = [CHILD_DETAILS.c[name] for name in FIELDS]
    query = (
        children.with_details(select(INTAKES.c.case_id, *of_child))
        .outerjoin(CASES, CASES.c.case_id == INTAKES.c.case_id)
        .where(INTAKES.c.intake_key != other_than, CASES.c.closed_on.is_(None), or_(*alike))
        .order_by(INTAKES.c.registered_at)
    )
    for row in session.execute(query).mappings():
        known = Details(**{name: row[name] for name in FIELDS})
        if row["case_id"] not in hidden and (because := why_ask(asked, known)) is not None:
            return OpenCase(row["case_id"], known.name, because)
    return None


def open_cases_born_on(session: Session, born_on: date) -> list[tuple[str, str]]:
    """Return case and name for the open cases of children born on a day, to find duplicate requests."""
    query = (
        children.with_details(select(INTAKES.c.case_id, CHILD_DETAILS.c.name))
        .join(CASES, CASES.c.case_id == INTAKES.c.case_id)
        .where(CHILD_DETAILS.c.born_on == born_on, CASES.c.closed_on.is_(None))
        .order_by(INTAKES.c.registered_at)
    )
    return [(row.case_id, row.name) for row in session.execute(query)]


def search(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return case and name of children with a part of the name that begins with each word of a text, by name."""
    query = children.with_details(select(INTAKES.c.case_id, CHILD_DETAILS.c.name)).join(
        CASES, CASES.c.case_id == INTAKES.c.case_id
    )
    query = children.with_words(query, text)
    query = query.order_by(func.lower(CHILD_DETAILS.c.name), INTAKES.c.case_id).limit(limit)
    return [(row.case_id, row.name) for row in session.execute(query)]


def case_with_reference(session: Session, reference: str) -> str | None:
    """Return the case with the authority's own reference, or None."""
    query = select(INTAKES.c.case_id).where(INTAKES.c.reference == reference).order_by(INTAKES.c.case_id)
    return session.scalar(query.limit(1))


def references_of(session: Session, case_ids: Iterable[str]) -> dict[str, str]:
    """Return the authority's own references of some cases, by case, without cases that have none."""
    query = select(INTAKES.c.case_id, INTAKES.c.reference).where(INTAKES.c.case_id.in_(list(case_ids)))
    return {row.case_id: row.reference for row in session.execute(query) if row.reference}


def add_note(
    session: Session, case_id: str, text: str, by: str | None, at: datetime, note_id: str | None = None
) -> str:
    """Store a text. Returns its id, which is random unless it is given."""
    note_id = note_id or f"note-{secrets.token_hex(8)}"
    session.execute(insert(NOTES).values(note_id=note_id, case_id=case_id, text=text, by=by, at=at))
    return note_id


def drop_note(session: Session, note_id: str) -> None:
    """Delete a text whose act was refused."""
    session.execute(delete(NOTES).where(NOTES.c.note_id == note_id))


def note(session: Session, note_id: str) -> str | None:
    """Return a text by its id, or None."""
    return session.scalar(select(NOTES.c.text).where(NOTES.c.note_id == note_id))


def notes_of(session: Session, case_id: str) -> dict[str, str]:
    """Return the texts of a case by id."""
    rows = session.execute(select(NOTES.c.note_id, NOTES.c.text).where(NOTES.c.case_id == case_id))
    return {row.note_id: row.text for row in rows}
