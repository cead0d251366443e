"""Every letter declares what it must contain, and none is made without it; short messages name no person."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.case.acts import Act
from casework.case.facts import facts_of
from casework.letters.exception_grounds import exception_ground
from casework.letters.letter_templates import (
    Incomplete,
    kinds,
    kinds_to_families,
    lacking,
    letter,
    must_contain,
    version,
)
from casework.letters.notices import is_letter, of_act, of_opening
from casework.letters.recipients import NOTICES
from casework.letters.short_messages import SMS_LENGTH, announcement, announces, text_message
from casework.letters.text_set import head_of, shipped
from casework.processes.registry import PROCESSES
from statute.clock_roles import ClockRole
from statute.facts import Event
from statute.pack import load_pack
from statute.timeline import timeline
from tests.casework.letters.test_decision_letters import FACTS as DECISION
from tests.casework.letters.test_decision_letters import PROFILE, words

FACTS = replace(
    DECISION,
    last={
        ClockRole.DECIDE_TO_ASSESS: date(2024, 4, 15),
        ClockRole.RETURN_ADVICE: date(2024, 5, 23),
        ClockRole.FINAL_PLAN: date(2024, 7, 22),
        ClockRole.ANSWER_THE_DRAFT: date(2024, 6, 25),
        ClockRole.ANSWER_THE_AMENDMENTS: date(2024, 6, 26),
    },
    said={
        "text": "Please give us your views by 23 May 2024.",
        "note": "Section F: 30 minutes in place of 20.",
        "ground": "reg13(3)(c)",
        "because": "The psychologist could not visit while the family moved house.",
        "session_on": "2024-05-02",
        "proposal": "The outcomes of the plan are achieved.",
        "reply_by": "2024-05-23",
        "decide_by": "2024-05-23",
        "detained_on": "2024-05-02",
        "send_by": "2024-05-09",
        "released_on": "2024-08-02",
        "released_to": "here",
        "ended_on": "2024-07-24",
        "moves_on": "2024-09-02",
        "transfer_by": "2024-09-02",
        "sent_on": "2024-09-02",
        "assess": "review_only",
        "review_on": "2025-02-03",
    },
    ground=exception_ground(load_pack("england-2014"), "reg13(3)(c)"),
    enclosed=frozenset({"plan", "list"}),
    band={
        "band": "Band 5", "band_top_up": "£3,400.00", "band_from": "Wednesday 14 October 2026", "band_year": "2026-27", "band_days": "365",
        "band_paid": "each month", "band_points": "9", "band_computed": "Band 5",
    },
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_letter_is_made_from_its_facts_and_from_nothing_less(kind: str) -> None:
    assert lacking(kind, FACTS) == ()
    said = words(letter(kind, FACTS))
    assert "Wren Example" in said and "None" not in said
    for required in must_contain(kind):
        bare: dict[str, Any] = {
            "family": ("Only a name",) if "address of the reader" in required.said else (), "child": None, "reasons": None, "mediation_by": None, "appeal_by": None, "last": {},
            "said": {}, "band": {}, "enclosed": frozenset(), "profile": None,
        }  # fmt: skip
        without = [
            name
            for name, value in bare.items()
            if not required.is_there(replace(FACTS, decision=FACTS.decision, **{name: value}))
        ]
        unreachable = PROFILE.model_copy(
            update={
                name: None
                for name in type(PROFILE).model_fields
                if name not in ("authority", "services", "mailboxes")
            }
            | {
                "authority": PROFILE.authority.model_copy(
                    update={"address": (), "telephone": None, "email": None}
                )
            }
        )
        lost = (
            replace(FACTS, **{without[0]: bare[without[0]]})
            if without
            else replace(FACTS, profile=unreachable)
        )
        with pytest.raises(Incomplete) as refused:
            letter(kind, lost)
        assert required.said in refused.value.missing
        assert str(refused.value).count(". ") == 0 and str(refused.value).endswith(".")


def test_every_notice_to_a_family_has_a_letter_and_a_short_message() -> None:
    acts = [
        "assessment_agreed", "assessment_refused", "plan_agreed", "plan_refused", "draft_issued", "final_issued",
        "amended_final_issued", "amendment_notice", "amendment_not_made", "reassessment_agreed",
        "reassessment_refused", "withdrawn", "decision_reversed", "tailored_list_sent", "exception_claimed",
        "mediation_session_confirmed", "mediation_not_arranged", "setting_consulted", "band_told",
    ]  # fmt: skip
    on = date(2024, 4, 10)
    detained = timeline(facts_of([Event("request_received", on, None, {"detained": True})]), on)
    notices = list(of_opening("request_received", on, detained))
    for act in acts:
        notices += of_act(
            Act(act, on, None, {"setting": "urn-1", "ground": "reg13(3)(c)", "copy_to_family": True}),
            on,
            detained,
        )
    for decision in ("cease", "maintain"):
        notices += of_act(Act("review_decision", on, None, {"decision": decision}), on, ())
    told = {notice.kind for notice in notices if is_letter(notice)}
    called = {
        kind
        for process in PROCESSES
        if not process.starts_from
        for kind in (
            head_of(one).kind for one in shipped().files.values() if one.name.startswith(f"{process.kind}/")
        )
    }
    assert told == kinds() - called - {
        "advice_request",
        "chase",
    }  # these two are the adviser's, and the family is one
    to_others = {
        "final_plan_copy",
        "setting_consultation",
        "transfer_consultation",
        "funding_band",
        "detention_plan_sent",
        *NOTICES,
    }
    to_others |= {kind for kind in kinds() if kind.startswith("review_") and kind.endswith("_copy")}
    to_others |= {"review_to_hold", "review_outcome", "review_coming"}
    assert kinds() - to_others == kinds_to_families()
    assert all(announces(kind) for kind in kinds_to_families())


def test_the_law_is_in_the_letter_that_it_is_required_in() -> None:
    draft = words(letter("draft_plan", FACTS))
    for part in (
        "You have until Tuesday 25 June 2024 at least",
        "ask for a meeting",
        "localoffer.exampleton.invalid",
        "Section I is empty",
    ):
        assert part in draft, part
    considered = words(letter("request_considered", FACTS))
    assert "by Monday 15 April 2024 at the latest" in considered
    assert "right to give us your views, in writing or by talking to us" in considered
    told = words(letter("exception_told", FACTS))
    assert "may not be able to meet one of them: Monday 22 July 2024." in told and "could not visit" in told
    assert "Exceptional personal circumstances affect the child or a parent." in told
    assert "The ground is regulation 13(3)(c)." in told and "The last day does not change." in told
    asked = words(letter("advice_request", FACTS))
    assert "regulation 6(1)(a)" in asked and "Please give it to us by Thursday 23 May 2024." in asked


def test_an_exception_names_the_limit_and_the_ground_that_are_its_own() -> None:
    def told(ground: str, **more: Any) -> str:
        known = exception_ground(load_pack("england-2014"), ground)
        said = {**FACTS.said, "ground": ground}
        return words(letter("exception_told", replace(FACTS, said=said, ground=known, **more)))

    assert "may not be able to meet one of them: Monday 15 April 2024." in told("reg5(4)(d)")
    assert "We did not meet one of them: Monday 15 April 2024." in told("reg5(4)(d)", on=date(2024, 4, 16))
    assert "You are away from our area for 4 weeks or longer." in told("reg5(4)(d)", young_person=True)
    after_an_order = told("reg44(3)(b)")
    assert "2 weeks or longer" in after_an_order and "early years" not in after_an_order
    assert "meet one of them." in after_an_order  # its last day is of the order, and not of the request
    detained = told(
        "SI2015/62 reg13(3)(b)", is_detained=True, last={ClockRole.DETAINED_FINAL_PLAN: date(2024, 7, 22)}
    )
    assert "them: Monday 22 July 2024." in detained and "SI 2015/62, regulation 13(3)(b)" in detained


def test_somebody_who_came_to_notice_is_not_said_to_have_asked_and_somebody_detained_has_their_own_law() -> (
    None
):
    for kind in ("request_considered", "request_considered_notice"):
        noticed = words(letter(kind, replace(FACTS, decision="authority_responsible")))
        assert "it came to our notice" in noticed and "received a request" not in noticed
    last = {**FACTS.last, ClockRole.DETAINED_FINAL_PLAN: date(2024, 7, 29)}
    of_detained = replace(FACTS, is_detained=True, last=last)
    detained = words(letter("draft_plan", of_detained))
    assert "personal budget" not in detained and "personal budget" in words(letter("draft_plan", FACTS))
    asked = words(letter("advice_request", of_detained))
    assert "(Detained Persons) Regulations 2015, regulation 6(1)(a)" in asked
    assert (
        "which we must then hold" in detained
    )  # of a draft it is required (reg 13(1)), of amendments asked (reg 22(2))
    assert "must then hold" not in words(letter("amendment_notice", FACTS))


def test_an_exception_of_which_the_family_was_told_before_is_not_told_again() -> None:
    on = date(2024, 6, 10)
    fields = {"ground": "reg13(3)(c)", "family_told_on": "2024-06-01"}
    assert of_act(Act("exception_claimed", on, None, fields), on, ()) == ()
    (notice,) = of_act(Act("exception_claimed", on, None, {**fields, "family_told_on": "2024-06-10"}), on, ())
    assert (notice.kind, notice.to_role) == ("exception_told", "family")


@pytest.mark.parametrize("kind", sorted(kinds_to_families()))
def test_a_short_message_says_the_stage_and_what_to_do_and_neither_child_nor_need(kind: str) -> None:
    for profile in (PROFILE, None):
        text = text_message(kind, "case-abc234def567", date(2024, 4, 10), profile)
        mail = announcement(kind, "case-abc234def567", date(2024, 4, 10), profile)
        assert len(text) <= SMS_LENGTH and "case-abc234def567" in text
        for said in (text, mail.text, mail.subject):
            named = re.search(
                r"(?i)\b(child|young|son|daughter|special|needs?|disab|health|plan|autis)\b",
                said.replace("SEND team", ""),
            )
            assert named is None, said


def test_the_version_of_a_template_is_its_words_alone() -> None:
    assert len({version(kind) for kind in kinds()}) == len(kinds())
    assert all(re.fullmatch(rf"{kind}-v1-[0-9a-f]{{10}}", version(kind)) for kind in kinds())


@pytest.mark.parametrize(
    ("kind", "role", "promise", "late"),
    [
        ("request_considered", ClockRole.DECIDE_TO_ASSESS, "We will tell you by Monday 15 April 2024 at the latest", "We should have told you by Monday 15 April 2024"),
        ("assessment_agreed", ClockRole.FINAL_PLAN, "you will have the final plan by Monday 15 April 2024", "we will decide whether a plan is needed."),
        ("plan_agreed", ClockRole.FINAL_PLAN, "You will have the final plan by Monday 15 April 2024", "for a particular school or college."),
    ],
)  # fmt: skip
def test_no_letter_promises_a_day_that_is_past(kind: str, role: ClockRole, promise: str, late: str) -> None:
    last = {role: date(2024, 4, 15)}
    assert promise in words(letter(kind, replace(FACTS, on=date(2024, 4, 15), last=last)))
    told = words(letter(kind, replace(FACTS, on=date(2024, 4, 16), last=last)))
    assert promise not in told and late in told


def test_others_are_told_under_their_own_regulations_and_what_is_late_as_late() -> None:
    last = {ClockRole.DETAINED_DECIDE_TO_ASSESS: date(2024, 4, 15)}
    late = replace(FACTS, on=date(2024, 4, 16), is_detained=True, last=last)
    told = words(letter("request_considered_notice", late))
    assert "(Detained Persons) Regulations 2015, regulation 4(2)" in told
    assert (
        "We should have decided by Monday 15 April 2024. We will do so as soon as we can, and tell you"
        in told
    )
    in_time = words(letter("request_considered_notice", FACTS))
    assert "We will decide by Monday 15 April 2024 at the latest, and tell you" in in_time
    assert "Regulations 2014, regulation 4(2)" in in_time


def test_the_place_of_a_meeting_stands_in_the_letter_that_confirms_it() -> None:
    confirmed = replace(FACTS, said={**FACTS.said, "session_on": "2024-06-12"})
    place = "Sample Hall, 2 Invented Street"
    assert f"It will be held here: {place}." in words(
        letter("mediation_session_confirmed", replace(confirmed, meeting_place=place))
    )
    without = words(letter("mediation_session_confirmed", confirmed))
    assert "The mediator will tell you the time and the place." in without and "None" not in without
