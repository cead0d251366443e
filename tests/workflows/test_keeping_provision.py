"""Concerns that provision is not delivered, on the real workflows and virtual time, in an open and in a closed case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starter.simulate.simulation import scenario_of, simulate

PLAN = [
    {"event": "request_received", "on": "2024-01-08", "source": "parent"},
    {"event": "officer_assigned", "on": "2024-01-08", "officer": "officer-1", "team": "north"},
    {"event": "final_issued", "on": "2024-04-22"},
]
SPEECH = {
    "raised_by": "family",
    "provision": "Speech and language therapy, 30 minutes a week, by a therapist.",
    "item": "F3",
    "missing_since": "2024-04-29",
    "answers": "speech_therapist",
}
FULL = {"act": "record_delivery", "on": "2024-05-24", "delivered": "in_full"}
ANSWER = {
    "act": "answer_concern",
    "on": "2024-05-24",
    "outcome": "made_good",
    "answer": "The therapist came back, and six sessions are made good in July.",
}
CONFIRMED = {
    "on": "2024-05-01",
    **SPEECH,
    "acts": [
        {"act": "ask_setting", "on": "2024-05-07", "setting": "urn-900001", "question": "Who delivers it?"},
        {"act": "record_delivery", "on": "2024-05-20", "delivered": "not_at_all"},
        FULL,
        ANSWER,
        {"act": "confirm_answer", "on": "2024-06-03"},
    ],
}


async def played(
    until: str, *concerns: dict[str, Any], events: Sequence[dict[str, Any]] = PLAN
) -> dict[str, Any]:
    return await simulate(scenario_of({"events": list(events), "concerns": list(concerns), "until": until}))


def concerns(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in told["processes"] if each["kind"] == "keeping_provision"]


def lines(of: dict[str, Any], *leave_out: str) -> list[tuple[str, str]]:
    return [(line["on"], line["event"]) for line in of["ledger"] if line["event"] not in leave_out]


def notices(of: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["on"], one["kind"], one["to_role"]) for one in of["notices"]]


async def test_a_concern_in_an_open_case_is_escalated_answered_and_confirmed() -> None:
    told = await played("2024-06-03", CONFIRMED)
    assert told["refused"] == []
    (concern,) = concerns(told)
    assert (concern["kind"], concern["stage"]) == ("keeping_provision", "keeping_provision_confirmed")
    assert concern["id"].startswith(told["case"].replace("case", "concern") + "-")
    assert lines(concern) == [
        ("2024-05-01", "concern_opened"),
        ("2024-05-01", "raise_concern"),
        ("2024-05-07", "ask_setting"),
        ("2024-05-09", "due_soon"),
        ("2024-05-15", "due_next"),
        ("2024-05-17", "target_missed"),
        ("2024-05-20", "record_delivery"),
        ("2024-05-24", "still_missed"),
        ("2024-05-24", "record_delivery"),
        ("2024-05-24", "answer_concern"),
        ("2024-06-03", "confirm_answer"),
    ]
    (target,) = concern["limits"]
    assert (target["kind"], target["due_on"], target["met_on"], target["status"]) == (
        "target", "2024-05-16", "2024-05-24", "late",
    )  # fmt: skip
    in_case = [line["event"] for line in told["ledger"] if line["event"].startswith("provision_")]
    assert in_case == [
        "provision_not_delivered",
        "provision_asked_of_setting",
        "provision_concern_waits",
        "provision_concern_waits",
        "provision_concern_waits",
        "provision_concern_waits",
        "provision_answered",
        "provision_report_closed",
    ]
    assert told["stage"] == "plan_issued"
    assert notices(concern) == [
        ("2024-05-01", "provision_concern_received", "family"),
        ("2024-05-01", "provision_not_delivered", "service_manager"),
        ("2024-05-01", "provision_not_delivered", "case_officer"),
        ("2024-05-07", "provision_question", "setting"),
        ("2024-05-09", "provision_concern_waits", "service_manager"),
        ("2024-05-15", "provision_concern_waits", "service_manager"),
        ("2024-05-15", "provision_concern_waits", "team_manager"),
        ("2024-05-17", "provision_concern_waits", "service_manager"),
        ("2024-05-17", "provision_concern_waits", "case_officer"),
        ("2024-05-17", "provision_concern_waits", "team_manager"),
        ("2024-05-24", "provision_concern_waits", "team_manager"),
        ("2024-05-24", "provision_concern_waits", "head_of_service"),
        ("2024-05-24", "provision_concern_answered", "family"),
        ("2024-05-24", "provision_answered", "case_officer"),
    ]
    (shown,) = told["concerns"]
    assert shown["provision"] == SPEECH["provision"]
    assert shown["answer"] == ANSWER["answer"]


async def test_a_concern_about_a_plan_whose_case_has_closed_tells_people_itself_and_ends_without_a_reply() -> (
    None
):
    told = await played(
        "2024-11-30",
        {
            "on": "2024-09-16",
            **SPEECH,
            "missing_since": "2024-09-04",
            "acts": [{**ANSWER, "on": "2024-10-01"}],
        },
    )
    assert told["refused"] == []
    assert told["closed_on"] < "2024-09-16"
    (concern,) = concerns(told)
    assert concern["stage"] == "keeping_provision_no_reply"
    assert lines(concern, "not_told")[-3:] == [
        ("2024-10-01", "target_missed"),
        ("2024-10-01", "answer_concern"),
        ("2024-10-30", "no_reply"),
    ]
    assert not [line for line in told["ledger"] if line["event"].startswith("provision_")]
    sent = notices(concern)
    assert ("2024-09-16", "provision_concern_received", "family") in sent
    assert ("2024-10-01", "provision_concern_waits", "team_manager") in sent
    assert ("2024-10-01", "provision_concern_answered", "family") in sent
    assert sent[-1] == ("2024-10-30", "provision_report_closed", "case_officer")
    receipt = next(one for one in concern["notices"] if one["kind"] == "provision_concern_received")
    assert receipt["text"].endswith("We aim to answer you by Monday 30 September 2024.")


async def test_a_death_ends_every_concern_of_the_case() -> None:
    told = await played(
        "2024-05-20",
        {"on": "2024-05-01", **SPEECH},
        {"on": "2024-05-02", **SPEECH, "item": "F4"},
        events=[*PLAN, {"event": "died", "on": "2024-05-13"}],
    )
    assert [one["stage"] for one in concerns(told)] == ["keeping_provision_died"] * 2
