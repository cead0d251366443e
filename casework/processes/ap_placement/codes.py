"""The census codes and the local limits, read from the data files of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from statute.strict_reading import yaml_from

_HERE: Final = Path(__file__).parent


@lru_cache(maxsize=4)
def content_of(name: str) -> Mapping[str, Any]:
    """Return the content of a data file of this folder."""
    found: Mapping[str, Any] = yaml_from((_HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def words_of(kind: str) -> Mapping[str, str]:
    """Return the codes of a kind, each with its words."""
    found: Mapping[str, str] = content_of("codes")[kind]
    return found


def codes_of(kind: str) -> tuple[str, ...]:
    """Return the codes of a kind."""
    return tuple(words_of(kind))


def in_words(kind: str, code: object) -> str:
    """Return the words of a code; nothing for a code that is not given."""
    return words_of(kind).get(str(code), "") if code else ""
