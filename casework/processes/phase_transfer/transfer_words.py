"""The codes of a phase transfer in the words of pages and lists."""

from __future__ import annotations

STAGES = {
    "identified": "Due",
    "family_told": "Family asked",
    "preference_recorded": "Preference recorded",
    "review_held": "Review held",
    "notice_sent": "Notice sent",
    "consulting": "Consulting settings",
    "final": "Final plan sent",
    "type_only": "Type of setting only",
    "place_confirmed": "Place confirmed",
    "started": "Started",
    "closed": "Closed",
}
PHASE_WORDS = {
    "early_years": "Early years",
    "infant": "Infant school",
    "junior": "Junior school",
    "primary": "Primary school",
    "middle": "Middle school",
    "secondary": "Secondary school",
    "post16": "Post-16",
}
TYPE_WORDS = {
    "mainstream": "Mainstream school",
    "mainstream_with_base": "Mainstream school with a specialist base",
    "special": "Special school",
    "independent_special": "Independent special school",
    "college": "College",
    "other": "Another type",
}
MISSING = {
    "setting": "the setting attended now",
    "transfer_on": "the day of the move",
    "preference": "what the family prefers",
    "review": "the review before the transfer",
}
CLOSED_WORDS = {
    "not_due": "No transfer is due",
    "leaves_education": "The young person leaves education or training",
    "another_authority": "Another authority maintains the plan",
    "died": "The child or young person has died",
    "moved_away": "The family moved away",
    "plan_ended": "The plan has ended",
    "other": "Another reason",
}
ANSWER_WORDS = {
    "can_meet_need": "It can meet the needs",
    "cannot_meet_need": "It cannot meet the needs",
    "no_place": "It has no place",
}
