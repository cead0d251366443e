"""Enter what was done in a case before today: several acts at once, checked together, with nothing sent in between.

No letter or alert leaves for these acts. After the last of them, what is still owed is told once.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.case.actions import TOLD_EVIDENCE, TOLD_HOW, Act, is_told_elsewhere
from casework.case.acts import CATALOGUE
from casework.case.case import Case, after
from casework.case.guard import malformed, only_reported, refusal
from casework.case.ledger_line import LedgerLine, events_of
from casework.case.outlook import Outlook, outlook_of
from casework.case.recording import Recorded, record
from casework.case.stages import Stage
from casework.case.transition import ActDone, Transition
from office import notes, papers
from office.act_fields import with_lists
from office.office import Office
from office.refusals import ActRefused, no_such_case
from office.written_days import day_written
from records import cases, ledger
from records.database import Database
from statute.local_time import london_date
from statute.strict_reading import Repeated, check_columns, json_from
from workflows.messages import ActMessage, EarlierAct, Receipt

MOST = 60
"""The most acts in one entry."""
_OWN = ("action", "on", "of")


@dataclass(frozen=True, slots=True)
class PastAct:
    """One act of the past. `place` says which row it is, for messages."""

    place: str
    action: str
    on: date
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def checked(self) -> Act:
        """The act for the guard, which sees only the ids of free text."""
        return Act(
            self.action, self.on, self.of, notes.without_texts(CATALOGUE.get(self.action), self.fields)
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What entering the acts leads to: the stage, what is owed afterwards, and how many people are told of that."""

    acts: tuple[PastAct, ...]
    recorded: Recorded

    @property
    def outlook(self) -> Outlook:
        """The outlook of the case after the last act."""
        return self.recorded.outlook


def read_file(name: str, text: str, today: date) -> list[PastAct]:
    """Return the acts of a JSON or CSV file. Raises ActRefused with the row that is wrong."""
    return read_rows(rows_of_file(name, text), today)


def rows_of_file(name: str, text: str) -> list[Mapping[str, Any]]:
    """Return the rows of a JSON or CSV file. Raises ActRefused."""
    return _json_rows(text) if name.lower().endswith(".json") else _csv_rows(text)


def read_rows(rows: Sequence[Mapping[str, Any]], today: date) -> list[PastAct]:
    """Return the acts of some rows with action, on, of and fields. Raises ActRefused with the row that is wrong."""
    if not rows:
        raise ActRefused("Enter at least one action with its date.")
    if len(rows) > MOST:
        raise ActRefused(f"Enter at most {MOST} acts at once, and the others afterwards.")
    return [_act(f"Row {number}", row, today) for number, row in enumerate(rows, start=1)]


def check(database: Database, case_id: str, acts: Sequence[PastAct], now: datetime) -> Preview:
    """Return what entering these acts leads to. Raises ActRefused with the first row that cannot be entered."""
    today = london_date(now)
    with database.read() as session:
        row = cases.find(session, case_id)
        if row is None:
            raise no_such_case(case_id)
        lines = tuple(ledger.facts_of(session, case_id))
        case = Case(Stage(row.stage), events_of(lines))
        done: list[ActDone] = []
        for act in acts:
            why = _why_not(session, case_id, case, act, today) or _too_soon(lines, done, case, act, now)
            if why is not None:
                raise ActRefused(f"{act.place}: {why}")
            for one in _message_of(act).acts():
                case = after(case, one)
                done.append(ActDone(one, case.stage, None, told_before=True))
    (recorded,) = record(lines, [_transition(lines, done, case.stage, now)])
    return Preview(tuple(acts), recorded)


async def enter(
    office: Office, case_id: str, acts: Sequence[PastAct], by: str | None, request_id: str
) -> Receipt:
    """Record acts of the past in one step. Raises ActRefused, after which none of them is recorded."""
    known = await asyncio.to_thread(office.receipt, case_id, request_id)
    if known is not None:
        return known
    await asyncio.to_thread(check, office.database, case_id, acts, datetime.now(UTC))
    kept: list[dict[str, str]] = []
    for act in acts:
        texts = notes.texts_of(CATALOGUE[act.action], act.fields)
        kept.append(await asyncio.to_thread(notes.keep, office.database, case_id, texts, by))
    messages = [_message_of(act, {**act.fields, **ids}) for act, ids in zip(acts, kept, strict=True)]
    last = messages[-1]
    earlier = tuple(
        EarlierAct(action=one.action, on=one.on, of=one.of, fields=one.fields) for one in messages[:-1]
    )
    message = last.model_copy(update={"by": by, "request_id": request_id, "earlier": earlier})
    try:
        return await office.update(case_id, message)
    except ActRefused:
        for ids in kept:
            await asyncio.to_thread(notes.drop, office.database, ids)
        raise


def owed_now(database: Database, case_id: str, now: datetime) -> list[dict[str, Any]]:
    """Return the limits and windows of a case that are open, the earliest first."""
    with database.read() as session:
        lines = ledger.facts_of(session, case_id)
    return owed(outlook_of(lines, now))


def owed(outlook: Outlook) -> list[dict[str, Any]]:
    """Return the limits and windows that are open after the acts, the earliest first."""
    found = [
        {
            "title": one.title,
            "of": one.of,
            "due_on": one.due_on.isoformat(),
            "status": one.status,
            "because": one.because,
        }
        for one in outlook.obligations
        if one.status in ("running", "overdue", "open") and one.closed_on is None
    ]
    return sorted(found, key=lambda one: str(one["due_on"]))


def _message_of(act: PastAct, fields: Mapping[str, Any] | None = None) -> ActMessage:
    return ActMessage(
        action=act.action,
        on=act.on,
        of=act.of,
        fields=dict(act.checked.fields if fields is None else fields),
        told_before=True,
    )


def _why_not(session: Session, case_id: str, case: Case, act: PastAct, today: date) -> str | None:
    action = CATALOGUE[act.action]
    for one in _message_of(act).acts():
        why = refusal(case, one, today, actor_known=True, needs_reasons=True)
        if why is not None:
            return why
        case = after(case, one)
    if action.tells and not is_told_elsewhere(act.fields):
        return f"{action.title} needs how the person was told ({TOLD_HOW}) and the document that shows it ({TOLD_EVIDENCE})."
    return papers.why_not_this_paper(session, case_id, action, act.fields)


def _too_soon(
    lines: tuple[LedgerLine, ...], done: list[ActDone], case: Case, act: PastAct, now: datetime
) -> str | None:
    """Return why a final plan is too early after a draft of the same entry; None if it is not."""
    if not done or CATALOGUE[act.action].paper != "final":
        return None
    so_far = record(lines, [_transition(lines, done, case.stage, now)])[0].outlook
    return refusal(case, act.checked, london_date(now), so_far.earliest_final)


def _transition(
    lines: tuple[LedgerLine, ...], done: Sequence[ActDone], stage: Stage, now: datetime
) -> Transition:
    return Transition(seq=lines[-1].seq + 1, recorded_at=now, stage=stage, acts=tuple(done))


def _act(place: str, row: Mapping[str, Any], today: date) -> PastAct:
    action, written, of = (str(row.get(name) or "").strip() for name in _OWN)
    if not action or not written:
        raise ActRefused(f"{place}: give the act and the date on which it was done.")
    given = row.get("fields")
    more = given if isinstance(given, Mapping) else {}
    plain = {name: value for name, value in row.items() if name not in (*_OWN, "fields")}
    fields = {
        str(name): {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
        for name, value in {**plain, **more}.items()
        if value not in (None, "")
    }
    known = CATALOGUE.get(action)
    try:
        on = day_written(written, today)
    except ValueError as wrong:
        raise ActRefused(f"{place}: {wrong}") from None
    made = PastAct(place, action, on, of or None, with_lists(known, fields))
    if (why := only_reported(action) or malformed(action, made.of, made.checked.fields)) is not None:
        raise ActRefused(f"{place}: {why}")
    return made


def _json_rows(text: str) -> list[Mapping[str, Any]]:
    try:
        rows = json_from(text)
    except Repeated as error:
        raise ActRefused(str(error)) from None
    except (ValueError, RecursionError):
        raise ActRefused("The file is not JSON; check its commas, quotes and brackets.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ActRefused('The file is not a list of acts; write it as [{"action": ..., "on": ...}].')
    return rows


def _csv_rows(text: str) -> list[Mapping[str, Any]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        if not {"action", "on"} <= set(reader.fieldnames or ()):
            raise ActRefused("The file needs a first line with the columns action and on; add it.")
        check_columns(reader.fieldnames or ())
        rows = list(reader)
    except Repeated as error:
        raise ActRefused(str(error)) from None
    except csv.Error:
        raise ActRefused(f"Line {reader.reader.line_num} is not CSV; check its quotes.") from None
    for number, row in enumerate(rows, start=1):
        if None in row:
            raise ActRefused(f"Row {number} has more values than columns; check its commas and quotes.")
    return list(rows)
