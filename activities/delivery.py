"""Delivery statuses from providers: store them, and give an officer a task if a message did not arrive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

import structlog
from sqlalchemy.orm import Session

from activities.digests import digest_policy
from activities.letter_checks import check_again
from activities.providers.port import ARRIVED, CAME_BACK, RUNNING, Accepted, Provider, Unavailable
from casework.letters.dispatch import TASKS, Dispatch
from casework.letters.notice_sentences import sentence
from casework.letters.recipient_roles import INSIDE
from records import message_statuses, outbox
from records.database import Database
from records.outbox import Handed
from statute.local_time import london_date, next_hour
from statute.words import short_date

_LOG = structlog.get_logger()
PROBLEM = "letter_problem"
Outcome = Literal["sent", "unsure", "failed"]
"""What became of a message that an officer is alerted about."""
_ASKED_EACH = timedelta(hours=1)
_MEANS = {
    "permanent-failure": "It cannot be delivered: the address or the number is wrong.",
    "temporary-failure": "It could not be delivered: the mailbox was full, or the phone was off. Decide how to reach them.",
    "technical-failure": "The provider could not send it because of a technical fault. Check before you send it again.",
    "validation-failed": "The provider cannot print the letter: it has more than 10 pages, or text too near the edge. Print it "
    "with `ehcp letters show ID --pdf FILE`, and record `ehcp letters posted ID`.",
    "virus-scan-failed": "The provider did not print the letter because it failed a virus scan.",
    "cancelled": "The letter was cancelled with the provider, so it was not printed.",
    CAME_BACK: "The letter came back: no one of this name is at this address.",
}


def record_accepted(
    session: Session,
    provider: Provider,
    dispatch: Dispatch,
    taken: Accepted,
    sent: bytes,
    template: str | None = None,
) -> None:
    """Record that a provider accepted a message, with the evidence of what was `sent` and its first status."""
    now = datetime.now(UTC)
    content_hash = hashlib.sha256(sent).hexdigest()
    handed = Handed(taken.location, provider.name, taken.provider_id, template, content_hash)
    outbox.mark_sent(session, dispatch.dispatch_id, now, handed)
    if taken.word is not None:
        record_status(session, dispatch, taken.word, now)


def poll_statuses(database: Database, providers: Mapping[str, Provider], now: datetime | None = None) -> int:
    """Poll the status of messages without a final status. Returns how many changed."""
    at, news = now or datetime.now(UTC), 0
    for provider in {one.name: one for one in providers.values() if one.remembers_for}.values():
        with database.read() as session:
            waiting = outbox.to_poll(session, provider.name, at - _ASKED_EACH)
        for dispatch in waiting:
            try:
                word = provider.word(str(dispatch.provider_id))
            except Unavailable:
                break
            except Exception as failure:  # the others are still asked about
                _LOG.error("status_fails", dispatch=dispatch.dispatch_id, fault=type(failure).__name__)
                word = None
            with database.write() as session:
                outbox.mark_polled(session, dispatch.dispatch_id, at)
                news += word is not None and record_status(session, dispatch, word, at)
    return news


def record_status(session: Session, dispatch: Dispatch, word: str, at: datetime) -> bool:
    """Store a status from the provider and act on it. Returns whether it was new."""
    said = [word for word, _ in message_statuses.statuses_of(session, dispatch.dispatch_id)]
    if word in RUNNING and not RUNNING.issuperset(said):
        return False  # a final status came first
    if not message_statuses.add_status(session, dispatch.dispatch_id, word, at):
        return False
    if word in ARRIVED:
        outbox.mark_delivered(session, dispatch.dispatch_id, at)
    elif word not in RUNNING and word != CAME_BACK and dispatch.status not in TASKS:
        fail(session, dispatch, "failed", _MEANS.get(word, f"The provider says: {word}."), at)
    elif word == CAME_BACK:
        fail(session, dispatch, "returned", _MEANS[word], at)
    return True


def record_callback(
    session: Session, dispatch: Dispatch, provider: str, provider_id: str, word: str, at: datetime
) -> bool:
    """Store a status from a provider's callback, which can arrive before the message is recorded as sent."""
    if dispatch.sent_at is None:
        handed = Handed(f"{provider}:{provider_id}", provider, provider_id)
        outbox.mark_sent(session, dispatch.dispatch_id, at, handed)
    return record_status(session, dispatch, word, at)


def fail(
    session: Session, dispatch: Dispatch, status: str, problem: str, at: datetime, *, unsure: bool = False
) -> None:
    """Close a message that did not arrive, and alert the case officer once.

    `unsure` is whether it may have arrived after all.
    """
    told = problem.replace(" ID", f" {dispatch.dispatch_id}")
    outbox.close(session, dispatch.dispatch_id, status, told, unsure=unsure)
    check_again(session, dispatch, at)
    tell_officer(session, dispatch, ("unsure" if unsure else "failed", told), at)


def tell_officer(session: Session, dispatch: Dispatch, told: tuple[Outcome, str], at: datetime) -> None:
    """Alert the case officer once about a message, with the next digest, unless it was for the authority's own staff.

    `told` has what became of it, and a sentence that says more.
    """
    if dispatch.to_role in INSIDE or dispatch.case_id == dispatch.kind:
        return
    today = london_date(at)
    text = sentence(
        PROBLEM,
        way=dispatch.channel,
        sent_on=short_date(dispatch.on),
        subject=dispatch.kind.replace("_", " "),
        outcome=told[0],
        why=told[1],
    )
    outbox.put(
        session,
        [
            Dispatch(
                dispatch_id=f"{dispatch.dispatch_id}.t",
                case_id=dispatch.case_id,
                on=today,
                kind=PROBLEM,
                to_role="case_officer",
                about=dispatch.about,
                of=dispatch.of,
                text=text,
                channel="email",
                queued_at=at,
                sent_at=None,
                location=None,
                attempts=0,
                status="digest",
                not_before=next_hour(digest_policy().digest_at, at),
            )
        ],
    )
