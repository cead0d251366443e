"""Which of the acts that a stage allows are worth offering: those whose occasion has come.

An act that is not offered can still be recorded. A case that was taken over may have gaps that only a person can fill.
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.case.actions import Action
from casework.case.case import Case
from casework.case.casework_acts import BAND_TOLD, WARNING_ANSWERED

_DETAINED = frozenset({"detention_began", "detained_plan_kept"})
_NEW_BODY = frozenset({"commissioner_change_known", "commissioner_move_known", "plan_transferred_in"})
_OUTCOME = frozenset({"tribunal_order", "mediation_agreement", "appeal_unopposed"})
_MEDIATION = frozenset({"mediation_requested"})
_APPEAL = frozenset({"appeal_registered"})

FOLLOWS: Mapping[str, frozenset[str]] = {
    "amendment_not_made": frozenset({"amendment_notice"}),
    "amended_final_issued": _OUTCOME | {"amendment_notice", "reassessment_agreed"},
    "reassessment_agreed": _OUTCOME | {"reassessment_requested"},
    "reassessment_refused": frozenset({"reassessment_requested"}),
    "review_invitations_sent": frozenset({"review_meeting_arranged"}),
    "review_papers_sent": frozenset({"review_meeting_arranged"}),
    "review_report": frozenset({"review_meeting"}),
    "health_body_told": _MEDIATION,
    "mediation_arranged": _MEDIATION,
    "mediation_not_arranged": _MEDIATION,
    "mediation_held": _MEDIATION,
    "mediation_agreement": _MEDIATION,
    "mediation_date_told": frozenset({"mediation_arranged"}),
    "mediation_certificate": _MEDIATION | {"mediation_adviser_contacted", "mediation_declined"},
    "authority_told": frozenset({"mediation_agreement"}),
    "agreement_carried_out": frozenset({"mediation_agreement"}),
    "appeal_response_sent": _APPEAL,
    "appeal_unopposed": _APPEAL,
    "tribunal_order": _APPEAL,
    "tribunal_recommendation": _APPEAL,
    "recommendation_answered": frozenset({"tribunal_recommendation"}),
    "recommendation_copied": frozenset({"recommendation_answered"}),
    "plan_transferred_in": frozenset({"authority_responsible"}),
    "plan_transferred_out": frozenset({"move_known"}),
    "transfer_notice_sent": frozenset({"plan_transferred_in"}),
    "new_commissioner_told": _NEW_BODY,
    "health_provision_not_practicable": _NEW_BODY | {"released"},
    "direct_payments_reviewed": frozenset({"direct_payments_began"}),
    "plan_sent_for_higher_education": frozenset({"plan_wanted_for_higher_education"}),
    "released": _DETAINED,
    "release_known": _DETAINED,
    "accommodation_changed": _DETAINED,
    "detained_plan_kept": _DETAINED,
    "plan_sent_to_accommodation": _DETAINED,
    "commissioner_sent_plan": _DETAINED | {"released"},
    "plan_sent_on_release": frozenset({"release_known", "released"}),
    "released_plan_received": frozenset({"plan_transferred_in", "authority_responsible"}),
    "setting_responded": frozenset({"setting_consulted"}),
    "family_meeting_held": frozenset({"family_meeting_asked", "draft_issued"}),
    "advice_received": frozenset({"advice_requested"}),
    "advice_partial": frozenset({"advice_requested"}),
    "appointment_missed": frozenset({"advice_requested"}),
}
"""The acts that answer or follow a fact: one of these facts comes before."""
IN_MANY_CASES = frozenset({"bank_holiday_proclaimed"})
"""The acts about all cases at once. No page of one child's case offers them."""
ON_OTHER_PAGES = frozenset({BAND_TOLD, WARNING_ANSWERED})
"""The acts that the page of their subject offers, where the records hold what they are about."""
_NEEDS_REASONS = frozenset(
    {"assessment_refused", "plan_refused", "reassessment_refused", "amendment_not_made"}
)
_OPENED_DETAINED = _DETAINED & {"detention_began"}


def is_offered(case: Case, action: Action, *, is_late: bool, is_assigned: bool) -> bool:
    """Whether to offer an act that the stage of a case allows.

    `is_late` is whether a limit of the case is missed, and `is_assigned` whether it has an officer.
    """
    name = action.name
    if name in IN_MANY_CASES | ON_OTHER_PAGES:
        return False
    if name == "breach_acknowledged":
        return is_late
    if name == "officer_unassigned":
        return is_assigned
    if name == "reasons_given":
        return any(event.event in _NEEDS_REASONS and not event.fields.get("reason") for event in case.events)
    return name not in FOLLOWS or bool(FOLLOWS[name] & _facts(case))


def _facts(case: Case) -> frozenset[str]:
    """The facts of a case. One that was opened for a detained person has the fact of the detention."""
    found = frozenset(event.event for event in case.events)
    opened_detained = bool(case.events and case.events[0].fields.get("detained"))
    return found | _OPENED_DETAINED if opened_detained else found
