"""Disputes and what follows a plan in the demo caseload: mediation, appeal, early reviews and amendments."""

from __future__ import annotations

from datetime import date, timedelta

from office.demo.course import Course
from office.demo.planned import office_day
from office.demo.rates import choose


def dispute(course: Course, against: str, wanted: str) -> bool:
    """Add a mediation, an appeal, both or neither about a decision. Returns whether the authority must now do what was wanted."""
    rates = course.rates.value(f"disputes.{against}")
    mediated = course.chance.random() < rates["mediated"]
    appealed = course.chance.random() < rates["appealed"]
    if mediated and _mediate(course, wanted):
        return True
    if not appealed:
        return False
    if not mediated:
        course.do("mediation_adviser_contacted", course.later(course.days("disputes.days_to_mediation")))
        course.do("mediation_declined", course.day)
        course.do("mediation_certificate", course.day)
    return _appeal(course, against, wanted)


def _mediate(course: Course, wanted: str) -> bool:
    """Add a mediation. Returns whether it was settled for the family."""
    course.do("mediation_requested", course.later(course.days("disputes.days_to_mediation")))
    course.do("mediation_held", course.later(course.days("disputes.days_to_hold")))
    settled = course.happens("disputes.settled_at_mediation")
    if settled:
        course.do("mediation_agreement", course.day, to=wanted)
    course.do("mediation_certificate", course.day)
    return settled


def _appeal(course: Course, against: str, wanted: str) -> bool:
    """Add an appeal with its outcome. Returns whether it went for the family."""
    course.do("appeal_registered", course.later(course.days("disputes.days_to_appeal")), against=against)
    if course.happens("disputes.conceded"):
        course.do("appeal_unopposed", course.later(course.days("disputes.days_to_concede")), to=wanted)
        return True
    course.do("appeal_response_sent", course.later(course.days("disputes.days_to_respond")))
    allowed = course.happens("disputes.allowed")
    course.do(
        "tribunal_order",
        course.later(course.days("disputes.days_to_order")),
        to=wanted if allowed else "continue_plan",
    )
    return allowed


def amend(course: Course, setting: str) -> None:
    """Add the notice of amendments and the amended final plan."""
    course.do("amendment_notice", course.later(course.days("disputes.days_to_carry_out")))
    course.do(
        "amended_final_issued", course.later(course.days("after_the_plan.days_to_amend")), setting=setting
    )


def review_early(course: Course, setting: str) -> None:
    """Add a review in the first weeks of a plan."""
    if _review(course, course.later(course.days("after_the_plan.days_to_review"))) == "amend":
        amend(course, setting)


def review_yearly(course: Course, final_on: date) -> None:
    """Add the yearly reviews of a plan for as long as a dispute about it lasted."""
    least = timedelta(days=int(course.rates.value("after_the_plan.days_to_yearly_review")["least"]))
    last, reviewed_on = course.day, final_on
    while reviewed_on + least < last:
        reviewed_on = office_day(
            reviewed_on + timedelta(days=course.days("after_the_plan.days_to_yearly_review"))
        )
        _review(course, reviewed_on, decision="maintain")


def _review(course: Course, met_on: date, decision: str | None = None) -> str:
    """Add a review with its report and its decision, which is drawn unless it is given. Returns the decision."""
    decision = decision or str(choose(course.rates.value("after_the_plan.review_decisions"), course.chance))
    reported_on = office_day(met_on + timedelta(days=course.days("after_the_plan.days_to_report")))
    decided_on = office_day(met_on + timedelta(days=course.days("after_the_plan.days_to_decide_review")))
    course.do("review_meeting", met_on)
    course.do("review_report", min(reported_on, decided_on))
    course.do("review_decision", decided_on, decision=decision)
    return decision
