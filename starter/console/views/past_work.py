"""The rows and the check page of past work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.case.actions import HOW_TOLD, Action
from casework.case.acts import ADVISERS, CATALOGUE, NOT_BY_PEOPLE
from casework.case.offers import ON_OTHER_PAGES
from casework.people.parties import called
from office.past_work import Preview, owed
from office.refusals import ActRefused
from starter.console.views import labels
from starter.console.views.case import File
from statute.words import capital

ROWS = 6
_WORDS = ("reason", "explained", "note")
"""The text fields that the words of a row may stand for, the first that the act has."""


def choices(file: File) -> dict[str, Any]:
    """Return the options of the form: acts, advisers, how a person was told, and the documents of the case."""
    acts = sorted(
        (action.title, name)
        for name, action in CATALOGUE.items()
        if name not in NOT_BY_PEOPLE | ON_OTHER_PAGES and "exception" not in name
    )
    return {
        "numbers": range(1, ROWS + 1),
        "actions": [(name, title) for title, name in acts],
        "advisers": [(name, capital(labels.plain(name))) for name in ADVISERS],
        "how": [(name, capital(labels.plain(name))) for name in HOW_TOLD],
        "documents": [(one.document_id, one.name) for one in file.documents],
    }


def rows_of(raw: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows that are filled in. Raises ActRefused for a row with only a part of its date."""
    rows = []
    for number in range(1, ROWS + 1):
        told = {name: raw.get(f"{name}-{number}", "").strip() for name in _ROW}
        if not any(told.values()):
            continue
        rows.append(_row(number, told))
    return rows


_ROW = ("action", "day", "month", "year", "adviser", "setting", "how", "evidence", "words")


def _row(number: int, told: Mapping[str, str]) -> dict[str, Any]:
    action = CATALOGUE.get(told["action"])
    if action is None:
        raise ActRefused(f"Row {number}: select the action that was done.")
    parts = [told[name] for name in ("day", "month", "year")]
    if not all(part.isascii() and part.isdecimal() for part in parts) or len(told["year"]) != 4:
        raise ActRefused(f"Row {number}: the date must include a day, a month and a year, such as 27 3 2026.")
    urn = told["setting"].removeprefix("urn-")
    row = {
        "action": action.name,
        "on": f"{told['year']}-{told['month']:0>2}-{told['day']:0>2}",
        "of": (f"urn-{urn}" if urn else "")
        if action.of == "setting"
        else told["adviser"]
        if action.of
        else "",
        "told_how": told["how"],
        "told_evidence": told["evidence"],
        **_words(action, told["words"]),
    }
    if urn and action.field("setting") is not None:
        row["setting"] = f"urn-{urn}"
    return {name: value for name, value in row.items() if value}


def _words(action: Action, words: str) -> dict[str, str]:
    name = next((each for each in _WORDS if action.field(each) is not None), None)
    return {name: words} if words and name else {}


def checked(file: File, found: Preview) -> dict[str, Any]:
    """Return the acts, what is owed after them, and who is told of that."""
    people = dict.fromkeys(
        called(one.to_role) + (f" ({file.party_name(one.of)})" if one.of else "")
        for one in found.recorded.notices
    )
    return {
        "acts": [
            {
                "title": CATALOGUE[one.action].title,
                "of": "\n".join(capital(file.party_name(of)) for of in (one.of or "").split(",") if of),
                "on": one.on,
            }
            for one in found.acts
        ],
        "owed": [{**one, "of": file.party_name(one["of"])} for one in owed(found.outlook)],
        "told": [capital(one) for one in people],
    }
