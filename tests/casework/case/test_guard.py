"""Acts that may not be recorded, and the sentence that explains why."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case.acts import CATALOGUE, Act
from casework.case.case import Case, after, opened
from casework.case.guard import allowed, refusal, warnings
from casework.case.stages import Stage
from statute.facts import Event
from tests.casework.said import LATER, TO_CONSULTING, TO_DRAFTING, TO_FINAL, act, case

TODAY = date(2024, 9, 30)


def why(found: Case, said: str | Act, today: date = TODAY, earliest: date | None = None) -> str:
    answer = refusal(found, act(said) if isinstance(said, str) else said, today, earliest)
    assert answer is not None
    assert answer.endswith((".", "?"))
    return answer


def test_the_refusal_of_an_act_out_of_order_names_the_stage_and_when_the_act_is_possible() -> None:
    assert why(case(TO_DRAFTING[0]), "final_issued 2024-05-01") == (
        "You cannot issue the final plan while it is being decided whether to assess; "
        "you can once the draft plan is with the family and the settings."
    )
    assert why(case(*TO_DRAFTING), "assessment_refused 2024-07-01").endswith("the time for it is over.")
    assert why(case(*TO_DRAFTING), "assessment_agreed 2024-07-01").endswith(
        "it is recorded on 10 April 2024."
    )


def test_an_act_before_the_request_was_received_is_refused() -> None:
    assert "before the request was received on 4 March 2024" in why(
        case(TO_DRAFTING[0]), "assessment_agreed 2024-03-03"
    )


def test_an_act_in_the_future_is_refused() -> None:
    assert "1 October 2024 is in the future" in why(case(TO_DRAFTING[0]), "assessment_agreed 2024-10-01")


def test_an_act_before_the_one_it_follows_is_refused_with_both_dates() -> None:
    said = why(case(*TO_DRAFTING[:4]), "plan_agreed 2024-04-01")
    assert "1 April 2024" in said
    assert "10 April 2024" in said


def test_the_same_act_twice_is_refused() -> None:
    assert "already recorded that representations" in why(
        case(*TO_FINAL[:-1]), "representations_received 2024-06-20"
    ).replace("the family answered the draft", "representations")
    assert why(case(*TO_DRAFTING[:3]), "advice_requested 2024-05-01 school") == (
        "Advice was already asked of school on 11 April 2024 and has not arrived yet."
    )


def test_a_case_may_return_to_an_officer_on_the_same_day_but_not_be_assigned_twice_in_a_row() -> None:
    day = date(2024, 4, 12)
    gives, takes = (
        Act("officer_assigned", day, None, {"officer": "officer-2"}),
        Act("officer_unassigned", day),
    )

    def after(*acts: Act) -> Case:
        events = [Event(act.action, act.on, act.of, act.fields) for act in acts]
        found = case(*TO_DRAFTING[:2])
        return replace(found, events=(*found.events, *events))

    def may(act: Act, *before: Act) -> bool:
        return refusal(after(*before), act, day) is None

    assert may(takes, gives) and may(gives, gives, takes) and may(takes, gives, takes, gives)
    assert not may(gives, gives) and not may(takes, gives, takes)


def test_advice_from_an_adviser_who_was_not_asked_is_refused_and_the_refusal_names_those_who_were() -> None:
    assert why(case(*TO_DRAFTING[:3]), "advice_received 2024-05-01 health") == (
        "No advice has been asked of health; it was asked of school."
    )


def test_an_unknown_act_is_answered_with_the_nearest() -> None:
    assert why(case(TO_DRAFTING[0]), "assesment_agreed 2024-05-01") == (
        "There is no act 'assesment_agreed'; did you mean assessment_agreed?"
    )


def test_nothing_is_recorded_in_a_case_that_has_ended() -> None:
    ended = case(TO_DRAFTING[0], "withdrawn 2024-03-10")
    assert (
        why(ended, "assessment_agreed 2024-03-11")
        == "Nothing more can be recorded: the request has been withdrawn."
    )
    assert allowed(ended) == ()


def test_a_dispute_needs_a_decision() -> None:
    assert "no decision to dispute" in why(case(*TO_DRAFTING), "mediation_declined 2024-07-01")
    refused = case(TO_DRAFTING[0], "assessment_refused 2024-04-10")
    assert refusal(refused, act("mediation_declined 2024-05-01"), TODAY) is None


class TestTheFamilysTimeToAnswerTheDraft:
    EARLIEST = date(2024, 6, 25)

    def test_the_plan_cannot_be_finalised_inside_it(self) -> None:
        said = why(case(*TO_CONSULTING), "final_issued 2024-06-24", earliest=self.EARLIEST)
        assert said.startswith("The final plan cannot be issued before 25 June 2024")

    def test_it_can_be_from_its_end(self) -> None:
        assert refusal(case(*TO_CONSULTING), act("final_issued 2024-06-25"), TODAY, self.EARLIEST) is None

    def test_it_can_be_once_the_family_has_answered(self) -> None:
        answered = case(*TO_CONSULTING, "representations_received 2024-06-12")
        assert refusal(answered, act("final_issued 2024-06-13"), TODAY, self.EARLIEST) is None

    def test_an_answer_to_an_earlier_draft_does_not_count_for_a_changed_one(self) -> None:
        changed = case(*TO_CONSULTING, "representations_received 2024-06-12", "draft_issued 2024-06-14")
        assert "cannot be issued before" in why(
            changed, "final_issued 2024-06-20", earliest=date(2024, 6, 29)
        )


@pytest.mark.parametrize(
    ("said", "part"),
    [
        (Act("advice_requested", date(2024, 5, 1)), "needs to say which adviser"),
        (Act("assessment_agreed", date(2024, 5, 1), "school"), "takes no `of`"),
        (Act("advice_requested", date(2024, 5, 1), "Dr Jane Smith"), "is not a code"),
        (Act("assessment_agreed", date(2024, 5, 1), None, {"colour": "red"}), "has no field 'colour'"),
        (Act("tribunal_order", date(2024, 5, 1)), "needs to: What the authority must do"),
        (Act("tribunal_order", date(2024, 5, 1), None, {"to": "dance"}), "choose from assess"),
        (
            Act("mediation_requested", date(2024, 5, 1), None, {"issues": ["health", "money"]}),
            "'money' is not known",
        ),
        (Act("final_issued", date(2024, 5, 1), None, {"under_five": "maybe"}), "write true or false"),
        (
            Act("exception_claimed", date(2024, 5, 1), None, {"ground": "reg13(3)(c)", "from": "soon"}),
            "YYYY-MM-DD",
        ),
        (Act("bank_holiday_proclaimed", date(2024, 5, 1)), "needs day"),
    ],
)
def test_a_malformed_act_is_refused_in_any_stage(said: Act, part: str) -> None:
    assert part in why(case(TO_DRAFTING[0]), said)


def test_late_recording_and_missing_advice_warn_and_do_not_refuse() -> None:
    waiting = case(*TO_DRAFTING[:3])
    said = warnings(waiting, act("plan_agreed 2024-06-03"), date(2024, 6, 10))
    assert len(said) == 3
    assert "outstanding from 1" in said[0]
    assert said[1] == (
        "Advice was never asked of the family, health, the educational psychologist and social care; "
        "every assessment needs it (reg 6(1))."
    )
    assert "took effect on 3 June 2024 and was recorded on 10 June 2024" in said[2]


def test_a_decision_with_all_its_advice_has_no_warning() -> None:
    whole = TO_DRAFTING[:2]
    for adviser in ("parent", "school", "paediatrician", "educational_psychologist"):
        whole = (*whole, f"advice_requested 2024-04-11 {adviser}", f"advice_received 2024-05-10 {adviser}")
    enough = act(
        "advice_sufficient 2024-04-12 social_care", document="doc-4", author_agrees=True, family_agrees=True
    )
    assert warnings(case(*whole, enough), act("plan_agreed 2024-06-03"), date(2024, 6, 3)) == ()


def test_earlier_advice_is_enough_only_if_author_and_family_agree_and_no_one_was_asked_yet() -> None:
    asked, unasked = case(*TO_DRAFTING[:3]), case(*TO_DRAFTING[:2])
    fields = {"document": "doc-4", "author_agrees": True, "family_agrees": True}
    assert "already asked of school" in why(asked, act("advice_sufficient 2024-04-12 school", **fields))
    for name in ("author_agrees", "family_agrees"):
        assert "accept it too (reg 6(4))" in why(
            unasked, act("advice_sufficient 2024-04-12 school", **{**fields, name: False})
        )


def test_advice_in_part_leaves_the_adviser_owing_the_rest() -> None:
    from casework.case.case import advice

    found = case(*TO_DRAFTING[:3], "advice_partial 2024-05-01 school")
    assert advice(found) == (("school",), ("school",))
    assert "has not been asked" in why(found, "advice_partial 2024-05-02 health")


def test_a_setting_that_cannot_meet_need_must_give_its_ground() -> None:
    found = case(*TO_CONSULTING, "setting_consulted 2024-06-11 urn-1")
    assert "must give its ground" in why(
        found, act("setting_responded 2024-06-20 urn-1", answer="cannot_meet_need")
    )
    given = act("setting_responded 2024-06-20 urn-1", answer="cannot_meet_need", ground="unsuitable")
    assert refusal(found, given, TODAY) is None
    assert "1 of the settings" in " ".join(warnings(found, act("final_issued 2024-07-01"), date(2024, 7, 1)))


def test_naming_another_setting_than_the_family_asked_for_needs_its_reason() -> None:
    asked = act("representations_received 2024-06-20", setting="urn-7")
    found = case(*TO_CONSULTING, asked)
    assert "asked for urn-7" in why(found, act("final_issued 2024-07-01", setting="urn-8"))
    assert refusal(found, act("final_issued 2024-07-01", setting="urn-8", reason="note-1"), TODAY) is None
    assert refusal(found, act("final_issued 2024-07-01", setting="urn-7"), TODAY) is None


def test_every_offered_act_is_allowed_by_the_guard() -> None:
    names = {action.name for action in allowed(case(*TO_CONSULTING))}
    assert {"final_issued", "representations_received", "draft_issued"} <= names
    assert not names & {"assessment_agreed", "plan_agreed", "mediation_held"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(CATALOGUE)),
            st.dates(date(2024, 3, 4), date(2024, 9, 1)),
            st.sampled_from([None, "school", "x"]),
        ),
        max_size=12,
    )
)
def test_the_guard_answers_every_act_and_a_case_only_grows(
    tried: list[tuple[str, date, str | None]],
) -> None:
    found = opened("request_received", date(2024, 3, 4))
    for name, on, of in tried:
        one = Act(name, on, of, {"to": "assess"} if CATALOGUE[name].field("to") else {})
        if refusal(found, one, LATER) is None:
            then = after(found, one)
            assert then.events[:-1] == found.events
            assert then.events[-1] == Event(name, on, of, one.fields)
            assert then.stage in Stage
            found = then


def test_an_act_that_a_dispute_reports_is_not_offered_in_the_case() -> None:
    refused = case("request_received 2024-03-04", "assessment_refused 2024-04-10")
    names = {action.name for action in allowed(refused)}
    assert {"mediation_adviser_contacted", "mediation_requested", "appeal_registered"} <= names
    assert (
        not {
            "mediator_invited",
            "mediation_waits",
            "mediation_outcome",
            "appeal_waits",
            "tribunal_directions",
        }
        & names
    )


@pytest.mark.parametrize(
    ("planned_on", "named", "part"),
    [
        ("2024-04-17", True, "The plan must be for a future day"),
        ("2024-06-01", True, "The alerts stop for at most 42 days: plan a step by Wednesday 29 May 2024"),
        ("2024-04-30", False, "Say who acknowledges it"),
    ],
)
def test_a_breach_is_acknowledged_by_a_named_person_with_a_plan_for_a_near_day(
    planned_on: str, named: bool, part: str
) -> None:
    fields = {"rule": "reg5.decide_to_assess", "plan": "note-1", "planned_on": planned_on}
    wanted = Act("breach_acknowledged", date(2024, 4, 17), None, fields)
    assert part in str(refusal(case("request_received 2024-03-04"), wanted, TODAY, actor_known=named))
    fields["planned_on"] = "2024-04-30"
    assert refusal(case("request_received 2024-03-04"), wanted, TODAY) is None


def test_a_decision_without_a_named_person_has_a_warning_and_other_acts_do_not() -> None:
    told = [
        [
            one
            for one in warnings(case(*before), act(said), LATER, actor_known=named)
            if "No one is named" in one
        ]
        for before, said, named in (
            (TO_DRAFTING[:1], "assessment_agreed 2024-04-10", False),
            (TO_DRAFTING[:1], "assessment_agreed 2024-04-10", True),
            (TO_DRAFTING[:2], "advice_requested 2024-04-11 school", False),
        )
    ]
    assert [len(each) for each in told] == [1, 0, 0]
