"""The text of a letter as a manager reads it: parts in their places, facts by their names, conditions in words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from casework.letters.fact_catalogue import ACT, CATALOGUE
from casework.letters.text_file import TextFile
from casework.letters.text_set import TextSet
from statute.words import capital

Kind = Literal["heading", "condition", "text"]
_TAG = re.compile(r"\{%-?\s*(?P<tag>.+?)\s*-?%\}", re.DOTALL)
_INCLUDE = re.compile(r"""\{%-?\s*include\s+["'](?P<name>[^"']+)["']\s*-?%\}""")
_SET = re.compile(r"(?P<name>\w+)\s*=\s*(?P<value>.+)", re.DOTALL)
_VALUE = re.compile(r"\{\{-?\s*(?P<name>.+?)\s*-?\}\}")
_NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")
_QUOTED = re.compile(r"""["']([^"']*)["']""")
_OPERATORS = frozenset({"and", "or", "not", "in"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, a condition or a paragraph of a text."""

    kind: Kind
    text: str


def passages(chosen: TextSet, text: TextFile) -> tuple[Passage, ...]:
    """Return the words of a text in the order in which a letter has them."""
    source = _VALUE.sub(lambda found: _value(found["name"]), _with_parts(chosen, text.body))
    return tuple(_passages(_with_settings(source)))


def own_files(chosen: TextSet, text: TextFile) -> tuple[str, ...]:
    """Return the names of the authority's own files among a text and its parts."""
    names = [text.name, *dict.fromkeys(_parts_of(chosen, text.body))]
    return tuple(name for name in names if chosen.files[name].is_own)


def _with_parts(chosen: TextSet, body: str) -> str:
    return _INCLUDE.sub(lambda found: _with_parts(chosen, chosen.files[found["name"]].body), body)


def _parts_of(chosen: TextSet, body: str) -> list[str]:
    found = []
    for each in _INCLUDE.finditer(body):
        found += [each["name"], *_parts_of(chosen, chosen.files[each["name"]].body)]
    return found


def _with_settings(source: str) -> str:
    """Put the values that a text sets in the places that use them, each until it is set again."""
    known: dict[str, str] = {}
    pieces, last = [], 0
    for found in _TAG.finditer(source):
        pieces.append(_filled(source[last : found.start()], known))
        last = found.end()
        tag = found["tag"]
        setting = _SET.fullmatch(tag.removeprefix("set ")) if tag.startswith("set ") else None
        if setting is None:
            pieces.append(f"\n\n{_CONDITION}{_said(tag, known)}\n\n")
        else:
            quoted = _QUOTED.fullmatch(setting["value"])
            known[setting["name"]] = quoted[1] if quoted else _value(setting["value"])
    return "".join([*pieces, _filled(source[last:], known)])


_CONDITION = "\0"
"""Marks a paragraph that is a condition; no text holds this character."""


def _filled(piece: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        piece = piece.replace(_value(name), value)
    return piece


def _said(tag: str, known: dict[str, str]) -> str:
    """A condition in words."""
    word, _, rest = tag.partition(" ")
    match word:
        case "if":
            return f"Only if: {_condition(rest, known)}"
        case "elif":
            return f"Otherwise, if: {_condition(rest, known)}"
        case "else":
            return "Otherwise"
        case "for":
            return "For each of them"
    return "In every case"


def _condition(written: str, known: dict[str, str]) -> str:
    names = _NAME.sub(lambda one: _plain(one[0]) if one[0] not in _OPERATORS else one[0], _unquoted(written))
    return (names.replace("==", "is")).strip()


def _unquoted(written: str) -> str:
    """The words between quotation marks without the marks, with spaces for underscores."""
    return _QUOTED.sub(lambda found: f"“{found[1].replace('_', ' ').upper()}”", written)


def _plain(name: str) -> str:
    known = CATALOGUE.get(name)
    if known is not None:
        return known.what.removeprefix("whether ")
    return name.removeprefix(ACT).replace("_", " ").replace(".", " ")


def _value(name: str) -> str:
    return f"[{_plain(name.strip())}]"


def _passages(source: str) -> list[Passage]:
    found = []
    for block in re.split(r"\n\s*\n", source):
        words = block.strip().replace("**", "")
        if words.startswith(_CONDITION):
            found.append(Passage("condition", words.removeprefix(_CONDITION)))
        elif words.startswith("#"):
            found.append(Passage("heading", capital(words.lstrip("# "))))
        elif words:
            found.append(Passage("text", words))
    return found
