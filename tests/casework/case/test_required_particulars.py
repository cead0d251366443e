"""What a decision must come with in everyday recording, and what it need not in a case that is taken over."""

from __future__ import annotations

from datetime import date

import pytest

from casework.case.acts import Act
from casework.case.case import Case
from casework.case.guard import refusal, warnings
from tests.casework.said import ALL_ASKED, LATER, TO_CONSULTING, TO_DRAFTING, TO_FINAL, act, case

ASKED_FOR = act("representations_received 2024-06-20", setting="urn-7")
FINAL = "final_issued 2024-07-01"


def why(found: Case, one: Act) -> str:
    return refusal(found, one, LATER, needs_reasons=True) or ""


@pytest.mark.parametrize(
    ("before", "decision", "cite"),
    [
        (TO_DRAFTING[:1], "assessment_refused 2024-04-10", "CFA 2014 s.36(5)(a)"),
        (TO_DRAFTING[:4], "plan_refused 2024-06-03", "CFA 2014 s.36(9)(c)"),
        (TO_FINAL, "amendment_not_made 2024-09-01", "reg 22(4)"),
        (TO_FINAL, "reassessment_refused 2024-09-01", "our own rule"),
    ],
)
def test_a_refusal_without_its_reasons_is_refused_whether_or_not_a_panel_sat(
    before: tuple[str, ...], decision: str, cite: str
) -> None:
    found = case(*before)
    assert (
        why(found, act(decision)) == f"This decision must give its reasons ({cite}). Enter the reason for it."
    )
    assert why(found, act(decision, reason="note-1")) == ""
    assert refusal(found, act(decision), LATER) is None


def test_a_plan_whose_duties_are_all_met_is_sent_without_an_explanation() -> None:
    consulted = (*ALL_ASKED, "setting_consulted 2024-06-12 urn-7", ASKED_FOR)
    assert why(case(*consulted), act(FINAL, setting="urn-7")) == ""


def test_health_care_provision_without_a_recorded_agreement_warns_and_does_not_refuse() -> None:
    def told(found: Case, name: str = FINAL, **fields: bool) -> list[str]:
        sent = act(name, **fields)
        assert why(found, sent) == ""
        return [one for one in warnings(found, sent, LATER) if "reg 12(2)" in one]

    ready = (*ALL_ASKED, "representations_received 2024-06-20")
    (note,) = told(case(*ready), health_provision=True)
    assert note.endswith("(reg 12(2)). Record the health body's agreement to Section G.")
    assert told(case(*ready)) == told(case(*ready), health_provision=False) == []
    agreed = case(*ready, act("health_provision_agreed 2024-06-25", body="icb-1"))
    assert told(agreed, health_provision=True) == []
    issued = case(*ready, "health_provision_agreed 2024-06-25", FINAL)
    assert told(issued, "amended_final_issued 2024-09-01", health_provision=True) == [note], "another plan"


@pytest.mark.parametrize(
    ("before", "fields", "part"),
    [
        ((*ALL_ASKED, "advice_requested 2024-06-11 school", "representations_received 2024-06-20"), {}, "still outstanding from the school"),
        ((*ALL_ASKED, ASKED_FOR), {"setting": "urn-7"}, "which is not recorded as consulted. You must consult it (s.39(2))"),
        ((*ALL_ASKED, "representations_received 2024-06-20", "family_meeting_asked 2024-06-20"), {}, "asked for a meeting, which it has a right to, and none is recorded"),
        ((*ALL_ASKED, "family_meeting_held 2024-06-19", "representations_received 2024-06-20", "family_meeting_asked 2024-06-20"), {}, "asked for a meeting"),
    ],
)  # fmt: skip
def test_a_duty_before_the_final_plan_is_done_or_explained(
    before: tuple[str | Act, ...], fields: dict[str, str], part: str
) -> None:
    found = case(*before)
    refused = why(found, act(FINAL, **fields))
    assert part in refused and refused.endswith("If you send the plan without it, that must be explained.")
    assert why(found, act(FINAL, **fields, explained="note-1")) == ""
    assert refusal(found, act(FINAL, **fields), LATER) is None


@pytest.mark.parametrize(
    ("before", "fields", "part"),
    [
        (TO_CONSULTING, {}, "Advice was never asked of the family, health"),
        (ALL_ASKED, {"setting": "urn-8"}, "The plan names urn-8, which is not recorded as consulted"),
    ],
)
def test_a_duty_that_was_never_begun_warns_and_does_not_refuse(
    before: tuple[str | Act, ...], fields: dict[str, str], part: str
) -> None:
    found = case(*before, "representations_received 2024-06-20")
    assert why(found, act(FINAL, **fields)) == ""
    assert any(part in note for note in warnings(found, act(FINAL, **fields), LATER))


def test_a_plan_that_names_no_setting_must_say_why_if_the_family_asked_for_one() -> None:
    found = case(*ALL_ASKED, "setting_consulted 2024-06-12 urn-7", ASKED_FOR)
    assert why(found, act(FINAL)).startswith(
        "The family asked for urn-7. Enter the setting that the plan names"
    )
    assert why(found, act(FINAL, reason="note-1", ground="incompatible_with_use_of_resources")) == ""
    assert "choose from" in why(found, act(FINAL, reason="note-1", ground="it_is_full"))


def test_a_family_that_declined_the_tailored_list_is_sent_one_only_if_it_asks_later() -> None:
    found = case(*TO_DRAFTING[:4], "tailored_list_declined 2024-05-20", *TO_CONSULTING[4:])
    assert "wants no tailored list" in why(found, act("tailored_list_sent 2024-06-11", list="list-1"))
    again = act("tailored_list_sent 2024-06-11", list="list-1", asked_by_family=True)
    assert why(found, again) == ""
    assert refusal(found, act("tailored_list_sent 2024-06-11", list="list-1"), date(2024, 6, 11)) is not None
