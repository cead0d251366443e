"""A sitting of the panel: its acts, and its reports to the cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.case.acts import CATALOGUE, Act
from casework.case.guard import malformed
from casework.processes.panel.quorum import ROLES, Member, bad_members
from casework.processes.panel.sitting import (
    PANEL_ACTS,
    Sitting,
    after,
    after_moment,
    next_moment,
    refusal,
    said,
    told,
)
from casework.processes.telling import ToCase

MEMBERS = (Member("ed-1", "education"), Member("he-1", "health"), Member("so-1", "social_care"))
SITS_ON = date(2024, 5, 20)
CALLED = Sitting("sitting-1", SITS_ON, date(2024, 5, 13), "ed-1", MEMBERS)
ALL = ["ed-1", "he-1", "so-1"]


def act(action: str, on: str = "2024-05-20", case: str | None = None, **fields: Any) -> Act:
    return Act(action, date.fromisoformat(on), case, fields)


LISTED = (
    act("list_case", "2024-05-01", "case-1", about="plan"),
    act("list_case", "2024-05-02", "case-2", about="assess"),
)
ATTENDED = (*LISTED, act("record_attendance", present=ALL))
ADVISED = (
    *ATTENDED,
    act("recommend", case="case-1", recommendation="make_plan", reason="note-1", dissent="note-2"),
)


def sitting(*acts: Act) -> Sitting:
    found = CALLED
    for one in acts:
        assert one.on is not None
        why = refusal(found, one, one.on, "ed-1")
        assert why is None, why
        found = after(found, one)
    return found


def why(found: Sitting, one: Act, today: str = "2024-05-20", by: str | None = "ed-1") -> str:
    return refusal(found, one, date.fromisoformat(today), by) or ""


def test_a_sitting_goes_from_its_list_to_its_chairs_signature() -> None:
    assert CALLED.stage == "panel_listing"
    assert sitting(*ATTENDED).stage == "panel_sitting"
    signed = sitting(*ADVISED, act("sign_off", "2024-05-21"))
    assert (signed.stage, signed.is_over) == ("panel_signed_off", True)
    assert "was signed off on 21 May 2024" in why(signed, act("papers_ready", case="case-1"))


@pytest.mark.parametrize("absent", range(3))
def test_a_sitting_without_one_of_the_three_services_is_not_quorate(absent: int) -> None:
    there = [each for place, each in enumerate(ALL) if place != absent]
    found = sitting(*LISTED, act("record_attendance", present=there))
    assert found.stage == "panel_inquorate"
    assert found.missing_roles == (list(ROLES)[absent],)
    refused = why(found, act("recommend", case="case-1", recommendation="make_plan", reason="note-1"))
    assert (
        refused
        == f"There was no member for {list(ROLES.values())[absent]}, so the sitting is not quorate; carry the case over."
    )


@pytest.mark.parametrize(
    ("one", "part"),
    [
        (act("list_case", case="case-1", about="plan"), "Case case-1 is already listed"),
        (
            act("papers_ready", case="case-9"),
            "Case case-9 is not listed to the sitting of 20 May 2024; list it first.",
        ),
        (
            act("recommend", case="case-1", recommendation="make_plan", reason="note-1"),
            "Record who was there first",
        ),
        (act("recommend", case="case-1", recommendation="make_plan"), "Record a recommendation needs reason"),
        (
            act("recommend", case="case-1", recommendation="perhaps", reason="note-1"),
            "recommendation='perhaps' is not known",
        ),
        (act("record_attendance", present=["xx-1"]), "xx-1 is not a member of this sitting"),
        (act("record_attendance", present="ed-1"), "present='ed-1' is not a list of codes"),
        (act("sign_off"), "Record who was there before"),
        (
            act("carry_over", case="case-1", why="not_reached", to="sitting-1"),
            "You cannot carry a case over to the same sitting",
        ),
        (act("sign_off", "2024-05-21"), "21 May 2024 is in the future"),
        (act("dissolve"), "There is no act 'dissolve' at a sitting"),
    ],
)
def test_what_may_not_be_recorded_is_refused_in_one_sentence(one: Act, part: str) -> None:
    assert why(sitting(*LISTED), one).startswith(part)


def test_nothing_is_recommended_before_the_day_and_only_the_chair_signs() -> None:
    early = act("record_attendance", "2024-05-19", present=ALL)
    assert why(sitting(*LISTED), early, "2024-05-19").startswith("The sitting is on 20 May 2024")
    assert why(sitting(*ADVISED), act("sign_off"), by="he-1") == (
        "Only the chair, ed-1, can sign the sitting off."
    )


def test_a_chair_who_was_not_there_does_not_sign_and_a_member_who_was_may() -> None:
    two = (*MEMBERS, Member("ch-1", "chair"))
    chaired = replace(CALLED, chair="ch-1", members=two)
    there = after(after(chaired, LISTED[0]), act("record_attendance", present=ALL))
    advised = after(there, ADVISED[-1])
    assert why(advised, act("sign_off"), by="ch-1") == (
        "The chair, ch-1, is recorded as not there, so ed-1, he-1 or so-1, who were there, can sign the sitting off instead."
    )
    assert why(advised, act("sign_off"), by=None) == why(advised, act("sign_off"), by="ch-1")
    assert why(advised, act("sign_off"), by="he-1") == ""
    (fact,) = told(advised, act("sign_off"), "he-1")
    assert fact.fields["chair"] == "he-1"
    assert said(advised, act("sign_off"), "he-1").startswith("a member who was there signed")
    empty = after(chaired, act("record_attendance", present=[]))
    assert why(empty, act("sign_off"), by="ch-1").startswith("No one is recorded as there")


def test_a_panel_answers_its_question_and_attendance_cannot_undo_the_quorum_of_its_advice() -> None:
    wrong = act("recommend", case="case-1", recommendation="assess", reason="note-1")
    assert why(sitting(*ATTENDED), wrong) == (
        "The panel was asked about whether to make a plan; it can advise make_plan, do_not_make_plan and more_information."
    )
    fewer = act("record_attendance", present=ALL[:2])
    assert why(sitting(*ATTENDED), fewer) == ""
    assert why(sitting(*ADVISED), fewer).startswith("The panel has made recommendations")
    assert why(sitting(*ATTENDED), act("list_case", case="case-3", about="plan")).startswith(
        "The sitting of 20 May 2024 has already been held"
    )


@pytest.mark.parametrize(
    ("members", "chair", "part"),
    [
        (MEMBERS[:2], "ed-1", "The panel has no member for social care, so it cannot be quorate; name one."),
        (MEMBERS, "xx-1", "The chair xx-1 is not one of the members; choose a member as chair."),
        ((*MEMBERS, MEMBERS[0]), "ed-1", "A member is named twice"),
        ((*MEMBERS, Member("a-1", "astrology")), "ed-1", "There is no role 'astrology' on a panel"),
    ],
)
def test_a_panel_that_could_never_sit_is_not_called(
    members: tuple[Member, ...], chair: str, part: str
) -> None:
    assert (bad_members(members, chair) or "").startswith(part)
    assert bad_members(MEMBERS, "ed-1") is None


def test_signing_off_tells_each_case_what_the_panel_advises_or_that_it_was_not_reached() -> None:
    first, second = told(sitting(*ADVISED), act("sign_off"))
    assert (first.case, first.action, first.fields["recommendation"]) == (
        "case-1",
        "panel_recommended",
        "make_plan",
    )
    assert (first.fields["reason"], first.fields["dissent"], first.fields["chair"]) == (
        "note-1",
        "note-2",
        "ed-1",
    )
    assert (second.case, second.action, second.fields["why"]) == (
        "case-2",
        "panel_carried_over",
        "not_reached",
    )


def test_an_inquorate_sitting_is_told_to_all_its_cases_at_once() -> None:
    telling = told(sitting(*LISTED), act("record_attendance", present=ALL[:2]))
    assert [(fact.case, fact.action, fact.fields["why"]) for fact in telling] == [
        ("case-1", "panel_not_held", "inquorate"),
        ("case-2", "panel_not_held", "inquorate"),
    ]
    assert telling[0].fields["missing"] == ("social_care",)
    assert told(sitting(*LISTED), act("record_attendance", present=ALL)) == ()


def test_a_case_that_is_carried_over_leaves_the_list_and_takes_its_question_along() -> None:
    moved = act("carry_over", case="case-2", why="papers_missing", to="sitting-2")
    assert sitting(*LISTED, moved).item("case-2") is None
    (fact,) = told(sitting(*LISTED), moved)
    assert (fact.action, fact.fields["to"], fact.about) == ("panel_carried_over", "sitting-2", "assess")


def test_the_moments_of_a_sitting_come_one_after_the_other_and_each_once() -> None:
    found, done, days = sitting(*LISTED, act("papers_ready", "2024-05-10", "case-1")), frozenset[str](), []
    while (moment := next_moment(found, done)) is not None:
        days.append((str(moment.on), moment.kind, [fact.case for fact in after_moment(found, moment.kind)]))
        done |= {moment.kind}
    assert days == [
        ("2024-05-14", "papers_late", ["case-2"]),
        ("2024-05-21", "not_held", ["case-1", "case-2"]),
        ("2024-05-28", "not_signed_off", []),
    ]


def test_a_sitting_that_was_held_and_is_not_signed_is_told_to_the_cases_that_wait_for_it() -> None:
    found = sitting(*ADVISED)
    assert after_moment(found, "not_held") == ()
    (fact,) = after_moment(found, "not_signed_off")
    assert (fact.case, fact.fields["why"]) == ("case-1", "not_signed_off")


def test_every_report_of_a_sitting_is_an_act_of_the_case_with_its_fields() -> None:
    facts: list[ToCase] = [*told(sitting(*ADVISED), act("sign_off")), *told(CALLED, LISTED[0])]
    facts += told(sitting(*LISTED), act("call_off"))
    facts += [fact for kind in ("papers_late", "not_held") for fact in after_moment(sitting(*LISTED), kind)]
    assert {fact.action for fact in facts} == {name for name in CATALOGUE if name.startswith("panel_")}
    for fact in facts:
        assert malformed(fact.action, None, fact.fields) is None


def test_every_act_at_a_sitting_has_a_title_and_labels() -> None:
    for each in PANEL_ACTS.values():
        assert each.title and each.said
        assert all(one.asks for one in each.fields)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"cost_first": True}, "cost was discussed before suitability, so say what was said about it"),
        ({"cost_first": False, "cost_said": "note-3"}, "leave it out, or correct cost_first"),
        ({"cost_first": True, "cost_said": "note-3"}, ""),
        ({"cost_first": False}, ""),
        ({}, ""),
    ],
)
def test_a_recommendation_says_whether_cost_came_before_suitability(
    given: dict[str, Any], sentence: str
) -> None:
    advice = act("recommend", case="case-1", recommendation="make_plan", reason="note-1", **given)
    assert sentence in why(sitting(*ATTENDED), advice)
    if not sentence:
        item = after(sitting(*ATTENDED), advice).item("case-1")
        assert item is not None
        assert (item.cost_first, item.cost_said) == (given.get("cost_first"), given.get("cost_said"))
