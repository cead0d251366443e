"""The numbers that Word shows before paragraphs. They are not in the text of a document: Word counts them when it shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
BULLET = "•"


class UnknownNumbering(Exception):  # noqa: N818 - named for what it says
    """A paragraph has a number of a kind that is not counted here."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: its first number, how its number is written, its text such as "%1.", and a style that has it."""

    start: int
    kind: str
    text: str
    style: str | None


class Numbering:
    """Counts the paragraphs of a document as Word does. Ask for each paragraph once, in order."""

    def __init__(self, document: Any) -> None:
        element = _definitions(document)
        self._abstract: dict[str, dict[int, _Level] | None] = {}
        self._of_list: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        for one in element.findall(f"{_W}abstractNum") if element is not None else ():
            self._abstract[one.get(f"{_W}abstractNumId")] = _levels(one)
        for one in element.findall(f"{_W}num") if element is not None else ():
            self._of_list[one.get(f"{_W}numId")] = (_value(one, "abstractNumId") or "", _restarts(one))

    def label(self, paragraph: Any) -> str:
        """Return what Word shows before a paragraph, empty for nothing; a bullet for each depth. Raises UnknownNumbering."""
        list_id, depth, style = _numbered(paragraph)
        if list_id in (None, "0"):
            return ""
        if list_id not in self._of_list:
            raise UnknownNumbering
        abstract, restarts = self._of_list[str(list_id)]
        levels = self._abstract.get(abstract)
        if levels is None:
            raise UnknownNumbering
        if depth is None:
            depth = next((place for place, one in levels.items() if one.style == style), 0)
        if depth not in levels:
            raise UnknownNumbering
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._begun:
            self._begun.add(str(list_id))
            for place, start in restarts.items():
                counts[place] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return _written(levels, depth, counts)


def _definitions(document: Any) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE

    related = (one for one in document.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.NUMBERING)
    part = next(related, None)
    return part.target_part.element if part is not None else None


def _levels(abstract: Any) -> dict[int, _Level] | None:
    """Return the levels of a list by their depth; None if another list defines them."""
    if abstract.find(f"{_W}numStyleLink") is not None:
        return None
    return {
        int(one.get(f"{_W}ilvl")): _Level(
            int(_value(one, "start") or 1),
            _value(one, "numFmt") or "decimal",
            _value(one, "lvlText") or "",
            _value(one, "pStyle"),
        )
        for one in abstract.findall(f"{_W}lvl")
    }


def _restarts(number: Any) -> dict[int, int]:
    found = {}
    for one in number.findall(f"{_W}lvlOverride"):
        if one.find(f"{_W}lvl") is not None:
            raise UnknownNumbering
        if (start := _value(one, "startOverride")) is not None:
            found[int(one.get(f"{_W}ilvl"))] = int(start)
    return found


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val") if found is not None else None


def _numbered(paragraph: Any) -> tuple[str | None, int | None, str | None]:
    """Return the list of a paragraph, its depth, and the style that gives it; the depth is None if the list knows it."""
    own = paragraph._p.find(f"{_W}pPr/{_W}numPr")
    if own is not None and _value(own, "numId") is not None:
        return _value(own, "numId"), int(_value(own, "ilvl") or 0), None
    style = paragraph.style
    while style is not None:
        given = style.element.find(f"{_W}pPr/{_W}numPr")
        if given is not None and _value(given, "numId") is not None:
            depth = _value(given, "ilvl")
            return _value(given, "numId"), int(depth) if depth is not None else None, style.style_id
        style = style.base_style
    return None, None, None


def _written(levels: Mapping[int, _Level], depth: int, counts: Mapping[int, int]) -> str:
    level = levels[depth]
    if level.kind == "bullet":
        return BULLET * (depth + 1)
    if level.kind == "none":
        return ""

    def number(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        one = levels.get(place)
        if one is None:
            raise UnknownNumbering
        return _counted(one.kind, counts.get(place, one.start))

    return _PLACE.sub(number, level.text)


def _counted(kind: str, number: int) -> str:
    match kind:
        case "decimal":
            return str(number)
        case "lowerLetter" | "upperLetter" if number > 0:
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letters if kind == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman" if number > 0:
            return _roman(number) if kind == "lowerRoman" else _roman(number).upper()
    raise UnknownNumbering


def _roman(number: int) -> str:
    told = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        told += letters * times
    return told
