"""Errors of the engine."""


class EngineError(Exception):
    """The server, the keys or the connection cannot be used. The message says what to do."""


class KeyDestroyed(EngineError):  # noqa: N818 - named for what happened
    """The key was destroyed on purpose, so what it encrypted can never be read again."""
