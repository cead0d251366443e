"""The sittings of the panel as they stand, for lists and pages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from records.tables import LEDGER, SITTINGS
from records.upsert import upsert


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A sitting: `content` is the whole of it, `seq` the step that it is of."""

    sitting_id: str
    sits_on: date
    papers_by: date
    status: str
    seq: int
    content: dict[str, Any]
    changed_at: datetime


def save(session: Session, row: SittingRow) -> None:
    """Keep how a sitting stands."""
    upsert(session, SITTINGS, asdict(row), key=("sitting_id",))


def find(session: Session, sitting_id: str) -> SittingRow | None:
    """A sitting by its id, or None."""
    row = session.execute(select(SITTINGS).where(SITTINGS.c.sitting_id == sitting_id)).mappings().first()
    return SittingRow(**row) if row else None


def select_sittings(session: Session) -> list[SittingRow]:
    """Every sitting, the latest day first."""
    query = select(SITTINGS).order_by(SITTINGS.c.sits_on.desc(), SITTINGS.c.sitting_id)
    return [SittingRow(**row) for row in session.execute(query).mappings()]


def page_of_sittings(
    session: Session, *, member: str | None, limit: int, after: tuple[date, str] | None
) -> list[SittingRow]:
    """The latest sittings, of a member or the chair alone or all (None): those after a day and an id, so many at most."""
    query = select(SITTINGS).where(_sits(session, member) if member is not None else true())
    if after is not None:
        day, its_id = after
        same_day = and_(SITTINGS.c.sits_on == day, SITTINGS.c.sitting_id > its_id)
        query = query.where(or_(SITTINGS.c.sits_on < day, same_day))
    query = query.order_by(SITTINGS.c.sits_on.desc(), SITTINGS.c.sitting_id).limit(limit)
    return [SittingRow(**row) for row in session.execute(query).mappings()]


def _sits(session: Session, person: str) -> ColumnElement[bool]:
    """Whether somebody is the chair of a sitting or one of its members, as each database reads a list in JSON."""
    content = SITTINGS.c.content
    its_id: ColumnElement[str]
    if session.get_bind().dialect.name == "postgresql":
        members = func.json_array_elements(content["members"]).table_valued("value")
        its_id = members.c.value.op("->>")("id")
    else:
        members = func.json_each(content, "$.members").table_valued("value")
        its_id = func.json_extract(members.c.value, "$.id")
    is_member = select(1).select_from(members).where(its_id == person).exists()
    return or_(content["chair"].as_string() == person, is_member)


def listing(session: Session, case_id: str) -> list[SittingRow]:
    """The sittings that a case was ever listed to, by its ledger."""
    told = select(LEDGER.c.fields).where(LEDGER.c.case_id == case_id, LEDGER.c.event == "panel_listed")
    ids = {str(fields["sitting"]) for fields in session.scalars(told)}
    query = select(SITTINGS).where(SITTINGS.c.sitting_id.in_(ids)).order_by(SITTINGS.c.sits_on)
    return [SittingRow(**row) for row in session.execute(query).mappings()] if ids else []
