"""Daily digests: one e-mail to each adviser or setting, and to each of our own people, about all their cases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.authority.profile import Profile
from casework.letters.digest import Line, digests
from casework.letters.dispatch import Dispatch
from casework.letters.email_addresses import known_address
from casework.letters.recipient_roles import INSIDE
from casework.letters.sending_times import Policy
from engine.sending_settings import SendingSettings
from records import cases, letter_file, outbox, parties


def digest_policy() -> Policy:
    """Return when an alert leaves that waits for the daily digest: at the hour of the settings."""
    return Policy(digest_at=SendingSettings.read().digest_at)


def gather(session: Session, now: datetime, console: str | None = None) -> None:
    """Queue a digest for each recipient whose digest is due. `console` is the address of the console, for links."""
    if not (lines := outbox.digest_lines(session, now)):
        return
    profile, addressed = letter_file.authority(session), []
    for line in lines:
        addressed.append(_line(session, line, profile))
    for digest, members in digests(addressed, now, console):
        outbox.join_digest(session, digest, members)


def _line(session: Session, line: Dispatch, profile: Profile | None) -> Line:
    """Return a line with where it goes. Without a known address, a service or person still gets a single digest."""
    if line.to_role not in INSIDE:
        party = parties.find(session, line.party_id, line.address_version) if line.party_id else None
        email = (party.address.email if party else None) or known_address(line, profile)
        return Line(email or f"{line.to_role}:{line.of}", line)
    row = cases.find(session, line.case_id)
    officer, team = (row.officer, row.team) if row else (None, None)
    person = {"case_officer": officer, "team_manager": team}.get(line.to_role, line.of)
    email = known_address(line, profile, officer, team)
    return Line(email or f"{line.to_role}:{person}", line, person)
