"""The tables that are counted from the cases: requests and their decisions, plans in force, advice, and disputes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Final, Protocol

from casework.inclusion_plan import categories
from casework.inclusion_plan.evidence_table import Cell, Counted, EvidenceTable, absent
from casework.small_numbers.suppression import is_small
from statute.words import capital


class AdviceOfLife(Protocol):
    """An advice that was asked for."""

    @property
    def service(self) -> str: ...
    @property
    def asked_on(self) -> date: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def received_on(self) -> date | None: ...


class DisputeOfLife(Protocol):
    """A mediation or an appeal."""

    @property
    def kind(self) -> str: ...
    @property
    def began_on(self) -> date: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def outcome(self) -> str | None: ...


class Life(Protocol):
    """What the evidence reads of the days of one case (casework/measures/case_life.py)."""

    @property
    def case_id(self) -> str: ...
    @property
    def child_id(self) -> str: ...
    @property
    def is_request(self) -> bool: ...
    @property
    def source(self) -> str | None: ...
    @property
    def received_on(self) -> date | None: ...
    @property
    def decided_to_assess_on(self) -> date | None: ...
    @property
    def agreed_to_assess(self) -> bool | None: ...
    @property
    def final_on(self) -> date | None: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def plan_ended_on(self) -> date | None: ...
    @property
    def born_on(self) -> date | None: ...
    @property
    def need(self) -> str | None: ...
    @property
    def setting(self) -> str | None: ...
    @property
    def setting_kind(self) -> str | None: ...
    @property
    def advice(self) -> Sequence[AdviceOfLife]: ...
    @property
    def disputes(self) -> Sequence[DisputeOfLife]: ...


CASES: Final = "Cases of this service"
TOO_FEW: Final = "There are fewer than five, so nothing about them is shown."
NONE_COUNTED: Final = "There are none in the twelve months before the evidence date."
_OUTCOMES: Final = ("Agreed to assess", "Refused", "Ended before a decision", "Not decided yet")
_YEARS: Final = ("Under 1 year", "1 to 2 years", "3 to 4 years", "5 years and over")
_REQUESTS: Final = (
    ("requests_need", "Requests for an assessment, by main need", "Main need", "need"),
    ("requests_age", "Requests for an assessment, by phase", "Phase", "phase"),
    ("requests_month", "Requests for an assessment, by month", "Month", "month"),
    ("requests_source", "Requests for an assessment, by who asked", "Who asked", "source"),
)
_INSIDE, _OUTSIDE = "In the area, or setting not recorded", "Out of the area"
"""Two categories only: with a third for what is not recorded, a few such plans would hide those out of the area too."""
NO_AREA: Final = "The area is not known: say in the council details which local authority you are, and load the register of settings."
_IN_AREA: Final = (
    (
        "plans_area",
        "Plans in force, by type of setting inside and outside the area",
        "Type of setting",
        "setting",
        "area",
    ),
    (
        "plans_area_need",
        "Plans in force, by main need inside and outside the area",
        "Main need",
        "need",
        "area",
    ),
)
_PLANS: Final = (
    ("plans_need_phase", "Plans in force, by main need and phase", "Main need", "need", "phase"),
    (
        "plans_need_setting",
        "Plans in force, by main need and type of setting",
        "Main need",
        "need",
        "setting",
    ),
    ("plans_years", "Plans in force, by years held and phase", "Years held", "years", "phase"),
    *_IN_AREA,
)


def year_before(day: date) -> date:
    """Return the same day a year before."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def plans_in_force(lives: Iterable[Life], day: date) -> list[Life]:
    """Return one case for each child with a plan in force on a day: the case in which the plan was last issued or taken on."""
    last: dict[str, Life] = {}
    ended: dict[str, date] = {}
    for one in lives:
        child, began = one.child_id or one.case_id, _holds_from(one)
        if began is not None and began <= day:
            before = last.get(child)
            if before is None or (_holds_from(before), before.case_id) < (began, one.case_id):
                last[child] = one
        for end in (one.ended_on, one.plan_ended_on):
            if end is not None and end <= day:
                ended[child] = max(end, ended.get(child, end))
    return [one for child, one in sorted(last.items()) if not _is_after(ended.get(child), _holds_from(one))]


def _holds_from(life: Life) -> date | None:
    """Return the day from which a case has a plan: its final plan, or its opening for a plan that existed already."""
    return life.final_on if life.is_request or life.final_on is not None else life.received_on


def _is_after(end: date | None, began: date | None) -> bool:
    return end is not None and began is not None and end >= began


def demand(lives: Iterable[Life], as_at: date) -> Iterator[EvidenceTable]:
    """Yield the tables of the requests of the twelve months to a day, each by its outcome so far."""
    since = year_before(as_at)
    asked = [
        one
        for one in lives
        if one.is_request and one.received_on is not None and since < one.received_on <= as_at
    ]
    ways = {
        "need": lambda one: categories.need_in_words(one.need),
        "phase": lambda one: categories.phase_of(one.born_on, one.received_on),
        "month": lambda one: f"{one.received_on:%Y-%m}",
        "source": lambda one: capital((one.source or categories.NOT_RECORDED).replace("_", " ")),
        "outcome": lambda one: _outcome(one, as_at),
    }
    family = Counted(asked, ways)
    months = sorted({f"{one.received_on:%Y-%m}" for one in asked})
    orders: Mapping[str, Sequence[str]] = {"phase": categories.PHASES, "month": months}
    for table_id, title, of, way in _REQUESTS:
        yield _crossed(family, (table_id, title, of), (way, "outcome"), (orders.get(way, ()), _OUTCOMES))


def stock(
    lives: Iterable[Life], as_at: date, in_area: Mapping[str, bool] | None = None
) -> Iterator[EvidenceTable]:
    """Yield the tables of the plans in force on a day. `in_area` holds whether a setting is in the area of the council, by its code.

    Without it no table tells children out of the area, since the area of the council or of the settings is not known.
    """
    held = plans_in_force(lives, as_at)
    known = in_area or {}
    ways = {
        "need": lambda one: categories.need_in_words(one.need),
        "phase": lambda one: categories.phase_of(one.born_on, as_at),
        "setting": lambda one: categories.setting_type(one.setting_kind),
        "years": lambda one: _years_held(one, as_at),
        "area": lambda one: _INSIDE if known.get(one.setting or "", True) else _OUTSIDE,
    }
    family = Counted(held, ways)
    orders: Mapping[str, Sequence[str]] = {
        "phase": categories.PHASES,
        "years": _YEARS,
        "area": (_OUTSIDE, _INSIDE),
    }
    tables = _PLANS if in_area else _PLANS[: -len(_IN_AREA)]
    for table_id, title, of, rows, columns in tables:
        yield _crossed(
            family,
            (table_id, title, of),
            (rows, columns),
            (orders.get(rows, ()), orders.get(columns, ())),
            "There is no plan in force.",
        )
    if not in_area:
        for table_id, title, *_ in _IN_AREA:
            yield absent(table_id, title, CASES, NO_AREA)


def _crossed(
    family: Counted,
    named: tuple[str, str, str],
    ways: tuple[str, str],
    orders: tuple[Sequence[str], Sequence[str]],
    none: str = NONE_COUNTED,
) -> EvidenceTable:
    table_id, title, of = named
    if family.too_few or not family.count:
        return absent(table_id, title, CASES, TOO_FEW if family.count else none)
    found = family.table(*ways, orders)
    return EvidenceTable(table_id, title, of, found.columns, found.rows, CASES)


def _outcome(life: Life, as_at: date) -> str:
    if life.decided_to_assess_on is not None and life.decided_to_assess_on <= as_at:
        return _OUTCOMES[0] if life.agreed_to_assess else _OUTCOMES[1]
    return _OUTCOMES[2] if life.ended_on is not None and life.ended_on <= as_at else _OUTCOMES[3]


def _years_held(life: Life, as_at: date) -> str:
    began = _holds_from(life)
    assert began is not None
    years = categories.age_on(began, as_at)
    return _YEARS[0 if years < 1 else 1 if years < 3 else 2 if years < 5 else 3]


def advice(lives: Iterable[Life], as_at: date) -> EvidenceTable:
    """Return how late the advice was that was asked for in the twelve months to a day, by service."""
    since = year_before(as_at)
    named = ("waits_advice", "Advice for assessments, by service")
    by_service: dict[str, list[AdviceOfLife]] = {}
    for one in (each for life in lives for each in life.advice):
        if since < one.asked_on <= as_at:
            by_service.setdefault(capital(one.service.replace("_", " ")), []).append(one)
    rows = [(service, _of_service(by_service[service], as_at)) for service in sorted(by_service)]
    if not rows:
        return absent(*named, CASES, NONE_COUNTED)
    columns = ("Asked for", "Late", "Late, per cent", "Median days to reply")
    note = "Advice that has not come counts as late from the day after it was due. Small numbers are hidden."
    return EvidenceTable(*named, "Service", columns, tuple(rows), CASES, note)


def _of_service(asked: Sequence[AdviceOfLife], as_at: date) -> tuple[Cell, ...]:
    came = [one for one in asked if one.received_on is not None and one.received_on <= as_at]
    late = sum(one.due_on is not None and one.due_on < _until(one, as_at) for one in asked)
    if is_small(len(asked)):
        return (None, None, None, None)
    hides = is_small(late) or is_small(len(asked) - late)
    days = (
        median((one.received_on - one.asked_on) / timedelta(days=1) for one in came if one.received_on)
        if came
        else None
    )
    return (
        len(asked),
        None if hides else late,
        None if hides else round(100 * late / len(asked)),
        None if days is None or is_small(len(came)) else int(days),
    )


def _until(one: AdviceOfLife, as_at: date) -> date:
    return one.received_on if one.received_on is not None and one.received_on <= as_at else as_at


def disputes(lives: Iterable[Life], as_at: date) -> EvidenceTable:
    """Return the disputes that began in the twelve months to a day, by their outcome."""
    since = year_before(as_at)
    found = [each for life in lives for each in life.disputes if since < each.began_on <= as_at]
    family = Counted(
        found,
        {
            "kind": lambda one: capital(one.kind.replace("_", " ")),
            "outcome": lambda one: capital(_came_of(one, as_at).replace("_", " ")),
        },
    )
    return _crossed(
        family, ("disputes", "Mediations and appeals, by outcome", "Dispute"), ("kind", "outcome"), ((), ())
    )


def _came_of(dispute: DisputeOfLife, as_at: date) -> str:
    """Return the outcome that a dispute had by a day, so that what happens later does not change the evidence of the day."""
    has_ended = dispute.ended_on is not None and dispute.ended_on <= as_at
    return (dispute.outcome if has_ended else None) or "no outcome yet"
