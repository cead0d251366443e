"""Schools and colleges from the national register, and a directory that quickly finds the ones nearby.

The columns are those of the extract of Get Information About Schools. The needs that a school declares and the number on
its roll describe one day. They do not promise a place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import hypot

from casework.settings.kinds import Kind, kind

METRES_IN_A_MILE = 1609.344

NEEDS: dict[str, str] = {
    "ASD": "autism",
    "HI": "hearing impairment",
    "MLD": "moderate learning difficulty",
    "MSI": "multi-sensory impairment",
    "OTH": "another difficulty or disability",
    "PD": "physical disability",
    "PMLD": "profound and multiple learning difficulty",
    "SEMH": "social, emotional and mental health",
    "SLCN": "speech, language and communication",
    "SLD": "severe learning difficulty",
    "SPLD": "specific learning difficulty",
    "VI": "visual impairment",
}
"""The kinds of need, by the codes of the register and the SEN2 return."""

PHASES: dict[str, str] = {
    "nursery": "nursery",
    "primary": "primary",
    "secondary": "secondary",
    "post_16": "post-16",
}
"""The phases of education, by code."""
_BOTH = frozenset({"primary", "secondary"})
_ANY = frozenset(PHASES)
SERVES: dict[str, frozenset[str]] = {
    **{phase: frozenset({phase}) for phase in PHASES},
    "middle": _BOTH,
    "all_through": _BOTH,
    "": _ANY,
}
"""The phases that a setting serves, by its phase in the register. Most special schools have none there."""
_STARTS = (("nursery", 0, 4), ("primary", 4, 11), ("secondary", 11, 18), ("post_16", 16, 25))


def phases_at(age: int) -> frozenset[str]:
    """The phases for an age in whole years: two at 4, at 11 and from 16 to 18."""
    return frozenset(phase for phase, youngest, oldest in _STARTS if youngest <= age <= oldest) or _ANY


@dataclass(frozen=True, slots=True)
class Setting:
    """One school or college. Eastings and northings are metres of the national grid; ages are whole years.

    `kind` is the code of a kind in kinds.yaml. An age is None if the register has none. `phase` is a key of SERVES, or "" if
    the register has none. `address` holds the lines of its postal address, if the extract has them.
    """

    urn: str
    name: str
    kind: str
    authority: str
    low_age: int | None
    high_age: int | None
    is_open: bool
    closing: bool = False
    section_41: bool = False
    needs: frozenset[str] = frozenset()
    resourced: bool = False
    places: int | None = None
    on_roll: int | None = None
    resourced_places: int | None = None
    resourced_on_roll: int | None = None
    easting: int | None = None
    northing: int | None = None
    phase: str = ""
    address: tuple[str, ...] = ()

    @property
    def in_law(self) -> Kind:
        """What the law makes of a setting of its kind."""
        return kind(self.kind)

    @property
    def why_not_requested(self) -> str | None:
        """Why a family has no right to have it named (CFA 2014 s.38(3)), in sentences; None if it has that right."""
        its = self.in_law
        if its.request == "yes" or (its.request == "approved" and self.section_41):
            return None
        if its.request == "unknown":
            return f"It is {its.words}. We must check whether the law lets a family ask for it."
        not_approved = " that is not approved under section 41" if its.request == "approved" else ""
        no_right = "" if not_approved else " It is not of a kind in section 38(3)."
        return (
            f"It is {its.words}{not_approved}.{no_right} The family may make representations for it, but we have no duty "
            "to name it."
        )


class Directory:
    """Settings sorted by easting, so that a search within some miles reads only a part of them."""

    def __init__(self, settings: Iterable[Setting], as_at: str = "") -> None:
        self.as_at = as_at
        self._by_urn = {setting.urn: setting for setting in settings}
        placed = [
            (s.easting, s.northing, s)
            for s in self._by_urn.values()
            if s.easting is not None and s.northing is not None
        ]
        self._placed = sorted(placed, key=lambda found: (found[0], found[2].urn))
        self._eastings = [easting for easting, _, _ in self._placed]

    def __len__(self) -> int:
        return len(self._by_urn)

    def get(self, urn: str) -> Setting | None:
        """The setting with this register number, or None."""
        return self._by_urn.get(urn)

    def within(self, easting: int, northing: int, miles: float) -> Iterator[tuple[float, Setting]]:
        """The settings within a distance in a straight line, each with its distance in miles."""
        reach = miles * METRES_IN_A_MILE
        first = bisect_left(self._eastings, easting - reach)
        last = bisect_right(self._eastings, easting + reach)
        for east, north, setting in self._placed[first:last]:
            up = north - northing
            if -reach <= up <= reach and (metres := hypot(east - easting, up)) <= reach:
                yield metres / METRES_IN_A_MILE, setting
