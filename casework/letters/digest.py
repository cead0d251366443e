"""The daily digest: one e-mail for everything that an adviser or a setting owes, in place of one for each case."""

from __future__ import annotations

from casework.letters.notice import Notice

DIGESTED = frozenset({"chase"})
"""The kinds of notice that advisers and settings get once a day, for all their cases together."""


def is_digested(notice: Notice) -> bool:
    """Whether a notice is one line of a daily digest, and no message of its own."""
    return notice.kind in DIGESTED and notice.to_role in ("adviser", "setting")
