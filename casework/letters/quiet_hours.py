"""Quiet hours: the local hours in which no e-mail or text message reaches a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from statute.local_time import london_date, next_hour, start_of_day


def end_of_quiet(at: datetime, quiet_from: int | None, quiet_until: int) -> datetime:
    """The end of the quiet hours that an instant falls into, or the instant itself.

    Both hours are local; with None as `quiet_from` no hour is quiet.
    """
    if quiet_from is None:
        return at
    passed = at - start_of_day(london_date(at))
    begins, ends = timedelta(hours=quiet_from), timedelta(hours=quiet_until)
    is_quiet = begins <= passed < ends if begins < ends else passed >= begins or passed < ends
    return next_hour(quiet_until, at) if is_quiet else at
