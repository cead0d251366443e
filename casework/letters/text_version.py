"""Which text a letter was made of: its kind, version and hash, and whether it was the authority's own."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from casework.letters.text_file import TextFile
from casework.letters.text_rendering import included
from casework.letters.text_set import TextSet, head_of

_OWN = "-own"
_VERSION = re.compile(r"^(?P<name>.+)-v(?P<version>\d+)-(?P<hash>[0-9a-f]{10})(?P<own>-own)?$")


@dataclass(frozen=True, slots=True)
class TextUsed:
    """The text of a letter or message that was sent. `hash` is the beginning of the SHA-256 of the text and its parts."""

    name: str
    version: int
    hash: str
    is_own: bool


def version_of(chosen: TextSet, text: TextFile) -> str:
    """What is kept with a letter of a text. It changes with every change of the text or of a part that it includes."""
    files = [text, *sorted(included(chosen, text), key=lambda one: one.name)]
    told = "\n".join(f"{one.name} {one.content_hash}" for one in files)
    own = _OWN if any(one.is_own for one in files) else ""
    head = head_of(text)
    return f"{head.kind}-v{head.version}-{hashlib.sha256(told.encode()).hexdigest()[:10]}{own}"


def text_used(version: str | None) -> TextUsed | None:
    """The text that a kept version names; None where it names none, as for a letter without a text."""
    found = _VERSION.match(version or "")
    if found is None:
        return None
    return TextUsed(found["name"], int(found["version"]), found["hash"], found["own"] is not None)
