"""The sample stories, played on the real workflows to their ends."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from starter.simulate.simulation import scenario_of
from statute.errors import BadFacts
from tests.running import ehcp
from tests.starter.simulate.stories import STORIES, played

pytestmark = pytest.mark.xdist_group("stories")  # a story is played once for all that is asked of it


def limit(told: dict[str, Any], rule: str, of: str | None = None) -> dict[str, Any]:
    (one,) = [each for each in told["obligations"] if each["rule"] == rule and each["of"] == of]
    return dict(one)


def _only(told: dict[str, Any], kind: str = "phase_transfer") -> dict[str, Any]:
    (one,) = [each for each in told["processes"] if each["kind"] == kind]
    return dict(one)


def lines(told: dict[str, Any], *events: str) -> list[tuple[str, str]]:
    return [(line["on"], line["event"]) for line in told["ledger"] if line["event"] in events]


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_is_played_to_its_end_without_a_refusal(story: Any) -> None:
    told = played(story.stem)
    assert told["refused"] == []
    assert told["closed_on"] is not None
    acts = [line["event"] for line in told["ledger"] if line["kind"] == "act"]
    acts += [line["event"] for dispute in told["disputes"] for line in dispute["ledger"]]
    acts += [line["event"] for process in told["processes"] for line in process["ledger"]]
    for event in json.loads(story.read_text())["events"][1:]:
        assert event["event"] in acts
    assert not any(line["implied"] for line in told["ledger"])


def test_the_smooth_story_has_its_plan_in_nineteen_weeks_and_no_breach() -> None:
    told = played("smooth")
    final = limit(told, "reg13_2.final_plan")
    assert (date.fromisoformat(final["met_on"]) - date.fromisoformat(final["started_on"])).days == 19 * 7
    assert final["status"] == "met"
    assert not [notice for notice in told["notices"] if notice["kind"].startswith("breach")]
    assert [one["event"] for one in told["panel"]] == ["panel_listed", "panel_recommended"] * 2
    assert {one["setting"]: one["answer"] for one in told["consulted"]} == {
        "urn-900001": "can_meet_need",
        "urn-900002": "cannot_meet_need",
        "urn-900003": None,
    }
    copies = [notice["to_role"] for notice in told["notices"] if notice["kind"] == "final_plan_copy"]
    assert copies == ["setting", "health_body"]


def test_the_late_story_has_one_exception_accepted_and_one_refused_and_says_why() -> None:
    told = played("late-advice")
    health = limit(told, "reg8.advice_return", "health")
    assert (health["status"], health["excused_by"]) == ("excused", "reg8(2)(c)")
    psychologist = limit(told, "reg8.advice_return", "educational_psychologist")
    assert (psychologist["status"], psychologist["days_late"]) == ("late", 39)
    assert limit(told, "reg13_2.final_plan")["days_late"] == 14
    said = {line["event"]: line["text"] for line in told["ledger"] if line["kind"] == "system"}
    assert "is accepted for: Return advice (health)" in said["exception_accepted"]
    assert "a shortage of psychologists" in said["exception_refused"]
    told_of_breach = [
        (n["on"], n["to_role"]) for n in told["notices"] if n["kind"] == "breach_alert" and n["of"]
    ]
    assert told_of_breach == [
        ("2025-04-25", role) for role in ("case_officer", "team_manager", "service_manager")
    ]


def test_the_panel_refuses_in_time_after_a_sitting_that_was_not_quorate() -> None:
    told = played("panel-refuses")
    assert told["stage"] == "plan_refused"
    assert limit(told, "reg10.no_plan")["status"] == "met"
    assert lines(told, "panel_not_held", "panel_recommended", "plan_refused") == [
        ("2025-04-07", "panel_not_held"),
        ("2025-04-22", "panel_recommended"),
        ("2025-04-25", "plan_refused"),
    ]
    assert [n["to_role"] for n in told["notices"] if n["kind"] == "panel_not_held"] == [
        "case_officer",
        "team_manager",
    ]
    refusal = next(line for line in told["ledger"] if line["event"] == "plan_refused")
    assert refusal["fields"]["reason"].startswith("The needs can be met")


def test_early_support_stands_beside_the_request_and_moves_no_date() -> None:
    told = played("early-support-then-request")
    early = told["early_support"]
    assert early["at_request"].startswith("Screened red on 16 September 2024 (WellComm, at 50 months)")
    assert "17 of 20 sessions given" in early["at_request"] and "waiting for 14 weeks" in early["at_request"]
    assert (early["early"], early["rescreen_due_on"]) == (["2024-12-02"], "2024-12-09")
    assert early["proposes"] == ["speech_therapist"]
    assert early["status"] == "Seen by speech and language therapy"
    assert limit(told, "reg10.no_plan")["due_on"] == "2025-05-05"
    assert told["stage"] == "plan_refused"


def of_dispute(told: dict[str, Any], kind: str) -> dict[str, Any]:
    (one,) = [each for each in told["disputes"] if each["kind"] == kind]
    return dict(one)


def test_mediation_on_day_29_ends_in_agreement_and_the_amended_plan_is_in_time() -> None:
    told = played("mediated-amended")
    arranged, amended = limit(told, "reg36.la_mediation"), limit(told, "reg44.amend_contents")
    days = date.fromisoformat(arranged["met_on"]) - date.fromisoformat(arranged["started_on"])
    assert (days.days, arranged["status"], amended["status"]) == (29, "met", "met")
    mediation = of_dispute(told, "mediation")
    assert (mediation["stage"], mediation["mediator"]) == ("mediation_carried_out", "mediator-1")
    assert (mediation["outcome"], mediation["agreed_on"]) == ("agreed", ["education"])
    assert lines(told, "mediator_invited") == [("2025-06-12", "mediator_invited")]  # by the mediation itself
    assert of_dispute(told, "appeal")["stage"] == "appeal_not_brought"
    final = next(one for one in told["decisions"] if one["decision"] == "final_issued")
    assert (final["on"], final["mediation"], final["tribunal"], final["changed_by"]) == (
        "2025-05-19",
        True,
        False,
        "mediation",
    )
    assert not [notice for notice in told["notices"] if notice["kind"].startswith("breach")]


def test_mediation_that_is_not_arranged_by_day_30_breaches_and_leads_to_a_deemed_certificate() -> None:
    told = played("mediation-not-arranged")
    assert limit(told, "reg36.la_mediation")["status"] == "overdue"
    assert limit(told, "reg39.certificate_deemed")["status"] == "met"
    assert lines(told, "mediation_waits", "mediation_not_arranged", "mediation_certificate") == [
        ("2025-03-12", "mediation_waits"),
        ("2025-03-21", "mediation_waits"),
        ("2025-04-05", "mediation_not_arranged"),
        ("2025-04-08", "mediation_certificate"),
    ]
    of_day_31 = {(n["kind"], n["to_role"]) for n in told["notices"] if n["on"] == "2025-04-05"}
    assert {("breach_alert", "team_manager"), ("mediation_not_arranged", "mediation_adviser")} <= of_day_31
    assert told["closed_on"] == "2025-05-09"
    assert [(n["on"], n["of"]) for n in told["notices"] if n["kind"] == "mediator_invited"] == [
        ("2025-03-05", "mediator-2"),
        ("2025-03-10", "mediator-3"),  # the first declined
    ]


def test_an_appeal_that_is_allowed_leads_to_an_assessment_and_a_plan_within_the_orders_limits() -> None:
    told = played("appeal-allowed")
    assert told["stage"] == "plan_issued"
    for rule in ("reg44.assess_start", "reg44.assess_final", "rule21.la_response"):
        assert limit(told, rule)["status"] == "met", rule
    first, *_ = told["decisions"]
    assert (first["decision"], first["on"], first["tribunal"], first["changed_by"]) == (
        "assessment_refused",
        "2025-02-20",
        True,
        "tribunal",
    )
    assert limit(told, "reg5.decide_to_assess")["status"] == "met"
    appeal = of_dispute(told, "appeal")
    assert appeal["stage"] == "appeal_carried_out"
    told_on = [(n["on"], n["to_role"]) for n in told["notices"] if n["kind"] == "appeal_waits"]
    assert told_on == [
        (day, role) for day in ("2025-05-30", "2025-06-12") for role in ("case_officer", "team_manager")
    ]
    # By hand: 20 February and two months is Easter Sunday, so the appeal may come on the Tuesday, the contact not later
    # than the Sunday; 30 working days of the Tribunal from 28 March; 2, 10 and 14 weeks from the order of 3 July.
    due = {one["rule"]: one["due_on"] for one in reversed(told["obligations"])}
    assert [due[rule] for rule in ("reg33.contact_adviser", "rule20.appeal", "rule21.la_response")] == [
        "2025-04-20",
        "2025-04-22",
        "2025-05-14",
    ]
    assert [due[f"reg44.assess_{what}"] for what in ("start", "no_plan", "final")] == [
        "2025-07-17",
        "2025-09-11",
        "2025-10-09",
    ]


@pytest.mark.parametrize(
    ("maintained", "opening"), [(True, "reassessment_requested"), (False, "request_received")]
)
def test_a_scenario_of_a_plan_that_is_maintained_begins_with_the_later_request_only_where_it_says_so(
    maintained: bool, opening: str
) -> None:
    later = {"events": [{"event": "reassessment_requested", "on": "2025-01-13"}], "until": "2025-02-03"}
    scenario = scenario_of(later | ({"plan_maintained": True} if maintained else {}))
    assert (scenario.opening.event, len(scenario.scenes)) == (opening, 0 if maintained else 1)


def test_a_list_of_mediators_that_is_none_is_refused_in_one_sentence() -> None:
    scenario = {"events": [{"event": "request_received", "on": "2025-01-13"}], "mediators": "mediator-1"}
    answer = ehcp("simulate", "-", stdin=json.dumps(scenario))
    assert (answer.code, answer.err.startswith('"mediators" is not a list of ids')) == (2, True), answer.err


@pytest.mark.parametrize(
    ("event", "part"),
    [
        ({"event": "invite_mediator", "on": "2025-03-01"}, "Invite a mediator needs mediator"),
        ({"event": "invite_mediators", "on": "2025-03-01"}, "did you mean 'invite_mediator'?"),
        ({"event": "mediation_held", "on": "2025-03-01", "by": 7}, '"by" must be text'),
    ],
)
def test_an_event_of_a_dispute_that_cannot_be_played_is_refused_in_one_sentence(
    event: dict[str, Any], part: str
) -> None:
    scenario = {"events": [{"event": "request_received", "on": "2025-01-13"}, event]}
    answer = ehcp("simulate", "-", stdin=json.dumps(scenario))
    assert (answer.code, part in answer.err, len(answer.err.splitlines())) == (2, True, 1), answer.err


@pytest.mark.parametrize(
    ("sitting", "part"),
    [
        ("soon", 'Sitting 1 is not an object with a sits_on.'),
        ({"sits_on": "2025-02-01"}, "Sitting 1 needs sits_on and listed_on."),
        ({"sits_on": "soon", "listed_on": "2025-01-20"}, "Sitting 1: sits_on is 'soon'; write it as YYYY-MM-DD"),
        ({"sits_on": "2025-02-01", "listed_on": "2025-01-01"}, "a case must be listed after its request"),
        ({"sits_on": "2025-02-01", "listed_on": "2025-01-20", "about": "x"}, "about is 'x'; choose from assess and plan."),
        ({"sits_on": "2025-02-01", "listed_on": "2025-01-20", "present": ["law"]}, "present must be a list of education"),
        ({"sits_on": "2025-02-01", "listed_on": "2025-01-20", "recommendation": "assess"}, "with a reason."),
        ({"sits_on": "2025-02-01", "listed_on": "2025-01-20", "chair": "me"}, "'chair' is not known"),
    ],
)  # fmt: skip
def test_a_sitting_that_cannot_be_played_is_refused_in_one_sentence(sitting: Any, part: str) -> None:
    scenario = {"events": [{"event": "request_received", "on": "2025-01-13"}], "sittings": [sitting]}
    answer = ehcp("simulate", "-", stdin=json.dumps(scenario))
    assert (answer.code, part in answer.err, len(answer.err.splitlines())) == (2, True, 1), answer.err


def test_a_plan_for_the_local_area_is_published_refreshed_and_reminded_of() -> None:
    told = played("inclusion-plan")
    (plan,) = told["processes"]
    assert plan["stage"] == "area_strategy_superseded" and not told["refused"]
    assert lines(plan, "evidence_frozen", "publish", "priority_soon", "priority_late", "refresh") == [
        ("2025-02-11", "evidence_frozen"),
        ("2025-03-31", "publish"),
        ("2025-08-18", "priority_soon"),
        ("2025-09-02", "priority_late"),
        ("2026-01-01", "priority_soon"),
        ("2026-01-16", "priority_late"),
        ("2026-03-31", "refresh"),
        ("2026-04-07", "evidence_frozen"),
        ("2026-04-23", "publish"),
    ]
    frozen = [line["text"] for line in plan["ledger"] if line["event"] == "evidence_frozen"]
    assert frozen == [
        "The evidence was frozen as at 31 January 2025.",
        "The evidence was frozen as at 31 March 2026.",
    ]


def test_a_banded_case_is_paid_to_the_day_of_leaving_and_no_date_of_it_moves() -> None:
    told = played("banded")
    assert limit(told, "reg13_2.final_plan")["status"] == "met"
    (decision,) = told["bands"]["decisions"]
    assert (decision["computed"], decision["decided"], decision["by_panel"]) == ("5", "6", True)
    assert decision["reason"].startswith("The grid does not see")
    assert (decision["paid_to"], told["bands"]["label"]) == ("2026-09-04", "Local policy, not law")
    lines = told["bands"]["schedule"]
    assert sum(line["days"] for line in lines) == 96
    # By hand: £4,500 a year for 96 days of 365 is £1,183.56.
    assert round(sum(100 * float(line["amount"]) for line in lines)) == 118_356
    assert not [line for line in told["ledger"] if "band" in line["event"]]


@pytest.mark.parametrize(
    ("steps", "part"),
    [
        ("soon", '"bands" is not a list of steps'),
        ([{"do": "pay", "on": "2025-01-20"}], 'Step 1 of "bands" needs "do": one of load'),
        ([{"do": "load", "on": "2025-01-20"}], "(load) needs framework."),
        ([{"do": "end", "on": "soon", "because": "x"}], "Step 1 of \"bands\": on is 'soon'"),
        ([{"do": "end", "on": "2025-01-20", "because": "x", "why": "y"}], "'why' is not known"),
    ],
)
def test_bands_that_cannot_be_played_are_refused_in_one_sentence(steps: Any, part: str) -> None:
    scenario = {"events": [{"event": "request_received", "on": "2025-01-13"}], "bands": steps}
    with pytest.raises(BadFacts) as refused:
        scenario_of(scenario)
    assert part in str(refused.value)


def test_a_placement_goes_from_the_sixth_school_day_to_the_second_check_after_the_case_has_closed() -> None:
    told = played("ap-tier-2-return")
    one = _only(told, "ap_placement")
    assert one["stage"] == "ap_placement_settled"
    by_title = {each["title"]: each for each in one["limits"]}
    sixth = by_title.pop("Full-time education from the sixth school day of a suspension")
    assert (sixth["kind"], sixth["due_on"], sixth["met_on"], sixth["status"]) == (
        "limit", "2026-04-27", "2026-04-27", "met",
    )  # fmt: skip
    assert all("(local policy)" in title and each["kind"] == "target" for title, each in by_title.items())
    assert [each["kind"] for each in one["notices"] if each["to_role"] == "family"] == [
        "placement_education", "placement_decision", "placement_start", "placement_longer", "placement_return", "placement_end",
    ]  # fmt: skip
    assert told["closed_on"] < "2026-04-20"


def test_a_transfer_whose_case_has_closed_writes_to_the_family_and_the_settings_itself_and_is_final_in_eight_weeks() -> (
    None
):
    told = played("transfer-secondary")
    one = _only(told)
    assert (one["stage"], told["closed_on"]) == ("phase_transfer_started", "2025-07-22")
    assert [(each["rule"], each["due_on"], each["met_on"]) for each in one["limits"]] == [
        ("reg22_3.final_amended", "2026-01-30", "2026-01-26"), ("reg18_1b.phase_15feb", "2026-02-14", "2026-01-26"),
    ]  # fmt: skip
    outside = [
        (each["on"], each["kind"], each["to_role"])
        for each in one["notices"]
        if each["to_role"] != "case_officer"
    ]
    assert outside == [
        ("2025-09-08", "transfer_preference", "family"),
        ("2025-12-05", "transfer_consultation", "setting"),
        ("2025-12-05", "transfer_consultation", "setting"),
        ("2026-01-26", "transfer_result", "family"),
        ("2026-03-02", "transfer_place", "family"),
    ]


def test_a_late_transfer_alerts_officer_and_managers_and_names_a_type_until_a_place_is_confirmed() -> None:
    one = _only(played("transfer-late"))
    late = next(each for each in one["limits"] if each["rule"] == "reg18_1b.phase_15feb")
    assert (late["due_on"], late["status"], late["days_late"]) == ("2026-02-14", "late", 4)
    came = [(each["on"], each["event"]) for each in one["ledger"]]
    assert {
        ("2026-01-28", "settings_silent"),
        ("2026-02-15", "limit_missed"),
        ("2026-09-02", "start_waits"),
    } <= set(came)
    assert ("2026-02-15", "team_manager") in [(each["on"], each["to_role"]) for each in one["notices"]]


def test_a_request_to_re_assess_is_refused_within_six_months_and_a_later_one_is_agreed() -> None:
    told = played("reassess")
    first, second = (one for one in told["processes"] if one["kind"] == "reassessment")
    assert (first["stage"], second["stage"]) == ("reassessment_refused", "reassessment_plan_sent")
    assert [(one["due_on"], one["met_on"]) for one in first["limits"]] == [("2024-09-17", "2024-09-13")]
    assert [(one["due_on"], one["met_on"], one["status"]) for one in second["limits"]] == [
        ("2025-02-18", "2025-02-14", "met"),
        ("2025-05-23", "2025-05-16", "met"),
    ]
    for one in (first, second):
        assert [line["event"] for line in one["ledger"]].count("case_opened") == 1
        assert [each["kind"] for each in one["notices"] if each["to_role"] == "family"] == [
            "reassessment_considered"
        ]


def test_the_plan_of_a_detained_person_is_sent_twice_in_time_and_reviewed_after_the_release() -> None:
    told = played("detained-released")
    detention = _only(told, "detention")
    assert [one["status"] for one in detention["limits"]] == ["met", "met"]
    sent = [
        (one["on"], one["to_role"]) for one in detention["notices"] if one["kind"] == "detention_plan_sent"
    ]
    assert sent == [
        ("2024-09-09", "youth_accommodation"),
        ("2024-09-09", "youth_offending_team"),
        ("2024-09-09", "detained_health"),
        ("2024-10-04", "youth_accommodation"),
    ]
    reviews = [one["id"] for one in told["processes"] if one["kind"] == "annual_review"]
    assert [each.split("-", 2)[2] for each in reviews] == ["20250519", "released-20250203"]
