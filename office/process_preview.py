"""The letters and messages of an act in a process before it is recorded: those that its cases would send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.case import guard
from casework.case.actions import Act, Action
from casework.case.case import Case
from casework.case.ledger_line import events_of
from casework.case.stages import Stage
from casework.letters.sending_times import Policy
from casework.processes.registry import BY_KIND
from casework.processes.telling import ToCase
from office.act_fields import with_lists
from office.gate import sealed_from
from office.notes import texts_of
from office.preview import Letter, ids_of, letters_in, texts_by_id
from records import cases, ledger, processes
from records.database import Database


@dataclass(frozen=True, slots=True)
class CaseLetters:
    """What one case would send because of an act in a process."""

    case_id: str
    letters: Sequence[Letter]


def letters_of_process(
    database: Database, person: Person, process_id: str, action: Action, act: Act, today: date, policy: Policy
) -> list[CaseLetters] | None:
    """Return what recording an act in a process would send now, by case, without the cases sealed to the person.

    Returns None for an act that the process would refuse. An act that a case would refuse sends nothing.
    """
    fields = with_lists(action, dict(act.fields))
    texts = texts_of(action, fields)
    act = replace(act, fields={**fields, **ids_of(texts)})
    now = datetime.now(UTC)
    with database.read() as session:
        row = processes.find(session, process_id)
        if row is None:
            return None
        process = BY_KIND[row.kind]
        state = process.state(row.content)
        if process.refusal(state, act, today, person.id) is not None:
            return None
        told = process.told(state, act, person.id, heard=False)
        hidden = sealed_from(session, person, {fact.case for fact in told})
        found = []
        for case_id in dict.fromkeys(fact.case for fact in told if fact.case not in hidden):
            acts = _accepted(session, case_id, [fact for fact in told if fact.case == case_id], today)
            letters = letters_in(session, case_id, acts, texts_by_id(texts), policy, now) if acts else []
            found.append(CaseLetters(case_id, letters))
        return found


def refusal_of_process(
    database: Database, person: Person, process_id: str, action: Action, act: Act, today: date
) -> str | None:
    """Return why a process would refuse an act today, as far as its record knows, in one sentence; None if it would not."""
    fields = with_lists(action, dict(act.fields))
    act = replace(act, fields={**fields, **ids_of(texts_of(action, fields))})
    with database.read() as session:
        row = processes.find(session, process_id)
    if row is None:
        return None
    process = BY_KIND[row.kind]
    return process.refusal(process.state(row.content), act, today, person.id)


def _accepted(session: Session, case_id: str, told: Sequence[ToCase], today: date) -> list[Act]:
    """Return the facts that a case would record as acts; of a case that has closed, those that the process sends itself."""
    row = cases.find(session, case_id)
    if row is None:
        return []
    if row.closed_on is not None:  # the process sends the letters itself
        return [Act(fact.action, fact.on or today, fact.of, fact.fields) for fact in told]
    case = Case(Stage(row.stage), events_of(ledger.facts_of(session, case_id)))
    acts = [Act(fact.action, fact.on or today, fact.of, fact.fields) for fact in told]
    return [act for act in acts if guard.refusal(case, act, max(today, act.on or today)) is None]
