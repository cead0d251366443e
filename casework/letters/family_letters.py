"""The letters that decide nothing which a family may dispute: what each must contain stands above its words.

Plain English, one thought in a sentence. Sources stand beside each fact; decisions are in casework/letters/decision_letters.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.authority.profile import Profile
from casework.letters.exception_grounds import words_of
from casework.letters.letter_facts import (
    AUTHORITY,
    EVERY_LETTER,
    INFORMATION,
    LOCAL_OFFER,
    MEDIATION_ADVISER,
    LetterFacts,
    Required,
    enclosure,
    last_day,
    paragraphs,
    word,
)
from casework.letters.letters_to_others import began, cited
from casework.letters.paper import Block, Bullets, Heading, Paragraph, Terms
from casework.settings.tailored_list import RIGHTS
from statute.clock_roles import DECIDE_TO_ASSESS, FINAL_PLAN, ClockRole
from statute.words import long_date, short_date

_DATED = frozenset(
    {*DECIDE_TO_ASSESS, ClockRole.DECIDE_ON_A_PLAN, *FINAL_PLAN, ClockRole.FINAL_PLAN_AFTER_REASSESSMENT}
)
"""The limits whose last day the letter of an exception gives: a case has one of each."""

Words = Callable[[LetterFacts, Profile], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class FamilyLetter:
    """A letter: its title, the facts that it must contain, and its words."""

    title: str
    requires: tuple[Required, ...]
    words: Words


def _day(facts: LetterFacts, roles: Iterable[str]) -> date | None:
    return max((facts.last[role] for role in roles if role in facts.last), default=None)


def _views(profile: Profile, when: str = "Please do so as soon as you can.") -> Iterator[Block]:
    yield Heading("What you can do")
    yield Paragraph("You have the right to give us your views, in writing or by talking to us.")
    yield Bullets(
        (
            "Tell us what helps and what is difficult, at home and at the school or college.",
            "Send us anything that you want us to read, such as reports and letters.",
            "Tell us whom else we should ask.",
        )
    )
    yield Paragraph(f"{when} Contact us: {profile.authority.said}.")


def _help(profile: Profile) -> Iterator[Block]:
    if profile.information_and_advice is not None:
        yield Heading("Help")
        yield Terms(
            (("Independent information and advice, free of charge", profile.information_and_advice.said),)
        )


def _considered(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    by = _day(facts, DECIDE_TO_ASSESS)
    yield Paragraph(f"{began(facts)} We are considering whether to carry one out.")
    yield Heading("What happens next")
    if by is not None and facts.on > by:
        yield Paragraph(
            f"We should have told you by {long_date(by)} whether there will be an assessment. We are sorry that this is "
            "late, and will tell you as soon as we can."
        )
    elif by is not None:
        yield Paragraph(
            f"We will tell you by {long_date(by)} at the latest whether there will be an assessment."
        )
    yield from _views(profile)
    yield from _help(profile)


def _agreed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    by = _day(facts, FINAL_PLAN)
    yield Paragraph(
        f"On {long_date(facts.decided_on)} we decided to carry out an education, health and care needs assessment."
    )
    yield Heading("What happens next")
    yield Paragraph(
        "We are now asking you, the school or setting, health, social care and an educational psychologist for advice. You may "
        "ask us to seek advice from somebody else, too."
    )
    then = (
        f" If a plan is needed, you will have the final plan by {long_date(by)}."
        if by and facts.on <= by
        else ""
    )
    yield Paragraph(f"With this advice we will decide whether a plan is needed.{then}")
    yield from _views(profile)
    yield from _help(profile)


def _plan_agreed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    by = _day(facts, FINAL_PLAN)
    yield Paragraph(
        f"On {long_date(facts.decided_on)} we decided to make an education, health and care plan."
    )
    yield Heading("What happens next")
    then = f" You will have the final plan by {long_date(by)}." if by and facts.on <= by else ""
    yield Paragraph(
        "We will write a draft and send it to you. You will then have 15 days or more to tell us what you think of it, and to "
        f"ask for a particular school or college.{then}"
    )
    yield from _help(profile)


def _heard(until: date | None, profile: Profile, *more: str) -> Iterator[Block]:
    assert until and profile.local_offer
    yield Heading("Your right to be heard")
    yield Paragraph(f"You have until {long_date(until)} at least. In this time you may:")
    yield Bullets(
        (
            "tell us what you think of it, in writing or by talking to us,",
            "ask for a particular school, college or other setting to be named in the plan,",
            *more,
        )
    )
    yield Paragraph(f"Contact us: {profile.authority.said}.")
    yield Terms((("Information about schools and colleges", profile.local_offer.said),))


def _draft(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph("The draft of the education, health and care plan comes with this letter.")
    yield Paragraph(
        "The draft names no school or college yet (Section I is empty), so that you can first tell us which one you would like."
    )
    yield from _heard(
        _day(facts, (ClockRole.ANSWER_THE_DRAFT,)),
        profile,
        "ask for a meeting with one of our officers, which we must then hold.",
    )
    if not facts.is_detained:  # nothing of Part 3 applies to them but what sections 70 to 75 say
        yield Paragraph(
            "You may also ask us for a personal budget: what some of the provision costs, and whether you could arrange it "
            "yourselves (Children and Families Act 2014, section 49)."
        )
    yield from _help(profile)


def _amendments(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph("We propose to amend the education, health and care plan.")
    yield Heading("What we propose")
    yield from paragraphs(facts.said["note"])
    yield from _heard(
        _day(facts, (ClockRole.ANSWER_THE_AMENDMENTS,)),
        profile,
        "ask for a meeting with one of our officers.",
    )
    yield from _help(profile)


def _reassessed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(f"On {long_date(facts.decided_on)} we decided to carry out a re-assessment.")
    yield from _views(profile)
    yield from _help(profile)


def _withdrawn(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(
        f"The request was withdrawn on {long_date(facts.decided_on)}, and we take no further steps. You may make a new request "
        "at any time."
    )
    yield from _help(profile)


def _reversed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(
        f"On {long_date(facts.decided_on)} we changed our earlier decision. We will write to you about what happens next."
    )
    yield from _help(profile)


def _list(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(
        "A list of schools and colleges that may suit comes with this letter, with the reasons for each."
    )
    yield Heading("Your rights")
    yield Paragraph(RIGHTS)
    yield from _help(profile)


def _exception(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    excuses = facts.ground.excuses if facts.ground else frozenset()
    by = None if facts.said.get("of") else _day(facts, excuses & _DATED)
    which = f": {long_date(by)}" if by else ""
    what = "did not keep" if by and facts.on > by else "may not be able to keep"
    yield Paragraph(
        f"The law gives us a last day for each step. We {what} one of them{which}. This letter tells you why."
    )
    yield Heading("Why")
    said = words_of(facts.ground, facts.young_person)
    yield Paragraph(f"{said} The ground is {_written_out(facts.said['ground'])}.")
    yield from paragraphs(facts.said["because"])
    times = [
        f"{name} {short_date(date.fromisoformat(day))}"
        for name, day in (("from", facts.said.get("from")), ("to", facts.said.get("to")))
        if day
    ]
    if times:
        yield Paragraph(f"This concerns the time {' '.join(times)}.")
    yield Heading("What it means")
    yield Paragraph(
        "The last day stays as it is, and we will do what is owed as soon as we can. If you do not agree that the exception "
        "applies, tell us, or use our complaints procedure."
    )
    yield from _help(profile)


def _written_out(ground: str) -> str:
    """A ground as a letter cites it: reg13(3)(c) is regulation 13(3)(c)."""
    return re.sub(
        r"(?i)^(si\s*2015/62)?\s*reg\s*",
        lambda found: f"{'SI 2015/62, ' if found[1] else ''}regulation ",
        ground,
    )


def _session(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(f"Mediation will be held on {long_date(date.fromisoformat(facts.said['session_on']))}.")
    yield Paragraph(
        "The mediator will tell you the time and the place. You may bring somebody who supports you, or who speaks for you. If "
        f"you cannot come, tell us at once: {profile.authority.said}."
    )
    yield from _help(profile)


def _not_arranged(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    assert profile.mediation_adviser
    yield Paragraph("We could not arrange mediation within 30 days. We are sorry.")
    yield Paragraph(
        "The mediation adviser will send you a certificate within 3 working days, with which you may appeal. The Tribunal must "
        "receive your appeal by the last day in the letter of our decision, or within one month of the certificate if "
        "that is later. You may still take part in mediation: "
        f"{profile.mediation_adviser.said}."
    )
    yield from _help(profile)


def _asked(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    by = _day(facts, (ClockRole.RETURN_ADVICE,))
    assert by
    whose = "your" if facts.young_person else f"{facts.child}’s"
    yield Paragraph(
        "For the education, health and care needs assessment we must ask you for your advice and information: what you know "
        f"of {whose} needs, what helps, and what you hope for "
        f"({cited(facts, '6(1)(a)')})."
    )
    late = facts.on > by
    yield Paragraph(
        f"We asked for it by {long_date(by)}. It is not too late: please send it now."
        if late
        else f"Please give it to us by {long_date(by)}."
    )
    yield from _views(profile, "Write to us, or ask us to talk with you.")
    yield from _help(profile)


_SEND = (*EVERY_LETTER, AUTHORITY)
_THE_DRAFT = enclosure(
    "plan", "the draft plan, saved with `ehcp plan save` and named by the act (CFA 2014 s.38)"
)

FAMILY_LETTERS: dict[str, FamilyLetter] = {
    "request_considered": FamilyLetter(
        "We are considering whether to carry out an assessment",
        (*_SEND, last_day(DECIDE_TO_ASSESS, "the last day of the decision (reg 5(1))"), INFORMATION),
        _considered,
    ),
    "assessment_agreed": FamilyLetter("We will carry out an assessment", (*_SEND, INFORMATION), _agreed),
    "advice_request": FamilyLetter(
        "Please tell us your views",
        (
            *_SEND,
            last_day(ClockRole.RETURN_ADVICE, "by when the views are asked for (regs 6(1)(a) and 8(1))"),
        ),
        _asked,
    ),
    "chase": FamilyLetter(
        "We are waiting for your views",
        (
            *_SEND,
            last_day(ClockRole.RETURN_ADVICE, "by when the views are asked for (regs 6(1)(a) and 8(1))"),
        ),
        _asked,
    ),
    "plan_agreed": FamilyLetter("We will make a plan", (*_SEND, INFORMATION), _plan_agreed),
    "draft_plan": FamilyLetter(
        "The draft plan, and your right to be heard",
        (
            *_SEND,
            _THE_DRAFT,
            last_day(ClockRole.ANSWER_THE_DRAFT, "the last day to answer the draft (reg 13(1)(a))"),
            LOCAL_OFFER,
        ),
        _draft,
    ),
    "amendment_notice": FamilyLetter(
        "We propose to amend the plan, and you may tell us what you think",
        (
            *_SEND,
            word("note", "the amendments that are proposed (reg 22(2)(a))"),
            last_day(ClockRole.ANSWER_THE_AMENDMENTS, "the last day to answer (reg 22(2)(c))"),
            LOCAL_OFFER,
        ),
        _amendments,
    ),
    "reassessment_agreed": FamilyLetter(
        "We will carry out a re-assessment", (*_SEND, INFORMATION), _reassessed
    ),
    "request_withdrawn": FamilyLetter("The request has been withdrawn", _SEND, _withdrawn),
    "decision_reversed": FamilyLetter("We have changed our decision", _SEND, _reversed),
    "tailored_list": FamilyLetter(
        "Schools and colleges that may suit",
        (*_SEND, enclosure("list", "the list itself (`ehcp list make`)")),
        _list,
    ),
    "exception_told": FamilyLetter(
        "Why a step may be late",
        (
            *_SEND,
            word("ground", "the ground of the exception"),
            word("because", "why the exception made it impractical to be in time (Code 9.45)"),
        ),
        _exception,
    ),
    "mediation_session_confirmed": FamilyLetter(
        "The day of the mediation", (*_SEND, word("session_on", "the day of the mediation")), _session
    ),
    "mediation_not_arranged": FamilyLetter(
        "We could not arrange mediation in time", (*_SEND, MEDIATION_ADVISER), _not_arranged
    ),
}
"""The letters to a family by the kind of notice; those of decisions are in casework/letters/decision_letters.py."""
