"""What can be recorded in a review of a plan, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from casework.case.actions import FAMILY_READS, NOTE, TEAM_READS, TOLD_REASON, Action, Field
from casework.case.casework_acts import CASEWORK_ACTS
from casework.processes.plan_changed import PLAN_CHANGED

HOLIDAY = "bank_holiday_proclaimed"
LOCAL_POLICY = "take_in_review_policy"
BEGIN = "begin_review"
FAMILY = "family"
ASKED_BY = ("authority", FAMILY, "setting", "health", "social_care")
YEARLY, RELEASED = "yearly", "released"
REASONS = (
    YEARLY, "exclusion", "attendance", "provision_not_delivered", "setting_cannot_meet_need", "move",
    "alternative_provision", "safeguarding", "health_change", "family_asked", "under_five", RELEASED, "other",
)  # fmt: skip
"""Why a review is held: because it is due, or why it is held early."""
ANSWERS = ("agree", "refuse")
DECISIONS = ("maintain", "amend", "cease")
RECOMMENDED = ("maintain", "amend", "cease", "change_placement", "reassess", "early_review")
VIEWS_OF = ("child", FAMILY, "setting", "educational_psychologist", "health", "social_care", "youth_offending", "other")  # fmt: skip
GIVEN = ("at_the_meeting", "in_writing", "through_someone", "absent", "not_asked")
SECTIONS = tuple("ABCDEFGHIJK")
SETTING_ANSWERS = ("can_meet_need", "cannot_meet_need", "no_answer")
ENDED = ("plan_ended", "died", "moved_away", "aged_out", "replaced", "withdrawn")
AUTOMATIC = frozenset({LOCAL_POLICY, HOLIDAY, PLAN_CHANGED.name})
"""The acts that no person records."""


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


def _told(name: str, asks: str, *, required: bool = True) -> Field:
    return Field(name, "text", required, asks=asks, readers=FAMILY_READS)


def _own(name: str, asks: str, *, required: bool = False) -> Field:
    return Field(name, "text", required, asks=asks, readers=TEAM_READS)


def _rows(name: str, asks: str) -> Field:
    return Field(name, "ids", asks=asks)


_DOCUMENT = Field("document", "id", asks="The paper that was sent")
_ACTS = (
    _act(
        BEGIN, "Begin a review", "a review of the plan was begun",
        Field("asked_by", "code", True, ASKED_BY, "Who asks for the review?"),
        Field("why", "code", True, REASONS, "Why is the plan reviewed?"),
        _own("said", "What was said?"),
    ),
    _act(
        "answer_request", "Answer the request for a review", "the request for a review was answered",
        Field("answer", "code", True, ANSWERS, "Do you agree to a review?"),
        _told("reason", "The reasons, in words that the family can read"),
    ),
    _act("send_term_list", "Tell services that the review is coming", "the setting, health and social care were told that the review is coming", Field("term_begins_on", "date", asks="When does the term of the review begin?"), Field("prepares_for_adulthood", "flag", asks="Is it a review that prepares for adulthood or a change of phase?")),
    _act(
        "arrange_meeting", "Arrange the meeting", "the review meeting was arranged",
        Field("meeting_on", "date", True, asks="When is the meeting?"),
        Field("setting", "id", asks="Which setting holds it? Leave blank if the authority does", holds="setting"),
        _told("place", "Where and at what time?", required=False),
    ),
    _act("send_invitations", "Send the invitations", "the invitations to the review were sent", _told("invited", "Who is invited? The letter lists them", required=False)),
    _act("send_papers", "Send the papers round", "the advice and information were sent round", _told("papers", "Which advice and information is sent? The letter lists it", required=False)),
    _act("adjourn_meeting", "Put the meeting off", "the review meeting was put off", Field("meeting_on", "date", True, asks="When is the new meeting?"), _told("reason", "The reason, in words that the family can read")),
    _act(
        "hold_meeting", "Record the meeting", "the review meeting was held",
        _own("child_view", "What does the child or young person think, and how did they tell us? Record it even if they were absent", required=True),
        NOTE,
    ),
    _act(
        "record_background", "Record the background", "the background of the review was recorded",
        Field("year_taught", "code", asks="In which school year is the child taught, such as 9?"),
        Field("attendance", "code", asks="Attendance, in percent"),
        Field("suspensions", "code", asks="Days of suspension since the last review"),
        Field("setting_type", "code", choices=("mainstream", "resourced", "special", "independent", "college", "at_home", "none"), asks="What kind of setting is it?"),
        Field("alternative_provision", "flag", asks="Is the child in alternative provision?"),
        Field("looked_after", "flag", asks="Is the child looked after?"),
        Field("next_phase_on", "date", asks="When does the next phase begin?"),
        Field("band", "code", asks="The funding band"),
        Field("personal_budget", "flag", asks="Is there a personal budget?"),
        _own("other", "Equipment, transport, short breaks, health and risk"),
    ),
    _act(
        "record_outcomes", "Record the outcomes", "the progress towards the outcomes was recorded",
        _rows("met", "Outcomes that are met, such as E1, E2"),
        _rows("partly", "Outcomes that are partly met"),
        _rows("not_met", "Outcomes that are not met"),
        _rows("no_longer", "Outcomes that are no longer relevant"),
        _own("evidence", "The evidence, with progress since the last review", required=True),
        _own("new_outcomes", "New or changed outcomes"),
        Field("needs_right", "flag", asks="Does Section B still describe the needs?"),
    ),
    _act(
        "check_provision", "Record what is delivered", "what is delivered of the plan was recorded",
        _rows("in_full", "Provision delivered in full, such as F1, F2"),
        _rows("in_part", "Provision delivered in part"),
        _rows("not_at_all", "Provision that is not delivered"),
        _own("hours", "Hours set and hours given, who gives them, and why anything is missing"),
    ),
    _act(
        "record_view", "Record a view", "a view for the review was recorded",
        Field("whose", "code", True, VIEWS_OF, "Whose view is it?"),
        Field("given", "code", True, GIVEN, "How was it given?"), _own("view", "The view"),
    ),
    _act(
        "record_preparation", "Record the preparation for adulthood", "the preparation for adulthood was recorded",
        _own("employment", "Employment and further study", required=True), _own("living", "Independent living", required=True),
        _own("community", "Taking part in society", required=True), _own("health", "Health in adult life", required=True),
        Field("capacity", "code", choices=("not_yet_16", "has_capacity", "assessed", "lacks_capacity"), asks="The young person's capacity to decide, from 16"),
        Field("care_assessment", "code", choices=("not_needed", "asked_for", "done"), asks="The Care Act assessment for adult social care"),
        _own("worker", "Who is the named worker?"),
    ),
    _act(
        "send_report", "Record the report", "the report of the review was sent",
        Field("recommends", "code", True, RECOMMENDED, "What does the report recommend?"),
        Field("sections", "code", choices=SECTIONS, several=True, asks="Which sections should change?"),
        _told("differences", "Where did people at the meeting differ? Name each person", required=False),
        _DOCUMENT,
    ),
    _act("decide_review", "Decide after the review", "it was decided what happens to the plan", Field("decision", "code", True, DECISIONS, "What is decided?"), TOLD_REASON),
    _act(
        "serve_amendments", "Send the notice of amendments", "the notice of proposed amendments was sent",
        _told("amendments", "The amendments that you propose"),
        Field("document", "id", asks="The version of the plan with the proposed amendments"),
    ),
    _act(
        "record_representations", "Record the family's answer", "the family answered the proposed amendments",
        Field("wants_setting", "id", asks="Which setting does the family ask for?", holds="setting"),
        Field("wants_meeting", "flag", asks="Does the family ask for a meeting?"), _own("answer", "What the family says"),
    ),
    _act("consult_setting", "Consult a setting", "a setting was consulted", Field("setting", "id", True, asks="Which setting?", holds="setting"), Field("document", "id", asks="The version of the plan that is sent")),
    _act("record_setting_answer", "Record a setting's answer", "a setting answered", Field("setting", "id", True, asks="Which setting?", holds="setting"), Field("answer", "code", True, SETTING_ANSWERS, "What does it answer?"), _own("reason", "Its reasons")),
    replace(_act(
        "send_amended_plan", "Send the amended plan", "the amended final plan was sent",
        Field("document", "id", True, asks="The version of the plan that is final"),
        Field("setting", "id", asks="Which setting does it name?", holds="setting"),
    ), paper="final"),
    _act("decide_not_to_amend", "Decide not to amend the plan", "it was decided not to amend the plan", replace(TOLD_REASON, required=True)),
    _act("end_review", "End the review", "the review ended", Field("why", "code", True, ENDED, "Why does it end?")),
    _act(LOCAL_POLICY, "Take in the local days of reviews", "the council's own days for reviews were looked up"),
)  # fmt: skip
ACTS: Mapping[str, Action] = {
    **{action.name: action for action in _ACTS},
    PLAN_CHANGED.name: PLAN_CHANGED,
    HOLIDAY: next(action for action in CASEWORK_ACTS if action.name == HOLIDAY),
}
"""The acts in a review, by name."""
