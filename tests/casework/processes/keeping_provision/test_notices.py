"""The notices of a concern, to the family, the service that answers, the setting and the managers."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.processes.keeping_provision.case_acts import TELLS
from casework.processes.keeping_provision.process import PROCESS
from casework.processes.keeping_provision.target import obligations_of
from casework.processes.keeping_provision.telling import told
from tests.casework.processes.keeping_provision.test_concern import ANSWER, BEGUN, RAISE, act, concern

ON = date(2024, 5, 1)


def notices(action: str, of: str | None = "concern-1", **fields: Any) -> dict[str, str]:
    clocks = obligations_of(concern(RAISE), ON)
    found = PROCESS.notices(Act(action, ON, of, fields), ON, clocks)
    assert found is not None
    return {one.to_role: one.text for one in found}


def test_the_family_has_a_receipt_with_the_day_of_the_answer_and_the_service_is_asked() -> None:
    (raised,) = told(BEGUN, RAISE)
    found = notices("provision_not_delivered", **raised.fields)
    assert found["family"] == (
        "We have been told that provision in Section F of the education, health and care plan is not delivered. "
        "We aim to answer you by Thursday 16 May 2024."
    )
    assert found["service_manager"].endswith("the target is local policy. Please answer it.")
    assert "The local target to answer is Thursday 16 May 2024." in found["case_officer"]


def test_the_notice_to_the_service_is_of_the_service() -> None:
    (raised,) = told(BEGUN, RAISE)
    found = PROCESS.notices(Act(raised.action, ON, raised.of, raised.fields), ON, ()) or ()
    assert [one.of for one in found if one.to_role == "service_manager"] == ["speech_therapist"]
    assert not any("note-" in one.text for one in found)


def test_the_setting_has_the_question_and_the_family_the_answer() -> None:
    assert list(notices("provision_asked_of_setting", "urn-1", concern="concern-1", question="note-4")) == [
        "setting"
    ]
    (answered,) = told(concern(RAISE), ANSWER)
    assert notices("provision_answered", **answered.fields)["family"] == (
        "The provision is being delivered again. If you are not satisfied, please tell us by Monday 10 June 2024."
    )


def test_a_reopened_concern_is_told_as_one() -> None:
    (again,) = told(concern(RAISE, ANSWER), act("reopen_concern", "2024-05-20", reason="note-3"))
    assert notices(again.action, **again.fields)["family"].startswith(
        "You told us that you are not satisfied"
    )


def test_every_report_of_a_concern_is_its_own_act() -> None:
    for action in TELLS:
        assert PROCESS.notices(Act(action.name, ON, "concern-1", {}), ON, ()) is not None
    assert PROCESS.notices(Act("draft_issued", ON), ON, ()) is None
