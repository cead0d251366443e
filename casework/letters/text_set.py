"""The set of texts in force: those that are shipped, each replaced by the authority's own where it has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import cast

import casework.processes
from casework.letters.text_file import SUFFIX, BadText, Head, Sort, TextFile, text_file

_SHARED = Path(__file__).parent / "texts"
_PROCESSES = Path(casework.processes.__file__).parent


class TextSet:
    """Texts by the names of their files. It is not changed once it is made."""

    def __init__(self, files: Mapping[str, TextFile]) -> None:
        self.files = dict(files)

    @cached_property
    def kinds(self) -> Mapping[tuple[Sort, str], TextFile]:
        """The texts that have a kind, by their sort and kind."""
        return {(one.sort, one.head.kind): one for one in self.files.values() if one.head is not None}

    def find(self, sort: Sort, kind: str) -> TextFile | None:
        """The text of a kind; None where there is none."""
        return self.kinds.get((sort, kind))

    def text(self, sort: Sort, kind: str) -> TextFile:
        """The text of a kind. Raises KeyError where there is none."""
        return self.kinds[(sort, kind)]

    def with_own(self, sources: Mapping[str, str]) -> TextSet:
        """The same set with an authority's own texts in place of those shipped. Raises BadText."""
        own = {}
        for name, source in sources.items():
            if name not in self.files:
                raise BadText(name, 1, "no text of this name is shipped, so it replaces none")
            own[name] = text_file(name, source, is_own=True)
        return TextSet({**self.files, **own})


def head_of(text: TextFile) -> Head:
    """The front matter of a text that is no part."""
    return cast(Head, text.head)


def sources_in(folder: Path) -> dict[str, str]:
    """The files of texts below a folder, by their names relative to it."""
    found = sorted(folder.rglob(f"*{SUFFIX}"))
    return {one.relative_to(folder).as_posix(): one.read_text(encoding="utf-8") for one in found}


@cache
def shipped() -> TextSet:
    """The texts that are shipped, read once: the shared ones, and those of each process under the name of its folder."""
    sources = sources_in(_SHARED)
    for folder in sorted(_PROCESSES.glob("*/letters")):
        sources |= {f"{folder.parent.name}/{name}": source for name, source in sources_in(folder).items()}
    return TextSet({name: text_file(name, source) for name, source in sources.items()})


class _InForce:
    """The set that this process uses; it is put in place once, when the process starts."""

    texts: TextSet | None = None


def texts() -> TextSet:
    """The texts in force: the shipped ones, unless a process put others in place when it started."""
    return _InForce.texts or shipped()


def put_in_force(chosen: TextSet | None) -> None:
    """Use a set from now on in this process; None uses the shipped texts."""
    _InForce.texts = chosen


@contextmanager
def in_force(chosen: TextSet) -> Iterator[None]:
    """Use a set for a while."""
    before = _InForce.texts
    put_in_force(chosen)
    try:
        yield
    finally:
        put_in_force(before)
