"""One question of a form."""

from __future__ import annotations

from dataclasses import dataclass

MOST_OPTIONS = 7
"""The most options to show as radios; more are shown as a list."""
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `kind` is today (or another day), date, radios, checkboxes, list, words, code, codes for several,
    setting, settings, or fixed for an answer from an earlier page."""

    name: str
    label: str
    kind: str
    hint: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    of: bool = False
