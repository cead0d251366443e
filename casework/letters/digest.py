"""The daily digest: one e-mail for everything that an adviser, a setting or one of our own people has to do.

A breach of one of the great limits is told to our own people at once (statute.clock_roles.ALERTED_AT_ONCE).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.letters.dispatch import Dispatch
from casework.letters.notice import Notice
from casework.letters.recipient_roles import INSIDE
from statute.local_time import london_date

DIGEST = "digest-"
"""How the id of a digest begins; what goes with it has that id as its batch."""

DIGESTED = frozenset({"chase"})
"""The kinds of notice that advisers and settings get once a day, for all their cases together."""


def is_digested(notice: Notice) -> bool:
    """Whether a notice is one line of a daily digest, and no message of its own."""
    if notice.to_role in INSIDE:
        return not notice.is_urgent
    return notice.kind in DIGESTED and notice.to_role in ("adviser", "setting")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a digest: the e-mail address or mark that it goes to, and whose it is if it is for our own people."""

    address: str
    dispatch: Dispatch
    person: str | None = None


def digests(
    lines: Iterable[Line], now: datetime, console: str | None = None
) -> list[tuple[Dispatch, tuple[str, ...]]]:
    """A digest for each address with the ids of the lines that it holds. `console` is the address of the console."""
    grouped: dict[tuple[str, bool], list[Line]] = {}
    for line in lines:
        grouped.setdefault((line.address, line.dispatch.to_role in INSIDE), []).append(line)
    return [_digest(address, its, now, console) for (address, _), its in grouped.items()]


def _digest(
    address: str, lines: Sequence[Line], now: datetime, console: str | None
) -> tuple[Dispatch, tuple[str, ...]]:
    first, today = lines[0].dispatch, london_date(now)
    members = tuple(line.dispatch.dispatch_id for line in lines)
    mark = hashlib.sha256(json.dumps([address, members]).encode()).hexdigest()[:12]
    is_inside = first.to_role in INSIDE
    rows = [_row(line.dispatch, console if is_inside else None) for line in lines]
    digest = Dispatch(
        dispatch_id=f"{DIGEST}{today:%Y%m%d}-{mark}",
        case_id="digest",
        on=today,
        kind="staff_digest" if is_inside else "digest",
        to_role=first.to_role,
        about="digest",
        of=lines[0].person or first.of,
        text=json.dumps(rows, ensure_ascii=False),
        channel="email",
        queued_at=now,
        sent_at=None,
        location=None,
        attempts=0,
        party_id=first.party_id,
        address_version=first.address_version,
    )
    return digest, members


def _row(line: Dispatch, console: str | None) -> dict[str, str | None]:
    link = f"{console}/cases/{line.case_id}" if console else None
    return {"kind": line.kind, "case_id": line.case_id, "text": line.text, "link": link}
