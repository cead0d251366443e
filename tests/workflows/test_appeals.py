"""Appeals on virtual time, with the cases that start them."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from statute.local_time import start_of_day
from tests.workflows.disputes import CERTIFIED, MAY_STILL, PLANNED
from workflows.messages import ActMessage


async def test_the_certificate_opens_the_time_to_appeal_and_its_end_is_a_fact(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED)
    assert both.ids() == ["mediation", "appeal"]
    assert both.row(1).status == "appeal_may_be_brought"
    await both.until("2024-06-30")
    assert both.facts(1)[-1] == ("2024-06-11", "lapsed")
    assert both.row(1).status == "appeal_not_brought"
    assert (await both.told.played.handle.result()).stage == "assessment_refused"


async def test_an_appeal_only_about_section_i_begins_without_a_certificate(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*PLANNED)
    await both.case("appeal_registered 2024-07-20", against="section_i")
    assert both.ids() == ["appeal"]
    await both.case("appeal_unopposed 2024-08-01", to="name_setting")
    assert both.row().status == "appeal_conceded"
    shown = (await both.told.played.settle()).outlook
    assert str(shown.next_due_on) == "2024-08-15"
    await both.case("amended_final_issued 2024-08-10")
    assert (await both.handle().result())["stage"] == "appeal_carried_out"


async def test_an_appeal_by_the_tribunals_days_to_its_order_and_the_reopened_case(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED)
    await both.case("appeal_registered 2024-05-08", against="refusal_to_assess")
    await both.appeal("record_directions 2024-05-15", evidence_by="2024-06-28", hearing_on="2024-07-18")
    await both.case("appeal_response_sent 2024-06-14")
    await both.until("2024-07-08")
    assert both.facts(1, "moment") == [
        ("2024-06-21", "evidence_near"),
        ("2024-06-29", "evidence_late"),
        ("2024-07-04", "hearing_near"),
    ]
    assert both.row(1).status == "appeal_directed"
    await both.appeal("hold_hearing 2024-07-18")
    await both.case("tribunal_order 2024-08-01", to="assess")
    view = await both.told.played.settle()
    assert view is not None and (view.stage, str(view.outlook.next_due_on)) == (
        "deciding_to_assess",
        "2024-08-15",
    )
    await both.appeal("record_directions 2024-08-08", start_by="2024-08-22")
    view = await both.told.played.settle()
    assert view is not None and (view.stage, str(view.outlook.next_due_on)) == (
        "deciding_to_assess",
        "2024-08-22",
    )
    await both.until("2024-08-24")
    assert both.facts(1)[-1] == ("2024-08-23", "order_late")
    assert ("2024-08-23", "appeal_waits") in both.of_case("appeal_waits")
    await both.case("assessment_agreed 2024-08-26")
    assert (await both.handle(1).result())["stage"] == "appeal_carried_out"


async def test_the_case_stays_open_while_an_appeal_runs_and_closes_when_it_is_dismissed(
    disputed: Any,
) -> None:
    """This holds too if the response was never sent: its limit ends with the appeal and keeps its status."""
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED)
    await both.case("appeal_registered 2024-05-08", against="refusal_to_assess")
    await both.until("2024-10-01")
    assert both.told.facts("system")[-1][1] != "case_closed"
    await both.appeal("end_appeal 2024-10-02", why="dismissed")
    await both.told.played.settle()
    assert both.told.facts("system")[-1] == ("2024-10-02", "case_closed")
    response = next(one for one in both.json(1)["obligations"] if one["rule"] == "rule21.la_response")
    assert (response["status"], response["closed_on"]) == ("overdue", "2024-10-02")
    assert "rule21.la_response" not in {side["rule"] for side in both.json(1)["others"]}
    assert (await both.told.played.handle.result()).stage == "assessment_refused"


async def test_recommendations_on_health_and_care_have_their_own_clock_and_keep_the_appeal_open(
    disputed: Any,
) -> None:
    """SI 2017/1306: five weeks to answer, in an appeal about a plan."""
    both = await disputed("2024-03-04")
    await both.case(*PLANNED, "mediation_declined 2024-07-15", "mediation_certificate 2024-07-17")
    assert (both.row().content["about"], both.familys_time()) == ("final_issued", MAY_STILL)
    await both.case("appeal_registered 2024-08-08", against="contents")
    await both.case("appeal_response_sent 2024-10-01")
    await both.appeal("tribunal_recommendation 2024-11-01 health")
    await both.case("tribunal_order 2024-11-01", to="amend_plan")
    await both.case("amended_final_issued 2024-11-20")
    assert not both.row(1).is_over
    assert ("2024-11-01", "tribunal_recommendation") in both.of_case("tribunal_recommendation")
    shown = (await both.told.played.settle()).outlook
    assert str(shown.next_due_on) == "2024-12-05"  # five weeks beginning with the day (SI 2017/1306 reg 6(3))
    await both.appeal("recommendation_answered 2024-12-02 health")
    assert (await both.handle(1).result())["stage"] == "appeal_carried_out"


async def test_a_response_that_is_not_sent_is_told_by_the_case_and_noted_by_the_appeal_even_without_its_case(
    disputed: Any,
) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED)
    await both.case("appeal_registered 2024-05-08", against="refusal_to_assess")
    await both.appeal("record_directions 2024-05-15", response_by="2024-06-28")
    await both.until("2024-06-30")
    assert both.facts(1, "moment") == [("2024-06-29", "response_over")]
    alerts = [n for n in both.told.notices() if n[3] == "rule21.la_response" and n[1] == "breach_alert"]
    assert alerts == [
        ("2024-06-29", "breach_alert", role, "rule21.la_response")
        for role in ("case_officer", "team_manager")
    ]
    late = await disputed("2024-03-04")
    await late.case(*CERTIFIED)
    await late.case("appeal_registered 2024-05-08", against="refusal_to_assess")
    await late.case("moved_away 2024-05-20")
    await late.told.played.handle.result()
    await late.until("2024-06-25")
    assert late.facts(1, "moment") == [("2024-06-21", "response_over")]
    told = [notice[:3] for notice in late.told.notices() if notice[1] == "appeal_waits"]
    assert told == [("2024-06-21", "appeal_waits", role) for role in ("case_officer", "team_manager")]


async def test_directions_that_arrive_together_with_the_day_that_they_move(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED)
    await both.case("appeal_registered 2024-05-08", against="refusal_to_assess")
    await both.case("appeal_response_sent 2024-06-14")
    await both.appeal("record_directions 2024-06-14", hearing_on="2024-07-18")
    await both.until("2024-07-18")
    midnight = start_of_day(date(2024, 7, 19))
    played = both.processes._begun[both.begun()[1]][1]
    await played.go_to(midnight - timedelta(seconds=1))
    moved = ActMessage(
        action="record_directions",
        on=date(2024, 7, 18),
        fields={"hearing_on": "2024-09-19"},
        request_id="moved",
    )
    await asyncio.gather(
        both.handle(1).signal("record_directions", moved), played.go_to(midnight + timedelta(seconds=2))
    )
    await both.until("2024-07-20")
    events = [event for _, event in both.facts(1)]
    assert events.count("record_directions") == 2 and both.row(1).content["hearing_on"] == "2024-09-19"
    after = events[events.index("record_directions", events.index("record_directions") + 1) :]
    assert "hearing_not_recorded" not in after
    await both.until("2024-09-06")
    assert both.facts(1)[-1] == ("2024-09-05", "hearing_near")
