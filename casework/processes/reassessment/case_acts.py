"""The acts that a re-assessment reports to its case. None is a fact of a rule pack, so no date of the case depends on them."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN
from casework.processes.limit_alerts import waiting_act

ASKED = "reassessment_considered"
TELLS: tuple[Action, ...] = (
    Action(
        ASKED,
        "Record that a re-assessment is considered",
        "the family was told that a re-assessment is considered",
        OPEN,
        of="process",
        fields=(Field("decide_by", "date", asks="The last day for the decision"),),
    ),
    waiting_act("reassessment", "re-assessment"),
)
"""The acts that a re-assessment adds to the catalogue of a case."""
