"""Look up in the records what a process needs: the records return candidates, and the process chooses."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session
from temporalio import activity

from activities.evidence import freeze
from casework.authority.profile import profile_of
from casework.case.ledger_line import events_of
from casework.people.parties import ATTENDED
from casework.plans.child_known import ChildKnown
from casework.plans.school_years import year_by_age
from casework.processes.lookup import EvidenceWanted, Lookup
from casework.processes.process import Known, ParentCase
from casework.processes.registry import BY_KIND
from records import cases, children, ledger, parties, people, processes, profile, school_closures
from records.database import Database
from statute.counting import months_after
from statute.local_time import london_date
from workflows.ports import LookingUp
from workflows.process_messages import Found, LookUp


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
            child = _child(session, process.case(state), today) if process.is_light else None
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


def _child(session: Session, case_id: str | None, today: date) -> ChildKnown | None:
    """Return what the records say of the child of a case on a day, or None if they hold no child."""
    child = children.child_of_case(session, case_id) if case_id is not None else None
    if child is None or case_id is None:
        return None
    born_on = child.on(today).details.born_on
    attended = next((one for one in parties.of_case(session, case_id) if one.relationship == ATTENDED), None)
    setting = attended.of if attended is not None else None
    return ChildKnown(
        school_year=year_by_age(born_on, today) if born_on is not None else None,
        setting=setting,
        under_five=months_after(born_on, 60) > today if born_on is not None else None,
    )
