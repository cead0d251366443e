"""The days of each case that measures count: written with the case, joined with its child's record when they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, bindparam, delete, func, insert, not_, select, update
from sqlalchemy.orm import Session

from casework.measures.case_life import (
    DISPUTE_KINDS,
    AdviceAsked,
    CaseLife,
    ChildFacts,
    DisputeLife,
    StageSpan,
)
from casework.measures.life_rows import (
    ADVICE,
    DISPUTE,
    OF_CASE,
    PLAN_LIMIT,
    STAGE,
    case_row,
    limit_row,
    span_rows,
)
from casework.people.parties import ATTENDED
from casework.plans.plan_limit import PlanLimit
from records.caseload import Seen, visible
from records.children import HOLDER, OWN
from records.settings import kinds_of_settings
from records.tables import CASE_LIVES, CASE_SPANS, CASES, CHILD_DETAILS, PARTIES
from records.tray import Within
from records.upsert import upsert

_CHILD = ("born_on", "sex", "ethnicity")
_AT_ONCE = 500
_OF_PROCESSES = 100_000
"""The places from here on are those of processes beside the case, whose rows stay when the case is written again."""
_IS_OF_PROCESS = CASE_SPANS.c.place >= _OF_PROCESSES
_NO_SPANS_OF_CASE = delete(CASE_SPANS).where(
    CASE_SPANS.c.case_id == bindparam("of_case"), not_(_IS_OF_PROCESS)
)
_PLAN_END = ("plan_ended_on", "plan_ended_as")
_NO_SPANS_OF_PROCESS = delete(CASE_SPANS).where(CASE_SPANS.c.about == bindparam("of_process"), _IS_OF_PROCESS)
_KNOWN_LIMITS = select(CASE_SPANS.c.name, CASE_SPANS.c.due_on).where(
    CASE_SPANS.c.case_id == bindparam("of_case"), CASE_SPANS.c.kind == PLAN_LIMIT
)
_LAST_PLACE = select(func.max(CASE_SPANS.c.place)).where(
    CASE_SPANS.c.case_id == bindparam("of_case"), _IS_OF_PROCESS
)
_URN = "urn-"
"""What the code of a setting on the register begins with."""


def save(session: Session, life: CaseLife, *, knows_end_of_plan: bool = False) -> None:
    """Insert or replace the days of a case.

    What its processes count stays, unless the case counts the same limit; so does the end of its plan, which the life of
    the plan knows and a closed case does not, unless the given days hold what that life knows.
    """
    row = case_row(life)
    if life.plan_ended_on is None and not knows_end_of_plan:
        row = {name: value for name, value in row.items() if name not in _PLAN_END}
    upsert(session, CASE_LIVES, row, key=("case_id",))
    session.execute(_NO_SPANS_OF_CASE, {"of_case": life.case_id})
    spans = [{"case_id": life.case_id, "place": place, **span} for place, span in enumerate(span_rows(life))]
    if spans:
        session.execute(insert(CASE_SPANS), spans)
    ours = CASE_SPANS.c.case_id == life.case_id
    for limit in life.plan_limits:
        twice = (CASE_SPANS.c.name == limit.kind, CASE_SPANS.c.due_on == limit.due_on)
        session.execute(delete(CASE_SPANS).where(ours, *twice, _IS_OF_PROCESS))


def end_plan(session: Session, case_id: str, on: date, how: str) -> None:
    """Store that the plan of a case ended, as the process that keeps its life says."""
    values = dict(zip(_PLAN_END, (on, how), strict=True))
    session.execute(update(CASE_LIVES).where(CASE_LIVES.c.case_id == case_id).values(values))


def save_of_process(
    session: Session, process_id: str, case_id: str | None, limits: Collection[PlanLimit]
) -> None:
    """Insert or replace the limits of a plan that a process counts, without those that its case counts too."""
    session.execute(_NO_SPANS_OF_PROCESS, {"of_process": process_id})
    if case_id is None or not limits:
        return
    of_case = {"of_case": case_id}
    known = {(row.name, row.due_on) for row in session.execute(_KNOWN_LIMITS, of_case)}
    first = (session.scalar(_LAST_PLACE, of_case) or _OF_PROCESSES - 1) + 1
    for place, limit in enumerate(limits, start=first):
        if (limit.kind, limit.due_on) not in known:
            row = {**limit_row(limit), "about": process_id, "case_id": case_id, "place": place}
            session.execute(insert(CASE_SPANS), row)


def limits_of_processes(session: Session, case_ids: Iterable[str]) -> dict[str, tuple[PlanLimit, ...]]:
    """Return the limits of plans that processes count, by case."""
    found: dict[str, tuple[PlanLimit, ...]] = {}
    for span in _spans_of(session, list(case_ids)):
        if span["place"] >= _OF_PROCESSES:
            found[span["case_id"]] = (*found.get(span["case_id"], ()), _limit(span))
    return found


def without_lives(session: Session, limit: int) -> list[str]:
    """Return some cases whose days are not written yet, because an earlier release recorded them."""
    query = select(CASES.c.case_id).outerjoin(CASE_LIVES, CASE_LIVES.c.case_id == CASES.c.case_id)
    query = query.where(CASE_LIVES.c.case_id.is_(None)).order_by(CASES.c.case_id).limit(limit)
    return list(session.scalars(query))


def find(session: Session, case_id: str) -> CaseLife | None:
    """Return the days of a case, or None."""
    return next(iter(_read(session, _query().where(CASE_LIVES.c.case_id == case_id))), None)


def lives(session: Session, within: Within | None = None, as_at: date | None = None) -> list[CaseLife]:
    """Return the days of the cases that a person may see, by case; None means every case.

    `as_at` leaves out the cases that were received after a day.
    """
    query = _query()
    if within is not None:
        query = query.where(visible(Seen(within.person, within.teams)))
    if as_at is not None:
        query = query.where(func.coalesce(CASE_LIVES.c.received_on, as_at) <= as_at)
    return _read(session, query)


def ids(session: Session, within: Within) -> list[str]:
    """Return the cases that a person may see."""
    query = select(CASES.c.case_id).where(visible(Seen(within.person, within.teams)))
    return list(session.scalars(query.order_by(CASES.c.case_id)))


def number(session: Session) -> int:
    """Return how many cases there are."""
    return session.scalar(select(func.count()).select_from(CASE_LIVES)) or 0


def changed_since(session: Session, since: datetime) -> list[str]:
    """Return the cases that were recorded after an instant."""
    query = select(CASES.c.case_id).where(CASES.c.changed_at > since).order_by(CASES.c.case_id)
    return list(session.scalars(query))


def services_asked(session: Session) -> list[str]:
    """Return the services that were ever asked for advice."""
    return list(session.scalars(select(CASE_SPANS.c.name).where(CASE_SPANS.c.kind == ADVICE).distinct()))


def child_facts(session: Session, case_ids: Iterable[str]) -> dict[str, ChildFacts]:
    """Return what the children's records and the register add to some cases, by case."""
    wanted = list(case_ids)
    found: dict[str, ChildFacts] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        query = _query().where(CASE_LIVES.c.case_id.in_(wanted[first : first + _AT_ONCE]))
        rows = list(session.execute(query).mappings())
        kinds = _kinds(session, rows)
        found |= {row["case_id"]: _child(row, kinds) for row in rows}
    return found


def with_child(query: Select[Any]) -> Select[Any]:
    """Return a query of cases joined with the current details of each child."""
    details = and_(CHILD_DETAILS.c.child_id == HOLDER.c.child_id, CHILD_DETAILS.c.version == HOLDER.c.current)
    return (
        query.outerjoin(OWN, OWN.c.child_id == CASES.c.child_id)
        .outerjoin(HOLDER, HOLDER.c.child_id == OWN.c.survivor)
        .outerjoin(CHILD_DETAILS, details)
    )


def attended_setting() -> ScalarSelect[Any]:
    """Return the setting that the child of a case attends; one of them if it attends several."""
    return (
        select(func.max(PARTIES.c.name))
        .where(
            PARTIES.c.case_id == CASES.c.case_id,
            PARTIES.c.relationship == ATTENDED,
            PARTIES.c.ended_on.is_(None),
        )
        .scalar_subquery()
    )


def _query() -> Select[Any]:
    columns = [CASE_LIVES.c[name] for name in OF_CASE]
    json = [CASE_LIVES.c[name] for name in ("due", "excused", "claimed")]
    child = [CHILD_DETAILS.c[name] for name in _CHILD]
    case = [CASES.c[name] for name in ("team", "officer", "rule_pack", "closed_on")]
    whose = func.coalesce(HOLDER.c.child_id, CASES.c.child_id).label("child_id")
    need, attended = CHILD_DETAILS.c.primary_need.label("need"), attended_setting().label("attended")
    query = select(*columns, *json, *child, *case, whose, need, attended).select_from(CASE_LIVES)
    query = query.join(CASES, CASES.c.case_id == CASE_LIVES.c.case_id)
    return with_child(query).order_by(CASE_LIVES.c.case_id)


def _read(session: Session, query: Select[Any]) -> list[CaseLife]:
    rows: dict[str, Any] = {row["case_id"]: row for row in session.execute(query).mappings()}
    kinds = _kinds(session, rows.values())
    spans: dict[str, list[Any]] = {}
    for span in _spans_of(session, list(rows)):
        spans.setdefault(span["case_id"], []).append(span)
    return [_life(row, spans.get(case_id, []), kinds) for case_id, row in rows.items()]


def _spans_of(session: Session, case_ids: list[str]) -> Iterator[Any]:
    query = select(CASE_SPANS).order_by(CASE_SPANS.c.case_id, CASE_SPANS.c.place)
    for first in range(0, len(case_ids), _AT_ONCE):
        chosen = query.where(CASE_SPANS.c.case_id.in_(case_ids[first : first + _AT_ONCE]))
        yield from session.execute(chosen).mappings()


def _kinds(session: Session, rows: Iterable[Any]) -> dict[str, str]:
    """Return the kinds of the settings that the final plans of some rows name, or else that the children attend, by their codes."""
    named = {row["setting"] or row["attended"] for row in rows} - {None}
    codes = {code: code.removeprefix(_URN) for code in named}
    kinds = kinds_of_settings(session, codes.values())
    return {code: kinds[urn] for code, urn in codes.items() if urn in kinds}


def _child(row: Any, kinds: dict[str, str]) -> ChildFacts:
    return ChildFacts(
        child_id=row["child_id"],
        need=row["need"],
        attended=row["attended"],
        setting_kind=kinds.get(row["setting"] or row["attended"]),
        **{name: row[name] for name in _CHILD},
    )


def _limit(span: Any) -> PlanLimit:
    return PlanLimit(span["name"], span["from_on"], span["due_on"], span["to_on"], span["closed_on"])


def _life(row: Any, spans: Iterable[Any], kinds: dict[str, str]) -> CaseLife:
    by_kind: dict[str, list[Any]] = {}
    for span in spans:
        by_kind.setdefault(span["kind"], []).append(span)
    life = CaseLife(
        child_id="",
        team=row["team"],
        officer=row["officer"],
        rule_pack=row["rule_pack"],
        closed_on=row["closed_on"],
        due={role: date.fromisoformat(day) for role, day in row["due"].items()},
        excused=frozenset(row["excused"]),
        claimed=frozenset(row["claimed"]),
        advice=tuple(
            AdviceAsked(
                each["name"],
                each["from_on"],
                each["due_on"],
                each["to_on"],
                each["closed_on"],
                each["excused"],
            )
            for each in by_kind.get(ADVICE, ())
        ),
        stages=tuple(
            StageSpan(each["name"], each["from_on"], each["to_on"]) for each in by_kind.get(STAGE, ())
        ),
        disputes=tuple(
            DisputeLife(
                DISPUTE_KINDS[each["name"]],
                each["about"],
                each["from_on"],
                each["to_on"],
                each["outcome"],
                each["held_on"],
                each["name"],
            )
            for each in by_kind.get(DISPUTE, ())
        ),
        plan_limits=tuple(
            _limit(each) for each in by_kind.get(PLAN_LIMIT, ()) if each["place"] < _OF_PROCESSES
        ),
        process_limits=tuple(
            _limit(each) for each in by_kind.get(PLAN_LIMIT, ()) if each["place"] >= _OF_PROCESSES
        ),
        **{name: row[name] for name in OF_CASE},
    )
    return life.with_child(_child(row, kinds))
