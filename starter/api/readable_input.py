"""Refuse a request with text or numbers that cannot be kept, or with a key that is given twice."""

from __future__ import annotations

from fastapi import Request

from casework.readable_text import fault_in
from starter.api.problems import not_valid
from statute.strict_reading import Repeated, json_from


async def check_input(request: Request) -> None:
    """Check the path, the query and the JSON body of a request. Runs before every operation. Raises Refusal."""
    for where, values in (("path", request.path_params), ("query", dict(request.query_params))):
        if (found := fault_in(values)) is not None:
            raise not_valid("path" if where == "path" else "query", *found)
    if request.method in ("GET", "HEAD") or not await request.body():
        return
    try:
        content = json_from(await request.body())
    except Repeated as repeated:
        raise not_valid("body", "", str(repeated)) from None
    except (ValueError, RecursionError):
        return  # whoever reads the body refuses it
    if (found := fault_in(content)) is not None:
        raise not_valid("body", *found)
