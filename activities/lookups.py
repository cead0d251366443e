"""Look up in the records what a process needs: the records return candidates, and the process chooses."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session
from temporalio import activity

from activities.evidence import freeze
from casework.authority.profile import profile_of
from casework.case.ledger_line import events_of
from casework.people import parties as parties_of
from casework.people.child import Details
from casework.people.parties import ATTENDED
from casework.plans.child_known import ChildKnown
from casework.plans.last_year import is_last_year
from casework.plans.plan_life import PlanLife
from casework.plans.school_years import year_by_age
from casework.processes.lookup import EvidenceWanted, Lookup
from casework.processes.process import Known, ParentCase
from casework.processes.registry import BY_KIND
from casework.settings.settings import Setting
from records import (
    cases,
    children,
    ledger,
    parties,
    people,
    processes,
    profile,
    rolls,
    school_closures,
    settings,
)
from records.database import Database
from statute.counting import months_after
from statute.local_time import london_date
from workflows.ports import LookingUp
from workflows.process_messages import Found, LookUp

_URN = "urn-"
"""The beginning of the id of a setting, before its number."""


class RecordsLookup(LookingUp):
    """Looks things up in the current records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="look_up")
    def look_up(self, request: LookUp) -> Found:
        """Return what the process chooses, or None. A retry may return something else; the same evidence is stored once."""
        process = BY_KIND[request.kind]
        state = process.state(request.view)
        wanted_evidence = process.evidence_wanted(state)
        frozen = self._freeze(wanted_evidence) if wanted_evidence is not None else None
        with self._database.read() as session:
            content = profile.profile_content(session)
            busy = processes.open_by_person(session, request.kind)
            setting = process.counts_days_of(state)
            closures = school_closures.closures_of_setting(session, setting) if setting is not None else []
            case = _case(session, process.case(state)) if process.looks_at_case else None
            today = request.today or london_date(datetime.now(UTC))
            life = process.life(state, today)
            child = _child(session, life, today) if life is not None else None
            born_on = _born_on(session, process.case(state)) if process.looks_at_birth else None
        ours = profile_of(content) if content else None
        known = Known(ours, busy, tuple(closures), case, frozen, child, born_on)
        wanted = Lookup(request.name, request.key, "")
        return Found(chosen=process.choose(wanted, state, known))

    def _freeze(self, wanted: EvidenceWanted) -> str:
        with self._database.write() as session:
            return freeze(session, wanted, datetime.now(UTC))


def _born_on(session: Session, case_id: str | None) -> date | None:
    """Return the date of birth in the record of a case, or None if it is not known."""
    intake = people.intake_of(session, case_id) if case_id is not None else None
    return intake.born_on if intake is not None else None


def _case(session: Session, case_id: str | None) -> ParentCase | None:
    """Return a case with its facts, or None if there is none in the records."""
    row = cases.find(session, case_id) if case_id is not None else None
    if row is None:
        return None
    events = events_of(ledger.facts_of(session, row.case_id))
    return ParentCase(row.case_id, row.stage, tuple(events), row.closed_on)


def _child(session: Session, life: PlanLife, today: date) -> ChildKnown | None:
    """Return what the records say of the child of a plan on a day, or None if they hold no child."""
    child = children.child_of_case(session, life.case)
    if child is None:
        return None
    details = child.on(today).details
    setting = _attended(session, life.case, details)
    either = {each for each in (setting, life.setting) if each is not None}
    return ChildKnown(
        school_year=year_by_age(details.born_on, today) if details.born_on is not None else None,
        setting=setting,
        under_five=months_after(details.born_on, 60) > today if details.born_on is not None else None,
        last_year=is_last_year(details.born_on, today) if details.born_on is not None else None,
        ages={each: ages for each in sorted(either) if (ages := _ages(session, each)) is not None},
    )


def _attended(session: Session, case_id: str, details: Details) -> str | None:
    """Return the setting that a child attends: from the one school roll that has the child, or from the people of the case."""
    rolls_with = {one.urn for one in rolls.pupils_like(session, details.name, details.born_on, details.upn)}
    if len(rolls_with) == 1:
        return f"{_URN}{rolls_with.pop()}"
    party = parties_of.of_role(parties.of_case(session, case_id), ATTENDED, None)
    if party is None or party.relationship != ATTENDED or not party.name:
        return None
    alike = [
        one for one in settings.search(session, party.name) if one.is_open and _same_name(one, party.name)
    ]
    return f"{_URN}{alike[0].urn}" if len(alike) == 1 else None


def _same_name(setting: Setting, name: str) -> bool:
    return setting.name.casefold() == name.strip().casefold()


def _ages(session: Session, setting: str) -> tuple[int | None, int | None] | None:
    """Return the lowest and highest age of a setting on the register; None if it is not there."""
    found = settings.setting_of(session, setting.removeprefix(_URN))
    return (found.low_age, found.high_age) if found is not None else None
