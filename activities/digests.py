"""The daily digests: what one adviser or setting owes in all cases, queued as one e-mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.letters.digest import digests
from casework.letters.email_addresses import known_address
from records import letter_file, outbox, parties


def gather(session: Session, now: datetime) -> None:
    """Queue a digest for everyone whose lines have come to their hour."""
    if not (lines := outbox.digest_lines(session, now)):
        return
    profile, addressed = letter_file.authority(session), []
    for line in lines:
        party = parties.find(session, line.party_id, line.address_version) if line.party_id else None
        email = (party.address.email if party else None) or known_address(line, profile)
        # a service without an address of its own gets one digest all the same
        addressed.append((email or f"{line.to_role}:{line.of}", line))
    for digest, members in digests(addressed, now):
        outbox.join_digest(session, digest, members)
