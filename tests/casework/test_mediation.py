"""A mediation: what may happen in it, what its case is told, and what comes when nobody acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.acts import CATALOGUE, Act
from casework.agenda import Clock
from casework.dispute import CARRIED_OUT, DOING, Clocks
from casework.dispute_clocks import clocks_of, obligations_of
from casework.mediation import (
    FOLLOWED,
    MEDIATION_ACTS,
    Mediation,
    after,
    allowed,
    came,
    concerns,
    let_go,
    next_moment,
    refusal,
    told,
)
from casework.telling import ToCase
from statute.facts import Event

DECIDED = date(2024, 5, 1)
BEGUN = Mediation("mediation-1", "case-1", "final_issued", DECIDED)
ASKED = (
    "mediation_adviser_contacted 2024-05-13",
    ("mediation_requested 2024-05-15", {"issues": ["education", "health"]}),
)
ARRANGED = (
    *ASKED,
    ("invite_mediator 2024-05-16", {"mediator": "mediator-1"}),
    ("accept_invitation 2024-05-17", {}, "mediator-1"),
    ("propose_dates 2024-05-17", {"dates": ["2024-06-10", "2024-06-13"]}, "mediator-1"),
    ("name_decision_maker 2024-05-20", {"person": "officer-9"}),
    ("confirm_session 2024-05-21", {"session_on": "2024-06-13"}),
)
HELD = (*ARRANGED, "mediation_held 2024-06-13")
AGREED = (*HELD, ("mediation_agreement 2024-06-13", {"to": "amend_plan"}))
DECLINED = ("mediation_declined 2024-05-13", "mediation_certificate 2024-05-15")
Said = str | tuple[Any, ...]


def act(said: Said) -> tuple[Act, str | None]:
    text, fields, by = (*said, None)[:3] if isinstance(said, tuple) else (said, {}, None)
    name, on = text.split()
    return Act(name, date.fromisoformat(on), None, fields), by


def after_all(*said: Said, of: Mediation = BEGUN) -> Mediation:
    for one in said:
        done, by = act(one)
        assert refusal(of, done, done.on or DECIDED, by) is None, one
        of = after(of, done)
    return of


def why(mediation: Mediation, said: Said, today: str | None = None) -> str | None:
    done, by = act(said)
    assert done.on is not None
    return refusal(mediation, done, date.fromisoformat(today) if today else done.on, by)


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        (ASKED[:1], "mediation_advised"),
        (DECLINED[:1], "mediation_not_wanted"),
        (DECLINED, "mediation_certified"),
        (ASKED, "mediation_arranging"),
        (ARRANGED, "mediation_confirmed"),
        (HELD, "mediation_held"),
        (AGREED, "mediation_agreed"),
        ((*AGREED, "amended_final_issued 2024-07-01"), "mediation_carried_out"),
        ((*HELD, "mediation_certificate 2024-06-17"), "mediation_certified"),
        ((*ASKED, "mediation_not_arranged 2024-06-15"), "mediation_not_arranged"),
        ((*ASKED, ("end_mediation 2024-05-20", {"why": "family_withdrew"})), "mediation_ended"),
    ],
)
def test_a_mediation_stands_where_its_last_step_put_it(said: tuple[Said, ...], stage: str) -> None:
    assert after_all(*said).stage == stage


@pytest.mark.parametrize(
    ("before", "said", "sentence"),
    [
        (ASKED, "call_mediator 2024-05-16", "There is no act 'call_mediator' in a mediation"),
        (ASKED, "invite_mediator 2024-05-16", "Invite a mediator needs mediator"),
        (ASKED[:1], ("invite_mediator 2024-05-16", {"mediator": "m"}), "it is not recorded that the authority was told that mediation is wanted"),
        (ASKED, ("accept_invitation 2024-05-16", {}, "mediator-1"), "No mediator is invited; invite one first."),
        (ARRANGED[:3], ("accept_invitation 2024-05-17", {}, "mediator-2"), "Only the mediator who is invited may do this."),
        (ARRANGED[:4], ("accept_invitation 2024-05-18", {}, "mediator-1"), "The invitation is accepted already."),
        (ARRANGED[:3], ("invite_mediator 2024-05-17", {"mediator": "mediator-2"}), "A mediator is invited already"),
        (ARRANGED[:3], ("propose_dates 2024-05-17", {"dates": ["2024-06-10"]}, "mediator-1"), "The mediator has not accepted yet."),
        (ARRANGED[:4], ("propose_dates 2024-05-17", {"dates": ["soon"]}, "mediator-1"), "'soon' is not a date"),
        (ARRANGED[:4], ("propose_dates 2024-05-17", {"dates": ["2024-05-01"]}, "mediator-1"), "1 May 2024 is over; propose days to come."),
        (ARRANGED[:5], ("confirm_session 2024-05-21", {"session_on": "2024-06-13"}), "Name who decides for the authority first (reg 37)"),
        (ARRANGED[:6], ("confirm_session 2024-05-21", {"session_on": "2024-06-14"}), "The mediator offers 10 June 2024 and 13 June 2024; choose one of these."),
        (ARRANGED, ("session_not_held 2024-06-01", {"why": "other"}), "No session was to be held yet."),
        (HELD, "mediation_held 2024-06-14", "It is already recorded that the mediation was held on 13 June 2024."),
        (ARRANGED, "mediation_held 2024-05-14", "14 May 2024 is before the authority was told that mediation is wanted on 15 May 2024"),
        (ARRANGED, ("mediation_agreement 2024-06-13", {"to": "amend_plan"}), "it is not recorded that the mediation was held"),
        (AGREED, ("agree_another_time 2024-06-14", {"until": "2024-06-01", "document": "letter-1"}), "1 June 2024 is before the agreement on 13 June 2024"),
        (ASKED, "mediation_certificate 2024-05-20", "the family told the adviser that it does not want mediation, the mediation was held or the authority told the adviser"),
        (DECLINED, ("mediation_requested 2024-05-20", {"issues": "education"}), "The mediation is over; nothing more can be recorded in it."),
        ((), "mediation_adviser_contacted 2024-04-30", "30 April 2024 is before the decision on 1 May 2024"),
    ],
)  # fmt: skip
def test_what_may_not_happen_is_refused_in_one_sentence(
    before: tuple[Said, ...], said: Said, sentence: str
) -> None:
    found = why(after_all(*before), said)
    assert found is not None and sentence in found


def test_nothing_is_recorded_before_its_day() -> None:
    assert (
        why(BEGUN, ASKED[0], "2024-05-12") == "13 May 2024 is in the future; record it on that day or after."
    )


def test_a_mediator_who_declines_makes_way_for_another() -> None:
    declined = after_all(*ARRANGED[:3], ("decline_invitation 2024-05-17", {}, "mediator-1"))
    assert declined.mediator is None
    again = after_all(("invite_mediator 2024-05-18", {"mediator": "mediator-2"}), of=declined)
    assert again.mediator == "mediator-2"


def test_only_what_may_be_done_now_is_offered_and_to_a_mediator_nothing_of_another() -> None:
    invited = after_all(*ARRANGED[:3])
    names = {action.name for action in allowed(invited, date(2024, 5, 17))}
    assert {"accept_invitation", "decline_invitation", "name_decision_maker", "mediation_held"} <= names
    assert not {"propose_dates", "confirm_session", "mediation_agreement", "invite_mediator"} & names
    assert not DOING & names
    other = {action.name for action in allowed(invited, date(2024, 5, 17), "mediator-2")}
    assert names - other == {"accept_invitation", "decline_invitation"}
    assert allowed(after_all(*DECLINED), date(2024, 6, 1)) == ()


def test_what_is_offered_is_never_refused_for_what_went_before() -> None:
    mediation = BEGUN
    for said in (*HELD, ("record_outcome 2024-06-13", {"outcome": "agreed"}), AGREED[-1]):
        done, by = act(said)
        assert done.on is not None
        names = {action.name for action in allowed(mediation, done.on, by)}
        assert done.action in names
        mediation = after(mediation, done)


def test_the_case_is_told_the_facts_that_it_shares_and_of_the_arranging_what_concerns_it() -> None:
    held, _ = act("mediation_held 2024-06-13")
    assert told(BEGUN, held) == (ToCase("case-1", "mediation_held", {}, on=date(2024, 6, 13)),)
    invited, _ = act(ARRANGED[2])
    assert told(BEGUN, invited) == (
        ToCase("case-1", "mediator_invited", {"mediation": "mediation-1", "mediator": "mediator-1"}, on=date(2024, 5, 16)),
    )  # fmt: skip
    (offered,) = told(after_all(*ARRANGED[:4]), act(ARRANGED[4])[0])
    assert (offered.action, offered.fields["dates"]) == (
        "mediator_proposed_dates",
        ["2024-06-10", "2024-06-13"],
    )


def test_everything_that_a_case_is_told_is_an_act_of_it_with_its_fields() -> None:
    mediation = BEGUN
    for said in (*AGREED, ("agree_another_time 2024-06-14", {"until": "2024-07-31", "document": "letter-1"})):
        done, _ = act(said)
        for fact in told(mediation, done):
            known = {field.name for field in CATALOGUE[fact.action].fields}
            assert set(fact.fields) <= known, fact.action
        mediation = after(mediation, done)


@pytest.mark.parametrize(
    ("said", "done", "kind", "on"),
    [
        (ASKED, (), "no_mediator", "2024-05-22"),
        (ASKED, ("no_mediator",), "no_session", "2024-05-31"),
        (ASKED, ("no_mediator", "no_session"), "not_arranged", "2024-06-15"),
        (ARRANGED, (), "not_arranged", "2024-06-15"),
        (ASKED[:1], (), "lapsed", "2024-07-02"),
        (DECLINED[:1], (), "lapsed", "2024-07-02"),
        (AGREED, (), "agreement_late:2024-07-18", "2024-07-19"),
        ((*AGREED, ("agree_another_time 2024-06-14", {"until": "2024-07-31", "document": "letter-1"})), (), "agreement_late:2024-07-31", "2024-08-01"),
    ],
)  # fmt: skip
def test_what_comes_when_nobody_acts(
    said: tuple[Said, ...], done: tuple[str, ...], kind: str, on: str
) -> None:
    mediation = after_all(*said)
    moment = next_moment(mediation, frozenset(done), clocks_of(mediation, date(2024, 6, 14)))
    assert moment is not None and (moment.kind, str(moment.on)) == (kind, on)


@pytest.mark.parametrize(
    "said", [DECLINED, HELD, (*ASKED, "mediation_not_arranged 2024-06-15"), (*AGREED, "agreement_carried_out 2024-06-20")]
)  # fmt: skip
def test_nothing_comes_of_itself_while_somebody_else_must_act_or_nothing_is_left(
    said: tuple[Said, ...],
) -> None:
    mediation = after_all(*said)
    assert next_moment(mediation, frozenset(), clocks_of(mediation, date(2024, 6, 20))) is None


def test_a_certificate_because_it_was_not_arranged_leaves_the_family_free_to_mediate_until_its_time_is_over() -> (
    None
):
    certified = after_all(*ASKED, "mediation_not_arranged 2024-06-15", "mediation_certificate 2024-06-18")
    assert not certified.is_over
    assert why(certified, "mediation_held 2024-06-28") is None
    moment = next_moment(certified, frozenset(), clocks_of(certified, date(2024, 6, 20)))
    assert moment is not None and (moment.kind, str(moment.on)) == ("lapsed", "2024-07-19")
    over, telling = came(certified, "lapsed", date(2024, 7, 19))
    assert over.is_over
    assert telling == (ToCase("case-1", "mediation_ended", {"mediation": "mediation-1", "why": "lapsed"}),)


def test_that_it_was_not_arranged_in_thirty_days_becomes_a_fact() -> None:
    mediation, telling = came(after_all(*ASKED), "not_arranged", date(2024, 6, 15))
    assert mediation.stage == "mediation_not_arranged"
    assert telling == (ToCase("case-1", "mediation_not_arranged", {}, on=date(2024, 6, 15)),)


def test_what_is_done_by_agreement_concerns_it_only_while_it_is_to_be_done() -> None:
    assert not concerns(after_all(*HELD), "amended_final_issued")
    assert concerns(after_all(*AGREED), "amended_final_issued")
    assert not concerns(after_all(*AGREED, "amended_final_issued 2024-07-01"), "amended_final_issued")
    assert concerns(BEGUN, "mediation_requested") and not concerns(BEGUN, "died")


@pytest.mark.parametrize(
    ("to", "about"),
    [
        ("assess", "assessment_refused"),
        ("make_plan", "plan_refused"),
        ("amend_plan", "final_issued"),
        ("name_setting", "final_issued"),
    ],
)
def test_an_agreement_is_open_until_what_was_agreed_is_done(to: str, about: str) -> None:
    begun = replace(BEGUN, about=about)
    agreed = after_all(*HELD, ("mediation_agreement 2024-06-13", {"to": to}), of=begun)
    assert agreed.agreement_is_open
    for name in CARRIED_OUT[to]:
        assert not after_all(f"{name} 2024-07-01", of=agreed).agreement_is_open


def test_both_sides_see_what_they_may_and_must_do_and_until_when() -> None:
    mediation = after_all(*ASKED)
    shown = {one.rule: (str(one.due_on), one.status) for one in obligations_of(mediation, date(2024, 5, 16))}
    assert shown["reg33.contact_adviser"] == ("2024-07-01", "open")
    assert shown["rule20.appeal"] == ("2024-07-01", "open")
    assert shown["reg36.la_mediation"] == ("2024-06-14", "running")
    assert shown["reg35.tell_icb"] == ("2024-05-20", "running")


def test_the_clocks_that_a_mediation_does_not_know_are_none() -> None:
    nothing = Mediation("mediation-1", "case-1", "assessment_refused", None)
    assert clocks_of(nothing, date(2024, 6, 1)) == Clocks()


def test_the_limits_of_arranging_are_let_go_when_the_mediation_has_ended() -> None:
    clocks: tuple[Clock, ...] = obligations_of(after_all(*ASKED), date(2024, 7, 1))
    assert let_go(clocks, ()) == frozenset()
    ended = Event("mediation_ended", date(2024, 7, 1))
    rules = {rule for rule, _, _ in let_go(clocks, (ended,))}
    assert rules == {"reg35.tell_icb", "reg36.la_mediation"}


def test_every_act_that_a_mediation_follows_is_an_act_of_the_case() -> None:
    assert set(CATALOGUE) >= FOLLOWED <= set(MEDIATION_ACTS)
