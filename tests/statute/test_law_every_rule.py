"""The last day of every rule with a clock, from facts, and checks of the rules without one."""

from datetime import date
from typing import Any

import pytest
from law_says import Said, all_of, day, facts

from statute import rights
from statute.pack import COMPUTED, load_pack

PACK = load_pack("england-2014")
REQUEST = "request_received 2025-03-03"
DETAINED = ("request_received 2025-03-03", {"detained": True})


def detained(event: str, **fields: Any) -> list[Said]:
    """A fact of 1 May 2025 about a person in relevant youth accommodation."""
    return [DETAINED, (f"{event} 2025-05-01", fields)]


CLOCKS: dict[str, tuple[list[Said], str]] = {
    "reg4.not_necessary": ([REQUEST, "assessment_refused 2025-04-01"], "2025-04-14"),
    "reg5.decide_to_assess": ([REQUEST], "2025-04-14"),
    "reg8.advice_return": (["advice_requested 2025-04-15 health"], "2025-05-27"),
    "reg10.no_plan": ([REQUEST], "2025-06-23"),
    "reg13_1.representations": (["draft_issued 2025-06-20"], "2025-07-04"),
    "target.draft_by": ([REQUEST], "2025-07-06"),
    "target.answer_provision_concern": (["provision_not_delivered 2025-05-01 concern-1"], "2025-05-16"),
    "code9_83.setting_reply": (["setting_consulted 2025-06-25 oak"], "2025-07-10"),
    "reg13_2.final_plan": (["authority_responsible 2025-03-03"], "2025-07-21"),
    "reg33.contact_adviser": (["plan_refused 2025-06-20"], "2025-08-20"),
    "reg34.certificate_no_mediation": (["mediation_declined 2025-04-17"], "2025-04-24"),
    "reg35.tell_icb": ([("mediation_requested 2025-04-17", {"issues": "health"})], "2025-04-24"),
    "reg35.icb_mediation": (["health_body_told 2025-04-22"], "2025-05-22"),
    "reg36.la_mediation": (["mediation_requested 2025-04-17"], "2025-05-17"),
    "reg39.certificate_deemed": (["mediation_not_arranged 2025-05-01"], "2025-05-07"),
    "reg39.certificate_after": (["mediation_held 2025-05-01"], "2025-05-07"),
    "reg42_3.agreement_other": ([("mediation_agreement 2025-05-01", {"to": "other"})], "2025-05-15"),
    "reg42_4.icb_tells_la": (
        [("mediation_agreement 2025-05-01", {"to": "other", "authority_absent": True})],
        "2025-05-08",
    ),
    "rule20.appeal": (["reassessment_refused 2025-05-01"], "2025-07-01"),
    "rule21.la_response": (["appeal_registered 2025-05-01"], "2025-06-16"),
    "reg44.assess_start": ([("tribunal_order 2025-05-01", {"to": "assess"})], "2025-05-15"),
    "reg44.assess_no_plan": ([("mediation_agreement 2025-05-01", {"to": "assess"})], "2025-07-10"),
    "reg44.assess_final": ([("tribunal_order 2025-05-01", {"to": "assess"})], "2025-08-07"),
    "reg44.make_plan_draft": ([("tribunal_order 2025-05-01", {"to": "make_plan"})], "2025-06-05"),
    "reg44.make_plan_final": ([("mediation_agreement 2025-05-01", {"to": "make_plan"})], "2025-07-17"),
    "reg44.remit": ([("tribunal_order 2025-05-01", {"to": "reconsider"})], "2025-05-15"),
    "reg44.amend_contents": ([("tribunal_order 2025-05-01", {"to": "amend_plan"})], "2025-06-05"),
    "reg44.amend_placement": ([("tribunal_order 2025-05-01", {"to": "name_setting"})], "2025-05-15"),
    "reg44.continue_amend": (
        [("tribunal_order 2025-05-01", {"to": "continue_plan", "and_amend": True})],
        "2025-06-05",
    ),
    "reg45.assess_start": ([("appeal_unopposed 2025-05-01", {"to": "assess"})], "2025-05-15"),
    "reg45.assess_no_plan": ([("appeal_unopposed 2025-05-01", {"to": "assess"})], "2025-07-10"),
    "reg45.assess_final": ([("appeal_unopposed 2025-05-01", {"to": "assess"})], "2025-08-07"),
    "reg45.contents": ([("appeal_unopposed 2025-05-01", {"to": "amend_plan"})], "2025-06-05"),
    "reg45.placement": ([("appeal_unopposed 2025-05-01", {"to": "name_setting"})], "2025-05-15"),
    "reg45.issue_draft": ([("appeal_unopposed 2025-05-01", {"to": "make_plan"})], "2025-06-05"),
    "reg45.issue_final": ([("appeal_unopposed 2025-05-01", {"to": "make_plan"})], "2025-07-17"),
    "rec2017.respond": (["tribunal_recommendation 2025-05-01 health"], "2025-06-04"),
    "reg15_2.transfer_day": ([("move_known 2025-05-01", {"moves_on": "2025-07-01"})], "2025-07-01"),
    "reg15_4.new_la_tells": (["plan_transferred_in 2025-05-01"], "2025-06-12"),
    "reg15_5.new_la_review": (
        [("plan_transferred_in 2025-05-01", {"last_reviewed_on": "2024-11-20"})],
        "2025-11-19",
    ),
    "reg16.commissioner_change": (["commissioner_change_known 2025-05-01"], "2025-05-22"),
    "s44_1.annual": ([("review_decision 2025-05-01", {"decision": "maintain"})], "2026-04-30"),
    "reg20_3.invite": ([("review_meeting_arranged 2025-05-01", {"meeting_on": "2025-06-20"})], "2025-06-06"),
    "reg20_4.papers": ([("review_meeting_arranged 2025-05-01", {"meeting_on": "2025-06-20"})], "2025-06-06"),
    "reg20_7.report": (["review_meeting 2025-05-01"], "2025-05-15"),
    "reg20_10.decision": (["review_meeting 2025-05-01"], "2025-05-29"),
    "reg22_2.representations": (["amendment_notice 2025-05-01"], "2025-05-15"),
    "reg22_3.final_amended": (["amendment_notice 2025-05-01"], "2025-06-26"),
    "reg22_4.not_amending": (["amendment_notice 2025-05-01"], "2025-06-26"),
    "code9_178.under5": ([("final_issued 2025-05-01", {"under_five": True})], "2025-11-01"),
    "reg18_1b.phase_15feb": (
        [("phase_transfer 2025-05-01", {"to_phase": "junior", "year": 2026})],
        "2026-02-14",
    ),
    "reg18_1a.phase_31mar": (
        [("phase_transfer 2025-05-01", {"from_phase": "secondary", "to_phase": "post16", "year": 2026})],
        "2026-03-30",
    ),
    "reg18_2.post16_post16": (
        [("phase_transfer 2025-05-01", {"from_phase": "post16", "to_phase": "post16", "year": 2026})],
        "2026-04-01",
    ),
    "reg25.decide": (["reassessment_requested 2025-05-01"], "2025-05-16"),
    "reg27.final": (["reassessment_agreed 2025-05-01"], "2025-08-07"),
    "reg27_4.review": (["reassessment_agreed 2025-05-01", "final_issued 2025-08-01"], "2026-08-01"),
    "s45_4.keep_pending": ([("review_decision 2025-05-02", {"decision": "cease"})], "2025-07-02"),
    "detained.reg4_6w": ([DETAINED], "2025-04-14"),
    "detained.reg13_20w": ([DETAINED], "2025-07-21"),
    "detained.reg10_16w": ([DETAINED], "2025-06-23"),
    "detained.reg8_advice": ([DETAINED, "advice_requested 2025-04-15 health"], "2025-05-27"),
    "detained.reg13_1_representations": (detained("draft_issued"), "2025-05-15"),
    "detained.reg16_2_disclose_on_release": (["release_known 2025-05-01"], "2025-05-09"),
    "detained.reg16_3_disclose_to_commissioner": (["released_plan_received 2025-05-01"], "2025-05-09"),
    "detained.reg16_4_commissioner_asks": (
        [("health_provision_not_practicable 2025-05-01", {"why": "released"})],
        "2025-05-23",
    ),
    "detained.reg17_1_send_kept_plan": (["detained_plan_kept 2025-05-01"], "2025-05-09"),
    "detained.reg17_2_send_to_new_accommodation": (["accommodation_changed 2025-05-01"], "2025-05-09"),
    "detained.reg19_contact_adviser": (detained("assessment_refused"), "2025-07-01"),
    "detained.reg20_1_certificate_no_mediation": (detained("mediation_declined"), "2025-05-07"),
    "detained.reg21_mediation": (detained("mediation_requested"), "2025-05-31"),
    "detained.reg22_2_date_and_place": (
        detained("mediation_arranged", mediation_on="2025-06-20"),
        "2025-06-13",
    ),
    "detained.reg24_1_certificate_after": (detained("mediation_held"), "2025-05-07"),
    "detained.reg24_3_certificate_deemed": (detained("mediation_not_arranged"), "2025-05-07"),
    "detained.reg27_3_agreement_other": (detained("mediation_agreement", to="other"), "2025-05-15"),
    "detained.reg29_2_assess_start": (detained("tribunal_order", to="assess"), "2025-05-15"),
    "detained.reg29_3a_assess_no_plan": (detained("mediation_agreement", to="assess"), "2025-07-10"),
    "detained.reg29_3b_assess_final": (detained("tribunal_order", to="assess"), "2025-08-07"),
    "detained.reg29_4a_make_plan_draft": (detained("tribunal_order", to="make_plan"), "2025-06-05"),
    "detained.reg29_4b_make_plan_final": (detained("tribunal_order", to="make_plan"), "2025-07-17"),
    "detained.reg29_5_remit": (detained("tribunal_order", to="reconsider"), "2025-05-15"),
    "detained.reg29_6_placement": (detained("tribunal_order", to="name_setting"), "2025-05-15"),
    "detained.reg30_3_assess_start": (detained("appeal_unopposed", to="assess"), "2025-05-15"),
    "detained.reg30_4a_assess_no_plan": (detained("appeal_unopposed", to="assess"), "2025-07-10"),
    "detained.reg30_4b_assess_final": (detained("appeal_unopposed", to="assess"), "2025-08-07"),
    "detained.reg30_5a_issue_draft": (detained("appeal_unopposed", to="make_plan"), "2025-06-05"),
    "detained.reg30_5b_issue_final": (detained("appeal_unopposed", to="make_plan"), "2025-07-17"),
    "detained.reg30_6_placement": (detained("appeal_unopposed", to="name_setting"), "2025-05-15"),
    "reg15_7.commissioner_move": (
        [("commissioner_move_known 2025-05-01", {"moves_on": "2025-07-01"})],
        "2025-07-01",
    ),
    "reg15_8.commissioner_asks": (
        [("health_provision_not_practicable 2025-05-01", {"why": "moved"})],
        "2025-05-22",
    ),
    "reg16_3.commissioner_asks": (
        [("health_provision_not_practicable 2025-05-01", {"why": "changed"})],
        "2025-05-22",
    ),
    "reg21_3.invite": (
        [("review_meeting_arranged 2025-05-01", {"meeting_on": "2025-06-20", "attends_no_setting": True})],
        "2025-06-06",
    ),
    "reg21_4.papers": (
        [("review_meeting_arranged 2025-05-01", {"meeting_on": "2025-06-20", "attends_no_setting": True})],
        "2025-06-06",
    ),
    "reg21_8.report": ([("review_meeting 2025-05-01", {"attends_no_setting": True})], "2025-05-15"),
    "reg37_2.date_and_place": (
        [("mediation_arranged 2025-05-01", {"mediation_on": "2025-06-20"})],
        "2025-06-13",
    ),
    "reg47.higher_education": (["plan_wanted_for_higher_education 2025-05-01"], "2025-05-23"),
    "rec2017.copy_of_health_answer": (["recommendation_answered 2025-05-01 health"], "2025-05-07"),
    "rec2017.copy_of_own_answer": (["recommendation_answered 2025-05-01 social_care"], "2025-05-07"),
    "pb_reg11_2a.direct_payments": (["direct_payments_began 2025-05-01"], "2025-07-31"),
}

WITHOUT_CLOCK = sorted({rule.id for rule in PACK.rules} - PACK.bound)


def test_every_clock_of_a_rule_has_a_date_here() -> None:
    assert {rule.id for rule in PACK.rules} & PACK.bound == set(CLOCKS)
    assert PACK.bound - set(CLOCKS) == {"devon.review_whole", "reg45.continue_amend"}


WORKING_DAYS = {
    "working_days_before",
    "working_days_after",
    "working_days_beginning_with",
    "transfer_day",
}
"""The ways of counting that rest on our own reading of "working day" (regs 1 to 48 and SI 2015/62 define none)."""


@pytest.mark.parametrize("rule", CLOCKS)
def test_the_last_day_of(rule: str) -> None:
    said, expected = CLOCKS[rule]
    known = facts(*said)
    last = max(str(one.on) for one in known.events)
    obligation = {key.split()[0]: one for key, one in all_of(known, last).items()}[rule]
    assert obligation.due_on == day(expected)
    assert obligation.title == PACK.rule(rule).title
    assert obligation.citation == PACK.rule(rule).citation
    assert obligation.because.endswith(".")
    convention = obligation.clock.period.counting.convention
    marked = "The regulations do not define a working day. We read it as any day but" in obligation.because
    assert marked is (convention in WORKING_DAYS)


@pytest.mark.parametrize("rule", WITHOUT_CLOCK)
def test_a_rule_without_a_clock_has_no_period_to_count(rule: str) -> None:
    assert PACK.rule(rule).counting.convention not in COMPUTED


def test_s83_2_the_young_person_and_s46_age_25_are_functions() -> None:
    born = date(2010, 8, 31)
    assert rights.school_leaving_date(born) == date(2026, 6, 26)
    assert rights.plan_may_run_until(born) == date(2036, 7, 31)


def test_reg24_six_month_bar_is_a_function() -> None:
    assert rights.reassessment_may_be_refused(date(2025, 1, 1), date(2025, 7, 1))
    assert not rights.reassessment_may_be_refused(date(2025, 1, 1), date(2025, 7, 2))


def test_reg42_2_and_reg28_name_the_rules_whose_periods_they_borrow() -> None:
    for rule in (
        "reg42_2.agreement_appealable",
        "reg28.amend_anytime",
        "detained.reg15_carry_over",
        "detained.reg27_2_agreement_appealable",
    ):
        assert set(PACK.rule(rule).counting.rules) <= PACK.bound


def test_covid_reg2A_was_in_force_for_one_summer_only() -> None:
    rule = PACK.rule("covid.reg2A")
    assert (rule.effective_from, rule.effective_to) == (date(2020, 5, 1), date(2020, 9, 25))


def test_only_our_targets_are_not_verified() -> None:
    assert [(rule.id, rule.confidence) for rule in PACK.unverified] == [
        ("target.draft_by", "derived"),
        ("target.answer_provision_concern", "derived"),
    ]
