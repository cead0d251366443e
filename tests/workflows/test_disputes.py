"""Mediations and appeals on virtual time, with the cases that start them."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from office.case_view import case_as_json
from office.process_acts import send
from office.processes import process_as_json
from office.refusals import ActedSince, ActRefused
from records import ledger, processes
from records.caseload import Seen
from records.database import Database
from starter.simulate.processes import ProcessesPlayed, keep_mediators
from starter.simulate.virtual_time import MORNING, Scene
from statute.local_time import start_of_day
from tests.workflows.conftest import Open, Told
from workflows.messages import ActMessage, Receipt

REFUSED = ("assessment_refused 2024-04-10",)
ASKED = (*REFUSED, "mediation_adviser_contacted 2024-04-15", "mediation_requested 2024-04-17")
CERTIFIED = (*REFUSED, "mediation_declined 2024-04-15", "mediation_certificate 2024-04-17")
PLANNED = (
    "assessment_agreed 2024-04-10",
    "plan_agreed 2024-06-03",
    "draft_issued 2024-06-10",
    "representations_received 2024-06-20",
    "final_issued 2024-07-01",
)
ARRANGED: tuple[tuple[Any, ...], ...] = (
    ("accept_invitation 2024-04-19", "mediator-1", {}),
    ("propose_dates 2024-04-19", "mediator-1", {"dates": ["2024-05-16"]}),
    ("name_decision_maker 2024-04-22", "officer-1", {"person": "officer-9"}),
    ("confirm_session 2024-04-22", "officer-1", {"session_on": "2024-05-16"}),
)

MAY_STILL = {"reg33.contact_adviser", "rule20.appeal"}
"""The windows of the family after each decision that it can dispute."""


class Disputed:
    """A case and its disputes on virtual time: await both.case("..."), await both.mediation("...", by, {...})."""

    def __init__(self, told: Told, environment: WorkflowEnvironment, database: Database) -> None:
        self.told, self.database, self.environment = told, database, environment
        self.processes = ProcessesPlayed(environment, database, told.played)

    async def case(self, *said: str, **fields: Any) -> Receipt:
        for one in said:
            await self.until(one.split()[1])
            receipt = await self.told.do(one, **fields)
            await self.processes.find()
        return receipt

    async def mediation(self, said: str, by: str | None = None, fields: dict[str, Any] | None = None) -> None:
        await self._act("mediation", said, by, fields)

    async def appeal(self, said: str, **fields: Any) -> None:
        await self._act("appeal", said, None, fields)

    async def _act(self, kind: str, said: str, by: str | None, fields: dict[str, Any] | None) -> None:
        name, on, *of = said.split()
        await self.until(on)
        scene = Scene(name, date.fromisoformat(on), of[0] if of else None, fields or {}, by)
        await self.processes.act(scene, kind)

    async def arranged(self) -> None:
        for said, by, fields in ARRANGED:
            await self.mediation(said, by, fields)

    async def until(self, day: str) -> None:
        instant = start_of_day(date.fromisoformat(day)) + MORNING
        await self.processes.go_to(instant)
        await self.told.played.go_to(instant)
        await self.told.played.settle()

    def ids(self) -> list[str]:
        return [each.partition("-")[0] for each in self.processes.begun()]

    def handle(self, place: int = 0) -> WorkflowHandle[Any, Any]:
        return self.environment.client.get_workflow_handle(self.processes.begun()[place])

    def facts(self, place: int = 0, *kinds: str) -> list[tuple[str, str]]:
        with self.database.read() as session:
            assert ledger.broken(session, self.processes.begun()[place]) is None
            lines = ledger.facts_of(session, self.processes.begun()[place])
        return [(str(line.on), line.event) for line in lines if not kinds or line.kind in kinds]

    def row(self, place: int = 0) -> processes.ProcessRow:
        with self.database.read() as session:
            found = processes.find(session, self.processes.begun()[place])
        assert found is not None
        return found

    def people(self, place: int = 0) -> frozenset[str]:
        with self.database.read() as session:
            return processes.people_of(session, self.processes.begun()[place])

    def json(self, place: int = 0) -> dict[str, Any]:
        """The JSON of the dispute on the day of its last step."""
        on = max(date.fromisoformat(day) for day, _ in self.facts(place))
        return process_as_json(self.database, self.processes.begun()[place], on)

    def familys_time(self, place: int = 0) -> set[str]:
        """The rules of the windows that are open to the family in a dispute."""
        return {side["rule"] for side in self.json(place)["family"]}

    def of_case(self, *events: str) -> list[tuple[str, str]]:
        return [(on, event) for on, event in self.told.facts("act") if event in events]


@pytest.fixture
def disputed(opened: Open, virtual: tuple[WorkflowEnvironment, Database]) -> Any:
    """A case with its disputes: both = await disputed("2024-03-04"). One mediator is listed."""
    keep_mediators(virtual[1], ["mediator-1"])

    async def begin(received: str, opens: str = "assessment") -> Disputed:
        return Disputed(await opened(received, opens=opens), *virtual)

    return begin


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
    assert str(shown.next_due_on) == "2024-12-06"
    await both.appeal("recommendation_answered 2024-12-02 health")
    assert (await both.handle(1).result())["stage"] == "appeal_carried_out"


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
    others = process_as_json(both.database, both.processes.begun()[1], date(2024, 11, 20))["others"]
    assert "s45_4.keep_pending" in {side["rule"] for side in others}
    await both.case("tribunal_order 2024-12-02", to="continue_plan", and_amend=True)
    assert both.row(1).status == "appeal_ordered"
    assert str((await both.told.played.settle()).outlook.next_due_on) == "2025-01-06"
    await both.case("amended_final_issued 2024-12-20")
    assert (await both.handle(1).result())["stage"] == "appeal_carried_out"
    decided = case_as_json(both.database, both.told.id, date(2024, 12, 20))["decisions"]
    ceased = next(one for one in decided if one["outcome"] == "cease")
    assert (ceased["tribunal"], ceased["changed_by"], ceased["on"]) == (True, "tribunal", "2024-07-20")


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


async def test_directions_that_arrive_together_with_the_day_that_they_move(disputed: Any) -> None:
    both = await disputed("2024-03-04")
    await both.case(*CERTIFIED)
    await both.case("appeal_registered 2024-05-08", against="refusal_to_assess")
    await both.case("appeal_response_sent 2024-06-14")
    await both.appeal("record_directions 2024-06-14", hearing_on="2024-07-18")
    await both.until("2024-07-18")
    midnight = start_of_day(date(2024, 7, 19))
    played = both.processes._begun[both.processes.begun()[1]][1]
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
        mine = (both.processes.begun()[1], both.told.id)
        assert mine in processes.outliving(
            session, ("mediation", "appeal"), everybody
        ) and mine in processes.outliving(session, ("mediation", "appeal"), north)
        assert mine not in processes.outliving(session, ("mediation", "appeal"), others)
