"""The work tray: the open cases that a person may see, grouped by who must act next.

One query counts them and a second reads a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from casework.case.stages import PATH
from casework.case.tray import WEEK
from records import children
from records.caseload import Seen, visible
from records.cases import CaseRow
from records.tables import CASES

Part = Literal["mine", "week", "others", "unassigned", "all"]
PARTS: tuple[Part, ...] = get_args(Part)
Sort = Literal["due", "case", "stage", "standing", "officer", "received"]
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Within:
    """The cases to include: those of some teams, or of all (None), and always the person's own.

    `own` limits the parts that depend on whose turn it is to the person's own cases.
    """

    person: str
    teams: frozenset[str] | None
    own: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases to return; None means all."""

    part: Part = "all"
    stage: str | None = None
    rag: str | None = None
    officer: str | None = None
    team: str | None = None
    due_by: date | None = None
    sort: Sort = "due"
    descending: bool = False
    due_from: date | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of cases in each part.

    For the part on show: how many match the filters, and `offered`, the number for each filter option before filtering.
    """

    parts: dict[Part, int]
    shown: int
    offered: dict[str, dict[str, int]]


UNASSIGNED = "-"
"""The filter value for cases without an officer."""


def counts(session: Session, within: Within, wanted: Wanted, today: date) -> Counts:
    """Count the tray in one pass over the open cases."""
    conditions = _parts(within, today)
    shown = and_(conditions[wanted.part], _due(wanted))
    keys = (CASES.c.stage, CASES.c.rag, CASES.c.officer, CASES.c.team)
    sums = [func.sum(case((conditions[part], 1), else_=0)) for part in PARTS]
    query = select(*keys, *sums, func.sum(case((shown, 1), else_=0))).where(_seen(within)).group_by(*keys)
    parts: dict[Part, int] = dict.fromkeys(PARTS, 0)
    offered: dict[str, dict[str, int]] = {"stage": {}, "rag": {}, "officer": {}, "team": {}}
    in_all = 0
    place = PARTS.index(wanted.part)
    for stage, rag, officer, team, *numbers in session.execute(query):
        *in_parts, in_shown = (int(number) for number in numbers)
        for part, number in zip(PARTS, in_parts, strict=True):
            parts[part] += number
        values = {"stage": stage, "rag": rag, "officer": officer or UNASSIGNED, "team": team or UNASSIGNED}
        if in_parts[place]:
            for name, value in values.items():
                offered[name][value] = offered[name].get(value, 0) + in_parts[place]
        if all(
            asked is None or asked == values[name]
            for name, asked in (
                ("stage", wanted.stage), ("rag", wanted.rag), ("officer", wanted.officer), ("team", wanted.team)
            )
        ):  # fmt: skip
            in_all += in_shown
    return Counts(parts, in_all, offered)


def rows(
    session: Session, within: Within, wanted: Wanted, today: date, *, limit: int, offset: int = 0
) -> list[CaseRow]:
    """Return a page of the tray."""
    query = select(CASES).where(_seen(within), _parts(within, today)[wanted.part], _due(wanted))
    for column, asked in (
        (CASES.c.stage, wanted.stage),
        (CASES.c.rag, wanted.rag),
        (CASES.c.officer, wanted.officer),
        (CASES.c.team, wanted.team),
    ):
        if asked is not None:
            query = query.where(column.is_(None) if asked == UNASSIGNED else column == asked)
    found = session.execute(query.order_by(*_order(wanted)).limit(limit).offset(offset)).mappings()
    return [CaseRow(**row) for row in found]


def number_of(session: Session, within: Within, several: Sequence[Wanted], today: date) -> list[int]:
    """Return how many cases each of several wishes finds by its part and its days, in one pass over the open cases."""
    sums = [func.sum(case((and_(_parts(within, today)[one.part], _due(one)), 1), else_=0)) for one in several]
    return [int(number or 0) for number in session.execute(select(*sums).where(_seen(within))).one()]


def names_of(session: Session, case_ids: Iterable[str]) -> dict[str, str]:
    """Return the children's names by case. Callers must have checked that these personal details may be shown."""
    return {case_id: child.name for case_id, child in children.details_of_cases(session, case_ids).items()}


def matrix(session: Session, within: Within) -> list[tuple[str | None, str | None, str, str, int]]:
    """Return the number of open cases as rows of team, officer, stage, colour and number."""
    keys = (CASES.c.team, CASES.c.officer, CASES.c.stage, CASES.c.rag)
    query = select(*keys, func.count()).where(_seen(within)).group_by(*keys)
    return [
        (team, officer, stage, rag, int(number))
        for team, officer, stage, rag, number in session.execute(query)
    ]


def seen(within: Within) -> ColumnElement[bool]:
    """Return the condition that selects the open cases a person may see, for other queries."""
    return _seen(within)


def _seen(within: Within) -> ColumnElement[bool]:
    """Return the condition for open cases of the teams and the person's own, without cases sealed to them."""
    return and_(CASES.c.closed_on.is_(None), visible(Seen(within.person, within.teams)))


def _parts(within: Within, today: date) -> dict[Part, ColumnElement[bool]]:
    own: ColumnElement[bool] = (
        CASES.c.officer == within.person if within.own else CASES.c.officer.is_not(None)
    )
    turn = _is_our_turn(today)
    return {
        "mine": and_(own, turn),
        "week": and_(own, CASES.c.next_due_on <= today + WEEK),
        "others": and_(own, ~turn),
        "unassigned": CASES.c.officer.is_(None),
        "all": true(),
    }


def _is_our_turn(today: date) -> ColumnElement[bool]:
    """Return the condition that the authority must act next on a day, from the stored columns (casework.case.tray)."""
    is_back = and_(CASES.c.turn_back_on.is_not(None), CASES.c.turn_back_on <= today)
    return or_(CASES.c.turn == "authority", is_back)


def _due(wanted: Wanted) -> ColumnElement[bool]:
    return and_(
        CASES.c.next_due_on <= wanted.due_by if wanted.due_by is not None else true(),
        CASES.c.next_due_on >= wanted.due_from if wanted.due_from is not None else true(),
    )


_STANDING = case({"red": 0, "amber": 1, "green": 2}, value=CASES.c.rag, else_=3)
_STAGES = case({stage.value: place for place, stage in enumerate(PATH)}, value=CASES.c.stage, else_=len(PATH))


def _order(wanted: Wanted) -> tuple[Any, ...]:
    column: Any = {
        "due": CASES.c.next_due_on,
        "case": CASES.c.case_id,
        "stage": _STAGES,
        "standing": _STANDING,
        "officer": CASES.c.officer,
        "received": CASES.c.received_on,
    }[wanted.sort]
    first = column.desc().nulls_last() if wanted.descending else column.asc().nulls_last()
    return (first, CASES.c.next_due_on.asc().nulls_last(), CASES.c.case_id)


def officers_and_teams(session: Session) -> tuple[list[str], list[str]]:
    """Return the officers and the teams that have open cases."""
    query = select(CASES.c.officer, CASES.c.team).where(CASES.c.closed_on.is_(None)).distinct()
    pairs = list(session.execute(query))
    return sorted({row.officer for row in pairs if row.officer}), sorted(
        {row.team for row in pairs if row.team}
    )
