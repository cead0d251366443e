"""Daily digests: one e-mail to each adviser or setting with everything it owes in all cases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.letters.digest import digests
from casework.letters.email_addresses import known_address
from records import letter_file, outbox, parties


def gather(session: Session, now: datetime) -> None:
    """Queue a digest for each recipient whose digest is due."""
    if not (lines := outbox.digest_lines(session, now)):
        return
    profile, addressed = letter_file.authority(session), []
    for line in lines:
        party = parties.find(session, line.party_id, line.address_version) if line.party_id else None
        email = (party.address.email if party else None) or known_address(line, profile)
        # a service without its own address still gets a single digest
        addressed.append((email or f"{line.to_role}:{line.of}", line))
    for digest, members in digests(addressed, now):
        outbox.join_digest(session, digest, members)
