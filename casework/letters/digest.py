"""The daily digest: one e-mail for everything that an adviser or a setting owes, in place of one for each case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from casework.letters.dispatch import Dispatch
from casework.letters.notice import Notice
from statute.local_time import london_date

DIGEST = "digest-"
"""How the id of a digest begins; what goes with it has that id as its batch."""

DIGESTED = frozenset({"chase"})
"""The kinds of notice that advisers and settings get once a day, for all their cases together."""


def is_digested(notice: Notice) -> bool:
    """Whether a notice is one line of a daily digest, and no message of its own."""
    return notice.kind in DIGESTED and notice.to_role in ("adviser", "setting")


def digests(lines: Iterable[tuple[str, Dispatch]], now: datetime) -> list[tuple[Dispatch, tuple[str, ...]]]:
    """A digest for each address with the ids of the lines that it holds, from the lines with where each goes."""
    grouped: dict[str, list[Dispatch]] = {}
    for address, line in lines:
        grouped.setdefault(address, []).append(line)
    return [_digest(address, its, now) for address, its in grouped.items()]


def _digest(address: str, lines: Sequence[Dispatch], now: datetime) -> tuple[Dispatch, tuple[str, ...]]:
    first, today = lines[0], london_date(now)
    members = tuple(line.dispatch_id for line in lines)
    mark = hashlib.sha256(json.dumps([address, members]).encode()).hexdigest()[:12]
    digest = Dispatch(
        dispatch_id=f"{DIGEST}{today:%Y%m%d}-{mark}",
        case_id="digest",
        on=today,
        kind="digest",
        to_role=first.to_role,
        about="digest",
        of=first.of,
        text=json.dumps([(line.case_id, line.text) for line in lines], ensure_ascii=False),
        channel="email",
        queued_at=now,
        sent_at=None,
        location=None,
        attempts=0,
        party_id=first.party_id,
        address_version=first.address_version,
    )
    return digest, members
