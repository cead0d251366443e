"""The letters to a family about a mediation: its day, or that it could not be arranged in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from casework.authority.profile import Profile
from casework.letters.letter_facts import MEDIATION_ADVISER, LetterFacts, word
from casework.letters.letter_parts import EVERY_FAMILY_LETTER, FamilyLetter, help_for_families
from casework.letters.paper import Block, Paragraph
from casework.processes.process_letter import ProcessLetter
from statute.words import long_date


def _session(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    yield Paragraph(f"Mediation will be held on {long_date(date.fromisoformat(facts.said['session_on']))}.")
    yield Paragraph(
        "The mediator will tell you the time and the place. You may bring somebody who supports you, or who speaks for you. If "
        f"you cannot come, tell us at once: {profile.authority.said}."
    )
    yield from help_for_families(profile)


def _not_arranged(facts: LetterFacts, profile: Profile) -> Iterator[Block]:
    assert profile.mediation_adviser
    yield Paragraph("We could not arrange mediation within 30 days. We are sorry.")
    yield Paragraph(
        "The mediation adviser will send you a certificate within 3 working days, with which you may appeal. The Tribunal must "
        "receive your appeal by the last day in the letter of our decision, or within one month of the certificate if "
        "that is later. You may still take part in mediation: "
        f"{profile.mediation_adviser.said}."
    )
    yield from help_for_families(profile)


LETTERS: Mapping[str, ProcessLetter] = {
    "mediation_session_confirmed": ProcessLetter(
        FamilyLetter(
            "The day of the mediation",
            (*EVERY_FAMILY_LETTER, word("session_on", "the day of the mediation")),
            _session,
        ),
        "the day of the meeting is fixed",
        "Please keep it free; the letter says when.",
    ),
    "mediation_not_arranged": ProcessLetter(
        FamilyLetter(
            "We could not arrange mediation in time",
            (*EVERY_FAMILY_LETTER, MEDIATION_ADVISER),
            _not_arranged,
        ),
        "a meeting could not be arranged in time",
        "Please read it; it says what you can do.",
    ),
}
"""The letters about a mediation, by the kind of notice."""
