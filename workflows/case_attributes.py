"""What the search attributes say of a case."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from temporalio.common import SearchAttributeKey

from casework.case.stages import Stage
from workflows import attributes
from workflows.messages import Outlook

Standing = tuple[SearchAttributeKey[Any], Any]


def standing(stage: Stage, outlook: Outlook) -> tuple[Standing, ...]:
    """Each search attribute of a case with its value; None where it has none. Nothing personal is among them."""
    due = outlook.next_due_on
    return (
        (attributes.STAGE, stage.value),
        (attributes.RAG, outlook.rag),
        (attributes.BREACHED, outlook.breached),
        (attributes.NEXT_DUE_DATE, datetime.combine(due, time(), UTC) if due else None),
        (attributes.TEAM, outlook.team),
        (attributes.CASE_OFFICER, outlook.officer),
    )
