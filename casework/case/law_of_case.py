"""The law of one case, read from its pin.

The recorder, disputes, pages and simulator all read the law of a case through `law_of_case`. A rule pack or calendar
that is released later applies only to cases opened after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from casework.case.facts import proclaimed
from casework.case.law_pin import LawPin
from statute.calendars import WorkingDays, england, newest_release
from statute.facts import Event
from statute.pack import RulePack, governing_pack, load_pack


class LawOfCase(NamedTuple):
    """The rule pack of a case, and the calendar that counts its working days."""

    pack: RulePack
    calendar: WorkingDays


def pin_at_opening(began_on: date | None) -> LawPin:
    """The pin of a case that is opened now: the pack in force on the day it began, and the newest bank holidays."""
    pack, release = governing_pack(began_on), newest_release()
    return LawPin(pack.id, pack.hash, release.id, release.hash)


def law_of_case(pin: LawPin, events: Iterable[Event] = ()) -> LawOfCase:
    """The law of a case: its pinned pack, and its pinned bank holidays with those proclaimed later.

    Raises NoSuchPack or NoSuchCalendar where the pinned pack or calendar is not installed.
    """
    return LawOfCase(load_pack(pin.rule_pack), england(proclaimed(events), release=pin.calendar))
