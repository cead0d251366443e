"""The directory of settings that was loaded last, and searches near a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from casework.people.postal_address import postcode_of
from casework.settings.settings import METRES_IN_A_MILE, Directory, Setting
from records.tables import LOADS, SETTINGS

_SETTING = TypeAdapter(Setting)
_WHAT = "settings"
_AT_ONCE = 1000
_MOST_FOUND = 500
"""The most settings that a search reads."""


@dataclass(frozen=True, slots=True)
class Load:
    """A load of the register. `as_at` is the date of the extract."""

    loaded_at: datetime
    as_at: date | None
    rows: int
    by: str | None


def replace_settings(session: Session, settings: Iterable[Setting], load: Load) -> None:
    """Replace all settings with those of a new extract."""
    session.execute(delete(SETTINGS))
    rows = [
        {
            "urn": setting.urn,
            "easting": setting.easting,
            "northing": setting.northing,
            "content": _SETTING.dump_python(setting, mode="json"),
            "words": " ".join((setting.name, *setting.address, setting.urn)).casefold(),
            "postcode": postcode_of(setting.address),
        }
        for setting in settings
    ]
    for first in range(0, len(rows), _AT_ONCE):
        session.execute(insert(SETTINGS), rows[first : first + _AT_ONCE])
    session.execute(
        insert(LOADS).values(
            what=_WHAT, loaded_at=load.loaded_at, as_at=load.as_at, rows=load.rows, by=load.by
        )
    )


def all_settings(session: Session) -> dict[str, Setting]:
    """Return every setting by its URN."""
    rows = session.execute(select(SETTINGS.c.urn, SETTINGS.c.content))
    return {row.urn: _SETTING.validate_python(row.content) for row in rows}


def last_load(session: Session) -> Load | None:
    """Return the current load, or None if nothing was loaded."""
    query = select(LOADS).where(LOADS.c.what == _WHAT).order_by(LOADS.c.loaded_at.desc()).limit(1)
    row = session.execute(query).first()
    return Load(row.loaded_at, row.as_at, row.rows, row.by) if row else None


def setting_of(session: Session, urn: str) -> Setting | None:
    """Return the setting with a URN, or None."""
    content = session.scalar(select(SETTINGS.c.content).where(SETTINGS.c.urn == urn))
    return _SETTING.validate_python(content, strict=False) if content else None


def directory_around(
    session: Session, easting: int, northing: int, miles: float, urns: Iterable[str] = ()
) -> Directory:
    """Return the settings in the square that extends `miles` each way from a place, and those with the given URNs."""
    reach = round(miles * METRES_IN_A_MILE) + 1
    place = SETTINGS.c.easting.between(easting - reach, easting + reach) & SETTINGS.c.northing.between(
        northing - reach, northing + reach
    )
    rows = session.scalars(select(SETTINGS.c.content).where(place | SETTINGS.c.urn.in_(list(urns))))
    load = last_load(session)
    as_at = load.as_at.isoformat() if load and load.as_at else ""
    return Directory((_SETTING.validate_python(row) for row in rows), as_at)


def search(session: Session, words: str, kinds: Iterable[str] = ()) -> list[Setting]:
    """Return settings with each word in their name, address or number, by name. `kinds` limits the kinds."""
    query = select(SETTINGS.c.content).order_by(SETTINGS.c.words, SETTINGS.c.urn).limit(_MOST_FOUND)
    for word in words.casefold().split():
        query = query.where(SETTINGS.c.words.contains(word, autoescape=True))
    if wanted := sorted(kinds):
        query = query.where(SETTINGS.c.content["kind"].as_string().in_(wanted))
    return [_SETTING.validate_python(content, strict=False) for content in session.scalars(query)]


def place_of_postcode(session: Session, postcode: str) -> tuple[int, int, bool] | None:
    """Return easting and northing of a postcode and whether they are those of a setting with that very postcode.

    Without one, they are the middle of the settings in the same sector: the postcode without its last two letters.
    Returns None if the register has no setting there.
    """
    placed = SETTINGS.c.easting.is_not(None) & SETTINGS.c.northing.is_not(None)
    middle = select(func.avg(SETTINGS.c.easting), func.avg(SETTINGS.c.northing)).where(placed)
    sector = SETTINGS.c.postcode.startswith(postcode[:-2], autoescape=True) & (
        func.length(SETTINGS.c.postcode) == len(postcode)
    )
    for exact, where in ((True, SETTINGS.c.postcode == postcode), (False, sector)):
        east, north = session.execute(middle.where(where)).one()
        if east is not None:
            return round(east), round(north), exact
    return None


def names_of_settings(session: Session, urns: Iterable[str]) -> dict[str, str]:
    """Return the names of settings by URN."""
    wanted = sorted(set(urns))
    if not wanted:
        return {}
    query = select(SETTINGS.c.urn, SETTINGS.c.content).where(SETTINGS.c.urn.in_(wanted))
    return {row.urn: str(row.content["name"]) for row in session.execute(query)}


def kinds_of_settings(session: Session, urns: Iterable[str]) -> dict[str, str]:
    """Return the kinds of settings by URN."""
    wanted = sorted(set(urns))
    if not wanted:
        return {}
    query = select(SETTINGS.c.urn, SETTINGS.c.content).where(SETTINGS.c.urn.in_(wanted))
    return {row.urn: str(row.content["kind"]) for row in session.execute(query)}
