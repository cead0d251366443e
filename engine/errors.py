"""What went wrong with the engine, in one sentence."""


class EngineError(Exception):
    """The server, the keys or the connection cannot be used; the message says what to do."""
