"""The search attributes of a case. They are never encrypted, so nothing personal is among them."""

from temporalio.common import SearchAttributeKey

STAGE = SearchAttributeKey.for_keyword("Stage")
CASE_OFFICER = SearchAttributeKey.for_keyword("CaseOfficer")
TEAM = SearchAttributeKey.for_keyword("Team")
RAG = SearchAttributeKey.for_keyword("Rag")
NEXT_DUE_DATE = SearchAttributeKey.for_datetime("NextDueDate")
BREACHED = SearchAttributeKey.for_bool("Breached")

ALL = (STAGE, CASE_OFFICER, TEAM, RAG, NEXT_DUE_DATE, BREACHED)
