"""The worked examples of the law file, each answered by the timeline itself."""

from datetime import UTC, datetime, timedelta

import pytest
from law_says import all_of, claim, day, facts, one

from statute.calendars import england
from statute.counting import months_after
from statute.exceptions import closure_window
from statute.local_time import london_date


def due(rule: str, known, as_at: str) -> str:
    return one(rule, known, as_at).due_on.isoformat()


def test_ex01_plain_assessment() -> None:
    found = all_of(facts("request_received 2026-09-07"), "2026-09-10")
    assert found["reg5.decide_to_assess"].due_on == day("2026-10-19")
    assert found["reg10.no_plan"].due_on == day("2026-12-28")
    assert found["reg13_2.final_plan"].due_on == day("2027-01-25")
    assert found["reg5.decide_to_assess"].safe_on == day("2026-10-16")
    assert found["reg10.no_plan"].safe_on == day("2026-12-24")
    assert found["reg13_2.final_plan"].safe_on == day("2027-01-22")


def test_ex02_an_email_late_in_the_evening_counts_that_day_and_good_friday_moves_nothing() -> None:
    received = london_date(datetime(2027, 2, 12, 23, 40, tzinfo=UTC))
    found = all_of(facts(f"request_received {received}"), "2027-02-13")
    assert found["reg5.decide_to_assess"].due_on == day("2027-03-26")
    assert found["reg10.no_plan"].due_on == day("2027-06-04")
    assert found["reg13_2.final_plan"].due_on == day("2027-07-02")
    assert found["reg5.decide_to_assess"].safe_on == day("2027-03-25")


@pytest.mark.parametrize(("asked", "status"), [("2026-07-17", "excused"), ("2026-07-13", "late")])
def test_ex03_a_summer_closure_is_a_ground_only_if_advice_was_asked_in_its_window(
    asked: str, status: str
) -> None:
    window = closure_window(day("2026-07-22"), day("2026-09-02"))
    assert (window.first, window.end, window.closed_days) == (day("2026-07-15"), day("2026-08-26"), 42)
    closed = claim(
        "reg13(3)(a)",
        closed_from=day("2026-07-22"),
        reopens_on=day("2026-09-02"),
        family_told_on=day("2026-07-20"),
    )
    known = facts(
        "request_received 2026-06-10",
        f"advice_requested {asked} school",
        "final_issued 2026-11-10",
        exceptions=[closed],
    )
    found = all_of(known, "2026-11-12")
    assert due("reg5.decide_to_assess", known, "2026-11-12") == "2026-07-22"
    assert due("reg10.no_plan", known, "2026-11-12") == "2026-09-30"
    assert found["reg13_2.final_plan"].due_on == day("2026-10-28")
    assert found["reg13_2.final_plan"].status == status
    assert found["reg13_2.final_plan"].days_late == 13


def test_ex04_the_last_day_to_serve_the_draft() -> None:
    known = facts("request_received 2026-09-07", "draft_issued 2027-01-10")
    found = all_of(known, "2027-01-10")
    draft = found["reg13_1.representations"]
    assert (draft.started_on, draft.due_on, draft.earliest_final) == (
        day("2027-01-10"),
        day("2027-01-24"),
        day("2027-01-25"),
    )
    assert found["reg13_2.final_plan"].due_on == day("2027-01-25")
    assert found["target.draft_by"].due_on == day("2027-01-10")


def test_ex05_advice_period() -> None:
    assert (
        due("reg8.advice_return health", facts("advice_requested 2026-10-19 health"), "2026-10-20")
        == "2026-11-30"
    )


def test_ex06_refusal_before_christmas() -> None:
    known = facts("assessment_refused 2026-10-30")
    assert due("reg33.contact_adviser", known, "2026-11-01") == "2026-12-30"
    appeal = one("rule20.appeal", known, "2026-11-01")
    assert (appeal.raw_due_on, appeal.due_on) == (day("2026-12-30"), day("2027-01-04"))
    assert "between 25 December and 1 January" in appeal.because


def test_ex07_two_months_that_end_in_february() -> None:
    known = facts("assessment_refused 2026-12-31")
    assert due("reg33.contact_adviser", known, "2027-01-01") == "2027-02-28"
    assert due("rule20.appeal", known, "2027-01-01") == "2027-03-01"


def test_ex08_a_certificate_that_leads_into_august() -> None:
    known = facts("assessment_refused 2026-06-17", "mediation_certificate 2026-07-20")
    assert months_after(day("2026-06-17"), 2) == day("2026-08-17")
    appeal = one("rule20.appeal", known, "2026-07-21")
    assert (appeal.raw_due_on, appeal.due_on) == (day("2026-08-20"), day("2026-09-01"))


def test_ex09_annual_review_with_the_notice_on_the_last_day() -> None:
    found = all_of(facts("review_meeting 2026-11-05", "amendment_notice 2026-12-03"), "2026-12-04")
    assert found["reg20_3.invite"].due_on == day("2026-10-22")
    assert found["reg20_4.papers"].due_on == day("2026-10-22")
    assert found["reg20_7.report"].due_on == day("2026-11-19")
    assert found["reg20_10.decision"].due_on == day("2026-12-03")
    assert found["reg20_10.decision"].status == "met"
    assert found["reg22_3.final_amended"].due_on == day("2027-01-28")
    assert found["devon.review_whole"].due_on == day("2027-01-28")


def test_ex10_annual_review_with_the_notice_sent_early() -> None:
    known = facts("review_meeting 2026-11-05", "amendment_notice 2026-11-20")
    assert due("reg22_3.final_amended", known, "2026-12-04") == "2027-01-15"


def test_ex11_twelve_months_starting_with_the_day_of_the_plan() -> None:
    review_by = one("s44_1.annual", facts("final_issued 2026-03-10"), "2026-04-01").due_on
    assert review_by == day("2027-03-09")
    assert review_by - timedelta(weeks=4) == day("2027-02-09")


def test_ex12_phase_transfers_of_september_2027() -> None:
    known = facts(
        ("phase_transfer 2026-09-01", {"from_phase": "primary", "to_phase": "secondary", "year": 2027}),
    )
    to_secondary = one("reg18_1b.phase_15feb", known, "2026-09-02")
    assert (to_secondary.due_on, to_secondary.safe_on) == (day("2027-02-14"), day("2027-02-12"))
    assert to_secondary.due_on - timedelta(weeks=8) == day("2026-12-20")
    assert to_secondary.due_on - timedelta(weeks=12) == day("2026-11-22")
    known = facts(
        ("phase_transfer 2026-09-01", {"from_phase": "secondary", "to_phase": "post16", "year": 2027})
    )
    assert due("reg18_1a.phase_31mar", known, "2026-09-02") == "2027-03-30"
    known = facts(
        (
            "phase_transfer 2026-09-01",
            {"from_phase": "post16", "to_phase": "post16", "year": 2027, "transfer_on": "2027-09-01"},
        )
    )
    found = all_of(known, "2026-09-02")
    assert found["reg18_2.post16_post16"].due_on == day("2027-04-01")
    assert "reg18_1a.phase_31mar" not in found


def test_ex13_tribunal_orders() -> None:
    def after(to: str):
        return all_of(facts(("tribunal_order 2026-12-03", {"to": to})), "2026-12-04")

    assert after("assess")["reg44.assess_start"].due_on == day("2026-12-17")
    assert after("assess")["reg44.assess_no_plan"].due_on == day("2027-02-11")
    assert after("assess")["reg44.assess_final"].due_on == day("2027-03-11")
    assert after("amend_plan")["reg44.amend_contents"].due_on == day("2027-01-07")
    assert after("make_plan")["reg44.make_plan_draft"].due_on == day("2027-01-07")
    assert after("make_plan")["reg44.make_plan_final"].due_on == day("2027-02-18")


def test_ex14_a_move_between_authorities() -> None:
    known = facts(("move_known 2026-12-01", {"moves_on": "2026-12-14"}))
    assert due("reg15_2.transfer_day", known, "2026-12-02") == "2026-12-21"
    moved = facts(("moved_away 2026-12-14", {"known_on": "2026-12-01"}))
    assert due("reg15_2.transfer_day", moved, "2026-12-14") == "2026-12-21"
    assert due("reg15_4.new_la_tells", facts("plan_transferred_in 2026-12-21"), "2026-12-22") == "2027-02-01"


def test_ex15_mediation_not_arranged() -> None:
    known = facts("mediation_requested 2026-12-01", "mediation_not_arranged 2026-12-21")
    assert due("reg36.la_mediation", known, "2026-12-22") == "2026-12-31"
    assert due("reg39.certificate_deemed", known, "2026-12-22") == "2026-12-24"


def test_ex16_re_assessment() -> None:
    known = facts("reassessment_requested 2026-10-12", "reassessment_agreed 2026-10-27")
    assert due("reg25.decide", known, "2026-10-28") == "2026-10-27"
    assert due("reg27.final", known, "2026-10-28") == "2027-02-02"


def test_ex17_all_of_august_is_skipped_for_the_response() -> None:
    assert due("rule21.la_response", facts("appeal_registered 2026-07-15"), "2026-07-16") == "2026-09-24"


def test_the_examples_use_the_bank_holidays_they_name() -> None:
    for text in ("2026-08-31", "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29"):
        assert not england().is_working_day(day(text))
