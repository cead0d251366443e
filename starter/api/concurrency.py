"""Nothing is recorded on what has changed since it was read: `If-Match`, or `seen` in the body. The workflow refuses it."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Header

from starter.api.problems import not_valid

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=40,
        description='The sequence that you read, in quotes, as the ETag of what you read: "7". Refused with 412 if it '
        "has changed since.",
        examples=['"7"'],
    ),
]
_SEQUENCE = re.compile(r'"?(\d{1,9})"?')


def seen_by(if_match: str | None, seen: int | None) -> int | None:
    """Return the sequence number that the caller had seen: from the header, or else from the body. Raises Refusal."""
    if if_match is None or if_match.strip() == "*":
        return seen
    if (found := _SEQUENCE.fullmatch(if_match.strip())) is None:
        raise not_valid("header", "/If-Match", 'It is not a sequence; write it in quotes, as in "7".')
    return int(found[1])
