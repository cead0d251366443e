"""The amendment notice: what we propose to change in a plan, and how the family can answer (reg 22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casework.authority.profile import Profile
from casework.letters.letter_facts import LOCAL_OFFER, LetterFacts, last_day, paragraphs, word
from casework.letters.letter_parts import (
    EVERY_FAMILY_LETTER,
    FamilyLetter,
    help_for_families,
    last_day_of,
    right_to_be_heard,
)
from casework.letters.paper import Block, Heading, Paragraph
from statute.clock_roles import ClockRole
from statute.words import long_date


def sentence(until: date | None) -> str:
    """What the notice says in one sentence; `until` is the family's last day to answer, None where it is not counted."""
    answer = f" You have until {long_date(until)} at least to tell us what you think." if until else ""
    return f"We propose to amend the plan.{answer}"


def _amendments(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph("We propose to amend the education, health and care plan.")
    yield Heading("What we propose")
    yield from paragraphs(facts.said["note"])
    yield from right_to_be_heard(
        last_day_of(facts, (ClockRole.ANSWER_THE_AMENDMENTS,)),
        profile,
        "ask for a meeting with one of our officers.",
    )
    yield from help_for_families(profile)


AMENDMENT_NOTICE = FamilyLetter(
    "We propose to amend the plan, and you may tell us what you think",
    (
        *EVERY_FAMILY_LETTER,
        word("note", "the amendments that are proposed (reg 22(2)(a))"),
        last_day(ClockRole.ANSWER_THE_AMENDMENTS, "the last day to answer (reg 22(2)(c))"),
        LOCAL_OFFER,
    ),
    _amendments,
)
"""The letter of the notice."""
