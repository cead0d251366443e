"""The letters to a family about an assessment: that it is considered, that there will be one, and what ends a request."""

from __future__ import annotations

from collections.abc import Iterator

from casework.authority.profile import Profile
from casework.letters.letter_facts import INFORMATION, LetterFacts, last_day
from casework.letters.letter_parts import (
    EVERY_FAMILY_LETTER,
    FamilyLetter,
    began,
    help_for_families,
    last_day_of,
    views,
)
from casework.letters.paper import Block, Heading, Paragraph
from statute.clock_roles import DECIDE_TO_ASSESS, FINAL_PLAN
from statute.words import long_date


def _considered(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    by = last_day_of(facts, DECIDE_TO_ASSESS)
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
    yield from views(profile)
    yield from help_for_families(profile)


def _agreed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    by = last_day_of(facts, FINAL_PLAN)
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
    yield from views(profile)
    yield from help_for_families(profile)


def _reassessed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(f"On {long_date(facts.decided_on)} we decided to carry out a re-assessment.")
    yield from views(profile)
    yield from help_for_families(profile)


def _withdrawn(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(
        f"The request was withdrawn on {long_date(facts.decided_on)}, and we take no further steps. You may make a new request "
        "at any time."
    )
    yield from help_for_families(profile)


def _reversed(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(
        f"On {long_date(facts.decided_on)} we changed our earlier decision. We will write to you about what happens next."
    )
    yield from help_for_families(profile)


ASSESSMENT_LETTERS: dict[str, FamilyLetter] = {
    "request_considered": FamilyLetter(
        "We are considering whether to carry out an assessment",
        (
            *EVERY_FAMILY_LETTER,
            last_day(DECIDE_TO_ASSESS, "the last day of the decision (reg 5(1))"),
            INFORMATION,
        ),
        _considered,
    ),
    "assessment_agreed": FamilyLetter(
        "We will carry out an assessment", (*EVERY_FAMILY_LETTER, INFORMATION), _agreed
    ),
    "reassessment_agreed": FamilyLetter(
        "We will carry out a re-assessment", (*EVERY_FAMILY_LETTER, INFORMATION), _reassessed
    ),
    "request_withdrawn": FamilyLetter("The request has been withdrawn", EVERY_FAMILY_LETTER, _withdrawn),
    "decision_reversed": FamilyLetter("We have changed our decision", EVERY_FAMILY_LETTER, _reversed),
}
"""The letters about an assessment, by the kind of notice."""
