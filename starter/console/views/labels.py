"""The words that pages show for codes, so that no reader needs to know a code or see a colour."""

from __future__ import annotations

import re
from collections.abc import Mapping

from casework.case.acts import ADVISERS
from records.letter_lists import Status
from statute.words import capital

COLOURS = {
    "red": "Past deadline",
    "amber": "Due soon",
    "green": "On time",
    "closed": "Closed",
}
"""The status that each colour stands for."""

BEGAN = {
    "assessment": "Request received",
    "reassessment": "Re-assessment requested",
    "ceasing": "Family told the plan will end",
    "moved_in": "Plan transferred to us",
    "moved_in_request": "We became responsible",
    "plan_in_force": "First plan sent",
    "kept": "Family told the plan stays as it is",
    "amended": "Amended plan sent",
    "not_amended": "Family told the plan is not amended",
    "reassessment_agreed": "Re-assessment agreed",
    "reassessment_refused": "Re-assessment refused",
}
"""The label of the date on which a case began, by what the case is for."""

STATUSES = {
    "running": "Not due yet",
    "met": "Done on time",
    "late": "Done late",
    "overdue": "Overdue",
    "excused": "Late with an exception",
    "superseded": "No longer applies",
    "open": "Open to the family",
    "closed": "No longer open",
}
"""The words for the status of an obligation."""

LETTER_STATUSES: Mapping[Status, tuple[str, str]] = {
    "missing": ("Missing something", "amber"),
    "held": ("Held", "amber"),
    "leaving": ("Leaving soon", "running"),
    "undelivered": ("Not delivered", "overdue"),
    "sent": ("Sent", "met"),
    "recalled": ("Recalled or replaced", "closed"),
}
"""The words and the tag for what has become of a letter or message."""

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

_COMMAND = re.compile(
    r" \([^()]*`ehcp [^()]*\)"
    r"| \([a-z]+(?:_[a-z]+)+\)"
    r"|, (?:[^,;.`]* )?with `ehcp [^`]+`(?: and named by the act)?"
    r"|; [^.;`]*`ehcp [^`]+`[^.;`]*"
    r"|(?<=[.!?]) [^.`]*`ehcp [^`]+`[^.`]*\."
)
"""The parenthesis, clause or sentence of a text that names a command."""


def without_commands(text: str) -> str:
    """Return a text without the parts that name a command, or the key of a field in brackets, for pages."""
    return _COMMAND.sub("", text)


def stage(code: object) -> str:
    """Return a stage in words short enough for a table column."""
    return _STAGES.get(str(code)) or capital(plain(code))


def rag(colour: str) -> str:
    """Return the status that a colour stands for."""
    return COLOURS.get(colour, capital(colour))


def plain(code: object) -> str:
    """Return a code as words: the name of an adviser, or the code with spaces for underscores."""
    return ADVISERS.get(str(code)) or str(code).replace("_", " ")


_FIELDS = {
    "of": "About",
    "on": "Date",
    "from": "From",
    "to": "To",
    "reason": "Reasons",
    "note": "Note",
    "because": "What could not be done",
    "sits_on": "Date of the sitting",
    "findings_accepted_by": "Findings accepted by",
    "list": "Tailored list",
}
ONLY_IDS = frozenset({"band"})
"""Fields of an act that hold only the id of something that has a page of its own."""
_SOURCES = {
    "parent": "A parent",
    "young_person": "The young person",
    "setting": "A school or setting",
    "health": "Health",
    "social_care": "Social care",
    "other": "Someone else",
}


def field(name: str) -> str:
    """Return the label of a field of an act."""
    return _FIELDS.get(name) or capital(name.replace("_", " "))


def regulation(code: object) -> str:
    """Return a regulation code such as reg13(3)(c) as people write it: reg 13(3)(c)."""
    text = str(code)
    return f"reg {text[3:]}" if text.startswith("reg") and text[3:4].isdigit() else text


def source(code: str | None) -> str:
    """Return who made the request, in words."""
    return _SOURCES.get(code or "", capital(plain(code or "not recorded")))


def size(length: int) -> str:
    """Return the size of a file in KB or MB."""
    return f"{length / 1_000_000:.1f} MB" if length >= 1_000_000 else f"{max(1, round(length / 1000))} KB"
