"""Recall, approve, resend, mark as posted and show letters and messages."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from activities.letters import outgoing
from activities.paper_pdf import Unprintable, as_pdf
from casework.letters.dispatch import TASKS, Dispatch
from casework.letters.letter_facts import Incomplete
from casework.letters.outgoing import Outgoing, message_of
from casework.letters.recipient_roles import INSIDE
from casework.letters.resending import sent_again, why_no_addressee, why_not_again
from casework.letters.text_version import text_used
from office.refusals import ActRefused
from records import letter_file, message_statuses, outbox
from records.database import Database
from records.outbox import Handed
from statute.words import short_date


def recall(database: Database, dispatch_id: str, by: str | None) -> None:
    """Recall a message before it is sent. Raises ActRefused once it has been sent."""
    who = f" by {by}" if by else ""
    with database.write() as session:
        dispatch = _known(outbox.find(session, dispatch_id), dispatch_id)
        said = (
            f"Recalled{who}."
            if dispatch.unsure_since is None
            else f"Removed from the list{who}; it may have been sent."
        )
        if not outbox.recall(session, dispatch_id, said):
            raise ActRefused(_too_late(dispatch))


def approve(database: Database, batch: str, by: str) -> int:
    """Approve a bulk mailing as its second person. Returns the number of messages. Raises ActRefused."""
    with database.write() as session:
        held = outbox.batch_of(session, batch)
        if not held:
            raise ActRefused(
                f"No mailing {batch!r} is waiting for approval; `ehcp letters` lists those that are."
            )
        if held[0].by == by:
            raise ActRefused(f"{by} made this mailing, so another person must approve it.")
        return outbox.approve(session, batch, by)


def resend(database: Database, dispatch_id: str, by: str | None) -> str:
    """Resend a message that did not arrive, to its recipient's current address.

    Returns the new id. Raises ActRefused.
    """
    with database.write() as session:
        dispatch = _known(outbox.find(session, dispatch_id), dispatch_id)
        address = letter_file.address_file(session, dispatch)
        if (why := why_not_again(dispatch, address)) is not None:
            raise ActRefused(why)
        number = 1 + sum(
            one.dispatch_id.startswith(f"{dispatch_id}~") for one in outbox.of_case(session, dispatch.case_id)
        )
        new = sent_again(dispatch, address, number, by, datetime.now(UTC))
        if (why := why_no_addressee(new, address)) is not None:
            raise ActRefused(why)
        outbox.put(session, [new])
        unsure = dispatch.unsure_since is not None
        outbox.close(session, dispatch_id, "replaced", f"Sent again as {new.dispatch_id}.", unsure=unsure)
    return new.dispatch_id


def mark_posted(database: Database, dispatch_id: str, on: date, by: str | None) -> None:
    """Record that a letter was printed and posted by hand. Raises ActRefused if it has already been sent."""
    with database.write() as session:
        dispatch = _known(outbox.find(session, dispatch_id), dispatch_id)
        if dispatch.channel != "letter":
            raise ActRefused(f"{dispatch_id} is not a letter; only letters are posted by hand.")
        is_task = dispatch.status in TASKS
        if dispatch.status in ("sent", "delivered", "by_hand") or (dispatch.unsure_since and not is_task):
            raise ActRefused(_too_late(dispatch))
        made, now = _by_hand(session, dispatch), datetime.now(UTC)
        outbox.keep(session, dispatch_id, made.content, made.template, now)
        handed = Handed(
            location=f"Posted by hand on {short_date(on)}" + (f" by {by}." if by else "."),
            provider="by_hand",
            content_hash=hashlib.sha256(_pdf(made.content)).hexdigest(),
        )
        outbox.mark_posted(session, dispatch_id, now, handed)


def case_of(database: Database, dispatch_id: str) -> str:
    """Return the case of a message. Raises ActRefused if the message does not exist."""
    with database.read() as session:
        return _known(outbox.find(session, dispatch_id), dispatch_id).case_id


def cases_of_batch(database: Database, batch: str) -> list[str]:
    """Return the cases of a mailing that is waiting for approval."""
    with database.read() as session:
        return sorted({one.case_id for one in outbox.batch_of(session, batch)})


def shown(
    database: Database, dispatch_id: str, *, personal: bool = True, wanted: bool = False
) -> tuple[dict[str, Any], bytes | None]:
    """Return a message with its evidence and, if `wanted`, the PDF of a letter. Raises ActRefused.

    The PDF of a sent letter is made again from the stored text; that of a waiting letter is the version to post by
    hand. `personal` is whether the reader may see the text of the message.
    """
    with database.read() as session:
        dispatch = _known(outbox.find(session, dispatch_id), dispatch_id)
        content = outbox.rendering(session, dispatch_id)
        words = message_statuses.statuses_of(session, dispatch_id)
        if content is None and dispatch.channel == "letter" and wanted:
            content = _by_hand(session, dispatch).content
    told = evidence(dispatch) | {"words": [{"word": word, "at": at.isoformat()} for word, at in words]}
    pdf = _pdf(content) if content is not None and dispatch.channel == "letter" else None
    if content is not None and pdf is None and personal:
        to, mail = message_of(content)
        told |= {"to": to, "subject": mail.subject, "said": mail.text}
    if dispatch.content_hash is not None and content is not None:
        told["hash_matches"] = hashlib.sha256(pdf or content).hexdigest() == dispatch.content_hash
    return told, pdf if personal else None


def evidence(one: Dispatch) -> dict[str, Any]:
    """Return what was sent, to which role, by which channel, and the provider's answer. Contains no names."""
    return {
        "dispatch": one.dispatch_id,
        "status": one.status,
        "queued_at": one.queued_at.isoformat(),
        "not_before": _iso(one.not_before),
        "sent_at": _iso(one.sent_at),
        "delivered_at": _iso(one.delivered_at),
        "provider": one.provider,
        "provider_id": one.provider_id,
        "template": one.template,
        "text_used": asdict(used) if (used := text_used(one.template)) is not None else None,
        "hash": one.content_hash,
        "party": one.party_id,
        "address_version": one.address_version,
        "batch": one.batch,
        "approved_by": one.approved_by,
        "caused_by": one.by,
        "attempts": one.attempts,
        "problem": one.problem,
        "is_task": one.status in TASKS,
        "inside": one.to_role in INSIDE,
    }


def _by_hand(session: Session, dispatch: Dispatch) -> Outgoing:
    """Return a letter to print and post by hand with its enclosures. Raises ActRefused."""
    try:
        return outgoing(session, dispatch, by_hand=True)
    except Incomplete as incomplete:
        raise ActRefused(str(incomplete)) from None


def _pdf(content: bytes) -> bytes:
    """Return the PDF of a letter. Raises ActRefused if this machine cannot print it."""
    try:
        return as_pdf(content)
    except Unprintable as wanting:
        raise ActRefused(f"The letter needs {wanting}.") from None


def _known(dispatch: Dispatch | None, dispatch_id: str) -> Dispatch:
    if dispatch is None:
        raise ActRefused(f"There is no letter or message {dispatch_id!r}; `ehcp history CASE` lists them.")
    return dispatch


def _too_late(dispatch: Dispatch) -> str:
    if dispatch.unsure_since is not None:
        return f"{dispatch.dispatch_id} is being sent now and cannot be recalled."
    when = f" on {short_date(dispatch.sent_at.date())}" if dispatch.sent_at else ""
    return (
        f"{dispatch.dispatch_id} is {dispatch.status.replace('_', ' ')}{when} and can no longer be recalled."
    )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
