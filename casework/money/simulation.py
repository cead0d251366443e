"""What another matrix or other values would cost: computed beside the cases, which stay as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from casework.money.banding import BadProfile, banded, points_of, price_on, prices_of
from casework.money.framework import Framework


@dataclass(frozen=True, slots=True)
class BandedCase:
    """A case as it is paid today: its type of setting, its levels, its band and its top-up in pence a year.

    `chosen` is whether a person decided another band than the computed one.
    """

    case: str
    setting_type: str
    levels: Mapping[str, int]
    band: str
    top_up: int
    chosen: bool = False
    extra: int = 0


@dataclass(slots=True)
class Group:
    """A group of cases before and after: how many, their cost in pence a year, and who gains and loses how much."""

    cases: int = 0
    before: int = 0
    after: int = 0
    winners: int = 0
    gained: int = 0
    losers: int = 0
    lost: int = 0

    def add(self, before: int, after: int) -> None:
        """Count one case."""
        self.cases += 1
        self.before += before
        self.after += after
        if after > before:
            self.winners += 1
            self.gained += after - before
        elif after < before:
            self.losers += 1
            self.lost += before - after

    @property
    def unchanged(self) -> int:
        """How many cases cost the same."""
        return self.cases - self.winners - self.losers


@dataclass(frozen=True, slots=True)
class Recosted:
    """A case with the band that a framework gives it, and its top-up before and after, in pence a year."""

    case: str
    band: str
    before: int
    after: int


@dataclass(slots=True)
class Simulated:
    """The cost before and after: in all, by type of setting, and by the band before and after. No case is changed.

    `left_out` holds the cases that the framework cannot band, with the reason; they are in no sum.
    """

    whole: Group = field(default_factory=Group)
    by_setting_type: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    by_band: dict[tuple[str, str], Group] = field(default_factory=lambda: defaultdict(Group))
    chosen: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)
    cases: list[Recosted] = field(default_factory=list)


def simulate(
    cases: Iterable[BandedCase], framework: Framework, on: date, *, keep_bands: bool = False
) -> Simulated:
    """Return what a framework would cost on a day.

    With `keep_bands` every case keeps the band that it has, and only the values change.
    """
    found = Simulated()
    known: dict[tuple[str, str, Decimal], int | None] = {}
    for one in cases:
        try:
            points, band = _band(one, framework, keep_bands)
            key = (band, one.setting_type, points if framework.priced_by == "hour" else Decimal(0))
            if key not in known:
                price = price_on(prices_of(framework, band, one.setting_type, points), on)
                known[key] = price.top_up if price is not None else None
            after = known[key]
            if after is None:
                raise BadProfile("on", "The framework has no value for that day")
        except BadProfile as wrong:
            found.left_out.append((one.case, f"{wrong}."))
            continue
        after += one.extra
        found.chosen += one.chosen
        found.cases.append(Recosted(one.case, band, one.top_up, after))
        for group in (found.whole, found.by_setting_type[one.setting_type], found.by_band[one.band, band]):
            group.add(one.top_up, after)
    return found


def _band(one: BandedCase, framework: Framework, keep_bands: bool) -> tuple[Decimal, str]:
    if not keep_bands:
        computed = banded(framework, one.levels, one.setting_type)
        return computed.points, computed.band
    if framework.band(one.band) is None:
        raise BadProfile("band", f"The framework has no band {one.band}")
    if framework.priced_by == "hour":
        return points_of(framework, one.levels, one.setting_type), one.band
    return Decimal(0), one.band
