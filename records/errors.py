"""What went wrong with the records, in one sentence."""


class RecordsError(Exception):
    """The records cannot be opened or read; the message says what to do."""
