"""The outbox: messages to send, stored in the same transaction as the transition that causes them.

A dispatch is `waiting` until it is `sent`. It can wait for a daily `digest` (and is then `in_digest`) or for a
`second_look`, which is approval by a second person. It can be `recalled`, `stale` (its recipient or address has
changed) or `failed` for good. A sent message can become `delivered` or `returned`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select, true, update
from sqlalchemy.orm import Session

from casework.letters.digest import DIGEST
from casework.letters.dispatch import NOT_LEFT, RECALLABLE, TASKS, Dispatch
from records.rows import row_of
from records.tables import OUTBOX, RENDERINGS
from records.upsert import insert_new

_OFTEN = 5
LONGEST_CLAIM = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Handed:
    """The evidence of a message that was given to a provider."""

    location: str
    provider: str | None = None
    provider_id: str | None = None
    template: str | None = None
    content_hash: str | None = None


_COLUMNS = [OUTBOX.c[name] for name in Dispatch.__slots__]


HELD = datetime(9999, 12, 31, tzinfo=UTC)
"""The due time of a message that must wait for a person's review, because it may have been sent already."""


def put(session: Session, dispatches: Sequence[Dispatch], *, held: bool = False) -> None:
    """Queue the dispatches that are not queued yet, in order. With `held` they wait until a person releases them.

    Tasks for officers are never held, because they are not sent and a person looks at them anyway.
    """
    for place, dispatch in enumerate(dispatches):
        holds = held and dispatch.status not in TASKS
        row = {**row_of(dispatch), "place": place, **({"leased_until": HELD} if holds else {})}
        insert_new(session, OUTBOX, row, key=("dispatch_id",))


def held(session: Session) -> list[Dispatch]:
    """Return the messages that are held for review, oldest first."""
    query = select(*_COLUMNS).where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.leased_until == HELD)
    return _dispatches(session, query)


def is_held(session: Session, dispatch_id: str) -> bool:
    """Return whether a message is held for review."""
    mine = (OUTBOX.c.dispatch_id == dispatch_id, OUTBOX.c.sent_at.is_(None), OUTBOX.c.leased_until == HELD)
    return session.execute(select(OUTBOX.c.dispatch_id).where(*mine)).first() is not None


def release(session: Session, dispatch_id: str) -> None:
    """Release a held message."""
    session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(leased_until=None))


def claim(
    session: Session,
    *,
    now: datetime,
    limit: int = 50,
    lease: timedelta = LONGEST_CLAIM,
    channels: Collection[str] | None = None,
) -> list[Dispatch]:
    """Claim messages to send, urgent ones first and then the oldest. No other claim returns them during the lease.

    `channels` are the channels to claim for; None means all.

    Messages that have been tried often come last, so that they cannot block the others.
    """
    waiting = (
        select(OUTBOX.c.dispatch_id)
        .where(
            OUTBOX.c.sent_at.is_(None),
            OUTBOX.c.status == "waiting",
            or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until < now),
            or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now),
            true() if channels is None else OUTBOX.c.channel.in_(channels),
        )
        .order_by(
            OUTBOX.c.urgent.desc(),
            OUTBOX.c.attempts >= _OFTEN,
            OUTBOX.c.queued_at,
            OUTBOX.c.case_id,
            OUTBOX.c.place,
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.scalars(waiting))
    if not ids:
        return []
    mine = OUTBOX.c.dispatch_id.in_(ids)
    session.execute(
        update(OUTBOX).where(mine).values(leased_until=now + lease, attempts=OUTBOX.c.attempts + 1)
    )
    claimed = select(*_COLUMNS).where(mine).order_by(OUTBOX.c.urgent.desc())
    return _dispatches(session, claimed)


def begin(session: Session, contents: Mapping[str, tuple[bytes, str]], at: datetime) -> set[str]:
    """Record that messages are about to be given to the provider. Returns those that may still be sent.

    `contents` gives the content and template version of each. The content is stored once, so that a repeated attempt
    sends the same text. Messages that were recalled in the meantime are left out.
    """
    still = set(
        session.scalars(
            select(OUTBOX.c.dispatch_id).where(
                OUTBOX.c.dispatch_id.in_(list(contents)), OUTBOX.c.status == "waiting"
            )
        )
    )
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id.in_(still), OUTBOX.c.unsure_since.is_(None))
        .values(unsure_since=at)
    )
    for dispatch_id in sorted(still):
        keep(session, dispatch_id, *contents[dispatch_id], at)
    return still


def bind(session: Session, dispatch_id: str, party_id: str, version: int) -> None:
    """Address a message to a party and a version of its address. Its recipient never becomes another party."""
    session.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.dispatch_id == dispatch_id,
            or_(OUTBOX.c.party_id.is_(None), OUTBOX.c.party_id == party_id),
        )
        .values(party_id=party_id, address_version=version)
    )


def keep(session: Session, dispatch_id: str, content: bytes, template: str, at: datetime) -> None:
    """Store the content of a message and its template version, unless they are stored already."""
    row = {"dispatch_id": dispatch_id, "content": content, "made_at": at}
    if insert_new(session, RENDERINGS, row, key=("dispatch_id",)):
        session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(template=template))


def rendering(session: Session, dispatch_id: str) -> bytes | None:
    """Return the content of a message, or None if it was never about to be sent."""
    return session.scalar(select(RENDERINGS.c.content).where(RENDERINGS.c.dispatch_id == dispatch_id))


def mark_sent(session: Session, dispatch_id: str, at: datetime, location: str | Handed) -> None:
    """Record that a message was sent and where its copy is. The members of a digest are marked too."""
    handed = location if isinstance(location, Handed) else Handed(location)
    mine = or_(OUTBOX.c.dispatch_id == dispatch_id, OUTBOX.c.batch == dispatch_id)
    known = {name: value for name, value in asdict(handed).items() if value is not None}
    session.execute(update(OUTBOX).where(mine).values(**known, unsure_since=None))
    session.execute(
        update(OUTBOX).where(mine, OUTBOX.c.sent_at.is_(None)).values(sent_at=at, status="sent", problem=None)
    )


def hold(session: Session, dispatch_id: str, until: datetime, problem: str | None = None) -> None:
    """Postpone a message that cannot be sent yet until an instant."""
    session.execute(
        update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(leased_until=until, problem=problem)
    )


def postpone_untried(session: Session, dispatch_ids: Iterable[str], until: datetime) -> None:
    """Release claimed messages that were not tried, and postpone them until an instant."""
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id.in_(list(dispatch_ids)))
        .values(leased_until=until, attempts=OUTBOX.c.attempts - 1)
    )


def mark_not_sent(session: Session, dispatch_ids: Iterable[str]) -> None:
    """Record that messages certainly have not reached the provider."""
    session.execute(
        update(OUTBOX).where(OUTBOX.c.dispatch_id.in_(list(dispatch_ids))).values(unsure_since=None)
    )


def mark_possibly_sent_since(session: Session, dispatch_id: str, at: datetime) -> None:
    """Record that a message may have reached the provider, but not before an instant."""
    session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(unsure_since=at))


def close(session: Session, dispatch_id: str, status: str, problem: str, *, unsure: bool = False) -> None:
    """Close a message that will not be sent automatically, with the reason, so that an officer deals with it.

    `unsure` keeps the time since which it may have reached the provider, if that could not be established.
    """
    known = {} if unsure else {"unsure_since": None}
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id == dispatch_id)
        .values(status=status, problem=problem, **known)
    )


def recall(session: Session, dispatch_id: str, problem: str) -> bool:
    """Recall a message that is not being sent now. Returns whether it was recalled.

    A message that may have been sent is removed from the list of tasks, and still shows that it may have been.
    """
    done = session.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.dispatch_id == dispatch_id,
            OUTBOX.c.status.in_(RECALLABLE),
            OUTBOX.c.sent_at.is_(None),
            or_(OUTBOX.c.unsure_since.is_(None), OUTBOX.c.status == "stale"),
        )
        .values(status="recalled", problem=problem)
        .returning(OUTBOX.c.dispatch_id)
    )
    return done.first() is not None


def find(session: Session, dispatch_id: str) -> Dispatch | None:
    """Return a message by its id, or None."""
    return next(
        iter(_dispatches(session, select(*_COLUMNS).where(OUTBOX.c.dispatch_id == dispatch_id))), None
    )


def of_provider(session: Session, provider_id: str) -> Dispatch | None:
    """Return a message by the provider's id, or None."""
    found = _dispatches(session, select(*_COLUMNS).where(OUTBOX.c.provider_id == provider_id))
    return next((one for one in found if not (one.batch or "").startswith(DIGEST)), None)


def of_case(session: Session, case_id: str) -> list[Dispatch]:
    """Return the messages of a case, oldest first."""
    return _dispatches(session, select(*_COLUMNS).where(OUTBOX.c.case_id == case_id))


def unsent_letters(session: Session, case_id: str | None = None) -> list[Dispatch]:
    """Return the unsent letters of a case, or of all cases, oldest first."""
    query = select(*_COLUMNS).where(
        OUTBOX.c.sent_at.is_(None), OUTBOX.c.channel == "letter", OUTBOX.c.status.in_(NOT_LEFT)
    )
    return _dispatches(session, query if case_id is None else query.where(OUTBOX.c.case_id == case_id))


def tasks(session: Session, case_id: str | None = None) -> list[Dispatch]:
    """Return the messages that an officer must deal with: not delivered, returned, or with a changed recipient."""
    query = select(*_COLUMNS).where(OUTBOX.c.status.in_(TASKS))
    return _dispatches(session, query if case_id is None else query.where(OUTBOX.c.case_id == case_id))


def digest_lines(session: Session, now: datetime) -> list[Dispatch]:
    """Return the messages for a daily digest that is due."""
    query = select(*_COLUMNS).where(OUTBOX.c.status == "digest", OUTBOX.c.not_before <= now)
    return _dispatches(session, query.with_for_update(skip_locked=True))


def join_digest(session: Session, digest: Dispatch, members: Iterable[str]) -> None:
    """Queue a digest and record its members."""
    put(session, [digest])
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id.in_(list(members)), OUTBOX.c.status == "digest")
        .values(status="in_digest", batch=digest.dispatch_id)
    )


def hold_bulk(session: Session, over: int, roles: Iterable[str]) -> None:
    """Hold a mailing for approval: more than `over` messages of one kind to one of these roles from a single act.

    The acts of one person in many cases are no mailing, however many there are: each is a step of its own.
    """
    kinds = (OUTBOX.c.case_id, OUTBOX.c.queued_at, OUTBOX.c.kind, OUTBOX.c.by, OUTBOX.c.to_role)
    unseen = (
        OUTBOX.c.by.is_not(None),
        OUTBOX.c.approved_by.is_(None),
        OUTBOX.c.to_role.in_(list(roles)),
    )
    can_wait = (OUTBOX.c.sent_at.is_(None), OUTBOX.c.status == "waiting", OUTBOX.c.unsure_since.is_(None))
    large = select(*kinds).where(*unseen, *can_wait).group_by(*kinds).having(func.count() > over)
    for case_id, at, kind, by, role in session.execute(large).all():
        same = (
            *unseen,
            OUTBOX.c.case_id == case_id,
            OUTBOX.c.queued_at == at,
            OUTBOX.c.kind == kind,
            OUTBOX.c.by == by,
            OUTBOX.c.to_role == role,
        )
        held = {"status": "second_look", "batch": f"bulk-{at:%Y%m%dT%H%M%S}-{kind}-{case_id}"}
        session.execute(update(OUTBOX).where(*same, *can_wait).values(**held))


def batch_of(session: Session, batch: str) -> list[Dispatch]:
    """Return the messages of a batch that waits for approval."""
    return _dispatches(
        session, select(*_COLUMNS).where(OUTBOX.c.batch == batch, OUTBOX.c.status == "second_look")
    )


def batches(session: Session) -> list[tuple[str, int]]:
    """Return the batches that wait for approval, with the number of messages in each."""
    query = select(OUTBOX.c.batch, func.count()).where(OUTBOX.c.status == "second_look")
    return [(str(row[0]), int(row[1])) for row in session.execute(query.group_by(OUTBOX.c.batch)).all()]


def approve(session: Session, batch: str, by: str) -> int:
    """Approve a batch as its second person. Returns the number of messages."""
    done = session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.batch == batch, OUTBOX.c.status == "second_look")
        .values(status="waiting", approved_by=by)
        .returning(OUTBOX.c.dispatch_id)
    )
    return len(done.all())


def to_poll(session: Session, provider: str, before: datetime, limit: int = 50) -> list[Dispatch]:
    """Return messages without a final status from the provider whose status was last polled before an instant."""
    query = (
        select(*_COLUMNS)
        .where(
            OUTBOX.c.provider == provider,
            OUTBOX.c.status == "sent",
            OUTBOX.c.provider_id.is_not(None),
            OUTBOX.c.sent_at < before,
            or_(OUTBOX.c.asked_at.is_(None), OUTBOX.c.asked_at < before),
        )
        .limit(limit)
    )
    return _dispatches(session, query)


def mark_polled(session: Session, dispatch_id: str, at: datetime) -> None:
    """Record when a provider was polled about a message."""
    session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(asked_at=at))


def mark_delivered(session: Session, dispatch_id: str, at: datetime) -> None:
    """Record that a message was delivered. The members of a digest are marked too."""
    session.execute(
        update(OUTBOX)
        .where(or_(OUTBOX.c.dispatch_id == dispatch_id, OUTBOX.c.batch == dispatch_id))
        .values(status="delivered", delivered_at=at, problem=None)
    )


def waiting(session: Session) -> int:
    """Return the number of messages that are still to be sent."""
    query = select(func.count()).select_from(OUTBOX)
    return session.scalar(query.where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.status.in_(NOT_LEFT))) or 0


def _dispatches(session: Session, query: Select[Any]) -> list[Dispatch]:
    ordered = query.order_by(OUTBOX.c.queued_at, OUTBOX.c.case_id, OUTBOX.c.place)
    return [Dispatch(**row) for row in session.execute(ordered).mappings()]


def mark_posted(session: Session, dispatch_id: str, at: datetime, handed: Handed) -> None:
    """Record that a person posted a letter by hand."""
    told = {name: value for name, value in asdict(handed).items() if value is not None}
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id == dispatch_id)
        .values(**told, status="by_hand", sent_at=at, unsure_since=None, problem=None)
    )
