"""The search attributes. Temporal never encrypts them, so they hold no personal data."""

from datetime import UTC, date, datetime, time

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

STAGE = SearchAttributeKey.for_keyword("Stage")
CASE_OFFICER = SearchAttributeKey.for_keyword("CaseOfficer")
TEAM = SearchAttributeKey.for_keyword("Team")
RAG = SearchAttributeKey.for_keyword("Rag")
NEXT_DUE_DATE = SearchAttributeKey.for_datetime("NextDueDate")
BREACHED = SearchAttributeKey.for_bool("Breached")

ALL = (STAGE, CASE_OFFICER, TEAM, RAG, NEXT_DUE_DATE, BREACHED)


def due(day: date | None) -> SearchAttributeUpdate[datetime]:
    """The update that sets the next due date, or clears it."""
    return NEXT_DUE_DATE.value_set(datetime.combine(day, time(), UTC)) if day else NEXT_DUE_DATE.value_unset()
