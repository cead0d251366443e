"""The daily digest: what one adviser or setting owes in all cases, as one e-mail instead of one for each."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy.orm import Session

from activities.letter_papers import known_address
from records import outbox, parties
from records.outbox import DIGEST, Dispatch
from statute.local_time import london_date


def gather(session: Session, now: datetime) -> None:
    """Queue a digest for everybody whose lines have come to their hour."""
    for address, lines in _by_address(session, outbox.digest_lines(session, now)).items():
        first, today = lines[0], london_date(now)
        told = [(line.case_id, line.text) for line in lines]
        members = [line.dispatch_id for line in lines]
        mark = hashlib.sha256(json.dumps([address, members]).encode()).hexdigest()[:12]
        digest = Dispatch(
            dispatch_id=f"{DIGEST}{today:%Y%m%d}-{mark}",
            case_id="digest",
            on=today,
            kind="digest",
            to_role=first.to_role,
            about="digest",
            of=first.of,
            text=json.dumps(told, ensure_ascii=False),
            channel="email",
            queued_at=now,
            sent_at=None,
            location=None,
            attempts=0,
            party_id=first.party_id,
            address_version=first.address_version,
        )
        outbox.join_digest(session, digest, members)


def _by_address(session: Session, lines: list[Dispatch]) -> dict[str, list[Dispatch]]:
    """The lines by where they go; a service without an address of its own is one all the same."""
    found: dict[str, list[Dispatch]] = {}
    for line in lines:
        party = parties.find(session, line.party_id, line.address_version) if line.party_id else None
        address = (party.address.email if party else None) or known_address(session, line)
        found.setdefault(address or f"{line.to_role}:{line.of}", []).append(line)
    return found
