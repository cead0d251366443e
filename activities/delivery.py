"""What a provider says of a message once it has it: kept, shown, and a task for an officer where it did not arrive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from activities.providers.port import ARRIVED, CAME_BACK, RUNNING, Away, Provider, Taken
from casework.letters.dispatch import TASKS, Dispatch
from casework.letters.recipient_roles import INSIDE
from records import outbox
from records.database import Database
from records.outbox import Handed
from statute.local_time import london_date
from statute.words import short_date

PROBLEM = "letter_problem"
_ASKED_EACH = timedelta(hours=1)
_MEANS = {
    "permanent-failure": "It cannot be delivered: the address or the number is wrong.",
    "temporary-failure": "It could not be delivered: the mailbox was full, or the phone was off. Decide how to reach them.",
    "technical-failure": "The provider could not send it, for a reason of its own. Look before you send it again.",
    "validation-failed": "The provider cannot print the letter: it has more than 10 pages, or writing at the edge. Print it "
    "with `ehcp letters show ID --pdf FILE`, and record `ehcp letters posted ID`.",
    "virus-scan-failed": "The provider found something in the letter that it does not print.",
    "cancelled": "The provider was told to cancel the letter; it was not printed.",
    CAME_BACK: "The letter came back: nobody of this name is at this address.",
}


def take(
    session: Session,
    provider: Provider,
    dispatch: Dispatch,
    taken: Taken,
    sent: bytes,
    template: str | None = None,
) -> None:
    """Note that a provider has a message, with the evidence of what was `sent`, and keep its first word."""
    now = datetime.now(UTC)
    content_hash = hashlib.sha256(sent).hexdigest()
    handed = Handed(taken.location, provider.name, taken.provider_id, template, content_hash)
    outbox.mark_sent(session, dispatch.dispatch_id, now, handed)
    if taken.word is not None:
        hear(session, dispatch, taken.word, now)


def follow(database: Database, providers: Mapping[str, Provider], now: datetime | None = None) -> int:
    """Ask the providers about messages of which they have not said the last word; return how many changed."""
    at, news = now or datetime.now(UTC), 0
    for provider in {one.name: one for one in providers.values() if one.remembers_for}.values():
        with database.read() as session:
            waiting = outbox.to_ask_about(session, provider.name, at - _ASKED_EACH)
        for dispatch in waiting:
            try:
                word = provider.word(str(dispatch.provider_id))
            except Away:
                break
            with database.write() as session:
                outbox.asked(session, dispatch.dispatch_id, at)
                news += word is not None and hear(session, dispatch, word, at)
    return news


def hear(session: Session, dispatch: Dispatch, word: str, at: datetime) -> bool:
    """Keep a word of the provider, and act on it; whether it was news."""
    said = [word for word, _ in outbox.words_of(session, dispatch.dispatch_id)]
    if word in RUNNING and not RUNNING.issuperset(said):
        return False  # the last word was there first
    if not outbox.heard(session, dispatch.dispatch_id, word, at):
        return False
    if word in ARRIVED:
        outbox.delivered(session, dispatch.dispatch_id, at)
    elif word not in RUNNING and word != CAME_BACK and dispatch.status not in TASKS:
        fail(session, dispatch, "failed", _MEANS.get(word, f"The provider says: {word}."), at)
    elif word == CAME_BACK:
        fail(session, dispatch, "returned", _MEANS[word], at)
    return True


def hear_of(
    session: Session, dispatch: Dispatch, provider: str, provider_id: str, word: str, at: datetime
) -> bool:
    """The same where the provider speaks first: it has the message, whether or not that was noted yet."""
    if dispatch.sent_at is None:
        handed = Handed(f"{provider}:{provider_id}", provider, provider_id)
        outbox.mark_sent(session, dispatch.dispatch_id, at, handed)
    return hear(session, dispatch, word, at)


def fail(
    session: Session, dispatch: Dispatch, status: str, problem: str, at: datetime, *, unsure: bool = False
) -> None:
    """End a message that will not arrive by itself, and tell the case officer of it, once.

    `unsure` is whether nobody can say that it did not arrive.
    """
    told = problem.replace(" ID", f" {dispatch.dispatch_id}")
    outbox.close(session, dispatch.dispatch_id, status, told, unsure=unsure)
    tell_officer(session, dispatch, f"{'may not have arrived' if unsure else 'did not arrive'}. {told}", at)


def tell_officer(session: Session, dispatch: Dispatch, said: str, at: datetime) -> None:
    """Tell the case officer, once, what became of a message; nothing of what is for the authority's own people."""
    if dispatch.to_role in INSIDE or dispatch.case_id == dispatch.kind:
        return
    today = london_date(at)
    what = dispatch.kind.replace("_", " ")
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
                text=f"The {dispatch.channel} of {short_date(dispatch.on)} ({what}) {said}",
                channel="email",
                queued_at=at,
                sent_at=None,
                location=None,
                attempts=0,
            )
        ],
    )
