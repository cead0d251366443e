"""What codes are called on a page, so that nobody needs to see a colour or know a code."""

from __future__ import annotations

from casework.case.acts import ADVISERS
from statute.words import capital

COLOURS = {
    "red": "Past a limit",
    "amber": "Due soon",
    "green": "In time",
    "closed": "Closed",
}
"""What each colour says."""

BEGAN = {
    "assessment": "Request received",
    "reassessment": "Re-assessment asked for",
    "ceasing": "Family told of the ceasing",
}
"""What the day is called with which a case began."""

STATUSES = {
    "running": "Running",
    "met": "Met in time",
    "late": "Met late",
    "overdue": "Overdue",
    "excused": "Late, excused",
    "superseded": "No longer applies",
    "open": "Open to the family",
    "closed": "Window closed",
}

_STAGES = {
    "received": "Received",
    "deciding_to_assess": "Decide to assess",
    "assessing": "Assess",
    "deciding_to_issue": "Decide on a plan",
    "drafting": "Draft",
    "consulting": "Consult",
    "finalising": "Finalise",
    "plan_issued": "Plan issued",
    "assessment_refused": "Assessment refused",
    "plan_refused": "Plan refused",
    "withdrawn": "Withdrawn",
    "moved_away": "Moved away",
    "died": "Died",
    "aged_out": "Aged out",
}


def stage(code: object) -> str:
    """A stage, short enough for a column."""
    return _STAGES.get(str(code)) or capital(plain(code))


def rag(colour: str) -> str:
    """A colour in words."""
    return COLOURS.get(colour, capital(colour))


def plain(code: object) -> str:
    """A code as words: an adviser by what they are, anything else without its underscores."""
    return ADVISERS.get(str(code)) or str(code).replace("_", " ")


_FIELDS = {
    "of": "Whose",
    "on": "Date",
    "from": "From",
    "to": "To",
    "reason": "Reasons",
    "note": "Note",
    "because": "What was impractical",
    "sits_on": "Sitting on",
    "findings_accepted_by": "Findings accepted by",
    "list": "Tailored list",
}
_SOURCES = {
    "parent": "A parent",
    "young_person": "The young person",
    "setting": "A school or setting",
    "health": "Health",
    "social_care": "Social care",
    "other": "Somebody else",
}


def field(name: str) -> str:
    """What a particular of an act is called, in a list."""
    return _FIELDS.get(name) or capital(name.replace("_", " "))


def source(code: str | None) -> str:
    """Who asked."""
    return _SOURCES.get(code or "", capital(plain(code or "not recorded")))


def size(octets: int) -> str:
    """How large a file is."""
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1000))} KB"
