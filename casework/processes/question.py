"""One question of a form."""

from __future__ import annotations

from dataclasses import dataclass

MOST_OPTIONS = 7
"""Up to so many choices are radios; more are a list to choose from."""
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `kind` is how it is asked: today (or another day), date, radios, checkboxes, list, words, code,
    or fixed, which an earlier page has answered."""

    name: str
    label: str
    kind: str
    hint: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    of: bool = False
