"""The pack holds every rule of the law file, each with its citation, its period and how far it is verified.

The table is the law as it was read; a pack that departs from it must change it here too, on purpose.
"""

import pytest

from statute.pack import Rule, load_pack

PACK = load_pack("england-2014")

LAW: list[tuple[str, str, str, str]] = [
    ("s36_1.request", "CFA 2014 s.36(1)", "none", "verified_text"),
    (
        "s24.responsible",
        "CFA 2014 s.24(1); s.23 (health body duty); s.36(3)",
        "starts the clock",
        "verified_text",
    ),
    (
        "s83_2.young_person",
        "CFA 2014 s.83(2); Education Act 1996 s.8(3); SI 1997/1970 art 2",
        "school leaving date",
        "verified_text",
    ),
    ("s46.age_25", "CFA 2014 ss.36, 45, 46; SEND Regs 2014 reg 46", "age 25", "verified_text"),
    ("reg3.consult", "SEND Regs 2014 reg 3; CFA s.36(4)", "as soon as practicable", "verified_text"),
    ("s36_7.considering_notice", "CFA s.36(7); SEND Regs 2014 reg 4(2)", "none", "verified_text"),
    ("reg4.not_necessary", "CFA s.36(5); SEND Regs 2014 reg 4(1)", "6 weeks", "verified_text"),
    ("reg5.decide_to_assess", "SEND Regs 2014 reg 5(1); CFA s.36(8)-(9)", "6 weeks", "verified_text"),
    ("reg6.seek_advice", "SEND Regs 2014 reg 6(1)-(4)", "none", "verified_text"),
    ("reg8.advice_return", "SEND Regs 2014 reg 8(1); CFA s.31; Code 9.41, 9.52", "6 weeks", "verified_text"),
    ("reg10.no_plan", "SEND Regs 2014 reg 10(1)-(3); CFA s.36(9)", "16 weeks", "verified_text"),
    ("s37.duty_prepare", "CFA s.37(1)", "none", "verified_text"),
    ("reg12.form", "SEND Regs 2014 reg 12", "none", "verified_text"),
    ("s38_5.draft_blank_I", "CFA s.38(5)", "none", "verified_text"),
    (
        "reg13_1.representations",
        "SEND Regs 2014 reg 13(1)(a); CFA s.38(2),(4); Code 9.41, 9.77",
        "at least 15 days",
        "verified_text",
    ),
    ("target.draft_by", "derived from regs 13(1) and 13(2); no statutory date", "125 days", "derived"),
    ("s39.consult_setting", "CFA s.39(2),(6)-(7); s.40(3)-(5)", "before the act", "verified_text"),
    (
        "code9_83.setting_reply",
        "SEND Code 9.83 (guidance; not in Act or Regs)",
        "15 days",
        "verified_secondary",
    ),
    ("s39_3.name_requested", "CFA s.39(3)-(5); s.38(3)", "none", "verified_text"),
    ("s40.no_request", "CFA s.40; s.33", "none", "verified_text"),
    ("reg13_2.final_plan", "SEND Regs 2014 reg 13(2); CFA s.39(8)/40(5)", "20 weeks", "verified_text"),
    ("reg14_2.appeal_notice", "SEND Regs 2014 reg 14(2)", "at the same time", "verified_text"),
    ("s42.secure_provision", "CFA s.42(2)-(3)", "at once", "verified_text"),
    (
        "target.answer_provision_concern",
        "local target; the duty itself is CFA 2014 s.42(2)-(3)",
        "10 working days",
        "derived",
    ),
    ("s43.admit", "CFA s.43", "at once", "verified_text"),
    (
        "s49.personal_budget",
        "CFA s.49; SEN (Personal Budgets) Regs 2014 (SI 2014/1652)",
        "while the plan is open",
        "verified_text",
    ),
    ("reg32.mediation_info", "SEND Regs 2014 reg 32; CFA s.52", "at the same time", "verified_text"),
    ("reg33.contact_adviser", "SEND Regs 2014 reg 33", "2 months", "verified_text"),
    ("s55.certificate_needed", "CFA s.55(1)-(5)", "none", "verified_text"),
    (
        "reg34.certificate_no_mediation",
        "SEND Regs 2014 reg 34(1); CFA s.55(4)",
        "3 working days",
        "verified_text",
    ),
    ("reg34_leave.no_certificate", "SEND Regs 2014 reg 34(3)", "none", "verified_text"),
    ("reg35.tell_icb", "SEND Regs 2014 reg 35(2); CFA s.53(2)", "3 working days", "verified_text"),
    ("reg35.icb_mediation", "SEND Regs 2014 reg 35(3); CFA s.53(3)", "30 days", "verified_text"),
    ("reg36.la_mediation", "SEND Regs 2014 regs 35(4), 36(2); CFA ss.53-54", "30 days", "verified_text"),
    ("reg36.la_cannot", "SEND Regs 2014 reg 39(2)", "as soon as practicable", "verified_text"),
    ("reg39.certificate_deemed", "SEND Regs 2014 reg 39(3); CFA s.55(5)", "3 working days", "verified_text"),
    ("reg39.certificate_after", "SEND Regs 2014 reg 39(1); CFA s.55(5)", "3 working days", "verified_text"),
    ("reg37.attendance", "SEND Regs 2014 regs 37(1), 38", "none", "verified_text"),
    ("reg42_2.agreement_appealable", "SEND Regs 2014 reg 42(2),(5)", "as other rules", "verified_text"),
    ("reg42_3.agreement_other", "SEND Regs 2014 reg 42(3),(5)", "2 weeks", "verified_text"),
    ("reg42_4.icb_tells_la", "SEND Regs 2014 reg 42(4)", "1 weeks", "verified_text"),
    (
        "rule20.appeal",
        "HESC Rules 2008 r.20(1)(c); CFA s.51",
        "later of 2 months and certificate + 1 month",
        "verified_text",
    ),
    ("s51.appealable", "CFA s.51(2)-(3)", "none", "verified_text"),
    (
        "rule21.la_response",
        "HESC Rules 2008 r.21; r.12(3)(b)",
        "30 tribunal working days",
        "verified_secondary",
    ),
    ("reg44.cease_upheld", "SEND Regs 2014 reg 44(2)(a)", "at once", "verified_text"),
    (
        "reg44.assess_start",
        "SEND Regs 2014 reg 44(2)(b) (as amended by SI 2015/359)",
        "2 weeks",
        "verified_text",
    ),
    (
        "reg44.assess_no_plan",
        "SEND Regs 2014 reg 44(2)(b)(i) (as amended by SI 2015/359)",
        "10 weeks",
        "verified_text",
    ),
    (
        "reg44.assess_final",
        "SEND Regs 2014 reg 44(2)(b)(ii) (as amended by SI 2015/359)",
        "14 weeks",
        "verified_text",
    ),
    (
        "reg44.make_plan_draft",
        "SEND Regs 2014 reg 44(2)(c)(i) (as amended by SI 2015/359)",
        "5 weeks",
        "verified_text",
    ),
    (
        "reg44.make_plan_final",
        "SEND Regs 2014 reg 44(2)(c)(ii) (as amended by SI 2015/359)",
        "11 weeks",
        "verified_text",
    ),
    ("reg44.remit", "SEND Regs 2014 reg 44(2)(d) (as amended by SI 2015/359)", "2 weeks", "verified_text"),
    (
        "reg44.amend_contents",
        "SEND Regs 2014 reg 44(2)(e) (as amended by SI 2015/359)",
        "5 weeks",
        "verified_text",
    ),
    (
        "reg44.amend_placement",
        "SEND Regs 2014 reg 44(2)(f) (as amended by SI 2015/359)",
        "2 weeks",
        "verified_text",
    ),
    (
        "reg44.continue_amend",
        "SEND Regs 2014 reg 44(2)(h) (as amended by SI 2015/359)",
        "5 weeks",
        "verified_text",
    ),
    ("reg44.continue", "SEND Regs 2014 reg 44(2)(g)", "at once", "verified_text"),
    ("reg45.assess_start", "SEND Regs 2014 reg 45(3) (SI 2015/359 reg 8)", "2 weeks", "verified_text"),
    ("reg45.assess_no_plan", "SEND Regs 2014 reg 45(3A)(a) (SI 2015/359 reg 8)", "10 weeks", "verified_text"),
    ("reg45.assess_final", "SEND Regs 2014 reg 45(3A)(b) (SI 2015/359 reg 8)", "14 weeks", "verified_text"),
    ("reg45.contents", "SEND Regs 2014 reg 45(4) (SI 2015/359 reg 8)", "5 weeks", "verified_text"),
    ("reg45.placement", "SEND Regs 2014 reg 45(5)(a) (SI 2015/359 reg 8)", "2 weeks", "verified_text"),
    ("reg45.issue_draft", "SEND Regs 2014 reg 45(6)(a) (SI 2015/359 reg 8)", "5 weeks", "verified_text"),
    ("reg45.issue_final", "SEND Regs 2014 reg 45(6)(b) (SI 2015/359 reg 8)", "11 weeks", "verified_text"),
    ("reg45.cease", "SEND Regs 2014 reg 45(6A)", "at once", "verified_text"),
    ("rec2017.respond", "SI 2017/1306 regs 6(3), 7(1)", "5 weeks from and with the day", "verified_text"),
    (
        "reg15_2.transfer_day",
        "SEND Regs 2014 reg 15(2)",
        "day of the move, or 15 working days from learning",
        "verified_text",
    ),
    ("reg15_4.new_la_tells", "SEND Regs 2014 reg 15(4)", "6 weeks", "verified_text"),
    (
        "reg15_5.new_la_review",
        "SEND Regs 2014 reg 15(5)",
        "later of 12 months and transfer + 3 months",
        "verified_text",
    ),
    ("reg15_6.placement", "SEND Regs 2014 reg 15(6)", "at once", "verified_text"),
    (
        "reg16.commissioner_change",
        "SEND Regs 2014 reg 16(2)",
        "15 working days from and with the day",
        "verified_text",
    ),
    ("s44_1.annual", "CFA s.44(1); Code 9.169", "12 months from and with the day", "verified_text"),
    ("reg20_3.invite", "SEND Regs 2014 reg 20(2)-(3)", "2 weeks before", "verified_text"),
    ("reg20_4.papers", "SEND Regs 2014 reg 20(4)", "2 weeks before", "verified_text"),
    ("reg20_7.report", "SEND Regs 2014 reg 20(7)-(9)", "2 weeks", "verified_text"),
    (
        "reg20_10.decision",
        "SEND Regs 2014 reg 20(10) / 21; R (L, M & P) v Devon CC [2022] EWHC 493 (Admin)",
        "4 weeks",
        "verified_text",
    ),
    ("reg22_2.representations", "SEND Regs 2014 reg 22(2)(c)", "at least 15 days", "verified_text"),
    ("reg22_3.final_amended", "SEND Regs 2014 reg 22(3)", "8 weeks", "verified_text"),
    ("reg22_4.not_amending", "SEND Regs 2014 reg 22(4)", "8 weeks", "verified_text"),
    ("reg28.amend_anytime", "SEND Regs 2014 reg 28", "as other rules", "verified_text"),
    ("code9_178.under5", "SEND Code 9.178 (guidance)", "3 to 6 months", "verified_secondary"),
    ("reg18_1b.phase_15feb", "SEND Regs 2014 reg 18(1)(b), reg 2 definition", "before 15/2", "verified_text"),
    ("reg18_1a.phase_31mar", "SEND Regs 2014 reg 18(1)(a)", "before 31/3", "verified_text"),
    ("reg18_2.post16_post16", "SEND Regs 2014 reg 18(2)", "5 months before", "verified_text"),
    ("s44_2.reassess_request", "CFA s.44(2)-(3); SEND Regs 2014 reg 23", "none", "verified_text"),
    ("reg24.six_month_bar", "SEND Regs 2014 reg 24(a)", "6 months back", "verified_text"),
    ("reg25.decide", "SEND Regs 2014 reg 25(1)", "15 days", "verified_text"),
    ("reg26.process", "SEND Regs 2014 reg 26", "none", "verified_text"),
    ("reg27.final", "SEND Regs 2014 reg 27(2)", "14 weeks", "verified_text"),
    ("reg27_4.review", "SEND Regs 2014 reg 27(4)(a)", "12 months", "verified_text"),
    ("reg31.consult", "SEND Regs 2014 reg 31(1); CFA s.45", "before the act", "verified_text"),
    ("reg31.notify", "SEND Regs 2014 reg 31(2)-(3)", "none", "verified_text"),
    ("s45_4.keep_pending", "CFA s.45(4)", "later of 2 months and certificate + 1 month", "verified_text"),
    ("reg29.under18", "SEND Regs 2014 reg 29", "none", "verified_text"),
    ("reg30.over18", "SEND Regs 2014 reg 30", "none", "verified_text"),
    ("detained.reg4_6w", "SI 2015/62 regs 4(1), 5(1); CFA s.71(6)", "6 weeks", "verified_text"),
    ("detained.reg13_20w", "SI 2015/62 reg 13(2)-(3)", "20 weeks", "verified_text"),
    ("covid.reg2A", "SEND Regs 2014 reg 2A, 18A (SI 2020/471)", "none", "verified_text"),
    (
        "cp.multi_agency_panel",
        "SEND & AP Improvement Plan 2023; Change Programme (policy)",
        "none",
        "verified_secondary",
    ),
    (
        "cp.advisory_tailored_list",
        "Improvement Plan 2023; Change Programme (policy)",
        "none",
        "verified_secondary",
    ),
    (
        "cp.strengthened_mediation",
        "Improvement Plan 2023; Change Programme (policy)",
        "none",
        "verified_secondary",
    ),
    (
        "cp.standard_template",
        "Improvement Plan 2023; Change Programme (policy)",
        "none",
        "verified_secondary",
    ),
    ("detained.reg3_consult", "SI 2015/62 reg 3; CFA s.71(5)", "as soon as practicable", "verified_text"),
    ("detained.reg4_2_who_is_told", "SI 2015/62 regs 4(2), 5(2)", "none", "verified_text"),
    ("detained.reg8_advice", "SI 2015/62 reg 8(1); CFA s.31", "6 weeks", "verified_text"),
    ("detained.reg10_16w", "SI 2015/62 reg 10(1); CFA s.71(10)", "16 weeks", "verified_text"),
    ("detained.reg10_2_who_is_told", "SI 2015/62 reg 10(2)", "none", "verified_text"),
    (
        "detained.reg13_1_representations",
        "SI 2015/62 reg 13(1)(a); CFA ss.38, 72(2)",
        "at least 15 days",
        "verified_text",
    ),
    ("detained.reg14_2_appeal_notice", "SI 2015/62 reg 14(2)", "at the same time", "verified_text"),
    ("detained.reg15_carry_over", "SI 2015/62 reg 15", "as other rules", "verified_text"),
    ("detained.reg16_2_disclose_on_release", "SI 2015/62 reg 16(2)", "5 working days", "verified_text"),
    ("detained.reg16_3_disclose_to_commissioner", "SI 2015/62 reg 16(3)", "5 working days", "verified_text"),
    ("detained.reg16_4_commissioner_asks", "SI 2015/62 reg 16(4)", "15 working days", "verified_text"),
    ("detained.reg17_1_send_kept_plan", "SI 2015/62 reg 17(1)", "5 working days", "verified_text"),
    ("detained.reg17_2_send_to_new_accommodation", "SI 2015/62 reg 17(2)", "5 working days", "verified_text"),
    ("detained.reg19_contact_adviser", "SI 2015/62 reg 19", "2 months", "verified_text"),
    ("detained.reg20_1_certificate_no_mediation", "SI 2015/62 reg 20(1)", "3 working days", "verified_text"),
    ("detained.reg21_mediation", "SI 2015/62 reg 21; CFA s.73(8)", "30 days", "verified_text"),
    ("detained.reg22_2_date_and_place", "SI 2015/62 reg 22(2)", "5 working days before", "verified_text"),
    ("detained.reg24_1_certificate_after", "SI 2015/62 reg 24(1)", "3 working days", "verified_text"),
    ("detained.reg24_3_certificate_deemed", "SI 2015/62 reg 24(3)", "3 working days", "verified_text"),
    ("detained.reg27_2_agreement_appealable", "SI 2015/62 reg 27(2), (4)", "as other rules", "verified_text"),
    ("detained.reg27_3_agreement_other", "SI 2015/62 reg 27(3), (4)", "2 weeks", "verified_text"),
    ("detained.reg29_2_assess_start", "SI 2015/62 reg 29(2)", "2 weeks", "verified_text"),
    ("detained.reg29_3a_assess_no_plan", "SI 2015/62 reg 29(3)(a)", "10 weeks", "verified_text"),
    ("detained.reg29_3b_assess_final", "SI 2015/62 reg 29(3)(b)", "14 weeks", "verified_text"),
    ("detained.reg29_4a_make_plan_draft", "SI 2015/62 reg 29(4)(a)", "5 weeks", "verified_text"),
    ("detained.reg29_4b_make_plan_final", "SI 2015/62 reg 29(4)(b)", "11 weeks", "verified_text"),
    ("detained.reg29_5_remit", "SI 2015/62 reg 29(5)", "2 weeks", "verified_text"),
    ("detained.reg29_6_placement", "SI 2015/62 reg 29(6)", "2 weeks", "verified_text"),
    ("detained.reg30_3_assess_start", "SI 2015/62 reg 30(3)", "2 weeks", "verified_text"),
    ("detained.reg30_4a_assess_no_plan", "SI 2015/62 reg 30(4)(a)", "10 weeks", "verified_text"),
    ("detained.reg30_4b_assess_final", "SI 2015/62 reg 30(4)(b)", "14 weeks", "verified_text"),
    ("detained.reg30_5a_issue_draft", "SI 2015/62 reg 30(5)(a)", "5 weeks", "verified_text"),
    ("detained.reg30_5b_issue_final", "SI 2015/62 reg 30(5)(b)", "11 weeks", "verified_text"),
    ("detained.reg30_6_placement", "SI 2015/62 reg 30(6)", "2 weeks", "verified_text"),
    ("detained.s73_2_appealable", "CFA s.73(2)-(3)", "none", "verified_text"),
    ("s48_2b.review_on_release", "CFA s.48(2)(b)", "as soon as practicable", "verified_text"),
    (
        "reg15_7.commissioner_move",
        "SEND Regs 2014 reg 15(7)",
        "day of the move, or 15 working days from learning",
        "verified_text",
    ),
    (
        "reg15_8.commissioner_asks",
        "SEND Regs 2014 reg 15(8)",
        "15 working days from and with the day",
        "verified_text",
    ),
    (
        "reg16_3.commissioner_asks",
        "SEND Regs 2014 reg 16(3)",
        "15 working days from and with the day",
        "verified_text",
    ),
    ("reg21_3.invite", "SEND Regs 2014 reg 21(2)-(3)", "2 weeks before", "verified_text"),
    ("reg21_4.papers", "SEND Regs 2014 reg 21(4)", "2 weeks before", "verified_text"),
    ("reg21_8.report", "SEND Regs 2014 reg 21(7)-(8)", "2 weeks", "verified_text"),
    ("reg29_2.review_out_of_education", "SEND Regs 2014 reg 29(2)", "none", "verified_text"),
    ("reg37_2.date_and_place", "SEND Regs 2014 reg 37(2)", "5 working days before", "verified_text"),
    ("reg46_1a.academic_year", "SEND Regs 2014 reg 46(1)(a); CFA s.46", "academic year end", "verified_text"),
    ("reg46_1b.academic_year", "SEND Regs 2014 reg 46(1)(b); CFA s.46", "academic year end", "verified_text"),
    ("reg46_1c.academic_year", "SEND Regs 2014 reg 46(1)(c); CFA s.46", "academic year end", "verified_text"),
    ("reg47.higher_education", "SEND Regs 2014 reg 47", "15 working days", "verified_text"),
    ("reg48_1a.remain", "SEND Regs 2014 reg 48(1)(a)", "10 school days", "verified_text"),
    (
        "rec2017.copy_of_health_answer",
        "SI 2017/1306 reg 6(6)",
        "1 weeks from and with the day",
        "verified_text",
    ),
    ("rec2017.copy_of_own_answer", "SI 2017/1306 reg 7(4)", "1 weeks from and with the day", "verified_text"),
    (
        "pb_reg11_2a.direct_payments",
        "SI 2014/1652 reg 11(2)(a)",
        "3 months from and with the day",
        "verified_text",
    ),
]


def period(rule: Rule) -> str:
    """A rule's period as it is said in the table."""
    counting = rule.counting
    n, more = counting.n, counting.transfer_months
    said = {
        "weeks_after": f"{n} weeks",
        "days_after": f"{n} days",
        "months_after": f"{n} months",
        "months_beginning_with": f"{n} months from and with the day",
        "weeks_beginning_with": f"{n} weeks from and with the day",
        "working_days_beginning_with": f"{n} working days from and with the day",
        "at_least_days_beginning_with": f"at least {n} days",
        "weeks_before": f"{n} weeks before",
        "months_before": f"{n} months before",
        "working_days_before": f"{n} working days before",
        "school_days_after": f"{n} school days",
        "before_fixed_date": f"before {counting.day}/{counting.month}",
        "working_days_after": f"{n} working days",
        "tribunal_working_days_after": f"{n} tribunal working days",
        "appeal_window": f"later of {n} months and certificate + {counting.certificate_months} month",
        "transfer_day": f"day of the move, or {n} working days from learning",
        "later_of_review_and_transfer": f"later of {n} months and transfer + {more} months",
        "months_look_back": f"{n} months back",
        "age": f"age {n}",
    }
    if counting.from_months:
        return f"{counting.from_months} to {n} months"
    return said.get(counting.convention, counting.convention.replace("_", " "))


def test_the_pack_has_these_rules_in_this_order_and_no_others() -> None:
    assert [rule.id for rule in PACK.rules] == [row[0] for row in LAW]
    assert len(LAW) == 152


@pytest.mark.parametrize(("rule", "citation", "expected", "confidence"), LAW, ids=[row[0] for row in LAW])
def test_a_rule_is_as_the_law_file_has_it(rule: str, citation: str, expected: str, confidence: str) -> None:
    found = PACK.rule(rule)
    assert (found.citation, period(found), found.confidence) == (citation, expected, confidence)


def test_a_day_that_counts_is_counted_and_one_that_does_not_is_not() -> None:
    with_the_day = {"transfer_day", "at_once"}
    for rule in PACK.rules:
        if rule.counting.convention in with_the_day or rule.counting.convention.endswith("_beginning_with"):
            assert rule.trigger_day_counts, rule.id
        elif rule.counting.n is not None and rule.counting.convention != "later_of_review_and_transfer":
            assert not rule.trigger_day_counts, rule.id


def test_only_these_rules_may_be_excused_and_on_so_many_grounds() -> None:
    grounds = {rule.id: len(rule.exceptions) for rule in PACK.rules if rule.exceptions}
    assert {rule.id for rule in PACK.rules if rule.effect == "excuses"} == set(grounds) - {"rule20.appeal"}
    assert grounds == {
        "reg5.decide_to_assess": 4,
        "reg8.advice_return": 3,
        "reg10.no_plan": 4,
        "reg13_2.final_plan": 4,
        "reg27.final": 4,
        "rule20.appeal": 1,
        "reg44.assess_start": 6,
        "reg44.assess_no_plan": 6,
        "reg44.assess_final": 6,
        "reg44.make_plan_draft": 6,
        "reg44.make_plan_final": 6,
        "reg45.assess_start": 6,
        "reg45.issue_draft": 6,
        "reg45.issue_final": 6,
        "detained.reg4_6w": 3,
        "detained.reg8_advice": 3,
        "detained.reg10_16w": 3,
        "detained.reg13_20w": 3,
        "detained.reg29_4a_make_plan_draft": 3,
        "detained.reg29_4b_make_plan_final": 3,
        "detained.reg29_5_remit": 3,
        "detained.reg30_4a_assess_no_plan": 3,
        "detained.reg30_4b_assess_final": 3,
        "detained.reg30_5a_issue_draft": 3,
        "detained.reg30_5b_issue_final": 3,
    }
