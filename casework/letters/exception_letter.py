"""The letter that tells a family why a step may be late: the exception, its ground, and the limit that it excuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from casework.authority.profile import Profile
from casework.letters.exception_grounds import words_of
from casework.letters.letter_facts import LetterFacts, paragraphs, word
from casework.letters.letter_parts import EVERY_FAMILY_LETTER, FamilyLetter, help_for_families, last_day_of
from casework.letters.paper import Block, Heading, Paragraph
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS, FINAL_PLAN, ClockRole
from statute.words import long_date, short_date

_DATED = frozenset(
    {*DECIDE_TO_ASSESS, *DECIDE_ON_A_PLAN, *FINAL_PLAN, ClockRole.FINAL_PLAN_AFTER_REASSESSMENT}
)
"""The limits whose last day the letter of an exception gives: a case has one of each."""


def _exception(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    excuses = facts.ground.excuses if facts.ground else frozenset()
    by = None if facts.said.get("of") else last_day_of(facts, excuses & _DATED)
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
    yield from help_for_families(profile)


def _written_out(ground: str) -> str:
    """A ground as a letter cites it: reg13(3)(c) is regulation 13(3)(c)."""
    return re.sub(
        r"(?i)^(si\s*2015/62)?\s*reg\s*",
        lambda found: f"{'SI 2015/62, ' if found[1] else ''}regulation ",
        ground,
    )


EXCEPTION_LETTER = FamilyLetter(
    "Why a step may be late",
    (
        *EVERY_FAMILY_LETTER,
        word("ground", "the ground of the exception"),
        word("because", "why the exception made it impractical to be in time (Code 9.45)"),
    ),
    _exception,
)
