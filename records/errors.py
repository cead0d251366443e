"""Errors of the records."""

from sqlalchemy.exc import InterfaceError, OperationalError

AWAY: tuple[type[Exception], ...] = (OperationalError, InterfaceError)
"""The exceptions of a transaction when the database becomes unavailable or stays locked too long."""


class RecordsError(Exception):
    """The records cannot be opened or read; the message says what to do."""
