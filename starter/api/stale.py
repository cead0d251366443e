"""Nothing is recorded on what has changed since it was read: `If-Match`, or `seen` in the body."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Header

from records import disputes, ledger, sittings
from records.database import Database
from starter.api.problems import MOVED_ON, Refusal, not_valid

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
    """The sequence that somebody acts on, by the header or else by the body. Raises Refusal."""
    if if_match is None or if_match.strip() == "*":
        return seen
    if (found := _SEQUENCE.fullmatch(if_match.strip())) is None:
        raise not_valid("header", "/If-Match", 'It is not a sequence; write it in quotes, as in "7".')
    return int(found[1])


def check(seen: int | None, now: int) -> None:
    """Refuse an act on a sequence that is not the last. Raises Refusal."""
    if seen is not None and seen != now:
        raise Refusal(
            MOVED_ON,
            f"It has changed since you read it: you saw step {seen}, and it is at step {now}; read it again, and decide then.",
            headers={"ETag": f'"{now}"'},
        )


def check_beside(database: Database, its_id: str, request_id: str, seen: int | None) -> None:
    """The same for a sitting or a dispute; the repetition of an act that was recorded is answered as it was."""
    if seen is None:
        return
    with database.read() as session:
        row = sittings.find(session, its_id) or disputes.find(session, its_id)
        repeated = any(line.request_id == request_id for line in ledger.facts_of(session, its_id))
    if row is not None and not repeated:
        check(seen, row.seq)
