"""Reviews of plans on the real workflows and virtual time, in an open and in a closed case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starter.simulate.simulation import scenario_of, simulate

PLAN = [
    {"event": "request_received", "on": "2026-01-08", "source": "parent"},
    {"event": "officer_assigned", "on": "2026-01-08", "officer": "officer-1", "team": "north"},
    {"event": "final_issued", "on": "2026-05-20"},
]
YEARLY = {"on": "2027-01-15", "asked_by": "authority", "why": "yearly"}
MEETING = [
    {"act": "arrange_meeting", "on": "2027-01-20", "meeting_on": "2027-03-04", "setting": "urn-900001"},
    {"act": "send_invitations", "on": "2027-02-01"},
    {"act": "send_papers", "on": "2027-02-10"},
    {"act": "hold_meeting", "on": "2027-03-04", "child_view": "I like my lessons."},
]
STORIES: dict[str, list[dict[str, Any]]] = {
    "review-maintain": [
        *MEETING,
        {"act": "send_report", "on": "2027-03-12", "recommends": "maintain"},
        {"act": "decide_review", "on": "2027-03-22", "decision": "maintain"},
    ],
    "review-amend": [
        *MEETING,
        {"act": "send_report", "on": "2027-03-12", "recommends": "amend"},
        {"act": "serve_amendments", "on": "2027-03-18", "amendments": "Speech therapy every week."},
        {"act": "record_representations", "on": "2027-03-25", "wants_setting": "urn-900002"},
        {"act": "consult_setting", "on": "2027-03-26", "setting": "urn-900002"},
        {"act": "record_setting_answer", "on": "2027-04-09", "setting": "urn-900002", "answer": "can_meet_need"},
        {"act": "send_amended_plan", "on": "2027-05-12", "document": "plan-4", "setting": "urn-900002"},
    ],
    "review-silent-school": [
        *MEETING,
        {"act": "decide_review", "on": "2027-04-01", "decision": "maintain"},
    ],
}  # fmt: skip


async def played(
    until: str, *reviews: dict[str, Any], events: Sequence[dict[str, Any]] = PLAN
) -> dict[str, Any]:
    return await simulate(scenario_of({"events": list(events), "reviews": list(reviews), "until": until}))


async def test_a_review_in_a_closed_case_amends_the_plan_and_writes_to_the_family_itself() -> None:
    told = await played("2027-05-20", {**YEARLY, "acts": STORIES["review-amend"]})
    assert told["refused"] == [] and told["closed_on"] < "2027-01-15"
    review = next(one for one in told["processes"] if one["stage"] == "annual_review_amended")
    assert review["kind"] == "annual_review" and review["id"].startswith("review-")
    sent = [(one["on"], one["kind"]) for one in review["notices"] if one["to_role"] == "family"]
    assert sent == [
        ("2027-02-01", "review_invitation"),
        ("2027-02-10", "review_papers"),
        ("2027-03-12", "review_report"),
        ("2027-03-18", "amendment_notice"),
        ("2027-05-12", "amended_final_plan"),
    ]
    limits = {
        one["rule"]: (one["due_on"], one["status"]) for one in review["limits"] if one["kind"] == "limit"
    }
    told_of_it = {line["text"] for line in review["ledger"] if line["event"] == "not_told"}
    assert told_of_it == {"The case is closed, so the letters and alerts leave from here."}
    assert ("2027-05-13", "met") in limits.values() and ("2027-05-27", "met") in limits.values()


async def test_a_final_plan_begins_its_review_which_asks_to_be_arranged_and_tells_that_it_was_not_held() -> (
    None
):
    told = await played("2027-05-20")
    (review,) = [one for one in told["processes"] if one["kind"] == "annual_review"]
    assert (review["shows"]["cycle_ends_on"], review["shows"]["latest_meeting_on"]) == (
        "2027-05-19",
        "2027-04-21",
    )
    sent = [(one["on"], one["to_role"]) for one in review["notices"]]
    assert sent[0] == ("2027-01-22", "case_officer") and ("2027-04-22", "head_of_service") in sent
    assert sent[-1] == ("2027-05-20", "team_manager")


async def test_the_review_of_a_plan_amends_it_and_its_notice_begins_the_next_cycle() -> None:
    acts = [
        {"event": one["act"], "by": "officer-1", **{key: said for key, said in one.items() if key != "act"}}
        for one in STORIES["review-amend"]
    ]
    told = await played("2027-05-20", events=[*PLAN, *acts])
    assert told["refused"] == []
    first, following = [one for one in told["processes"] if one["kind"] == "annual_review"]
    assert first["stage"] == "annual_review_amended"
    assert (following["stage"], following["shows"]["cycle_ends_on"]) == (
        "annual_review_scheduled",
        "2028-03-17",
    )


async def test_a_silent_setting_is_told_of_and_an_early_review_in_an_open_case_is_refused_with_reasons() -> (
    None
):
    told = await played(
        "2027-04-02",
        {**YEARLY, "acts": STORIES["review-silent-school"]},
        {
            "on": "2026-06-01",
            "asked_by": "family",
            "why": "family_asked",
            "acts": [
                {
                    "act": "answer_request",
                    "on": "2026-06-08",
                    "answer": "refuse",
                    "reason": "The plan is new.",
                }
            ],
        },
    )
    assert told["refused"] == []
    silent, early, *_ = [one for one in told["processes"] if one["kind"] == "annual_review"]
    assert [line["on"] for line in silent["ledger"] if line["event"] == "setting_silent"] == ["2027-03-19"]
    assert silent["stage"] == "annual_review_decided_maintain"
    assert ("2027-04-01", "plan_maintained") in [(one["on"], one["kind"]) for one in silent["notices"]]
    assert early["stage"] == "annual_review_refused"
    assert [(one["on"], one["kind"], one["to_role"]) for one in early["notices"]] == [
        ("2026-06-08", "review_request_answered", "family")
    ]
    assert "review_request_answered" in [line["event"] for line in told["ledger"]]
