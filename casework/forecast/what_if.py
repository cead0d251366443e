"""What a manager may ask of a forecast: other places, other officers, other return times. As data, from `KEY=VALUE`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_NUMBER = re.compile(r"([+-]?)(\d{1,4})")
_RETURN_DAYS = re.compile(r"([a-z_]+)_return_days")
SHORT_NAMES: Mapping[str, str] = {"ep": "educational_psychologist"}
"""Short names of services in keys."""


class BadWhatIf(ValueError):  # noqa: N818 - named for what is wrong
    """The setting is not known, has no number or leaves too little; the message says what to write.

    `key` is that of a setting that leaves too little.
    """

    def __init__(self, said: str, key: str = "") -> None:
        super().__init__(said)
        self.key = key


@dataclass(frozen=True, slots=True)
class Change:
    """A number in place of today's, or a change to it."""

    number: int
    relative: bool

    def applied_to(self, today: float) -> float:
        """Return the number that holds under the change; never below 0."""
        return max(0.0, today + self.number if self.relative else self.number)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The changes to try. None leaves things as they are.

    `weekly_places` is how many cases the panel decides on in a week, `officers` how many officers there are, and
    `return_days` the calendar days in which half of a service's advice is back, by service.
    """

    weekly_places: Change | None = None
    officers: Change | None = None
    return_days: Mapping[str, Change] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing changes."""
        return self.weekly_places is None and self.officers is None and not self.return_days


NOTHING = WhatIf()


def what_if(settings: Iterable[str], services: Iterable[str]) -> WhatIf:
    """Return the changes in `KEY=VALUE` settings. Raises BadWhatIf with one sentence."""
    known = frozenset(services) | set(SHORT_NAMES.values())
    places: Change | None = None
    officers: Change | None = None
    return_days: dict[str, Change] = {}
    for setting in settings:
        key, _, value = (part.strip() for part in setting.partition("="))
        service = _service(key)
        if key == "panel_weekly":
            places = _change(key, value, least=1)
        elif key == "officers":
            officers = _change(key, value, least=1)
        elif service in known:
            return_days[service] = _change(key, value, least=1)
        else:
            raise BadWhatIf(f"{key or setting!r} cannot be set; write one of {', '.join(keys(known))}.")
    return WhatIf(places, officers, return_days)


def keys(services: Iterable[str]) -> list[str]:
    """Return the keys that can be set."""
    short = {service: name for name, service in SHORT_NAMES.items()}
    return ["panel_weekly", "officers", *sorted(f"{short.get(one, one)}_return_days" for one in services)]


def _service(key: str) -> str | None:
    found = _RETURN_DAYS.fullmatch(key)
    return None if found is None else SHORT_NAMES.get(found[1], found[1])


def _change(key: str, value: str, least: int) -> Change:
    found = _NUMBER.fullmatch(value)
    if found is None or (not found[1] and int(found[2]) < least):
        raise BadWhatIf(f"{key} needs a whole number such as 12, +2 or -7, not {value!r}.")
    number = int(found[2]) * (-1 if found[1] == "-" else 1)
    return Change(number, relative=bool(found[1]))
