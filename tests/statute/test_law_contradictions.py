"""Facts that exclude each other are refused in one sentence; incomplete facts are not."""

import pytest
from law_says import day, facts

from statute.contradictions import contradiction
from statute.errors import Contradiction
from statute.facts import Event
from statute.timeline import timeline

REQUEST = "request_received 2024-03-04"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ((REQUEST, "draft_issued 2024-02-01"), ("4 March 2024", "1 February 2024")),
        ((REQUEST, "final_issued 2024-02-01"), ("final plan", "request")),
        (
            (REQUEST, "final_issued 2024-06-01", "final_issued 2024-09-01"),
            ("1 June 2024", "1 September 2024"),
        ),
        ((REQUEST, "assessment_agreed 2024-04-01", "assessment_refused 2024-04-02"), ("agreed", "refused")),
        ((REQUEST, "assessment_agreed 2024-04-01", "assessment_refused 2024-04-01"), ("agreed", "refused")),
        ((REQUEST, "assessment_refused 2024-04-01", "final_issued 2024-07-01"), ("refused", "final plan")),
        ((REQUEST, "plan_refused 2024-06-01", "draft_issued 2024-07-01"), ("plan was refused", "draft")),
        ((REQUEST, "plan_agreed 2024-06-01", "plan_refused 2024-06-10"), ("agreed", "refused")),
        (
            ("advice_requested 2024-05-01 health", "advice_received 2024-04-01 health"),
            ("health", "1 April 2024"),
        ),
        (("setting_consulted 2024-05-01 oak", "setting_responded 2024-04-01 oak"), ("oak", "1 May 2024")),
        (("review_meeting 2024-05-01", "review_report 2024-04-01"), ("report", "meeting")),
        (("draft_issued 2024-05-01", "final_issued 2024-04-01"), ("final plan", "draft")),
        (("appeal_registered 2024-05-01", "appeal_response_sent 2024-04-01"), ("response", "appeal")),
        (("reassessment_requested 2024-05-01", "reassessment_agreed 2024-04-01"), ("asked for", "agreed")),
        (("reassessment_agreed 2024-05-01", "reassessment_refused 2024-05-09"), ("agreed", "refused")),
        ((REQUEST, "assessment_agreed 2024-05-01", "draft_issued 2024-04-01"), ("draft", "assessment")),
        ((REQUEST, "assessment_agreed 2024-04-01", "assessment_agreed 2024-04-20"), ("1 April", "20 April")),
    ],
)
def test_two_facts_that_cannot_both_be_true_are_named_with_their_dates(
    said: tuple[str, ...], named: tuple[str, ...]
) -> None:
    sentence = contradiction(facts(*said).events)
    assert sentence is not None
    assert all(name in sentence for name in named)
    assert sentence.count(" 2024") >= 2
    assert contradiction(tuple(reversed(facts(*said).events))) is not None
    with pytest.raises(Contradiction):
        timeline(facts(*said), day("2025-01-01"))


@pytest.mark.parametrize(
    "said",
    [
        (),
        (REQUEST, "final_issued 2024-07-01"),
        ("draft_issued 2024-02-01", "final_issued 2024-02-01"),
        (REQUEST, "draft_issued 2024-03-04"),
        (REQUEST, "final_issued 2024-06-01", "final_issued 2024-06-01"),
        (REQUEST, "final_issued 2024-06-01", "reassessment_agreed 2024-08-01", "final_issued 2024-09-01"),
        (
            REQUEST,
            "final_issued 2024-06-01",
            ("tribunal_order 2024-08-01", {"to": "make_plan"}),
            "final_issued 2024-09-01",
        ),
        (
            REQUEST,
            "assessment_refused 2024-04-01",
            "decision_reversed 2024-05-01",
            "assessment_agreed 2024-05-01",
        ),
        (
            REQUEST,
            "assessment_refused 2024-04-01",
            ("tribunal_order 2024-08-01", {"to": "assess"}),
            "assessment_agreed 2024-08-05",
        ),
        (
            REQUEST,
            "assessment_refused 2024-04-01",
            ("mediation_agreement 2024-06-01", {"to": "assess"}),
            "final_issued 2024-09-01",
        ),
        ("advice_received 2024-04-01 health", "advice_requested 2024-05-01 social_care"),
        ("review_report 2023-04-01", "review_meeting 2024-03-20", "review_report 2024-04-01"),
        ("plan_transferred_in 2023-01-10", "final_issued 2023-01-10", REQUEST),
        ("draft_issued 2024-05-01", "draft_issued 2024-05-20", "final_issued 2024-06-10"),
        ("draft_issued 2024-05-01", "plan_refused 2024-05-20"),
    ],
)
def test_incomplete_or_reopened_facts_do_not_contradict_each_other(said: tuple[str, ...]) -> None:
    assert contradiction(facts(*said).events) is None


def test_an_act_without_a_date_never_contradicts() -> None:
    undated = Event("draft_issued", None, not_after=day("2024-01-01"))
    assert contradiction((*facts(REQUEST).events, undated)) is None
