"""The acts that only the process knows: they move no clock of the statute by themselves."""

from __future__ import annotations

from dataclasses import replace

from casework.case.actions import NOTE, REASON, Action, Field
from casework.case.ordered_dates import MOVED
from casework.case.stages import DECIDED, GATHERING, OPEN, PLANNING, UNDECIDED, Stage

RECOMMENDATIONS = ("assess", "do_not_assess", "make_plan", "do_not_make_plan", "more_information")
"""What a panel can advise. It advises: the decision is the authority's, and a fact of its own."""
NOT_HELD = ("inquorate", "not_held", "not_signed_off")
"""Why a sitting gave no advice: too few were there, nobody recorded that it was held, or it was not signed off."""
CARRIED = ("not_reached", "papers_missing", "inquorate", "more_information", "asked_by_family")

AGREED = ("assess", "make_plan", "amend_plan", "name_setting", "continue_plan", "other")
"""What can be agreed at mediation: on a point that can be appealed, or another."""
NOT_HELD_WHY = (
    "family_unavailable",
    "authority_unavailable",
    "mediator_unavailable",
    "health_unavailable",
    "other",
)
MEDIATION_ENDS = ("family_withdrew", "settled_without", "case_ended", "lapsed", "other")
"""Why a mediation can end before its certificate."""
MEDIATION_WAITS = (
    "none_listed",
    "no_mediator",
    "no_session",
    "agreement_missing",
    "agreement_late",
    "certificate_late",
    "health_body_late",
    "health_mediation_late",
)
MEDIATION_OUTCOMES = ("agreed", "partly", "none")
"""What came of a mediation: agreement on every issue, on some of them, or on none."""
ISSUES = ("education", "health", "social_care")
"""What a mediation can be about (CFA 2014 s.53)."""
APPEAL_ENDS = ("withdrawn", "dismissed", "struck_out", "settled_by_consent", "case_ended")
"""Why an appeal can end without an order to do anything."""
APPEAL_WAITS = (
    "response_near",
    "response_late",
    "evidence_near",
    "evidence_late",
    "hearing_near",
    "hearing_not_recorded",
    "order_late",
)

_DRAFTED = frozenset({Stage.CONSULTING, Stage.FINALISING})
_WITH_A_PLAN = GATHERING | PLANNING | {Stage.PLAN_ISSUED}
_SITTING = Field("sitting", "id", True, asks="The sitting of the panel")
_MEDIATION = Field("mediation", "id", True, asks="The mediation")
_APPEAL = Field("appeal", "id", True, asks="The appeal")
_MEDIATOR = Field("mediator", "id", asks="The mediator's id")
_SITS_ON = Field("sits_on", "date", asks="The day of the sitting")

ASSIGNMENTS = frozenset({"officer_assigned", "officer_unassigned"})
"""The acts after which somebody else has the case, or nobody: each stands until the next."""

PROCESS_ACTS: tuple[Action, ...] = (
    Action(
        "exception_claimed", "Claim an exception", "an exception was claimed", OPEN, of="adviser",
        fields=(
            Field("ground", "code", True, asks="The regulation and letter, such as reg13(3)(c)"),
            Field("from", "date", asks="The first day of what happened"),
            Field("to", "date", asks="The last day of what happened"),
            Field("because", "text", asks="What was impractical because of it"),
            Field("evidence", "id", asks="The document that proves it"),
            Field("approved_by", "id", asks="Who approved it"),
            Field("family_told_on", "date", asks="The day the family was told"),
            Field("advice_asked_on", "date", asks="The day the closed setting was asked"),
            Field("closed_from", "date", asks="The first closed day"),
            Field("reopens_on", "date", asks="The day of re-opening"),
            Field("missed_on", "date", asks="The day of the missed appointment"),
        ),
    ),
    Action(
        "breach_acknowledged", "Acknowledge a breach with a plan", "the breach was acknowledged, with a plan", OPEN,
        fields=(
            Field("rule", "code", True, asks="The limit, as `ehcp rules` names it"),
            Field("whose", "code", asks="Whose, where the limit is an adviser's, such as health"),
            Field("plan", "text", True, asks="What will be done, and by whom"),
            Field("planned_on", "date", True, asks="The day by which it will be done"),
        ),
    ),
    Action(
        "officer_assigned", "Assign the case", "the case was assigned", OPEN,
        fields=(Field("officer", "id", True, asks="The case officer's id"), Field("team", "id", asks="The team's id")),
    ),
    Action(
        "officer_unassigned", "Take the case from its officer", "the case was put back among those that nobody has", OPEN,
        fields=(Field("team", "id", asks="The team's id"),),
    ),
    Action(
        "bank_holiday_proclaimed", "Add a bank holiday", "a bank holiday was proclaimed", OPEN,
        fields=(Field("day", "date", True, asks="The new bank holiday"), REASON),
    ),
    Action(
        "panel_listed", "List the case to a sitting of the panel", "the case was listed to a sitting of the panel", UNDECIDED,
        fields=(_SITTING, _SITS_ON, Field("papers_by", "date", asks="The day by which its papers are due")),
    ),
    Action(
        "panel_papers_late", "Record that the panel has no papers", "the papers for the panel were not ready in time", UNDECIDED,
        fields=(_SITTING, _SITS_ON),
    ),
    Action(
        "panel_carried_over", "Carry the case over to another sitting", "the panel carried the case over", UNDECIDED,
        fields=(_SITTING, Field("why", "code", choices=CARRIED, asks="Why"), Field("to", "id", asks="The sitting that takes it"), _SITS_ON),
    ),
    Action(
        "panel_not_held", "Record that the panel gave no advice", "the panel gave no advice", UNDECIDED,
        fields=(
            _SITTING,
            Field("why", "code", True, NOT_HELD, "Why"),
            Field("missing", "ids", asks="The services of which nobody was there"),
            _SITS_ON,
        ),
    ),
    Action(
        "panel_recommended", "Record the panel's recommendation", "the panel made its recommendation", UNDECIDED,
        fields=(
            Field("recommendation", "code", True, RECOMMENDATIONS, "What the panel advises"),
            Field("reason", "text", True, asks="The panel's reasons, in words that the family can read"),
            Field("dissent", "text", asks="What a member said who did not agree"),
            Field("chair", "id", True, asks="Who signed it off"),
            Field("sitting", "id", asks="The sitting of the panel"),
            _SITS_ON,
        ),
    ),
    Action(
        "reasons_given", "Give the reasons of a decision", "the reasons of the decision were given", DECIDED,
        fields=(replace(REASON, required=True),),
    ),
    Action(
        "tailored_list_sent", "Send the advisory tailored list", "the advisory tailored list was sent to the family", _DRAFTED,
        fields=(
            Field("list", "id", True, asks="The list, as `ehcp list make` named it"),
            Field("asked_by_family", "flag", asks="Whether the family asks for it after it wanted none"),
        ),
    ),
    Action(
        "tailored_list_declined", "Record that the family wants no tailored list", "the family said that it wants no tailored list", UNDECIDED,
        fields=(NOTE,),
    ),
    Action("family_meeting_asked", "Record that the family asks for a meeting", "the family asked for a meeting", _DRAFTED, fields=(NOTE,)),
    Action("family_meeting_held", "Record a meeting with the family", "an officer met the family", _DRAFTED, fields=(NOTE,)),
    Action(
        "health_provision_agreed", "Record the health body's agreement to Section G", "the health body agreed the health care provision of the plan", _WITH_A_PLAN,
        fields=(
            Field("document", "id", asks="The version of the plan that it agreed"),
            Field("body", "id", asks="The responsible commissioning body"),
            Field("agreed_by", "id", asks="Who agreed for it"),
            NOTE,
        ),
    ),
    Action("mediator_invited", "Record that a mediator was invited", "a mediator was invited", DECIDED, fields=(_MEDIATION, _MEDIATOR)),
    Action("mediator_accepted", "Record that the mediator accepted", "the mediator accepted", DECIDED, fields=(_MEDIATION, _MEDIATOR)),
    Action("mediator_declined", "Record that the mediator declined", "the mediator declined", DECIDED, fields=(_MEDIATION, _MEDIATOR)),
    Action("mediator_stood_down", "Record that the invitation was withdrawn", "the invitation of the mediator was withdrawn", DECIDED, fields=(_MEDIATION, _MEDIATOR)),
    Action("mediator_proposed_dates", "Record the days that the mediator offers", "the mediator proposed dates", DECIDED, fields=(_MEDIATION, Field("dates", "ids", asks="The days"))),
    Action(
        "mediation_outcome", "Record what came of the mediation", "the outcome of the mediation was recorded", OPEN,
        fields=(
            _MEDIATION,
            Field("outcome", "code", choices=MEDIATION_OUTCOMES, asks="What came of it"),
            Field("agreed_on", "code", choices=ISSUES, asks="The issues on which there is agreement", several=True),
        ),
    ),
    Action(
        "decision_maker_named", "Record who decides for the authority at mediation", "the authority named who decides for it at mediation", DECIDED,
        fields=(_MEDIATION, Field("person", "id", asks="Who")),
    ),
    Action(
        "mediation_session_confirmed", "Record the day of the mediation", "the day of the mediation was confirmed", DECIDED,
        fields=(_MEDIATION, Field("session_on", "date", asks="The day")),
    ),
    Action(
        "mediation_session_not_held", "Record that the session was not held", "the session of the mediation was not held", DECIDED,
        fields=(_MEDIATION, Field("why", "code", choices=NOT_HELD_WHY, asks="Why")),
    ),
    Action(
        "mediation_time_agreed", "Record another time agreed in writing", "another time was agreed in writing", OPEN,
        fields=(
            _MEDIATION,
            Field("until", "date", True, asks="By when"),
            Field("document", "id", asks="The writing"),
            Field("to", "code", choices=AGREED, asks="What was agreed that this is about"),
        ),
    ),
    Action(
        "mediation_waits", "Record that the mediation waits", "something in the mediation is not done yet", DECIDED,
        fields=(
            _MEDIATION,
            Field("why", "code", choices=MEDIATION_WAITS, asks="For what"),
            Field("by", "date", asks="The day that it is about"),
        ),
    ),
    Action("mediation_ended", "Record that the mediation ended", "the mediation ended", OPEN, fields=(_MEDIATION, Field("why", "code", choices=MEDIATION_ENDS, asks="Why"))),
    Action(
        "tribunal_directions", "Record the Tribunal's directions", "the Tribunal gave directions", OPEN,
        fields=(
            _APPEAL,
            Field("response_by", "date", asks="The last day for the response, where it is not the 30 days"),
            Field("evidence_by", "date", asks="The last day for final evidence"),
            Field("hearing_on", "date", asks="The day of the hearing"),
            *MOVED,
        ),
    ),
    Action("tribunal_evidence_sent", "Record that the evidence was sent", "the authority's final evidence was sent to the Tribunal", OPEN, fields=(_APPEAL,)),
    Action("tribunal_hearing_held", "Record the hearing", "the Tribunal heard the appeal", OPEN, fields=(_APPEAL,)),
    Action("appeal_waits", "Record that the appeal waits", "a day of the appeal is near, or is over without an answer", OPEN, fields=(_APPEAL, Field("why", "code", choices=APPEAL_WAITS, asks="For what"), Field("by", "date", asks="The day that it is about"))),
    Action("appeal_ended", "Record that the appeal ended", "the appeal ended without an order", OPEN, fields=(_APPEAL, Field("why", "code", choices=APPEAL_ENDS, asks="Why"))),
)  # fmt: skip
TOLD_BY_DISPUTES = frozenset(
    action.name for action in PROCESS_ACTS if {_MEDIATION, _APPEAL} & set(action.fields)
)
"""What a mediation or an appeal tells its case of the arranging, of directions and of hearings."""
