"""Pages by key, not by number: a page begins after the last case of the one before, whatever was opened meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request

from records.cases import CaseRow
from records.seen import Place
from starter.api.problems import Refusal, not_valid

T = TypeVar("T")
Limit = Annotated[int, Query(ge=1, le=200, description="How many on a page.")]
Cursor = Annotated[
    str | None,
    Query(max_length=400, description="Where to go on, as `next` of the page before gave it; opaque."),
]


def cursor_of(row: CaseRow) -> str:
    """The cursor of the page after a case."""
    return _written([row.next_due_on.isoformat() if row.next_due_on else None, row.case_id])


def place_of(cursor: str | None) -> Place | None:
    """The place that a cursor means. Raises Refusal where it is none."""
    if cursor is None:
        return None
    try:
        due, case_id = _read(cursor)
        if not isinstance(case_id, str) or not case_id.isascii() or "\0" in case_id:
            raise ValueError(case_id)
        return Place(date.fromisoformat(due) if due is not None else None, case_id)
    except (ValueError, TypeError):
        raise _no_cursor() from None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the page after them where there is one."""

    rows: list[T]
    next: str | None


def page_of(
    rows: Iterable[T],
    key: Callable[[T], list[str]],
    sees: Callable[[T], bool],
    cursor: str | None,
    limit: int,
) -> Page[T]:
    """A page of the rows that somebody sees, in the order of their keys, which nothing that happens changes."""
    after = _read(cursor) if cursor is not None else None
    if after is not None and not (isinstance(after, list) and all(isinstance(part, str) for part in after)):
        raise _no_cursor()
    found: list[T] = []
    for row in sorted(rows, key=key):
        if (after is None or key(row) > after) and sees(row):
            found.append(row)
        if len(found) > limit:
            return Page(found[:limit], _written(key(found[limit - 1])))
    return Page(found, None)


def _written(told: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def _read(cursor: str) -> Any:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise _no_cursor() from None


def _no_cursor() -> Refusal:
    return not_valid("query", "/cursor", "It is no cursor; leave it out, or take it from the page before.")


def link_to_next(request: Request, cursor: str) -> str:
    """The header Link of a page that is not the last (RFC 8288)."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'


PAGED: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"Link": {"schema": {"type": "string"}, "description": "The next page, rel=next."}}}
}
"""What OpenAPI says of an operation that answers in pages."""
