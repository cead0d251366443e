"""Who is told what when something happens: letters to the family, requests to advisers and settings, alerts inside.

A notice here is the fact that a role is told, with one sentence that carries the dates. Only the records know who the
person is and how they are reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.acts import Act
from casework.case.clock import Clock
from casework.case.moment import Moment
from casework.letters import recipients
from casework.letters.casework_notices import beyond_the_law
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.recipient_roles import INSIDE
from casework.letters.recipients import BAND, CONSULTATION, COPY
from casework.letters.text_set import head_of, shipped
from casework.people.parties import COPIED_OF_DETAINED
from statute.clock_roles import DECIDE_TO_ASSESS, ClockRole
from statute.words import long_date, short_date


def is_letter(notice: Notice) -> bool:
    """Whether it goes by letter: to the family, and what has a letter for others; otherwise others get an e-mail."""
    text = shipped().find("letter", notice.kind)
    return notice.to_role == "family" or (text is not None and head_of(text).to != "family")


def of_moment(moment: Moment, on: date) -> tuple[Notice, ...]:
    """The notices of one moment of the agenda, told on a day: one for each role of its rung."""
    text = sentence(
        moment.kind,
        limit=moment.about,
        due=moment.due,
        when=moment.when(on),
        late=moment.late(on),
        after_window=moment.after_window or None,
    )
    return tuple(
        Notice(on, moment.kind, role, moment.rule, moment.of, text, moment.is_urgent) for role in moment.roles
    )


def of_opening(event: str, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The family is told that a request is being considered, and until when it will be decided; others that it is."""
    known = list(clocks)
    by = next(
        (clock.due_on for clock in known if clock.role in DECIDE_TO_ASSESS),
        None,
    )
    text = sentence(
        "request_considered", received_on=short_date(on), until=long_date(by) if by is not None else None
    )
    told = Notice(on, "request_considered", "family", event, None, text)
    return (told, *recipients.of_request(event, on, detained=recipients.is_detained(known)))


def of_act(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices that an act sends out. An act that is taken as done without a date was told before it came here."""
    if act.implied or act.on is None:
        return ()
    known = list(clocks)
    day = act.on
    if (kind := _told_family(act)) is not None:
        text = sentence(kind, until=_until(kind, known), **_rights(known, day))
        letter = Notice(on, kind, "family", act.action, None, text)
        detained = recipients.is_detained(known)
        return (letter, *_copies(act, on, detained), *recipients.of_decision(act, on, detained=detained))
    if told := beyond_the_law(act, on, known):
        return told
    if act.action == "advice_requested":
        by = _started(known, ClockRole.RETURN_ADVICE, act.of, day)
        text = sentence("advice_request", until=by)
        return (Notice(on, "advice_request", "adviser", act.action, act.of, text),)
    if act.action == "setting_consulted":
        by = _started(known, ClockRole.ANSWER_THE_CONSULTATION, act.of, day)
        text = sentence(CONSULTATION, until=by)
        return (Notice(on, CONSULTATION, "setting", act.action, act.of, text),)
    return ()


def writes_to_people(action: str, on: date) -> bool:
    """Whether an act, without its answers, writes to anyone outside the authority on a day."""
    return any(notice.to_role not in INSIDE for notice in of_act(Act(action, on), on, ()))


_TO_FAMILY = {
    "assessment_agreed": "assessment_agreed",
    "assessment_refused": "assessment_refused",
    "plan_agreed": "plan_agreed",
    "plan_refused": "plan_refused",
    "draft_issued": "draft_plan",
    "final_issued": "final_plan",
    "amended_final_issued": "amended_final_plan",
    "amendment_notice": "amendment_notice",
    "amendment_not_made": "plan_not_amended",
    "reassessment_agreed": "reassessment_agreed",
    "reassessment_refused": "reassessment_refused",
    "withdrawn": "request_withdrawn",
    "decision_reversed": "decision_reversed",
}
"""The kind of notice to the family of each act that it is told of."""
_AFTER_REVIEW = {"cease": "plan_to_cease", "maintain": "plan_maintained"}
"""The same for the decisions after a review that a family can dispute."""
LETTER_KINDS = (
    frozenset({*_TO_FAMILY.values(), *_AFTER_REVIEW.values(), "request_considered", "advice_request"})
    | recipients.NOTICES
    | {COPY, CONSULTATION, BAND}
)
"""The kinds of notice of a case itself for which there must be a letter and a sentence."""
_UNTIL = {
    "assessment_agreed": ClockRole.FINAL_PLAN,
    "plan_agreed": ClockRole.FINAL_PLAN,
    "draft_plan": ClockRole.ANSWER_THE_DRAFT,
    "amendment_notice": ClockRole.ANSWER_THE_AMENDMENTS,
}
"""The limit whose last day a notice gives."""


def _told_family(act: Act) -> str | None:
    """The kind of notice that tells the family of an act; None for an act that it is not told of so."""
    if act.action == "review_decision":
        return _AFTER_REVIEW.get(str(act.fields.get("decision")))
    return _TO_FAMILY.get(act.action)


def _copies(act: Act, on: date, detained: bool) -> tuple[Notice, ...]:
    """The final plan goes to the family, to the setting that it names and to the health body (reg 13(2)), and to
    others the first plan of a detained person."""
    if act.action not in ("final_issued", "amended_final_issued"):
        return ()
    setting = act.fields.get("setting")
    text = sentence(COPY, law="reg 13(2)")
    to_setting = (Notice(on, COPY, "setting", act.action, str(setting), text),) if setting else ()
    roles = (
        "health_body",
        *(COPIED_OF_DETAINED if detained and act.action == "final_issued" else ()),
    )
    return (*to_setting, *(Notice(on, COPY, role, act.action, None, text) for role in roles))


def of_refused(action: str, on: date, why: str) -> tuple[Notice, ...]:
    """An act that another system sent was refused, and no person saw the refusal: the case officer must know."""
    text = sentence("act_refused", act=action, why=why)
    return (Notice(on, "act_refused", "case_officer", action, None, text),)


def _until(kind: str, clocks: Iterable[Clock]) -> str | None:
    role = _UNTIL.get(kind)
    day = max((clock.due_on for clock in clocks if clock.role == role), default=None) if role else None
    return long_date(day) if day is not None else None


def _started(clocks: Iterable[Clock], role: ClockRole, of: str | None, on: date) -> str | None:
    """The last day of a limit that began on a day, for one adviser or setting."""
    found = (clock for clock in clocks if clock.role == role and clock.of == of and clock.started_on == on)
    first = next(found, None)
    return long_date(first.due_on) if first is not None else None


def _rights(clocks: Iterable[Clock], decided_on: date) -> dict[str, str]:
    """The family's time for mediation and appeal, from the decision of a day."""
    last = {clock.role: long_date(clock.due_on) for clock in clocks if clock.started_on == decided_on}
    contact_by, appeal_by = last.get(ClockRole.CONTACT_MEDIATION_ADVISER), last.get(ClockRole.APPEAL)
    return {"mediation_by": contact_by, "appeal_by": appeal_by} if contact_by and appeal_by else {}
