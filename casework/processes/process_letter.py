"""A letter to a family from a process, with the text of the message that announces it."""

from __future__ import annotations

from dataclasses import dataclass

from casework.letters.letter_parts import FamilyLetter


@dataclass(frozen=True, slots=True)
class ProcessLetter:
    """A letter, and the stage and next step to give in the e-mail or text message about it, without a name or a need."""

    letter: FamilyLetter
    stage: str
    to_do: str
