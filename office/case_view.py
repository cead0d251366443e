"""A case as JSON, from the records only, with each stored limit and its status today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from casework.access.permissions import Person
from casework.case.acts import CATALOGUE
from casework.case.case import Case, never_asked
from casework.case.decisions import decides, decisions
from casework.case.guard import allowed
from casework.case.ledger_line import LedgerLine, events_of, late_note
from casework.case.letter_days import letters_not_left, not_left_sentence
from casework.case.openings import opens_for
from casework.case.stages import GATHERING, STAGE_CLAUSES, Stage
from casework.letters.dispatch import TASKS, Dispatch
from casework.people.parties import Party
from casework.processes.action_as_json import action_as_json
from office.gate import sealed_from
from office.letters import evidence
from office.obligations_as_json import obligation_as_json
from office.parties import party_in_codes
from office.plans import versions
from office.processes import processes_of_case
from office.refusals import no_such_case
from office.waiting_letters import waiting_letters
from records import cases, children, ledger, message_statuses, outbox, parties, people, tailored_lists
from records.database import Database
from statute.facts import Event
from statute.rights import Capacity, right_holder


def case_as_json(database: Database, case_id: str, today: date) -> dict[str, Any]:
    """Return the stage, the obligations with status and because, and the possible next acts. Raises NoSuchCase."""
    with database.read() as session:
        row = cases.find(session, case_id)
        lines = ledger.facts_of(session, case_id) if row else []
        obligations = cases.obligations_of(session, case_id) if row else []
        notices = outbox.of_case(session, case_id) if row else []
        intake = people.intake_of(session, case_id) if row else None
        child_id = children.surviving(session, intake.child_id) if intake else None
        kept = tailored_lists.lists_of(session, case_id) if row else []
        known = parties.of_case(session, case_id) if row else []
    if row is None:
        raise no_such_case(case_id)
    events = events_of(lines)
    case = Case(Stage(row.stage), events)
    return {
        "case": case_id,
        "child_id": child_id,
        "stage": row.stage,
        "stage_in_words": STAGE_CLAUSES[case.stage],
        "rag": row.rag,
        "breached": row.breached,
        "officer": row.officer,
        "team": row.team,
        "received_on": _iso(row.received_on),
        "opens": opens_for(events[0].event, events[0].fields),
        "source": events[0].fields.get("source"),
        "channel": events[0].fields.get("channel"),
        "received_where": events[0].fields.get("received_where"),
        "received_by": events[0].fields.get("received_by"),
        "youth_accommodation": bool(events[0].fields.get("detained")),
        "right_holder": right_holder(intake.born_on, today, _capacity(events[0]))
        if intake and intake.born_on
        else None,
        "next_due_on": _iso(row.next_due_on),
        "next_due": row.next_due_title,
        "closed_on": _iso(row.closed_on),
        "sequence": row.seq,
        **row.pin.as_fields(),
        "as_at": today.isoformat(),
        "obligations": [obligation_as_json(one, today) for one in obligations],
        "actions": [] if row.closed_on else [action_as_json(each) for each in allowed(case)],
        "decisions": [
            {**asdict(one), "on": _iso(one.on), "changed_on": _iso(one.changed_on), "by": by}
            for one, by in zip(decisions(case.events), _deciders(lines), strict=True)
        ],
        "advice_to_ask": list(never_asked(case)) if case.stage in GATHERING else [],
        "consulted": consulted(case),
        "lists": [
            {"list": one.list_id, "made_at": one.made_at.isoformat(), "sent_on": _sent_on(case, one.list_id)}
            for one in kept
        ],
        **processes_of_case(database, case_id, events, today),
        "plans": versions(database, case_id),
        "letters_not_left": [_not_left(event) for event in letters_not_left(events)],
        "letters_waiting": [one for one in waiting_letters(database, case_id) if one["lacks"]],
        "notices": [notice_as_json(notice, known) for notice in notices],
        "letters_to_see_to": [notice_as_json(each, known) for each in notices if each.status in TASKS],
        "parties": [party_in_codes(party) for party in known],
    }


def _not_left(event: Event) -> dict[str, Any]:
    """Return an act whose letter has not left, with the sentence about it."""
    title = CATALOGUE[event.event].title
    sentence = not_left_sentence(title, event.on) if event.on else ""
    return {"act": event.event, "title": title, "recorded_on": _iso(event.on), "because": sentence}


def _deciders(lines: Iterable[LedgerLine]) -> Iterator[str | None]:
    """Return who made each decision; None if unnamed, or made before the case was opened here."""
    for line in lines:
        for event in events_of([line]):
            if decides(event):
                yield line.by if line.kind == "act" else None


def _capacity(opening: Event) -> Capacity:
    """Return the young person's capacity. Openings recorded before that was stored give it through the right holder."""
    if opening.fields.get("right_holder") == "representative":
        return "lacks_and_has_representative"
    return cast(Capacity, opening.fields.get("capacity", "has"))


def consulted(case: Case) -> list[dict[str, Any]]:
    """Return each consulted setting with its dates, its answer and any ground that it gave."""
    found: dict[str, dict[str, Any]] = {}
    for event in case.events:
        if event.of and event.event == "setting_consulted":
            found[event.of] = {
                "setting": event.of,
                "asked_on": _iso(event.on),
                "answered_on": None,
                "answer": None,
                "ground": None,
            }
        elif event.of in found and event.event == "setting_responded":
            found[event.of] |= {
                "answered_on": _iso(event.on),
                "answer": event.fields.get("answer"),
                "ground": event.fields.get("ground"),
            }
    return list(found.values())


def _sent_on(case: Case, list_id: str) -> str | None:
    sent = (e for e in case.events if e.event == "tailored_list_sent" and e.fields.get("list") == list_id)
    return next((_iso(event.on) for event in sent), None)


def notice_as_json(notice: Dispatch, known: Iterable[Party] = ()) -> dict[str, Any]:
    """Return a notice as JSON: its date, kind, role, subject and evidence, and the party's relation to the case."""
    party = next((one for one in known if one.party_id == notice.party_id), None)
    return {
        "on": notice.on.isoformat(),
        "kind": notice.kind,
        "to_role": notice.to_role,
        "about": notice.about,
        "of": notice.of,
        "text": notice.text,
        "channel": notice.channel,
        "sent": notice.sent_at is not None,
        "relationship": party.relationship if party else None,
        **evidence(notice),
    }


def ledger_as_json(
    database: Database, case_id: str, *, personal: bool = True, reader: Person | None = None
) -> list[dict[str, Any]]:
    """Return the ledger of a case, oldest first, with its notes unless `personal` is false. Raises NoSuchCase.

    For a process about several cases, the lines about a case that is sealed to the reader are left out.
    """
    with database.read() as session:
        lines = ledger.facts_of(session, case_id)
        notes = people.notes_of(session, case_id)
        sent = outbox.of_case(session, case_id)
        about = {line.of for line in lines if line.of is not None}
        hidden = sealed_from(session, reader, about) if reader is not None else frozenset()
    if hidden:
        lines = [line for line in lines if not any(each in (line.of, *line.text.split()) for each in hidden)]
    if not personal:
        notes = dict.fromkeys(notes, "withheld because it is personal")
    if not lines:
        raise no_such_case(case_id)
    return [_line(line, notes, sent) for line in lines]


def notices_as_json(database: Database, case_id: str) -> list[dict[str, Any]]:
    """Return what was sent in a case, oldest first, each with its evidence and the provider's answer."""
    with database.read() as session:
        known = parties.of_case(session, case_id)
        return [
            notice_as_json(one, known)
            | {
                "words": [
                    {"word": word, "at": at.isoformat()}
                    for word, at in message_statuses.statuses_of(session, one.dispatch_id)
                ]
            }
            for one in outbox.of_case(session, case_id)
        ]


def _sent_with(line: LedgerLine, sent: Iterable[Dispatch]) -> list[dict[str, Any]]:
    """Return the notices that an act caused: those of the same step that are about it."""
    return [
        {"kind": one.kind, "to_role": one.to_role, "of": one.of, "channel": one.channel}
        for one in sent
        if one.about == line.event
        and one.dispatch_id.startswith(f"{one.case_id}-{line.seq}-")
        and (line.of is None or one.of == line.of)
        and line.kind in ("opening", "act")
    ]


def _line(line: LedgerLine, notes: dict[str, str], sent: Iterable[Dispatch] = ()) -> dict[str, Any]:
    return {
        "number": line.number,
        "sequence": line.seq,
        "kind": line.kind,
        "event": line.event,
        "on": _iso(line.on),
        "not_after": _iso(line.not_after),
        "of": line.of,
        "fields": {name: notes.get(str(value), value) for name, value in line.fields.items()},
        "stage": line.stage,
        "by": line.by,
        "recorded_at": line.recorded_at.isoformat(),
        "recorded_late": line.late,
        "implied": line.kind == "act" and line.on is None,
        "text": line.text,
        "note": late_note(line),
        "sent": _sent_with(line, sent),
        "hash": line.hash,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
