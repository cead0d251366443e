"""Sentences as they are read to a parent: what began it, the arithmetic, the source, and how it stands."""

import pytest
from law_says import Said, all_of, claim, day, facts, one

from statute.facts import Event

REQUEST = "request_received 2024-03-04"
TRIBUNAL = "Tribunal Procedure (Health, Education and Social Care Chamber) Rules 2008"

ALOUD: dict[str, tuple[list[Said], str, str, str]] = {
    "a decision that is due": (
        [REQUEST],
        "reg5.decide_to_assess",
        "2024-04-14",
        "The request was received on Monday 4 March 2024. The family must be told whether there will be an assessment "
        "within 6 weeks (42 days) of that day, so by Monday 15 April 2024 (SEND Regulations 2014 reg 5(1)). It is not "
        "recorded as done; on 14 April 2024, 1 day remains.",
    ),
    "its last day": (
        ["advice_requested 2024-03-04 educational_psychologist"],
        "reg8.advice_return",
        "2024-04-15",
        "Advice was requested (educational psychologist) on Monday 4 March 2024. The advice must be returned within 6 "
        "weeks (42 days) of that day, so by Monday 15 April 2024 (SEND Regulations 2014 reg 8(1)). It is not recorded "
        "as done, and 15 April 2024 is the last day.",
    ),
    "a decision in time": (
        [REQUEST, "assessment_agreed 2024-04-12"],
        "reg5.decide_to_assess",
        "2024-05-01",
        "The request was received on Monday 4 March 2024. The family must be told whether there will be an assessment "
        "within 6 weeks (42 days) of that day, so by Monday 15 April 2024 (SEND Regulations 2014 reg 5(1)). On 12 "
        "April 2024 the family was told that there will be an assessment, in time.",
    ),
    "a plan that is decided on after sixteen weeks": (
        [REQUEST, "plan_agreed 2024-07-10"],
        "reg10.no_plan",
        "2024-08-01",
        "The request was received on Monday 4 March 2024. The family must be told whether a plan will be made, with "
        "reasons if not, within 16 weeks (112 days) of that day, so by Monday 24 June 2024 (SEND Regulations 2014 reg "
        "10(1)-(3)). It was decided to make a plan on 10 July 2024, 16 days late. The High Court reads the sixteen weeks "
        "as the limit for deciding whether to issue a plan (R (JSC) v Cambridgeshire CC [2026] EWHC 68 (Admin)).",
    ),
    "a limit that was closed": (
        [REQUEST, "assessment_refused 2024-04-12"],
        "reg13_2.final_plan",
        "2024-05-01",
        "The request was received on Monday 4 March 2024. The final plan must be sent within 20 weeks (140 days) of "
        "that day, so by Monday 22 July 2024 (SEND Regulations 2014 reg 13(2)). On 12 April 2024 the family was told "
        "that there will be no assessment: no plan will be made, so its limits no longer run.",
    ),
    "the family's fifteen days": (
        ["draft_issued 2024-07-01"],
        "reg13_1.representations",
        "2024-07-02",
        "The draft plan was served on Monday 1 July 2024. The family has at least 15 days, counted with that day as "
        "day 1, of which the last is Monday 15 July 2024 (SEND Regulations 2014 reg 13(1)(a)); the plan may be made "
        "final from Tuesday 16 July 2024.",
    ),
    "an appeal": (
        ["final_issued 2024-09-02", "mediation_certificate 2024-10-10", "appeal_registered 2024-11-05"],
        "rule20.appeal",
        "2024-11-06",
        "The final plan was sent on Monday 2 September 2024. The family may appeal within 2 months of that day (by 2 "
        "November 2024) or, if later, within 1 month of a mediation certificate (issued on 10 October 2024, which "
        f"gives 10 November 2024): so by Sunday 10 November 2024 ({TRIBUNAL} r.20(1)(c)). That last day is not a "
        "working day, so an appeal is in time if it is received by 5pm on Monday 11 November 2024 (rule 12 of the "
        "Tribunal's Rules). The appeal was registered on 5 November 2024, in time.",
    ),
    "an appeal without a certificate": (
        ["assessment_refused 2024-04-12"],
        "rule20.appeal",
        "2024-07-01",
        "On Friday 12 April 2024 the family was told that there will be no assessment. The family may appeal within 2 "
        "months of that day (by 12 June 2024) or, if later, within 1 month of a mediation certificate (none is "
        f"recorded): so by Wednesday 12 June 2024 ({TRIBUNAL} r.20(1)(c)). An appeal must be received by 5pm on that "
        "last day. That time had run by 1 July 2024.",
    ),
    "a setting that is slow to reply": (
        ["setting_consulted 2024-07-02 oak_school"],
        "code9_83.setting_reply",
        "2024-07-20",
        "The setting was consulted (oak school) on Tuesday 2 July 2024. The setting should reply within 15 days of "
        "that day, so by Wednesday 17 July 2024 (SEND Code 9.83 (guidance; not in Act or Regs)). It is not recorded "
        "as done, and on 20 July 2024 it is 3 days overdue. This is guidance, and silence does not stop the authority.",
    ),
    "a yearly review": (
        ["final_issued 2024-02-29"],
        "s44_1.annual",
        "2024-03-01",
        "The final plan was sent on Thursday 29 February 2024. A review (meeting, report and decision) must be "
        "completed within 12 months beginning with that day, so by Thursday 27 February 2025 (Children and Families "
        "Act 2014 s.44(1)). It is not recorded as done; on 1 March 2024, 363 days remain.",
    ),
    "an invitation that came late": (
        ["review_invitations_sent 2025-06-20", "review_meeting 2025-07-02"],
        "reg20_3.invite",
        "2025-07-03",
        "The review meeting was held on Wednesday 2 July 2025. Everyone must be invited at least 2 weeks before the "
        "meeting on Wednesday 2 July 2025, so by Wednesday 18 June 2025 (SEND Regulations 2014 reg 20(2)-(3)). "
        "The invitations were sent on 20 June 2025, 2 days late.",
    ),
    "a move that was heard of too late": (
        [("move_known 2026-12-01", {"moves_on": "2026-12-14"})],
        "reg15_2.transfer_day",
        "2026-12-02",
        "The authority learned of the coming move on Tuesday 1 December 2026. The plan must be transferred to the new "
        "authority within 15 working days beginning with the day on which the authority learned of the move, because "
        "that was fewer than 15 working days before the move on 14 December 2026, so by Monday 21 December 2026 (SEND "
        "Regulations 2014 reg 15(2)). The regulations do not define a working day. We read it as any day but a "
        "Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in England. It is not recorded as done; on 2 "
        "December 2026, 19 days remain.",
    ),
    "a detained young person": (
        [("request_received 2026-08-03", {"detained": True})],
        "detained.reg4_6w",
        "2026-09-13",
        "The request was received on Monday 3 August 2026. The appropriate person and the person in charge must be "
        "told whether there will be an assessment within 6 weeks (42 days) of that day, so by Monday 14 September "
        "2026 (SEND (Detained Persons) Regulations 2015 (SI 2015/62) regs 4(1), 5(1)). It is not recorded as done; on 13 "
        "September 2026, 1 day remains.",
    ),
}


@pytest.mark.parametrize("said", ALOUD)
def test_because_can_be_read_aloud(said: str) -> None:
    known, rule, as_at, sentence = ALOUD[said]
    found = {key.split()[0]: each for key, each in all_of(facts(*known), as_at).items()}
    assert found[rule].because == sentence


def test_an_excuse_is_told_with_its_proofs_and_sets_no_new_date() -> None:
    known = facts(
        REQUEST, "final_issued 2024-09-02", exceptions=[claim("reg13(3)(c)", "2024-07-01", "2024-08-20")]
    )
    assert one("reg13_2.final_plan", known, "2024-09-30").because.endswith(
        "It was sent on 2 September 2024, 42 days late. The limit is excused under reg13(3)(c) (a bereavement in the "
        "family; evidence doc-17, accepted by manager-4, family told on 10 July 2024). An excuse sets no new date: it "
        "must still be done as soon as practicable."
    )


def test_a_shortage_is_answered_in_the_words_in_which_it_was_claimed() -> None:
    known = facts(REQUEST, exceptions=[claim("shortage of psychologists")])
    assert (
        'The exception claimed as "shortage of psychologists" does not excuse this limit: a shortage of'
        in one("reg13_2.final_plan", known, "2024-09-30").because
    )


def test_a_target_and_guidance_answer_no_exception() -> None:
    known = facts(REQUEST, "setting_consulted 2024-07-02 oak", exceptions=[claim("reg13(3)(c)")])
    found = all_of(known, "2024-12-01")
    assert "exception" not in found["target.draft_by"].because
    assert "exception" not in found["code9_83.setting_reply oak"].because


def test_an_agreement_at_mediation_runs_as_an_order_would() -> None:
    known = facts(("mediation_agreement 2024-05-10", {"to": "make_plan"}))
    assert (
        "(SEND Regulations 2014 reg 42(2), as if the agreement were an order: SEND Regulations 2014 reg 44(2)(c)(i)"
        in one("reg44.make_plan_draft", known, "2024-05-11").because
    )


def test_an_agreement_shows_that_mediation_was_held() -> None:
    known = facts("mediation_requested 2024-04-20", ("mediation_agreement 2024-05-10", {"to": "other"}))
    told = one("reg36.la_mediation", known, "2024-08-01").because
    assert "A later step shows that it was done (agreement was reached at mediation on 10 May 2024)" in told


def test_a_reason_over_several_lines_is_read_as_one() -> None:
    known = facts(
        REQUEST, exceptions=[claim("reg13(3)(c)", "2024-07-01", "2024-08-20", because="ill,\n\nin hospital.")]
    )
    assert "(ill, in hospital; evidence" in one("reg13_2.final_plan", known, "2024-09-30").because


def test_an_act_without_a_date_is_told_by_the_last_day_it_can_be_of() -> None:
    done = Event("assessment_agreed", None, not_after=day("2024-06-25"))
    assert one("reg5.decide_to_assess", facts(REQUEST, done), "2024-08-30").because.endswith(
        "It is known to be done by 25 June 2024 at the latest, on a day that is not recorded; until an earlier day is "
        "shown it counts as 71 days late."
    )


def test_the_answer_shows_that_a_rule_is_not_verified() -> None:
    found = all_of(facts(REQUEST), "2024-05-02")
    assert not found["target.draft_by"].as_json()["verified"]
    assert found["reg13_2.final_plan"].as_json()["verified"]
