"""The tables, by area.

Only the tables that `records/retention.py` names hold personal data, and `api_answers` for a day.
"""

from records.tables.base import Instant, metadata
from records.tables.cases import CASES, INTAKES, LEDGER, NOTES, OBLIGATIONS, RECEIPTS, STARTS, WATCHED
from records.tables.children import CHILD_DETAILS, CHILD_MERGES, CHILD_SEALS, CHILDREN
from records.tables.interfaces import API_ANSWERS, TOKENS, WEBHOOK_DELIVERIES, WEBHOOKS
from records.tables.keeping import DATA_KEYS, DESTRUCTIONS, HOLDS, OPERATIONS, RETENTION, STORE_MARKS
from records.tables.messages import ADDRESSES, OUTBOX, PARTIES, PROFILE, RENDERINGS, WORDS
from records.tables.papers import (
    CLOSURES,
    DOCUMENTS,
    LOADS,
    PAPER_CONFIRMATIONS,
    PLANS,
    SETTINGS,
    TAILORED_LISTS,
)
from records.tables.people import (
    ACCESS_LOG,
    BATCHES,
    GRANTS,
    KEPT_PAGES,
    SAVED_VIEWS,
    SEALS,
    SESSIONS,
    STAFF,
)
from records.tables.plan_writing import PLAN_COMMENTS, PLAN_DRAFTS, PLAN_GRADINGS, PLAN_PARTS, PLAN_TYPED
from records.tables.processes import PROCESS_CASES, PROCESS_PEOPLE, PROCESSES

__all__ = [
    "ACCESS_LOG",
    "ADDRESSES",
    "API_ANSWERS",
    "BATCHES",
    "CASES",
    "CHILDREN",
    "CHILD_DETAILS",
    "CHILD_MERGES",
    "CHILD_SEALS",
    "CLOSURES",
    "DATA_KEYS",
    "DESTRUCTIONS",
    "DOCUMENTS",
    "GRANTS",
    "HOLDS",
    "INTAKES",
    "KEPT_PAGES",
    "LEDGER",
    "LOADS",
    "NOTES",
    "OBLIGATIONS",
    "OPERATIONS",
    "OUTBOX",
    "PAPER_CONFIRMATIONS",
    "PARTIES",
    "PLANS",
    "PLAN_COMMENTS",
    "PLAN_DRAFTS",
    "PLAN_GRADINGS",
    "PLAN_PARTS",
    "PLAN_TYPED",
    "PROCESSES",
    "PROCESS_CASES",
    "PROCESS_PEOPLE",
    "PROFILE",
    "RECEIPTS",
    "RENDERINGS",
    "RETENTION",
    "SAVED_VIEWS",
    "SEALS",
    "SESSIONS",
    "SETTINGS",
    "STAFF",
    "STARTS",
    "STORE_MARKS",
    "TAILORED_LISTS",
    "TOKENS",
    "WATCHED",
    "WEBHOOKS",
    "WEBHOOK_DELIVERIES",
    "WORDS",
    "Instant",
    "metadata",
]
