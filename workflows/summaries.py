"""Sentences that the Temporal UI may show unencrypted, because they hold no personal data."""


class Shown(str):
    """A sentence for people who inspect a workflow. The codec leaves only these unencrypted."""

    __slots__ = ()
