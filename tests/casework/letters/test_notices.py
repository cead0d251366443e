"""Who is told what when something happens."""

from datetime import date

import pytest

from casework.case.acts import CATALOGUE, Act
from casework.case.case import Case
from casework.case.facts import facts_of
from casework.case.moment import Moment
from casework.letters.notices import of_act, of_moment, of_opening, of_refused
from statute.timeline import timeline
from tests.casework.said import TO_CONSULTING, TO_DRAFTING, TO_FINAL, act, case

TODAY = date(2024, 9, 30)


def clocks(found: Case):
    return timeline(facts_of(found.events), TODAY)


def test_the_family_hears_that_a_request_is_considered_and_until_when() -> None:
    letter, *others = of_opening(
        "request_received", date(2024, 3, 4), clocks(case("request_received 2024-03-04"))
    )
    assert (letter.kind, letter.to_role) == ("request_considered", "family")
    assert "by Monday 15 April 2024" in letter.text
    assert "your views" in letter.text
    assert {one.kind for one in others} == {"request_considered_notice"}
    assert [one.to_role for one in others] == ["health_body", "social_care", "attended_setting"]


@pytest.mark.parametrize(
    ("acts", "kind", "part", "others"),
    [
        (
            TO_DRAFTING[:2],
            "assessment_agreed",
            "by Monday 22 July 2024",
            ["health_body", "social_care", "attended_setting"],
        ),
        (TO_DRAFTING, "plan_agreed", "by Monday 22 July 2024", []),
        (TO_CONSULTING, "draft_plan", "until Monday 24 June 2024 at least", []),
        (
            TO_FINAL,
            "final_plan",
            "until Sunday 1 September 2024, and appeal to the Tribunal until Monday 2 September 2024",
            ["health_body"],
        ),
        (
            (TO_DRAFTING[0], "assessment_refused 2024-04-10"),
            "assessment_refused",
            "mediation adviser until Monday 10 June 2024",
            ["health_body", "social_care", "attended_setting"],
        ),
        (
            (*TO_DRAFTING[:4], "plan_refused 2024-06-03"),
            "plan_refused",
            "appeal to the Tribunal until",
            ["health_body", "attended_setting"],
        ),
    ],
)
def test_a_decision_is_told_to_the_family_with_its_dates_and_to_whom_else_it_must(
    acts: tuple[str, ...], kind: str, part: str, others: list[str]
) -> None:
    letter, *copies = of_act(act(acts[-1]), TODAY, clocks(case(*acts)))
    assert (letter.kind, letter.to_role, letter.on) == (kind, "family", TODAY)
    assert part in letter.text
    assert [copy.to_role for copy in copies] == others
    assert {copy.kind for copy in copies} <= {"final_plan_copy", f"{kind}_notice"}


def test_an_adviser_and_a_setting_are_asked_with_their_last_day() -> None:
    (mail,) = of_act(act(TO_DRAFTING[2]), TODAY, clocks(case(*TO_DRAFTING[:3])))
    assert (mail.to_role, mail.of) == ("adviser", "school")
    assert "by Thursday 23 May 2024" in mail.text
    consulted = case(*TO_CONSULTING, "setting_consulted 2024-06-11 urn-1")
    (mail,) = of_act(act("setting_consulted 2024-06-11 urn-1"), TODAY, clocks(consulted))
    assert (mail.to_role, mail.of) == ("setting", "urn-1")
    assert "by " in mail.text


def test_nobody_is_written_to_after_a_death_or_for_an_act_taken_as_done() -> None:
    assert of_act(act("died 2024-05-01"), TODAY, ()) == ()
    assert of_act(Act("assessment_refused", None, not_after=TODAY), TODAY, ()) == ()


def test_every_role_of_a_rung_is_told() -> None:
    moment = Moment(
        TODAY,
        "breach_alert",
        "reg13_2.final_plan",
        None,
        date(2024, 7, 22),
        0,
        ("case_officer", "team_manager"),
        "Final plan sent",
        "reg 13(2)",
    )
    told = of_moment(moment, TODAY)
    assert [notice.to_role for notice in told] == ["case_officer", "team_manager"]
    assert {notice.about for notice in told} == {"reg13_2.final_plan"}
    assert (
        told[0].text
        == "Final plan sent: it was due on Monday 22 July 2024 (reg 13(2)) and is not recorded as done. The limit is breached."
    )


def test_a_refused_signal_is_told_to_the_case_officer() -> None:
    (mail,) = of_refused("final_issued", TODAY, "It is too soon.")
    assert (mail.kind, mail.to_role, mail.about) == ("act_refused", "case_officer", "final_issued")


def test_no_notice_is_about_an_act_that_does_not_exist() -> None:
    for name in CATALOGUE:
        for notice in of_act(Act(name, TODAY, "school"), TODAY, ()):
            assert notice.about == name
            assert notice.text.endswith(".")


def test_the_final_plan_is_copied_to_the_setting_that_it_names_and_to_the_health_body() -> None:
    named = act("final_issued 2024-07-01", setting="urn-1")
    found = of_act(named, TODAY, clocks(case(*TO_FINAL)))
    assert [(n.kind, n.to_role, n.of) for n in found] == [
        ("final_plan", "family", None),
        ("final_plan_copy", "setting", "urn-1"),
        ("final_plan_copy", "health_body", None),
    ]


def test_whatever_the_panel_did_or_did_not_do_is_told_with_the_limit_that_does_not_wait() -> None:
    waiting = clocks(case(*TO_DRAFTING[:4]))
    told = of_act(act("panel_not_held 2024-05-20", sitting="sitting-1", why="inquorate"), TODAY, waiting)
    assert [n.to_role for n in told] == ["case_officer", "team_manager"]
    assert "was not quorate" in told[0].text and "The panel does not move any deadline" in told[0].text
    (told_late,) = of_act(
        act("panel_papers_late 2024-05-14", sitting="sitting-1", sits_on="2024-05-20"), TODAY, waiting
    )
    assert told_late.text.startswith("The panel of 20 May 2024 has no papers")


@pytest.mark.parametrize(
    ("said", "fields", "roles", "part"),
    [
        ("mediator_invited", {"mediation": "mediation-1", "mediator": "mediator-2"}, ["mediator"], "propose dates"),
        ("mediation_session_confirmed", {"session_on": "2024-10-10"}, ["family", "case_officer"], "held on Thursday 10 October 2024"),
        ("mediation_session_not_held", {"why": "family_unavailable"}, ["case_officer", "team_manager"], "not held: family unavailable"),
        ("mediation_waits", {"why": "no_mediator"}, ["case_officer", "team_manager"], "No mediator has accepted yet."),
        ("mediator_declined", {"mediator": "mediator-2"}, ["case_officer"], "We invite the next one on the authority's list"),
        ("mediator_stood_down", {"mediator": "mediator-2"}, ["case_officer"], "The mediator will not mediate."),
        ("mediator_proposed_dates", {"dates": ["2024-10-10", "2024-10-17"]}, ["case_officer"], "Thursday 10 October 2024 and Thursday 17 October 2024"),
        ("mediation_outcome", {"outcome": "agreed"}, ["case_officer"], "Everything was agreed at mediation."),
        ("mediation_outcome", {"outcome": "partly", "agreed_on": ["social_care"]}, ["case_officer"], "Part was agreed at mediation (social care)."),
        ("mediation_outcome", {"outcome": "none"}, ["case_officer"], "Nothing was agreed at mediation. The adviser must issue the certificate"),
        ("mediation_waits", {"why": "none_listed"}, ["case_officer", "team_manager"], "Please invite one"),
        ("mediation_waits", {"why": "agreement_missing"}, ["case_officer", "team_manager"], "the agreement is not recorded"),
        ("mediation_waits", {"why": "agreement_late"}, ["case_officer", "team_manager"], "its last day has passed (reg 42)"),
        ("mediation_not_arranged", {}, ["mediation_adviser", "family"], "issue the certificate within 3 working days"),
        ("tribunal_directions", {"evidence_by": "2024-10-10", "hearing_on": "2024-10-31"}, ["case_officer"], "final evidence by Thursday 10 October 2024 and the hearing on Thursday 31 October 2024"),
        ("appeal_waits", {"why": "evidence_late", "by": "2024-09-27"}, ["case_officer", "team_manager"], "has passed: Friday 27 September 2024"),
    ],
)  # fmt: skip
def test_whoever_must_act_in_a_dispute_is_told(
    said: str, fields: dict[str, str], roles: list[str], part: str
) -> None:
    found = of_act(Act(said, TODAY, None, fields), TODAY, ())
    assert [notice.to_role for notice in found] == roles
    assert part in found[0].text


def test_a_mediator_is_told_by_when_mediation_must_be_held() -> None:
    asked = case(
        "request_received 2024-03-04", "assessment_refused 2024-04-10", "mediation_requested 2024-04-17"
    )
    invited = Act(
        "mediator_invited", date(2024, 4, 17), None, {"mediation": "mediation-1", "mediator": "mediator-2"}
    )
    (notice,) = of_act(invited, date(2024, 4, 17), clocks(asked))
    assert (notice.to_role, notice.of) == ("mediator", "mediator-2")
    assert "Mediation must be held by Friday 17 May 2024 (reg 36)." in notice.text


def test_a_family_is_told_of_a_decision_to_cease_with_its_rights_and_that_the_plan_goes_on() -> None:
    ceased = case(*TO_FINAL, act("review_decision 2024-08-01", decision="cease"))
    notice, *others = of_act(
        Act("review_decision", date(2024, 8, 1), None, {"decision": "cease"}),
        date(2024, 8, 1),
        clocks(ceased),
    )
    assert (notice.kind, notice.to_role) == ("plan_to_cease", "family")
    assert "continue for as long as you may appeal" in notice.text
    assert "mediation adviser until Tuesday 1 October 2024" in notice.text
    assert [(one.kind, one.to_role) for one in others] == [
        ("plan_to_cease_notice", "setting"),
        ("plan_to_cease_notice", "health_body"),
    ]
