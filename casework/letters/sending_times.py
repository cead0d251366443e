"""When a message may leave: at once, after its recall window and the quiet hours, or with the daily digest.

Nothing here reads a clock: the instant of queueing is handed in, and the answer is kept with the dispatch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.letters import recall_window
from casework.letters.digest import is_digested
from casework.letters.notice import Notice
from casework.letters.quiet_hours import end_of_quiet
from statute.local_time import next_hour


@dataclass(frozen=True, slots=True)
class Policy:
    """An authority's hours: from `quiet_from` to `quiet_until`, local hours of the day, it sends no mail.

    `recall` is how long a message can be recalled before it leaves. `bulk_over` is how many messages of one kind
    from a single act leave without a second look, None for any number. `console` is the address of the console, for
    links. `lease` is how long a worker that was
    killed keeps the messages that it had taken to send.
    """

    recall: timedelta = timedelta()
    quiet_from: int | None = None
    quiet_until: int = 7
    digest_at: int = 8
    bulk_over: int | None = None
    console: str | None = None
    lease: timedelta = timedelta(seconds=30)


def not_before(notice: Notice, channel: str, now: datetime, policy: Policy) -> datetime | None:
    """The instant before which a notice that is queued now does not leave; None where it leaves at once."""
    if is_digested(notice):
        return next_hour(policy.digest_at, now)
    if notice.is_urgent:
        return None
    at = recall_window.ends_at(notice.to_role, now, policy.recall)
    if channel != "letter":
        at = end_of_quiet(at, policy.quiet_from, policy.quiet_until)
    return at if at > now else None
