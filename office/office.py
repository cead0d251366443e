"""Open a case and record acts in it, for the console, the API and the command line alike."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.case_starts import start
from casework.access.permissions import OPERATOR, Right
from casework.case import guard
from casework.case.acts import CATALOGUE, Act, Action
from casework.case.back_dating import counted_from, with_claim, wrong_evidence
from casework.case.case import Case
from casework.case.ledger_line import events_of
from casework.case.openings import BEGINNINGS
from casework.case.stages import Stage
from casework.plans.plan import content_of
from office import notes, papers, standard_links
from office.act_fields import with_lists
from office.arrivals import Arrivals
from office.intake import Request
from office.known_fields import known_by, with_known
from office.refusals import ActRefused, Unconfirmed, no_such_case
from office.school_closures import closure_of
from office.sending import PATIENCE_SECONDS, sent
from office.storable import check_ids
from records import access, case_starts, cases, children, ledger, local_policy, people, plans, receipts
from records.database import Database
from statute.local_time import london_date
from statute.words import short_date
from workflows.messages import ActMessage, Opening, Receipt

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Office:
    """The connections that opening a case and recording an act need."""

    client: Client
    database: Database
    task_queue: str
    patience: float | None = PATIENCE_SECONDS
    """Seconds to wait for the answer to an act; None waits without a limit."""

    async def open(
        self,
        request: Request,
        by: str | None = None,
        *,
        second: bool = False,
        arrivals: Arrivals | None = None,
    ) -> tuple[str, bool]:
        """Open a case for a request. Returns its id, and False if the same request already has a case.

        Raises ActRefused if another request for the same child is open, unless `second` is true. A case that is sealed
        to the person does not count, and the access log says that there may be two. A case joins the
        child's record if the match is certain. The opening of the case is stored with the request in one transaction, so
        that the worker, or the next attempt, finishes an interrupted start and never starts a second workflow. `arrivals`
        waits until the records hold it; several openings share one.
        """
        stored, opening = await asyncio.to_thread(self._register, request, by, second)
        if opening is None:
            return stored.case_id, False
        try:
            await start(self.client, self.task_queue, opening)
        except RPCError:
            raise Unconfirmed(
                stored.case_id, "the request is stored, and its case starts when the Temporal server answers"
            ) from None
        await (arrivals or Arrivals(self.database)).wait_for(stored.case_id)
        return stored.case_id, True

    def _register(
        self, request: Request, by: str | None, second: bool
    ) -> tuple[people.Intake, Opening | None]:
        """Store a request with the opening of its case, or return those stored before. Raises ActRefused.

        The opening is None if the case has been started.
        """
        check_ids(by=by)
        with self.database.write() as session:
            children.lock_same(session, request.child)
            joined = children.joined_by(session, request.child)
            kept, new = people.register(
                session,
                intake_of(request, f"case-{opaque()}", joined, datetime.now(UTC)),
                request.particulars.get("right_holder"),
                request.attends,
            )
            if new and not second and (other := open_for_child(session, request, by)) is not None:
                raise ActRefused(same_child(other.case_id, other.because))
            if new:
                _log_sealed(session, request, by, kept.case_id)
            if kept.started:
                return kept, None
            if (before := case_starts.opening_of(session, kept.case_id)) is not None:
                return kept, Opening.model_validate(before)
            opening = opening_of(request, kept, by, _with_notes(session, kept.case_id, request, by))
            opening = _with_plan(session, request, opening)
            case_starts.add(session, kept.case_id, opening.model_dump(mode="json"), datetime.now(UTC))
            local_policy.tell_new_case(session, kept.case_id)
            return kept, opening

    async def open_for(self, request: Request, by: str | None) -> people.OpenCase | None:
        """Return an open case that may be for the same child, if another request opened one.

        A case that is sealed to the person `by` is not told of.
        """

        def find() -> people.OpenCase | None:
            with self.database.read() as session:
                return open_for_child(session, request, by)

        return await asyncio.to_thread(find)

    async def act(self, case_id: str, message: ActMessage) -> Receipt:
        """Record an act. Raises ActRefused, after which nothing is written, or Unconfirmed.

        The message's `seen` is the sequence number of the case on the person's page. ActedSince is raised if another
        person has acted since then or, with `exactly`, if the case has changed in any way.
        """
        known = await asyncio.to_thread(self.receipt, case_id, message.request_id)
        if known is not None:
            return known
        action = CATALOGUE.get(message.action)
        fields = await asyncio.to_thread(self._complete, action, with_lists(action, message.fields))
        texts = notes.texts_of(action, fields)
        plain = {name: value for name, value in fields.items() if name not in texts}
        if (why := await asyncio.to_thread(self._why_not, case_id, message, plain, texts)) is not None:
            raise ActRefused(why)
        action_on = counted_from(action, message.on, plain, london_date(datetime.now(UTC)))
        plain |= await asyncio.to_thread(self._known, case_id, message, plain)
        plain |= with_claim(message.on, action_on)
        kept = await asyncio.to_thread(notes.keep, self.database, case_id, texts, message.by)
        try:
            told = message.model_copy(update={"on": action_on, "fields": {**plain, **kept}})
            return await self.update(case_id, told)
        except ActRefused:
            await asyncio.to_thread(notes.drop, self.database, kept)
            raise

    def _complete(self, action: Action | None, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of an act with those that the process it names knows."""
        if action is None or not known_by(action):
            return fields
        with self.database.read() as session:
            return with_known(session, action, fields)

    def _why_not(
        self, case_id: str, message: ActMessage, plain: dict[str, Any], texts: dict[str, str]
    ) -> str | None:
        """Return why an act cannot be sent to the workflow; `texts` are its free text and `plain` its other fields."""
        if (why := guard.only_reported(message.action)) is not None:
            return why
        placeholders = dict.fromkeys(texts, "note")
        if (why := guard.malformed(message.action, message.of, {**plain, **placeholders})) is not None:
            return why
        if (why := wrong_evidence(plain)) is not None:
            return why
        with self.database.read() as session:
            if (
                why := standard_links.why_not(session, case_id, message.action, {**plain, **texts})
            ) is not None:
                return why
            if (why := papers.why_not(session, case_id, message.action, plain)) is not None:
                if CATALOGUE[message.action].paper is None:
                    return why
                act = Act(message.action, message.on, message.of, {**plain, **placeholders})
                return _refused_in_stage(session, case_id, act) or why
        if message.on <= (today := london_date(datetime.now(UTC))):
            return None
        return f"{short_date(message.on)} is in the future (today is {short_date(today)}); record it on or after that day."

    async def update(self, case_id: str, message: ActMessage) -> Receipt:
        """Send a checked act to its workflow. Raises ActRefused, or Unconfirmed."""
        try:
            return await sent(self.client, case_id, message, self.patience)
        except RPCError as failure:
            if failure.status is RPCStatusCode.NOT_FOUND:
                raise await asyncio.to_thread(self._why_gone, case_id) from None
            raise

    def _known(self, case_id: str, message: ActMessage, plain: dict[str, Any]) -> dict[str, Any]:
        """Return the facts that the records add to an act. Only a final plan may be saved again, with its Section I."""
        known = CATALOGUE.get(message.action)
        writes = known is not None and known.paper == "final"
        with self.database.write() if writes else self.database.read() as session:
            closure = closure_of(session, message.action, message.of, message.on, plain)
            return closure | papers.read_in(session, case_id, message.action, plain, message.by)

    def _why_gone(self, case_id: str) -> ActRefused:
        with self.database.read() as session:
            row = cases.find(session, case_id)
        if row is None:
            return no_such_case(case_id)
        when = f" on {short_date(row.closed_on)}" if row.closed_on else ""
        return ActRefused(
            f"Case {case_id} was closed{when} ({row.stage.replace('_', ' ')}); you cannot record anything more in it."
        )

    def receipt(self, case_id: str, request_id: str) -> Receipt | None:
        """Return the receipt of an act that is recorded under this id, or None. Raises NoSuchCase."""
        with self.database.read() as session:
            if cases.find(session, case_id) is None:
                raise no_such_case(case_id)
            stored = receipts.receipt_of(session, case_id, request_id)
        return Receipt.model_validate(stored) if stored is not None else None


def _refused_in_stage(session: Session, case_id: str, act: Act) -> str | None:
    """Return why an act is not possible in this case at all, which a person needs to know before a missing paper."""
    row = cases.find(session, case_id)
    if row is None:
        return None
    case = Case(Stage(row.stage), events_of(ledger.facts_of(session, case_id)))
    return guard.refusal(case, act, london_date(datetime.now(UTC)))


def intake_of(request: Request, case_id: str, child_id: str | None, registered_at: datetime) -> people.Intake:
    """Return a request as the records store it, under a case id and the id of its child if that is known."""
    return people.Intake(
        intake_key=request.key,
        case_id=case_id,
        reference=request.reference,
        child_name=request.child_name,
        born_on=request.born_on,
        family_name_and_address=request.family,
        family_email=request.email,
        source=request.source,
        received_on=request.received_on,
        team=request.team,
        officer=request.officer,
        registered_at=registered_at,
        started=False,
        upn=request.upn,
        nhs_number=request.nhs_number,
        address=request.address,
        census=request.census,
        child_id=child_id or "",
    )


def _with_notes(session: Session, case_id: str, request: Request, by: str | None) -> tuple[ActMessage, ...]:
    """Return the acts of a request that was in progress elsewhere, after storing their free text."""
    messages = []
    for place, act in enumerate(request.acts, start=1):
        texts = notes.texts_of(CATALOGUE.get(act.action), act.fields)
        kept = notes.kept_in(session, case_id, texts, by)
        who = act.by if request.taken_over else by
        messages.append(
            ActMessage(
                action=act.action,
                on=act.on,
                of=act.of,
                fields={**act.fields, **kept},
                by=who,
                by_operator=who == OPERATOR.id,
                request_id=f"{case_id}-intake-{place}",
                take_over=True,
                told_before=True,
            )
        )
    return tuple(messages)


def _with_plan(session: Session, request: Request, opening: Opening) -> Opening:
    """Return an opening with the version of its plan, after storing what is known of its content."""
    if request.plan is None:
        return opening
    kept, _ = plans.save_plan(
        session, opening.case_id, content_of(request.plan), opening.by, datetime.now(UTC)
    )
    return opening.model_copy(update={"fields": {**opening.fields, "document": kept.plan_id}})


def opening_of(
    request: Request, stored: people.Intake, by: str | None, acts: tuple[ActMessage, ...] = ()
) -> Opening:
    """Return the opening that starts the workflow of a request."""
    beginning = BEGINNINGS[request.opens]
    return Opening(
        case_id=stored.case_id,
        event=beginning.event,
        on=stored.received_on,
        fields={**beginning.fields, **asked_by(request), **request.particulars},
        officer=stored.officer,
        team=stored.team,
        by=by,
        acts=acts,
        told_before=request.taken_over or bool(acts),
    )


def asked_by(request: Request) -> dict[str, str]:
    """Return who made the request; nothing where no one asks, such as for a decision to cease."""
    return {"source": request.source} if BEGINNINGS[request.opens].is_asked else {}


def open_for_child(session: Session, request: Request, by: str | None) -> people.OpenCase | None:
    """Return an open case that may be for the child of a request, if another request opened it and it is not sealed to `by`."""
    hidden = access.sealed_to(session, by or OPERATOR.id, datetime.now(UTC))
    return people.open_case_of(session, request.child, request.key, hidden)


def _log_sealed(session: Session, request: Request, by: str | None, case_id: str) -> None:
    """Log that a new case may be for the child of a case that is sealed to the person who opens it."""
    now, person = datetime.now(UTC), by or OPERATOR.id
    found = people.open_case_of(session, request.child, request.key)
    if found is not None and found.case_id in access.sealed_to(session, person, now):
        entry = {"at": now, "person": person, "roles": "", "right": Right.OPEN_CASE, "thing": found.case_id}
        why = f"{case_id} was opened and may be for the same child ({found.because})."
        access.log(session, {**entry, "allowed": True, "why": why, "via": "office"})


def same_child(other: str | None, because: str) -> str:
    """Return the refusal for a child who already has an open case.

    `other` is None if the person may not see that case.
    """
    return (
        f"{other or 'A case that you may not see'} is open and may be for the same child ({because}); add "
        "the request there, or open a second case with --second. No case was opened."
    )


def opaque() -> str:
    """Return a random id without characters that look alike."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))
