"""The alerts before and after the limits of law of a process: one ladder for every kind.

Two reminders come before the last day, one on it, one on the day after it, and then one every five working days. The
process reports each to its case as an act of its own, or sends the alert itself if the case has closed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from casework.case.actions import Act, Action, Field
from casework.case.alert_steps import HEAD, MANAGER, OFFICER
from casework.case.moment import Role
from casework.case.stages import OPEN
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import day_said, to_inside
from casework.processes.law_limits import owed
from casework.processes.steps import next_of_ladder
from casework.processes.telling import ProcessMoment, ToCase
from statute.obligation import Obligation
from statute.pack import packs_of_law
from statute.words import short_date

DUE_SOON, DUE_NEXT, LAST_DAY, MISSED, STILL_MISSED = (
    "limit_due_soon",
    "limit_due_next",
    "limit_last_day",
    "limit_missed",
    "limit_still_missed",
)
ROLES: Mapping[str, tuple[Role, ...]] = {
    DUE_SOON: OFFICER,
    DUE_NEXT: OFFICER,
    LAST_DAY: MANAGER,
    MISSED: MANAGER,
    STILL_MISSED: HEAD,
}
"""Who is alerted at each step, by the code of the step."""
NOTICE = "process_limit_waits"
"""The kind of the notices, whose text every kind of process shares."""
_BEFORE = ((DUE_SOON, -10), (DUE_NEXT, -5))
_EVERY = 5
_DAY = timedelta(days=1)
_ENDING = "_limit_waits"
_SAID = {
    DUE_SOON: "the officer was reminded",
    DUE_NEXT: "the officer was reminded",
    LAST_DAY: "the officer and the team manager were reminded that it is the last day",
    MISSED: "it was not done in time, and the officer and the team manager were told",
    STILL_MISSED: "it is still not done, and the head of service was told",
}


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of the ladder: the day it comes, its code, and the rule and last day of the limit that it is about."""

    on: date
    why: str
    rule: str
    due_on: date
    title: str

    @property
    def kind(self) -> str:
        return f"{self.why}:{self.rule}:{self.due_on.isoformat()}:{self.on.isoformat()}"


def waiting_act(kind: str, noun: str) -> Action:
    """Return the act with which a process reports to its case that a limit is near or was missed."""
    return Action(
        f"{kind}{_ENDING}",
        f"Record that a {noun} waits",
        f"a limit of the {noun} is near or was missed",
        OPEN,
        of="process",
        fields=(
            Field("why", "code", choices=tuple(ROLES), asks="What the alert is about"),
            Field("rule", "id", asks="The limit"),
            Field("due_on", "date", asks="Its last day"),
        ),
    )


def next_moment(obligations: Iterable[Obligation], done: frozenset[str], today: date) -> ProcessMoment | None:
    """Return the next alert, or None if no limit is owed. Of several steps that were missed only the latest comes, at once."""
    found = [
        step
        for one in owed(obligations)
        if one.kind != "guidance"
        and (step := next_of_ladder(_steps(one, done, today), done, today, one.started_on, STILL_MISSED))
        is not None
    ]
    first = min(found, key=lambda step: (step.on, step.due_on, step.rule), default=None)
    if first is None:
        return None
    said = f"if it is not done, people are told of “{first.title}”, due on {short_date(first.due_on)}"
    return ProcessMoment(first.on, first.kind, said)


def is_alert(moment: str) -> bool:
    """Return whether a moment of a process is one of this ladder."""
    return moment.partition(":")[0] in ROLES


def after_moment(kind: str, case: str, moment: str, today: date, of: str | None = None) -> tuple[ToCase, ...]:
    """Return what a process of a kind reports to its case at a moment; `of` is the id of the process."""
    why, rule, due_on, _ = moment.split(":")
    fields = {"why": why, "rule": rule, "due_on": due_on}
    return (ToCase(case, f"{kind}{_ENDING}", fields, on=today, of=of),)


def moment_text(noun: str, moment: str) -> str:
    """Return the text of a moment for the ledger."""
    why, _, due_on, _ = moment.split(":")
    return f"a limit of the {noun} ends on {short_date(date.fromisoformat(due_on))}: {_SAID[why]}"


def notices(kind: str, act: Act, on: date) -> tuple[Notice, ...] | None:
    """Return the alerts of what a process of a kind reports: officer before, managers at and after the limit.

    None if the act is another one.
    """
    if act.action != f"{kind}{_ENDING}":
        return None
    why, until = str(act.fields.get("why")), day_said(act, "due_on")
    text = sentence(NOTICE, why=why, limit=_title_of(str(act.fields.get("rule"))), until=until)
    return tuple(
        Notice(one.on, NOTICE, one.to_role, one.about, act.of, one.text)
        for one in to_inside(ROLES.get(why, ()), act, on, text)
    )


def is_missed(obligations: Iterable[Obligation], done: frozenset[str]) -> bool:
    """Return whether a limit that is still to be met was missed. `done` holds the moments that have come."""
    missed = {f"{MISSED}:{one.rule}:{one.due_on.isoformat()}" for one in owed(obligations)}
    return any(moment.rpartition(":")[0] in missed for moment in done)


def _title_of(rule: str) -> str | None:
    """Return the title of a rule of any pack of law, or None."""
    found = (one.title for pack in packs_of_law() for one in pack.rules if one.id == rule)
    return next(found, None)


def _steps(limit: Obligation, done: frozenset[str], today: date) -> Iterator[_Step]:
    """Yield the steps of a limit without end. Of the repeats before today only one that came, because it ends what came before.

    A limit may be missed for years, and each of its repeats is looked for with every step that is recorded.
    """
    due, late, calendar = limit.due_on, limit.due_on + _DAY, limit.asked.calendar

    def step(on: date, why: str) -> _Step:
        return _Step(on, why, limit.rule, due, limit.title)

    def repeated_on(place: int) -> date:
        return calendar.add_working_days(late, place * _EVERY)

    for why, days in _BEFORE:
        yield step(calendar.add_working_days(due, days), why)
    yield step(due, LAST_DAY)
    yield step(late, MISSED)
    weeks = max(0, (today - late).days) // 7  # five working days take at least a week
    first = 1 + bisect_left(range(1, weeks + 2), today, key=repeated_on)
    if first > 1:
        its_repeats = step(due, STILL_MISSED).kind.rpartition(":")[0]
        came = next((one for one in done if one.rpartition(":")[0] == its_repeats), None)
        if came is not None:
            yield step(date.fromisoformat(came.rpartition(":")[2]), STILL_MISSED)
    for place in count(first):
        yield step(repeated_on(place), STILL_MISSED)
