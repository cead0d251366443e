"""The views of a bundle: the papers to choose from, the check before it is made, and its versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.processes.bundle_order import BundleOrder
from office.bundles import Draft, Wish
from office.case_papers import CasePaper
from records.bundles import Bundle, Reader
from starter.console.views.case import File
from statute.words import listed

_NOT_IN = ""
_LARGEST_NUMBER = 9999
Form = Mapping[str, Sequence[str]]


def first(form: Form, name: str) -> str:
    """Return the first value of a field, or an empty text."""
    values = form.get(name, ())
    return values[0].strip() if values else ""


def wish_of(form: Form, order: BundleOrder, papers: Sequence[CasePaper]) -> tuple[Wish, dict[str, str]]:
    """Return the bundle that a form asks for, and its errors by field. Papers of a part are in order of place, then date."""
    errors: dict[str, str] = {}
    placed = []
    for at, paper in enumerate(papers):
        part = first(form, f"part-{paper.paper_id}")
        place = _number(form, f"place-{paper.paper_id}", f"Place of {paper.title}", errors)
        if part in {one.id for one in order.sections}:
            placed.append((place or _LARGEST_NUMBER, at, (part, paper.paper_id)))
    limits = {
        one.id: _number(form, f"limit-{one.id}", f"Most pages of {one.title}", errors)
        for one in order.sections
    }
    chosen = tuple(pair for _, _, pair in sorted(placed))
    if not chosen:
        errors["papers"] = "Choose a part for at least one paper"
    return Wish(chosen, limits, first(form, "looked") == "yes", first(form, "why")), errors


def _number(form: Form, name: str, label: str, errors: dict[str, str]) -> int | None:
    written = first(form, name)
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and 0 < int(written) <= _LARGEST_NUMBER):
        errors[name] = f"{label} must be a whole number, such as 3"
        return None
    return int(written)


def started(
    order: BundleOrder, limits: Mapping[str, int | None], papers: Sequence[CasePaper], last: Bundle | None
) -> Form:
    """Return the form as it starts: the papers of the last version or, without one, what each part suggests."""
    form: dict[str, list[str]] = {f"limit-{name}": [str(one)] for name, one in limits.items() if one}
    if last is not None:
        for part in last.content["parts"]:
            for place, paper in enumerate(part["papers"], 1):
                form |= {f"part-{paper['id']}": [part["id"]], f"place-{paper['id']}": [str(place)]}
        return form
    for each in papers:
        part_id = next((one.id for one in order.sections if each.sort in one.suggests), _NOT_IN)
        form[f"part-{each.paper_id}"] = [part_id]
    return form


def chooser(order: BundleOrder, papers: Sequence[CasePaper], form: Form) -> dict[str, Any]:
    """Return the papers to choose from, each with its part and place, and the limits of the parts."""
    return {
        "order": order,
        "options": [
            {"value": _NOT_IN, "text": "Not in it"},
            *({"value": one.id, "text": one.title} for one in order.sections),
        ],
        "papers": [
            {
                "id": one.paper_id,
                "title": one.title,
                "on": one.on,
                "part": first(form, f"part-{one.paper_id}"),
                "place": first(form, f"place-{one.paper_id}"),
            }
            for one in papers
        ],
        "limits": [
            {"id": one.id, "title": one.title, "hint": one.hint, "value": first(form, f"limit-{one.id}")}
            for one in order.sections
        ],
        "kept": [
            (name, value)
            for name in form
            if name.partition("-")[0] in ("part", "place", "limit")
            for value in form[name]
        ],
    }


def checked(draft: Draft) -> dict[str, Any]:
    """Return the check page of a bundle: its parts with their pages, and what a person must look at."""
    return {
        "version": draft.version,
        "draft_parts": [
            {
                "title": one.part.title,
                "pages": one.pages,
                "limit": one.limit,
                "is_over": one.is_over,
                "papers": [
                    {"title": paper.title, "on": paper.on, "pages": count} for paper, _, count in one.papers
                ],
            }
            for one in draft.parts
        ],
        "failed": list(draft.failed),
        "hidden": [
            f"{title}: page {listed(tuple(map(str, pages)))}"
            if len(pages) == 1
            else f"{title}: pages {listed(tuple(map(str, pages)))}"
            for title, pages in draft.hidden
        ],
        "is_over": bool(draft.over),
    }


def versions(file: File, found: Sequence[tuple[Bundle, list[Reader]]]) -> list[dict[str, Any]]:
    """Return the versions of a bundle, each with who had it."""
    return [
        {
            "id": one.bundle_id,
            "version": one.version,
            "pages": one.content["pages"],
            "why": one.content["why"],
            "document": one.document_id,
            "by": file.staff_name(one.by),
            "at": one.at,
            "readers": readers,
        }
        for one, readers in found
    ]
