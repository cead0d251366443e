"""The dispatches that the notices of a transition become: each for one person, with an id of its own.

An id is made of the case, the transition and the place of the notice in it, so that what is recorded again is not
queued again. Further people of one notice have .2, .3 behind it; what only announces a letter has an e or an s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from casework.letters.digest import is_digested
from casework.letters.notice import Notice
from casework.letters.notices import is_letter
from casework.letters.sending_times import AT_ONCE, Policy, not_before
from casework.letters.short_messages import announces
from casework.people.parties import (
    ATTENDED,
    NOWHERE,
    SETTING,
    Party,
    family,
    nobody_attended,
    nobody_named,
    of_role,
)
from records import ledger, parties, people
from records.outbox import Dispatch
from statute.rights import Capacity, RightHolder, right_holder
from workflows.messages import Transition

_FINAL_PLANS = ("final_issued", "amended_final_issued")


def dispatches(
    session: Session,
    case_id: str,
    transition: Transition,
    notices: Sequence[Notice],
    policy: Policy,
    now: datetime,
) -> list[Dispatch]:
    """The dispatches of one transition, bound to the parties of the case as they are at this instant."""
    step = f"{case_id}-{transition.seq}"
    return dispatches_of(
        session, case_id, step, transition.recorded_at, _by(transition), notices, policy, now
    )


def dispatches_of(
    session: Session,
    case_id: str,
    step: str,
    queued_at: datetime,
    caused_by: str | None,
    notices: Sequence[Notice],
    policy: Policy,
    now: datetime,
) -> list[Dispatch]:
    """The dispatches of one step of a case, or of a dispute beside it; `step` is what their ids begin with."""
    if not notices:
        return []
    known = parties.of_case(session, case_id)
    return [
        one
        for place, notice in enumerate(notices, start=1)
        for one in _of_notice(
            session, Dispatch(
                dispatch_id=f"{step}-{place}",
                case_id=case_id,
                on=notice.on,
                kind=notice.kind,
                to_role=notice.to_role,
                about=notice.about,
                of=notice.of,
                text=notice.text,
                channel="letter" if is_letter(notice) else "email",
                queued_at=queued_at,
                sent_at=None,
                location=None,
                attempts=0,
                status="digest" if is_digested(notice) and notice.of != "parent" else "waiting",
                urgent=notice.kind in AT_ONCE,
                by=caused_by,
            ), notice, known, policy, now,
        )
    ]  # fmt: skip


def _of_notice(
    session: Session,
    plain: Dispatch,
    notice: Notice,
    known: Sequence[Party],
    policy: Policy,
    now: datetime,
) -> Iterator[Dispatch]:
    asks_family = notice.to_role == "adviser" and notice.of == "parent"
    if asks_family:
        plain, notice = replace(plain, channel="letter"), replace(notice, to_role="family")
    if notice.to_role == SETTING and notice.of is None:
        named = _named(session, plain.case_id)
        plain, notice = replace(plain, of=named), replace(notice, of=named)
    plain = replace(plain, not_before=not_before(notice, plain.channel, now, policy))
    if notice.to_role != "family":
        party = of_role(known, notice.to_role, notice.of)
        if party is not None:
            yield _bound(plain, party)
        elif notice.to_role == SETTING and notice.of is None:
            yield replace(plain, status="stale", problem=nobody_named(plain.case_id))
        elif notice.to_role != ATTENDED:
            yield plain
        elif not _attends_none(session, plain.case_id):
            yield replace(plain, status="stale", problem=nobody_attended(plain.case_id))
        return
    found = family(known, _holder(session, plain.case_id, notice))
    if found.problem is not None:
        yield replace(plain, status="stale", problem=found.problem.replace("CASE", plain.case_id))
    elif not found.parties:
        yield plain
    for place, party in enumerate(found.parties, start=1):
        dispatch_id = plain.dispatch_id + (f".{place}" if place > 1 else "")
        yield _bound(replace(plain, dispatch_id=dispatch_id), party)
        if party.channel != "letter" and announces(plain.kind):
            yield _bound(
                replace(
                    plain,
                    dispatch_id=f"{plain.dispatch_id}.{place}{party.channel[0]}",
                    channel=party.channel,
                    not_before=not_before(notice, party.channel, now, policy),
                ),
                party,
            )


def _bound(dispatch: Dispatch, party: Party) -> Dispatch:
    return replace(dispatch, party_id=party.party_id, address_version=party.address.version)


def _holder(session: Session, case_id: str, notice: Notice) -> RightHolder | None:
    """Who holds the right on the day of a notice, as far as age and what was told of capacity say it."""
    intake = people.intake_of(session, case_id)
    if intake is None or intake.born_on is None:
        return None
    opening = next(iter(ledger.facts_of(session, case_id)), None)
    told = opening.fields.get("capacity") if opening else None
    return right_holder(intake.born_on, notice.on, cast(Capacity, told or "has"))


def _attends_none(session: Session, case_id: str) -> bool:
    """Whether the request said that the child attends no school, college or early years setting."""
    opening = next(iter(ledger.facts_of(session, case_id)), None)
    return opening is not None and opening.fields.get("attends") == NOWHERE


def _named(session: Session, case_id: str) -> str | None:
    """The setting that the plan of a case names, as its last final plan says."""
    named = [
        line.fields.get("setting") for line in ledger.facts_of(session, case_id) if line.event in _FINAL_PLANS
    ]
    return str(named[-1]) if named and named[-1] else None


def _by(transition: Transition) -> str | None:
    if transition.opening is not None:
        return transition.opening.by
    return next((act.by for act in transition.acts if act.by), None)
