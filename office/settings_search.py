"""Find a school or college by name, town, kind or number, with how far it is from the child's home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from sqlalchemy.orm import Session

from casework.people.postal_address import postcode_of
from casework.settings.settings import METRES_IN_A_MILE, Setting
from records import children, parties, people, settings
from records.database import Database

MOST_FOUND = 30
"""The most settings that a page shows."""
NEAR_MILES = 10.0
"""How far a search without words reaches from the home."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a child lives, as far as the register tells it.

    `easting` and `northing` are the place of the settings with the same postcode or, if `exact` is false, the middle of
    those in the same postcode sector. They are None if the register has no setting there.
    """

    postcode: str | None = None
    easting: int | None = None
    northing: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A setting that was found. `miles` is its distance in a straight line, or None if that is not known."""

    setting: Setting
    miles: float | None


def home_of(session: Session, case_id: str) -> Home:
    """Return where the child of a case lives. The register holds no addresses of homes, only those of settings."""
    intake = people.intake_of(session, case_id)
    child = children.find(session, intake.child_id) if intake is not None else None
    addresses = [child.current.details.address] if child is not None else []
    addresses += [one.address.postal for one in parties.of_case(session, case_id) if one.is_active]
    postcode = next((found for each in addresses if each and (found := postcode_of(each.splitlines()))), None)
    if postcode is None:
        return Home()
    place = settings.place_of_postcode(session, postcode)
    return Home(postcode, *place) if place is not None else Home(postcode)


def find(database: Database, home: Home, words: str, kinds: Sequence[str]) -> tuple[list[Found], int]:
    """Return the settings that match, the nearest first, and how many more there are.

    `words` are parts of the name, the address or the number. Without words, the settings near the home are searched.
    """
    with database.read() as session:
        if words.split():
            matching = settings.search(session, words, kinds)
        elif home.easting is not None and home.northing is not None:
            around = settings.directory_around(session, home.easting, home.northing, NEAR_MILES)
            near = around.within(home.easting, home.northing, NEAR_MILES)
            matching = [one for _, one in near if not kinds or one.kind in kinds]
        else:
            matching = settings.search(session, "", kinds) if kinds else []
    found = [Found(one, miles_from(home, one)) for one in matching if one.is_open]
    found.sort(key=lambda one: (one.miles is None, one.miles or 0, one.setting.name))
    return found[:MOST_FOUND], max(0, len(found) - MOST_FOUND)


def miles_from(home: Home, setting: Setting) -> float | None:
    """Return the distance of a setting from a home in miles, or None if either place is not known."""
    if None in (home.easting, home.northing, setting.easting, setting.northing):
        return None
    east, north = (setting.easting or 0) - (home.easting or 0), (setting.northing or 0) - (home.northing or 0)
    return hypot(east, north) / METRES_IN_A_MILE
