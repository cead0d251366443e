"""The letters to a family about a concern: that we have it, and our answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from casework.authority.profile import Profile
from casework.letters.letter_facts import LetterFacts, paragraphs
from casework.letters.letter_parts import EVERY_FAMILY_LETTER, FamilyLetter, help_for_families
from casework.letters.paper import Block, Heading, Paragraph
from casework.processes.keeping_provision.notices import ANSWER, RECEIPT, REOPENED
from casework.processes.process_letter import ProcessLetter
from statute.words import long_date


def _receipt(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(facts.said["text"])
    yield from _concern(facts)
    yield Heading("What happens next")
    who = _who_answers(facts, profile)
    yield Paragraph(
        f"{who} will find out what is delivered, and we will write to you. We must secure the provision in Section F at all times "
        "(Children and Families Act 2014, section 42). You do not have to wait for our answer to take this further."
    )
    yield from help_for_families(profile)


def _answer(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(facts.said["text"])
    if answer := facts.said.get("answer"):
        yield Heading("Our answer")
        yield from paragraphs(answer)
    yield Heading("What you can do")
    yield Paragraph(
        f"If you are not content, tell us and we will look at it again: {profile.authority.said}."
    )
    yield from help_for_families(profile)


def _concern(facts: LetterFacts) -> Iterator[Block]:
    if provision := facts.said.get("provision"):
        yield Heading("What we were told is missing")
        yield from paragraphs(provision)
    if since := facts.said.get("missing_since"):
        yield Paragraph(f"It has been missing since {long_date(date.fromisoformat(since))}.")


def _who_answers(facts: LetterFacts, profile: Profile) -> str:
    """The person who answers for a service, by name where the authority's particulars give it; else the authority."""
    service = profile.services.get(facts.said.get("answers", ""))
    return (
        f"{service.manager} answers your concern. They" if service is not None and service.manager else "We"
    )


LETTERS: Mapping[str, ProcessLetter] = {
    RECEIPT: ProcessLetter(
        FamilyLetter("We have received a concern about provision", EVERY_FAMILY_LETTER, _receipt),
        "we have received a concern and are looking at it",
        "The letter says by when you hear from us.",
    ),
    REOPENED: ProcessLetter(
        FamilyLetter("We are looking at the provision again", EVERY_FAMILY_LETTER, _receipt),
        "we are looking at a concern again",
        "The letter says by when you hear from us.",
    ),
    ANSWER: ProcessLetter(
        FamilyLetter("Our answer about the provision in the plan", EVERY_FAMILY_LETTER, _answer),
        "we have answered a concern",
        "Please read it, and tell us if you are not content.",
    ),
}
"""The letters about a concern, by the kind of notice."""
