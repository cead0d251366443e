"""The course of one request: which acts are done on which days, drawn from the rates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from office.demo.planned import DemoSetting, PlannedAct, office_day, office_day_by
from office.demo.rates import Rates, choose, days_of

_WEEK = timedelta(days=7)
_SUMMER = ((7, 23), (9, 4))
"""The first day of the schools' summer, and the first of the school year, as month and day."""
_EVERY_ASSESSMENT = ("parent", "school", "health", "educational_psychologist", "social_care")
_WHY_NOT_ASSESSED = (
    "The school's support meets the needs that the request describes, and more of it can be tried first.",
    "The evidence shows progress with the support that the school gives now.",
)
_WHY_A_PLAN = "The needs are as the panel describes them, and the advice agrees."
_WHY_NO_PLAN = ("The advice shows that the school can give what is needed from its own means.",)
_IN_THE_FAMILY = (
    "A stay in hospital kept the child from being seen.",
    "The family had to care for a dying relative.",
)


class Course:
    """The acts of one case so far, and the day that it has reached. `pace` is how slow its officer is for the load."""

    def __init__(self, rates: Rates, chance: Random, day: date, pace: float) -> None:
        self.rates, self.chance, self.pace = rates, chance, pace
        self.received_on = self.day = day
        self.acts: list[PlannedAct] = []

    def later(self, days: int) -> date:
        """Return the office day a number of days after the one that the course has reached."""
        return office_day(self.day + timedelta(days=days))

    def do(self, action: str, on: date, of: str | None = None, **fields: Any) -> None:
        """Add an act of a day, and go on to that day."""
        self.add(PlannedAct(action, on, on, of, fields))

    def tell(self, action: str, on: date, reason: str) -> None:
        """Add a decision with its reason."""
        self.add(PlannedAct(action, on, on, texts={"reason": reason}))

    def add(self, act: PlannedAct) -> None:
        """Add an act, and go on to the day of its recording unless the course is past it."""
        self.acts.append(act)
        self.day = max(self.day, act.recorded_on)

    def happens(self, rate: str) -> bool:
        """Return whether what has this rate happens in this case."""
        return self.rates.happens(rate, self.chance)

    def days(self, duration: str, pace: float = 1.0) -> int:
        """Return how many days something takes in this case."""
        return self.rates.days(duration, self.chance, pace)


Hearing = Callable[[Course], tuple[date, bool]]
"""Adds what a case hears of the panel. Returns the day of its advice, and whether it advises a plan."""


def decide_to_assess(course: Course) -> bool | None:
    """Add the decision whether to assess. Returns it, or None for a request that was withdrawn."""
    if course.happens("decision_to_assess.withdrawn"):
        course.do("withdrawn", course.later(course.days("decision_to_assess.days")))
        return None
    told_on = office_day_by(course.day + timedelta(days=course.days("decision_to_assess.days")))
    if course.happens("decision_to_assess.late"):
        told_on = office_day(
            told_on + timedelta(days=course.days("decision_to_assess.days_late", course.pace))
        )
    if course.happens("decision_to_assess.refused"):
        course.tell("assessment_refused", told_on, course.chance.choice(_WHY_NOT_ASSESSED))
        return False
    course.do("assessment_agreed", told_on)
    return True


def assess(course: Course, need: str, year_nine: bool, hear: Hearing) -> bool | None:
    """Add the advice, the hearing and the decision on a plan. Returns it, or None for a request that was withdrawn."""
    advisers = [*_EVERY_ASSESSMENT, *(["adulthood"] if year_nine else [])]
    if course.chance.random() < course.rates.value("advice.asked_for_need").get(need, 0):
        advisers.append("speech_therapist")
    asked_on = course.later(course.days("advice.days_to_ask"))
    course.do("advice_requested", asked_on, ",".join(advisers))
    if course.happens("decision_on_a_plan.withdrawn"):
        course.do("withdrawn", course.later(course.days("advice.days_to_ask")))
        return None
    given = [_advice(course, adviser, asked_on) for adviser in advisers]
    for act in sorted(given, key=lambda each: each.recorded_on):
        course.add(act)
    decided_on, agrees = hear(course)
    if not agrees:
        course.tell("plan_refused", decided_on, course.chance.choice(_WHY_NO_PLAN))
        return False
    course.tell("plan_agreed", decided_on, _WHY_A_PLAN)
    return True


def _advice(course: Course, adviser: str, asked_on: date) -> PlannedAct:
    told = course.rates.value("advice.days_to_return")[adviser]
    on = office_day(asked_on + timedelta(days=days_of(told, course.chance)))
    if adviser == "school":
        on = _after_the_summer(on)
    recorded_on = on
    if course.happens("advice.recorded_late"):
        recorded_on = office_day(on + timedelta(days=course.days("advice.days_recorded_late")))
    return PlannedAct("advice_received", on, recorded_on, adviser)


def _after_the_summer(day: date) -> date:
    """Return the day itself or, in the schools' summer, a day of the first week of the school year."""
    first, back = (date(day.year, month, of_month) for month, of_month in _SUMMER)
    return office_day(back + (day - first) % _WEEK) if first <= day < back else day


def make_plan(course: Course, settings: Sequence[DemoSetting], approver: str) -> None:
    """Add the draft, the consultations, the family's answer, an exception and the final plan."""
    drafted_on = course.later(course.days("plan.days_to_draft", course.pace))
    course.do("draft_issued", drafted_on)
    rates, chance = course.rates, course.chance
    count = min(len(settings), rates.one_of("plan.settings_asked", chance))
    asked = chance.sample(list(settings), count)
    course.do("setting_consulted", drafted_on, ",".join(one.id for one in asked))
    answers = [choose(rates.value("plan.answers"), chance) for _ in asked]
    wanted = asked[0]
    acts = [_reply(course, one, answer) for one, answer in zip(asked, answers, strict=True)]
    answered = course.happens("plan.family_answers")
    if answered:
        on = course.later(course.days("plan.days_to_answer"))
        acts.append(PlannedAct("representations_received", on, on, fields={"setting": wanted.id}))
    for act in sorted(acts, key=lambda each: each.on):
        course.add(act)
    if not answered:
        course.day = max(course.day, drafted_on + timedelta(days=rates.value("plan.days_to_answer")["most"]))
    final_on = course.later(course.days("plan.days_to_final", course.pace))
    if course.happens("plan.hard_to_place"):
        final_on = office_day(final_on + timedelta(days=course.days("plan.days_to_place")))
    if course.happens("exceptions.of_plans"):
        final_on = _exception(course, final_on, approver)
    course.do("final_issued", final_on, setting=wanted.id)


def _reply(course: Course, setting: DemoSetting, answer: str) -> PlannedAct:
    on = course.later(course.days("plan.days_to_reply"))
    fields = {"answer": answer} | ({"ground": "unsuitable"} if answer == "cannot_meet_need" else {})
    return PlannedAct("setting_responded", on, on, setting.id, fields)


def _exception(course: Course, final_on: date, approver: str) -> date:
    """Add a claim of exceptional personal circumstances. Returns the later day of the final plan."""
    began = course.day
    ended = office_day(began + timedelta(days=course.days("exceptions.days")))
    fields = {
        "ground": "reg13(3)(c)",
        "from": began.isoformat(),
        "to": ended.isoformat(),
        "evidence": f"document-{course.chance.randrange(10**9):09d}",
        "approved_by": approver,
    }
    if course.happens("exceptions.accepted"):
        fields["family_told_on"] = ended.isoformat()
    texts = {"because": course.chance.choice(_IN_THE_FAMILY)}
    course.add(PlannedAct("exception_claimed", ended, ended, None, fields, texts))
    return max(ended, office_day(final_on + (ended - began)))
