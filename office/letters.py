"""What an officer does with letters and messages: recall, look a second time, send again, post by hand, look at one."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from activities.letters import outgoing
from activities.paper_pdf import as_pdf
from casework.letters.dispatch import TASKS, Dispatch
from casework.letters.letter_facts import Incomplete
from casework.letters.outgoing import Outgoing, message_of
from casework.letters.recipient_roles import INSIDE
from casework.letters.resending import sent_again, why_no_addressee, why_not_again
from casework.letters.text_version import text_used
from office.refusals import ActRefused
from records import letter_file, outbox
from records.database import Database
from records.outbox import Handed
from statute.words import short_date


def recall(database: Database, dispatch_id: str, by: str | None) -> None:
    """Take a message back before it leaves. Raises ActRefused once it has left."""
    who = f" by {by}" if by else ""
    with database.write() as session:
        dispatch = _known(outbox.find(session, dispatch_id), dispatch_id)
        said = (
            f"Recalled{who}."
            if dispatch.unsure_since is None
            else f"Taken off the list{who}; it may have been sent."
        )
        if not outbox.recall(session, dispatch_id, said):
            raise ActRefused(_too_late(dispatch))


def approve(database: Database, batch: str, by: str) -> int:
    """Let a bulk mailing go, seen by a second person: how many messages it has. Raises ActRefused."""
    with database.write() as session:
        held = outbox.batch_of(session, batch)
        if not held:
            raise ActRefused(f"No mailing {batch!r} waits for a second look; `ehcp letters` lists them.")
        if held[0].by == by:
            raise ActRefused(f"{by} made this mailing; the second look is somebody else's.")
        return outbox.approve(session, batch, by)


def again(database: Database, dispatch_id: str, by: str | None) -> str:
    """Send a message that did not arrive once more, to whoever it is for now: the id of the new one. Raises ActRefused."""
    with database.write() as session:
        dispatch = _known(outbox.find(session, dispatch_id), dispatch_id)
        address = letter_file.address_file(session, dispatch)
        if (why := why_not_again(dispatch, address)) is not None:
            raise ActRefused(why)
        number = 1 + sum(
            one.dispatch_id.startswith(f"{dispatch_id}~") for one in outbox.of_case(session, dispatch.case_id)
        )
        new = sent_again(dispatch, address, number, by, datetime.now(UTC))
        if (why := why_no_addressee(new)) is not None:
            raise ActRefused(why)
        outbox.put(session, [new])
        unsure = dispatch.unsure_since is not None
        outbox.close(session, dispatch_id, "replaced", f"Sent again as {new.dispatch_id}.", unsure=unsure)
    return new.dispatch_id


def posted(database: Database, dispatch_id: str, on: date, by: str | None) -> None:
    """Note that a letter was printed and posted by hand. Raises ActRefused where it has left already."""
    with database.write() as session:
        dispatch = _known(outbox.find(session, dispatch_id), dispatch_id)
        if dispatch.channel != "letter":
            raise ActRefused(f"{dispatch_id} is no letter.")
        is_task = dispatch.status in TASKS
        if dispatch.status in ("sent", "delivered", "by_hand") or (dispatch.unsure_since and not is_task):
            raise ActRefused(_too_late(dispatch))
        made, now = _by_hand(session, dispatch), datetime.now(UTC)
        outbox.keep(session, dispatch_id, made.content, made.template, now)
        handed = Handed(
            location=f"Posted by hand on {short_date(on)}" + (f" by {by}." if by else "."),
            provider="by_hand",
            content_hash=hashlib.sha256(as_pdf(made.content)).hexdigest(),
        )
        outbox.by_hand(session, dispatch_id, now, handed)


def case_of(database: Database, dispatch_id: str) -> str:
    """The case of a message. Raises ActRefused where there is no such message."""
    with database.read() as session:
        return _known(outbox.find(session, dispatch_id), dispatch_id).case_id


def cases_of_batch(database: Database, batch: str) -> list[str]:
    """The cases of a mailing that waits for a second look."""
    with database.read() as session:
        return sorted({one.case_id for one in outbox.batch_of(session, batch)})


def shown(
    database: Database, dispatch_id: str, *, personal: bool = True, wanted: bool = False
) -> tuple[dict[str, Any], bytes | None]:
    """A message with its evidence, and the PDF of a letter made again from what was kept; of one that waits, as it would
    be posted by hand. Raises ActRefused.

    `personal` is whether whoever asks may see what it says, `wanted` whether the PDF is asked for.
    """
    with database.read() as session:
        dispatch = _known(outbox.find(session, dispatch_id), dispatch_id)
        content = outbox.rendering(session, dispatch_id)
        words = outbox.words_of(session, dispatch_id)
        if content is None and dispatch.channel == "letter" and wanted:
            content = _by_hand(session, dispatch).content
    told = evidence(dispatch) | {"words": [{"word": word, "at": at.isoformat()} for word, at in words]}
    pdf = as_pdf(content) if content is not None and dispatch.channel == "letter" else None
    if content is not None and pdf is None and personal:
        to, mail = message_of(content)
        told |= {"to": to, "subject": mail.subject, "said": mail.text}
    if dispatch.content_hash is not None and content is not None:
        told["hash_matches"] = hashlib.sha256(pdf or content).hexdigest() == dispatch.content_hash
    return told, pdf if personal else None


def evidence(one: Dispatch) -> dict[str, Any]:
    """What was sent, to whom, by which way, and what the provider says: nothing in it names anybody."""
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
        "text": asdict(used) if (used := text_used(one.template)) is not None else None,
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
    """A letter for somebody who prints it and puts the enclosures into its envelope. Raises ActRefused."""
    try:
        return outgoing(session, dispatch, by_hand=True)
    except Incomplete as incomplete:
        raise ActRefused(str(incomplete)) from None


def _known(dispatch: Dispatch | None, dispatch_id: str) -> Dispatch:
    if dispatch is None:
        raise ActRefused(f"There is no letter or message {dispatch_id!r}; `ehcp history CASE` names them.")
    return dispatch


def _too_late(dispatch: Dispatch) -> str:
    if dispatch.unsure_since is not None:
        return f"{dispatch.dispatch_id} is being sent just now, and cannot be recalled."
    when = f" on {short_date(dispatch.sent_at.date())}" if dispatch.sent_at else ""
    return f"{dispatch.dispatch_id} is {dispatch.status.replace('_', ' ')}{when}; it cannot be taken back any more."


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
