"""Duties that surround a plan: mediation dates, moves, reviews at home, higher education, recommendations, budgets."""

from datetime import date

from law_says import Said, all_of, day, facts, one

from statute import rights
from statute.pack import load_pack

PACK = load_pack("england-2014")


def arranged(**more: object) -> Said:
    return ("mediation_arranged 2025-05-01", {"mediation_on": "2025-05-13", **more})


def test_reg37_2_the_family_is_told_five_working_days_before() -> None:
    rule = "reg37_2.date_and_place"
    in_time = one(rule, facts(arranged(), "mediation_date_told 2025-05-06"), "2025-05-20")
    assert (in_time.due_on, in_time.status) == (day("2025-05-06"), "met")
    late = one(rule, facts(arranged(), "mediation_date_told 2025-05-07"), "2025-05-20")
    assert (late.status, late.days_late) == ("late", 1)
    assert "at least 5 working days before Tuesday 13 May 2025" in late.because


def test_reg37_2_does_not_bind_where_the_family_agrees_to_less() -> None:
    assert "reg37_2.date_and_place" not in all_of(facts(arranged(shorter_notice_agreed=True)), "2025-05-20")


def test_reg15_7_the_health_body_tells_the_next_on_the_day_of_the_move_or_15_working_days_beginning_on_learning() -> (
    None
):
    known = facts(("commissioner_move_known 2025-05-01", {"moves_on": "2025-05-08"}))
    assert one("reg15_7.commissioner_move", known, "2025-05-02").due_on == day("2025-05-22")
    early = facts(("commissioner_move_known 2025-05-01", {"moves_on": "2025-07-01"}))
    assert one("reg15_7.commissioner_move", early, "2025-05-02").due_on == day("2025-07-01")


def test_regs_15_8_and_16_3_begin_with_the_day_and_si_2015_62_reg_16_4_follows_it() -> None:
    for why, rule, due in (
        ("moved", "reg15_8.commissioner_asks", "2025-05-22"),
        ("changed", "reg16_3.commissioner_asks", "2025-05-22"),
        ("released", "detained.reg16_4_commissioner_asks", "2025-05-23"),
    ):
        found = ("health_provision_not_practicable 2025-05-08", {"why": why, "aware_on": "2025-05-01"})
        obligations = all_of(facts(found), "2025-05-09")
        assert obligations[rule].due_on == day(due)
        assert {key for key in obligations if "commissioner_asks" in key} == {rule}


def test_reg21_of_a_child_educated_at_home_the_authority_does_papers_and_report() -> None:
    at_home = {"meeting_on": "2025-06-20", "attends_no_setting": True}
    known = facts(
        ("review_meeting_arranged 2025-05-01", at_home),
        ("review_meeting 2025-06-20", {"attends_no_setting": True}),
    )
    found = all_of(known, "2025-06-21")
    for rule, due in (("reg21_4.papers", "2025-06-06"), ("reg21_8.report", "2025-07-04")):
        assert (found[rule].due_on, found[rule].duty_holder) == (day(due), "authority")
    assert not {"reg20_3.invite", "reg20_4.papers", "reg20_7.report"} & set(found)
    assert "reg20_10.decision" in found


def test_reg20_of_a_child_at_school_the_school_does_them() -> None:
    found = all_of(facts("review_meeting 2025-06-20"), "2025-06-21")
    assert found["reg20_7.report"].duty_holder == "setting" and "reg21_8.report" not in found


def test_reg29_2_is_a_duty_without_a_number_of_days() -> None:
    assert "Review the plan" in PACK.rule("reg29_2.review_out_of_education").action


def test_reg46_the_academic_year_ends_by_the_type_of_course() -> None:
    born = date(2000, 10, 15)
    assert rights.plan_may_run_until(born) == date(2026, 7, 31)
    assert rights.plan_may_run_until(born, course_ends=date(2026, 6, 12)) == date(2026, 6, 12)
    assert rights.plan_may_run_until(born, course_ends=date(2027, 3, 1)) == date(2026, 10, 14)
    letters = [rule.id for rule in PACK.rules if rule.counting.convention == "academic_year_end"]
    assert letters == ["reg46_1a.academic_year", "reg46_1b.academic_year", "reg46_1c.academic_year"]


def test_reg47_the_plan_is_disclosed_within_15_working_days_of_being_asked() -> None:
    known = facts("plan_wanted_for_higher_education 2025-05-01", "plan_sent_for_higher_education 2025-05-27")
    found = one("reg47.higher_education", known, "2025-06-01")
    assert (found.due_on, found.days_late) == (day("2025-05-23"), 4)


def test_reg48_1_a_counts_days_on_which_a_school_is_open_and_so_gives_no_date() -> None:
    counting = PACK.rule("reg48_1a.remain").counting
    assert (counting.convention, counting.n) == ("school_days_after", 10)
    assert "reg48_1a.remain" not in PACK.bound


def test_si_2017_1306_regs_6_6_and_7_4_the_copy_goes_within_a_week_beginning_with_the_day() -> None:
    known = facts(
        "recommendation_answered 2025-05-01 health", "recommendation_answered 2025-05-02 social_care"
    )
    found = all_of(known, "2025-05-03")
    health, own = (
        found["rec2017.copy_of_health_answer health"],
        found["rec2017.copy_of_own_answer social_care"],
    )
    assert (health.due_on, own.due_on) == (day("2025-05-07"), day("2025-05-08"))
    sent = facts("recommendation_answered 2025-05-01 health", "recommendation_copied 2025-05-08 health")
    assert one("rec2017.copy_of_health_answer health", sent, "2025-05-09").days_late == 1


def test_si_2014_1652_reg_11_2_a_direct_payments_are_reviewed_within_the_first_three_months() -> None:
    found = one("pb_reg11_2a.direct_payments", facts("direct_payments_began 2025-01-31"), "2025-02-01")
    assert found.due_on == day("2025-04-29")


def test_s48_2_b_a_plan_is_reviewed_as_soon_as_practicable_after_release() -> None:
    assert PACK.rule("s48_2b.review_on_release").counting.convention == "as_soon_as_practicable"
