"""When something may leave the house: what goes at once, what waits for the morning, what goes with a daily digest.

Nothing here reads a clock: the instant of queueing is handed in, and what is answered is kept with the dispatch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.letters.notice import Notice
from statute.local_time import london_date, start_of_day

_DAY = timedelta(days=1)
INSIDE = frozenset({"case_officer", "team_manager", "head_of_service", "service_manager"})
"""The roles of the authority's own people, and of the managers who answer for a service."""
AT_ONCE = frozenset({"breach_alert", "breach_continues"})
"""What goes at once, whatever the hour, and before everything else that waits."""
DIGESTED = frozenset({"chase"})
"""What advisers and settings are told once a day, for all their cases together."""


@dataclass(frozen=True, slots=True)
class Policy:
    """An authority's hours: local hours of the day, from `quiet_from` to `quiet_until` nobody is mailed.

    `recall` is how long a message can still be recalled before it leaves; `bulk_over` how many of one kind by one
    person on one day go without a second look, None for any number; `lease` how long a worker that was killed keeps what
    it had taken to send.
    """

    recall: timedelta = timedelta()
    quiet_from: int | None = None
    quiet_until: int = 7
    digest_at: int = 8
    bulk_over: int | None = None
    lease: timedelta = timedelta(seconds=30)


def is_digested(notice: Notice) -> bool:
    """Whether it is one line of a daily digest, and no message of its own."""
    return notice.kind in DIGESTED and notice.to_role in ("adviser", "setting")


def not_before(notice: Notice, channel: str, now: datetime, policy: Policy) -> datetime | None:
    """The instant before which a notice that is queued now does not leave; None where it goes at once."""
    if notice.kind in AT_ONCE:
        return None
    if is_digested(notice):
        return _next(policy.digest_at, now)
    at = now if notice.to_role in INSIDE else now + policy.recall
    if channel != "letter" and _is_quiet(at, policy):
        at = _next(policy.quiet_until, at)
    return at if at > now else None


def _is_quiet(at: datetime, policy: Policy) -> bool:
    if policy.quiet_from is None:
        return False
    passed = at - start_of_day(london_date(at))
    begins, ends = timedelta(hours=policy.quiet_from), timedelta(hours=policy.quiet_until)
    return begins <= passed < ends if begins < ends else passed >= begins or passed < ends


def _next(hour: int, at: datetime) -> datetime:
    """The next time that a local clock shows an hour."""
    today = start_of_day(london_date(at)) + timedelta(hours=hour)
    return today if today > at else start_of_day(london_date(at) + _DAY) + timedelta(hours=hour)
