"""An appeal that the authority does not oppose (reg 45): what it must do, and by when."""

from __future__ import annotations

import json

import pytest
from law_says import Said, all_of, day, facts, one

from statute.schema import facts_from_json, facts_to_json

CONTENTS: Said = ("appeal_unopposed 2024-09-02", {"to": "amend_plan"})
SECTION_I: Said = ("appeal_unopposed 2024-09-02", {"to": "name_setting"})
BOTH: Said = ("appeal_unopposed 2024-09-02", {"to": ["amend_plan", "name_setting"]})


def test_only_section_i_has_two_weeks() -> None:
    """Reg 45(5)(a)."""
    found = one("reg45.placement", facts(SECTION_I), "2024-09-03")
    assert found.due_on == day("2024-09-16")
    assert "reg 45(5)(a)" in found.because


@pytest.mark.parametrize("said", [[BOTH], [CONTENTS, SECTION_I], [SECTION_I, CONTENTS]])
def test_section_i_with_contents_has_the_five_weeks_of_the_contents(said: list[Said]) -> None:
    """Reg 45(5)(b)."""
    found = all_of(facts(*said), "2024-09-03")
    assert found["reg45.placement"].due_on == found["reg45.contents"].due_on == day("2024-10-07")
    assert "reg 45(5)(b)" in found["reg45.placement"].because


def test_a_concession_of_another_day_is_another_concession() -> None:
    later: Said = ("appeal_unopposed 2024-11-04", {"to": "name_setting"})
    assert one("reg45.placement", facts(CONTENTS, later), "2024-11-05").due_on == day("2024-11-18")


def test_an_order_for_both_keeps_the_two_weeks_of_reg_44_2_f() -> None:
    both: Said = ("tribunal_order 2024-09-02", {"to": ["amend_plan", "name_setting"]})
    found = all_of(facts(both), "2024-09-03")
    assert found["reg44.amend_contents"].due_on == day("2024-10-07")
    assert found["reg44.amend_placement"].due_on == day("2024-09-16")


def test_one_agreement_can_settle_several_things() -> None:
    agreement: Said = ("mediation_agreement 2024-09-02", {"to": ["amend_plan", "name_setting", "other"]})
    assert set(all_of(facts(agreement), "2024-09-03")) == {
        "reg44.amend_contents",
        "reg44.amend_placement",
        "reg42_3.agreement_other",
    }


@pytest.mark.parametrize(
    ("to", "closed"), [("other", False), (["other"], False), (["other", "assess"], True)]
)
def test_what_is_agreed_runs_in_place_of_the_limits_of_the_request(to: str | list[str], closed: bool) -> None:
    known = facts("request_received 2024-06-03", ("mediation_agreement 2024-07-01", {"to": to}))
    status = one("reg13_2.final_plan", known, "2024-07-02").status
    assert status == ("superseded" if closed else "running")


def test_a_list_is_read_from_the_facts_and_written_back() -> None:
    text = json.dumps(
        {"events": [{"event": "tribunal_order", "on": "2024-09-02", "to": ["amend_plan", "name_setting"]}]}
    )
    known, _ = facts_from_json(text)
    assert known.events[0].fields["to"] == ["amend_plan", "name_setting"]
    assert facts_from_json(facts_to_json(known))[0] == known


def test_a_word_of_a_list_that_is_not_known_is_refused() -> None:
    text = json.dumps({"events": [{"event": "tribunal_order", "on": "2024-09-02", "to": ["assess", "pay"]}]})
    with pytest.raises(ValueError, match="\"to\" is 'pay'; it must be one of assess"):
        facts_from_json(text)
