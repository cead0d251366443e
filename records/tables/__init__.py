"""The tables, by area.

Only the tables that `records/retention.py` names hold personal data, and `api_answers` for a day.
"""

from records.tables.base import Instant, metadata
from records.tables.case_forecasts import CAPACITY_FORECASTS, CASE_FORECASTS
from records.tables.case_lives import CASE_LIVES, CASE_SPANS
from records.tables.cases import (
    CASES,
    INTAKES,
    LATE_ACTS,
    LEDGER,
    LOG,
    MENTIONS,
    NOTES,
    OBLIGATIONS,
    RECEIPTS,
    STARTS,
    TASKS,
    WATCHED,
    is_owed_limit,
)
from records.tables.children import (
    CHILD_DETAILS,
    CHILD_MERGES,
    CHILD_NAME_PARTS,
    CHILD_SEALS,
    CHILDREN,
    ROLL_PUPILS,
)
from records.tables.council_details import PROFILE_VERSIONS
from records.tables.early_support import EARLY_SUPPORT
from records.tables.early_warnings import EARLY_WARNINGS, OPEN_WARNING, PREDICTION_WEEKS
from records.tables.inclusion_evidence import INCLUSION_EVIDENCE
from records.tables.interfaces import API_ANSWERS, TOKENS, WEBHOOK_DELIVERIES, WEBHOOKS
from records.tables.keeping import DATA_KEYS, DESTRUCTIONS, HOLDS, OPERATIONS, RETENTION, STORE_MARKS
from records.tables.local_policy import POLICY_CASES, POLICY_VERSIONS
from records.tables.messages import (
    ADDRESSES,
    LETTER_CHECKS,
    OUTBOX,
    PARTIES,
    PROFILE,
    RENDERINGS,
    UNDELIVERED,
    WORDS,
)
from records.tables.money import BAND_FRAMEWORKS, BAND_PAYMENTS, BAND_SWITCHES, BANDINGS
from records.tables.papers import (
    BUNDLE_READERS,
    BUNDLES,
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
    CALENDAR_FEEDS,
    GRANTS,
    KEPT_PAGES,
    LIST_COLUMNS,
    SAVED_VIEWS,
    SEALS,
    SEEN_CHANGES,
    SESSIONS,
    STAFF,
)
from records.tables.plan_writing import PLAN_COMMENTS, PLAN_DRAFTS, PLAN_GRADINGS, PLAN_PARTS, PLAN_TYPED
from records.tables.planned_reviews import PLANNED_REVIEWS
from records.tables.processes import MEETING_PLACES, PROCESS_CASES, PROCESS_PEOPLE, PROCESSES
from records.tables.published_figures import PUBLISHED_FIGURES, PUBLISHED_FILES
from records.tables.review_lives import PLANS_HELD, REVIEW_LIVES
from records.tables.snapshots import RESTATED_FIGURES, SNAPSHOT_VALUES, SNAPSHOTS
from records.tables.standards import (
    CASE_CATALOGUES,
    STANDARD_CATALOGUES,
    STANDARD_LINKS,
    STANDARD_OFFERS,
    STANDARD_WITHDRAWALS,
)

__all__ = [
    "ACCESS_LOG",
    "ADDRESSES",
    "API_ANSWERS",
    "BANDINGS",
    "BAND_FRAMEWORKS",
    "BAND_PAYMENTS",
    "BAND_SWITCHES",
    "BATCHES",
    "BUNDLES",
    "BUNDLE_READERS",
    "CALENDAR_FEEDS",
    "CAPACITY_FORECASTS",
    "CASES",
    "CASE_CATALOGUES",
    "CASE_FORECASTS",
    "CASE_LIVES",
    "CASE_SPANS",
    "CHILDREN",
    "CHILD_DETAILS",
    "CHILD_MERGES",
    "CHILD_NAME_PARTS",
    "CHILD_SEALS",
    "CLOSURES",
    "DATA_KEYS",
    "DESTRUCTIONS",
    "DOCUMENTS",
    "EARLY_SUPPORT",
    "EARLY_WARNINGS",
    "GRANTS",
    "HOLDS",
    "INCLUSION_EVIDENCE",
    "INTAKES",
    "KEPT_PAGES",
    "LATE_ACTS",
    "LEDGER",
    "LETTER_CHECKS",
    "LIST_COLUMNS",
    "LOADS",
    "LOG",
    "MEETING_PLACES",
    "MENTIONS",
    "NOTES",
    "OBLIGATIONS",
    "OPEN_WARNING",
    "OPERATIONS",
    "OUTBOX",
    "PAPER_CONFIRMATIONS",
    "PARTIES",
    "PLANNED_REVIEWS",
    "PLANS",
    "PLANS_HELD",
    "PLAN_COMMENTS",
    "PLAN_DRAFTS",
    "PLAN_GRADINGS",
    "PLAN_PARTS",
    "PLAN_TYPED",
    "POLICY_CASES",
    "POLICY_VERSIONS",
    "PREDICTION_WEEKS",
    "PROCESSES",
    "PROCESS_CASES",
    "PROCESS_PEOPLE",
    "PROFILE",
    "PROFILE_VERSIONS",
    "PUBLISHED_FIGURES",
    "PUBLISHED_FILES",
    "RECEIPTS",
    "RENDERINGS",
    "RESTATED_FIGURES",
    "RETENTION",
    "REVIEW_LIVES",
    "ROLL_PUPILS",
    "SAVED_VIEWS",
    "SEALS",
    "SEEN_CHANGES",
    "SESSIONS",
    "SETTINGS",
    "SNAPSHOTS",
    "SNAPSHOT_VALUES",
    "STAFF",
    "STANDARD_CATALOGUES",
    "STANDARD_LINKS",
    "STANDARD_OFFERS",
    "STANDARD_WITHDRAWALS",
    "STARTS",
    "STORE_MARKS",
    "TAILORED_LISTS",
    "TASKS",
    "TOKENS",
    "UNDELIVERED",
    "WATCHED",
    "WEBHOOKS",
    "WEBHOOK_DELIVERIES",
    "WORDS",
    "Instant",
    "is_owed_limit",
    "metadata",
]
