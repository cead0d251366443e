"""Statutory acts: acts of a case that the law names. Each has the name of the fact that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from casework.case.actions import FAMILY_READS, NOTE, REASON, TOLD_REASON, Action, Field, with_evidence
from casework.case.ordered_dates import FIELDS as ORDERED_DAYS
from casework.case.stages import DECIDING, GATHERING, OPEN, PLANNING, UNDECIDED, Stage

AGREED = ("assess", "make_plan", "amend_plan", "name_setting", "continue_plan", "other")
"""What can be agreed at mediation: a point that can be appealed, or another."""
ISSUES = ("education", "health", "social_care")
"""What a mediation can be about (CFA 2014 s.53)."""
ORDERS = ("assess", "make_plan", "amend_plan", "name_setting", "reconsider", "continue_plan", "cease_plan")
GROUNDS = ("unsuitable", "incompatible_with_education_of_others", "incompatible_with_use_of_resources")
"""Reasons not to name a setting that the family asked for: unsuitable for age, ability, aptitude or needs; incompatible
with the efficient education of others; incompatible with the efficient use of resources (CFA s.39(4))."""
_ACCEPTED = Field(
    "findings_accepted_by", "id", asks="Who accepts the weak points that the checks of the plan found"
)
_HEALTH = Field(
    "health_provision",
    "flag",
    asks="Whether Section G holds health care provision (known already for a plan that is kept here)",
)
_SEEN = Field("findings_seen", "code", asks="The code that the check of the plan gave with its findings")
_REPORT = Field("document", "id", asks="The report")
_DOCUMENT = Field("document", "id", asks="The paper that was sent")
_AND_AMEND = Field("and_amend", "flag", asks="Whether the plan that continues must also be amended")
_NO_SETTING = Field(
    "attends_no_setting", "flag", asks="Whether the child attends no school, such as one educated at home"
)
_DRAFTED = frozenset({Stage.CONSULTING, Stage.FINALISING})
_ISSUED = frozenset({Stage.PLAN_ISSUED})
_ADVISED = GATHERING | PLANNING


def _dispute(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, OPEN, fields=(*fields, NOTE), needs_decision=True)


def _to(*choices: str, required: bool = True) -> Field:
    return Field("to", "code", required, choices, "What the authority must do")


_ACTS: tuple[Action, ...] = (
    Action(
        "assessment_agreed",
        "Agree to assess",
        "the family was told that there will be an assessment",
        DECIDING,
        Stage.ASSESSING,
        fields=(REASON,),
        tells=True,
    ),
    Action(
        "assessment_refused",
        "Refuse to assess",
        "the family was told that there will be no assessment",
        DECIDING,
        Stage.ASSESSMENT_REFUSED,
        fields=(TOLD_REASON,),
        tells=True,
    ),
    Action("advice_requested", "Ask for advice", "advice was asked for", _ADVISED, of="adviser",
        fields=(Field("asked_by_family", "flag", asks="Whether the family reasonably asked for it (reg 6(1)(h))"), NOTE), many=True,
        tells=True,),
    Action("advice_received", "Record advice", "advice was received", _ADVISED, of="adviser", fields=(_REPORT, NOTE)),
    Action("advice_partial", "Record advice in part", "advice was received in part", _ADVISED, of="adviser", fields=(_REPORT, NOTE)),
    Action(
        "advice_sufficient",
        "Record that earlier advice is enough",
        "earlier advice was agreed to be enough",
        _ADVISED,
        of="adviser",
        fields=(
            Field("document", "id", True, asks="The earlier advice"),
            Field("author_agrees", "flag", True, asks="Whether its author accepts that it is enough"),
            Field("family_agrees", "flag", True, asks="Whether the family accepts that it is enough"),
        ),
    ),
    Action(
        "appointment_missed",
        "Record a missed appointment",
        "an appointment was missed",
        _ADVISED,
        of="adviser",
        fields=(NOTE,),
    ),
    Action(
        "plan_agreed", "Agree to make a plan", "it was decided to make a plan", GATHERING, Stage.DRAFTING, fields=(REASON,),
        tells=True,
    ),
    Action(
        "plan_refused",
        "Refuse to make a plan",
        "the family was told that no plan will be made",
        GATHERING,
        Stage.PLAN_REFUSED,
        fields=(TOLD_REASON,),
        tells=True,
    ),
    Action(
        "draft_issued",
        "Issue the draft plan",
        "the draft plan was served",
        PLANNING,
        Stage.CONSULTING,
        fields=(Field("document", "id", asks="The draft plan"), _ACCEPTED, _SEEN),
        paper="draft",
        tells=True,
    ),
    Action(
        "representations_received",
        "Record the family's answer to the draft",
        "the family answered the draft",
        _DRAFTED,
        Stage.FINALISING,
        fields=(Field("setting", "id", asks="The setting that the family asks for"), NOTE),
    ),
    Action(
        "setting_consulted",
        "Consult a setting",
        "a setting was consulted",
        PLANNING,
        of="setting",
        many=True,
        fields=(
            Field("closed_from", "date", asks="The first day on which the setting is closed in the 15 days"),
            Field("reopens_on", "date", asks="The day on which it re-opens"),
            NOTE,
        ),
        tells=True,
    ),
    Action(
        "setting_responded",
        "Record a setting's reply",
        "a setting replied",
        PLANNING,
        of="setting",
        fields=(
            Field("answer", "code", choices=("can_meet_need", "cannot_meet_need", "no_place")),
            Field("ground", "code", choices=GROUNDS, asks="The ground of section 39(4) that the setting gives"),
            NOTE,
        ),
    ),
    Action(
        "final_issued",
        "Issue the final plan",
        "the final plan was sent",
        _DRAFTED,
        Stage.PLAN_ISSUED,
        fields=(
            Field("document", "id", asks="The final plan"),
            _ACCEPTED,
            _SEEN,
            Field("setting", "id", asks="The setting that is named"),
            Field("reason", "text", asks="Why the plan names another setting than the family asked for"),
            Field("ground", "code", choices=GROUNDS, asks="The ground of section 39(4) for naming another setting"),
            Field("explained", "text", asks="Why the plan is sent although an earlier step is not done"),
            Field("under_five", "flag", asks="Whether the child is under five"),
            Field("names_next_setting", "flag", asks="Whether the plan already names the setting after a coming change of phase"),
            _HEALTH,
        ),
        paper="final",
        tells=True,
    ),
    Action("withdrawn", "Withdraw the request", "the request was withdrawn", UNDECIDED, Stage.WITHDRAWN, fields=(REASON,)),
    Action(
        "moved_away",
        "Record a move away",
        "the child or young person moved away",
        OPEN,
        Stage.MOVED_AWAY,
        fields=(Field("known_on", "date", asks="The day the authority learned of the move"), NOTE),
    ),
    Action("died", "Record a death", "the child or young person died", OPEN, Stage.DIED),
    Action("aged_out", "Record the end of eligibility by age", "the young person became too old for a plan", OPEN, Stage.AGED_OUT),
    Action(
        "decision_reversed",
        "Reverse the authority's decision",
        "the authority reversed its decision",
        frozenset({Stage.ASSESSMENT_REFUSED, Stage.PLAN_REFUSED, Stage.PLAN_ISSUED}),
        fields=(REASON,),
        tells=True,
    ),
    _dispute("mediation_adviser_contacted", "Record contact with a mediation adviser", "the mediation adviser was contacted"),
    _dispute("mediation_declined", "Record that mediation is not wanted", "the family told the adviser that it does not want mediation"),
    _dispute(
        "mediation_requested",
        "Record a request for mediation",
        "the authority was told that mediation is wanted",
        Field("issues", "code", choices=ISSUES, asks="What the mediation is about", several=True),
        Field("placement_only", "flag", asks="Is it about the school or setting only? That is mediated too"),
        Field("adviser_told_on", "date", asks="For a detained person, the day the mediation adviser was told"),
    ),
    _dispute("health_body_told", "Record that the health body was told", "the commissioning body was told"),
    _dispute("mediation_held", "Record that mediation was held", "the mediation was held"),
    replace(_dispute("mediation_not_arranged", "Record that mediation cannot be arranged", "the authority told the adviser that mediation cannot be arranged in time"), tells=True),
    _dispute(
        "mediation_agreement",
        "Record an agreement at mediation",
        "agreement was reached at mediation",
        _to(*AGREED),
        _AND_AMEND,
        Field("authority_absent", "flag", asks="Whether the authority was not there"),
        Field("due_on", "date", asks="The day by which it must be done, if another time was agreed in writing"),
    ),
    _dispute("authority_told", "Record that the authority was told of the agreement", "the authority was told of the agreement"),
    _dispute("agreement_carried_out", "Record that the agreement was carried out", "what was agreed was done"),
    _dispute("mediation_certificate", "Record the mediation certificate", "the mediation certificate was issued"),
    _dispute(
        "appeal_registered",
        "Record an appeal",
        "the appeal was registered",
        Field(
            "against",
            "code",
            choices=("refusal_to_assess", "refusal_to_issue", "contents", "section_i", "refusal_to_amend", "refusal_to_reassess", "cease"),
            asks="What the appeal is against",
        ),
        Field("response_by", "date", asks="The last day for the response, if the Tribunal did not set 30 days"),
    ),
    _dispute("appeal_response_sent", "Record the response to the appeal", "the response to the appeal was sent"),
    _dispute(
        "appeal_unopposed",
        "Concede the appeal",
        "the authority told the Tribunal that it does not oppose the appeal",
        _to("assess", "make_plan", "amend_plan", "name_setting", "continue_plan"),
        _AND_AMEND,
    ),
    _dispute(
        "tribunal_order",
        "Record the Tribunal's order",
        "the Tribunal's order was sent",
        _to(*ORDERS),
        _AND_AMEND,
        *ORDERED_DAYS,
    ),
    Action(
        "tribunal_recommendation", "Record a recommendation of the Tribunal", "the Tribunal's recommendation was made",
        OPEN, of="body", fields=(Field("due_on", "date", asks="The last day for the reply, where the Tribunal set another than the 5 weeks"), NOTE), needs_decision=True,
    ),
    Action(
        "recommendation_answered", "Answer a recommendation of the Tribunal", "the recommendation was answered",
        OPEN, of="body", fields=(NOTE,), needs_decision=True,
    ),
    Action("amendment_notice", "Send the notice of amendments", "the notice of proposed amendments was sent", _ISSUED, fields=(Field("document", "id", asks="The plan with the proposed amendments"), replace(NOTE, readers=FAMILY_READS)), paper="amendments", tells=True),
    Action("amendment_not_made", "Record that the plan will not be amended", "the family was told that the plan will not be amended", _ISSUED, fields=(TOLD_REASON,), tells=True),
    Action(
        "amended_final_issued", "Issue the amended final plan", "the amended final plan was sent", _ISSUED,
        fields=(
            Field("document", "id", asks="The amended plan"),
            Field("setting", "id", asks="The setting that is named"),
            _ACCEPTED,
            _SEEN,
            _HEALTH,
        ),
        paper="final",
        tells=True,
    ),
    Action("review_meeting_arranged", "Arrange a review meeting", "the review meeting was arranged", _ISSUED, fields=(Field("meeting_on", "date", True, asks="The day of the meeting"), _NO_SETTING)),
    Action("review_invitations_sent", "Record the invitations to a review", "the invitations were sent", _ISSUED),
    Action("review_papers_sent", "Record the papers of a review", "the advice and information were sent round", _ISSUED),
    Action("review_meeting", "Record a review meeting", "the review meeting was held", _ISSUED, fields=(Field("decision", "code", choices=("maintain", "amend", "cease")), _NO_SETTING)),
    Action("review_report", "Record a review report", "the review report was sent", _ISSUED, fields=(_DOCUMENT,), paper="any"),
    Action(
        "review_decision", "Record the decision after a review, or to cease the plan", "the decision after the review was sent", _ISSUED,
        fields=(Field("decision", "code", choices=("maintain", "amend", "cease")), Field("under_five", "flag")),
        tells=True,
    ),
    Action(
        "phase_transfer", "Record a coming change of phase", "the coming change of phase was recorded", _ISSUED,
        fields=(Field("to_phase", "code", True), Field("year", "code", True), Field("from_phase", "code"), Field("transfer_on", "date")),
    ),
    Action("reassessment_requested", "Record a request to re-assess", "a re-assessment was asked for", _ISSUED),
    Action("reassessment_agreed", "Agree to re-assess", "the family was told that there will be a re-assessment", _ISSUED, Stage.ASSESSING, tells=True),
    Action("reassessment_refused", "Refuse to re-assess", "the family was told that there will be no re-assessment", _ISSUED, fields=(TOLD_REASON,), tells=True),
    Action("move_known", "Record a coming move", "the authority learned of the coming move", OPEN, fields=(Field("moves_on", "date", True, asks="The day of the move"),)),
    Action("plan_transferred_out", "Transfer the plan out", "the plan was transferred to the new authority", _ISSUED, fields=(_DOCUMENT,), paper="any"),
    Action("plan_transferred_in", "Record a plan transferred in", "the plan was transferred to this authority", _ISSUED, fields=(Field("last_reviewed_on", "date"),)),
    Action("transfer_notice_sent", "Tell the family of the transfer", "the family was told of the transfer", _ISSUED, tells=True),
    Action("commissioner_change_known", "Record a change of health body", "another health body became responsible", OPEN),
    Action("new_commissioner_told", "Tell the new health body", "the new commissioning body was told", OPEN),
    Action("commissioner_move_known", "Record that the health body knows of a move", "the commissioning body learned of the move", OPEN, fields=(Field("moves_on", "date", True, asks="The day of the move"),)),
    Action(
        "health_provision_not_practicable", "Record provision that the new health body cannot arrange",
        "the new commissioning body found that it cannot arrange the provision in the plan", _ISSUED,
        fields=(
            Field("why", "code", True, ("moved", "changed", "released"), "Why another health body is responsible"),
            Field("aware_on", "date", asks="The day the health body learned that it is responsible or, after a release, received the plan"),
        ),
    ),
    Action("review_asked_by_commissioner", "Record a health body's request to review", "the commissioning body asked for an assessment or a review", _ISSUED),
    _dispute(
        "mediation_arranged", "Record the date of the mediation", "the mediation was arranged",
        Field("mediation_on", "date", True, asks="The day of the mediation"),
        Field("shorter_notice_agreed", "flag", asks="Whether the family agreed to less than 5 working days' notice"),
    ),
    _dispute("mediation_date_told", "Record that the family knows the date of the mediation", "the family was told the date and place of the mediation"),
    Action(
        "recommendation_copied", "Send the answer to the Secretary of State", "a copy of the answer was sent to the Secretary of State",
        OPEN, of="body", fields=(NOTE,), needs_decision=True,
    ),
    Action("direct_payments_began", "Record the first direct payment", "direct payments began", _ISSUED),
    Action("direct_payments_reviewed", "Record a review of direct payments", "the direct payments were reviewed", _ISSUED),
    Action("plan_wanted_for_higher_education", "Record a request to share the plan for higher education", "the young person asked for the plan to be disclosed for higher education", _ISSUED),
    Action("plan_sent_for_higher_education", "Share the plan for higher education", "the plan was disclosed for higher education", _ISSUED, fields=(_DOCUMENT,), paper="any"),
    Action("detention_began", "Record a detention", "the child or young person was detained", OPEN),
    Action("released", "Record a release from detention", "the child or young person was released from detention", OPEN),
    Action("release_known", "Record a release to another authority", "the authority was told of the release to another authority", _ISSUED),
    Action("plan_sent_on_release", "Send the plan to the new authority on release", "the plan was disclosed to the new authority", _ISSUED, fields=(_DOCUMENT,), paper="any"),
    Action(
        "released_plan_received", "Record the plan of a released person", "the plan of a released person was received", _ISSUED,
        fields=(Field("responsible_on", "date", asks="The day this authority became responsible, if later"),),
    ),
    Action("commissioner_sent_plan", "Send the plan to the health body", "the plan was disclosed to the commissioning body", _ISSUED, fields=(_DOCUMENT,), paper="any"),
    Action(
        "detained_plan_kept", "Keep the plan of a detained person", "the authority began to keep the plan of a detained person", _ISSUED,
        fields=(Field("aware_on", "date", asks="The day the authority learned of the detention, if later"),),
    ),
    Action("accommodation_changed", "Record a move to other youth accommodation", "the authority was told of a move to other youth accommodation", _ISSUED),
    Action("plan_sent_to_accommodation", "Send the plan to those responsible in detention", "the plan was sent to those responsible in detention", _ISSUED, fields=(_DOCUMENT,), paper="any"),
)  # fmt: skip

STATUTORY_ACTS: Mapping[str, Action] = {action.name: with_evidence(action) for action in _ACTS}
"""The statutory acts by name, in display order."""
FINAL_PLANS = tuple(name for name, action in STATUTORY_ACTS.items() if action.paper == "final")
"""The acts that send a final plan."""
