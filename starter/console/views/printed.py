"""The view of a whole case on one page for print."""

from __future__ import annotations

from typing import Any

from starter.console.views import case
from starter.console.views.case import File
from starter.console.views.case_documents import documents_and_notices
from starter.console.views.people import people_of


def whole_case(file: File) -> dict[str, Any]:
    """Return everything about the case, for one printed page."""
    return {
        **case.overview(file),
        **people_of(file),
        **case.advice_and_settings(file),
        **documents_and_notices(file),
        **case.decisions_and_processes(file),
        **case.timeline(file),
        "part": "/print",
    }
