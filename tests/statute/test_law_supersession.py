"""What closes a running limit, and what opens it again. Nothing is ever erased."""

from law_says import all_of, day, facts, one

from statute.facts import Event

REQUEST = "request_received 2024-01-01"  # six weeks: 12 February; sixteen: 22 April; twenty: 20 May


def test_a_refusal_to_assess_closes_what_belongs_to_a_plan() -> None:
    known = facts(REQUEST, "advice_requested 2024-01-10 health", "assessment_refused 2024-02-10")
    found = all_of(known, "2024-08-01")
    assert found["reg5.decide_to_assess"].status == "met"
    for rule in ("reg10.no_plan", "reg13_2.final_plan", "reg8.advice_return health", "target.draft_by"):
        assert (found[rule].status, found[rule].days_late) == ("superseded", 0)
        assert found[rule].closed_on == day("2024-02-10")
    assert "10 February 2024" in found["reg13_2.final_plan"].because


def test_a_limit_that_was_late_when_it_was_closed_stays_late() -> None:
    known = facts(REQUEST, "assessment_agreed 2024-02-01", "plan_refused 2024-06-01")
    found = all_of(known, "2024-12-01")
    assert (found["reg10.no_plan"].status, found["reg10.no_plan"].days_late) == ("late", 40)
    assert (found["reg13_2.final_plan"].status, found["reg13_2.final_plan"].days_late) == ("overdue", 12)


def test_withdrawal_and_moving_away_close_every_running_limit() -> None:
    for end in ("withdrawn", "moved_away"):
        known = facts(
            REQUEST, "advice_requested 2024-02-10 health", "draft_issued 2024-03-01", f"{end} 2024-03-05"
        )
        found = all_of(known, "2024-12-01")
        assert found["reg13_2.final_plan"].status == "superseded"
        assert found["reg8.advice_return health"].status == "superseded"
        assert found["reg13_1.representations"].status == "closed"
        assert (found["reg5.decide_to_assess"].status, found["reg5.decide_to_assess"].days_late) == (
            "overdue",
            22,
        )


def test_the_transfer_of_a_plan_outlives_the_move() -> None:
    known = facts(("move_known 2024-01-02", {"moves_on": "2024-03-01"}), "moved_away 2024-03-01")
    assert one("reg15_2.transfer_day", known, "2024-03-10").status == "overdue"


def test_an_order_an_agreement_and_an_unopposed_appeal_put_their_own_limits_in_place() -> None:
    for event, rule in (
        ("tribunal_order", "reg44.assess_final"),
        ("mediation_agreement", "reg44.assess_final"),
        ("appeal_unopposed", "reg45.assess_final"),
    ):
        known = facts(REQUEST, (f"{event} 2024-02-20", {"to": "assess"}))
        found = all_of(known, "2024-03-01")
        assert found["reg13_2.final_plan"].status == "superseded"
        assert (found["reg5.decide_to_assess"].status, found["reg5.decide_to_assess"].days_late) == (
            "overdue",
            8,
        )
        assert (found[rule].status, found[rule].due_on) == ("running", day("2024-05-28"))


def test_an_agreement_on_another_point_does_not_change_the_limits() -> None:
    known = facts(REQUEST, ("mediation_agreement 2024-02-01", {"to": "other"}))
    assert one("reg13_2.final_plan", known, "2024-03-01").status == "running"


def test_the_final_plan_after_an_order_meets_the_orders_limit_and_not_the_first() -> None:
    known = facts(
        REQUEST,
        "assessment_refused 2024-02-10",
        ("tribunal_order 2024-09-02", {"to": "assess"}),
        "assessment_agreed 2024-09-10",
        "final_issued 2024-11-29",
    )
    found = all_of(known, "2025-01-01")
    assert (found["reg44.assess_start"].status, found["reg44.assess_final"].status) == ("met", "met")
    assert (found["reg13_2.final_plan"].status, found["reg13_2.final_plan"].met_on) == ("superseded", None)


def test_a_refusal_after_an_order_to_assess_closes_the_orders_limit_for_a_plan() -> None:
    known = facts(("tribunal_order 2024-09-02", {"to": "assess"}), "plan_refused 2024-10-01")
    found = all_of(known, "2025-01-01")
    assert found["reg44.assess_no_plan"].status == "met"
    assert found["reg44.assess_final"].status == "superseded"


def test_a_reversal_brings_the_first_limits_back_as_if_never_closed() -> None:
    known = facts(
        REQUEST, "assessment_refused 2024-02-10", "decision_reversed 2024-04-01", "final_issued 2024-06-01"
    )
    found = all_of(known, "2024-07-01")
    assert found["reg5.decide_to_assess"].status == "met"
    assert (found["reg13_2.final_plan"].status, found["reg13_2.final_plan"].days_late) == ("late", 12)
    before = all_of(known, "2024-03-01")
    assert before["reg13_2.final_plan"].status == "superseded"
    assert before["reg13_2.final_plan"].due_on == found["reg13_2.final_plan"].due_on


def test_a_refusal_after_a_reversal_closes_them_again() -> None:
    known = facts(
        REQUEST, "assessment_refused 2024-02-10", "decision_reversed 2024-03-01", "plan_refused 2024-04-10"
    )
    assert one("reg13_2.final_plan", known, "2024-07-01").closed_on == day("2024-04-10")


def test_a_decision_not_to_amend_ends_the_wait_for_an_amended_plan() -> None:
    known = facts("amendment_notice 2024-02-01", "amendment_not_made 2024-03-01")
    found = all_of(known, "2024-07-01")
    assert found["reg22_3.final_amended"].status == "superseded"
    assert found["reg22_4.not_amending"].status == "met"
    assert found["rule20.appeal"].due_on == day("2024-05-01")


def test_a_plan_that_is_to_cease_is_kept_until_the_appeal_is_decided() -> None:
    ceased = ("review_decision 2024-05-20", {"decision": "cease"})
    not_appealed = one("s45_4.keep_pending", facts(ceased), "2024-07-23")
    assert (not_appealed.due_on, not_appealed.status) == (day("2024-07-22"), "closed")
    appealed = facts(ceased, "appeal_registered 2024-07-01")
    pending = one("s45_4.keep_pending", appealed, "2024-12-01")
    assert (pending.due_on, pending.status) == (day("2024-07-22"), "open")
    assert "until it is decided the plan and its provision must be kept" in pending.because
    decided = facts(
        ceased, "appeal_registered 2024-07-01", ("tribunal_order 2024-11-01", {"to": "cease_plan"})
    )
    assert one("s45_4.keep_pending", decided, "2024-12-01").status == "closed"
    withdrawn = facts(
        ceased, "appeal_registered 2024-07-01", ("appeal_ended 2024-11-01", {"why": "withdrawn"})
    )
    assert one("s45_4.keep_pending", withdrawn, "2024-12-01").status == "closed"


def test_the_response_ends_with_the_appeal() -> None:
    appealed = ("assessment_refused 2024-02-10", "appeal_registered 2024-04-02")  # thirty days: 15 May
    for end in (
        ("tribunal_order 2024-05-10", {"to": "assess"}),
        ("appeal_unopposed 2024-05-10", {"to": "assess"}),
        ("appeal_ended 2024-05-10", {"why": "struck_out"}),
    ):
        ended = one("rule21.la_response", facts(*appealed, end), "2024-12-01")
        assert (ended.due_on, ended.status, ended.days_late) == (day("2024-05-15"), "superseded", 0)
        assert ended.closed_on == day("2024-05-10") and "this limit no longer runs." in ended.because
        moved = facts(*appealed, end, "moved_away 2024-06-03")
        assert one("rule21.la_response", moved, "2024-12-01").closed_on == day("2024-05-10")
    late = one(
        "rule21.la_response",
        facts(*appealed, ("appeal_ended 2024-05-20", {"why": "withdrawn"})),
        "2024-12-01",
    )
    assert (late.status, late.days_late) == ("overdue", 5)
    assert "It had not been done, and was 5 days late, when it was closed." in late.because


def test_the_end_of_one_appeal_does_not_end_the_response_to_the_next_of_the_same_day() -> None:
    again = facts(
        "assessment_refused 2024-02-10",
        "appeal_registered 2024-03-04",
        ("appeal_ended 2024-04-02", {"why": "withdrawn"}),
        "appeal_registered 2024-04-02",
    )
    assert one("rule21.la_response", again, "2024-04-03").status == "running"


def test_what_closes_a_limit_does_not_depend_on_the_order_in_which_undated_facts_are_given() -> None:
    ends = [
        Event("withdrawn", None, not_after=day("2024-03-20")),
        Event("moved_away", None, not_after=day("2024-03-10")),
    ]
    for given in (ends, ends[::-1]):
        assert one("reg13_2.final_plan", facts(REQUEST, *given), "2024-08-01").closed_on == day("2024-03-10")


def test_another_time_agreed_in_writing_is_the_day_for_what_was_agreed_and_for_nothing_else() -> None:
    agreed = {"to": "amend_plan", "authority_absent": True}
    plain = facts("final_issued 2024-05-01", ("mediation_agreement 2024-06-03", agreed))
    known = facts(
        "final_issued 2024-05-01", ("mediation_agreement 2024-06-03", {**agreed, "due_on": "2024-09-30"})
    )
    amended = one("reg44.amend_contents", known, "2024-07-10")
    assert (amended.due_on, amended.status) == (day("2024-09-30"), "running")
    assert "which the parties agreed in writing (SEND Regulations 2014 reg 42(5))" in amended.because
    assert one("reg44.amend_contents", plain, "2024-07-10").due_on == day("2024-07-08")
    assert one("reg42_4.icb_tells_la", known, "2024-07-10").due_on == day("2024-06-10")
