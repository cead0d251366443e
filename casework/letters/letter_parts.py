"""What several letters have in common: how they begin and end, the rights that they tell, and how they cite the law."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.authority.profile import Profile
from casework.letters.letter_facts import AUTHORITY, EVERY_LETTER, LetterFacts, Required
from casework.letters.paper import Block, Bullets, Heading, Paragraph, Terms
from statute.words import long_date

_SEND_REGULATIONS = "Special Educational Needs and Disability Regulations 2014"
_DETAINED_REGULATIONS = "Special Educational Needs and Disability (Detained Persons) Regulations 2015"
EVERY_FAMILY_LETTER = (*EVERY_LETTER, AUTHORITY)
"""What every letter to a family must contain."""
Words = Callable[[LetterFacts, Profile], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class FamilyLetter:
    """A letter: its title, the facts that it must contain, and its words."""

    title: str
    requires: tuple[Required, ...]
    words: Words


def opening(facts: LetterFacts) -> Iterator[Block]:
    """Who the letter is about, and before that how to have it read in another language."""
    if facts.language and facts.profile is not None:
        yield Paragraph(
            f"This letter is important. To have it read to you in {facts.language}, free of charge, contact us: "
            f"{facts.profile.authority.said}."
        )
    yield Paragraph("About you" if facts.young_person else f"About {facts.child}")


def closing(profile: Profile) -> Iterator[Block]:
    """Who to ask, and for which other forms of the letter."""
    yield Paragraph(
        "If you have a question, or need an interpreter, or need this letter in large print, in braille or in another "
        f"language, contact us: {profile.authority.said}."
    )


def last_day_of(facts: LetterFacts, roles: Iterable[str]) -> date | None:
    """The latest last day of some limits, or None where none of them runs."""
    return max((facts.last[role] for role in roles if role in facts.last), default=None)


def views(profile: Profile, when: str = "Please do so as soon as you can.") -> Iterator[Block]:
    """The family's right to give its views, and how to give them."""
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


def help_for_families(profile: Profile) -> Iterator[Block]:
    """Where to find independent information and advice, where the authority's particulars say it."""
    if profile.information_and_advice is not None:
        yield Heading("Help")
        yield Terms(
            (("Independent information and advice, free of charge", profile.information_and_advice.said),)
        )


def right_to_be_heard(until: date | None, profile: Profile, *more: str) -> Iterator[Block]:
    """What the family may do until a day in answer to a draft or to proposed amendments; `more` are further rights."""
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


def began(facts: LetterFacts) -> str:
    """What the considering began with: a request, or that the authority became responsible without one (CFA 2014 s.24)."""
    on = long_date(facts.decided_on)
    if facts.decision == "authority_responsible":
        return f"On {on} it came to our notice that an education, health and care needs assessment may be necessary."
    return f"On {on} we received a request for an education, health and care needs assessment."


def cited(facts: LetterFacts, regulation: str) -> str:
    """A regulation as a letter cites it; a detained person has regulations of their own."""
    if not facts.is_detained:
        return f"{_SEND_REGULATIONS}, regulation {regulation}"
    return f"{_DETAINED_REGULATIONS}, regulation {regulation}"
