"""A tailored list as a paper for the family."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from casework.letters.paper import Block, Heading, Paper, Paragraph, Table

_MOST_MISSES = 25
"""How many near misses a paper for the family names; the list as it was kept holds them all."""


def list_paper(content: Mapping[str, Any], consulted: Collection[str] = ()) -> Paper:
    """The paper of a list as it was kept. `consulted` holds the settings that have been consulted, such as urn-900001."""
    return Paper("Schools and colleges that may suit", tuple(_blocks(content, consulted)))


def consultation(entry: Mapping[str, Any], consulted: Collection[str]) -> str:
    """Whether a setting on a list has been consulted, in words: a list says nothing of whether it has a place."""
    return "Consulted" if f"urn-{entry['urn']}" in consulted else "Not yet consulted"


def _blocks(content: Mapping[str, Any], consulted: Collection[str]) -> Iterator[Block]:
    yield Paragraph(str(content["rights"]))
    rows = tuple(
        (
            (entry["name"], consultation(entry, consulted)),
            (f"{entry['miles']:.1f}" if entry["miles"] is not None else "not known",),
            ("; ".join(entry["reasons"]), *(f"Please note: {caution}" for caution in entry["cautions"])),
        )
        for entry in content["entries"]
    )
    if rows:
        yield Table("The list", ("School or college", "Miles in a straight line", "Why it is here"), rows)
    if content["near_misses"]:
        yield Heading("Others nearby, and why they are not on the list")
        yield Table(
            "Not on the list",
            ("School or college", "Miles in a straight line", "Why not"),
            tuple(
                ((miss["name"],), (f"{miss['miles']:.1f}",), (miss["why_not"],))
                for miss in content["near_misses"][:_MOST_MISSES]
            ),
        )
        left = len(content["near_misses"]) - _MOST_MISSES
        more = [f"{left} more, further away, are kept with this list."] if left > 0 else []
        if more := [*more, *content.get("others", ())]:
            yield Paragraph(f"{' '.join(more)} Ask us for the whole of it if you wish to see it.")
    if content["data_as_at"]:
        yield Paragraph(f"From the national register of schools as it was on {content['data_as_at']}.")
