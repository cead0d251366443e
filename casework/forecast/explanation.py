"""Why a case will probably be late, and what would help, in one sentence each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.case.advisers import ADVISERS
from casework.case.stages import Stage
from casework.forecast.model import PATH_PLACE, Model
from casework.forecast.walk import DAYS_IN_A_WEEK, WORK_DAYS_IN_A_WEEK, Course, Step
from casework.measures.case_life import CaseLife
from statute.clock_roles import ClockRole
from statute.words import capital, days, short_date

STAGE_WORK: Mapping[str, str] = {
    Stage.RECEIVED: "the first check of the request",
    Stage.DECIDING_TO_ASSESS: "the decision whether to assess",
    Stage.ASSESSING: "the assessment",
    Stage.DECIDING_TO_ISSUE: "the decision whether to issue a plan",
    Stage.DRAFTING: "writing the draft plan",
    Stage.CONSULTING: "replies to the draft plan",
    Stage.FINALISING: "finalising the plan",
}
"""What is done in each stage, as the subject of a sentence."""
_DONE: Mapping[str, str] = {
    Stage.RECEIVED: "the first check of the request is done",
    Stage.DECIDING_TO_ASSESS: "it is decided whether to assess",
    Stage.ASSESSING: "the assessment is complete",
    Stage.DECIDING_TO_ISSUE: "it is decided whether to issue a plan",
    Stage.DRAFTING: "the draft plan is written",
    Stage.CONSULTING: "the replies to the draft plan are in",
    Stage.FINALISING: "the plan is final",
}
"""The end of each stage, to follow "if"."""
LIMIT_WORDS: Mapping[str, str] = {
    ClockRole.DECIDE_TO_ASSESS: "Decision whether to assess",
    ClockRole.DECIDE_ON_A_PLAN: "Decision whether to issue a plan",
    ClockRole.FINAL_PLAN: "Final plan",
}
"""The limits on the way to a plan, by the role of their clock."""
_IN_TEN = 10
_WORTH_TELLING = 0.1
"""The smallest fall of a chance that a sentence tells."""
_RATIO = DAYS_IN_A_WEEK / WORK_DAYS_IN_A_WEEK


@dataclass(frozen=True, slots=True)
class Explanation:
    """The stage or service with the largest part of the expected delay, why, and what would help."""

    cause: str
    because: str
    would_help: str


def cause_in_words(cause: str) -> str:
    """Return a stage or a service as the subject of a sentence."""
    if cause in STAGE_WORK:
        return STAGE_WORK[cause]
    return f"advice from {ADVISERS.get(cause, 'another adviser')}"


def limit_in_words(role: str) -> str:
    """Return a limit on the way to a plan as the heading of a row."""
    return LIMIT_WORDS.get(role, "Deadline")


def in_ten(chance: float) -> str:
    """Return a chance as "7 in 10"."""
    tenths = round(chance * _IN_TEN)
    if tenths == 0:
        return "less than 1 in 10"
    return "more than 9 in 10" if tenths == _IN_TEN else f"{tenths} in 10"


def explain(life: CaseLife, model: Model, courses: Sequence[Course], due_on: date | None) -> Explanation:
    """Return the cause of the expected delay of a case, and what would help."""
    last = model.pace.at(due_on) + 0.5 if due_on is not None else None
    late = [one for one in courses if last is not None and one.ended > last] or courses
    past = _past(life, model)
    took, times = _lengths(past, late)
    over = {what: took[what] - times[what] * model.planned_for(what) for what in took}
    cause = max(sorted(over), key=lambda what: over[what], default=life.stages[-1].stage)
    is_past = not any(what == cause for course in courses for what, _, _ in course.steps)
    took, times = _lengths(past, courses)
    length = took[cause] / times[cause] if times.get(cause) else 0.0
    return Explanation(
        cause, _because(cause, length, is_past, model), _would_help(life, model, courses, late, last)
    )


def _lengths(past: Iterable[Step], late: Sequence[Course]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the calendar days that each stage and service takes in all courses together, and how often it occurs."""
    took: dict[str, float] = defaultdict(float)
    times: dict[str, float] = defaultdict(float)
    for what, whole, _ in past:
        took[what] += whole * len(late) * _RATIO
        times[what] += len(late)
    for course in late:
        for what, whole, _ in course.steps:
            took[what] += whole * _RATIO
            times[what] += 1
    return took, times


def _past(life: CaseLife, model: Model) -> tuple[Step, ...]:
    """Return the steps that are over. The assessment has the name of the service whose advice came last."""
    found: list[Step] = []
    for span in life.stages[:-1]:
        if span.to_on is None or span.stage not in PATH_PLACE:
            continue
        in_time = [one for one in life.advice if one.received_on and one.received_on <= span.to_on]
        newest = max(in_time, key=lambda one: (one.received_on or one.asked_on, one.service), default=None)
        what = newest.service if span.stage == Stage.ASSESSING and newest is not None else span.stage
        found.append((what, model.pace.between(span.from_on, span.to_on), 0.0))
    return tuple(found)


def _because(cause: str, took: float, is_past: bool, model: Model) -> str:
    """Return the sentence about the cause. `took` is its mean length over all courses, in calendar days."""
    what, planned = capital(cause_in_words(cause)), model.planned_for(cause)
    if took < planned + 1.0:
        return f"{what} is the step most likely to be late."
    if is_past:
        return f"{what} took about {days(round(took))}; the 20 weeks allow about {days(planned)} for it."
    return f"{what} will probably take about {days(round(took))}; the 20 weeks allow about {days(planned)} for it."


def _would_help(
    life: CaseLife, model: Model, courses: Sequence[Course], late: Sequence[Course], last: float | None
) -> str:
    """Return what the step that saves most would save if it took no longer than planned."""
    saved: dict[str, float] = defaultdict(float)
    in_time: dict[str, int] = defaultdict(int)
    planned: dict[str, float] = {}
    for _, ended, _, steps in late:
        for what, whole, to_come in steps:
            if what not in planned:
                planned[what] = model.planned_for(what) / _RATIO
            cut = min(whole - planned[what], to_come - 1.0)
            if cut > 0.0:
                saved[what] += cut * _RATIO / len(late)
                in_time[what] += last is not None and ended > last >= ended - cut
    if not saved or max(saved.values()) < 1.0:
        return "Nothing that is still to come is slow; the case needs each next step on its planned day."
    best = max(sorted(saved), key=lambda what: (in_time[what], saved[what]))
    done = f"If {_done(best, life, model)},"
    number_late = sum(last is not None and one.ended > last for one in courses)
    if in_time[best] and last is not None and model.pace.at(model.as_at) < last:
        before, after = (number / len(courses) for number in (number_late, number_late - in_time[best]))
        if before - after >= _WORTH_TELLING:
            return f"{done} the chance of a late plan falls from {in_ten(before)} to {in_ten(after)}."
    return f"{done} the case will probably end about {days(max(1, round(saved[best])))} earlier."


def _done(what: str, life: CaseLife, model: Model) -> str:
    """Return that a step ends as planned: by a day where it is going on, and in a number of days where it is to come."""
    done = _DONE.get(what) or f"{cause_in_words(what)} is back"
    going_on = life.stages[-1]
    planned = model.planned_for(what)
    is_out = what not in STAGE_WORK and going_on.stage == Stage.ASSESSING
    if what == going_on.stage or is_out:
        by = max(going_on.from_on + timedelta(days=planned), model.pace.next_working_day(model.as_at))
        return f"{done} by {short_date(by)}"
    return f"{done} within {days(planned)}"
