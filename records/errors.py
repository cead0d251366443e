"""What went wrong with the records, in one sentence."""

from sqlalchemy.exc import InterfaceError, OperationalError

AWAY: tuple[type[Exception], ...] = (OperationalError, InterfaceError)
"""What a transaction raises when the database goes away under it, or is not free in time."""


class RecordsError(Exception):
    """The records cannot be opened or read; the message says what to do."""
