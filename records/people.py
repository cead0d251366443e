"""Who a case is about, and what people wrote about it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from casework.people.parties import Party, attended, from_intake
from casework.people.same_child import plain_name
from records import parties
from records.tables import CASES, INTAKES, NOTES
from records.upsert import insert_new
from statute.rights import right_holder


@dataclass(frozen=True, slots=True)
class Intake:
    """A request as it came in. `intake_key` is the same whenever the same request comes again."""

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


def register(
    session: Session, intake: Intake, holder: str | None = None, attends: str | None = None
) -> tuple[Intake, bool]:
    """Keep a request: it and True, or the one that was kept before under its key and False.

    Its first parties come with it. `holder` is whose right it is, where more than the date of birth tells that; `attends`
    the name and address of the setting that the child attends.
    """
    if insert_new(session, INTAKES, asdict(intake), key=("intake_key",)):
        parties.add(session, _first_party(intake, holder), intake.registered_at, "intake")
        if attends:
            setting = attended(parties.new_id(), intake.case_id, attends)
            after_the_family = intake.registered_at + timedelta(microseconds=1)
            parties.add(session, setting, after_the_family, "intake")
        return intake, True
    kept = session.execute(select(INTAKES).where(INTAKES.c.intake_key == intake.intake_key)).mappings().one()
    return Intake(**kept), False


def _first_party(intake: Intake, holder: str | None) -> Party:
    by_age = right_holder(intake.born_on, intake.received_on) if intake.born_on else None
    lacks = by_age == "young_person" and holder in ("parent", "representative")
    nobody = Party(parties.new_id(), intake.case_id, "parent")
    return from_intake(
        nobody,
        intake.child_name,
        intake.family_name_and_address,
        intake.family_email,
        None if lacks else by_age,
        lacks,
    )


def mark_started(session: Session, case_id: str) -> None:
    """Note that the case of a request is running and complete."""
    session.execute(update(INTAKES).where(INTAKES.c.case_id == case_id).values(started=True))


def intake_of(session: Session, case_id: str) -> Intake | None:
    """The request of a case, or None."""
    row = session.execute(select(INTAKES).where(INTAKES.c.case_id == case_id)).mappings().first()
    return Intake(**row) if row else None


def open_case_of(session: Session, child_name: str, born_on: date | None, other_than: str) -> str | None:
    """The open case of a child, known by name and date of birth; by the name alone where either has no date.

    The request whose key is `other_than` is not looked at: that is the same request again, not another one. One that
    is registered and not yet started counts as open.
    """
    query = (
        select(INTAKES.c.case_id, INTAKES.c.child_name, INTAKES.c.born_on)
        .outerjoin(CASES, CASES.c.case_id == INTAKES.c.case_id)
        .where(INTAKES.c.intake_key != other_than, CASES.c.closed_on.is_(None))
        .order_by(INTAKES.c.registered_at)
    )
    if born_on is not None:
        query = query.where(or_(INTAKES.c.born_on == born_on, INTAKES.c.born_on.is_(None)))
    wanted = plain_name(child_name)
    return next((row.case_id for row in session.execute(query) if plain_name(row.child_name) == wanted), None)


def open_cases_born_on(session: Session, born_on: date) -> list[tuple[str, str]]:
    """The open cases of children born on a day: case and name, so that one request is not opened twice."""
    query = (
        select(INTAKES.c.case_id, INTAKES.c.child_name)
        .join(CASES, CASES.c.case_id == INTAKES.c.case_id)
        .where(INTAKES.c.born_on == born_on, CASES.c.closed_on.is_(None))
        .order_by(INTAKES.c.registered_at)
    )
    return [(row.case_id, row.child_name) for row in session.execute(query)]


def search(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Cases and names of children whose name has each word of a text in it, whatever its capitals; by name."""
    query = select(INTAKES.c.case_id, INTAKES.c.child_name).join(CASES, CASES.c.case_id == INTAKES.c.case_id)
    for word in text.split():
        # SQLite knows the capitals of A to Z alone; a word with others is looked for as it may be written, too.
        ways = [
            INTAKES.c.child_name.contains(way, autoescape=True) for way in (word.capitalize(), word.upper())
        ]
        lower = func.lower(INTAKES.c.child_name).contains(word.lower(), autoescape=True)
        query = query.where(or_(lower, *ways))
    query = query.order_by(func.lower(INTAKES.c.child_name), INTAKES.c.case_id).limit(limit)
    return [(row.case_id, row.child_name) for row in session.execute(query)]


def add_note(session: Session, case_id: str, text: str, by: str | None, at: datetime) -> str:
    """Keep a text, and give it an id that says nothing."""
    note_id = f"note-{secrets.token_hex(8)}"
    session.execute(insert(NOTES).values(note_id=note_id, case_id=case_id, text=text, by=by, at=at))
    return note_id


def drop_note(session: Session, note_id: str) -> None:
    """Remove a text whose act was refused."""
    session.execute(delete(NOTES).where(NOTES.c.note_id == note_id))


def note(session: Session, note_id: str) -> str | None:
    """A text by its id, or None."""
    return session.scalar(select(NOTES.c.text).where(NOTES.c.note_id == note_id))


def notes_of(session: Session, case_id: str) -> dict[str, str]:
    """The texts of a case by their ids."""
    rows = session.execute(select(NOTES.c.note_id, NOTES.c.text).where(NOTES.c.case_id == case_id))
    return {row.note_id: row.text for row in rows}
