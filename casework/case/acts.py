"""The catalogue of acts: everything that can be recorded in a case, and the stages that allow it.

An act has the same name as the fact it becomes in the rule pack, so officers, programs and the law use one word for one
thing. Casework acts, which the law does not name, come after the statutory ones. The acts that the processes report to
their case come next, and those that the service records itself last.
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.case.actions import Act, Action, Field
from casework.case.advisers import ADVISERS, in_brackets
from casework.case.casework_acts import CASEWORK_ACTS, STEPS_CHANGED
from casework.case.letter_days import LETTER_DAY_ACTS, LETTER_DAYS
from casework.case.statutory_acts import GROUNDS, STATUTORY_ACTS
from casework.processes.registry import ONLY_TOLD, TELLS

__all__ = [
    "ADVISERS",
    "BY_THE_SERVICE",
    "CATALOGUE",
    "GROUNDS",
    "NOT_BY_PEOPLE",
    "Act",
    "Action",
    "Field",
    "in_brackets",
]

CATALOGUE: Mapping[str, Action] = {
    **STATUTORY_ACTS,
    **{action.name: action for action in (*CASEWORK_ACTS, *TELLS, *LETTER_DAY_ACTS)},
}
"""Every act by name, in display order."""
BY_THE_SERVICE: frozenset[str] = LETTER_DAYS | {STEPS_CHANGED}
"""The acts that the service records itself. Their sentence says enough of them."""
NOT_BY_PEOPLE: frozenset[str] = ONLY_TOLD | BY_THE_SERVICE
"""The acts that people cannot record in a case: processes report them, or the service records them itself."""
