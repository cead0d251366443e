"""What each version of the council details changed, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from office.council_details import Change
from starter.console.views.council_parts import BY_NAME
from statute.words import capital


def history(changes: Iterable[Change], name: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return each version with what it changed, in words."""
    return [
        {
            "version": one.version,
            "at": one.at,
            "by": name(one.by) if one.by else "",
            "because": one.because or ("Loaded from a file" if one.version else ""),
            "changed": [
                {"what": _place(where), "before": before, "after": after}
                for where, before, after in one.changed
            ],
        }
        for one in changes
    ]


def _place(where: str) -> str:
    """Return the place of a detail in words, such as "Services that give advice, the school, email"."""
    part, _, rest = where.partition(".")
    known = BY_NAME.get(part)
    words = [known.title if known else capital(part.replace("_", " "))]
    titles = dict(known.fixed) if known else {}
    words += [titles.get(word, word.replace("_", " ")) for word in rest.split(".") if word]
    return ", ".join(words)
