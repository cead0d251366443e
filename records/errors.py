"""Errors of the records."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

AWAY: tuple[type[Exception], ...] = (OperationalError, InterfaceError)
"""The exceptions of a transaction when the database becomes unavailable or stays locked too long."""

_REASONS = {
    "database is locked": "another program has locked them for too long; try again in a minute",
    "database or disk is full": "the disk is full; make room on it and try again",
    "no space left on device": "the disk is full; make room on it and try again",
    "disk i/o error": "the disk does not answer as it should; look at it, and at its free room",
    "malformed": "the file is damaged; restore a backup (`ehcp restore`)",
    "not a database": "the file is damaged; restore a backup (`ehcp restore`)",
}
"""What databases say, in lower case, and what it means for a person."""


class RecordsError(Exception):
    """The records cannot be opened or read; the message says what to do."""


class NotStorable(RecordsError):  # noqa: N818 - named for what it says
    """A value cannot be stored. The message says why, without the value. Nothing is written."""


def reason_of(failure: DBAPIError) -> str:
    """Return why a database failed, in one clause without any value of a statement."""
    said = (str(failure.orig).splitlines() or [""])[0].strip().rstrip(".")
    known = next((meaning for words, meaning in _REASONS.items() if words in said.lower()), None)
    return known or said or "it does not answer"


def away(failure: Exception) -> str:
    """Return the sentence for a transaction that failed because the database is unavailable, locked or full."""
    reason = reason_of(failure) if isinstance(failure, DBAPIError) else "it does not answer"
    return f"The records cannot be used now: {reason}."
