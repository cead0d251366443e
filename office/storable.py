"""Refuse ids that the records cannot hold before a workflow takes them, since it could then never record them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casework.readable_text import fault_in
from office.refusals import ActRefused

LONGEST_ID = 120
"""Characters of an id or a code in the records."""


def check_ids(**ids: str | None) -> None:
    """Raise ActRefused if an id is too long to be kept, or holds a character that cannot be kept."""
    for name, value in ids.items():
        _check(name.replace("_", " "), value)


def check_codes(fields: Any) -> None:
    """Raise ActRefused if any text in the fields of a message, which holds only ids and codes, cannot be kept."""
    for value in _texts(fields):
        _check("value", value)


def _check(name: str, value: str | None) -> None:
    if value is None:
        return
    if (found := fault_in(value)) is not None:
        raise ActRefused(f"The {name} cannot be kept: {found[1][0].lower()}{found[1][1:]}")
    if len(value) > LONGEST_ID:
        raise ActRefused(
            f"The {name} has {len(value)} characters; write an id or code of at most {LONGEST_ID} characters."
        )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
