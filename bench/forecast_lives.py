"""Invented caseloads of two years whose truth is known: services, officers, holidays and a panel that meets weekly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from casework.forecast.model import Calendar
from casework.measures.case_life import AdviceAsked, CaseLife, StageSpan

FIRST, AS_AT = date(2024, 1, 1), date(2026, 1, 31)
SERVICES = {"educational_psychologist": (44, 0.4), "health": (34, 0.5), "school": (20, 0.3)}
"""The calendar days in which half of the advice is back, and its spread, by service."""
OFFICERS = {"officer-1": 0.6, "officer-2": 0.9, "officer-3": 1.0, "officer-4": 1.6}
"""How many times the usual days each officer takes."""
HOLIDAYS = tuple(
    span
    for year in (2023, 2024, 2025, 2026)
    for span in ((date(year, 7, 24), date(year, 9, 1)), (date(year, 12, 20), date(year + 1, 1, 3)))
)


def calendar() -> Calendar:
    """Return the calendar of the invented authority."""
    return Calendar(lambda day: day.weekday() < 5, HOLIDAYS)


def caseload(seed: int, requests: int = 600, slower: float = 1.0) -> list[CaseLife]:
    """Return the lives of the requests of two years, as known on the last day."""
    random = Random(seed)
    days = (AS_AT - FIRST).days
    received = sorted(FIRST + timedelta(days=random.randrange(days)) for _ in range(requests))
    return [life(f"case-{number}", on, random, slower) for number, on in enumerate(received)]


def life(case_id: str, received: date, random: Random, slower: float) -> CaseLife:
    """Return the life of one request."""
    officer = random.choice(sorted(OFFICERS))
    stages: list[StageSpan] = []
    advice: list[AdviceAsked] = []
    ended_as = None
    at = received
    for stage, to in course(random, officer, received, advice, slower):
        stages.append(StageSpan(stage, at, to if to <= AS_AT else None))
        at = to
        if to > AS_AT:
            break
    else:
        last = stages[-1].stage
        ended_as = (
            "plan_issued" if last == "finalising" else "withdrawn" if last == "drafting" else f"{last}_no"
        )
    closing = {"deciding_to_assess_no": "assessment_refused", "deciding_to_issue_no": "plan_refused"}
    final_stage = closing.get(ended_as or "", ended_as)
    if final_stage is not None:
        stages.append(StageSpan(final_stage, at, at if final_stage == "withdrawn" else None))
    ends = {one.stage: one.to_on for one in stages}
    return CaseLife(
        case_id=case_id, child_id=f"child-of-{case_id}", team="north", officer=officer, rule_pack="england-2014", is_request=True,
        taken_over=False, source="school", received_on=received,
        decided_to_assess_on=ends.get("deciding_to_assess"), agreed_to_assess="assessing" in ends or None,
        decided_on_plan_on=ends.get("deciding_to_issue"), agreed_to_plan="drafting" in ends or None,
        draft_on=ends.get("drafting"), final_on=at if final_stage == "plan_issued" else None,
        ended_on=at if final_stage == "withdrawn" else None, ended_as=final_stage if final_stage == "withdrawn" else None,
        plan_ended_on=None, plan_ended_as=None, transferred_in_on=None,
        closed_on=at if final_stage == "withdrawn" else None,
        due={
            "decide_to_assess": received + timedelta(weeks=6), "decide_on_a_plan": received + timedelta(weeks=16),
            "final_plan": received + timedelta(weeks=20),
        },
        excused=frozenset(), claimed=frozenset(),
        advice=tuple(AdviceAsked(one.service, one.asked_on, one.due_on, one.received_on if one.received_on and one.received_on <= AS_AT else None) for one in advice if one.asked_on <= AS_AT),
        stages=tuple(stages), disputes=(), born_on=None, sex=None, ethnicity=None, need=None, setting=None, setting_kind=None,
    )  # fmt: skip


def course(
    random: Random, officer: str, at: date, advice: list[AdviceAsked], slower: float
) -> Iterator[tuple[str, date]]:
    """Give each stage of a request with the day on which it ends; the last stage given is where the case ends."""
    load = OFFICERS[officer]
    at = worked(at, random.lognormvariate(1.0, 0.5) * load)
    yield "received", at
    at = worked(at, random.lognormvariate(2.9, 0.35) * load)
    yield "deciding_to_assess", at
    if random.random() < 0.25:
        return
    asked = at
    for service, (median, spread) in SERVICES.items():
        took = median * 5 / 7 * slower * random.lognormvariate(0, spread)
        advice.append(AdviceAsked(service, asked, asked + timedelta(weeks=6), worked(asked, took)))
    at = max(one.received_on for one in advice if one.received_on)
    yield "assessing", at
    at = worked(at, random.lognormvariate(2.0, 0.4))
    at += timedelta(days=(2 - at.weekday()) % 7)
    yield "deciding_to_issue", at
    if random.random() < 0.06:
        return
    at = worked(at, random.lognormvariate(1.9, 0.6) * load)
    yield "drafting", at
    if random.random() < 0.03:
        return
    at = worked(at, 11 + random.lognormvariate(1.2, 0.5))
    yield "consulting", at
    at = worked(at, random.lognormvariate(1.4, 0.7) * load)
    yield "finalising", at


def worked(day: date, days: float) -> date:
    """Return the day after some days of work; a school holiday is half as fast, a weekend stands still."""
    left = max(days, 0.5)
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            left -= 0.5 if any(begin <= day <= end for begin, end in HOLIDAYS) else 1.0
    return day
