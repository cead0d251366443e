"""A policy of the council reaches an open case through its workflow, once, and is the same after the records are made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from temporalio.testing import WorkflowEnvironment

from activities.policy_delivery import PolicyDelivery
from casework.authority.local_policy import LocalPolicy
from casework.case.alert_steps import STANDARD, as_codes
from casework.case.outlook import outlook_of
from records import cases, ledger, local_policy
from records.database import Database
from records.local_policy import LOCAL, PolicyVersion
from records.read_model import rows_of
from tests.activities.steps import at_nine
from tests.workflows.played_case import Open

_TWELVE = {
    "ladders": {
        "limit": {
            "steps": [
                {"working_days": -12, "to": ["case_officer"]},
                {"working_days": 0, "to": ["case_officer", "team_manager"]},
            ],
            "repeats": {"every": 5, "to": ["head_of_service"]},
        }
    }
}


async def test_an_open_case_is_told_once_and_chased_by_the_new_steps(
    opened: Open, virtual: tuple[WorkflowEnvironment, Database]
) -> None:
    told = await opened("2024-03-04")
    policy = LocalPolicy.model_validate(_TWELVE)
    content = {LOCAL: policy.model_dump(mode="json")}
    with told.database.write() as session:
        version = local_policy.version_now(session) + 1
        made = PolicyVersion(version, content, at_nine("2024-03-05"), "head-1", "We chase earlier.", [])
        local_policy.keep_version(session, made)
        local_policy.tell_new_case(session, told.id)
    await told.until("2024-03-05")
    delivery = PolicyDelivery(virtual[0].client, told.database)
    assert await delivery.sweep(at_nine("2024-03-05")) == 1
    with told.database.write() as session:
        assert local_policy.count_to_tell(session) == 0
        local_policy.tell_new_case(session, told.id)  # as after a kill before the row was taken away
    await delivery.sweep(at_nine("2024-03-05"))
    (line,) = [line for line in told.ledger() if line.event == "alert_steps_changed"]
    assert line.fields["policy"] == f"policy-{version}"
    assert line.fields["steps"] == as_codes(policy.ladders.alert_steps) != as_codes(STANDARD)
    await told.until("2024-04-17")
    chased = [(on, role) for on, kind, role, _ in told.notices() if kind in ("reminder", "breach_alert")]
    assert [one for one in chased if one[1] == "case_officer"] == [
        ("2024-03-26", "case_officer"),
        ("2024-04-16", "case_officer"),
    ]
    with told.database.read() as session:
        before = {one.rule: one.due_on for one in cases.obligations_of(session, told.id)}
        assert before["reg5.decide_to_assess"] == date(2024, 4, 15)
        lines = ledger.facts_of(session, told.id)
        row, owed = rows_of(told.id, outlook_of(lines, lines[-1].recorded_at))
        kept = cases.find(session, told.id)
        assert kept is not None
        assert kept == replace(row, child_id=kept.child_id)
        assert cases.obligations_of(session, told.id) == owed
