"""What can be recorded in a case: the catalogue of acts, with the stages that allow each, as data.

An act has the name of the fact that it becomes (the vocabulary of the rule pack), so that officers, programs and
the statute speak of one thing by one word. The acts that only the casework knows come next, then those that the
processes beside a case tell it.
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.case.actions import Act, Action, Field
from casework.case.advisers import ADVISERS, said_of
from casework.case.casework_acts import CASEWORK_ACTS
from casework.case.statutory_acts import GROUNDS, STATUTORY_ACTS
from casework.processes.registry import TELLS

__all__ = ["ADVISERS", "CATALOGUE", "GROUNDS", "Act", "Action", "Field", "said_of"]

CATALOGUE: Mapping[str, Action] = {
    **STATUTORY_ACTS,
    **{action.name: action for action in (*CASEWORK_ACTS, *TELLS)},
}
"""Every act by its name, in the order in which people read them."""
