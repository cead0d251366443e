"""Which limits of an order (reg 44(3)) and of a concession (reg 45(7)) can be excused, and on which grounds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from law_says import Said, claim, day, facts, one

from statute.facts import ExceptionClaim
from statute.schema import facts_from_json

TOLD = day("2024-12-10")


def order(to: str, on: str = "2024-06-10", **fields: Any) -> Said:
    return (f"tribunal_order {on}", {"to": to, **fields})


def concession(to: str, on: str = "2024-06-10", **fields: Any) -> Said:
    return (f"appeal_unopposed {on}", {"to": to, **fields})


def claimed(ground: str, first: str = "2024-06-12", last: str = "2024-07-20", **more: Any) -> ExceptionClaim:
    return claim(ground, first, last, family_told_on=TOLD, **more)


def closure(ground: str, **more: Any) -> ExceptionClaim:
    """A school closed for the summer, and asked for advice a few days before it closed."""
    days = {"closed_from": "2024-07-23", "reopens_on": "2024-09-03", "advice_asked_on": "2024-07-18"}
    return claim(ground, family_told_on=TOLD, **{name: day(on) for name, on in {**days, **more}.items()})


def stands(rule: str, exception: ExceptionClaim, *said: Said) -> tuple[str, int, str]:
    found = one(rule, facts(*said, exceptions=[exception]), "2025-06-01")
    return found.status, found.days_late, found.because


def test_reg_44_3_does_not_excuse_an_amended_plan_that_44_2_e_orders() -> None:
    said = ("final_issued 2024-05-20", order("amend_plan", "2024-12-02"), "amended_final_issued 2025-01-20")
    status, days_late, because = stands(
        "reg44.amend_contents", claimed("reg44(3)(a)", "2024-12-05", "2024-12-20"), *said
    )
    assert (status, days_late) == ("late", 14)
    assert "regulation 44(3) excuses only the limits of 44(2)(b) and (c)" in because


@pytest.mark.parametrize("ground", ["reg44(3)(a)", "reg44(3)(b)", "reg44(3)(c)", "reg10(4)(c)"])
@pytest.mark.parametrize(
    ("rule", "paragraph", "said"),
    [
        ("reg44.remit", "44(2)(d)", [order("reconsider"), "draft_issued 2024-10-01"]),
        ("reg44.amend_contents", "44(2)(e)", [order("amend_plan"), "amended_final_issued 2024-10-01"]),
        ("reg44.amend_placement", "44(2)(f)", [order("name_setting"), "amended_final_issued 2024-10-01"]),
        (
            "reg44.continue_amend",
            "44(2)(h)",
            [order("continue_plan", and_amend=True), "amended_final_issued 2024-10-01"],
        ),
    ],
)
def test_no_ground_of_reg_44_3_reaches_the_limits_of_44_2_d_to_h(
    rule: str, paragraph: str, said: list[Said], ground: str
) -> None:
    status, _, because = stands(rule, claimed(ground), *said)
    assert status == "late"
    assert f"this one is set by {paragraph}" in because


@pytest.mark.parametrize(
    "ground", ["reg44(3)(a)", "reg44(3)(b)", "reg10(4)(c)", "reg10(4)(d)", "Reg 13(3)(d)"]
)
@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("reg44.assess_start", [order("assess"), "assessment_agreed 2024-12-01"]),
        ("reg44.assess_no_plan", [order("assess"), "plan_refused 2024-12-01"]),
        ("reg44.assess_final", [order("assess"), "final_issued 2024-12-01"]),
        ("reg44.make_plan_draft", [order("make_plan"), "draft_issued 2024-12-01"]),
        ("reg44.make_plan_final", [order("make_plan"), "final_issued 2024-12-01"]),
    ],
)
def test_reg_44_3_excuses_the_limits_of_44_2_b_and_c(rule: str, said: list[Said], ground: str) -> None:
    exception = claimed(ground)
    long_enough = rule != "reg44.assess_start" or ground not in ("reg44(3)(b)", "reg10(4)(d)", "Reg 13(3)(d)")
    assert stands(rule, exception, *said)[0] == ("excused" if long_enough else "late")


def test_reg_44_3_ends_at_c() -> None:
    said = (order("assess"), "final_issued 2024-10-01")
    status, days_late, because = stands("reg44.assess_final", claimed("reg44(3)(d)"), *said)
    assert (status, days_late) == ("late", 15)
    assert "under reg44(3)(d) does not excuse this limit: regulation 44(3) ends at (c)" in because


def test_a_paragraph_that_does_not_exist_can_be_read_and_is_answered() -> None:
    content = {"events": [], "exceptions": [{"ground": "reg44(3)(d)"}, {"ground": "reg4"}]}
    known, _ = facts_from_json(json.dumps(content))
    assert [each.ground for each in known.exceptions] == ["reg44(3)(d)", "reg4"]


@pytest.mark.parametrize(
    ("exception", "status"),
    [
        (closure("reg10(4)(a)"), "excused"),
        (closure("reg13(3)(a)"), "excused"),
        (closure("reg10(4)(b)"), "excused"),
        (closure("reg44(3)(c)"), "excused"),
        (closure("reg10(4)(a)", reopens_on="2024-08-19"), "late"),
        (closure("reg44(3)(c)", reopens_on="2024-08-19"), "late"),
        (closure("reg10(4)(a)", advice_asked_on="2024-07-15"), "late"),
        (claimed("reg10(4)(d)", "2024-07-01", "2024-07-28"), "excused"),
        (claimed("reg10(4)(d)", "2024-07-01", "2024-07-27"), "late"),
        (claimed("reg44(3)(b)", "2024-07-01", "2024-07-14"), "excused"),
        (claimed("reg44(3)(b)", "2024-07-01", "2024-07-13"), "late"),
        (claimed("reg10(4)(c)", "2024-07-01", "2024-07-02"), "excused"),
        (claimed("reg10(4)(c)", "2024-09-20", "2024-09-30"), "late"),
    ],
)
def test_reg_44_3_c_takes_in_each_circumstance_of_reg_10_4_on_its_own_facts(
    exception: ExceptionClaim, status: str
) -> None:
    said = (order("assess"), "final_issued 2024-10-01")
    assert stands("reg44.assess_final", exception, *said)[0] == status


def test_reg_44_3_c_by_itself_must_say_which_circumstance_it_means() -> None:
    said = (order("assess"), "final_issued 2024-10-01")
    status, _, because = stands("reg44.assess_final", claimed("reg44(3)(c)"), *said)
    assert status == "late"
    assert "name the one that applies, as reg10(4)(a), reg10(4)(b), reg10(4)(c), reg10(4)(d)" in because


def test_an_agreement_at_mediation_is_excused_as_an_order_is() -> None:
    """Reg 42(2): the time limits of reg 44, as if the agreement were an order."""
    agreement = ("mediation_agreement 2024-06-10", {"to": "make_plan"})
    assert (
        stands("reg44.make_plan_final", claimed("reg44(3)(a)"), agreement, "final_issued 2024-12-01")[0]
        == "excused"
    )
    agreement = ("mediation_agreement 2024-06-10", {"to": "amend_plan"})
    assert (
        stands("reg44.amend_contents", claimed("reg44(3)(a)"), agreement, "amended_final_issued 2024-12-01")[
            0
        ]
        == "late"
    )


def test_reg_45_7_does_not_excuse_an_amended_plan_that_45_4_asks_for() -> None:
    said = (concession("amend_plan", "2024-08-01"), "amended_final_issued 2024-09-20")
    status, days_late, because = stands(
        "reg45.contents", claimed("reg44(3)(a)", "2024-08-05", "2024-08-20"), *said
    )
    assert (status, days_late) == ("late", 15)
    assert (
        "regulation 45(7) excuses only the limits of 45(3) and (6), and this one is set by 45(4)" in because
    )


@pytest.mark.parametrize("ground", ["reg44(3)(a)", "reg45(7)(a)", "reg45(7)(b)"])
@pytest.mark.parametrize(
    ("rule", "to", "done", "excused"),
    [
        ("reg45.assess_start", "assess", "assessment_agreed 2024-12-01", True),
        ("reg45.issue_draft", "make_plan", "draft_issued 2024-12-01", True),
        ("reg45.issue_final", "make_plan", "final_issued 2024-12-01", True),
        ("reg45.assess_no_plan", "assess", "plan_refused 2024-12-01", False),
        ("reg45.assess_final", "assess", "final_issued 2024-12-01", False),
        ("reg45.contents", "amend_plan", "amended_final_issued 2024-12-01", False),
        ("reg45.placement", "name_setting", "amended_final_issued 2024-12-01", False),
    ],
)
def test_reg_45_7_names_paragraphs_3_and_6_alone(
    rule: str, to: str, done: str, excused: bool, ground: str
) -> None:
    exception = claimed(ground, "2024-06-10", "2024-06-23")
    assert stands(rule, exception, concession(to), done)[0] == ("excused" if excused else "late")


def test_section_i_with_contents_and_a_plan_that_is_kept_are_not_excused_either() -> None:
    both: Said = ("appeal_unopposed 2024-06-10", {"to": ["amend_plan", "name_setting"]})
    done = "amended_final_issued 2024-12-01"
    assert stands("reg45.placement", claimed("reg45(7)(a)"), both, done)[0] == "late"
    kept = concession("continue_plan", and_amend=True)
    assert stands("reg45.continue_amend", claimed("reg45(7)(a)"), kept, done)[0] == "late"


@pytest.mark.parametrize("rule", ["reg45.assess_no_plan", "reg45.assess_final"])
def test_whether_reg_45_7_covers_45_3A_is_arguable_and_because_says_so(rule: str) -> None:
    _, _, because = stands(rule, claimed("reg45(7)(a)"), concession("assess"))
    assert "whether it covers (3A) is arguable" in because


def test_reg_4_has_no_exceptions() -> None:
    said = ("request_received 2024-03-04", "assessment_refused 2024-05-01")
    for ground in ("reg5(4)(c)", "reg4"):
        exception = claim(ground, "2024-03-10", "2024-04-10", family_told_on=day("2024-04-01"))
        status, _, because = stands("reg4.not_necessary", exception, *said)
        assert (status, "regulation 4 has no exceptions" in because) == ("late", True)
