"""The search attributes of a case and their values."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from temporalio.common import SearchAttributeKey

from casework.case.stages import Stage
from workflows import attributes
from workflows.messages import Outlook

Attribute = tuple[SearchAttributeKey[Any], Any]


def attributes_of(stage: Stage, outlook: Outlook) -> tuple[Attribute, ...]:
    """Each search attribute of a case with its value, or None. They hold no personal data."""
    due = outlook.next_due_on
    return (
        (attributes.STAGE, stage.value),
        (attributes.RAG, outlook.rag),
        (attributes.BREACHED, outlook.breached),
        (attributes.NEXT_DUE_DATE, datetime.combine(due, time(), UTC) if due else None),
        (attributes.TEAM, outlook.team),
        (attributes.CASE_OFFICER, outlook.officer),
    )
