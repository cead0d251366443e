"""A mediation: its acts and its reports to the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.case.acts import CATALOGUE
from casework.disputes.clocks import clocks_of, obligations_of
from casework.disputes.dispute import CARRIED_OUT, DOING, Clocks
from casework.processes.mediation.mediation import (
    FOLLOWED,
    MEDIATION_ACTS,
    Mediation,
    after,
    allowed,
    concerns,
    told,
)
from casework.processes.mediation.moments import (
    after_moment,
    moment_text,
    next_moment,
)
from casework.processes.telling import ToCase
from tests.casework.processes.mediation.mediations import (
    AGREED,
    ARRANGED,
    ASKED,
    BEGUN,
    DECLINED,
    HELD,
    STEPS_DONE,
    Said,
    act,
    after_all,
    why,
)


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
        (ARRANGED[:3], ("accept_invitation 2024-05-17", {}, "mediator-2"), "Only the invited mediator may do this."),
        (ARRANGED[:4], ("accept_invitation 2024-05-18", {}, "mediator-1"), "The invitation is already accepted."),
        (ARRANGED[:3], ("invite_mediator 2024-05-17", {"mediator": "mediator-2"}), "A mediator is already invited"),
        (ARRANGED[:3], ("propose_dates 2024-05-17", {"dates": ["2024-06-10"]}, "mediator-1"), "The mediator has not accepted yet; wait for the answer."),
        (ARRANGED[:4], ("propose_dates 2024-05-17", {"dates": ["soon"]}, "mediator-1"), "'soon' is not a date"),
        (ARRANGED[:4], ("propose_dates 2024-05-17", {"dates": ["2024-05-01"]}, "mediator-1"), "1 May 2024 is in the past; propose future dates."),
        (ARRANGED[:5], ("confirm_session 2024-05-21", {"session_on": "2024-06-13"}), "First name who decides for the authority (reg 37)"),
        (ARRANGED[:6], ("confirm_session 2024-05-21", {"session_on": "2024-06-14"}), "The mediator offers 10 June 2024 and 13 June 2024; choose one of these dates."),
        (ARRANGED, ("session_not_held 2024-06-01", {"why": "other"}), "No session was due yet; record this on the day of the session or after."),
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


def test_another_mediator_follows_one_who_declines() -> None:
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


def test_every_report_to_a_case_is_an_act_of_the_case_with_its_fields() -> None:
    mediation = BEGUN
    for said in (*AGREED, ("agree_another_time 2024-06-14", {"until": "2024-07-31", "document": "letter-1"})):
        done, _ = act(said)
        for fact in told(mediation, done):
            known = {field.name for field in CATALOGUE[fact.action].fields}
            assert set(fact.fields) <= known, fact.action
        mediation = after(mediation, done)


def test_an_act_that_carries_out_an_agreement_concerns_it_only_until_it_is_done() -> None:
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


def test_every_act_that_a_mediation_follows_is_an_act_of_the_case() -> None:
    assert set(CATALOGUE) >= FOLLOWED <= set(MEDIATION_ACTS)


OUTCOMES = (
    *HELD,
    ("record_outcome 2024-06-13", {"outcome": "partly", "agreed_on": ["education"]}, "mediator-1"),
)


@pytest.mark.parametrize(
    ("before", "said", "sentence"),
    [
        (ARRANGED, ("record_outcome 2024-06-13", {"outcome": "agreed"}), "it is not recorded that the mediation was held"),
        (HELD, ("record_outcome 2024-06-13", {"outcome": "half"}), "outcome='half' is not known"),
        (HELD, ("record_outcome 2024-06-13", {"outcome": "partly"}), "outcome=partly needs agreed_on"),
        (HELD, ("record_outcome 2024-06-13", {"outcome": "partly", "agreed_on": ["health", "education"]}), "but not all of them"),
        (HELD, ("record_outcome 2024-06-13", {"outcome": "agreed", "agreed_on": ["education"]}), "outcome=agreed means every issue (education and health)"),
        (HELD, ("record_outcome 2024-06-13", {"outcome": "none", "agreed_on": ["education"]}), "outcome=none means that nothing was agreed"),
        (HELD, ("record_outcome 2024-06-13", {"outcome": "partly", "agreed_on": ["social_care"]}), "The mediation was not about social_care; it was about education and health."),
        (OUTCOMES, ("record_outcome 2024-06-14", {"outcome": "none"}), "The outcome of the mediation is already recorded."),
        ((*HELD, ("record_outcome 2024-06-13", {"outcome": "none"})), ("mediation_agreement 2024-06-13", {"to": "amend_plan"}), "The outcome is recorded as no agreement"),
        (HELD, ("confirm_session 2024-06-14", {"session_on": "2024-06-14"}), "The mediation has been held; nothing is left to arrange."),
        (ARRANGED, ("name_decision_maker 2024-06-01", {"person": "officer-2"}, "mediator-1"), "A mediator may not record this; ask the authority to record it."),
        (ASKED, "withdraw_invitation 2024-05-16", "No mediator is invited; invite one first."),
        (HELD, ("mediation_agreement 2024-06-13", {"to": "make_plan"}), "to=make_plan cannot follow a decision about a plan"),
    ],
)  # fmt: skip
def test_an_outcome_fits_the_issues_and_each_act_falls_to_its_own(
    before: tuple[Said, ...], said: Said, sentence: str
) -> None:
    found = why(after_all(*before), said)
    assert found is not None and sentence in found


@pytest.mark.parametrize(
    ("fields", "agreed_on"),
    [
        ({"outcome": "agreed"}, ("education", "health")),
        ({"outcome": "partly", "agreed_on": ["health"]}, ("health",)),
        ({"outcome": "none"}, ()),
    ],
)
def test_the_outcome_says_on_which_issues_there_is_agreement(
    fields: dict[str, Any], agreed_on: tuple[str, ...]
) -> None:
    done = after_all(*HELD, ("record_outcome 2024-06-13", fields, "mediator-1"))
    assert (done.outcome, done.agreed_on) == (fields["outcome"], agreed_on)


def test_a_mediation_whose_outcome_was_agreed_waits_for_the_agreement_although_it_is_certified() -> None:
    certified = after_all(*OUTCOMES, "mediation_certificate 2024-06-17")
    assert not certified.is_over
    moment = next_moment(certified, frozenset(STEPS_DONE), clocks_of(certified, date(2024, 6, 17)))
    assert moment is not None and (moment.kind, str(moment.on)) == ("agreement_missing", "2024-06-20")
    same, telling = after_moment(certified, moment.kind, moment.on)
    assert same == certified
    assert telling == (
        ToCase("case-1", "mediation_waits", {"mediation": "mediation-1", "why": "agreement_missing"}),
    )
    agreed = after_all(("mediation_agreement 2024-06-21", {"to": "amend_plan"}), of=certified)
    assert after_all("amended_final_issued 2024-07-10", of=agreed).is_over
    nothing = after_all(
        *HELD, ("record_outcome 2024-06-13", {"outcome": "none"}), "mediation_certificate 2024-06-17"
    )
    assert nothing.is_over


def test_several_things_agreed_have_limits_of_their_own_and_each_is_told() -> None:
    """Reg 42(2), (3) and (5): 5 weeks to amend, 2 weeks for another point, or the time that was agreed for one."""
    both = after_all(
        *HELD,
        ("mediation_agreement 2024-06-13", {"to": "amend_plan"}),
        ("mediation_agreement 2024-06-13", {"to": "other"}),
    )
    assert clocks_of(both, date(2024, 6, 14)).do_by == (date(2024, 6, 27), date(2024, 7, 18))
    assert after_all("amended_final_issued 2024-06-20", of=both).agreement_is_open
    assert after_all("agreement_carried_out 2024-06-20", of=both).stage == "mediation_carried_out"
    done = frozenset(STEPS_DONE)
    kinds = []
    while (moment := next_moment(both, done, clocks_of(both, date(2024, 8, 1)))) is not None:
        kinds.append(moment.kind)
        done |= {moment.kind}
    assert kinds == ["agreement_late:2024-06-27", "agreement_late:2024-07-18"]
    assert moment_text(kinds[0]).startswith("what was agreed was not done in time")
    later = after_all(
        (
            "agree_another_time 2024-06-14",
            {"until": "2024-08-30", "document": "letter-1", "to": "amend_plan"},
        ),
        of=both,
    )
    assert clocks_of(later, date(2024, 6, 14)).do_by == (date(2024, 6, 27), date(2024, 8, 30))


def test_the_commissioning_body_tells_an_authority_that_was_not_there_within_a_week() -> None:
    """Reg 42(4)."""
    absent = after_all(*HELD, ("mediation_agreement 2024-06-13", {"to": "other", "authority_absent": True}))
    (tell,) = [one for one in obligations_of(absent, date(2024, 6, 14)) if one.rule == "reg42_4.icb_tells_la"]
    assert (str(tell.due_on), tell.status, tell.duty_holder) == (
        "2024-06-20",
        "running",
        "commissioning_body",
    )
    heard = after_all("authority_told 2024-06-18", of=absent)
    (tell,) = [one for one in obligations_of(heard, date(2024, 6, 18)) if one.rule == "reg42_4.icb_tells_la"]
    assert tell.status == "met"


def test_the_health_body_has_thirty_days_of_its_own_from_being_told() -> None:
    """Reg 35: told within 3 working days, and 30 days from then."""
    informed = after_all(*ASKED, "health_body_told 2024-05-17")
    shown = {one.rule: (str(one.due_on), one.status) for one in obligations_of(informed, date(2024, 5, 20))}
    assert shown["reg35.tell_icb"] == ("2024-05-20", "met")
    assert shown["reg35.icb_mediation"] == ("2024-06-16", "running")


def test_a_mediator_is_needed_from_the_request_until_the_mediation_and_again_when_one_falls_away() -> None:
    assert not after_all(*ASKED[:1]).needs_mediator and after_all(*ASKED).needs_mediator
    assert not after_all(*ARRANGED).needs_mediator
    away = after_all(("decline_invitation 2024-06-01", {}, "mediator-1"), of=after_all(*ARRANGED))
    assert away.needs_mediator and away.passed_over == ("mediator-1",)
    assert (away.session_on, away.proposed, away.accepted) == (None, (), False)
    silent = after_all("withdraw_invitation 2024-05-25", of=after_all(*ARRANGED[:3]))
    assert silent.needs_mediator and silent.passed_over == ("mediator-1",)
    assert not after_all(*ASKED, "mediation_held 2024-06-01").needs_mediator
    assert not after_all(*ASKED, ("end_mediation 2024-05-20", {"why": "family_withdrew"})).needs_mediator


def test_a_mediator_is_offered_only_a_mediators_acts() -> None:
    names = {action.name for action in allowed(after_all(*ARRANGED), date(2024, 6, 13), "mediator-1")}
    assert names == {"decline_invitation", "propose_dates", "session_not_held", "mediation_held"}
    names = {action.name for action in allowed(after_all(*HELD), date(2024, 6, 13), "mediator-1")}
    assert names == {"record_outcome", "mediation_agreement"}


def test_a_decision_to_cease_keeps_the_plan_while_it_may_be_appealed() -> None:
    """CFA 2014 s.45(4)."""
    ceasing = replace(BEGUN, about="review_decision", decided="cease")
    shown = {one.rule: (str(one.due_on), one.status) for one in obligations_of(ceasing, date(2024, 5, 16))}
    assert shown["s45_4.keep_pending"] == ("2024-07-01", "open")
    assert shown["reg33.contact_adviser"] == ("2024-07-01", "open")
    agreed = after_all(*HELD, ("mediation_agreement 2024-06-13", {"to": "continue_plan"}), of=ceasing)
    assert not agreed.agreement_is_open


def test_the_person_who_decides_may_settle_and_an_officer_without_authority_is_refused() -> None:
    asked = after_all(*ASKED)
    refused = why(asked, ("name_decision_maker 2024-05-20", {"person": "officer-2", "may_settle": False}))
    assert refused is not None and "name a person who may agree a settlement at the session" in refused
    named = after_all(*ASKED, ("name_decision_maker 2024-05-20", {"person": "officer-2", "may_settle": True}))
    assert (named.decision_maker, named.may_settle) == ("officer-2", True)
    assert after_all(*ARRANGED).may_settle is None


def test_a_disagreement_about_placement_only_is_mediated_like_any_other() -> None:
    requested = ("mediation_requested 2024-05-13", {"issues": ["education"], "placement_only": True})
    found = after_all(requested)
    assert found.placement_only and found.needs_mediator and found.stage == "mediation_arranging"
    assert not after_all(*ASKED).placement_only
