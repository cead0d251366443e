"""How obligations start, stand and end."""

import pickle

import pytest
from law_says import all_of, claim, day, facts, one

from statute.calendars import england
from statute.facts import Event, Facts
from statute.pack import load_pack
from statute.timeline import received_on, timeline

REQUEST = "request_received 2024-03-04"


def test_the_sample_of_the_contract_is_excused_and_still_42_days_late() -> None:
    known = facts(
        REQUEST,
        "advice_requested 2024-04-10 educational_psychologist",
        "draft_issued 2024-06-25",
        "final_issued 2024-09-02",
        exceptions=[claim("reg13(3)(c)", "2024-07-01", "2024-08-20")],
    )
    final = one("reg13_2.final_plan", known, "2024-09-30")
    assert (final.started_on, final.due_on, final.met_on) == (
        day("2024-03-04"),
        day("2024-07-22"),
        day("2024-09-02"),
    )
    assert (final.status, final.days_late, final.excused_by) == ("excused", 42, "reg13(3)(c)")
    assert list(final.as_json())[:9] == [
        "rule",
        "citation",
        "of",
        "started_on",
        "due_on",
        "met_on",
        "status",
        "days_late",
        "because",
    ]


def test_because_can_be_read_to_a_parent() -> None:
    final = one("reg13_2.final_plan", facts(REQUEST, "final_issued 2024-09-02"), "2024-09-30")
    assert final.because == (
        "The request was received on Monday 4 March 2024. The final plan must be sent within 20 weeks (140 days) "
        "of that day, so by Monday 22 July 2024 (SEND Regulations 2014 reg 13(2)). It was sent on 2 September 2024, 42 days late."
    )


@pytest.mark.parametrize(
    ("as_at", "said", "status", "days_late"),
    [
        ("2024-07-22", [], "running", 0),
        ("2024-07-23", [], "overdue", 1),
        ("2024-07-23", ["final_issued 2024-07-22"], "met", 0),
        ("2024-09-30", ["final_issued 2024-07-23"], "late", 1),
        ("2024-07-30", ["final_issued 2024-09-02"], "overdue", 8),
    ],
)
def test_a_limit_is_met_on_its_last_day_and_a_fact_of_tomorrow_is_not_yet_known(
    as_at: str, said: list[str], status: str, days_late: int
) -> None:
    final = one("reg13_2.final_plan", facts(REQUEST, *said), as_at)
    assert (final.status, final.days_late) == (status, days_late)


def test_an_obligation_that_has_not_started_is_not_listed() -> None:
    assert timeline(facts(REQUEST), day("2024-03-03")) == ()
    assert timeline(Facts(()), day("2024-03-03")) == ()
    assert set(all_of(facts(REQUEST), "2024-03-04")) == {
        "reg5.decide_to_assess",
        "reg10.no_plan",
        "reg13_2.final_plan",
        "target.draft_by",
    }


def test_obligations_are_ordered_by_last_day_and_then_by_rule() -> None:
    known = facts(
        REQUEST, "advice_requested 2024-03-04 health", "draft_issued 2024-06-01", "final_issued 2024-07-01"
    )
    order = [(each.due_on, each.rule) for each in timeline(known, day("2024-08-01"))]
    assert order == sorted(order)


def test_the_earlier_of_request_and_responsibility_starts_the_one_clock() -> None:
    known = facts("authority_responsible 2024-03-01", REQUEST)
    finals = [each for each in timeline(known, day("2024-03-10")) if each.rule == "reg13_2.final_plan"]
    assert [each.started_on for each in finals] == [day("2024-03-01")]


def test_a_new_request_after_a_refusal_starts_clocks_of_its_own() -> None:
    known = facts(REQUEST, "assessment_refused 2024-04-01", "request_received 2024-12-02")
    finals = [each for each in timeline(known, day("2024-12-10")) if each.rule == "reg13_2.final_plan"]
    assert [(each.started_on.isoformat(), each.status) for each in finals] == [
        ("2024-03-04", "superseded"),
        ("2024-12-02", "running"),
    ]


def test_advice_has_one_clock_for_each_adviser_and_a_reminder_does_not_restart_it() -> None:
    known = facts(
        "advice_requested 2024-04-10 health",
        "advice_requested 2024-04-11 social_care",
        "advice_requested 2024-05-01 health",
        "advice_received 2024-05-20 social_care",
    )
    found = [(each.of, str(each.due_on), each.status) for each in timeline(known, day("2024-05-22"))]
    assert found == [("health", "2024-05-22", "running"), ("social_care", "2024-05-23", "met")]


def test_advice_asked_again_after_it_came_back_has_a_second_clock() -> None:
    known = facts(
        "advice_requested 2024-04-10 health",
        "advice_received 2024-05-20 health",
        "advice_requested 2025-04-10 health",
    )
    assert [each.status for each in timeline(known, day("2025-04-10"))] == ["met", "running"]


def test_a_decision_without_a_date_stays_overdue_though_a_later_step_shows_it() -> None:
    decide = one("reg5.decide_to_assess", facts(REQUEST, "draft_issued 2024-06-25"), "2024-06-30")
    assert decide.status == "overdue"
    assert "its date is not recorded" in decide.because


def test_an_act_without_a_date_is_met_when_it_can_only_have_been_in_time() -> None:
    done = Event("assessment_agreed", None, not_after=day("2024-04-15"))
    decide = one("reg5.decide_to_assess", facts(REQUEST, done), "2024-06-30")
    assert (decide.status, decide.met_on, decide.days_late) == ("met", None, 0)
    assert "the day itself is not recorded" in decide.because


def test_an_act_without_a_date_counts_as_late_until_an_earlier_day_is_shown() -> None:
    done = Event("assessment_agreed", None, not_after=day("2024-06-25"))
    decide = one("reg5.decide_to_assess", facts(REQUEST, done), "2024-08-30")
    assert (decide.status, decide.met_on, decide.days_late) == ("late", None, 71)
    assert "until an earlier day is shown" in decide.because


def test_a_window_is_open_to_its_last_day_and_then_closed() -> None:
    known = facts("draft_issued 2024-06-25")
    assert one("reg13_1.representations", known, "2024-07-09").status == "open"
    assert one("reg13_1.representations", known, "2024-07-10").status == "closed"


def test_a_final_plan_inside_the_familys_time_is_told() -> None:
    known = facts("draft_issued 2024-06-25", "final_issued 2024-07-01")
    assert "before that time had run" in one("reg13_1.representations", known, "2024-07-02").because


def test_a_certificate_lengthens_the_time_to_appeal_and_never_shortens_it() -> None:
    without = one("rule20.appeal", facts("plan_refused 2024-03-01"), "2024-03-02").due_on
    early = one(
        "rule20.appeal", facts("plan_refused 2024-03-01", "mediation_certificate 2024-03-05"), "2024-03-06"
    )
    later = one(
        "rule20.appeal", facts("plan_refused 2024-03-01", "mediation_certificate 2024-04-20"), "2024-04-21"
    )
    assert early.due_on == without == day("2024-05-01")
    assert later.due_on == day("2024-05-20")


def test_each_decision_has_its_own_certificate() -> None:
    known = facts(
        REQUEST,
        "assessment_refused 2024-04-01",
        "mediation_certificate 2024-05-20",
        ("tribunal_order 2024-09-02", {"to": "assess"}),
        "final_issued 2024-12-02",
    )
    due = [str(each.due_on) for each in timeline(known, day("2025-01-01")) if each.rule == "rule20.appeal"]
    assert due == ["2024-06-20", "2025-02-03"]


def test_a_decision_to_amend_is_complete_only_with_the_amendments() -> None:
    known = facts(
        "review_meeting 2024-05-01",
        ("review_decision 2024-05-20", {"decision": "amend"}),
        "amendment_notice 2024-06-05",
    )
    decision = one("reg20_10.decision", known, "2024-07-01")
    assert (decision.met_on, decision.status, decision.days_late) == (day("2024-06-05"), "late", 7)
    assert one("devon.review_whole", known, "2024-07-01").due_on == day("2024-07-24")


def test_a_decision_to_keep_the_plan_opens_no_time_for_amending_it() -> None:
    known = facts("review_meeting 2024-05-01", ("review_decision 2024-05-20", {"decision": "maintain"}))
    found = all_of(known, "2024-07-01")
    assert "devon.review_whole" not in found
    assert found["reg20_10.decision"].status == "met"
    assert found["rule20.appeal"].due_on == day("2024-07-22")


def test_each_review_starts_the_next_year_and_ends_the_last() -> None:
    known = facts("final_issued 2023-03-10", ("review_decision 2024-03-01", {"decision": "maintain"}))
    years = [each for each in timeline(known, day("2024-06-01")) if each.rule == "s44_1.annual"]
    assert [(str(each.due_on), each.status) for each in years] == [
        ("2024-03-09", "met"),
        ("2025-02-28", "running"),
    ]


def test_a_later_final_plan_does_not_restart_the_year() -> None:
    known = facts("final_issued 2023-03-10", "reassessment_agreed 2023-09-01", "final_issued 2023-11-01")
    years = [each for each in timeline(known, day("2023-12-01")) if each.rule == "s44_1.annual"]
    assert [str(each.due_on) for each in years] == ["2024-03-09"]


def test_a_plan_that_is_to_cease_has_no_next_year_unless_the_tribunal_keeps_it() -> None:
    ceased = facts("review_meeting 2024-05-01", ("review_decision 2024-05-20", {"decision": "cease"}))
    assert "s44_1.annual" not in all_of(ceased, "2024-12-02")
    kept = facts(
        "review_meeting 2024-05-01",
        ("review_decision 2024-05-20", {"decision": "cease"}),
        ("tribunal_order 2024-12-01", {"to": "continue_plan"}),
    )
    assert one("s44_1.annual", kept, "2024-12-02").due_on == day("2025-05-19")


def test_a_detained_person_has_limits_of_another_instrument() -> None:
    found = all_of(facts(("request_received 2024-03-04", {"detained": True})), "2024-03-05")
    assert {"detained.reg4_6w", "detained.reg13_20w"} <= set(found)
    assert not {"reg5.decide_to_assess", "reg13_2.final_plan"} & set(found)


def test_weekends_and_bank_holidays_do_not_move_the_limits_of_the_regulations() -> None:
    assert one("reg5.decide_to_assess", facts("request_received 2027-02-12"), "2027-02-13").due_on == day(
        "2027-03-26"
    )
    assert not england().is_working_day(day("2027-03-26"))


def test_a_newly_proclaimed_holiday_moves_only_what_counts_working_days() -> None:
    known = facts("mediation_held 2024-03-04", REQUEST)
    proclaimed = england([day("2024-03-06")])
    assert one("reg39.certificate_after", known, "2024-03-05").due_on == day("2024-03-07")
    assert one("reg39.certificate_after", known, "2024-03-05", calendar=proclaimed).due_on == day(
        "2024-03-08"
    )
    assert one("reg13_2.final_plan", known, "2024-03-05", calendar=proclaimed).due_on == day("2024-07-22")


def test_the_invitation_is_counted_back_from_the_arranged_meeting() -> None:
    arranged = ("review_meeting_arranged 2024-04-01", {"meeting_on": "2024-05-01"})
    known = facts(arranged, "review_invitations_sent 2024-04-18", "review_meeting 2024-05-01")
    found = all_of(known, "2024-05-02")
    assert (found["reg20_3.invite"].status, found["reg20_3.invite"].days_late) == ("late", 1)
    assert found["reg20_4.papers"].status == "overdue"


def test_an_obligation_cannot_be_changed_and_facts_can_be_sent_elsewhere() -> None:
    obligation = one("reg13_2.final_plan", facts(REQUEST), "2024-03-05")
    for name in ("rule", "title", "met_on", "because", "note"):
        with pytest.raises(AttributeError):
            setattr(obligation, name, None)
    assert obligation == one("reg13_2.final_plan", facts(REQUEST), "2024-03-05")
    assert pickle.loads(pickle.dumps(facts(REQUEST))) == facts(REQUEST)


def test_the_case_began_on_the_first_day_that_is_known() -> None:
    assert received_on(facts("authority_responsible 2024-03-01", REQUEST)) == day("2024-03-01")
    assert received_on(facts("final_issued 2024-03-01")) is None


def test_the_pack_can_be_pinned() -> None:
    pack = load_pack("england-2014")
    assert timeline(facts(REQUEST), day("2024-03-05"), pack=pack) == timeline(
        facts(REQUEST), day("2024-03-05")
    )
