"""The letters to a family that decide nothing which it may dispute, by the kind of notice.

Each stands in the file of its subject, with what it must contain; decisions are in casework/letters/decision_letters.py.
"""

from __future__ import annotations

from casework.letters.advice_letters import ADVICE_LETTERS
from casework.letters.amendment_notice import AMENDMENT_NOTICE
from casework.letters.assessment_letters import ASSESSMENT_LETTERS
from casework.letters.exception_letter import EXCEPTION_LETTER
from casework.letters.letter_parts import FamilyLetter
from casework.letters.plan_letters import PLAN_LETTERS
from casework.processes.registry import LETTERS

FAMILY_LETTERS: dict[str, FamilyLetter] = {
    **ASSESSMENT_LETTERS,
    **ADVICE_LETTERS,
    **PLAN_LETTERS,
    "amendment_notice": AMENDMENT_NOTICE,
    "exception_told": EXCEPTION_LETTER,
    **{kind: added.letter for kind, added in LETTERS.items()},
}
