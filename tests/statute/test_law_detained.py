"""Detained persons: the limits, exceptions and appeals of SI 2015/62, each under its regulation."""

import pytest
from law_says import Said, all_of, claim, day, facts, one

from statute.contradictions import contradiction
from statute.pack import load_pack

PACK = load_pack("england-2014")
DETAINED: Said = ("request_received 2025-03-03", {"detained": True})
OF_THE_REQUEST = ("detained.reg4_6w", "detained.reg10_16w", "detained.reg13_20w")
GENERAL = ("reg5.decide_to_assess", "reg10.no_plan", "reg13_2.final_plan")


def excused(rule: str, ground: str, *said: Said, **claimed: object) -> tuple[str, str]:
    """The status and `because` of a limit that was not met, with an exception claimed."""
    claimed = {"family_told_on": day("2025-09-01"), **claimed}
    last = str(claimed.pop("last", "2025-05-10"))
    known = facts(*said, exceptions=[claim(ground, str(claimed.pop("first", "2025-04-01")), last, **claimed)])
    found = one(rule, known, "2025-12-01")
    return found.status, found.because


def test_reg10_1_a_refusal_to_make_a_plan_must_be_told_within_16_weeks() -> None:
    known = facts(DETAINED, "assessment_agreed 2025-04-01", "plan_refused 2025-06-24")
    found = one("detained.reg10_16w", known, "2025-07-01")
    assert (found.due_on, found.status, found.days_late) == (day("2025-06-23"), "late", 1)
    assert "SI 2015/62" in found.because and "person in charge" in found.because


def test_regs_4_10_and_13_are_the_only_limits_of_the_request() -> None:
    found = all_of(facts(DETAINED), "2025-03-04")
    assert {rule for rule in found if not rule.startswith("target.")} == set(OF_THE_REQUEST)
    assert {found[rule].due_on for rule in OF_THE_REQUEST} == set(
        map(day, ("2025-04-14", "2025-06-23", "2025-07-21"))
    )


@pytest.mark.parametrize(
    ("rule", "regulation"),
    [("detained.reg4_6w", "5(4)"), ("detained.reg10_16w", "10(4)"), ("detained.reg13_20w", "13(3)")],
)
def test_regs_5_4_10_4_and_13_3_have_three_grounds_each(rule: str, regulation: str) -> None:
    written = [name for ground in PACK.rule(rule).exceptions for name in ground.written]
    assert written == [f"si2015/62reg{regulation}({letter})" for letter in "abc"]
    assert excused(rule, f"SI 2015/62 reg {regulation}(b)", DETAINED)[0] == "excused"
    status, because = excused(rule, f"SI 2015/62 reg {regulation}(d)", DETAINED)
    assert status == "overdue" and "no regulation gives this ground" in because


def test_reg5_4_a_a_closure_of_four_weeks_excuses_when_the_school_was_asked_within_its_window() -> None:
    said = (("request_received 2025-06-16", {"detained": True}), "advice_requested 2025-07-18 school")
    ground = "SI 2015/62 reg 5(4)(a)"
    closed = {"closed_from": day("2025-07-23"), "reopens_on": day("2025-09-02")}
    assert excused("detained.reg4_6w", ground, *said, **closed)[0] == "excused"
    early = (said[0], "advice_requested 2025-07-10 school")
    assert excused("detained.reg4_6w", ground, *early, **closed)[0] == "overdue"


def test_reg10_4_c_the_parents_absence_must_last_four_weeks() -> None:
    ground = "SI 2015/62 reg 10(4)(c)"
    assert excused("detained.reg10_16w", ground, DETAINED, last="2025-04-28")[0] == "excused"
    assert excused("detained.reg10_16w", ground, DETAINED, last="2025-04-27")[0] == "overdue"


def test_a_ground_of_the_general_regulations_does_not_apply_to_a_detained_person() -> None:
    status, because = excused("detained.reg13_20w", "reg13(3)(c)", DETAINED)
    assert status == "overdue" and "ground of another limit" in because


def test_reg21_mediation_runs_30_days_from_the_day_the_adviser_was_told() -> None:
    told = ("mediation_requested 2025-05-06", {"adviser_told_on": "2025-05-01"})
    found = one(
        "detained.reg21_mediation", facts(DETAINED, "assessment_refused 2025-04-10", told), "2025-05-07"
    )
    assert found.due_on == day("2025-05-31")
    assert "within 30 days of Thursday 1 May 2025" in found.because
    assert "reg36.la_mediation" not in all_of(facts(DETAINED, told), "2025-05-07")


def test_reg16_2_and_3_the_plan_is_disclosed_within_five_working_days_following() -> None:
    found = all_of(
        facts(
            "release_known 2025-04-17",
            ("released_plan_received 2025-04-22", {"responsible_on": "2025-05-01"}),
        ),
        "2025-05-02",
    )
    assert found["detained.reg16_2_disclose_on_release"].due_on == day("2025-04-28")
    assert found["detained.reg16_3_disclose_to_commissioner"].due_on == day("2025-05-09")


def test_reg16_3_an_earlier_responsibility_does_not_shorten_it() -> None:
    received = ("released_plan_received 2025-05-01", {"responsible_on": "2025-04-20"})
    found = one("detained.reg16_3_disclose_to_commissioner", facts(received), "2025-05-02")
    assert found.due_on == day("2025-05-09") and "of that day" in found.because


def test_reg17_1_and_2_the_kept_plan_is_sent_within_five_working_days() -> None:
    kept = ("detained_plan_kept 2025-05-01", {"aware_on": "2025-05-06"})
    found = all_of(facts(kept, "accommodation_changed 2025-06-02"), "2025-06-03")
    assert found["detained.reg17_1_send_kept_plan"].due_on == day("2025-05-13")
    assert found["detained.reg17_2_send_to_new_accommodation"].due_on == day("2025-06-09")


@pytest.mark.parametrize("ground", ["a", "b", "c"])
@pytest.mark.parametrize(
    ("start", "to", "regulation", "excusable", "not_excusable"),
    [
        ("tribunal_order", "make_plan", "29(7)", "detained.reg29_4b_make_plan_final", None),
        ("tribunal_order", "assess", "29(7)", None, "detained.reg29_3b_assess_final"),
        (
            "appeal_unopposed",
            "assess",
            "30(7)",
            "detained.reg30_4b_assess_final",
            "detained.reg30_3_assess_start",
        ),
    ],
)
def test_regs_29_7_and_30_7_excuse_the_limits_of_paragraphs_4_and_5_only(
    start: str, to: str, regulation: str, excusable: str | None, not_excusable: str | None, ground: str
) -> None:
    said = (DETAINED, (f"{start} 2025-03-10", {"to": to}))
    closed = {
        "closed_from": day("2025-03-17"),
        "reopens_on": day("2025-05-01"),
        "advice_asked_on": day("2025-03-12"),
    }
    claimed = {"first": "2025-03-12", "last": "2025-03-25", **(closed if ground == "c" else {})}
    written = f"SI 2015/62 reg {regulation}({ground})"
    if excusable:
        assert excused(excusable, written, *said, **claimed)[0] == "excused"
    if not_excusable:
        assert excused(not_excusable, written, *said, **claimed)[0] == "overdue"


@pytest.mark.parametrize("start", ["tribunal_order", "mediation_agreement", "appeal_unopposed"])
@pytest.mark.parametrize("to", ["assess", "make_plan", "name_setting"])
def test_regs_27_29_and_30_stand_in_place_of_regs_42_44_and_45(start: str, to: str) -> None:
    found = all_of(facts(DETAINED, (f"{start} 2025-05-01", {"to": to})), "2025-05-02")
    begun = {rule for rule, one in found.items() if one.started_on == day("2025-05-01")}
    assert begun and all(rule.startswith(("detained.reg29_", "detained.reg30_")) for rule in begun)


def test_reg15_1_after_release_the_general_limits_run_from_the_first_day() -> None:
    known = facts(DETAINED, "assessment_agreed 2025-04-01", "released 2025-05-01", "final_issued 2025-07-22")
    found = all_of(known, "2025-08-01")
    assert (found["reg13_2.final_plan"].due_on, found["reg13_2.final_plan"].status) == (
        day("2025-07-21"),
        "late",
    )
    assert found["detained.reg13_20w"].status == "superseded"
    assert "of Monday 3 March 2025" in found["reg10.no_plan"].because
    assert "SI 2015/62 reg 15(1)" in found["reg10.no_plan"].because


def test_reg15_2_what_was_done_in_detention_is_not_asked_for_again() -> None:
    known = facts(DETAINED, "assessment_agreed 2025-04-01", "released 2025-05-01")
    found = all_of(known, "2025-05-02")
    assert "reg5.decide_to_assess" not in found
    assert found["detained.reg4_6w"].status == "met"


def test_reg15_4_after_a_detention_the_limits_of_the_other_instrument_run_from_the_first_day() -> None:
    found = all_of(facts("request_received 2025-03-03", "detention_began 2025-03-20"), "2025-03-21")
    assert [found[rule].status for rule in OF_THE_REQUEST] == ["running"] * 3
    assert [found[rule].status for rule in GENERAL] == ["superseded"] * 3
    assert {found[rule].due_on for rule in OF_THE_REQUEST} == {found[rule].due_on for rule in GENERAL}


@pytest.mark.parametrize("ending", ["withdrawn", "assessment_refused", "final_issued"])
def test_reg15_a_case_that_has_ended_runs_on_under_neither_instrument(ending: str) -> None:
    known = facts("request_received 2025-03-03", f"{ending} 2025-03-10", "detention_began 2025-03-20")
    found = all_of(known, "2025-03-21")
    assert not set(OF_THE_REQUEST) & set(found)


def test_a_new_request_after_the_release_is_one_of_the_general_regulations() -> None:
    known = facts(
        DETAINED, "assessment_refused 2025-04-01", "released 2025-05-01", "request_received 2026-01-05"
    )
    assert one("reg13_2.final_plan", known, "2026-01-06").due_on == day("2026-05-25")


@pytest.mark.parametrize("against", ["contents", "refusal_to_amend", "refusal_to_reassess", "cease"])
def test_s73_2_what_a_detained_person_cannot_appeal_is_refused_in_a_sentence(against: str) -> None:
    appeal: Said = ("appeal_registered 2025-06-02", {"against": against})
    sentence = contradiction(facts(DETAINED, appeal).events)
    assert sentence is not None and "s.73(2)" in sentence and sentence.endswith("correct one of them.")
    assert contradiction(facts(DETAINED, "released 2025-05-01", appeal).events) is None
    assert contradiction(facts("request_received 2025-03-03", appeal).events) is None


@pytest.mark.parametrize("against", ["refusal_to_assess", "refusal_to_issue", "section_i"])
def test_s73_2_what_a_detained_person_can_appeal_is_accepted(against: str) -> None:
    appeal: Said = ("appeal_registered 2025-06-02", {"against": against})
    assert contradiction(facts(DETAINED, appeal).events) is None


def test_s73_3_only_the_first_final_plan_can_be_appealed_and_needs_no_certificate() -> None:
    known = facts(DETAINED, "final_issued 2025-07-01", "amended_final_issued 2025-08-01")
    found = all_of(known, "2025-08-02")
    assert "section I" in found["rule20.appeal"].because
    assert found["rule20.appeal"].started_on == day("2025-07-01")
    assert not {"reg33.contact_adviser", "detained.reg19_contact_adviser", "s44_1.annual"} & set(found)


def test_reg10_2_names_who_is_told_that_there_will_be_no_plan() -> None:
    told = PACK.rule("detained.reg10_2_who_is_told").action
    for who in (
        "home commissioning body",
        "health services commissioner",
        "youth offending team",
        "reg 4(2)(e)",
    ):
        assert who in told
