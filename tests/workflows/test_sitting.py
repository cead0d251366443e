"""A sitting of the panel on virtual time, and its cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from office.office import opaque
from office.process_acts import send
from office.refusals import ActedSince, ActRefused
from records import ledger, processes
from records.database import Database
from starter.simulate.virtual_time import MORNING, PlayedProcess, Scene
from statute.local_time import start_of_day
from tests.workflows.played_case import Open, Told
from workflows.messages import ActMessage
from workflows.process_messages import ProcessOpening

SERVICES = {"ed-1": "education", "he-1": "health", "so-1": "social_care"}
ALL = list(SERVICES)


class Sat:
    """A sitting on virtual time, told in short lines: await sat.do("list_case 2024-05-01", case, about="plan")."""

    def __init__(self, played: PlayedProcess, database: Database) -> None:
        self.played, self.database = played, database

    @property
    def id(self) -> str:
        return self.played.id

    async def do(self, said: str, case: str | None = None, by: str = "ed-1", **fields: Any) -> str:
        action, on = said.split()
        return (await self.played.act(Scene(action, date.fromisoformat(on), case, fields), by)).stage

    async def until(self, day: str) -> None:
        await self.played.go_to(start_of_day(date.fromisoformat(day)) + MORNING)

    def events(self) -> list[tuple[str, str]]:
        with self.database.read() as session:
            assert ledger.broken(session, self.id) is None
            return [(str(line.on), line.event) for line in ledger.facts_of(session, self.id)]

    def status(self) -> str:
        with self.database.read() as session:
            row = processes.find(session, self.id)
        assert row is not None
        return row.status


Call = Callable[..., Any]


@pytest.fixture
def called(virtual: tuple[WorkflowEnvironment, Database]) -> Call:
    """Call a sitting: sat = await called("2024-05-20", starts="2024-05-01")."""
    environment, database = virtual

    async def call(sits_on: str, starts: str) -> Sat:
        day, begins = date.fromisoformat(sits_on), date.fromisoformat(starts)
        opening = ProcessOpening(
            kind="panel",
            id=f"sitting-{opaque()}",
            fields={
                "sits_on": sits_on,
                "papers_by": date.fromordinal(day.toordinal() - 7).isoformat(),
                "chair": "ed-1",
                "members": [{"id": id_, "role": role} for id_, role in SERVICES.items()],
            },
            team="north",
            clock_starts_at=start_of_day(begins) + MORNING,
        )
        sat = Sat(PlayedProcess(environment, database, opening.id, opening.clock_starts_at), database)
        await sat.played.begin(opening)
        return sat

    return call


async def assessed(opened: Open, until: str) -> Told:
    told: Told = await opened("2024-03-04")
    await told.do(
        "assessment_agreed 2024-04-10",
        "advice_requested 2024-04-11 school",
        "advice_received 2024-04-29 school",
    )
    await told.until(until)
    return told


async def of_panel(told: Told) -> list[str]:
    await told.heard()
    return [event for _, event in told.facts("act") if event.startswith("panel_")]


async def test_a_case_is_listed_advised_on_and_decided_by_a_named_officer_with_reasons(
    opened: Open, called: Call
) -> None:
    told, sat = await assessed(opened, "2024-05-20"), await called("2024-05-20", "2024-05-01")
    await sat.do("list_case 2024-05-01", told.id, about="plan")
    await sat.do("papers_ready 2024-05-10", told.id)
    await sat.do("record_attendance 2024-05-20", present=ALL)
    await sat.do("recommend 2024-05-20", told.id, recommendation="make_plan", reason="Needs are clear.")
    assert await of_panel(told) == ["panel_listed"]
    assert await sat.do("sign_off 2024-05-20") == "panel_signed_off"
    ended = await sat.played.handle.result()
    assert ended["stage"] == sat.status() == "panel_signed_off"
    assert await of_panel(told) == ["panel_listed", "panel_recommended"]
    with pytest.raises(ActRefused, match=r"the decision is the authority's own. Enter the reason for it"):
        await told.do("plan_agreed 2024-05-21")
    receipt = await told.do("plan_agreed 2024-05-21", reason="We agree with the panel.")
    assert receipt.stage == "drafting"


async def test_an_inquorate_sitting_is_told_to_officer_and_manager_and_the_case_goes_on(
    opened: Open, called: Call
) -> None:
    told, sat = await assessed(opened, "2024-05-20"), await called("2024-05-20", "2024-05-01")
    await sat.do("list_case 2024-05-01", told.id, about="plan")
    assert await sat.do("record_attendance 2024-05-20", present=ALL[:2]) == "panel_inquorate"
    await told.heard()
    alerts = [notice for notice in told.notices() if notice[1] == "panel_not_held"]
    assert [notice[2] for notice in alerts] == ["case_officer", "team_manager"]
    assert (await told.do("plan_agreed 2024-05-21")).stage == "drafting"


async def test_a_missed_step_is_alerted_at_its_time(opened: Open, called: Call) -> None:
    told, sat = await assessed(opened, "2024-06-01"), await called("2024-05-20", "2024-05-01")
    await sat.do("list_case 2024-05-01", told.id, about="plan")
    await sat.until("2024-05-14")
    assert sat.events()[-1] == ("2024-05-14", "papers_late")
    await sat.until("2024-05-21")
    assert sat.events()[-1] == ("2024-05-21", "not_held")
    assert await of_panel(told) == ["panel_listed", "panel_papers_late", "panel_not_held"]
    await sat.do("record_attendance 2024-05-22", present=ALL)
    await sat.do(
        "recommend 2024-05-22",
        told.id,
        recommendation="do_not_make_plan",
        reason="Needs are met at school.",
        dissent="One member would make one.",
    )
    await sat.until("2024-05-28")
    assert (await of_panel(told))[-1] == "panel_not_held"
    await sat.do("sign_off 2024-05-29")
    assert (await of_panel(told))[-1] == "panel_recommended"


async def test_a_case_that_is_carried_over_is_listed_to_the_sitting_that_takes_it(
    opened: Open, called: Call
) -> None:
    told = await assessed(opened, "2024-05-20")
    first, second = await called("2024-05-20", "2024-05-01"), await called("2024-06-03", "2024-05-01")
    await second.until("2024-05-20")
    await first.do("list_case 2024-05-01", told.id, about="plan")
    await first.do("carry_over 2024-05-20", told.id, why="papers_missing", to=second.id)
    await second.do("papers_ready 2024-05-21", told.id)
    await told.until("2024-05-22")
    assert await of_panel(told) == ["panel_listed", "panel_papers_late", "panel_carried_over", "panel_listed"]
    assert [event for _, event in second.events()] == ["sitting_called", "list_case", "papers_ready"]


async def test_a_case_that_has_ended_is_not_told_and_the_sitting_goes_on(opened: Open, called: Call) -> None:
    told, sat = await assessed(opened, "2024-05-10"), await called("2024-05-20", "2024-05-01")
    await sat.do("list_case 2024-05-01", told.id, about="plan")
    await told.do("withdrawn 2024-05-11")
    assert await sat.do("call_off 2024-05-12") == "panel_called_off"
    await sat.played.handle.result()
    assert [event for _, event in sat.events()] == ["sitting_called", "list_case", "call_off", "not_told"]


async def test_an_act_that_a_sitting_refuses_leaves_no_trace(called: Call) -> None:
    sat = await called("2024-05-20", "2024-05-01")
    with pytest.raises(ActRefused, match=r"Only the chair|Record who was there before"):
        await sat.do("sign_off 2024-05-20", by="he-1")
    assert [event for _, event in sat.events()] == ["sitting_called", "papers_late"]


async def test_the_second_of_two_acts_on_the_same_step_is_refused_and_not_recorded(
    called: Call, virtual: tuple[WorkflowEnvironment, Database]
) -> None:
    sat, client = await called("2024-05-20", "2024-05-01"), virtual[0].client

    def lists(case: str, by: str, seen: int, request_id: str) -> ActMessage:
        return ActMessage(
            action="list_case", on=date(2024, 5, 1), of=case, fields={"about": "plan"}, by=by, seen=seen, request_id=request_id,
        )  # fmt: skip

    message = lists("case-none", "officer-1", 1, f"{sat.id}-r1")
    first = await send(client, sat.id, message)
    for _ in range(2):
        with pytest.raises(ActedSince) as refused:
            await send(client, sat.id, lists("case-other", "officer-2", 1, f"{sat.id}-r2"))
        assert str(refused.value).startswith("Since you looked at this sitting, officer-1 has recorded that ")
        assert "(case-none). Your act was not recorded" in str(refused.value)
        assert refused.value.now is not None and refused.value.now >= first.sequence
    told = (await sat.played.handle.fetch_history()).events
    accepted = [one.workflow_execution_update_accepted_event_attributes for one in told]
    assert [one.protocol_instance_id for one in accepted if one.protocol_instance_id] == [message.request_id]
    assert [event for _, event in sat.events()].count("list_case") == 1
    assert await send(client, sat.id, message) == first, "a repetition is answered as it was"
    looked = lists("case-other", "officer-2", refused.value.now, f"{sat.id}-r3")
    assert (await send(client, sat.id, looked)).sequence > first.sequence
    ending = ActMessage(action="call_off", on=date(2024, 5, 1), by="officer-1", request_id=f"{sat.id}-r4")
    ended = await send(client, sat.id, ending)
    await sat.played.handle.result()
    assert await send(client, sat.id, ending) == ended, "and when the sitting is over"
