"""What every way in does with a case: open it, act on it, look at it. Pages, API and command line all pass here."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from casework.case.acts import CATALOGUE
from casework.case.guard import malformed
from casework.case.openings import BEGINNINGS
from office import notes, papers
from office.intake import Request, with_lists
from office.refusals import ActRefused, no_such_case
from office.school_closures import closure_of
from office.sending import PATIENCE_SECONDS, sent
from records import cases, children, people, receipts
from records.database import Database
from statute.local_time import london_date
from statute.words import short_date
from workflows.case import EhcpCase
from workflows.messages import ActMessage, CaseInput, Opening, Receipt
from workflows.words import ABOUT, title

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Office:
    """The running parts that a way in needs."""

    client: Client
    database: Database
    task_queue: str
    patience: float | None = PATIENCE_SECONDS
    """Seconds that an act waits for its answer; None waits as long as it takes."""

    async def open(
        self, request: Request, by: str | None = None, *, second: bool = False
    ) -> tuple[str, bool]:
        """Open a case for a request: its id, and False where the same request has a case already.

        Raises ActRefused where another request for the same child is open, unless a `second` case is meant. A child who is
        known without doubt keeps one record: the case joins it.
        The records remember the id before the workflow is started, so that a start that was cut short is finished
        by the next attempt, and never doubled.
        """
        now = datetime.now(UTC)
        intake = people.Intake(
            intake_key=request.key,
            case_id=f"case-{opaque()}",
            reference=request.reference,
            child_name=request.child_name,
            born_on=request.born_on,
            family_name_and_address=request.family,
            family_email=request.email,
            source=request.source,
            received_on=request.received_on,
            team=request.team,
            officer=request.officer,
            registered_at=now,
            started=False,
            upn=request.upn,
            nhs_number=request.nhs_number,
        )

        def register() -> tuple[people.Intake, bool]:
            with self.database.write() as session:
                joined = children.joined_by(session, request.child)
                kept, new = people.register(
                    session,
                    replace(intake, child_id=joined or ""),
                    request.particulars.get("right_holder"),
                    request.attends,
                )
                if new and not second and (other := _open_for(session, request)) is not None:
                    raise ActRefused(same_child(other.case_id, other.because))
                return kept, new

        stored, _ = await asyncio.to_thread(register)
        if stored.started:
            return stored.case_id, False
        acts = await asyncio.to_thread(self._with_notes, stored.case_id, request, by)
        beginning = BEGINNINGS[request.opens]
        opening = Opening(
            case_id=stored.case_id,
            event=beginning.event,
            on=stored.received_on,
            fields={**beginning.fields, **_asked_by(request), **request.particulars},
            officer=stored.officer,
            team=stored.team,
            by=by,
            acts=acts,
            told_before=bool(acts),
        )
        await start(self.client, self.task_queue, opening)
        await self._recorded(stored.case_id)

        def started() -> None:
            with self.database.write() as session:
                people.mark_started(session, stored.case_id)

        await asyncio.to_thread(started)
        return stored.case_id, True

    async def open_for(self, request: Request) -> people.OpenCase | None:
        """The open case of what may be the same child, if another request has one."""

        def find() -> people.OpenCase | None:
            with self.database.read() as session:
                return _open_for(session, request)

        return await asyncio.to_thread(find)

    async def act(
        self,
        case_id: str,
        action: str,
        on: date,
        of: str | None,
        fields: dict[str, Any],
        *,
        by: str | None,
        request_id: str,
        seen: int | None = None,
        exactly: bool = False,
    ) -> Receipt:
        """Record an act. Raises ActRefused with the sentence; then nothing is written. Raises Unconfirmed.

        `seen` is the sequence of the case that the person had before them; where somebody else has acted since, or
        anything at all has come and `exactly` that is wanted, it raises ActedSince.
        """
        known = await asyncio.to_thread(self._receipt, case_id, request_id)
        if known is not None:
            return known
        fields = with_lists(CATALOGUE.get(action), fields)
        texts = notes.texts_of(CATALOGUE.get(action), fields)
        plain = {name: value for name, value in fields.items() if name not in texts}
        placeholders = dict.fromkeys(texts, "note")
        if (why := malformed(action, of, {**plain, **placeholders})) is not None:
            raise ActRefused(why)
        if (why := await asyncio.to_thread(self._why_not_the_paper, case_id, action, plain)) is not None:
            raise ActRefused(why)
        if on > (today := london_date(datetime.now(UTC))):
            raise ActRefused(
                f"{short_date(on)} is in the future (today is {short_date(today)}); record it on that day or after."
            )
        plain |= await asyncio.to_thread(self._known, action, of, on, plain)
        kept = await asyncio.to_thread(notes.keep, self.database, case_id, texts, by)
        message = ActMessage(
            action=action,
            on=on,
            of=of,
            fields={**plain, **kept},
            by=by,
            request_id=request_id,
            seen=seen,
            exactly=exactly,
        )
        try:
            return await self._update(case_id, message)
        except ActRefused:
            await asyncio.to_thread(notes.drop, self.database, kept)
            raise

    async def _update(self, case_id: str, message: ActMessage) -> Receipt:
        try:
            return await sent(self.client, case_id, message, self.patience)
        except RPCError as failure:
            if failure.status is RPCStatusCode.NOT_FOUND:
                raise await asyncio.to_thread(self._why_gone, case_id) from None
            raise

    def _why_not_the_paper(self, case_id: str, action: str, fields: dict[str, Any]) -> str | None:
        with self.database.read() as session:
            return papers.why_not(session, case_id, action, fields)

    def _known(self, action: str, of: str | None, on: date, fields: dict[str, Any]) -> dict[str, Any]:
        with self.database.read() as session:
            return closure_of(session, action, of, on, fields) | papers.read_in(session, action, fields)

    def _why_gone(self, case_id: str) -> ActRefused:
        with self.database.read() as session:
            row = cases.find(session, case_id)
        if row is None:
            return no_such_case(case_id)
        when = f" on {short_date(row.closed_on)}" if row.closed_on else ""
        return ActRefused(
            f"Case {case_id} was closed{when} ({row.stage.replace('_', ' ')}); nothing more can be recorded in it."
        )

    def _receipt(self, case_id: str, request_id: str) -> Receipt | None:
        with self.database.read() as session:
            if cases.find(session, case_id) is None:
                raise no_such_case(case_id)
            stored = receipts.receipt_of(session, case_id, request_id)
        return Receipt.model_validate(stored) if stored is not None else None

    def _with_notes(self, case_id: str, request: Request, by: str | None) -> tuple[ActMessage, ...]:
        """The acts of a request that is taken over, their free text kept in the records."""
        messages = []
        for place, act in enumerate(request.acts, start=1):
            texts = notes.texts_of(CATALOGUE.get(act.action), act.fields)
            kept = notes.keep(self.database, case_id, texts, by)
            messages.append(
                ActMessage(
                    action=act.action,
                    on=act.on,
                    of=act.of,
                    fields={**act.fields, **kept},
                    by=by,
                    request_id=f"{case_id}-intake-{place}",
                    take_over=True,
                    told_before=True,
                )
            )
        return tuple(messages)

    async def _recorded(self, case_id: str) -> None:
        """Wait until a case that was just started can be read."""

        def there() -> bool:
            with self.database.read() as session:
                return cases.find(session, case_id) is not None

        await recorded(there, f"Case {case_id} is started")


async def recorded(there: Callable[[], bool], what: str) -> None:
    """Wait until what was just started can be read. Raises ActRefused where no worker records it."""
    end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    pause = 0.02
    while not await asyncio.to_thread(there):
        if asyncio.get_running_loop().time() > end:
            raise ActRefused(
                f"{what} but no worker has recorded it yet; it will be as soon as one runs. Look at the worker's log."
            )
        await asyncio.sleep(pause)
        pause = min(pause * 2, 0.25)


def _asked_by(request: Request) -> dict[str, str]:
    """Who asked; a decision to cease is the authority's own."""
    return {} if request.opens == "ceasing" else {"source": request.source}


def _open_for(session: Session, request: Request) -> people.OpenCase | None:
    return people.open_case_of(session, request.child, request.key)


def same_child(other: str | None, because: str) -> str:
    """That a case of the same child is open, and what to do; without its id it is told to somebody who may not see it."""
    return (
        f"{other or 'A case that you may not see'} is open and may be of the same child ({because}); add "
        "the request there, or open a second case with --second. Nothing was opened."
    )


async def start(client: Client, task_queue: str, opening: Opening) -> None:
    """Start the workflow of a case, unless it is running."""
    try:
        await client.start_workflow(
            EhcpCase.run,
            CaseInput(opening=opening),
            id=opening.case_id,
            task_queue=task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary=title(opening.on, opening.event),
            static_details=ABOUT,
        )
    except WorkflowAlreadyStartedError:
        return


def opaque() -> str:
    """An id that says nothing, without letters that are mistaken for one another."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))
