"""Plans that are being written: the draft of a case in parts, what people typed that is not in it yet, and comments."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from records.tables import PLAN_COMMENTS, PLAN_DRAFTS, PLAN_PARTS, PLAN_TYPED
from records.upsert import insert_new, upsert


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a case's plan. `base_version` is the version that it began from or last became; 0 if none."""

    case_id: str
    base_version: int
    begun_at: datetime
    begun_by: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a draft: the fields of a section, or a row. `before` is its content before the last change.

    `own_from` is the first revision of the last changes in a row that are all by `by`.
    """

    case_id: str
    part: str
    section: str
    place: int
    content: dict[str, Any]
    before: dict[str, Any] | None
    revision: int
    by: str
    at: datetime
    removed_by: str | None = None
    removed_at: datetime | None = None
    own_from: int = 0

    def is_known_to(self, person: str, seen: int) -> bool:
        """Return whether a person who saw the revision `seen` knows this part: only they have changed it since."""
        return seen == self.revision or (self.by == person and self.own_from - 1 <= seen < self.revision)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a part that is not in the draft, and the revision that they saw."""

    case_id: str
    person: str
    part: str
    section: str
    revision: int
    values: dict[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a part of the plan."""

    comment_id: str
    case_id: str
    part: str
    text: str
    by: str
    at: datetime
    resolved_by: str | None = None
    resolved_at: datetime | None = None


def find_draft(session: Session, case_id: str) -> Draft | None:
    """Return the draft of a case, or None."""
    row = session.execute(select(PLAN_DRAFTS).where(PLAN_DRAFTS.c.case_id == case_id)).mappings().first()
    return Draft(**row) if row else None


def keep_draft(session: Session, draft: Draft) -> None:
    """Store a draft, or replace it."""
    upsert(session, PLAN_DRAFTS, asdict(draft), key=("case_id",))


def parts_of(session: Session, case_id: str, section: str | None = None) -> list[Part]:
    """Return the parts of a draft, or of one section, in their order. Removed rows are among them."""
    query = select(PLAN_PARTS).where(PLAN_PARTS.c.case_id == case_id)
    if section is not None:
        query = query.where(PLAN_PARTS.c.section == section)
    query = query.order_by(PLAN_PARTS.c.section, PLAN_PARTS.c.place, PLAN_PARTS.c.part)
    return [Part(**row) for row in session.execute(query).mappings()]


def add_part(session: Session, part: Part) -> bool:
    """Add a part. Returns False if the draft has it already."""
    return insert_new(session, PLAN_PARTS, asdict(part), key=("case_id", "part"))


def change_part(session: Session, part: Part, seen: int) -> bool:
    """Replace a part that still has the revision `seen`. Returns False if another change came first."""
    mine = (PLAN_PARTS.c.case_id == part.case_id, PLAN_PARTS.c.part == part.part)
    values = {name: value for name, value in asdict(part).items() if name not in ("case_id", "part")}
    changed = session.execute(
        update(PLAN_PARTS)
        .where(*mine, PLAN_PARTS.c.revision == seen)
        .values(values)
        .returning(PLAN_PARTS.c.part)
    )
    return changed.first() is not None


def order_parts(session: Session, case_id: str, parts: Iterable[str]) -> None:
    """Set the order of rows. The first has place 1."""
    for place, part in enumerate(parts, start=1):
        mine = (PLAN_PARTS.c.case_id == case_id, PLAN_PARTS.c.part == part)
        session.execute(update(PLAN_PARTS).where(*mine, PLAN_PARTS.c.place != place).values(place=place))


def typed_of(session: Session, case_id: str, person: str) -> dict[str, Typed]:
    """Return what a person typed that is not in the draft, by part."""
    query = select(PLAN_TYPED).where(PLAN_TYPED.c.case_id == case_id, PLAN_TYPED.c.person == person)
    return {row["part"]: Typed(**row) for row in session.execute(query).mappings()}


def keep_typed(session: Session, typed: Typed) -> None:
    """Keep what a person typed, in place of what they typed into this part before."""
    upsert(session, PLAN_TYPED, asdict(typed), key=("case_id", "person", "part"))


def drop_typed(session: Session, case_id: str, person: str, part: str) -> None:
    """Delete what a person typed into a part, because it is in the draft or they chose another text."""
    mine = (PLAN_TYPED.c.case_id == case_id, PLAN_TYPED.c.person == person, PLAN_TYPED.c.part == part)
    session.execute(delete(PLAN_TYPED).where(*mine))


def new_comment(session: Session, case_id: str, part: str, text: str, by: str, at: datetime) -> Comment:
    """Store a comment."""
    made = Comment(f"comment-{secrets.token_hex(6)}", case_id, part, text, by, at)
    session.execute(insert(PLAN_COMMENTS).values(asdict(made)))
    return made


def comments_of(session: Session, case_id: str) -> list[Comment]:
    """Return the comments on the plan of a case, oldest first."""
    query = (
        select(PLAN_COMMENTS)
        .where(PLAN_COMMENTS.c.case_id == case_id)
        .order_by(PLAN_COMMENTS.c.at, PLAN_COMMENTS.c.comment_id)
    )
    return [Comment(**row) for row in session.execute(query).mappings()]


def resolve_comment(session: Session, case_id: str, comment_id: str, by: str, at: datetime) -> bool:
    """Mark a comment as resolved. Returns False if the case has no such open comment."""
    mine = (
        PLAN_COMMENTS.c.case_id == case_id,
        PLAN_COMMENTS.c.comment_id == comment_id,
        PLAN_COMMENTS.c.resolved_at.is_(None),
    )
    changed = session.execute(
        update(PLAN_COMMENTS)
        .where(*mine)
        .values(resolved_by=by, resolved_at=at)
        .returning(PLAN_COMMENTS.c.comment_id)
    )
    return changed.first() is not None


def waiting_texts(session: Session, case_id: str) -> dict[str, int]:
    """Return how many texts each person has typed that are not in the draft."""
    query = (
        select(PLAN_TYPED.c.person, func.count())
        .where(PLAN_TYPED.c.case_id == case_id)
        .group_by(PLAN_TYPED.c.person)
    )
    return {str(row[0]): int(row[1]) for row in session.execute(query)}
