"""Pages by key, not by number: a page begins after the last row of the one before, whatever was opened meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from starter.api.problems import Refusal, not_valid

T = TypeVar("T")
Limit = Annotated[int, Query(ge=1, le=200, description="How many on a page.")]
Cursor = Annotated[
    str | None,
    Query(max_length=400, description="Where to go on, as `next` of the page before gave it; opaque."),
]
Key = tuple[date | str | None, str]
"""Where a row stands in its list: the day or the case that it is ordered by, and its id."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the page after them where there is one."""

    rows: Sequence[T]
    next: str | None


def page_of(
    request: Request, response: Response, rows: Sequence[T], limit: int, key: Callable[[T], Key]
) -> Page[T]:
    """A page of rows, of which one more was read than it holds; the next is in the header Link too (RFC 8288)."""
    if len(rows) <= limit:
        return Page(rows, None)
    first, its_id = key(rows[limit - 1])
    after = _written([first.isoformat() if isinstance(first, date) else first, its_id])
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    response.headers["Link"] = f'<{request.url.path}?{urlencode([*kept, ("cursor", after)])}>; rel="next"'
    return Page(rows[:limit], after)


def place_of(cursor: str | None, made: Callable[[Any, str], T]) -> T | None:
    """The place that a cursor means, made of its key. Raises Refusal where it is none."""
    if cursor is None:
        return None
    try:
        first, its_id = _read(cursor)
        if first is not None:
            _text(first)
        return made(first, _text(its_id))
    except (ValueError, TypeError):
        raise _no_cursor() from None


def _text(part: Any) -> str:
    if not isinstance(part, str) or not part.isascii() or "\0" in part:
        raise ValueError(part)
    return part


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


PAGED: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"Link": {"schema": {"type": "string"}, "description": "The next page, rel=next."}}}
}
"""What OpenAPI says of an operation that answers in pages."""
