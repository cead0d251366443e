"""An appeal: its acts, its reports to the case, and its moments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.case.acts import CATALOGUE, Act
from casework.disputes.clocks import clocks_of, obligations_of
from casework.disputes.dispute import DOING
from casework.letters.casework_notices import beyond_the_law
from casework.processes.appeal.appeal import (
    APPEAL_ACTS,
    FOLLOWED,
    Appeal,
    after,
    after_moment,
    allowed,
    concerns,
    moment_text,
    next_moment,
    refusal,
    told,
)
from casework.processes.telling import ToCase
from statute.obligation import Obligation

DECIDED = date(2025, 2, 20)
BEGUN = Appeal("appeal-1", "case-1", "assessment_refused", DECIDED)
CERTIFIED = ("mediation_certificate 2025-03-06",)
ABOUT_A_PLAN = replace(BEGUN, about="final_issued")
ABOUT_CEASING = replace(BEGUN, about="review_decision", decided="cease")
REGISTERED = (*CERTIFIED, ("appeal_registered 2025-03-28", {"against": "refusal_to_assess"}))
DIRECTED = (
    *REGISTERED,
    ("record_directions 2025-04-04", {"evidence_by": "2025-06-06", "hearing_on": "2025-06-26", "document": "letter-1"}),
    "appeal_response_sent 2025-05-12",
)  # fmt: skip
ORDERED = (
    *DIRECTED,
    "send_evidence 2025-06-05",
    "hold_hearing 2025-06-26",
    ("tribunal_order 2025-07-03", {"to": "assess"}),
)
Said = str | tuple[Any, ...]


def act(said: Said) -> Act:
    text, fields = said if isinstance(said, tuple) else (said, {})
    name, on, *of = text.split()
    return Act(name, date.fromisoformat(on), of[0] if of else None, fields)


def after_all(*said: Said, of: Appeal = BEGUN) -> Appeal:
    for one in said:
        done = act(one)
        assert refusal(of, done, done.on or DECIDED) is None, one
        of = after(of, done)
    return of


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        (CERTIFIED, "appeal_may_be_brought"),
        (REGISTERED, "appeal_registered"),
        ((*REGISTERED, "appeal_response_sent 2025-05-12"), "appeal_answered"),
        (DIRECTED, "appeal_directed"),
        (ORDERED[:-1], "appeal_heard"),
        (ORDERED, "appeal_ordered"),
        ((*ORDERED, "assessment_agreed 2025-07-10"), "appeal_carried_out"),
        ((*REGISTERED, ("appeal_unopposed 2025-04-10", {"to": "assess"})), "appeal_conceded"),
        ((*DIRECTED, ("end_appeal 2025-06-01", {"why": "withdrawn"})), "appeal_ended"),
    ],
)
def test_an_appeal_stands_where_its_last_step_put_it(said: tuple[Said, ...], stage: str) -> None:
    assert after_all(*said).stage == stage


@pytest.mark.parametrize(
    ("before", "said", "sentence"),
    [
        (CERTIFIED, "appeal_response_sent 2025-05-12", "it is not recorded that the appeal was registered"),
        (REGISTERED, ("appeal_registered 2025-04-01", {"against": "contents"}), "It is already recorded that the appeal was registered on 28 March 2025."),
        (REGISTERED, "record_directions 2025-04-04", "Give a day that the Tribunal directs: response_by, evidence_by or hearing_on; or"),
        (DIRECTED, "hold_hearing 2025-06-01", "The hearing is on 26 June 2025; if the Tribunal moved it"),
        (ORDERED, ("end_appeal 2025-07-04", {"why": "withdrawn"}), "The appeal was decided; it ends when the order is carried out."),
        (CERTIFIED, ("end_appeal 2025-03-10", {"why": "withdrawn"}), "No appeal is registered; record the appeal first."),
        (REGISTERED, "recommendation_answered 2025-07-04 health", "it is not recorded that the Tribunal's recommendation was made"),
        (REGISTERED, ("tribunal_order 2025-03-01", {"to": "assess"}), "1 March 2025 is before the appeal was registered on 28 March 2025"),
        (DIRECTED, "tribunal_recommendation 2025-07-03 health", "no recommendations in an appeal about a refusal to assess"),
        (DIRECTED, ("tribunal_order 2025-07-03", {"to": "amend_plan"}), "to=amend_plan cannot follow a refusal to assess"),
        ((*ORDERED, "assessment_agreed 2025-07-10"), ("tribunal_order 2025-08-01", {"to": "assess"}), "The appeal is over"),
        (DIRECTED, ("tribunal_order 2025-07-03", {"to": "assess", "draft_by": "2025-08-01"}), "An order with to=assess has no draft_by; it can set due_on, refusal_by or start_by."),
        (DIRECTED, ("tribunal_order 2025-07-03", {"to": "cease_plan", "due_on": "2025-08-01"}), "to=cease_plan cannot follow a refusal to assess"),
        (DIRECTED, ("record_directions 2025-07-21", {"due_on": "2025-11-28"}), "There is no recorded Tribunal order with a due_on to move; record the order first."),
        (ORDERED, ("record_directions 2025-07-21", {"draft_by": "2025-08-01"}), "An order with to=assess has no draft_by; it can set due_on, refusal_by or start_by."),
        (ORDERED, ("record_directions 2025-07-21", {"due_on": "2025-07-02"}), "due_on is 2 July 2025, before the order of 3 July 2025; correct one of the two dates."),
        (ORDERED, ("record_directions 2025-07-21", {"document": "letter-2"}), "Give a day that the Tribunal directs: response_by, evidence_by or hearing_on; or the new day of its order"),
        (DIRECTED, ("tribunal_order 2025-07-03", {"to": "assess", "due_on": "2025-07-02"}), "due_on is 2 July 2025, before the order of 3 July 2025; correct one of the two dates."),
    ],
)  # fmt: skip
def test_what_may_not_happen_is_refused_in_one_sentence(
    before: tuple[Said, ...], said: Said, sentence: str
) -> None:
    done = act(said)
    found = refusal(after_all(*before), done, date(2025, 12, 31))
    assert found is not None and sentence in found


def test_an_appeal_always_ends_with_its_case() -> None:
    for said in (CERTIFIED, REGISTERED, ORDERED):
        assert after_all(*said, ("end_appeal 2025-07-04", {"why": "case_ended"})).is_over


def test_only_what_may_be_done_now_is_offered() -> None:
    names = {action.name for action in allowed(after_all(*REGISTERED))}
    assert {"appeal_response_sent", "record_directions", "tribunal_order", "end_appeal"} <= names
    assert not ({"appeal_registered", "recommendation_answered"} | DOING) & names
    assert "end_appeal" not in {action.name for action in allowed(after_all(*ORDERED))}


@pytest.mark.parametrize(
    ("said", "done", "kind", "on"),
    [
        (CERTIFIED, (), "lapsed", "2025-04-23"),
        (DIRECTED, (), "evidence_near:2025-06-06", "2025-05-30"),
        (DIRECTED, ("evidence_near:2025-06-06",), "evidence_late:2025-06-06", "2025-06-07"),
        (ORDERED[:-2], (), "hearing_near:2025-06-26", "2025-06-12"),
        (ORDERED[:-2], ("hearing_near:2025-06-26",), "hearing_not_recorded:2025-06-26", "2025-06-27"),
        (ORDERED, (), "order_late:2025-07-17", "2025-07-18"),
        ((*REGISTERED, ("record_directions 2025-04-04", {"response_by": "2025-04-30"})), (), "response_over:2025-04-30", "2025-05-01"),
        (REGISTERED, (), "response_over:2025-05-14", "2025-05-15"),
    ],
)  # fmt: skip
def test_the_moments_that_come_without_an_act(
    said: tuple[Said, ...], done: tuple[str, ...], kind: str, on: str
) -> None:
    appeal = after_all(*said)
    moment = next_moment(appeal, frozenset(done), clocks_of(appeal, date(2025, 7, 3)))
    assert moment is not None and (moment.kind, str(moment.on)) == (kind, on)


def test_a_day_that_the_tribunal_moves_has_new_moments() -> None:
    moved = after_all(
        *DIRECTED, ("record_directions 2025-06-15", {"hearing_on": "2025-07-24"}), "send_evidence 2025-06-16"
    )
    done = frozenset({"hearing_near:2025-06-26"})
    moment = next_moment(moved, done, clocks_of(moved, date(2025, 6, 16)))
    assert moment is not None and (moment.kind, str(moment.on)) == ("hearing_near:2025-07-24", "2025-07-10")


def test_a_window_that_closes_without_an_appeal_ends_it() -> None:
    appeal, telling = after_moment(after_all(*CERTIFIED), "lapsed")
    assert (appeal.stage, appeal.is_over, telling) == ("appeal_not_brought", True, ())


def test_a_moment_is_reported_to_the_case_with_its_day_and_has_a_text() -> None:
    _, telling = after_moment(after_all(*DIRECTED), "evidence_late:2025-06-06")
    assert telling == (
        ToCase("case-1", "appeal_waits", {"appeal": "appeal-1", "why": "evidence_late", "by": "2025-06-06"}),
    )
    assert moment_text("evidence_late:2025-06-06").startswith("the day for the evidence was 6 June 2025")
    assert "what was ordered was 17 July 2025" in moment_text("order_late:2025-07-17")


def test_every_report_to_a_case_is_an_act_of_the_case_with_its_fields() -> None:
    appeal = BEGUN
    for said in (*ORDERED, "tribunal_recommendation 2025-07-03 health"):  # each as such, fitting or not
        done = act(said)
        for fact in told(appeal, done):
            assert set(fact.fields) <= {field.name for field in CATALOGUE[fact.action].fields}, fact.action
            assert fact.of == done.of
        appeal = after(appeal, done)


def test_a_recommendation_on_health_or_care_keeps_it_open_until_its_body_has_answered() -> None:
    recommended = after_all(
        *DIRECTED,
        "tribunal_recommendation 2025-07-03 health",
        ("tribunal_order 2025-07-03", {"to": "amend_plan"}),
        "amended_final_issued 2025-07-20",
        of=ABOUT_A_PLAN,
    )
    assert (recommended.unanswered, recommended.is_over) == (("health",), False)
    answered = after_all("recommendation_answered 2025-08-01 health", of=recommended)
    assert answered.is_over
    shown = {one.rule: str(one.due_on) for one in obligations_of(recommended, date(2025, 7, 10))}
    assert shown["rec2017.respond"] == "2025-08-06"


def test_an_order_that_leaves_the_plan_as_it_is_leaves_nothing_to_do() -> None:
    assert after_all(
        *DIRECTED, ("tribunal_order 2025-07-03", {"to": "continue_plan"}), of=ABOUT_CEASING
    ).is_over


def test_a_plan_that_goes_on_and_must_be_amended_is_not_done_before_it_is_amended() -> None:
    """Reg 44(2)(h): keep maintaining it at once, and amend it within 5 weeks."""
    order = ("tribunal_order 2025-07-03", {"to": "continue_plan", "and_amend": True})
    ordered = after_all(*DIRECTED, order, of=ABOUT_CEASING)
    assert ordered.stage == "appeal_ordered"
    moment = next_moment(ordered, frozenset(), clocks_of(ordered, date(2025, 7, 3)))
    assert moment is not None and (moment.kind, str(moment.on)) == ("order_late:2025-08-07", "2025-08-08")
    assert after_all("amended_final_issued 2025-08-01", of=ordered).is_over


def test_an_order_is_told_as_late_after_the_day_that_it_sets_itself_and_shows_that_day() -> None:
    order = {"to": "continue_plan", "and_amend": True, "due_on": "2025-09-01"}
    ordered = after_all(*DIRECTED, ("tribunal_order 2025-07-03", order), of=ABOUT_CEASING)
    moment = next_moment(ordered, frozenset(), clocks_of(ordered, date(2025, 7, 3)))
    assert moment is not None and (moment.kind, str(moment.on)) == ("order_late:2025-09-01", "2025-09-02")
    (shown,) = (
        one for one in obligations_of(ordered, date(2025, 7, 3)) if one.rule == "reg44.continue_amend"
    )
    assert "by Monday 1 September 2025, which the order itself sets" in shown.because
    at_once = act(("tribunal_order 2025-07-03", {"to": "continue_plan", "due_on": "2025-09-01"}))
    assert refusal(after_all(*DIRECTED, of=ABOUT_CEASING), at_once, date(2025, 7, 3)) == (
        "An order with to=continue_plan has no due_on; it takes effect at once. Leave the day out."
    )


def test_a_concession_to_keep_and_amend_a_plan_is_open_for_five_weeks() -> None:
    """Reg 45(6)."""
    conceded = after_all(
        *REGISTERED,
        ("appeal_unopposed 2025-04-10", {"to": "continue_plan", "and_amend": True}),
        of=ABOUT_CEASING,
    )
    assert conceded.stage == "appeal_conceded"
    moment = next_moment(conceded, frozenset(), clocks_of(conceded, date(2025, 4, 10)))
    assert moment is not None and (moment.kind, str(moment.on)) == ("order_late:2025-05-15", "2025-05-16")
    assert after_all("amended_final_issued 2025-05-01", of=conceded).is_over
    kept = ("appeal_unopposed 2025-04-10", {"to": "continue_plan"})
    assert after_all(*REGISTERED, kept, of=ABOUT_CEASING).is_over


def test_while_an_appeal_about_ceasing_is_not_decided_the_plan_is_kept() -> None:
    """CFA 2014 s.45(4)."""
    shown = {
        one.rule: one for one in obligations_of(after_all(*REGISTERED, of=ABOUT_CEASING), date(2025, 9, 1))
    }
    assert shown["s45_4.keep_pending"].status == "open"
    decided = after_all(*DIRECTED, ("tribunal_order 2025-07-03", {"to": "cease_plan"}), of=ABOUT_CEASING)
    assert decided.is_over
    shown = {one.rule: one for one in obligations_of(decided, date(2025, 9, 1))}
    assert shown["s45_4.keep_pending"].status == "closed"


def test_every_day_of_an_order_is_told_when_it_is_over() -> None:
    """An order to make a plan: the draft in 5 weeks and the plan in 11, the second although the first was missed."""
    ordered = after_all(
        *DIRECTED, ("tribunal_order 2025-07-03", {"to": "make_plan"}), of=replace(BEGUN, about="plan_refused")
    )
    done: frozenset[str] = frozenset()
    kinds = []
    while (moment := next_moment(ordered, done, clocks_of(ordered, date(2025, 10, 1)))) is not None:
        kinds.append(moment.kind)
        done |= {moment.kind}
    assert kinds == ["order_late:2025-08-07", "order_late:2025-09-18"]


def test_later_directions_move_the_day_of_an_order_and_the_first_stays_on_record() -> None:
    """SI 2008/2699 rules 5(3)(a) and 6; SEND Regulations 2014 reg 44(2), "unless the Tribunal directs otherwise"."""
    ordered = after_all(*DIRECTED, ("tribunal_order 2025-07-03", {"to": "assess", "due_on": "2025-10-31"}))

    def final(appeal: Appeal) -> Obligation:
        return next(
            one for one in obligations_of(appeal, date(2025, 8, 1)) if one.rule == "reg44.assess_final"
        )

    once = after_all(("record_directions 2025-07-21", {"due_on": "2025-11-28"}), of=ordered)
    twice = after_all(
        ("record_directions 2025-07-28", {"due_on": "2025-12-05", "start_by": "2025-08-15"}), of=once
    )
    assert [str(final(one).due_on) for one in (ordered, once, twice)] == [
        "2025-10-31",
        "2025-11-28",
        "2025-12-05",
    ]
    assert "by Friday 31 October 2025, which the order itself sets;" in final(ordered).because
    assert (
        "as the Tribunal directed on 28 July 2025 (rules 5(3)(a) and 6 of the Tribunal's Rules); the order itself set "
        "31 October 2025; had the Tribunal not directed otherwise"
    ) in final(twice).because
    (start,) = [one for one in obligations_of(twice, date(2025, 8, 1)) if one.rule == "reg44.assess_start"]
    assert str(start.due_on) == "2025-08-15" and "the order itself set" not in start.because
    assert date(2025, 12, 5) in clocks_of(twice, date(2025, 8, 1)).do_by
    (fact,) = told(ordered, act(("record_directions 2025-07-21", {"due_on": "2025-11-28"})))
    assert (fact.action, fact.fields["due_on"]) == ("tribunal_directions", "2025-11-28")
    (notice,) = beyond_the_law(Act(fact.action, fact.on, None, fact.fields), date(2025, 7, 21), ())
    assert (
        notice.text == "The Tribunal gave directions: what it ordered to be done by Friday 28 November 2025."
    )


def test_the_end_of_the_time_for_the_response_is_a_fact_of_the_appeal_and_told_by_the_case() -> None:
    appeal, telling = after_moment(after_all(*REGISTERED), "response_over:2025-05-14")
    assert telling == () and not appeal.is_over
    assert moment_text("response_over:2025-05-14") == (
        "the time for the response ended on 14 May 2025, and it is not recorded as sent"
    )
    directed = after_all(*REGISTERED, ("record_directions 2025-04-04", {"response_by": "2025-04-30"}))
    (response,) = [
        one for one in obligations_of(directed, date(2025, 4, 4)) if one.rule == "rule21.la_response"
    ]
    assert str(response.due_on) == "2025-04-30" and "as the Tribunal directed" in response.because


def test_section_i_alone_needs_no_certificate() -> None:
    appeal = after_all(("appeal_registered 2025-03-28", {"against": "section_i"}))
    assert appeal.stage == "appeal_registered"
    assert "rule21.la_response" in {one.rule for one in obligations_of(appeal, date(2025, 4, 1))}


def test_an_act_that_carries_out_an_order_concerns_it_only_until_it_is_done() -> None:
    assert not concerns(after_all(*DIRECTED), "assessment_agreed")
    assert concerns(after_all(*ORDERED), "assessment_agreed")
    assert not concerns(BEGUN, "died") and set(CATALOGUE) >= FOLLOWED <= set(APPEAL_ACTS)
