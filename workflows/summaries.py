"""Sentences that the Temporal UI may show in clear, because nothing in them is personal."""


class Shown(str):
    """A sentence for those who look at a workflow from outside. The codec leaves it readable; nothing else is."""

    __slots__ = ()
