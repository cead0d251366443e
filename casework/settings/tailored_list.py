"""The advisory tailored list: settings that may be suitable, with reasons, and near misses with what speaks against them.

The list is advice. It never limits the family's right to ask for any setting of the kinds in section 38(3), and it
includes the settings that the family asks for. Source: the Change Programme. The list is not in any statute.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

from casework.settings.settings import NEEDS, PHASES, SERVES, Directory, Setting, phases_at
from statute.words import listed

RIGHTS = (
    "This list is advice. You may ask for any school or college of the kinds in section 38(3) of the Children and "
    "Families Act 2014, whether it is on the list or not, and you need not choose from it."
)
NEAR_MISS_FACTOR = 1.5
"""A near miss may be this many times as far as the distance asked for."""
_MOST_ALIKE = 40
"""The most near misses to name where they differ only in distance."""
_NEAREST = itemgetter(0, 1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a list is made for: age in years, needs (the main one first), the home's grid position, and miles.

    `asked_for` holds the settings that the family asks for: register numbers, or names if they have none. `phase` is the
    phase of the list, such as the next phase in a transfer; by default it follows from the age.
    """

    age: int
    needs: tuple[str, ...]
    easting: int
    northing: int
    miles: float = 10.0
    most: int = 12
    asked_for: tuple[str, ...] = ()
    phase: str | None = None

    @property
    def phases(self) -> frozenset[str]:
        """The phases of which a setting must serve at least one."""
        return frozenset({self.phase}) if self.phase else phases_at(self.age)


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting on the list. `miles` is None if its position is not known; `by` is who put it on the list."""

    urn: str | None
    name: str
    kind: str | None
    miles: float | None
    by: str
    reasons: tuple[str, ...]
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A setting that is not on the list, and why."""

    urn: str
    name: str
    miles: float
    why_not: str


@dataclass(frozen=True, slots=True)
class TailoredList:
    """A list as it was made, with the day of the register's extract.

    It names every near miss, except that only the nearest are named of those that are just too far away, and of those that
    fit but are farther than others. `others` says how many more there are of each.
    """

    data_as_at: str
    entries: tuple[Entry, ...]
    near_misses: tuple[NearMiss, ...]
    rights: str = RIGHTS
    others: tuple[str, ...] = ()


def tailored_list(directory: Directory, wishes: Wishes) -> TailoredList:
    """Make the list: the settings that the family asks for first, then those that fit, best and nearest first."""
    own = tuple(_asked_for(directory, wishes, asked) for asked in wishes.asked_for)
    taken = {entry.urn for entry in own}
    fitting: list[tuple[int, float, str, Setting]] = []
    missed: list[tuple[float, str, Setting, str]] = []
    far: list[tuple[float, str, Setting]] = []
    phases, youngest, oldest = wishes.phases, wishes.age + 2, wishes.age - 2
    reach = wishes.miles * NEAR_MISS_FACTOR
    for miles, setting in directory.within(wishes.easting, wishes.northing, reach):
        if not setting.is_open or _is_for_others(setting, youngest, oldest):
            continue
        if setting.urn in taken:
            continue
        why_not = _why_not(setting, wishes, phases)
        if miles > wishes.miles:
            if why_not is None:
                far.append((miles, setting.urn, setting))
        elif why_not is None:
            fitting.append((_rank(setting, wishes), miles, setting.urn, setting))
        else:
            missed.append((miles, setting.urn, setting, why_not))
    fitting.sort()
    found = tuple(_entry(setting, wishes, miles) for _, miles, _, setting in fitting[: wishes.most])
    beyond = [(miles, urn, setting) for _, miles, urn, setting in fitting[wishes.most :]]
    missed += [
        (miles, urn, setting, f"Others fit better or are nearer; the list holds {wishes.most}.")
        for miles, urn, setting in nsmallest(_MOST_ALIKE, beyond, key=_NEAREST)
    ]
    missed += [
        (miles, urn, setting, _too_far(miles, wishes))
        for miles, urn, setting in nsmallest(_MOST_ALIKE, far, key=_NEAREST)
    ]
    missed.sort(key=_NEAREST)
    misses = tuple(NearMiss(urn, setting.name, round(miles, 1), why) for miles, urn, setting, why in missed)
    others = (
        (len(beyond), f"fit, but others fit better or are nearer; the list holds {wishes.most}"),
        (len(far), f"fit, but are more than {wishes.miles:g} miles away, like the nearest of them above"),
    )
    return TailoredList(
        directory.as_at,
        (*own, *found),
        misses,
        others=tuple(f"{count - _MOST_ALIKE} more {said}." for count, said in others if count > _MOST_ALIKE),
    )


def _is_for_others(setting: Setting, youngest: int, oldest: int) -> bool:
    """Whether the register gives ages for a setting that are far from the child's."""
    low, high = setting.low_age, setting.high_age
    return (low is not None and low > youngest) or (high is not None and high < oldest)


def _too_far(miles: float, wishes: Wishes) -> str:
    return f"It is {miles:.1f} miles away; the list reaches {wishes.miles:g}."


def _why_not(setting: Setting, wishes: Wishes, phases: frozenset[str]) -> str | None:
    """Why a setting does not fit, apart from its distance; None if it does."""
    if not setting.is_open:
        return "It is closed."
    if setting.why_not_requested is not None:
        return setting.why_not_requested
    if setting.low_age is None or setting.high_age is None:
        return "The register does not give the ages that it takes."
    if not setting.low_age <= wishes.age <= setting.high_age:
        return f"It takes ages {setting.low_age} to {setting.high_age}, and the age here is {wishes.age}."
    if phases.isdisjoint(SERVES[setting.phase]):
        return f"It is {_PHASE_SAID[setting.phase]}; the list is for {_for(phases)}."
    if not _meets_a_need(setting, wishes):
        return (
            f"It does not declare provision for {NEEDS[wishes.needs[0]]}."
            if wishes.needs
            else "No need was given."
        )
    if _is_full(setting):
        return f"The register shows it as full: {_roll(setting)}. The family may still ask for it."
    return None


_PHASE_SAID = {
    "nursery": "a nursery",
    "primary": "a primary school",
    "secondary": "a secondary school",
    "post_16": "for people over 16",
    "middle": "a middle school",
    "all_through": "an all-through school",
}


def _for(phases: frozenset[str]) -> str:
    return " or ".join(said for phase, said in PHASES.items() if phase in phases)


def _meets_a_need(setting: Setting, wishes: Wishes) -> bool:
    """Whether a setting is of a kind that takes any need, or declares one of the needs."""
    return not setting.in_law.by_need or bool(setting.needs.intersection(wishes.needs))


def _rank(setting: Setting, wishes: Wishes) -> int:
    main = wishes.needs[0] if wishes.needs else None
    declared = main in setting.needs
    if declared and (setting.in_law.by_need or setting.resourced):
        return 0
    return 1 if setting.needs.intersection(wishes.needs) else 2


def _is_full(setting: Setting) -> bool:
    if setting.resourced and setting.resourced_places:
        return (setting.resourced_on_roll or 0) >= setting.resourced_places
    return bool(setting.places) and setting.on_roll is not None and setting.on_roll >= (setting.places or 0)


def _roll(setting: Setting) -> str:
    if setting.resourced and setting.resourced_places:
        return f"{setting.resourced_on_roll or 0} in {setting.resourced_places} places of its resourced provision"
    return f"{setting.on_roll} on roll, {setting.places} places"


def _entry(setting: Setting, wishes: Wishes, miles: float | None, by: str = "authority") -> Entry:
    met = [NEEDS[need] for need in wishes.needs if need in setting.needs]
    reasons = [] if setting.low_age is None else [f"takes ages {setting.low_age} to {setting.high_age}"]
    if setting.phase:
        reasons.append(f"is {_PHASE_SAID[setting.phase]}")
    if met:
        reasons.append(f"declares provision for {listed(met)}")
    elif setting.in_law.presumed:
        reasons.append("is mainstream, which the law presumes unless the family wants otherwise (s.33)")
    if setting.resourced:
        reasons.append("has resourced provision or a unit")
    if not setting.in_law.presumed and setting.in_law.request == "yes":
        reasons.append(f"is {setting.in_law.words}")
    if setting.section_41:
        reasons.append("is approved under section 41")
    if setting.places and setting.on_roll is not None and not _is_full(setting):
        reasons.append(_roll(setting))
    if miles is not None:
        reasons.append(f"{miles:.1f} miles away in a straight line")
    return Entry(
        setting.urn, setting.name, setting.kind, None if miles is None else round(miles, 1), by,
        tuple(reasons), ("proposed to close",) if setting.closing else (),
    )  # fmt: skip


def _asked_for(directory: Directory, wishes: Wishes, asked: str) -> Entry:
    """The entry of a setting that the family asks for. Anything against it is only a caution."""
    setting = directory.get(asked)
    if setting is None:
        return Entry(None, asked, None, None, "family", ("the family asks for it",))
    near = [
        miles
        for miles, other in directory.within(wishes.easting, wishes.northing, 400.0)
        if other.urn == setting.urn
    ]
    miles = near[0] if near else None
    entry = _entry(setting, wishes, miles, "family")
    against = _why_not(setting, wishes, wishes.phases)
    if against is None and miles is not None and miles > wishes.miles:
        against = _too_far(miles, wishes)
    cautions = (*entry.cautions, *((against,) if against else ()))
    return Entry(
        entry.urn,
        entry.name,
        entry.kind,
        entry.miles,
        "family",
        ("the family asks for it", *entry.reasons),
        cautions,
    )
