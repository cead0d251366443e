"""A review as JSON: its days with their reasons, the forms of the meeting, and how far it is."""

from __future__ import annotations

from typing import Any

from casework.processes.annual_review import limits, moments
from casework.processes.annual_review.acts import ACTS
from casework.processes.annual_review.review import Review
from casework.processes.process_of_one_case import iso_days

SHORT = ("review", "case", "plan", "kind", "stage", "is_over", "why", "cycle_ends_on", "latest_meeting_on", "meeting_on", "decision", "setting", "obligations")  # fmt: skip
"""What a list shows."""
FORMS = ("record_background", "record_outcomes", "check_provision", "record_preparation", "send_report")
"""The acts whose last answers are the forms of a review."""
TEXTS = (
    "child_view", "place", "invited", "papers", "other", "evidence", "new_outcomes", "hours", "employment", "living", "community", "health",
    "worker", "differences", "amendments", "answer", "reason",
)  # fmt: skip
"""The fields that hold the id of what people wrote."""
_WRITTEN = {
    "child_view": "hold_meeting",
    "place": "arrange_meeting",
    "invited": "send_invitations",
    "papers": "send_papers",
    "amendments": "serve_amendments",
    "answer": "record_representations",
}


def review_as_json(review: Review) -> dict[str, Any]:
    """Return what the JSON of a review shows besides what every kind does."""
    planned, latest = limits.planned_meeting(review), limits.latest_meeting_on(review)
    days = {
        "cycle_began_on": review.cycle_began_on,
        "cycle_ends_on": review.cycle_ends_on,
        "latest_meeting_on": latest,
        "planned_meeting_on": planned.on if planned else None,
        "arrange_on": limits.arrange_on(review),
        "last_review_on": review.last_review_on,
        "twelve_months_on": limits.twelve_months_on(review),
        "meeting_on": review.meeting_on,
        "answer_by": moments.answer_by(review),
        "held_on": review.held_on,
        "report_on": review.on("send_report"),
        "decided_on": review.decided_on,
        "amendments_on": review.on("serve_amendments"),
        "final_on": review.on("send_amended_plan"),
        "not_amending_on": review.on("decide_not_to_amend"),
    }
    forms = {
        field.name: review.in_last(field.name, name)
        for name in FORMS
        for field in ACTS[name].fields
        if field.name != "document"
    }
    reasons = [
        review.in_last("reason", name) for name in ("decide_not_to_amend", "decide_review", "answer_request")
    ]
    return {
        "plan": review.plan,
        "why": review.why,
        "asked_by": review.asked_by,
        "setting": review.holds_it or review.setting,
        "attends_no_setting": review.attends_no_setting,
        "decision": review.decision,
        **iso_days(days),
        "latest_meeting_because": limits.latest_meeting_because(review),
        "planned_meeting_because": planned.because if planned else "",
        "prepares_for_adulthood": review.prepares_for_adulthood,
        **forms,
        **{name: review.in_last(name, act) for name, act in _WRITTEN.items()},
        "reason": next((each for each in reasons if each is not None), None),
        "undelivered": list(review.undelivered),
        "views": [
            {name: fact.fields.get(name) for name in ("whose", "given", "view")}
            for fact in review.facts
            if fact.event == "record_view"
        ],
    }
