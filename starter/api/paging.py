"""Pages by key, not by number: a page begins after the last case of the one before, whatever was opened meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request

from records.cases import CaseRow
from records.seen import Place
from starter.api.problems import not_valid

Limit = Annotated[int, Query(ge=1, le=200, description="How many on a page.")]
Cursor = Annotated[
    str | None,
    Query(max_length=400, description="Where to go on, as `next` of the page before gave it; opaque."),
]


def cursor_of(row: CaseRow) -> str:
    """The cursor of the page after a case."""
    told = [row.next_due_on.isoformat() if row.next_due_on else None, row.case_id]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> Place | None:
    """The place that a cursor means. Raises Refusal where it is none."""
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        due, case_id = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(case_id, str) or not case_id.isascii() or "\0" in case_id:
            raise ValueError(case_id)
        return Place(date.fromisoformat(due) if due is not None else None, case_id)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise not_valid(
            "query", "/cursor", "It is no cursor; leave it out, or take it from the page before."
        ) from None


def link_to_next(request: Request, cursor: str) -> str:
    """The header Link of a page that is not the last (RFC 8288)."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'
