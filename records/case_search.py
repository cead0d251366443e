"""Find cases by the child's name, a reference or number, the school that is attended, the officer and the stage."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.people.parties import ATTENDED
from records import children, people
from records.tables import CASES, CHILD_DETAILS, INTAKES, PARTIES


@dataclass(frozen=True, slots=True)
class Sought:
    """What to find. `text` is part of a name, part of the authority's own reference, or a unique pupil number."""

    text: str = ""
    school: str = ""
    officer: str = ""
    stage: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.text or self.school or self.officer or self.stage)


def matching(session: Session, sought: Sought, limit: int) -> list[tuple[str, str]]:
    """Return case and name of the children that match everything that is asked for, by name."""
    query = children.with_details(select(INTAKES.c.case_id, CHILD_DETAILS.c.name)).join(
        CASES, CASES.c.case_id == INTAKES.c.case_id
    )
    if sought.text:
        found = _with_text(session, sought.text, limit)
        query = query.where(INTAKES.c.case_id.in_(found))
    if sought.school:
        named = func.lower(PARTIES.c.name).contains(sought.school.lower(), autoescape=True)
        there = select(PARTIES.c.case_id).where(PARTIES.c.relationship == ATTENDED, named)
        query = query.where(INTAKES.c.case_id.in_(there.where(PARTIES.c.ended_on.is_(None))))
    if sought.officer:
        query = query.where(CASES.c.officer == sought.officer)
    if sought.stage:
        query = query.where(CASES.c.stage == sought.stage)
    query = query.order_by(func.lower(CHILD_DETAILS.c.name), INTAKES.c.case_id).limit(limit)
    return [(row.case_id, row.name) for row in session.execute(query)]


def _with_text(session: Session, text: str, limit: int) -> list[str]:
    """Return the cases of a name, a reference or a pupil number."""
    by_name = [case_id for case_id, _ in people.search(session, text, limit)]
    number = "".join(text.split()).upper()
    by_number = children.with_details(select(INTAKES.c.case_id)).where(CHILD_DETAILS.c.upn == number)
    by_reference = select(INTAKES.c.case_id).where(
        INTAKES.c.reference.is_not(None),  # so that only the index of references is read
        func.lower(INTAKES.c.reference).contains(text.lower(), autoescape=True),
    )
    found = (session.scalars(query.limit(limit)) for query in (by_number, by_reference))
    return [*by_name, *chain.from_iterable(found)]
