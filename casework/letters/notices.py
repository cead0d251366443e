"""Who is told what when something happens: letters to the family, requests to advisers and settings, alerts inside.

A notice here is the fact that somebody is told, with one sentence that carries the dates; who the person is, and
how they are reached, is known to the records alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.acts import Act
from casework.case.clock import Clock
from casework.case.moment import Moment
from casework.letters import amendment_notice
from casework.letters import recipients as also_told
from casework.letters.casework_notices import beyond_the_law
from casework.letters.notice import Notice
from statute.clock_roles import DECIDE_TO_ASSESS, ClockRole
from statute.words import long_date, short_date

_WHERE_TO_LOOK = (
    " You can find out about schools and colleges in our local offer, and in the national register at "
    "get-information-schools.service.gov.uk."
)
"""Where the family can find information about settings, which the notice of a draft must say (reg 13(1)(b))."""


def is_letter(notice: Notice) -> bool:
    """Whether it goes by letter: to the family, and whatever names the child; everybody else is written to by e-mail."""
    return notice.to_role == "family" or notice.kind in _NAMING


_NAMING = also_told.NOTICES | {"final_plan_copy", "setting_consultation"}


def of_moment(moment: Moment, on: date) -> tuple[Notice, ...]:
    """The notices of one moment of the agenda, told on a day: one for each role of its rung."""
    return tuple(
        Notice(on, moment.kind, role, moment.rule, moment.of, moment.told_on(on)) for role in moment.roles
    )


def of_opening(event: str, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The family is told that a request is being considered, and until when it will be decided; others that it is."""
    known = list(clocks)
    by = next(
        (clock.due_on for clock in known if clock.role in DECIDE_TO_ASSESS),
        None,
    )
    decided = f" You will hear by {long_date(by)} whether there will be an assessment." if by else ""
    text = (
        f"A request for an education, health and care needs assessment was received on {short_date(on)} and is "
        f"being considered.{decided} Please send us your views and anything that you would like us to read."
    )
    told = Notice(on, "request_considered", "family", event, None, text)
    return (told, *also_told.of_request(event, on, detained=also_told.is_detained(known)))


def of_act(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices that an act sends out. An act taken as done without a date was told by somebody else before."""
    if act.implied or act.on is None:
        return ()
    known = list(clocks)
    day = act.on
    family: dict[str, tuple[str, str]] = {
        "assessment_agreed": (
            "assessment_agreed",
            "We will carry out an education, health and care needs assessment." + _by(known, ClockRole.FINAL_PLAN, " If a plan is needed, you will have it by {}."),
        ),
        "assessment_refused": ("assessment_refused", "We have decided not to carry out an assessment." + _rights(known, day)),
        "plan_agreed": (
            "plan_agreed",
            "We have decided to make an education, health and care plan." + _by(known, ClockRole.FINAL_PLAN, " You will have the final plan by {}."),
        ),
        "plan_refused": ("plan_refused", "We have decided not to make an education, health and care plan." + _rights(known, day)),
        "draft_issued": (
            "draft_plan",
            "Here is the draft plan. You may tell us what you think of it, ask for a meeting, and ask for a particular "
            "school or college." + _by(known, ClockRole.ANSWER_THE_DRAFT, " You have until {} at least.") + _WHERE_TO_LOOK,
        ),
        "final_issued": ("final_plan", "Here is the final plan." + _rights(known, day)),
        "amended_final_issued": ("amended_final_plan", "Here is the amended final plan." + _rights(known, day)),
        "amendment_notice": (
            "amendment_notice",
            amendment_notice.sentence(_last_day(known, ClockRole.ANSWER_THE_AMENDMENTS)),
        ),
        "amendment_not_made": ("plan_not_amended", "We have decided not to amend the plan." + _rights(known, day)),
        "reassessment_agreed": ("reassessment_agreed", "We will carry out a re-assessment."),
        "reassessment_refused": ("reassessment_refused", "We have decided not to carry out a re-assessment." + _rights(known, day)),
        "withdrawn": ("request_withdrawn", "The request has been withdrawn, and we will take no further steps."),
        "decision_reversed": ("decision_reversed", "We have changed our decision, and will write to you about what follows."),
    }  # fmt: skip
    if act.action == "review_decision" and (said := _AFTER_REVIEW.get(str(act.fields.get("decision")))):
        family[act.action] = (said[0], said[1] + _rights(known, day))
    if act.action in family:
        kind, text = family[act.action]
        letter = Notice(on, kind, "family", act.action, None, text)
        detained = also_told.is_detained(known)
        return (letter, *_copies(act, on, detained), *also_told.of_decision(act, on, detained=detained))
    if told := beyond_the_law(act, on, known):
        return told
    if act.action == "advice_requested":
        until = next(
            (
                c.due_on
                for c in known
                if c.role == ClockRole.RETURN_ADVICE and c.of == act.of and c.started_on == day
            ),
            None,
        )
        text = "Please give your advice for an education, health and care needs assessment" + (
            f" by {long_date(until)}." if until else "."
        )
        return (Notice(on, "advice_request", "adviser", act.action, act.of, text),)
    if act.action == "setting_consulted":
        until = next(
            (
                c.due_on
                for c in known
                if c.role == ClockRole.ANSWER_THE_CONSULTATION and c.of == act.of and c.started_on == day
            ),
            None,
        )
        text = "Please reply to the consultation on a draft plan" + (
            f" by {long_date(until)}." if until else "."
        )
        return (Notice(on, "setting_consultation", "setting", act.action, act.of, text),)
    return ()


_AFTER_REVIEW = {
    "cease": (
        "plan_to_cease",
        "We have decided to cease to maintain the plan. The plan and its provision go on for as long as you may appeal, "
        "and until an appeal is decided (s.45(4)).",
    ),
    "maintain": ("plan_maintained", "We have decided to keep the plan as it is."),
}
"""What a family is told of a decision after a review that it can dispute."""


def _copies(act: Act, on: date, detained: bool) -> tuple[Notice, ...]:
    """The final plan goes to the family, to the setting that it names and to the health body (reg 13(2)), and more of the
    first plan of somebody who is detained."""
    if act.action not in ("final_issued", "amended_final_issued"):
        return ()
    setting = act.fields.get("setting")
    text = "Here is a copy of the final plan, sent to you because it concerns you (reg 13(2))."
    to_setting = (
        (Notice(on, "final_plan_copy", "setting", act.action, str(setting), text),) if setting else ()
    )
    roles = (
        "health_body",
        *(also_told.COPIED_OF_DETAINED if detained and act.action == "final_issued" else ()),
    )
    return (*to_setting, *(Notice(on, "final_plan_copy", role, act.action, None, text) for role in roles))


def of_refused(action: str, on: date, why: str) -> tuple[Notice, ...]:
    """An act that another system sent and nobody waited for was refused: the case officer must know."""
    return (
        Notice(
            on,
            "act_refused",
            "case_officer",
            action,
            None,
            f"{action} was sent by another system and refused: {why}",
        ),
    )


def _by(clocks: Iterable[Clock], role: ClockRole, sentence: str) -> str:
    until = _last_day(clocks, role)
    return sentence.format(long_date(until)) if until else ""


def _last_day(clocks: Iterable[Clock], role: ClockRole) -> date | None:
    return max((clock.due_on for clock in clocks if clock.role == role), default=None)


def _rights(clocks: Iterable[Clock], decided_on: date) -> str:
    """The family's time for mediation and appeal, from the decision of a day."""
    last = {
        c.role: c.due_on
        for c in clocks
        if c.started_on == decided_on and c.role in (ClockRole.CONTACT_MEDIATION_ADVISER, ClockRole.APPEAL)
    }
    if len(last) < 2:
        return ""
    return (
        " If you disagree, you may contact a mediation adviser until "
        f"{long_date(last[ClockRole.CONTACT_MEDIATION_ADVISER])}, and appeal to the Tribunal until {long_date(last[ClockRole.APPEAL])}."
    )
