"""Record several acts in one case from one page: each is checked first, and each is an act of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.access.permissions import Person
from casework.case.acts import CATALOGUE, Act
from casework.case.case import Case, after
from casework.case.earliest_final import earliest_final
from casework.case.guard import refusal
from casework.case.ledger_line import events_of
from casework.case.stages import Stage
from office.gate import Gate
from office.notes import without_texts
from office.office import Office
from office.refusals import ActRefused, Unconfirmed, no_such_case
from records import cases, ledger
from records.database import Database
from workflows.messages import ActMessage


@dataclass(frozen=True, slots=True)
class OneAct:
    """One of several acts. `key` is the row of the page that it comes from."""

    key: str
    action: str
    on: date
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


def refusals(database: Database, case_id: str, acts: Sequence[OneAct], today: date) -> dict[str, str]:
    """Return why acts cannot be recorded, by key, each checked after those before it. Raises NoSuchCase."""
    with database.read() as session:
        row = cases.find(session, case_id)
        if row is None:
            raise no_such_case(case_id)
        case = Case(Stage(row.stage), events_of(ledger.facts_of(session, case_id)))
        earliest = earliest_final(cases.obligations_of(session, case_id))
    found: dict[str, str] = {}
    for one in acts:
        act = Act(one.action, one.on, one.of, without_texts(CATALOGUE.get(one.action), one.fields))
        if (why := refusal(case, act, today, earliest)) is not None:
            found[one.key] = why
        else:
            case = after(case, act)
    return found


async def record(
    office: Office, gate: Gate, who: Person, case_id: str, acts: Sequence[OneAct], request_id: str
) -> dict[str, str]:
    """Record acts one after another and return the refusals by key. Repeating a `request_id` records nothing twice."""
    found: dict[str, str] = {}
    for one in acts:
        try:
            await asyncio.to_thread(gate.check_act, who, case_id, one.action, dict(one.fields))
            message = ActMessage(
                action=one.action,
                on=one.on,
                of=one.of,
                fields=dict(one.fields),
                by=who.id,
                request_id=f"{request_id}-{one.key}",
            )
            await office.act(case_id, message)
        except (ActRefused, Unconfirmed) as refused:
            found[one.key] = str(refused)
    return found
