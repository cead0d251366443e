"""Text and numbers that every database and page can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NUL = "It holds a NUL character, which cannot be stored; remove it."
NOT_UTF8 = "It holds text that is not UTF-8 and cannot be stored; write it again, or save it as UTF-8."
TOO_LARGE = "It is too large a number; write a smaller one."
_LARGEST = 2**63 - 1
_DEEPEST = 60
TOO_DEEP = "It is nested too deeply; flatten it."


def fault_of_text(text: str) -> str | None:
    """Return why a text cannot be kept, as a sentence, or None."""
    if "\0" in text:
        return NUL
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return NOT_UTF8
    return None


def fault_in(value: Any, place: str = "", depth: int = 0) -> tuple[str, str] | None:
    """Return the place, as a JSON Pointer, and the sentence of the first value that cannot be kept, or None."""
    if depth > _DEEPEST:
        return place, TOO_DEEP
    if isinstance(value, str):
        why = fault_of_text(value)
        return (place, why) if why is not None else None
    if isinstance(value, int):
        return (place, TOO_LARGE) if abs(value) > _LARGEST else None
    within: list[tuple[str, Any]] = []
    if isinstance(value, Mapping):
        for name in value:
            if isinstance(name, str) and (why := fault_of_text(name)) is not None:
                return place, why
        within = [(str(name), each) for name, each in value.items()]
    elif isinstance(value, list | tuple):
        within = [(str(number), each) for number, each in enumerate(value)]
    for name, each in within:
        escaped = name.replace("~", "~0").replace("/", "~1")
        if (found := fault_in(each, f"{place}/{escaped}", depth + 1)) is not None:
            return found
    return None
