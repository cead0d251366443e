"""Two versions of a plan side by side: which rows and fields changed, and which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from casework.plans.draft import DraftPart, parts_of
from casework.plans.draft_form import columns_of, flat, label_of
from casework.plans.plan import Plan
from casework.plans.template import NATIONAL, Section, Template

State = Literal["same", "changed", "added", "removed"]
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
_ONLY_WORDS: Final = re.compile(r"\w+")
_ALIKE: Final = 0.5
"""How alike two rows without a shared id must be, from 0 to 1, to be versions of one row."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is only in this version."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field that differs: its label and both texts in pieces."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """The fields of a section, or a row, that differs. `moved` is whether a row has another place."""

    title: str
    state: State
    moved: bool
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section with its parts that differ; none if it is the same in both versions."""

    key: str
    name: str
    parts: tuple[ChangedPart, ...]


def compare(before: Plan, after: Plan, template: Template = NATIONAL) -> tuple[ChangedSection, ...]:
    """Return every section of two versions, with what differs in it."""
    old, new = parts_of(before, template=template), parts_of(after, template=template)
    return tuple(
        ChangedSection(
            section.key,
            section.name,
            tuple(
                _parts(
                    section,
                    [one for one in old if one.section == section.key],
                    [one for one in new if one.section == section.key],
                )
            ),
        )
        for section in template.sections
    )


def _parts(section: Section, old: Sequence[DraftPart], new: Sequence[DraftPart]) -> Iterable[ChangedPart]:
    twins = _twins(section, old, new)
    order = [one.part for one in old if one.part in twins]
    kept = [twins_part for one in new if (twins_part := _old_of(twins, one.part)) is not None]
    moved = _moved(
        [part for part in order if part != section.key], [part for part in kept if part != section.key]
    )
    by_part = {one.part: one for one in old}
    for one in (each for each in new if each.part == section.key):
        yield from _one(section, section.title, by_part.get(one.part), one, moved=False)
    for place, one in enumerate([each for each in new if each.part != section.key], 1):
        was = _old_of(twins, one.part)
        yield from _one(section, f"{section.row} {place}", by_part.get(was or ""), one, moved=was in moved)
    for place, one in enumerate([each for each in old if each.part != section.key], 1):
        if one.part not in twins:
            yield from _one(section, f"{section.row} {place}", one, None, moved=False)


def _old_of(twins: Mapping[str, str], part: str) -> str | None:
    return next((was for was, now in twins.items() if now == part), None)


def _moved(order: Sequence[str], kept: Sequence[str]) -> frozenset[str]:
    """The rows that are not in the longest run that kept its order."""
    matcher = SequenceMatcher(None, order, kept, autojunk=False)
    still = {order[block.a + step] for block in matcher.get_matching_blocks() for step in range(block.size)}
    return frozenset(order) - still


def _one(
    section: Section, title: str, before: DraftPart | None, after: DraftPart | None, *, moved: bool
) -> Iterable[ChangedPart]:
    either = after or before
    columns = columns_of(section, either.part) if either else ()
    old = flat(before.content, columns) if before else {}
    new = flat(after.content, columns) if after else {}
    names = [*new, *(name for name in old if name not in new)]
    fields = tuple(
        ChangedField(label_of(name, columns), *marked(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )
    state: State = (
        "added" if before is None else "removed" if after is None else "changed" if fields else "same"
    )
    if fields or moved:
        yield ChangedPart(title, state, moved, fields)


def _twins(section: Section, old: Sequence[DraftPart], new: Sequence[DraftPart]) -> dict[str, str]:
    """The parts that are versions of each other, the old one first: by id, by the number of advice, or the most alike."""
    found = {one.part: one.part for one in old if any(each.part == one.part for each in new)}
    numbers = {one.content.get("id"): one.part for one in new if one.content.get("id")}
    for one in old:
        if one.part not in found and (twin := numbers.get(one.content.get("id"))) is not None:
            found[one.part] = twin
    left = [one for one in new if one.part not in found.values()]
    for one in (each for each in old if each.part not in found):
        said = _said(section, one)
        likest = max(left, key=lambda each: _alike(said, _said(section, each)), default=None)
        if likest is not None and _alike(said, _said(section, likest)) >= _ALIKE:
            found[one.part] = likest.part
            left.remove(likest)
    return found


def _said(section: Section, part: DraftPart) -> list[str]:
    return _ONLY_WORDS.findall(" ".join(flat(part.content, columns_of(section, part.part)).values()))


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two texts in pieces; what only one of them has is marked."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    lefts: list[Piece] = []
    rights: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for pieces, words in ((lefts, old[a:b]), (rights, new[c:d])):
            if words:
                pieces.append(Piece("".join(words), kind != "equal"))
    return tuple(lefts), tuple(rights)
