"""The letters with which a family is asked for its own advice, and reminded of it."""

from __future__ import annotations

from collections.abc import Iterator

from casework.authority.profile import Profile
from casework.letters.letter_facts import LetterFacts, last_day
from casework.letters.letter_parts import (
    EVERY_FAMILY_LETTER,
    FamilyLetter,
    cited,
    help_for_families,
    last_day_of,
    views,
)
from casework.letters.paper import Block, Paragraph
from statute.clock_roles import ClockRole
from statute.words import long_date


def _asked(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    by = last_day_of(facts, (ClockRole.RETURN_ADVICE,))
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
    yield from views(profile, "Write to us, or ask us to talk with you.")
    yield from help_for_families(profile)


ADVICE_LETTERS: dict[str, FamilyLetter] = {
    "advice_request": FamilyLetter(
        "Please tell us your views",
        (
            *EVERY_FAMILY_LETTER,
            last_day(ClockRole.RETURN_ADVICE, "by when the views are asked for (regs 6(1)(a) and 8(1))"),
        ),
        _asked,
    ),
    "chase": FamilyLetter(
        "We are waiting for your views",
        (
            *EVERY_FAMILY_LETTER,
            last_day(ClockRole.RETURN_ADVICE, "by when the views are asked for (regs 6(1)(a) and 8(1))"),
        ),
        _asked,
    ),
}
"""The letters that ask a family for its advice, by the kind of notice."""
