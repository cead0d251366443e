"""The settings that an act names: by the number or the name that a person entered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from casework.case.actions import Action
from office.refusals import ActRefused
from records import settings
from records.database import Database
from statute.words import listed

_URN = re.compile(r"(?:urn[- ]?)?(\d{5,7})", re.IGNORECASE)
MOST_MATCHES = 10
"""The most settings to choose from. With more, the words are too few to be of use."""
Match = tuple[str, str]
"""A setting: its URN and its name, with its town and postcode where the register knows them."""


def urn_of(written: str) -> str | None:
    """Return the URN that a person entered in any of its forms, or None for words."""
    found = _URN.fullmatch(written.strip())
    return found[1] if found else None


def settings_called(database: Database, written: str) -> list[Match]:
    """Return the open settings that have a number or all of some words in their name, address or number, by name.

    Without a loaded register each number is accepted. One setting with exactly this name is the only match.
    """
    urn = urn_of(written)
    with database.read() as session:
        if urn is not None:
            known = settings.names_of_settings(session, [urn])
            if settings.last_load(session) is None:
                return [(urn, known.get(urn, ""))]
            return list(known.items())
        found = [one for one in settings.search(session, written) if one.is_open] if written.split() else []
    exact = [one for one in found if one.name.casefold() == written.strip().casefold()]
    return [
        (one.urn, ", ".join((one.name, *one.address[-2:]))) for one in (exact if len(exact) == 1 else found)
    ]


def why_unclear(written: str, found: list[Match]) -> str:
    """Return what is wrong with the words for a setting that match none or several, and what to do."""
    what = written.strip()[:60]
    if not found and urn_of(written) is not None:
        return f"There is no setting {what} in the register. Check the number"
    if not found:
        return f"No setting is called {what!r}. Check the name, or enter the number (URN)"
    if len(found) > MOST_MATCHES:
        return f"More than {MOST_MATCHES} settings match {what!r}. Enter more of the name, the town or the number (URN)"
    return f"{len(found)} settings match {what!r}. Select one"


def with_settings(database: Database, action: Action, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an act with each setting as its id, whether it was given as id, number or name.

    Raises ActRefused if a name matches none or several.
    """
    given = dict(fields)
    for field in action.fields:
        written = given.get(field.name)
        if field.holds != "setting":
            continue
        if isinstance(written, str) and written.strip():
            given[field.name] = _id_of(database, field.name, written)
        elif field.is_list and isinstance(written, list | tuple):
            given[field.name] = [
                _id_of(database, field.name, str(one)) for one in written if str(one).strip()
            ]
    return given


def _id_of(database: Database, name: str, written: str) -> str:
    """Return the id of a setting that a field names. Raises ActRefused if its words match none or several."""
    if (urn := urn_of(written)) is None:
        found = settings_called(database, written)
        if len(found) != 1:
            which = (
                f": {listed([f'urn-{one}' for one, _ in found])}" if 1 < len(found) <= MOST_MATCHES else ""
            )
            raise ActRefused(f"{name}: {why_unclear(written, found)}{which}.")
        urn = found[0][0]
    return f"urn-{urn}"
