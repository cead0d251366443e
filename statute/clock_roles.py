"""The roles that clocks can have. The process finds a clock by its role and never by the id of a rule.

A pack binds each role to one or more clocks, and can name and number its rules as the law of its time does.
"""

from __future__ import annotations

from enum import StrEnum


class ClockRole(StrEnum):
    """The roles that every pack must bind. A process may use further roles of its own."""

    DECIDE_TO_ASSESS = "decide_to_assess"
    """Tell the family whether there will be an assessment."""
    DETAINED_DECIDE_TO_ASSESS = "detained_decide_to_assess"
    """The same for a person in relevant youth accommodation."""
    RETURN_ADVICE = "return_advice"
    """An adviser returns the advice that was requested."""
    DECIDE_ON_A_PLAN = "decide_on_a_plan"
    """Tell the family that there will be no plan."""
    DETAINED_DECIDE_ON_A_PLAN = "detained_decide_on_a_plan"
    """The same for a person in relevant youth accommodation."""
    ANSWER_THE_DRAFT = "answer_the_draft"
    """The family answers a draft plan. The plan may not be made final before then."""
    ANSWER_THE_CONSULTATION = "answer_the_consultation"
    """A setting answers the consultation on a draft plan."""
    FINAL_PLAN = "final_plan"
    """Send the final plan that follows a request."""
    DETAINED_FINAL_PLAN = "detained_final_plan"
    """The same for a person in relevant youth accommodation."""
    CONTACT_MEDIATION_ADVISER = "contact_mediation_adviser"
    """The family contacts a mediation adviser."""
    ISSUE_CERTIFICATE = "issue_certificate"
    """The mediation adviser issues a certificate."""
    TELL_HEALTH_BODY = "tell_health_body"
    """Tell the health body that mediation about health provision was requested."""
    ARRANGE_HEALTH_MEDIATION = "arrange_health_mediation"
    """The health body arranges its mediation."""
    ARRANGE_MEDIATION = "arrange_mediation"
    """The authority arranges mediation."""
    APPEAL = "appeal"
    """The family appeals to the Tribunal."""
    RESPOND_TO_APPEAL = "respond_to_appeal"
    """The response to an appeal reaches the Tribunal."""
    START_DIRECTED_ASSESSMENT = "start_directed_assessment"
    """Start an assessment that was ordered, agreed or conceded."""
    ANSWER_THE_AMENDMENTS = "answer_the_amendments"
    """The family answers a notice of proposed amendments."""
    DECIDE_TO_REASSESS = "decide_to_reassess"
    """Tell the family whether there will be a re-assessment."""
    FINAL_PLAN_AFTER_REASSESSMENT = "final_plan_after_reassessment"
    """Send the final plan that follows a re-assessment."""


DECIDE_TO_ASSESS = (ClockRole.DECIDE_TO_ASSESS, ClockRole.DETAINED_DECIDE_TO_ASSESS)
DECIDE_ON_A_PLAN = (ClockRole.DECIDE_ON_A_PLAN, ClockRole.DETAINED_DECIDE_ON_A_PLAN)
FINAL_PLAN = (ClockRole.FINAL_PLAN, ClockRole.DETAINED_FINAL_PLAN)
"""The roles of one limit, for detained persons and all others."""
ALERTED_AT_ONCE = frozenset(
    {
        *DECIDE_TO_ASSESS,
        *DECIDE_ON_A_PLAN,
        *FINAL_PLAN,
        ClockRole.FINAL_PLAN_AFTER_REASSESSMENT,
        ClockRole.RESPOND_TO_APPEAL,
        ClockRole.START_DIRECTED_ASSESSMENT,
    }
)
"""The roles of the limits whose breach is alerted at once: 6, 16 and 20 weeks, and those of the Tribunal."""
DETAINED = frozenset(
    {ClockRole.DETAINED_DECIDE_TO_ASSESS, ClockRole.DETAINED_DECIDE_ON_A_PLAN, ClockRole.DETAINED_FINAL_PLAN}
)
"""The roles of clocks that apply only to a person in relevant youth accommodation."""
