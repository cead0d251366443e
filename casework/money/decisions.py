"""The decisions on the band of a case, folded from what was recorded: prices, repricing, endings and moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from casework.money.banding import Price, price_from, price_on
from casework.money.schedule import Stay

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Banding:
    """One record of a case's bands: a profile, a second banding, a decision, an ending, or a repricing.

    `about` is the record that it follows: the profile of a decision, or the decision of the others. `on` is the day from
    which it counts.
    """

    banding_id: str
    case_id: str
    kind: str
    about: str | None
    framework: str
    version: str
    on: date
    content: dict[str, Any]
    by: str
    because: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it stands: its prices with every repricing, and the last day that it pays, if it has ended."""

    record: Banding
    prices: tuple[Price, ...]
    left_on: date | None = None
    paid_to: date | None = None

    @property
    def id(self) -> str:
        """The id of the decision."""
        return self.record.banding_id

    @property
    def band(self) -> str:
        """The band that was decided."""
        return str(self.record.content["decided"])

    @property
    def setting_type(self) -> str:
        """The type of setting."""
        return str(self.record.content["setting_type"])

    @property
    def is_override(self) -> bool:
        """Whether a person decided another band than the computed one, or a further amount."""
        content = self.record.content
        return bool(content["decided"] != content["computed"] or content["extra"])

    def is_open(self, day: date) -> bool:
        """Return whether it pays on a day or later."""
        return self.paid_to is None or self.paid_to >= max(day, self.record.on)

    @property
    def stay(self) -> Stay:
        """The time that it pays, for a schedule."""
        content = self.record.content
        return Stay(
            self.id,
            self.record.case_id,
            content["setting"] or "",
            self.setting_type,
            self.band,
            f"{self.record.framework} {self.record.version}",
            self.record.on,
            self.paid_to,
            self.prices,
            content["every"],
            content["half"],
        )


def decisions_of(rows: Iterable[Banding]) -> list[Decision]:
    """Return the decisions in some records of one case, oldest first. A later decision ends the earlier ones the day before."""
    found: dict[str, Decision] = {}
    for row in sorted(rows, key=lambda one: (one.at, one.banding_id)):
        match row.kind:
            case "decision":
                found = {key: _moved(one, row.on) for key, one in found.items()}
                prices = tuple(price_from(each) for each in row.content["prices"])
                found[row.banding_id] = Decision(row, prices)
            case "ending" if row.about in found:
                found[row.about] = _ended(found[row.about], row)
            case "repriced" if row.about in found:
                before = found[row.about]
                found[row.about] = replace(before, prices=_repriced(before, row))
    return list(found.values())


def decision_on(decisions: Iterable[Decision], day: date) -> Decision | None:
    """Return the decision that pays on a day, or else the last one that has not ended; None without one."""
    waiting = [one for one in decisions if one.is_open(day)]
    now = [one for one in waiting if one.record.on <= day]
    return next(reversed(now or waiting), None)


def prices_from(prices: tuple[Price, ...], day: date) -> tuple[Price, ...]:
    """Return the prices of a new version from a day on: the one that holds then, and those of the later years."""
    now = price_on(prices, day)
    later = tuple(one for one in prices if one.starts > day)
    return ((replace(now, starts=day),) if now is not None else ()) + later


def profile_before(rows: Iterable[Banding]) -> Banding | None:
    """Return the last profile in some records, or None."""
    profiles = [one for one in rows if one.kind == "profile"]
    return max(profiles, key=lambda one: (one.at, one.banding_id), default=None)


def levels_in(content: Mapping[str, Any]) -> dict[str, int]:
    """Return the level of each category in a profile that was kept."""
    return {name: each["level"] for name, each in content["levels"].items()}


def _moved(before: Decision, starts: date) -> Decision:
    last = starts - _DAY
    return before if before.paid_to is not None and before.paid_to <= last else replace(before, paid_to=last)


def _ended(before: Decision, row: Banding) -> Decision:
    last = row.on if before.record.content["last_day_paid"] else row.on - _DAY
    return replace(before, left_on=row.on, paid_to=last)


def _repriced(before: Decision, row: Banding) -> tuple[Price, ...]:
    new = tuple(price_from(each) for each in row.content["prices"])
    return tuple(one for one in before.prices if one.starts < row.on) + new
