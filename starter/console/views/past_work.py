"""The rows and the check page of past work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from casework.case.actions import HOW_TOLD, Action
from casework.case.acts import ADVISERS, CATALOGUE, NOT_BY_PEOPLE
from casework.case.offers import ON_OTHER_PAGES
from casework.people.parties import called
from office.past_work import Preview, owed
from office.refusals import ActRefused
from records.database import Database
from starter.console.views import labels
from starter.console.views.case import File
from starter.console.views.setting_answers import SettingField, setting_field
from statute.words import capital

Raw = Mapping[str, Sequence[str]]
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


class WrongRow(ActRefused):
    """A row cannot be read. `at` is the id of the field that is wrong."""

    def __init__(self, at: str, sentence: str) -> None:
        super().__init__(sentence)
        self.at = at


def settings_asked(database: Database, raw: Raw) -> dict[int, SettingField]:
    """Return the field for the setting of each row, by the number of the row."""
    return {
        number: setting_field(
            database, f"setting-{number}", "Setting (optional)", raw.get(f"setting-{number}", [])
        )
        for number in range(1, ROWS + 1)
    }


def rows_of(raw: Raw, settings: Mapping[int, SettingField]) -> dict[int, dict[str, Any]]:
    """Return the rows that are filled in, by number. Raises WrongRow for one that cannot be read."""
    rows = {}
    for number in range(1, ROWS + 1):
        told = {name: first(raw, f"{name}-{number}") for name in _ROW}
        setting = settings[number]
        if any(told.values()) or setting.urn or setting.error:
            rows[number] = _row(number, told, setting)
    return rows


def first(raw: Raw, name: str) -> str:
    """Return the first answer to a question without spaces around it, or an empty text."""
    return next((one.strip() for one in raw.get(name, ()) if one.strip()), "")


def at_row(sentence: str, rows: Sequence[int]) -> tuple[str, str]:
    """Return the id of the field and the sentence of a refusal that names the place of a row among those filled in."""
    found = re.match(r"Row (\d+): ", sentence)
    if found is None or not 0 < int(found[1]) <= len(rows):
        return "action-1", sentence
    number = rows[int(found[1]) - 1]
    return f"action-{number}", f"Action {number}: {sentence[found.end() :]}"


_ROW = ("action", "day", "month", "year", "adviser", "how", "evidence", "words")


def _row(number: int, told: Mapping[str, str], setting: SettingField) -> dict[str, Any]:
    action = CATALOGUE.get(told["action"])
    if action is None:
        raise WrongRow(f"action-{number}", f"Action {number}: select what was done")
    parts = [told[name] for name in ("day", "month", "year")]
    if not all(part.isascii() and part.isdecimal() for part in parts) or len(told["year"]) != 4:
        raise WrongRow(
            f"day-{number}",
            f"Action {number}: the date must include a day, a month and a year, such as 27 3 2026",
        )
    if setting.error is not None:
        raise WrongRow(f"setting-{number}", f"Action {number}: {setting.error}")
    urn = setting.urn
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
