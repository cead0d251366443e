"""Errors about facts, packs and calendars. Each carries one sentence for the person who gave the facts."""

# The names say what is wrong, without "Error" at the end.
# ruff: noqa: N818


class BadFacts(ValueError):
    """The facts cannot be read. The sentence says where, and what to do."""


class Contradiction(ValueError):
    """Two facts exclude each other. The sentence names both, with their dates."""


class NoSuchPack(LookupError):
    """No rule pack has this name, or none is in force on this day."""


class NoSuchCalendar(LookupError):
    """No release of the bank holidays has this id."""


class OutsideCalendar(ValueError):
    """A day is outside the calendar. The sentence gives the first and last day of the calendar."""


class RoleNotBound(LookupError):
    """A rule pack binds no clock to a role that the process needs. The sentence names the role."""
