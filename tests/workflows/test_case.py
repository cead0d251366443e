"""Whole cases on virtual time, each to one of its possible ends."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from activities.letter_checks import LetterChecks
from office.refusals import ActRefused
from records import cases, letter_checks, outbox
from records.database import Database
from tests.activities.steps import at_nine
from tests.casework.said import ALL_ASKED
from tests.workflows.played_case import Open, Told
from workflows.messages import CaseOutcome

TO_DRAFTING = (
    "assessment_agreed 2024-04-10",
    "advice_requested 2024-04-11 school",
    "advice_received 2024-05-10 school",
    "plan_agreed 2024-06-03",
)
TO_CONSULTING = (*TO_DRAFTING, "draft_issued 2024-06-10")


async def stage(told: Told) -> str:
    return (await told.played.handle.query("case"))["stage"]


async def outcome(told: Told) -> CaseOutcome:
    return await told.played.handle.result()


async def test_a_case_goes_from_receipt_to_final_plan_and_closes_with_the_familys_time(opened: Open) -> None:
    told = await opened("2024-03-04")
    _, *to_consulting = ALL_ASKED
    await told.do(*to_consulting, "representations_received 2024-06-20")
    receipt = await told.do("final_issued 2024-07-01", explained=None)
    assert (receipt.stage, receipt.warnings) == ("plan_issued", ())
    await told.until("2024-09-30")
    ended = await outcome(told)
    assert (ended.stage, str(ended.closed_on)) == ("plan_issued", "2024-09-03")
    acts = [event for _, event in told.facts("act")]
    assert acts == [said.split()[0] for said in to_consulting] + ["representations_received", "final_issued"]
    assert told.facts("system")[-1] == ("2024-09-03", "case_closed")
    assert not [n for n in told.notices() if n[1] == "breach_alert"]


async def test_a_decision_says_why_and_a_plan_what_is_not_done_before_it(opened: Open) -> None:
    told = await opened("2024-03-04")
    with pytest.raises(ActRefused, match=r"must give its reasons \(CFA 2014 s.36\(5\)\(a\)\)"):
        await told.do("assessment_refused 2024-04-10", reason=None)
    await told.do(*TO_DRAFTING[:3])
    with pytest.raises(ActRefused, match=r"must give its reasons \(CFA 2014 s.36\(9\)\(c\)\)"):
        await told.do("plan_refused 2024-06-03", reason=None)
    await told.do(
        *TO_CONSULTING[3:], "representations_received 2024-06-20", "family_meeting_asked 2024-06-20"
    )
    with pytest.raises(
        ActRefused, match=r"asked for a meeting, which it has a right to, and none is recorded.* explained"
    ):
        await told.do("final_issued 2024-07-01", explained=None)
    assert [event for _, event in told.facts("act")][-1] == "family_meeting_asked"
    assert (await told.do("final_issued 2024-07-01")).stage == "plan_issued"


async def test_a_changed_draft_gives_the_family_fifteen_days_again(opened: Open) -> None:
    told = await opened("2024-03-04")
    await told.do(*TO_CONSULTING, "representations_received 2024-06-12", "draft_issued 2024-06-18")
    assert await stage(told) == "consulting"
    await told.until("2024-06-26")
    assert await stage(told) == "consulting"
    with pytest.raises(ActRefused, match=r"cannot be issued before 3 July 2024"):
        await told.do("final_issued 2024-06-26")
    await told.until("2024-07-03")
    assert await stage(told) == "finalising"
    assert told.facts("moment")[-1] == ("2024-07-03", "window_closed")
    assert (await told.do("final_issued 2024-07-03")).stage == "plan_issued"


@pytest.mark.parametrize("way", ["withdrawn", "moved_away", "died", "aged_out"])
async def test_a_case_that_ends_is_closed_at_once(opened: Open, way: str) -> None:
    told = await opened("2024-03-04")
    await told.do(*TO_DRAFTING[:2], f"{way} 2024-05-01")
    ended = await outcome(told)
    assert (ended.stage, str(ended.closed_on)) == (way, "2024-05-01")
    assert told.facts()[-2:] == [("2024-05-01", way), ("2024-05-01", "case_closed")]


@pytest.mark.parametrize(
    ("acts", "way", "closed_on"),
    [
        (("assessment_refused 2024-04-10",), "assessment_refused", "2024-06-11"),
        (
            (*TO_DRAFTING[:3], "plan_refused 2024-06-03"),
            "plan_refused",
            "2024-09-03",
        ),  # days in August do not count for the Tribunal
    ],
)
async def test_a_refused_case_waits_for_the_familys_time_and_closes_in_a_fact(
    opened: Open, acts: tuple[str, ...], way: str, closed_on: str
) -> None:
    told = await opened("2024-03-04")
    await told.do(*acts)
    await told.until("2024-12-01")
    ended = await outcome(told)
    assert (ended.stage, str(ended.closed_on)) == (way, closed_on)
    assert "window_closed" in {event for _, event in told.facts("moment")}
    assert not [n for n in told.notices() if n[1] == "breach_alert"]


async def test_an_order_reopens_a_refused_case_which_then_runs_to_its_plan(opened: Open) -> None:
    told = await opened("2024-03-04")
    await told.do(
        "assessment_refused 2024-04-10", "mediation_declined 2024-04-20", "mediation_certificate 2024-04-22"
    )
    await told.do("appeal_registered 2024-05-20", against="refusal_to_assess")
    await told.until("2024-09-01")
    assert await stage(told) == "assessment_refused"
    await told.do("tribunal_order 2024-09-10", to="assess")
    assert await stage(told) == "deciding_to_assess"
    await told.do(
        "assessment_agreed 2024-09-20",
        "advice_requested 2024-09-20 school",
        "advice_received 2024-10-10 school",
    )
    await told.do("plan_agreed 2024-10-15", "draft_issued 2024-10-16", "representations_received 2024-10-25")
    assert (await told.do("final_issued 2024-11-01")).stage == "plan_issued"


async def test_the_end_of_the_familys_time_moves_the_case_on_automatically(opened: Open) -> None:
    told = await opened("2024-03-04")
    await told.do(*TO_CONSULTING)
    await told.until("2024-06-24")
    assert await stage(told) == "consulting"
    await told.until("2024-06-25")
    assert await stage(told) == "finalising"
    assert ("2024-06-25", "window_closed") in told.facts("moment")


class TestEscalation:
    async def test_a_limit_that_nears_and_passes_is_told_to_the_right_people_on_the_right_days(
        self, opened: Open
    ) -> None:
        told = await opened("2024-03-04")
        await told.until("2024-04-24")
        assert [n for n in told.notices() if n[3] == "reg5.decide_to_assess"] == [
            ("2024-03-28", "reminder", "case_officer", "reg5.decide_to_assess"),
            ("2024-04-08", "reminder", "case_officer", "reg5.decide_to_assess"),
            ("2024-04-08", "reminder", "team_manager", "reg5.decide_to_assess"),
            ("2024-04-12", "reminder", "case_officer", "reg5.decide_to_assess"),
            ("2024-04-12", "reminder", "team_manager", "reg5.decide_to_assess"),
            ("2024-04-16", "breach_alert", "case_officer", "reg5.decide_to_assess"),
            ("2024-04-16", "breach_alert", "team_manager", "reg5.decide_to_assess"),
            ("2024-04-23", "breach_continues", "team_manager", "reg5.decide_to_assess"),
            ("2024-04-23", "breach_continues", "head_of_service", "reg5.decide_to_assess"),
        ]

    async def test_an_act_done_in_time_but_recorded_late_clears_the_breach_and_is_marked(
        self, opened: Open
    ) -> None:
        told = await opened("2024-03-04")
        await told.until("2024-04-17")
        assert (await told.played.handle.query("case"))["outlook"]["breached"] is True
        scene_receipt = await told.played.handle.execute_update(
            "assessment_agreed", {"action": "assessment_agreed", "on": "2024-04-15", "request_id": "late"}
        )
        assert "Recorded late" in scene_receipt["warnings"][0]
        outlook = (await told.played.handle.query("case"))["outlook"]
        assert (outlook["breached"], outlook["rag"]) == (False, "green")
        assert told.ledger()[-1].late is True

    async def test_a_case_opened_after_the_breach_is_told_from_its_next_step_on(self, opened: Open) -> None:
        told = await opened("2024-03-04", starts="2024-05-01")
        await told.until("2024-05-08")
        assert [n[:3] for n in told.notices() if n[3] == "reg5.decide_to_assess"] == [
            ("2024-05-08", "breach_continues", "team_manager"),
            ("2024-05-08", "breach_continues", "head_of_service"),
        ]


class TestRefusals:
    async def test_what_is_out_of_order_early_in_the_future_or_done_already_leaves_no_trace(
        self, opened: Open
    ) -> None:
        told = await opened("2024-03-04")
        await told.do("assessment_agreed 2024-04-10")
        history = await told.played.handle.fetch_history()
        lines = told.ledger()
        for action, on, part in (
            ("final_issued", "2024-04-10", "You cannot issue the final plan while advice is being gathered"),
            ("advice_requested", "2030-01-01", "in the future"),
            ("plan_agreed", "2024-03-01", "before the request was received"),
            ("assessment_agreed", "2024-04-10", "already recorded"),
        ):
            message = {"action": action, "on": on, "of": "school" if action == "advice_requested" else None}
            with pytest.raises(Exception) as refused:
                await told.played.handle.execute_update(action, message)
            assert part in str(refused.value.__cause__)
        after = await told.played.handle.fetch_history()
        assert [e.event_id for e in after.events] == [e.event_id for e in history.events]
        assert told.ledger() == lines

    async def test_the_plan_is_not_finalised_inside_the_familys_time(self, opened: Open) -> None:
        told = await opened("2024-03-04")
        await told.do(*TO_CONSULTING)
        with pytest.raises(ActRefused, match="cannot be issued before 25 June 2024"):
            await told.do("final_issued 2024-06-24")
        await told.until("2024-06-25")
        assert (await told.do("final_issued 2024-06-25")).stage == "plan_issued"

    async def test_nothing_is_recorded_in_a_closed_case(self, opened: Open) -> None:
        told = await opened("2024-03-04")
        await told.do("withdrawn 2024-03-10")
        await outcome(told)
        with pytest.raises(ActRefused, match="closed"):
            await told.do("assessment_agreed 2024-03-11")


class TestRepetition:
    async def test_a_request_repeated_is_answered_as_the_first_time_and_done_once(self, opened: Open) -> None:
        told = await opened("2024-03-04")
        message = {"action": "assessment_agreed", "on": "2024-03-04", "request_id": "double-click"}
        first = await told.played.handle.execute_update("assessment_agreed", message, id="double-click")
        again = await told.played.handle.execute_update("assessment_agreed", message, id="double-click")
        other_id = await told.played.handle.execute_update(
            "assessment_agreed", message, id="another-update-id"
        )
        assert first == again == other_id
        assert [event for _, event in told.facts("act")] == ["assessment_agreed"]

    async def test_a_signal_does_what_an_update_does_and_once(self, opened: Open) -> None:
        told = await opened("2024-03-04")
        message = {"action": "assessment_agreed", "on": "2024-03-04", "request_id": "from-elsewhere"}
        for _ in range(2):
            await told.played.handle.signal("assessment_agreed", message)
        await told.until("2024-03-05")
        assert await stage(told) == "assessing"
        assert [event for _, event in told.facts("act")] == ["assessment_agreed"]

    async def test_a_refused_signal_is_told_to_the_case_officer(self, opened: Open) -> None:
        told = await opened("2024-03-04")
        await told.played.handle.signal("final_issued", {"action": "final_issued", "on": "2024-03-04"})
        await told.until("2024-03-05")
        assert ("2024-03-04", "act_refused", "case_officer", "final_issued") in told.notices()
        assert await stage(told) == "deciding_to_assess"
        assert not told.facts("act")


async def test_two_acts_at_once_are_recorded_one_after_the_other(opened: Open) -> None:
    told = await opened("2024-03-04")
    await told.do("assessment_agreed 2024-04-10")
    asked = [
        told.played.handle.execute_update(
            "advice_requested", {"action": "advice_requested", "on": "2024-04-10", "of": of, "request_id": of}
        )
        for of in ("school", "health", "parent", "social_care")
    ]
    receipts = await asyncio.gather(*asked)
    first, *rest = sorted(receipt["sequence"] for receipt in receipts)
    assert rest == [first + 1, first + 2, first + 3]
    assert len(told.facts("act")) == 5


async def test_the_search_attributes_show_the_status_of_the_case(opened: Open) -> None:
    told = await opened("2024-03-04")
    await told.do(*TO_DRAFTING)

    async def attributes() -> dict[str, Any]:
        described = await told.played.handle.describe()
        return {pair.key.name: pair.value for pair in described.typed_search_attributes}

    found = await attributes()
    assert {name: found[name] for name in ("Stage", "Rag", "Team", "CaseOfficer", "Breached")} == {
        "Stage": "drafting",
        "Rag": "green",
        "Team": "north",
        "CaseOfficer": "officer-1",
        "Breached": False,
    }
    assert found["NextDueDate"].date().isoformat() == "2024-07-22"
    await told.do("officer_unassigned 2024-06-05")
    assert "CaseOfficer" not in await attributes()
    await told.do("officer_assigned 2024-06-05", officer="officer-2")
    assert (await attributes())["CaseOfficer"] == "officer-2"


async def test_several_are_asked_at_once_in_one_step_or_none_of_them(opened: Open) -> None:
    told = await opened("2024-03-04")
    await told.do("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school")
    with pytest.raises(ActRefused, match="Advice was already asked of school"):
        await told.do("advice_requested 2024-04-12 health,school")
    receipt = await told.do("advice_requested 2024-04-12 health,social_care")
    asked = [(line.of, line.seq) for line in told.ledger() if line.event == "advice_requested"]
    assert asked[1:] == [("health", receipt.sequence), ("social_care", receipt.sequence)]
    requests = [notice for notice in told.notices() if notice[1] == "advice_request"]
    assert len(requests) == 3
    with pytest.raises(ActRefused, match="is not a code"):
        await told.do("advice_received 2024-04-12 health,school")


async def test_a_breach_that_is_acknowledged_with_a_plan_is_quiet_until_the_planned_day(opened: Open) -> None:
    told = await opened("2024-03-04")
    await told.until("2024-04-17")
    plan = {"rule": "reg5.decide_to_assess", "plan": "note-1", "planned_on": "2024-04-30"}
    await told.do("breach_acknowledged 2024-04-17", **plan)
    await told.until("2024-05-09")
    late = [(on, role) for on, kind, role, _ in told.notices() if kind == "breach_continues"]
    days = ("2024-05-01", "2024-05-08")  # the working day after the planned day, then every fifth
    assert late == [(day, role) for day in days for role in ("team_manager", "head_of_service")]
    (line,) = [line for line in told.ledger() if line.event == "breach_acknowledged"]
    assert (
        line.text == "The breach was acknowledged, with a plan." and line.fields["planned_on"] == "2024-04-30"
    )


async def test_a_decision_counts_from_the_day_on_which_its_letter_leaves(
    opened: Open, virtual: tuple[WorkflowEnvironment, Database]
) -> None:
    told = await opened("2024-03-04")
    await told.do("assessment_refused 2024-04-10")
    checks = LetterChecks(virtual[0].client, told.database)
    await told.until("2024-04-11")
    await checks.sweep(at_nine("2024-04-11"))
    assert [event for _, event in told.facts("act")] == ["assessment_refused", "letter_not_left"]
    await told.until("2024-04-16")
    await checks.sweep(at_nine("2024-04-16"))
    assert [event for _, event in told.facts("act")] == ["assessment_refused", "letter_not_left"], "told once"
    assert ("2024-04-16", "breach_alert") in told.facts("moment")
    with told.database.write() as session:
        letter = next(one for one in outbox.of_case(session, told.id) if one.kind == "assessment_refused")
        outbox.mark_sent(session, letter.dispatch_id, at_nine("2024-04-16"), "posted")
    for minutes in (2, 4, 6):
        await checks.sweep(at_nine("2024-04-16") + timedelta(minutes=minutes))
    with told.database.read() as session:
        limits = {one.role: one for one in cases.obligations_of(session, told.id)}
        due = letter_checks.due(session, at_nine("2024-12-31"), 10_000)
        assert told.id not in {one.case_id for one in due}
    assert str(limits["appeal"].started_on) == "2024-04-16"
    assert [event for _, event in told.facts("act")] == [
        "assessment_refused",
        "letter_not_left",
        "letter_left",
    ]
