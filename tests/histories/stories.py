"""The cases whose histories are recorded: one for each way out, and the turns a case can take."""

from __future__ import annotations

ASSESSED = (
    "assessment_agreed 2024-04-10",
    "advice_requested 2024-04-11 school",
    "advice_requested 2024-04-11 educational_psychologist",
    "advice_received 2024-05-10 school",
    "advice_received 2024-06-14 educational_psychologist",
)
DRAFTED = (*ASSESSED, "plan_agreed 2024-06-21", "draft_issued 2024-07-01")

STORIES: dict[str, tuple[str, ...]] = {
    "plan_issued": (
        *DRAFTED,
        "representations_received 2024-07-10",
        "final_issued 2024-07-18",
        "until 2024-12-01",
    ),
    "plan_issued_late": (*DRAFTED, "final_issued 2024-09-02", "until 2024-12-01"),
    "assessment_refused": ("assessment_refused 2024-04-10 - reason=school-can-meet", "until 2024-09-01"),
    "letter_left_late": (
        "assessment_refused 2024-04-10 - reason=school-can-meet",
        "letter_not_left 2024-04-11 - act=assessment_refused recorded_on=2024-04-10",
        "letter_left 2024-04-16 - act=assessment_refused recorded_on=2024-04-10",
        "until 2024-09-01",
    ),
    "plan_refused": (*ASSESSED, "plan_refused 2024-06-21 - reason=school-can-meet", "until 2024-12-01"),
    "withdrawn": (*ASSESSED, "withdrawn 2024-06-20"),
    "moved_away": (*ASSESSED[:2], "moved_away 2024-05-02"),
    "died": ("died 2024-03-20",),
    "aged_out": (*DRAFTED, "aged_out 2024-07-05"),
    "reversed": (
        "assessment_refused 2024-04-10 - reason=school-can-meet",
        "decision_reversed 2024-05-01",
        "assessment_agreed 2024-05-02",
        "withdrawn 2024-05-10",
    ),
    "past_work": (
        "past 2024-06-17 assessment_agreed:2024-04-10 advice_requested:2024-04-11:school,health advice_received:2024-05-10:school",
        "advice_received 2024-06-18 health",
        "plan_agreed 2024-06-21",
        "withdrawn 2024-07-30",
    ),
    "refused_signal": ("signal final_issued 2024-03-04", "signal withdrawn 2024-03-05"),
    "mediated": (
        "assessment_refused 2024-04-10 - reason=school-can-meet",
        "mediation_adviser_contacted 2024-04-15",
        "mediation_requested 2024-04-17",
        "mediation_held 2024-05-16",
        "mediation_agreement 2024-05-16 - to=assess",
        "mediation_certificate 2024-05-20",
        "assessment_agreed 2024-05-28",
        "withdrawn 2024-06-03",
    ),
    "appealed": (
        "assessment_refused 2024-04-10 - reason=school-can-meet",
        "mediation_declined 2024-04-15",
        "mediation_certificate 2024-04-17",
        "appeal_registered 2024-05-08 - against=refusal_to_assess",
        "appeal_response_sent 2024-06-14",
        "tribunal_order 2024-08-01 - to=assess",
        "assessment_agreed 2024-08-05",
        "withdrawn 2024-09-02",
    ),
    "mediated_whole": (
        "assessment_refused 2024-04-10 - reason=school-can-meet",
        "mediation_adviser_contacted 2024-04-15",
        "mediation_requested 2024-04-17 - issues=education,health",
        "health_body_told 2024-04-19",
        "decline_invitation 2024-04-19 - by=mediator-1",
        "accept_invitation 2024-04-22 - by=mediator-2",
        "propose_dates 2024-04-22 - dates=2024-05-13,2024-05-16 by=mediator-2",
        "name_decision_maker 2024-04-23 - person=officer-9 by=officer-1",
        "confirm_session 2024-04-24 - session_on=2024-05-16 by=officer-1",
        "mediation_held 2024-05-16 - by=mediator-2",
        "record_outcome 2024-05-16 - outcome=partly agreed_on=health by=mediator-2",
        "mediation_agreement 2024-05-16 - to=other authority_absent=yes by=mediator-2",
        "agree_another_time 2024-05-17 - until=2024-06-10 document=letter-1 by=officer-1",
        "authority_told 2024-05-20 - by=officer-1",
        "mediation_certificate 2024-05-20",
        "agreement_carried_out 2024-06-12 - by=officer-1",
        "until 2024-07-01",
    ),
    "not_arranged": (
        "assessment_refused 2024-04-10 - reason=school-can-meet",
        "mediation_adviser_contacted 2024-04-15",
        "mediation_requested 2024-04-17 - issues=education",
        "withdraw_invitation 2024-04-26 - by=officer-1",
        "decline_invitation 2024-04-29 - by=mediator-2",
        "mediation_certificate 2024-05-21",
        "until 2024-07-01",
    ),
    "ceased": (
        *DRAFTED,
        "representations_received 2024-07-10",
        "final_issued 2024-07-18",
        "review_decision 2024-08-01 - decision=cease",
        "mediation_declined 2024-08-05",
        "mediation_certificate 2024-08-07",
        "appeal_registered 2024-09-10 - against=cease",
        "record_directions 2024-09-20 - response_by=2024-10-18 evidence_by=2024-11-15 hearing_on=2024-12-05",
        "appeal_response_sent 2024-10-21",
        "send_evidence 2024-11-14",
        "hold_hearing 2024-12-05",
        "tribunal_recommendation 2024-12-16 health",
        "tribunal_order 2024-12-16 - to=continue_plan and_amend=yes",
        "amended_final_issued 2025-01-10",
        "recommendation_answered 2025-01-15 health",
        "moved_away 2025-01-20",
    ),
    "later_reassessment": (
        "reassessment_refused 2024-03-18 - reason=nothing-changed",
        "mediation_declined 2024-03-20",
        "mediation_certificate 2024-03-22",
        "appeal_registered 2024-04-30 - against=refusal_to_reassess",
        "appeal_response_sent 2024-06-10",
        "tribunal_order 2024-07-01 - to=assess start_by=2024-07-22 due_on=2024-11-29",
        "reassessment_agreed 2024-07-23",
        "moved_away 2024-08-01",
    ),
    "later_ceasing": (
        "mediation_declined 2024-03-20",
        "mediation_certificate 2024-03-22",
        "appeal_registered 2024-04-30 - against=cease",
        "record_directions 2024-05-07 - evidence_by=2024-06-14",
        "moved_away 2024-05-10",
        "end_appeal 2024-06-20 - why=withdrawn by=officer-1",
    ),
    "order_moved": (
        "assessment_refused 2024-04-10 - reason=school-can-meet",
        "mediation_declined 2024-04-15",
        "mediation_certificate 2024-04-17",
        "appeal_registered 2024-05-08 - against=refusal_to_assess",
        "appeal_response_sent 2024-06-14",
        "tribunal_order 2024-08-01 - to=assess start_by=2024-08-15",
        "record_directions 2024-08-09 - start_by=2024-08-30",
        "assessment_agreed 2024-08-28",
        "withdrawn 2024-09-02",
    ),
    "certificate_late": (
        "assessment_refused 2024-04-10 - reason=school-can-meet",
        "mediation_declined 2024-04-15",
        "moved_away 2024-04-16",
        "mediation_certificate 2024-04-22 - by=officer-1",
    ),
    "kept": (
        "past 2024-06-11 assessment_agreed:2024-04-10 plan_agreed:2024-06-03 draft_issued:2024-06-10",
        "representations_received 2024-06-20",
        "final_issued 2024-07-01",
        "review_meeting 2024-07-15",
        "decide_review 2024-07-29 - decision=maintain by=officer-1",
        "until 2024-09-02",
        "end_plan 2024-09-10 - why=transferred_out by=officer-1",
    ),
    "taken_over": (
        "before assessment_refused 2024-04-10 - reason=school-can-meet",
        "before mediation_requested 2024-04-20 - issues=education",
        "mediation_held 2024-05-20",
        "moved_away 2024-06-03",
    ),
    "plan_taken_over": (
        "before review_meeting 2025-01-20",
        "before review_report 2025-01-30",
        "before review_decision 2025-02-10 - decision=maintain",
        "until 2025-05-20",
        "end_plan 2025-06-10 - why=transferred_out by=officer-1",
    ),
}
"""Each story as acts on their days; `signal` sends one without waiting, `past` records several of earlier days in one
step, `until` lets time pass. `before` was done before the case was taken over, and comes with its opening."""

OPENS = {
    "later_reassessment": "reassessment",
    "later_ceasing": "ceasing",
    "plan_taken_over": "plan_in_force",
}
"""What the case of a story is opened for, where that is no request for an assessment."""

WEBHOOKS = {
    "webhook_delivery": "webhook-recorded:case-told:1",
    "webhook_queue": "webhook-recorded",
}
"""The workflows that tell webhooks, by their ids: a receiver answers 500 at first."""
SITTINGS: dict[str, tuple[str, ...]] = {
    "sitting_signed_off": (
        "list_case 2024-05-01 case-one about=plan",
        "papers_ready 2024-05-10 case-one",
        "record_attendance 2024-05-20 - present=ed-1,he-1,so-1",
        "recommend 2024-05-20 case-one recommendation=make_plan reason=note-1",
        "sign_off 2024-05-21 -",
    ),
    "sitting_inquorate": (
        "list_case 2024-05-01 case-one about=assess",
        "record_attendance 2024-05-20 - present=ed-1",
        "carry_over 2024-05-21 case-one why=inquorate to=sitting-two",
        "call_off 2024-06-10 -",
    ),
    "sitting_signed_by_member": (
        "list_case 2024-05-01 case-one about=plan",
        "papers_ready 2024-05-10 case-one",
        "record_attendance 2024-05-20 - present=ed-2,he-1,so-1",
        "recommend 2024-05-20 case-one recommendation=make_plan reason=note-1",
        "sign_off 2024-05-21 - by=he-1",
    ),
}
"""Sittings of the panel of 20 May 2024, whose case is a plan that is over: that it is not told is recorded too."""

MEETING = (
    "arrange_meeting 2027-01-20 - meeting_on=2027-03-04 setting=urn-900001",
    "send_invitations 2027-02-01 -",
    "send_papers 2027-02-10 -",
    "hold_meeting 2027-03-04 - child_view=note-1",
)
CALLED: dict[str, tuple[str, ...]] = {
    "referral_returned": (
        "refer_placement 2026-04-20 - tier=tier_2 reason=SUS home_school=urn-900002 sen=K exclusion=suspended "
        "excluded_on=2026-04-20 suspended_days=8 aim=note-1 tried=note-2",
        "screen_referral 2026-04-21 - outcome=ready",
        "decide_education 2026-04-22 - education=full_time reason=note-3 evidence=note-4",
        "decide_placement 2026-04-22 - decision=approve reason=note-5",
        "match_provider 2026-04-23 - provider=urn-900009 pattern=FT sessions=10 registration=subsidiary "
        "commissioner=authority planned_end=2026-05-22 urn=900009",
        "agree_objectives 2026-04-24 - objectives=note-6 return_criteria=note-7 contact=note-8",
        "start_placement 2026-04-27 -",
        "mark_attendance 2026-05-01 - week=2026-04-27 marked=10 attended=9",
        "extend_placement 2026-05-12 - until=2026-06-05 reason=note-9",
        "plan_return 2026-05-22 - timetable=note-10",
        "record_return 2026-06-05 - sen_leaving=K",
        "check_return 2026-07-20 - goes=well",
        "check_return 2026-08-28 - goes=well",
    ),
    "referral_ended": (
        "refer_placement 2026-04-20 - tier=tier_2 reason=SUS home_school=urn-900002 sen=K exclusion=suspended "
        "excluded_on=2026-04-20 suspended_days=8 aim=note-1 tried=note-2",
        "screen_referral 2026-05-11 - outcome=ready",
        "decide_education 2026-05-12 - education=full_time reason=note-3 evidence=note-4",
        "decide_placement 2026-05-12 - decision=approve reason=note-5",
        "close_referral 2026-05-13 - why=school_withdrew",
    ),
    "transfer_secondary": (
        "begin_transfer 2025-09-01 - from_phase=primary to_phase=secondary year=2026 setting=urn-900001",
        "ask_preference 2025-09-08 - reply_by=2025-10-10 message=note-1",
        "record_preference 2025-10-06 - settings=urn-900002+urn-900003",
        "hold_review 2025-11-07 -",
        "send_notice 2025-12-05 -",
        "consult_settings 2025-12-05 - settings=urn-900002+urn-900003 reply_by=2025-12-19",
        "record_reply 2025-12-15 - setting=urn-900002 answer=can_meet_need",
        "issue_final 2026-01-26 - names=setting setting=urn-900002",
        "confirm_place 2026-03-02 - setting=urn-900002",
        "record_start 2026-09-02 -",
    ),
    "transfer_late": (
        "begin_transfer 2025-09-01 - from_phase=primary to_phase=secondary year=2026",
        "ask_preference 2025-10-20 - reply_by=2025-11-10",
        "record_preference 2025-12-01 - kind_of_setting=special",
        "hold_review 2025-12-12 -",
        "send_notice 2026-01-09 -",
        "consult_settings 2026-01-12 - settings=urn-900003+urn-900004 reply_by=2026-01-27",
        "issue_final 2026-02-18 - names=type_only kind_of_setting=special",
        "confirm_place 2026-06-08 - setting=urn-900003",
        "record_start 2026-09-04 -",
    ),
    "review_maintain": (
        "begin_review 2027-01-15 - asked_by=authority why=yearly",
        *MEETING,
        "send_report 2027-03-12 - recommends=maintain",
        "decide_review 2027-03-22 - decision=maintain",
    ),
    "review_amend": (
        "begin_review 2027-01-15 - asked_by=authority why=yearly",
        *MEETING,
        "send_report 2027-03-12 - recommends=amend",
        "serve_amendments 2027-03-18 - amendments=note-2",
        "record_representations 2027-03-25 - wants_setting=urn-900002",
        "consult_setting 2027-03-26 - setting=urn-900002",
        "record_setting_answer 2027-04-09 - setting=urn-900002 answer=can_meet_need",
        "send_amended_plan 2027-05-12 - document=plan-4 setting=urn-900002",
    ),
    "review_silent": (
        "begin_review 2027-01-15 - asked_by=authority why=yearly",
        *MEETING,
        "decide_review 2027-04-01 - decision=maintain",
    ),
    "review_papers_late": (
        "begin_review 2027-01-15 - asked_by=authority why=yearly",
        "arrange_meeting 2027-01-20 - meeting_on=2027-03-04 setting=urn-900001",
        "hold_meeting 2027-03-04 - child_view=note-1",
        "send_report 2027-03-12 - recommends=maintain",
        "decide_review 2027-03-22 - decision=maintain",
    ),
    "ending_appealed": (
        "consider_ceasing 2025-09-05 - reason=needs_met still_in_education=yes",
        "ask_views 2025-09-08 - proposal=note-1 setting=urn-900001 reply_by=2025-09-29",
        "record_views 2025-09-22 - source=family",
        "decide_ceasing 2025-10-06 - decision=cease because=note-2",
        "record_dispute 2025-11-24 - what=appeal_made",
        "record_dispute 2026-03-16 - what=order_to_cease",
        "end_plan 2026-03-16 -",
    ),
    "reassessment_agreed": (
        "request_reassessment 2025-02-03 - asked_by=setting",
        "decide_reassessment 2025-02-14 - decision=agree",
        "record_reassessed_plan 2025-05-16 -",
    ),
    "detention_transferred": (
        "record_detention 2025-06-02 - aware_on=2025-06-04",
        "record_kept_plan_sent 2025-06-09 -",
        "record_new_accommodation 2025-07-01 -",
        "record_kept_plan_sent 2025-07-07 -",
        "learn_of_release 2025-08-18 - releases_on=2025-09-01 to=another_authority",
        "record_release 2025-09-01 - to=another_authority",
        "record_plan_passed_on 2025-09-02 - new_authority=302",
    ),
    "detention_late": (
        "record_detention 2025-06-02 -",
        "record_kept_plan_sent 2025-06-20 - document=plan-4",
        "record_release 2025-09-01 - to=here",
    ),
    "movein_reviewed": (
        "receive_plan 2025-09-01 - old_authority=301 last_reviewed_on=2025-03-10",
        "place_child 2025-09-02 - setting=urn-900001 placed=another_setting",
        "prove_address 2025-09-03 -",
        "tell_family 2025-10-06 - assess=review_only review_on=2026-01-20",
        "record_first_review 2026-02-09 -",
    ),
    "moveout_transferred": (
        "learn_of_move 2025-09-01 - moves_on=2025-10-06 to=england",
        "transfer_plan 2025-10-06 - new_authority=301 way=secure_email",
        "record_receipt 2025-10-08 -",
    ),
}
"""Processes that people call in a case, by their ids: the case is over, and that it is not told is recorded too."""

_CYCLE = {"plan": "maintained-one", "cycle_began_on": "2026-05-20", "cycle_ends_on": "2027-05-19"}
OF_THE_PLAN: dict[str, dict[str, str]] = {
    "review_maintain": _CYCLE,
    "review_amend": _CYCLE,
    "review_silent": _CYCLE,
    "review_papers_late": _CYCLE,
    "ending_appealed": {"plan": "maintained-one"},
    "reassessment_agreed": {"plan": "maintained-one", "last_plan_on": "2024-05-20"},
}
"""What the opening of some of them takes from their plan, which is over: that it is not told is recorded too."""

AREA_PLANS: dict[str, tuple[str, ...]] = {
    "strategy_published": (
        "write_section 2025-02-03 section=vision text=note-1",
        "write_section 2025-02-03 section=need text=note-2",
        "write_section 2025-02-03 section=provision text=note-3",
        "write_section 2025-02-03 section=priorities text=note-4",
        "write_section 2025-02-03 section=measures text=note-5",
        "set_assumption 2025-02-10 assumption=growth_in_new_plans value=2.5",
        "freeze_evidence 2025-02-11 as_at=2025-01-31",
        "add_priority 2025-02-12 title=note-6 owner=note-7 due_on=2025-09-01 measure=note-8",
        "start_review 2025-02-14",
        "ask_sign_off 2025-02-28",
        "record_sign_off 2025-03-20 partner=authority name=note-9",
        "record_sign_off 2025-03-24 partner=parent_carer_forum name=note-10",
        "publish 2025-03-31",
        "update_priority 2025-09-10 priority=priority-1 state=at_risk reason=note-11 due_on=2026-01-15",
        "start_refresh 2026-04-02",
        "close_plan 2026-04-30 reason=note-12",
    ),
}
"""Plans for the local area, by their ids: the evidence is frozen, reminders come, and the plan is refreshed and closed."""

MEDIATORS = ("mediator-1", "mediator-2")
"""The authority's list of mediators in the stories."""

DISPUTES: dict[str, str] = {
    "mediation-mediated": "mediated",
    "mediation-appealed": "appealed",
    "appeal-appealed": "appealed",
    "mediation-mediated-whole": "mediated_whole",
    "appeal-mediated-whole": "mediated_whole",
    "mediation-not-arranged": "not_arranged",
    "appeal-not-arranged": "not_arranged",
    "mediation-ceased": "ceased",
    "appeal-ceased": "ceased",
    "appeal-later-reassessment": "later_reassessment",
    "appeal-later-ceasing": "later_ceasing",
    "appeal-order-moved": "order_moved",
    "mediation-certificate-late": "certificate_late",
    "maintained-kept": "kept",
    "maintained-plan-taken-over": "plan_taken_over",
    "review-kept-20250630": "kept",
}
"""The workflows beside a story's case that are recorded with it, by their ids."""

NIGHTS: dict[str, str] = {"nightly": "nightly:recorded"}
"""The work of a night, by its id."""
