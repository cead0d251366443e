"""The letters to a family about a plan in the making: that there will be one, its draft, and the tailored list."""

from __future__ import annotations

from collections.abc import Iterator

from casework.authority.profile import Profile
from casework.letters.letter_facts import INFORMATION, LOCAL_OFFER, LetterFacts, enclosure, last_day
from casework.letters.letter_parts import (
    EVERY_FAMILY_LETTER,
    FamilyLetter,
    help_for_families,
    last_day_of,
    right_to_be_heard,
)
from casework.letters.paper import Block, Heading, Paragraph
from casework.settings.tailored_list import RIGHTS
from statute.clock_roles import FINAL_PLAN, ClockRole
from statute.words import long_date

_THE_DRAFT = enclosure(
    "plan", "the draft plan, saved with `ehcp plan save` and named by the act (CFA 2014 s.38)"
)


def _plan_agreed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    by = last_day_of(facts, FINAL_PLAN)
    yield Paragraph(
        f"On {long_date(facts.decided_on)} we decided to make an education, health and care plan."
    )
    yield Heading("What happens next")
    then = f" You will have the final plan by {long_date(by)}." if by and facts.on <= by else ""
    yield Paragraph(
        "We will write a draft and send it to you. You will then have 15 days or more to tell us what you think of it, and to "
        f"ask for a particular school or college.{then}"
    )
    yield from help_for_families(profile)


def _draft(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph("The draft of the education, health and care plan comes with this letter.")
    yield Paragraph(
        "The draft names no school or college yet (Section I is empty), so that you can first tell us which one you would like."
    )
    yield from right_to_be_heard(
        last_day_of(facts, (ClockRole.ANSWER_THE_DRAFT,)),
        profile,
        "ask for a meeting with one of our officers, which we must then hold.",
    )
    if not facts.is_detained:  # nothing of Part 3 applies to them but what sections 70 to 75 say
        yield Paragraph(
            "You may also ask us for a personal budget: what some of the provision costs, and whether you could arrange it "
            "yourselves (Children and Families Act 2014, section 49)."
        )
    yield from help_for_families(profile)


def _list(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(
        "A list of schools and colleges that may suit comes with this letter, with the reasons for each."
    )
    yield Heading("Your rights")
    yield Paragraph(RIGHTS)
    yield from help_for_families(profile)


PLAN_LETTERS: dict[str, FamilyLetter] = {
    "plan_agreed": FamilyLetter("We will make a plan", (*EVERY_FAMILY_LETTER, INFORMATION), _plan_agreed),
    "draft_plan": FamilyLetter(
        "The draft plan, and your right to be heard",
        (
            *EVERY_FAMILY_LETTER,
            _THE_DRAFT,
            last_day(ClockRole.ANSWER_THE_DRAFT, "the last day to answer the draft (reg 13(1)(a))"),
            LOCAL_OFFER,
        ),
        _draft,
    ),
    "tailored_list": FamilyLetter(
        "Schools and colleges that may suit",
        (*EVERY_FAMILY_LETTER, enclosure("list", "the list itself (`ehcp list make`)")),
        _list,
    ),
}
"""The letters about a plan in the making, by the kind of notice."""
