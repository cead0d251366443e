"""The views of the standards of a case, and of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.standards.catalogue import ANSWERS, AREAS_OF_NEED, LAYERS, OWNERS, PHASES, STATUSES
from casework.standards.links import (
    ABOVE,
    AS_STANDARD,
    CITED,
    EVIDENCE,
    PROVISION,
    REASON,
    REMOVED,
    THE_REQUEST,
)
from office.standard_links import Wish, in_one_line

_ABOVE = "above"
NAMES = {
    "layers": LAYERS,
    "phases": PHASES,
    "areas": AREAS_OF_NEED,
    "owners": OWNERS,
    "statuses": STATUSES,
    "answers": ANSWERS,
}
"""The words of the codes that the pages show."""
_SHORT = 60


def of_case(told: Mapping[str, Any], documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the page of a case shows: the standards with their answers, the rows of Section F and the choices."""
    several = len(told["judged_on"]) > 1
    choices = [
        {"value": f"{one['catalogue']}/{each['id']}", "text": _short(one, each, several)}
        for one in told["judged_on"]
        for each in one["standards"]
        if not each["withdrawn"]
    ]
    cited = [one for one in told["links"] if one["kind"] == REASON and one["holds"]]
    rows = [
        {
            **row,
            "chosen": _ABOVE if row["answer"] == ABOVE else row["standard"] or "",
            "area": AREAS_OF_NEED[row["area"]],
        }
        for row in told["rows"]
    ]
    return {
        "judged_on": told["judged_on"],
        "rows": rows,
        "recommendations": told["recommendations"],
        "cited": cited,
        "choices": choices,
        "answers": [{"value": code, "text": text} for code, text in ANSWERS.items()],
        "documents": documents,
        "in_one_line": in_one_line(told),
        "names": NAMES,
    }


def _short(catalogue: Mapping[str, Any], one: Mapping[str, Any], several: bool) -> str:
    words = str(one["statement"])
    cut = words if len(words) <= _SHORT else f"{words[:_SHORT].rsplit(' ', 1)[0]}…"
    return f"{catalogue['title']}: {one['id']} {cut}" if several else f"{one['id']} {cut}"


def wishes(sent: Mapping[str, str]) -> list[Wish]:
    """Return what a person changed on the page. A field that shows what it showed before changes nothing."""
    found = []
    document = sent.get("document", "") or THE_REQUEST
    for name, value in sent.items():
        kind, _, of = name.partition(":")
        if kind not in ("answer", "row") or value == sent.get(f"was-{name}", ""):
            continue
        if kind == "answer":
            found.append(Wish(EVIDENCE, value or REMOVED, of, document if value else THE_REQUEST))
        elif value == _ABOVE or not value:
            found.append(Wish(PROVISION, ABOVE if value else REMOVED, None, of))
        else:
            found.append(Wish(PROVISION, AS_STANDARD, value, of))
    if sent.get("cited"):
        found.append(Wish(REASON, CITED, sent["cited"], sent.get("recommendation", "")))
    return found
