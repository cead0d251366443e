"""Phrases of advice that a row of the plan quotes, with their source."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from casework.plans.draft import Content
from casework.plans.template import NATIONAL, Section, Template

_ENDS: Final = re.compile(r"[.!?:;]['\"”’)]*$")
_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
_SHORTEST: Final = 12
_LONGEST: Final = 400
"""The shortest and the longest phrase to offer, in characters. A longer one is divided into sentences."""
MOST_PHRASES: Final = 300


@dataclass(frozen=True, slots=True)
class Source:
    """Where a phrase comes from: the document, the adviser, the day of the advice and its entry in Section K."""

    document: str
    adviser: str
    on: str
    advice: str


def phrases_of(text: str) -> tuple[str, ...]:
    """Return the phrases in the text of a document, in order and each once. A line that breaks off is joined to the next."""
    found = dict.fromkeys(
        each for phrase in _paragraphs(text) for each in _divided(phrase) if len(each) >= _SHORTEST
    )
    return tuple(found)[:MOST_PHRASES]


def _paragraphs(text: str) -> Iterator[str]:
    open_lines: list[str] = []
    for line in text.splitlines():
        said = " ".join(line.split())
        if said:
            open_lines.append(said)
        if open_lines and (not said or _ENDS.search(said)):
            yield " ".join(open_lines)
            open_lines = []
    if open_lines:
        yield " ".join(open_lines)


def _divided(phrase: str) -> list[str]:
    return [phrase] if len(phrase) <= _LONGEST else _SENTENCES.split(phrase)


def places(content: Mapping[str, Any], section: Section, template: Template = NATIONAL) -> dict[str, str]:
    """Return the fields of a row that may take a phrase, by name: its texts, and what each provision provides."""
    found: dict[str, str] = {}
    provided = next((one for one in template.provision if one.kind == "text"), None)
    for column in section.columns:
        if column.kind == "text":
            found[column.name] = column.label
        if column.kind == "provision" and provided is not None:
            for number in range(1, len(content.get(column.name) or []) + 1):
                found[f"{column.name}-{number}-{provided.name}"] = f"{column.label}, provision {number}"
    return found


def quoted(content: Content, place: str, phrases: Iterable[str], source: Source) -> Content:
    """Return a row with phrases added to a field, and their source kept with the row.

    A provision is linked to the entry of Section K too. `place` is a name that `places` gave.
    """
    row = copy.deepcopy(content)
    told = tuple(phrases)
    words = "\n\n".join(f"“{phrase}”" for phrase in told)
    name, _, rest = place.partition("-")
    if rest:
        number, _, inner = rest.partition("-")
        provision = row[name][int(number) - 1]
        provision[inner] = _added(provision.get(inner), words)
        if source.advice and source.advice not in provision.get("advice", []):
            provision["advice"] = [*provision.get("advice", []), source.advice]
    else:
        row[name] = _added(row.get(name), words)
    quote = {
        "document": source.document,
        "adviser": source.adviser,
        "on": source.on or None,
        "advice": source.advice,
    }
    row["quotes"] = [*row.get("quotes", []), *({"text": phrase, **quote} for phrase in told)]
    return row


def _added(text: str | None, words: str) -> str:
    return f"{text}\n\n{words}" if text else words


def without_quote(content: Content, number: int) -> Content:
    """Return a row without the source of one of its quotes, by its number from 1. Its text stays as it is."""
    rest = [one for place, one in enumerate(content.get("quotes", []), start=1) if place != number]
    return {**content, "quotes": rest}
