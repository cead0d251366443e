"""Look up in the records what a process needs: the records return candidates, and the process chooses."""

from __future__ import annotations

from sqlalchemy.orm import Session
from temporalio import activity

from casework.authority.profile import profile_of
from casework.case.ledger_line import events_of
from casework.processes.process import Known, Lookup, ParentCase
from casework.processes.registry import BY_KIND
from records import cases, ledger, processes, profile, school_closures
from records.database import Database
from workflows.ports import LookingUp
from workflows.process_messages import Found, LookUp


class RecordsLookup(LookingUp):
    """Looks things up in the current records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="look_up")
    def look_up(self, request: LookUp) -> Found:
        """Return what the process chooses, or None. It only reads, so a retry may return something else."""
        process = BY_KIND[request.kind]
        state = process.state(request.view)
        with self._database.read() as session:
            content = profile.profile_content(session)
            busy = processes.open_by_person(session, request.kind)
            setting = process.counts_days_of(state)
            closures = school_closures.closures_of_setting(session, setting) if setting is not None else []
            case = _case(session, process.case(state)) if process.looks_at_case else None
        known = Known(profile_of(content) if content else None, busy, tuple(closures), case)
        wanted = Lookup(request.name, request.key, "")
        return Found(chosen=process.choose(wanted, state, known))


def _case(session: Session, case_id: str | None) -> ParentCase | None:
    """Return a case with its facts, or None if there is none in the records."""
    row = cases.find(session, case_id) if case_id is not None else None
    if row is None:
        return None
    events = events_of(ledger.facts_of(session, row.case_id))
    return ParentCase(row.case_id, row.stage, tuple(events), row.closed_on)
