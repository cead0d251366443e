"""Whether a reform is on for this authority on a day, and the refusal where it is off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from casework.authority.profile import profile_of
from casework.reforms.reforms import Reform, ReformPeriod, reform_on, reforms_on
from office.refusals import ActRefused
from records.profile import profile_content


def reform(session: Session, key: str, day: date) -> Reform:
    """Return a reform as it stands on a day."""
    return reform_on(key, day, _periods(session))


def reforms(session: Session, day: date) -> tuple[Reform, ...]:
    """Return every reform as it stands on a day."""
    return reforms_on(day, _periods(session))


def require_on(session: Session, key: str, day: date) -> Reform:
    """Return a reform that is on. Raises ActRefused with one sentence where it is off."""
    found = reform(session, key, day)
    if not found.is_on:
        raise ActRefused(
            f"{found.name} is switched off from the date you gave; ask a manager to switch it on in the authority’s profile."
        )
    return found


def _periods(session: Session) -> Mapping[str, tuple[ReformPeriod, ...]]:
    content = profile_content(session)
    return profile_of(content).reforms if content else {}
