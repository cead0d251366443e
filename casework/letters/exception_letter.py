"""The letter that tells a family why a step may be late: the exception, its ground, and the limit that it excuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from casework.authority.profile import Profile
from casework.letters.letter_facts import LetterFacts, paragraphs, word
from casework.letters.letter_parts import EVERY_FAMILY_LETTER, FamilyLetter, help_for_families, last_day_of
from casework.letters.paper import Block, Heading, Paragraph
from statute.words import long_date, short_date

_OF_LIMITS = {
    "(a)": ("The school or college that we must ask for advice is closed for four weeks or longer.",) * 2,
    "(b)": ("The early years setting that we must ask for advice is closed for four weeks or longer.",) * 2,
    "(c)": (
        "Exceptional personal circumstances affect the child or a parent.",
        "Exceptional personal circumstances affect you.",
    ),
    "(d)": (
        "The child or a parent is away from our area for four weeks or longer.",
        "You are away from our area for four weeks or longer.",
    ),
}
_OF_ADVICE = {"(a)": _OF_LIMITS["(c)"], "(b)": _OF_LIMITS["(d)"], "(c)": ("An appointment was missed.",) * 2}
_AFTER_ORDER = {
    "(a)": _OF_LIMITS["(c)"],
    "(b)": (
        "The child or a parent is away from our area for two weeks or longer.",
        "You are away from our area for two weeks or longer.",
    ),
}
_GROUNDS: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str]]]] = {
    "reg5(4)": (("reg5.decide_to_assess",), _OF_LIMITS),
    "reg8(2)": ((), _OF_ADVICE),
    "reg10(4)": (("reg10.no_plan",), _OF_LIMITS),
    "reg13(3)": (("reg13_2.final_plan",), _OF_LIMITS),
    "reg27(3)": (("reg27.final",), _OF_LIMITS),
    "reg44(3)": ((), _AFTER_ORDER),
    "si2015/62reg4": (("detained.reg4_6w",), {}),
    "si2015/62reg13(3)": (("detained.reg13_20w",), {}),
}
"""The limit that each regulation excuses, and what its grounds are by their letters: to a parent, and to a young person."""

GROUNDS_TOLD = tuple(
    f"{reg}{letter}" for reg, (_, grounds) in _GROUNDS.items() for letter in (*grounds, "(x)")
)
"""A ground of each kind that a family is told of in words of its own, and one of each regulation that has none."""


def _exception(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    written = "".join(facts.said["ground"].lower().split())
    rules, grounds = _GROUNDS.get(written[:-3], ((), {}))
    by = None if facts.said.get("of") else last_day_of(facts, *rules)
    which = f": {long_date(by)}" if by else ""
    what = "did not keep" if by and facts.on > by else "may not be able to keep"
    yield Paragraph(
        f"The law gives us a last day for each step. We {what} one of them{which}. This letter tells you why."
    )
    yield Heading("Why")
    said = grounds.get(written[-3:], ("An exception in the regulations applies.",) * 2)[facts.young_person]
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
