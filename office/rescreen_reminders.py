"""Remind the officer of a case, in the daily digest, that a re-screen of early support is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from activities.digests import digest_policy
from activities.letters import dispatches_of
from casework.letters.dispatches import Step
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import OFFICER
from office.early_support import waiting_rescreens
from records import cases, early_support, outbox
from records.database import Database
from statute.words import long_date

KIND = "rescreen_due"
_NEXT_DAY = timedelta(days=1)


def remind_officers(database: Database, ended: date) -> None:
    """Queue a line of the digest for each re-screen that is due the day after `ended`, or was due before, once for each.

    Only an open case with an officer has one.
    """
    today, now, policy = ended + _NEXT_DAY, datetime.now(UTC), digest_policy()
    with database.write() as session:
        waiting = waiting_rescreens(session, today, today)
        found = early_support.cases_of_each(session, [kept[-1].child for kept, _ in waiting])
        for (_, waits), its in zip(waiting, found, strict=True):
            case_id, due_on = (its[-1].case_id if its else None), waits.due_on
            row = cases.find(session, case_id) if case_id is not None else None
            if case_id is None or due_on is None or row is None or row.closed_on or row.officer is None:
                continue
            text = sentence(KIND, until=long_date(due_on))
            notices = [Notice(today, KIND, role, KIND, None, text) for role in OFFICER]
            step = Step(f"{case_id}-rescreen{due_on:%Y%m%d}-0", case_id, now, None)
            outbox.put(session, dispatches_of(session, step, notices, policy, now))
