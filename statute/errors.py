"""The ways in which facts can be refused. Each carries one sentence for the person who gave them."""

# Named for what is wrong with the facts, as the field would say it.
# ruff: noqa: N818


class BadFacts(ValueError):
    """The facts cannot be read: the sentence says where, and what to do."""


class Contradiction(ValueError):
    """Two facts exclude each other: the sentence names both, with their dates."""


class NoSuchPack(LookupError):
    """No rule pack has this name, or none is in force on this day."""


class NoSuchCalendar(LookupError):
    """No release of the bank holidays has this id."""


class OutsideCalendar(ValueError):
    """A day that the calendar does not reach: the sentence says from when to when it does."""


class RoleNotBound(LookupError):
    """A rule pack binds no clock to a role that the process needs: the sentence names the role."""
