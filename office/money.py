"""Frameworks of bands and tariffs: load a version, show what it changes, switch it off, and choose the one for a decision.

All of it is local policy. It moves no date of a case and no word of a plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.money.banding import Price, price_as_json, price_on, prices_of
from casework.money.decisions import Banding, Decision, decisions_of, prices_from
from casework.money.framework import Framework, by_type
from casework.money.framework_file import BadFramework, framework_in, framework_of
from office.reforms import require_on
from office.refusals import ActRefused
from records import money
from records.database import Database
from statute.words import short_date

REFORM: Final = "bands_and_tariffs"
SHORTEST_REASON: Final = 10
LONGEST_REASON: Final = 1000
_MOST_FALLBACKS = 5
_SHIPPED: Final = Path(__file__).parents[1] / "casework" / "money" / "frameworks"


class BadFile(ActRefused):
    """A file cannot be loaded. `faults` holds every fault with its line."""

    def __init__(self, faults: Iterable[object]) -> None:
        self.faults = [str(one) for one in faults]
        more = f" There are {len(self.faults) - 1} more faults." if len(self.faults) > 1 else ""
        super().__init__(f"{self.faults[0]}{more}")


@dataclass(frozen=True, slots=True)
class InForce:
    """A version of a framework as it was loaded, with its last switch."""

    framework: Framework
    by: str | None
    at: datetime
    off_from: date | None

    def is_off(self, day: date) -> bool:
        """Return whether new decisions of a day can no longer use it."""
        return self.framework.is_off(day) or (self.off_from is not None and self.off_from <= day)


@dataclass(frozen=True, slots=True)
class Repriced:
    """What a new version changes for an open decision: the top-up on the day from which it counts, in pence a year."""

    decision: Decision
    starts: date
    before: int
    after: int
    prices: tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What loading a version changes: the decisions that get other prices, and those whose band it does not have."""

    framework: Framework
    is_new: bool
    repriced: tuple[Repriced, ...]
    without_band: tuple[Decision, ...]

    @property
    def difference(self) -> int:
        """What all open decisions cost more in a year, in pence."""
        return sum(one.after - one.before for one in self.repriced)


def shipped() -> dict[str, str]:
    """Return the text of each example framework that the product ships, by its name."""
    return {one.stem: one.read_text(encoding="utf-8") for one in sorted(_SHIPPED.iterdir()) if one.is_file()}


@cache
def shipped_framework(name: str) -> Framework:
    """Return an example framework. Raises KeyError if there is none of that name."""
    return framework_in(shipped()[name])


def read_framework(text: str) -> Framework:
    """Return the framework in a file. Raises BadFile with every fault."""
    try:
        return framework_in(text)
    except BadFramework as bad:
        raise BadFile(bad.faults) from None


def loaded(session: Session) -> list[InForce]:
    """Return every version that is loaded, by framework, oldest first."""
    switches = money.switches(session)
    found = []
    for one in money.frameworks(session):
        switch = switches.get(one.framework)
        framework = framework_of(one.content)
        found.append(InForce(framework, one.by, one.at, switch.off_from if switch else None))
    return found


def newest(session: Session, day: date) -> list[InForce]:
    """Return the version of each framework that holds on a day, or the first one to come."""
    found: dict[str, InForce] = {}
    for one in loaded(session):
        before = found.get(one.framework.id)
        if before is None or one.framework.starts <= day or before.framework.starts > day:
            found[one.framework.id] = one
    return list(found.values())


def version_of(session: Session, framework: str, version: str) -> Framework:
    """Return a version of a framework. Raises ActRefused if it is not loaded."""
    for one in money.frameworks(session):
        if (one.framework, one.version) == (framework, version):
            return framework_of(one.content)
    raise ActRefused(f"Version {version} of the framework {framework} is not loaded. Load it first.")


def offered(session: Session, day: date) -> list[Framework]:
    """Return the frameworks that a new decision of a day may use."""
    return [
        one.framework for one in newest(session, day) if one.framework.starts <= day and not one.is_off(day)
    ]


def choose(session: Session, framework_id: str | None, day: date, setting_type: str | None) -> Framework:
    """Return the framework for a new decision of a day: the one that is asked for, or the one it falls back on.

    Raises ActRefused where there is none.
    """
    there = {one.framework.id: one for one in newest(session, day)}
    wanted = framework_id
    if wanted is None:
        open_now = [one.id for one in offered(session, day)]
        if len(open_now) > 1:
            raise ActRefused(f"Select a framework: {', '.join(open_now)}.")
        wanted = open_now[0] if open_now else next(iter(there), None)
    for _ in range(_MOST_FALLBACKS):
        found = there.get(wanted or "")
        if found is None or found.framework.starts > day:
            raise ActRefused("No framework of bands holds on that day. Ask a manager to load one.")
        if not found.is_off(day):
            return found.framework
        wanted = by_type(found.framework.fallback, setting_type or "")
        if wanted is None:
            raise ActRefused(
                f"{found.framework.name} is off on {short_date(day)} and names nothing to use in its place. "
                "Ask a manager which framework to use."
            )
    raise ActRefused("The frameworks fall back on one another. Ask a manager to load a version that ends it.")


def effect_of(session: Session, framework: Framework, today: date) -> Effect:
    """Return what a version would change for the open decisions. Raises ActRefused if it cannot be loaded."""
    is_new = True
    for one in money.frameworks(session):
        if (one.framework, one.version) == (framework.id, framework.version):
            if framework_of(one.content) != framework:
                raise ActRefused(
                    f"Version {framework.version} of {framework.id} is loaded with other content; give the file a new version."
                )
            is_new = False
    repriced, without = [], []
    for rows in money.of_cases(session).values() if is_new else ():
        for decision in decisions_of(rows):
            if decision.record.framework != framework.id or not decision.is_open(
                max(framework.starts, today)
            ):
                continue
            if framework.band(decision.band) is None or not _covers(framework, decision):
                without.append(decision)
            elif (found := _repriced(framework, decision)) is not None:
                repriced.append(found)
    return Effect(framework, is_new, tuple(repriced), tuple(without))


def load(database: Database, text: str, by: str, today: date) -> Effect:
    """Load a version of a framework and re-price the open decisions from its first day. Raises BadFile or ActRefused."""
    framework = read_framework(text)
    at = datetime.now(UTC)
    with database.write() as session:
        require_on(session, REFORM, today)
        effect = effect_of(session, framework, today)
        if effect.is_new:
            content = framework.model_dump(mode="json")
            kept = money.LoadedFramework(framework.id, framework.version, framework.starts, content, by, at)
            money.keep_framework(session, kept)
        for one in effect.repriced:
            content = {"prices": [price_as_json(price) for price in one.prices]}
            of = one.decision
            money.keep(
                session,
                Banding(
                    money.new_id(), of.record.case_id, "repriced", of.id, framework.id, framework.version,
                    one.starts, content, by, None, at,
                ),
            )  # fmt: skip
    return effect


def switch_off(database: Database, framework_id: str, off_from: date | None, by: str, because: str) -> None:
    """Switch a framework off from a day, or on again without a day. Raises ActRefused.

    Cases that were decided before keep their band and their money; new decisions use what the framework falls back on.
    """
    reason = reason_of(because)
    with database.write() as session:
        if not any(one.framework == framework_id for one in money.frameworks(session)):
            raise ActRefused("There is no such framework. Choose one that is loaded.")
        money.keep_switch(session, framework_id, off_from, (by, reason), datetime.now(UTC))


def reason_of(written: str) -> str:
    """Return a reason. Raises ActRefused if it is too short to be one."""
    reason = " ".join(written.split())[:LONGEST_REASON]
    if len(reason) < SHORTEST_REASON:
        raise ActRefused("Enter the reason in a sentence.")
    return reason


def effect_as_json(effect: Effect) -> dict[str, Any]:
    """Return what loading changes, with amounts in pence a year."""
    return {
        "framework": effect.framework.id,
        "version": effect.framework.version,
        "label": effect.framework.label,
        "new": effect.is_new,
        "repriced": [
            {
                "case": one.decision.record.case_id,
                "band": one.decision.band,
                "from": one.starts.isoformat(),
                "before": one.before,
                "after": one.after,
            }
            for one in effect.repriced
        ],
        "without_band": [one.record.case_id for one in effect.without_band],
        "difference": effect.difference,
    }


def framework_as_json(one: InForce, day: date) -> dict[str, Any]:
    """Return a framework as a list shows it."""
    framework = one.framework
    return {
        "framework": framework.id,
        "version": framework.version,
        "name": framework.name,
        "label": framework.label,
        "starts": framework.starts.isoformat(),
        "off_from": off.isoformat() if (off := one.off_from or framework.off_from) else None,
        "off": one.is_off(day),
        "fallback": dict(framework.fallback),
        "categories": [category.id for category in framework.categories],
        "setting_types": [kind.id for kind in framework.setting_types],
        "bands": [band.id for band in framework.bands],
    }


def _covers(framework: Framework, decision: Decision) -> bool:
    return any(one.id == decision.setting_type for one in framework.setting_types)


def _repriced(framework: Framework, decision: Decision) -> Repriced | None:
    """Return what a version changes for a decision, from the first day on which a price differs; None if none does."""
    content = decision.record.content
    points = Decimal(content["points"])
    first = max(framework.starts, decision.record.on)
    new = prices_of(framework, decision.band, decision.setting_type, points, content["extra"])
    days = {first, *(one.starts for one in (*new, *decision.prices) if one.starts > first)}
    for day in sorted(days):
        before, after = price_on(decision.prices, day), price_on(new, day)
        if after is not None and (before is None or _worth(before) != _worth(after)):
            prices = prices_from(new, day)
            return Repriced(decision, day, before.top_up if before else 0, after.top_up, prices)
    return None


def _worth(price: Price) -> tuple[int, ...]:
    return price.days, price.core, price.notional, price.place, price.top_up
