"""A letter to a family that a process adds, with the words that announce it."""

from __future__ import annotations

from dataclasses import dataclass

from casework.letters.letter_parts import FamilyLetter


@dataclass(frozen=True, slots=True)
class ProcessLetter:
    """A letter, and what an e-mail or a text message says of it: the stage, and what to do. Neither says a name or a need."""

    letter: FamilyLetter
    stage: str
    to_do: str
