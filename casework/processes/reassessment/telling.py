"""What a re-assessment reports to its case and to its plan, the case that a decision opens, and who is told of it."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import day_said
from casework.processes import limit_alerts
from casework.processes.decision_case import DecisionCase
from casework.processes.reassessment.case_acts import ASKED
from casework.processes.reassessment.limits import DECIDE, last_day
from casework.processes.reassessment.reassessment import (
    AGREE,
    AGREED,
    CALLS,
    DECIDES,
    REFUSED,
    SENDS,
    Reassessment,
    law_facts,
)
from casework.processes.telling import ToCase, reported
from statute.facts import Event


def told(before: Reassessment, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act. The decision is told by the case that it opens."""
    if act.action != CALLS:
        return ()
    decide_by = last_day(before.with_act(act), DECIDE)
    if decide_by is None:
        return ()
    return reported(before.case, before.id, act.on, ASKED, decide_by=decide_by.isoformat())


def to_plan(before: Reassessment, act: Act) -> tuple[Event, ...]:
    """Return the facts that an act adds to the life of the plan. What the plan reported itself is not sent back."""
    if act.action not in (CALLS, DECIDES, SENDS):
        return ()
    known = {(fact.event, fact.on) for fact in law_facts(before)}
    return tuple(fact for fact in law_facts(before.with_act(act)) if (fact.event, fact.on) not in known)


def opens_case(before: Reassessment, act: Act) -> DecisionCase | None:
    """Return the case of a decision: that of the assessment, or the one in which the refusal can be disputed.

    It sends the family the letter of the decision.
    """
    if act.action != DECIDES or act.on is None:
        return None
    if act.fields["decision"] == AGREE:
        return DecisionCase(AGREED, act.on)
    return DecisionCase(REFUSED, act.on, {"reason": act.fields["reason"]})


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of a report: to the family, and inside."""
    if (alerts := limit_alerts.notices("reassessment", act, on)) is not None:
        return alerts
    text = sentence(ASKED, until=day_said(act, "decide_by"))
    return (Notice(on, ASKED, "family", act.action, act.of, text),)
