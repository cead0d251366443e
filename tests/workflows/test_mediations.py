"""Mediations on virtual time, with the cases that start them."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from office.case_view import case_as_json
from office.refusals import ActRefused
from starter.simulate.processes import keep_mediators
from statute.local_time import start_of_day
from tests.workflows.disputes import ASKED, CERTIFIED, MAY_STILL, REFUSED
from workflows.messages import ActMessage, Receipt


async def test_the_first_step_of_a_dispute_starts_a_mediation_with_the_cases_own_opaque_id(
    disputed: Any,
) -> None:
    both = await disputed("2024-03-04")
    await both.case(*REFUSED)
    assert both.ids() == []
    await both.case("mediation_adviser_contacted 2024-04-15", "mediation_requested 2024-04-17")
    assert list(both.processes.begun()) == [both.told.id.replace("case", "mediation")]
    assert both.facts() == [
        ("2024-04-15", "dispute_begun"),
        ("2024-04-15", "mediation_adviser_contacted"),
        ("2024-04-17", "mediation_requested"),
        ("2024-04-17", "invite_mediator"),
    ]
    assert (both.row().status, both.row().content["about"]) == ("mediation_arranging", "assessment_refused")
    assert both.familys_time() == MAY_STILL


async def test_mediation_held_and_agreed_reopens_the_case_at_the_right_stage_with_the_orders_limits(
    disputed: Any,
) -> None:
    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    await both.arranged()
    await both.mediation("mediation_held 2024-05-16", "mediator-1")
    await both.mediation("mediation_agreement 2024-05-16", "mediator-1", {"to": "assess"})
    view = await both.told.played.settle()
    assert view is not None and view.stage == "deciding_to_assess"
    assert str(view.outlook.next_due_on) == "2024-05-21"  # the certificate after mediation, 3 working days
    await both.case("mediation_certificate 2024-05-20", "assessment_agreed 2024-05-28")
    assert both.row().status == "mediation_carried_out" and both.row().is_over
    assert (await both.handle().result())["stage"] == "mediation_carried_out"
    assert both.of_case("mediator_invited", "mediation_held", "mediation_agreement") == [
        ("2024-04-17", "mediator_invited"),
        ("2024-05-16", "mediation_held"),
        ("2024-05-16", "mediation_agreement"),
    ]
    assert [notice[2] for notice in both.told.notices() if notice[1] == "mediator_invited"] == ["mediator"]


async def test_what_was_agreed_and_not_done_is_told_to_officer_and_manager(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    await both.arranged()
    await both.mediation("mediation_held 2024-05-16", "mediator-1")
    await both.mediation("mediation_agreement 2024-05-16", "mediator-1", {"to": "other"})
    await both.mediation(
        "agree_another_time 2024-05-17", "officer-1", {"until": "2024-06-10", "document": "letter-1"}
    )
    await both.until("2024-06-12")
    assert ("2024-06-11", "agreement_late") in both.facts(0, "moment")
    told = [notice[:3] for notice in both.told.notices() if notice[1] == "mediation_waits"]
    assert told == [("2024-06-11", "mediation_waits", role) for role in ("case_officer", "team_manager")]
    assert ("2024-06-11", "breach_alert") in both.told.facts("moment")


async def test_a_mediation_that_is_not_arranged_is_alerted_each_time_and_then_becomes_a_fact(
    disputed: Any,
) -> None:
    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    await both.until("2024-05-18")
    assert both.facts(0, "moment") == [
        ("2024-04-24", "no_mediator"),
        ("2024-05-03", "no_session"),
        ("2024-05-18", "not_arranged"),
    ]
    assert both.of_case("mediation_not_arranged") == [("2024-05-18", "mediation_not_arranged")]
    alerts = {(notice[1], notice[2]) for notice in both.told.notices() if notice[0] == "2024-05-18"}
    assert {("breach_alert", "team_manager"), ("mediation_not_arranged", "mediation_adviser")} <= alerts
    await both.case("mediation_certificate 2024-05-21")
    assert both.row().status == "mediation_certified" and not both.row().is_over
    await both.until("2024-06-30")
    assert both.facts()[-1] == ("2024-06-22", "lapsed")
    assert both.of_case("mediation_ended") == [("2024-06-22", "mediation_ended")]
    assert both.told.facts("system")[-1] == ("2024-06-22", "case_closed")


async def test_a_mediator_who_acts_twice_acts_once(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    await both.arranged()
    await both.until("2024-05-16")
    held = ActMessage(action="mediation_held", on=date(2024, 5, 16), by="mediator-1", request_id="click-7")
    send = [
        both.handle().execute_update("mediation_held", held, id="click-7", result_type=Receipt)
        for _ in range(2)
    ]
    first, second = await asyncio.gather(*send)
    assert first == second
    with pytest.raises(ActRefused, match=r"It is already recorded that the mediation was held on 16 May"):
        await both.mediation("mediation_held 2024-05-16", "mediator-1")
    await both.handle().signal("mediation_held", held)
    await both.handle().signal("mediation_held", held.model_copy(update={"request_id": "click-8"}))
    await both.processes.find()
    await both.until("2024-05-17")
    assert both.facts(0, "act").count(("2024-05-16", "mediation_held")) == 1
    assert both.of_case("mediation_held") == [("2024-05-16", "mediation_held")]
    assert both.facts(0, "system") == [("2024-05-16", "act_refused")]


async def test_the_mediators_acts_are_signals_too(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    await both.until("2024-04-19")
    for name, by in (("accept_invitation", "mediator-2"), ("accept_invitation", "mediator-1")):
        message = ActMessage(action=name, on=date(2024, 4, 19), by=by, request_id=f"signal-{by}")
        await both.handle().signal(name, message)
    await both.until("2024-04-20")
    assert both.facts()[-2:] == [("2024-04-19", "act_refused"), ("2024-04-19", "accept_invitation")]
    assert both.of_case("mediator_accepted") == [("2024-04-19", "mediator_accepted")]


async def test_an_outcome_that_arrives_together_with_the_timer_goes_first(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    await both.arranged()
    await both.until("2024-05-17")
    midnight = start_of_day(date(2024, 5, 18))
    played = both.processes._begun[both.processes.begun()[0]][1]
    await both.told.played.go_to(midnight - timedelta(seconds=1))
    await played.go_to(midnight - timedelta(seconds=1))
    held = ActMessage(action="mediation_held", on=date(2024, 5, 16), by="mediator-1", request_id="late")
    await asyncio.gather(
        both.handle().signal("mediation_held", held), played.go_to(midnight + timedelta(seconds=2))
    )
    await both.until("2024-05-19")
    events = [event for _, event in both.facts()]
    assert events.count("mediation_held") == 1
    order = [event for event in events if event in ("mediation_held", "not_arranged")]
    assert order in (["mediation_held"], ["not_arranged", "mediation_held"])
    assert both.row().status == "mediation_held"
    assert [event for _, event in both.of_case("mediation_held", "mediation_not_arranged")] == [
        {"not_arranged": "mediation_not_arranged"}.get(event, event) for event in order
    ]


async def test_a_mediation_goes_on_when_its_case_is_complete(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    await both.arranged()
    await both.case("moved_away 2024-05-01")
    await both.told.played.handle.result()
    await both.mediation("mediation_held 2024-05-16", "mediator-1")
    await both.mediation("mediation_agreement 2024-05-16", "mediator-1", {"to": "other"})
    await both.mediation("agreement_carried_out 2024-05-20", "officer-1")
    await both.mediation("mediation_certificate 2024-05-20", "officer-1")
    assert (await both.handle().result())["stage"] == "mediation_carried_out"
    assert both.facts(0, "system") == [
        ("2024-05-16", "not_told"),
        ("2024-05-16", "not_told"),
        ("2024-05-20", "not_told"),
        ("2024-05-20", "not_told"),
    ]
    assert both.of_case("mediation_held") == []


async def test_a_death_ends_the_mediation_and_the_appeal(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED[:2])
    await both.case("mediation_certificate 2024-04-17")
    both_again = await disputed("2024-03-04")
    await both_again.case(*ASKED)
    await both.case("died 2024-04-20")
    await both_again.case("died 2024-04-20")
    assert (await both.handle(1).result())["stage"] == "appeal_ended"
    assert (await both_again.handle().result())["stage"] == "mediation_ended"
    assert both_again.facts()[-1] == ("2024-04-20", "end_mediation")


async def test_an_outcome_after_the_familys_time_is_over_still_reopens_the_case(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*REFUSED, "mediation_adviser_contacted 2024-06-03", "mediation_requested 2024-06-05")
    await both.until("2024-06-20")
    assert ("2024-06-11", "window_closed") in both.told.facts("moment")
    assert both.told.facts("system")[-1][1] != "case_closed"
    for said, by, fields in (
        ("accept_invitation 2024-06-20", "mediator-1", {}),
        ("mediation_held 2024-06-28", "mediator-1", {}),
        ("record_outcome 2024-06-28", "mediator-1", {"outcome": "agreed"}),
        ("mediation_agreement 2024-06-28", "mediator-1", {"to": "assess"}),
    ):
        await both.mediation(said, by, fields)
    view = await both.told.played.settle()
    assert view is not None and view.stage == "deciding_to_assess"


async def test_a_family_that_changes_its_mind_after_the_certificate_has_a_second_mediation(
    disputed: Any,
) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED, "mediation_requested 2024-05-01")
    assert both.ids() == ["mediation", "appeal", "mediation"]
    assert both.processes.begun()[2] == both.processes.begun()[0] + "-2"
    assert (both.row(0).status, both.row(2).status) == ("mediation_certified", "mediation_arranging")


async def test_the_next_mediator_is_invited_when_one_declines_or_is_stood_down_and_the_officer_when_none_is_left(
    disputed: Any,
) -> None:
    both = await disputed("2024-03-04")
    keep_mediators(both.database, ["mediator-7", "mediator-8"])
    await both.case(*ASKED)
    await both.mediation("decline_invitation 2024-04-19", "mediator-7")
    assert both.people() == {"mediator-8"}
    await both.mediation("withdraw_invitation 2024-04-30", "officer-1")
    assert both.people() == frozenset()
    assert both.facts(0)[-2:] == [("2024-04-30", "withdraw_invitation"), ("2024-04-30", "none_listed")]
    assert both.of_case(
        "mediator_invited", "mediator_declined", "mediator_stood_down", "mediation_waits"
    ) == [
        ("2024-04-17", "mediator_invited"),
        ("2024-04-19", "mediator_declined"),
        ("2024-04-19", "mediator_invited"),
        ("2024-04-24", "mediation_waits"),
        ("2024-04-30", "mediator_stood_down"),
        ("2024-04-30", "mediation_waits"),
    ]
    await both.mediation("invite_mediator 2024-05-01", "officer-1", {"mediator": "mediator-9"})
    assert both.people() == {"mediator-9"}


async def test_health_issues_are_told_to_the_health_body_which_has_thirty_days_and_tells_an_absent_authority(
    disputed: Any,
) -> None:
    """Regs 35 and 42(4)."""
    both = await disputed("2024-03-04")
    await both.case(*REFUSED, "mediation_adviser_contacted 2024-04-15")
    await both.case("mediation_requested 2024-04-17", issues=["education", "health"])
    due = {one["rule"]: one["until"] for one in both.json()["others"]}
    assert (due["reg35.tell_icb"], due["reg36.la_mediation"]) == ("2024-04-22", "2024-05-17")
    await both.mediation("health_body_told 2024-04-19", "officer-1")
    assert both.of_case("health_body_told") == [("2024-04-19", "health_body_told")]
    assert {one["rule"]: one["until"] for one in both.json()["others"]}["reg35.icb_mediation"] == "2024-05-19"
    await both.arranged()
    await both.mediation("mediation_held 2024-05-16", "mediator-1")
    await both.mediation(
        "record_outcome 2024-05-16", "mediator-1", {"outcome": "partly", "agreed_on": ["health"]}
    )
    await both.case("mediation_certificate 2024-05-20")
    assert not both.row().is_over  # something was agreed, and the agreement is not recorded yet
    await both.mediation(
        "mediation_agreement 2024-05-21", "mediator-1", {"to": "other", "authority_absent": True}
    )
    due = {one["rule"]: one["until"] for one in both.json()["others"]}
    assert (due["reg42_4.icb_tells_la"], due["reg42_3.agreement_other"]) == ("2024-05-28", "2024-06-04")
    await both.mediation("authority_told 2024-05-24", "officer-1")
    await both.mediation("agreement_carried_out 2024-06-03", "officer-1")
    assert (await both.handle().result())["stage"] == "mediation_carried_out"
    assert both.of_case("mediation_outcome") == [("2024-05-16", "mediation_outcome")]


async def test_a_plan_that_mediation_agrees_to_make_is_drafted_within_the_orders_limits(
    disputed: Any,
) -> None:
    """Reg 42(2): as under an order, 5 weeks for the draft and 11 for the plan."""
    both = await disputed("2024-03-04")
    await both.case("assessment_agreed 2024-04-10", "plan_refused 2024-06-03")
    await both.case("mediation_adviser_contacted 2024-06-05", "mediation_requested 2024-06-07")
    assert (both.row().content["about"], both.familys_time()) == ("plan_refused", MAY_STILL)
    await both.mediation("mediation_held 2024-06-28", "mediator-1")
    await both.mediation("mediation_agreement 2024-06-28", "mediator-1", {"to": "make_plan"})
    view = await both.told.played.settle()
    assert view is not None and view.stage == "drafting"
    due = {one["rule"]: one["until"] for one in both.json()["others"]}
    assert (due["reg44.make_plan_draft"], due["reg44.make_plan_final"]) == ("2024-08-02", "2024-09-13")
    told = case_as_json(both.database, both.told.id, date(2024, 6, 28))["decisions"]
    refused = next(one for one in told if one["decision"] == "plan_refused")
    assert (refused["on"], refused["mediation"], refused["tribunal"], refused["changed_by"]) == (
        "2024-06-03",
        True,
        False,
        "mediation",
    )
