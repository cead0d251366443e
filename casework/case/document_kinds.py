"""The kinds of document that people add to a case, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

REQUEST, ADVICE, REPLY = "request", "advice", "reply"
DOCUMENT_KINDS: Mapping[str, str] = {
    REQUEST: "Request",
    ADVICE: "Advice",
    REPLY: "Reply of a setting",
    "views": "Views of the family",
    "medical": "Medical letter",
    "plan": "Plan made elsewhere",
    "evidence": "Evidence of what was done",
    "other": "Other",
}
"""Each kind in words, by its code, in the order in which a page offers them."""
