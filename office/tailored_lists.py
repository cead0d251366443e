"""Make tailored lists: find the settings near a child that can meet their needs, and keep the list unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from casework.case.case import Case
from casework.case.ledger_line import events_of
from casework.settings.list_correction import Addition, KeptEntry, corrected, why_not_corrected
from casework.settings.list_identity import wrong_age
from casework.settings.settings import NEEDS, PHASES
from casework.settings.tailored_list import NEAR_MISS_FACTOR, Wishes, tailored_list
from office.refusals import ActRefused, no_such_case
from records import cases, ledger, people, settings, tailored_lists
from records.database import Database
from statute.local_time import london_date
from statute.words import listed

_MOST_MILES = 100.0
_LONGEST_PLACE = 7
"""Digits of an easting or a northing in metres."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The criteria for a list. `origin` is the URN of a setting, or EASTING,NORTHING in metres."""

    needs: tuple[str, ...]
    origin: str
    age: int | None = None
    miles: float = 10.0
    most: int = 12
    asked_for: tuple[str, ...] = ()
    phase: str | None = None


def make_list(
    database: Database, case_id: str, wanted: Wanted, by: str | None, list_id: str | None = None
) -> dict[str, Any]:
    """Make and keep a list, under a new id unless `list_id` is given.

    Raises ActRefused, after which nothing is kept.
    """
    now = datetime.now(UTC)
    with database.write() as session:
        if cases.find(session, case_id) is None:
            raise no_such_case(case_id)
        if (why := _not_yet(session, case_id)) is not None:
            raise ActRefused(why)
        if settings.last_load(session) is None:
            raise ActRefused(
                "No settings are loaded; load an extract of the register with `ehcp settings load FILE`."
            )
        intake = people.intake_of(session, case_id)
        age = (
            wanted.age
            if wanted.age is not None
            else _age(intake.born_on if intake else None, london_date(now))
        )
        easting, northing = _origin(session, wanted.origin)
        wishes = Wishes(
            age=age,
            needs=_needs(wanted.needs),
            easting=easting,
            northing=northing,
            miles=_miles(wanted.miles),
            most=wanted.most,
            asked_for=wanted.asked_for,
            phase=_phase(wanted.phase),
        )
        around = settings.directory_around(
            session, easting, northing, wishes.miles * NEAR_MISS_FACTOR, wishes.asked_for
        )
        made = tailored_list(around, wishes)
        content = {"made_for": asdict(wishes), **asdict(made)}
        if (why := wrong_age(content, intake.born_on if intake else None, london_date(now))) is not None:
            raise ActRefused(why)
        list_id = tailored_lists.keep_list(session, case_id, content, by, now, list_id)
    return list_as_json(database, list_id)


def _not_yet(session: Any, case_id: str) -> str | None:
    """Return why no list can be made now, or None. A list needs a draft plan, and the family may not want one."""
    case = Case(events=events_of(ledger.facts_of(session, case_id)))
    if case.last("draft_issued", "final_issued") is None:
        return "The draft plan has not been sent yet; send it before you make a list."
    return None


def correct_list(
    database: Database,
    case_id: str,
    list_id: str,
    kept: Sequence[KeptEntry],
    added: Mapping[str, str],
    by: str | None,
) -> str:
    """Keep a corrected list and return its id. `added` maps URNs to the reasons to put them on it. Raises ActRefused."""
    with database.write() as session:
        before = tailored_lists.find_list(session, list_id)
        if before is None or before.case_id != case_id:
            raise ActRefused("This case has no such list. Choose one on the settings page of the case.")
        additions = []
        for urn, reason in added.items():
            if (setting := settings.setting_of(session, urn)) is None:
                raise ActRefused(f"There is no setting {urn} in the register. Check the number.")
            additions.append(Addition(setting, reason))
        if (why := why_not_corrected(before.content, kept, additions)) is not None:
            raise ActRefused(why)
        content = corrected(before.content, list_id, kept, additions)
        return tailored_lists.keep_list(session, case_id, content, by, datetime.now(UTC))


def list_as_json(database: Database, list_id: str) -> dict[str, Any]:
    """Return a list as it was made. Raises ActRefused if it does not exist."""
    with database.read() as session:
        kept = tailored_lists.find_list(session, list_id)
        lines = ledger.facts_of(session, kept.case_id) if kept is not None else []
    if kept is None:
        raise ActRefused(
            f"There is no list {list_id!r}. Choose one of the lists of the case; `ehcp show CASE` shows them."
        )
    asked = {line.of for line in lines if line.event == "setting_consulted"}
    entries = [{**one, "consulted": f"urn-{one['urn']}" in asked} for one in kept.content["entries"]]
    made_at = kept.made_at.isoformat()
    return {
        "list": kept.list_id,
        "case": kept.case_id,
        "made_at": made_at,
        **kept.content,
        "entries": entries,
    }


def _age(born_on: date | None, today: date) -> int:
    if born_on is None:
        raise ActRefused("The date of birth is not recorded; give the age in years.")
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _needs(codes: tuple[str, ...]) -> tuple[str, ...]:
    if not codes:
        raise ActRefused(f"A list needs at least one kind of need: --need {'|'.join(NEEDS)}.")
    for code in codes:
        if code not in NEEDS:
            raise ActRefused(f"There is no kind of need {code!r}; choose from {listed(NEEDS)}.")
    return codes


def _phase(phase: str | None) -> str | None:
    if phase is not None and phase not in PHASES:
        raise ActRefused(f"There is no phase {phase!r}; choose from {listed(PHASES)}.")
    return phase


def _miles(miles: float) -> float:
    if not 0 < miles <= _MOST_MILES:
        raise ActRefused(f"--miles must be a distance above 0 and up to {_MOST_MILES:g}.")
    return miles


def _origin(session: Any, written: str) -> tuple[int, int]:
    east, comma, north = written.partition(",")
    places = east.strip(), north.strip()
    if comma and all(each.isdecimal() and len(each) <= _LONGEST_PLACE for each in places):
        return int(places[0]), int(places[1])
    setting = settings.setting_of(session, written)
    if setting is None or setting.easting is None or setting.northing is None:
        raise ActRefused(
            f"{written!r} is not a setting with a known location; give a URN, or EASTING,NORTHING in metres of the national grid."
        )
    return setting.easting, setting.northing
