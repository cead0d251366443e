"""Disputes of later decisions and later cases, and what every dispute has in common."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from office.case_view import case_as_json
from office.process_acts import send
from office.processes import process_as_json
from office.refusals import ActedSince
from records import processes
from records.caseload import Seen
from records.database import Database
from tests.workflows.disputes import ASKED, CERTIFIED, MAY_STILL, PLANNED, REFUSED
from tests.workflows.played_case import Open
from workflows.messages import ActMessage


async def test_a_second_decision_has_disputes_of_its_own(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED)
    await both.case("appeal_registered 2024-05-08", against="refusal_to_assess")
    await both.case("tribunal_order 2024-06-03", to="assess")
    await both.case("assessment_agreed 2024-06-10", "plan_refused 2024-08-05")
    await both.case("mediation_declined 2024-08-10", "mediation_certificate 2024-08-14")
    assert both.ids() == ["mediation", "appeal", "mediation", "appeal"]
    assert [both.row(place).content["about"] for place in range(4)] == [
        "assessment_refused",
        "assessment_refused",
        "plan_refused",
        "plan_refused",
    ]


async def test_a_dispute_is_begun_once_however_often_its_activity_runs(
    disputed: Any, virtual: tuple[WorkflowEnvironment, Database]
) -> None:
    from temporalio.testing import ActivityEnvironment

    from activities.process_starts import Beginner
    from workflows.process_messages import ProcessOpening

    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    description = await both.handle().describe()
    opening = ProcessOpening(
        kind="mediation",
        id=both.processes.begun()[0],
        fields={
            "case": both.told.id,
            "about": "assessment_refused",
            "decided_on": "2024-04-10",
            "began_on": "2024-04-17",
        },
        first=ActMessage(action="mediation_requested", on=date(2024, 4, 17)),
    )
    again = ActivityEnvironment(client=virtual[0].client)
    await again.run(Beginner().begin_process, opening)
    after = await both.handle().describe()
    assert (after.run_id, after.status) == (description.run_id, WorkflowExecutionStatus.RUNNING)


async def test_a_decision_to_cease_is_appealed_and_the_plan_is_kept_until_the_order(disputed: Any) -> None:
    """CFA 2014 s.45(4), reg 44(2)(h)."""
    both = await disputed("2024-03-04")
    await both.case(*PLANNED)
    await both.case("review_decision 2024-07-20", decision="cease")
    await both.case("mediation_declined 2024-07-24", "mediation_certificate 2024-07-26")
    await both.case("appeal_registered 2024-09-10", against="cease")
    await both.case("appeal_response_sent 2024-10-15")
    await both.until("2024-11-20")
    others = process_as_json(both.database, both.begun()[1], date(2024, 11, 20))["others"]
    assert "s45_4.keep_pending" in {side["rule"] for side in others}
    await both.case("tribunal_order 2024-12-02", to="continue_plan", and_amend=True)
    assert both.row(1).status == "appeal_ordered"
    assert str((await both.told.played.settle()).outlook.next_due_on) == "2025-01-06"
    await both.case("amended_final_issued 2024-12-20")
    assert (await both.handle(1).result())["stage"] == "appeal_carried_out"
    decided = case_as_json(both.database, both.told.id, date(2024, 12, 20))["decisions"]
    ceased = next(one for one in decided if one["outcome"] == "cease")
    assert (ceased["tribunal"], ceased["changed_by"], ceased["on"]) == (True, "tribunal", "2024-07-20")


async def test_a_certificate_that_is_late_is_told_to_the_last_officer_and_the_manager_when_the_case_has_ended(
    disputed: Any,
) -> None:
    both = await disputed("2024-03-04")
    await both.case(*REFUSED, "mediation_declined 2024-04-15")
    await both.until("2024-04-20")
    assert both.facts(0, "moment") == [("2024-04-19", "certificate_over")]
    alerts = [
        n[:3]
        for n in both.told.notices()
        if n[3] == "reg34.certificate_no_mediation" and n[1] == "breach_alert"
    ]
    assert alerts == [("2024-04-19", "breach_alert", role) for role in ("case_officer", "team_manager")]
    assert not [n for n in both.told.notices() if n[1] == "mediation_waits"], "told once, by the case"
    late = await disputed("2024-03-04")
    await late.case(*REFUSED, "mediation_declined 2024-04-15", "moved_away 2024-04-16")
    await late.told.played.handle.result()
    await late.until("2024-04-20")
    assert late.facts(0, "moment") == [("2024-04-19", "certificate_over")]
    told = [notice[:3] for notice in late.told.notices() if notice[1] == "mediation_waits"]
    assert told == [("2024-04-19", "mediation_waits", role) for role in ("case_officer", "team_manager")]


async def test_the_second_of_two_acts_on_the_same_step_of_a_dispute_is_refused(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*ASKED)
    client, mediation, seen = both.environment.client, both.processes.begun()[0], both.row().seq
    before = both.facts()

    def asks(action: str, by: str, seen: int, request_id: str, **fields: Any) -> ActMessage:
        return ActMessage(
            action=action,
            on=date(2024, 4, 17),
            fields=fields,
            by=by,
            seen=seen,
            request_id=f"{mediation}-{request_id}",
        )

    accepts = asks("accept_invitation", "mediator-1", seen, "r1")
    first = await send(client, mediation, accepts)
    with pytest.raises(
        ActedSince, match="Since you looked at this mediation, mediator-1 has recorded that"
    ) as no:
        await send(
            client, mediation, asks("name_decision_maker", "officer-1", seen, "r2", person="officer-9")
        )
    assert no.value.now == first.sequence
    assert both.facts() == [*before, ("2024-04-17", "accept_invitation")]
    again = asks("name_decision_maker", "officer-1", first.sequence, "r2", person="officer-9")
    assert (await send(client, mediation, again)).sequence == first.sequence + 1
    assert await send(client, mediation, accepts) == first, "a repetition is answered as it was"


async def test_a_later_request_to_reassess_has_a_case_of_its_own_whose_refusal_is_disputed_and_ordered_by_the_tribunals_day(
    disputed: Any,
) -> None:
    """Reg 25: 15 days, not 6 weeks; and reg 44(2): the order's own day, not its 2 weeks, is alerted."""
    both = await disputed("2024-09-02", "reassessment")
    view = await both.told.played.settle()
    assert (view.stage, str(view.outlook.next_due_on)) == ("plan_issued", "2024-09-17")
    assert both.told.facts() == [("2024-09-02", "reassessment_requested")] and both.told.notices() == []
    await both.until("2024-09-19")
    assert ("2024-09-18", "breach_alert") in both.told.facts("moment")
    await both.case("reassessment_refused 2024-09-20", "mediation_declined 2024-09-24")
    await both.case("mediation_certificate 2024-09-26")
    assert [both.row(place).content["about"] for place in (0, 1)] == ["reassessment_refused"] * 2
    assert both.familys_time() == MAY_STILL
    await both.case("appeal_registered 2024-11-15", against="refusal_to_reassess")
    await both.case("appeal_response_sent 2024-12-10")
    await both.case("tribunal_order 2025-02-03", to="assess", start_by="2025-03-03", due_on="2025-06-30")
    due = {one["rule"]: one["until"] for one in both.json(1)["others"]}
    assert (due["reg44.assess_start"], due["reg44.assess_final"]) == ("2025-03-03", "2025-06-30")
    assert (
        due["reg44.assess_no_plan"] == "2025-04-14"
    )  # the order sets no day for it, so the 10 weeks of the regulation apply
    await both.until("2025-03-05")
    late = [
        on
        for on, kind, _, rule in both.told.notices()
        if (kind, rule) == ("breach_alert", "reg44.assess_start")
    ]
    assert late == ["2025-03-04"] * 2 and ("2025-03-04", "order_late") in both.facts(1, "moment")
    shown = case_as_json(both.database, both.told.id, date(2025, 3, 5))
    because = next(one["because"] for one in shown["obligations"] if one["rule"] == "reg44.assess_start")
    assert "by Monday 3 March 2025, which the order itself sets" in because
    assert "within 2 weeks (14 days) of that day, by Monday 17 February 2025" in because
    assert (shown["opens"], shown["next_due_on"]) == ("reassessment", "2025-03-03")
    view = (await both.case("reassessment_agreed 2025-03-06")).stage
    assert view == "assessing"


async def test_a_later_decision_to_cease_is_told_disputed_and_conceded_within_five_weeks(
    disputed: Any,
) -> None:
    """CFA 2014 s.45(4), reg 45(6)."""
    both = await disputed("2024-09-02", "ceasing")
    await both.told.played.settle()
    assert [notice[:3] for notice in both.told.notices()] == [
        ("2024-09-02", "plan_to_cease", "family"),
        ("2024-09-02", "plan_to_cease_notice", "setting"),
        ("2024-09-02", "plan_to_cease_notice", "health_body"),
    ]
    shown = case_as_json(both.database, both.told.id, date(2024, 9, 2))
    held = {one["rule"] for one in shown["obligations"] if one["status"] == "open"}
    assert held == {"reg33.contact_adviser", "rule20.appeal", "s45_4.keep_pending"}
    await both.case("mediation_declined 2024-09-24", "mediation_certificate 2024-09-26")
    told = both.row().content
    assert (told["about"], told["decided"], both.familys_time()) == ("review_decision", "cease", MAY_STILL)
    await both.case("appeal_registered 2024-10-15", against="cease")
    await both.case("appeal_unopposed 2024-10-21", to="continue_plan", and_amend=True)
    assert both.row(1).status == "appeal_conceded"
    assert str((await both.told.played.settle()).outlook.next_due_on) == "2024-11-25"
    await both.until("2024-11-27")
    assert ("2024-11-26", "order_late") in both.facts(1, "moment")
    await both.case("amended_final_issued 2024-11-28")
    assert (await both.handle(1).result())["stage"] == "appeal_carried_out"


@pytest.mark.parametrize(("opens", "closed"), [("ceasing", "2024-11-05"), ("reassessment", "2024-09-10")])
async def test_a_later_case_without_a_dispute_closes_automatically(
    opened: Open, opens: str, closed: str
) -> None:
    told = await opened("2024-09-04", opens=opens)
    if opens == "reassessment":
        await told.do("withdrawn 2024-09-10")
    await told.until("2024-11-06")
    assert told.facts("system")[-1] == (closed, "case_closed")


async def test_the_last_officer_and_the_manager_hear_from_a_dispute_whose_case_has_ended(
    disputed: Any,
) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED)
    await both.case("appeal_registered 2024-05-08", against="refusal_to_assess")
    await both.appeal("record_directions 2024-05-15", evidence_by="2024-06-28")
    await both.case("moved_away 2024-05-20")
    await both.told.played.handle.result()
    await both.until("2024-06-30")
    alerts = [notice for notice in both.told.notices() if notice[1] == "appeal_waits"]
    assert alerts == [
        (day, "appeal_waits", role, "appeal_waits")
        for day in ("2024-06-21", "2024-06-21", "2024-06-29")
        for role in ("case_officer", "team_manager")
    ]
    with both.database.read() as session:
        everybody, north, others = (
            Seen("manager-1", teams) for teams in (None, frozenset({"north"}), frozenset({"south"}))
        )
        mine, kinds = both.processes.begun()[1], ("mediation", "appeal")
        for whose, is_theirs in ((everybody, True), (north, True), (others, False)):
            found, counts = (
                processes.outliving(session, kinds, whose, 100),
                processes.count_outliving(session, whose),
            )
            assert (mine in found) is is_theirs
            assert sum(counts.get(kind, 0) for kind in kinds) == len(found)
