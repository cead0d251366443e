"""A page offers only acts whose occasion has come; the others can still be recorded."""

from __future__ import annotations

from datetime import date

import pytest

from casework.case.acts import CATALOGUE, Act
from casework.case.case import Case, after, began
from casework.case.guard import allowed, refusal
from casework.case.offers import FOLLOWS, IN_MANY_CASES, ON_OTHER_PAGES, is_offered
from casework.case.openings import BEGINNINGS
from statute.facts import Event

ISSUED = (
    "assessment_agreed 2024-02-05", "advice_requested 2024-02-06 school", "advice_received 2024-03-06 school", "plan_agreed 2024-04-01",
    "draft_issued 2024-04-10", "final_issued 2024-05-10",
)  # fmt: skip


def case_after(*said: str) -> Case:
    case = began(Event("request_received", date(2024, 1, 5), None, {"source": "parent"}))
    for one in said:
        action, on, *of = one.split()
        case = after(case, Act(action, date.fromisoformat(on), of[0] if of else None, {}))
    return case


def offered(case: Case, *, is_late: bool = False) -> set[str]:
    return {one.name for one in allowed(case) if is_offered(case, one, is_late=is_late, is_assigned=True)}


def test_every_act_and_occasion_is_known() -> None:
    openings = {one.event for one in BEGINNINGS.values()} | {"authority_responsible"}
    assert FOLLOWS.keys() | IN_MANY_CASES | ON_OTHER_PAGES <= CATALOGUE.keys()
    assert frozenset().union(*FOLLOWS.values()) <= CATALOGUE.keys() | openings


def test_an_issued_plan_offers_less_than_half_of_what_is_allowed() -> None:
    case = case_after(*ISSUED)
    assert len(offered(case)) < len(allowed(case)) / 2
    assert {"review_meeting", "amendment_notice", "mediation_requested", "appeal_registered"} <= offered(case)
    assert not {"tribunal_order", "released", "bank_holiday_proclaimed", "reassessment_agreed"} & offered(
        case
    )


@pytest.mark.parametrize(
    ("fact", "then"),
    [
        ("appeal_registered 2024-06-03", {"tribunal_order", "appeal_response_sent", "appeal_unopposed"}),
        ("mediation_requested 2024-06-03", {"mediation_held", "mediation_arranged", "mediation_certificate"}),
        ("amendment_notice 2024-06-03", {"amendment_not_made", "amended_final_issued"}),
        ("reassessment_requested 2024-06-03", {"reassessment_agreed", "reassessment_refused"}),
        ("detention_began 2024-06-03", {"released", "accommodation_changed"}),
        ("review_meeting_arranged 2024-06-03", {"review_invitations_sent", "review_papers_sent"}),
    ],
)
def test_a_fact_brings_the_acts_that_follow_it(fact: str, then: set[str]) -> None:
    assert not then & offered(case_after(*ISSUED))
    assert then <= offered(case_after(*ISSUED, fact))


def test_a_missed_deadline_brings_its_acknowledgement() -> None:
    case = case_after(*ISSUED)
    assert "breach_acknowledged" not in offered(case) and "breach_acknowledged" in offered(case, is_late=True)


def test_an_act_that_is_not_offered_can_still_be_recorded() -> None:
    case = case_after(*ISSUED)
    assert refusal(case, Act("released", date(2024, 6, 3)), date(2024, 6, 3)) is None
