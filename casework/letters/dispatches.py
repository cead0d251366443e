"""The dispatches that the notices of a step become: each for one person, with an id of its own.

An id is made of the case, the step and the place of the notice in it, so that a step that is recorded again does not
queue its messages again. Further people of one notice have .2, .3 behind it; what only announces a letter has an e or
an s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from casework.letters.digest import is_digested
from casework.letters.dispatch import Dispatch
from casework.letters.letter_file import CasePeople
from casework.letters.letter_ledger import attends_none, named_setting
from casework.letters.notice import Notice
from casework.letters.notices import is_letter
from casework.letters.sending_times import Policy, not_before
from casework.letters.short_messages import announces
from casework.people.parties import (
    ATTENDED,
    ATTENDED_SETTING_MISSING,
    NAMED_SETTING_MISSING,
    SETTING,
    Party,
    family,
    of_role,
)
from statute.rights import Capacity, RightHolder, right_holder


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a case, or of a process beside it, that sends notices out.

    `step_id` is what the ids of its dispatches begin with; `by` is whose act caused it.
    """

    step_id: str
    case_id: str
    recorded_at: datetime
    by: str | None


def bound_dispatches(
    step: Step, notices: Sequence[Notice], people: CasePeople, policy: Policy, now: datetime
) -> list[Dispatch]:
    """The dispatches of a step, bound to the parties of the case as they are at this instant."""
    return [
        one
        for place, notice in enumerate(notices, start=1)
        for one in _of_notice(notice, _queued(step, place, notice), people, policy, now)
    ]


def _queued(step: Step, place: int, notice: Notice) -> Dispatch:
    return Dispatch(
        dispatch_id=f"{step.step_id}-{place}",
        case_id=step.case_id,
        on=notice.on,
        kind=notice.kind,
        to_role=notice.to_role,
        about=notice.about,
        of=notice.of,
        text=notice.text,
        channel="letter" if is_letter(notice) else "email",
        queued_at=step.recorded_at,
        sent_at=None,
        location=None,
        attempts=0,
        status="digest" if is_digested(notice) and notice.of != "parent" else "waiting",
        urgent=notice.is_urgent,
        by=step.by,
    )


def _of_notice(
    notice: Notice, queued: Dispatch, people: CasePeople, policy: Policy, now: datetime
) -> Iterator[Dispatch]:
    if notice.to_role == "adviser" and notice.of == "parent":  # the family is asked for its own advice
        queued, notice = replace(queued, channel="letter"), replace(notice, to_role="family")
    if notice.to_role == SETTING and notice.of is None:
        named = named_setting(people.lines)
        queued, notice = replace(queued, of=named), replace(notice, of=named)
    queued = replace(queued, not_before=not_before(notice, queued.channel, now, policy))
    if notice.to_role == "family":
        yield from _to_family(notice, queued, people, policy, now)
    else:
        yield from _to_others(notice, queued, people)


def _to_family(
    notice: Notice, queued: Dispatch, people: CasePeople, policy: Policy, now: datetime
) -> Iterator[Dispatch]:
    found = family(people.parties, holder_on(notice.on, people))
    if found.problem is not None:
        yield replace(queued, status="stale", problem=found.problem)
    elif not found.parties:
        yield queued
    for place, party in enumerate(found.parties, start=1):
        yield _bound(
            replace(queued, dispatch_id=queued.dispatch_id + (f".{place}" if place > 1 else "")), party
        )
        if party.channel != "letter" and announces(queued.kind):
            announcement = replace(
                queued,
                dispatch_id=f"{queued.dispatch_id}.{place}{party.channel[0]}",
                channel=party.channel,
                not_before=not_before(notice, party.channel, now, policy),
            )
            yield _bound(announcement, party)


def _to_others(notice: Notice, queued: Dispatch, people: CasePeople) -> Iterator[Dispatch]:
    party = of_role(people.parties, notice.to_role, notice.of)
    if party is not None:
        yield _bound(queued, party)
    elif notice.to_role == SETTING and notice.of is None:
        yield replace(queued, status="stale", problem=NAMED_SETTING_MISSING)
    elif notice.to_role != ATTENDED:
        yield queued
    elif not attends_none(people.lines):
        yield replace(queued, status="stale", problem=ATTENDED_SETTING_MISSING)


def _bound(dispatch: Dispatch, party: Party) -> Dispatch:
    return replace(dispatch, party_id=party.party_id, address_version=party.address.version)


def holder_on(day: date, people: CasePeople) -> RightHolder | None:
    """Who holds the right on a day, by the child's age and by what the request said of capacity; None where unknown."""
    if people.born_on is None:
        return None
    told = people.lines[0].fields.get("capacity") if people.lines else None
    return right_holder(people.born_on, day, cast(Capacity, told or "has"))
