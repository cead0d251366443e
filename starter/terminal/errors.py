"""The two ways a command can end badly, each with one sentence for the person who ran it."""


class Refused(Exception):  # noqa: N818 - named for what it says
    """What was asked is understood and not allowed: exit 1. The message is the whole answer."""


class BadUsage(Exception):  # noqa: N818 - named for what it says
    """What was asked is not understood (a wrong flag, a file that cannot be read): exit 2."""
