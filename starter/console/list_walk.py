"""The list that a person goes through case by case, kept in their browser: the cases in the order they saw them.

The cookie holds the filters and the ids of cases. It gives no rights: every page checks them again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from starter.console.sign_in_settings import Entrance

COOKIE = "ehcp_list"
MOST = 150
"""The most cases in one walk, so that the cookie stays within the 4 KB that browsers keep."""
_LONGEST_QUERY = 400
_ID = re.compile(r"[a-z0-9-]{1,40}")
_CASE = re.compile(r"/cases/([a-z0-9-]+)(?:/|$)")
_PREFIX = "case-"


@dataclass(frozen=True, slots=True)
class ListWalk:
    """A list of cases in order, and the query string that shows it."""

    query: str
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a case is in the list: its place from 1, the number of cases, and the addresses to go on and back."""

    place: int
    of: int
    next: str | None
    back: str
    done: str


def keep(response: Response, query: str, case_ids: Sequence[str], entrance: Entrance) -> None:
    """Keep a list in the browser until it closes. An empty list is forgotten."""
    if not case_ids or len(query) > _LONGEST_QUERY:
        response.delete_cookie(COOKIE)
        return
    ids = ".".join(one.removeprefix(_PREFIX) for one in case_ids[:MOST])
    response.set_cookie(
        COOKIE, f"{quote(query, safe='')}~{ids}", httponly=True, samesite="lax", secure=entrance.https
    )


def step_of(request: Request) -> Step | None:
    """Return where the case of this page is in the list that the person came from, or None."""
    found = _CASE.match(request.url.path)
    walk = _read(request.cookies.get(COOKIE, ""))
    if found is None or walk is None or found[1] not in walk.case_ids:
        return None
    place = walk.case_ids.index(found[1])
    after = walk.case_ids[place + 1] if place + 1 < len(walk.case_ids) else None
    back = f"/?{walk.query}"
    return Step(
        place + 1,
        len(walk.case_ids),
        f"/cases/{after}" if after is not None else None,
        back,
        f"{back}&walked={len(walk.case_ids)}",
    )


def _read(text: str) -> ListWalk | None:
    query, separator, ids = text.partition("~")
    parts = ids.split(".")
    if not separator or not all(_ID.fullmatch(one) for one in parts):
        return None
    return ListWalk(unquote(query), tuple(f"{_PREFIX}{one}" for one in parts[:MOST]))
