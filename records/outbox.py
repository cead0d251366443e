"""The outbox: what must leave the house, written in the transaction of the transition that says so.

A dispatch is `waiting` until it is `sent`; it can wait for a daily `digest` (and is then `in_digest`) or for a
`second_look`; it can be `recalled`, be `stale` (its binding no longer holds) or have `failed` for good; and what was
sent can be `delivered`, or come back as `returned`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from casework.letters.digest import DIGEST
from casework.letters.dispatch import NOT_LEFT, TASKS, Dispatch
from records.tables import OUTBOX, RENDERINGS, WORDS
from records.upsert import insert_new

_OFTEN = 5


@dataclass(frozen=True, slots=True)
class Handed:
    """What is known of a message that was handed over: the evidence beside its content."""

    location: str
    provider: str | None = None
    provider_id: str | None = None
    template: str | None = None
    content_hash: str | None = None


_COLUMNS = [OUTBOX.c[name] for name in Dispatch.__slots__]


HELD = datetime(9999, 12, 31, tzinfo=UTC)
"""Until when a message is left that a person must look at first: it may have been sent already."""


def put(session: Session, dispatches: Sequence[Dispatch], *, held: bool = False) -> None:
    """Queue what is not queued yet, in the order given; what is held waits until a person releases it.

    A task is not held: it does not leave by itself, and a person looks at it all the same.
    """
    for place, dispatch in enumerate(dispatches):
        holds = held and dispatch.status not in TASKS
        row = {**asdict(dispatch), "place": place, **({"leased_until": HELD} if holds else {})}
        insert_new(session, OUTBOX, row, key=("dispatch_id",))


def held(session: Session) -> list[Dispatch]:
    """The messages that wait for a person to look at them, oldest first."""
    query = select(*_COLUMNS).where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.leased_until == HELD)
    return _dispatches(session, query)


def release(session: Session, dispatch_id: str) -> None:
    """Let a message leave that was held."""
    session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(leased_until=None))


def claim(
    session: Session, *, now: datetime, limit: int = 50, lease: timedelta = timedelta(minutes=2)
) -> list[Dispatch]:
    """Take what may leave, the urgent first and then the oldest; nobody else is given it while the lease lasts.

    What was tried often and waits for something comes after what was not, so that it cannot stand in its way.
    """
    waiting = (
        select(OUTBOX.c.dispatch_id)
        .where(
            OUTBOX.c.sent_at.is_(None),
            OUTBOX.c.status == "waiting",
            or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until < now),
            or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now),
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
    """Note that messages are about to be handed over, and keep what each is made of: which of them still may be.

    `contents` gives for each what it is made of, and the version of its template. What a message is made of is kept once: sent again, it says the same. One that was recalled meanwhile is left out.
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
    """Bind a message that nobody was recorded for to a party and a version of its address."""
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id == dispatch_id, OUTBOX.c.party_id.is_(None))
        .values(party_id=party_id, address_version=version)
    )


def keep(session: Session, dispatch_id: str, content: bytes, template: str, at: datetime) -> None:
    """Keep what a message is made of, and the version of its template; the first stays."""
    row = {"dispatch_id": dispatch_id, "content": content, "made_at": at}
    if insert_new(session, RENDERINGS, row, key=("dispatch_id",)):
        session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(template=template))


def rendering(session: Session, dispatch_id: str) -> bytes | None:
    """What a message is made of, once it was about to be handed over."""
    return session.scalar(select(RENDERINGS.c.content).where(RENDERINGS.c.dispatch_id == dispatch_id))


def mark_sent(session: Session, dispatch_id: str, at: datetime, location: str | Handed) -> None:
    """Note that a message left, where its copy is, and with it what goes with it in a digest."""
    handed = location if isinstance(location, Handed) else Handed(location)
    mine = or_(OUTBOX.c.dispatch_id == dispatch_id, OUTBOX.c.batch == dispatch_id)
    known = {name: value for name, value in asdict(handed).items() if value is not None}
    session.execute(update(OUTBOX).where(mine).values(**known, unsure_since=None))
    session.execute(
        update(OUTBOX).where(mine, OUTBOX.c.sent_at.is_(None)).values(sent_at=at, status="sent", problem=None)
    )


def hold(session: Session, dispatch_id: str, until: datetime, problem: str | None = None) -> None:
    """Leave a message that cannot be sent yet until an instant."""
    session.execute(
        update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(leased_until=until, problem=problem)
    )


def let_go(session: Session, dispatch_ids: Iterable[str], until: datetime) -> None:
    """Give back messages that were taken and not tried, until an instant."""
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id.in_(list(dispatch_ids)))
        .values(leased_until=until, attempts=OUTBOX.c.attempts - 1)
    )


def surely_not_sent(session: Session, dispatch_ids: Iterable[str]) -> None:
    """Note that messages have not reached the provider, whatever was unsure before."""
    session.execute(
        update(OUTBOX).where(OUTBOX.c.dispatch_id.in_(list(dispatch_ids))).values(unsure_since=None)
    )


def unsure_from(session: Session, dispatch_id: str, at: datetime) -> None:
    """Note that until an instant a message had not reached the provider, and from then on it may have."""
    session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(unsure_since=at))


def close(session: Session, dispatch_id: str, status: str, problem: str, *, unsure: bool = False) -> None:
    """End a message that will not leave by itself, and say why: an officer must see to it.

    `unsure` keeps the instant since which it may have reached the provider: nobody could say whether it did.
    """
    known = {} if unsure else {"unsure_since": None}
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id == dispatch_id)
        .values(status=status, problem=problem, **known)
    )


def recall(session: Session, dispatch_id: str, problem: str) -> bool:
    """Take back a message that is not being handed over; whether it could be.

    A task of which nobody knows whether it was sent is set aside, and goes on saying so.
    """
    done = session.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.dispatch_id == dispatch_id,
            OUTBOX.c.status.in_(("waiting", "digest", "second_look", "stale")),
            OUTBOX.c.sent_at.is_(None),
            or_(OUTBOX.c.unsure_since.is_(None), OUTBOX.c.status == "stale"),
        )
        .values(status="recalled", problem=problem)
        .returning(OUTBOX.c.dispatch_id)
    )
    return done.first() is not None


def find(session: Session, dispatch_id: str) -> Dispatch | None:
    """A message by its id, or None."""
    return next(
        iter(_dispatches(session, select(*_COLUMNS).where(OUTBOX.c.dispatch_id == dispatch_id))), None
    )


def of_provider(session: Session, provider_id: str) -> Dispatch | None:
    """The message that a provider knows under an id of its own, or None."""
    found = _dispatches(session, select(*_COLUMNS).where(OUTBOX.c.provider_id == provider_id))
    return next((one for one in found if not (one.batch or "").startswith(DIGEST)), None)


def of_case(session: Session, case_id: str) -> list[Dispatch]:
    """The messages of a case, oldest first."""
    return _dispatches(session, select(*_COLUMNS).where(OUTBOX.c.case_id == case_id))


def unsent_letters(session: Session, case_id: str | None = None) -> list[Dispatch]:
    """The letters that have not left, of a case or of all, oldest first."""
    query = select(*_COLUMNS).where(
        OUTBOX.c.sent_at.is_(None), OUTBOX.c.channel == "letter", OUTBOX.c.status.in_(NOT_LEFT)
    )
    return _dispatches(session, query if case_id is None else query.where(OUTBOX.c.case_id == case_id))


def tasks(session: Session, case_id: str | None = None) -> list[Dispatch]:
    """The messages that somebody must see to: not delivered, bound to somebody who is gone, or returned."""
    query = select(*_COLUMNS).where(OUTBOX.c.status.in_(TASKS))
    return _dispatches(session, query if case_id is None else query.where(OUTBOX.c.case_id == case_id))


def digest_lines(session: Session, now: datetime) -> list[Dispatch]:
    """What waits for a daily digest whose hour has come."""
    query = select(*_COLUMNS).where(OUTBOX.c.status == "digest", OUTBOX.c.not_before <= now)
    return _dispatches(session, query.with_for_update(skip_locked=True))


def join_digest(session: Session, digest: Dispatch, members: Iterable[str]) -> None:
    """Queue a digest and note what it holds."""
    put(session, [digest])
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id.in_(list(members)), OUTBOX.c.status == "digest")
        .values(status="in_digest", batch=digest.dispatch_id)
    )


def hold_bulk(session: Session, over: int, roles: Iterable[str]) -> None:
    """Hold mailings of one kind to one of these roles, by one person on one day, that are more than so many."""
    kinds = (OUTBOX.c.on, OUTBOX.c.kind, OUTBOX.c.by, OUTBOX.c.to_role)
    unseen = (
        OUTBOX.c.by.is_not(None),
        OUTBOX.c.approved_by.is_(None),
        OUTBOX.c.to_role.in_(list(roles)),
    )
    can_wait = (OUTBOX.c.sent_at.is_(None), OUTBOX.c.status == "waiting", OUTBOX.c.unsure_since.is_(None))
    for on, kind, by, role in session.execute(select(*kinds).where(*unseen, *can_wait).distinct()).all():
        same = (
            *unseen,
            OUTBOX.c.on == on,
            OUTBOX.c.kind == kind,
            OUTBOX.c.by == by,
            OUTBOX.c.to_role == role,
        )
        if (session.scalar(select(func.count()).select_from(OUTBOX).where(*same)) or 0) > over:
            held = {"status": "second_look", "batch": f"bulk-{on.isoformat()}-{kind}-{by}"}
            session.execute(update(OUTBOX).where(*same, *can_wait).values(**held))


def batch_of(session: Session, batch: str) -> list[Dispatch]:
    """The messages of a batch that waits for a second look."""
    return _dispatches(
        session, select(*_COLUMNS).where(OUTBOX.c.batch == batch, OUTBOX.c.status == "second_look")
    )


def batches(session: Session) -> list[tuple[str, int]]:
    """The batches that wait for a second look, and how many messages each has."""
    query = select(OUTBOX.c.batch, func.count()).where(OUTBOX.c.status == "second_look")
    return [(str(row[0]), int(row[1])) for row in session.execute(query.group_by(OUTBOX.c.batch)).all()]


def approve(session: Session, batch: str, by: str) -> int:
    """Let a batch go, looked at by a second person: how many messages that were."""
    done = session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.batch == batch, OUTBOX.c.status == "second_look")
        .values(status="waiting", approved_by=by)
        .returning(OUTBOX.c.dispatch_id)
    )
    return len(done.all())


def to_ask_about(session: Session, provider: str, before: datetime, limit: int = 50) -> list[Dispatch]:
    """What a provider was given and has not said the last word about, not asked about since an instant."""
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


def asked(session: Session, dispatch_id: str, at: datetime) -> None:
    """Note when a provider was asked about a message."""
    session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(asked_at=at))


def heard(session: Session, dispatch_id: str, word: str, at: datetime) -> bool:
    """Keep what the provider said of a message; whether it is news."""
    said = words_of(session, dispatch_id)
    if said and said[-1][0] == word:
        return False
    row = {"dispatch_id": dispatch_id, "number": len(said) + 1, "at": at, "word": word}
    return insert_new(session, WORDS, row, key=("dispatch_id", "number"))


def delivered(session: Session, dispatch_id: str, at: datetime) -> None:
    """Note that a message arrived, and with it what went with it in a digest."""
    session.execute(
        update(OUTBOX)
        .where(or_(OUTBOX.c.dispatch_id == dispatch_id, OUTBOX.c.batch == dispatch_id))
        .values(status="delivered", delivered_at=at, problem=None)
    )


def words_of(session: Session, dispatch_id: str) -> list[tuple[str, datetime]]:
    """What the provider said of a message, oldest first."""
    query = (
        select(WORDS.c.word, WORDS.c.at).where(WORDS.c.dispatch_id == dispatch_id).order_by(WORDS.c.number)
    )
    return [(str(row.word), row.at) for row in session.execute(query).all()]


def waiting(session: Session) -> int:
    """How many messages have not left and still shall."""
    query = select(func.count()).select_from(OUTBOX)
    return session.scalar(query.where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.status.in_(NOT_LEFT))) or 0


def _dispatches(session: Session, query: Select[Any]) -> list[Dispatch]:
    ordered = query.order_by(OUTBOX.c.queued_at, OUTBOX.c.case_id, OUTBOX.c.place)
    return [Dispatch(**row) for row in session.execute(ordered).mappings()]


def by_hand(session: Session, dispatch_id: str, at: datetime, handed: Handed) -> None:
    """Note that somebody posted a letter themselves."""
    told = {name: value for name, value in asdict(handed).items() if value is not None}
    session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.dispatch_id == dispatch_id)
        .values(**told, status="by_hand", sent_at=at, unsure_since=None, problem=None)
    )
