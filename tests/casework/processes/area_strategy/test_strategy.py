"""A plan for the local area: its acts, its refusals, its versions and its reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.inclusion_plan.plan_types import PLAN_TYPES
from casework.processes.area_strategy import moments
from casework.processes.area_strategy.acts import ACTS
from casework.processes.area_strategy.process import PROCESS
from casework.processes.area_strategy.strategy import Strategy
from casework.processes.process import CannotBegin
from tests.casework.processes.area_strategy.plans import (
    LEAD,
    SIGNER,
    STARTED,
    act,
    after,
    frozen,
    published,
    started,
    to_sign,
    written,
)


def refusal(plan: Strategy, action: str, on: date = STARTED, by: str = SIGNER, **fields: Any) -> str:
    return PROCESS.refusal(plan, act(action, on, **fields), on, by) or ""


def test_a_plan_goes_from_a_draft_to_a_published_version_and_its_state_survives_json() -> None:
    plan = published(written(started()))
    assert [one.number for one in plan.versions] == [1] and plan.stage == "area_strategy_published"
    assert PROCESS.state(PROCESS.view(plan, None)) == plan
    told = PROCESS.as_json(PROCESS.view(plan, None), STARTED)
    assert told["published"][0]["sections"] == plan.sections and told["unwritten"] == []
    assert {name for item, name in PROCESS.texts(told) if item is told["sections"]} == set(plan.sections)


def test_what_is_not_finished_cannot_be_signed_off() -> None:
    plan = after(started(), act("start_review"))
    assert "Write Foreword and vision" in refusal(plan, "ask_sign_off")
    for one in PLAN_TYPES[plan.type].sections:
        plan = after(plan, act("write_section", section=one.key, text="note-x"))
    assert refusal(plan, "ask_sign_off") == "Freeze the evidence before you ask for sign-off."
    asked = after(plan, act("freeze_evidence", as_at="2026-01-01"))
    assert "being made" in refusal(asked, "ask_sign_off")
    assert refusal(frozen(plan), "ask_sign_off") == "Add a priority before you ask for sign-off."


def test_every_partner_signs_once_and_only_the_signer_signs_for_the_authority() -> None:
    plan = to_sign(written(started()))
    assert "head-1 signs off for the authority" in refusal(
        plan, "record_sign_off", by=LEAD, partner="authority", name="note-n"
    )
    assert (
        refusal(plan, "publish") == "Local authority and Parent carer forum must sign off before you publish."
    )
    assert "Health does not sign off" in refusal(plan, "record_sign_off", partner="health", name="note-n")
    once = after(plan, act("record_sign_off", partner="authority", name="note-n"))
    assert "has signed off already" in refusal(once, "record_sign_off", partner="authority", name="note-n")
    back = after(once, act("refuse_sign_off", partner="parent_carer_forum", reason="note-r"))
    assert (back.stage, back.sign_offs) == ("area_strategy_drafting", ())


def test_a_partner_signs_for_itself_once_a_person_is_named() -> None:
    plan = to_sign(written(started()))
    assert "signs or writes for the authority" in refusal(
        plan, "name_signer", partner="parent_carer_forum", person=LEAD
    )
    assert "Health does not sign off" in refusal(plan, "name_signer", partner="health", person="partner-1")
    named = after(plan, act("name_signer", partner="parent_carer_forum", person="partner-1"))
    (invited,) = PROCESS.invitations(named, STARTED)
    assert (invited.to_role, invited.of) == ("partner", "partner-1") and named.id in invited.text
    assert PROCESS.people(named) == {LEAD, SIGNER, "partner-1"}
    mine = {"partner": "parent_carer_forum", "name": "note-n"}
    assert "partner-1 signs off for Parent carer forum" in refusal(named, "record_sign_off", by=LEAD, **mine)
    assert "you act for Parent carer forum only" in refusal(
        named, "record_sign_off", by="partner-1", partner="authority", name="note-n"
    )
    offered = {one.name for one in PROCESS.allowed(named, STARTED, "partner-1")}
    assert offered == {"record_sign_off", "refuse_sign_off"}
    signed = after(named, act("record_sign_off", **mine), by="partner-1")
    assert signed.unsigned == ("authority",)
    assert "record_sign_off" not in {one.name for one in PROCESS.allowed(signed, STARTED, "partner-1")}
    lead, partner = PROCESS.reminders(named, "sign_off", STARTED)
    assert (lead.of, partner.of) == (LEAD, "partner-1") and "waits for your sign-off" in partner.text
    assert len(PROCESS.reminders(signed, "sign_off", STARTED)) == 1


def test_a_published_version_cannot_change_and_the_next_supersedes_it() -> None:
    first = published(written(started()))
    for name, fields in (
        ("write_section", {"section": "vision", "text": "note-2"}),
        ("freeze_evidence", {"as_at": "2026-01-12"}),
        ("add_priority", {"title": "note-t", "owner": "note-o", "due_on": "2026-07-01", "measure": "note-m"}),
    ):
        assert "is published, so it cannot change" in refusal(first, name, **fields)
    later = date(2027, 1, 12)
    again = after(
        first, act("start_refresh", later), act("write_section", later, section="vision", text="note-2")
    )
    second = published(again, later)
    assert [one.superseded_on for one in second.versions] == [later, None]
    assert replace(second.versions[0], superseded_on=None) == first.versions[0]
    assert second.versions[1].sections["vision"] == "note-2"


def test_a_change_of_type_changes_the_sections_and_keeps_text_and_evidence() -> None:
    plan = written(started())
    other = after(plan, act("change_type", type="inclusion_plan"))
    assert other.evidence == plan.evidence and other.sections == plan.sections
    assert "Partnership and decisions" in other.unwritten and "Foreword and vision" not in other.unwritten
    assert "already" in refusal(other, "change_type", type="inclusion_plan")
    assert "has no section 'reform'" in refusal(other, "write_section", section="reform", text="note-x")


def test_a_priority_is_tracked_after_publication_with_a_reason_where_it_is_needed() -> None:
    plan = published(written(started()))
    on = date(2026, 5, 1)
    assert "no priority yet" in refusal(started(), "update_priority", priority="priority-1", state="done")
    assert refusal(plan, "update_priority", on, priority="priority-1", state="at_risk").startswith(
        "reason is missing"
    )
    assert "There is no priority" in refusal(plan, "update_priority", on, priority="priority-9", state="done")
    plan = after(
        plan,
        act(
            "update_priority",
            on,
            priority="priority-1",
            state="at_risk",
            reason="note-r",
            due_on="2026-09-01",
        ),
    )
    (one,) = plan.priorities
    assert (one.state, one.reason, one.due_on) == ("at_risk", "note-r", date(2026, 9, 1))
    assert plan.versions[0].priorities[0].state == "not_started"


def test_evidence_is_looked_up_once_for_each_request_and_no_person_records_it() -> None:
    plan = after(started(), act("set_assumption", assumption="growth_in_new_plans", value="4"))
    assert PROCESS.wants(plan) is None and PROCESS.evidence_wanted(plan) is None
    plan = after(plan, act("freeze_evidence", as_at="2025-12-31"))
    wanted, asked = PROCESS.wants(plan), PROCESS.evidence_wanted(plan)
    assert wanted is not None and wanted.is_long and "31 December 2025" in wanted.said
    assert asked is not None and asked.assumptions["growth_in_new_plans"] == "4"
    assert "The service records this" in refusal(
        plan, "evidence_frozen", evidence="evidence-1", as_at="2025-12-31"
    )
    answer = PROCESS.answered(plan, wanted, "evidence-7", STARTED)
    assert answer is not None and answer.act is not None
    plan = PROCESS.after(plan, answer.act)
    assert (plan.evidence, plan.as_at) == ("evidence-7", date(2025, 12, 31)) and PROCESS.wants(plan) is None
    assert "today or earlier" in refusal(plan, "freeze_evidence", as_at="2026-01-13")
    assert "between -50 and 100" in refusal(
        plan, "set_assumption", assumption="growth_in_new_plans", value="900"
    )


def test_reminders_come_in_order_and_say_that_they_are_local_policy() -> None:
    plan = published(written(started()))
    done: frozenset[str] = frozenset()
    came = []
    while (coming := PROCESS.next_moment(plan, done, STARTED)) is not None:
        assert "local policy" in coming.said
        came.append((coming.on, coming.kind.partition(":")[0]))
        done |= {coming.kind}
    assert came == [
        (date(2026, 4, 12), "measures"),
        (date(2026, 6, 17), "priority_soon"),
        (date(2026, 7, 2), "priority_late"),
        (date(2026, 7, 12), "measures"),
        (date(2026, 10, 12), "measures"),
        (date(2026, 12, 13), "refresh_soon"),
        (date(2027, 1, 12), "refresh"),
    ]
    assert PROCESS.is_breached(plan, done) and not PROCESS.is_breached(plan, frozenset())
    assert PROCESS.due_on(plan) == date(2026, 7, 1)
    for name in moments.SAID:
        (notice,) = PROCESS.reminders(plan, name, STARTED)
        assert notice.of == LEAD and "This is local policy, not law." in notice.text


@pytest.mark.parametrize(
    ("stage", "name"), [("draft", "drafting"), ("review", "review"), ("sign", "sign_off")]
)
def test_a_plan_that_waits_reminds_its_lead(stage: str, name: str) -> None:
    plan = {
        "draft": started(),
        "review": after(started(), act("start_review")),
        "sign": to_sign(written(started())),
    }[stage]
    coming = PROCESS.next_moment(plan, frozenset(), STARTED)
    assert coming is not None and coming.kind.startswith(name) and coming.on == PROCESS.due_on(plan)


def test_a_closed_plan_takes_nothing_more() -> None:
    plan = after(published(written(started())), act("close_plan", reason="note-r"))
    assert plan.is_over and plan.versions[0].superseded_on == STARTED and PROCESS.allowed(plan, STARTED) == ()
    assert refusal(plan, "start_refresh") == "The plan is closed. Start a new plan to change anything."
    assert PROCESS.next_moment(plan, frozenset(), STARTED) is None


def test_what_is_allowed_is_what_is_not_refused_for_its_stage() -> None:
    for plan in (started(), to_sign(written(started())), published(written(started()))):
        offered = {one.name for one in PROCESS.allowed(plan, STARTED, SIGNER)}
        assert offered < set(ACTS) and offered


def test_a_plan_is_started_with_a_known_type() -> None:
    asked = {"type": "local_strategy", "lead": LEAD, "signer": SIGNER}
    assert PROCESS.called(asked, STARTED)["opened_on"] == "2026-01-12"
    with pytest.raises(CannotBegin, match="no type of plan"):
        PROCESS.called({**asked, "type": "manifesto"}, STARTED)


def test_the_moment_sign_off_is_asked_for_each_named_partner_is_told_what_to_do_and_by_when() -> None:
    plan = after(written(started()), act("name_signer", partner="parent_carer_forum", person="partner-1"))
    (invited,) = PROCESS.invitations(plan, STARTED)
    assert "sign it off when the lead asks for it" in invited.text
    plan = to_sign(plan)
    (asked,) = PROCESS.asks(plan, "ask_sign_off", STARTED)
    assert (asked.to_role, asked.of, asked.kind) == ("partner", "partner-1", "plan_sign_off_asked")
    assert "by Monday 26 January 2026. This date is local policy, not law." in asked.text
    assert PROCESS.due_on(plan) == date(2026, 1, 26), "the lead is reminded on the same day"
    assert PROCESS.asks(plan, "record_comment", STARTED) == ()


def test_a_person_who_is_named_while_sign_off_is_waited_for_reads_so_in_their_invitation() -> None:
    plan = after(
        to_sign(written(started())), act("name_signer", partner="parent_carer_forum", person="partner-1")
    )
    (invited,) = PROCESS.invitations(plan, STARTED)
    assert "It waits for your sign-off" in invited.text and "by Monday 26 January 2026" in invited.text
