"""What went wrong with the engine, in one sentence."""


class EngineError(Exception):
    """The server, the keys or the connection cannot be used; the message says what to do."""


class KeyDestroyed(EngineError):  # noqa: N818 - named for what happened
    """The key was destroyed on purpose: what it encrypted can be read by nobody any more."""
