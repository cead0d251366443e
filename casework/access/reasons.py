"""Whether a reason that a person gives says something to its reader."""

from __future__ import annotations

import re

_SHORTEST = 10
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 5
_WORD = re.compile(r"[^\W\d_]+")


def says_something(reason: str) -> bool:
    """Return whether a reason is a sentence: some words, not one key that was held down."""
    words = _WORD.findall(reason)
    letters = {letter for word in words for letter in word.lower()}
    return (
        len(reason.strip()) >= _SHORTEST and len(words) >= _FEWEST_WORDS and len(letters) >= _FEWEST_LETTERS
    )
