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
    "assessment_refused": ("assessment_refused 2024-04-10", "until 2024-09-01"),
    "plan_refused": (*ASSESSED, "plan_refused 2024-06-21", "until 2024-12-01"),
    "withdrawn": (*ASSESSED, "withdrawn 2024-06-20"),
    "moved_away": (*ASSESSED[:2], "moved_away 2024-05-02"),
    "died": ("died 2024-03-20",),
    "aged_out": (*DRAFTED, "aged_out 2024-07-05"),
    "reversed": (
        "assessment_refused 2024-04-10",
        "decision_reversed 2024-05-01",
        "assessment_agreed 2024-05-02",
        "withdrawn 2024-05-10",
    ),
    "refused_signal": ("signal final_issued 2024-03-04", "signal withdrawn 2024-03-05"),
    "mediated": (
        "assessment_refused 2024-04-10",
        "mediation_adviser_contacted 2024-04-15",
        "mediation_requested 2024-04-17",
        "mediation_held 2024-05-16",
        "mediation_agreement 2024-05-16 - to=assess",
        "mediation_certificate 2024-05-20",
        "assessment_agreed 2024-05-28",
        "withdrawn 2024-06-03",
    ),
    "appealed": (
        "assessment_refused 2024-04-10",
        "mediation_declined 2024-04-15",
        "mediation_certificate 2024-04-17",
        "appeal_registered 2024-05-08 - against=refusal_to_assess",
        "appeal_response_sent 2024-06-14",
        "tribunal_order 2024-08-01 - to=assess",
        "assessment_agreed 2024-08-05",
        "withdrawn 2024-09-02",
    ),
}
"""Each story as acts on their days; `signal` sends one without waiting, `until` lets time pass."""

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
}
"""Sittings of the panel of 20 May 2024, whose case is a plan that is over: that it is not told is recorded too."""

DISPUTES: dict[str, str] = {
    "mediation-mediated": "mediated",
    "mediation-appealed": "appealed",
    "appeal-appealed": "appealed",
}
"""The workflows beside a story's case that are recorded with it, by their ids."""
