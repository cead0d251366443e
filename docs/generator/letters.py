"""The reference of letters: every kind, who it goes to, and what must be known before it may leave."""

from __future__ import annotations

from casework.letters.letter_templates import kinds, kinds_to_families, must_contain
from docs.generator.tables import cell, code


def page() -> str:
    """The page of all kinds of letter."""
    parts = [
        "# Letters\n",
        "A letter leaves once everything in its list is known. Until then it waits, and `ehcp letters` and the page of "
        "the case show what is missing.\n",
    ]
    for kind in sorted(kinds()):
        to = "the family" if kind in kinds_to_families() else "others who must be told"
        parts.append(f"## {kind.replace('_', ' ').capitalize()}\n")
        parts.append(f"{code(kind)}, to {to}. It needs:\n")
        parts.append("\n".join(f"- {cell(each.said)}" for each in must_contain(kind)) + "\n")
    return "\n".join(parts)
