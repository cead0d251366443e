"""The council's policy: show it, say what a change does to open cases, and apply it.

A policy never moves a date of the law. The worker tells each open case of changed steps (activities.policy_delivery).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right
from casework.access.reasons import says_something
from casework.authority.local_policy import LocalPolicy
from casework.authority.profile import profile_of
from casework.case.changed_alerts import changed_alerts
from casework.forecast.early_warning import risks_of
from casework.retention.retention import Kept, due, schedule_of
from office.council_details import LONGEST_REASON, may_read
from office.gate import Gate
from office.policy_file import CLOSURES, DETAILS, RETENTION, PolicyFile
from office.refusals import ActRefused
from office.retention import schedule_in
from records import case_forecasts, local_policy, policy_effects, profile, retention, school_closures
from records.database import Database
from records.local_policy import LOCAL, PolicyVersion
from statute.calendars import england
from statute.words import days

NO_DATE_MOVES = "No date of the law moves in any case."
_LIMITS: Mapping[str, str] = {
    "decide_to_assess": "the decision whether to assess",
    "decide_on_a_plan": "the decision on a plan",
    "final_plan": "the final plan",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A value of the policy that changes, by its place such as `ladders, limit, steps`."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a policy file would change: the values, and what that does to open cases, in sentences."""

    changes: tuple[Change, ...]
    effects: tuple[str, ...]


def check_reads(gate: Gate, person: Person) -> None:
    """Check that a person may read the policy: those who change it, and managers. Raises NotAllowed."""
    if not may_read(gate, person):
        gate.check(person, Right.KEEP_PROFILE)


def document(session: Session) -> dict[str, Any]:
    """Return the policy in force as the content of a policy file. School closures, which have a file of their own, are left out."""
    content = profile.profile_content(session)
    held = profile_of(content).model_dump(mode="json", exclude_none=True) if content else None
    schedule = {name: schedule_in(session)[name] for name in ("with_plan", "without_plan")}
    local = local_policy.policy_now(session).model_dump(mode="json", exclude_none=True)
    return {**({DETAILS: held} if held else {}), **local, RETENTION: schedule}


def difference(session: Session, file: PolicyFile, today: date) -> Difference:
    """Return what a policy file would change, and what that does to open cases."""
    before = document(session)
    after = _after(before, file)
    return Difference(
        tuple(_changes(before, after)),
        (
            NO_DATE_MOVES,
            *_effects(session, _local(before), _local(after), today),
            *_of_others(session, file, today),
        ),
    )


def apply(
    database: Database, file: PolicyFile, by: str, reason: str, now: datetime, today: date
) -> PolicyVersion:
    """Put a policy in force and keep it as the next version, with what it does to open cases. Raises ActRefused."""
    if not says_something(because := reason.strip()[:LONGEST_REASON]):
        raise ActRefused("Say why the policy changes, in a sentence; it is kept with the version.")
    with database.write() as session:
        found = difference(session, file, today)
        if not found.changes and file.closures is None:
            raise ActRefused("The file changes nothing; the policy in force is the same.")
        before = document(session)
        after = _after(before, file)
        old, new = _local(before), _local(after)
        content = {
            LOCAL: new.model_dump(mode="json"),
            DETAILS: after.get(DETAILS),
            RETENTION: after[RETENTION],
        }
        if file.closures is not None:
            school_closures.replace_closures(session, file.closures, by, now)
        content[CLOSURES] = school_closures.counts_by_authority(session)
        version = PolicyVersion(
            local_policy.version_now(session) + 1, content, now, by, because, list(found.effects)
        )
        local_policy.keep_version(session, version)
        if file.details is not None:
            profile.keep_profile(session, file.details.model_dump(mode="json"), by, now, because)
        if after[RETENTION] != before[RETENTION]:
            retention.keep_schedule(session, after[RETENTION], by, because, now)
        if old.ladders != new.ladders:
            local_policy.tell_open_cases(session, version.version)
    return version


def _local(content: Mapping[str, Any]) -> LocalPolicy:
    return LocalPolicy.model_validate(
        {name: content[name] for name in LocalPolicy.model_fields if name in content}
    )


def _after(before: Mapping[str, Any], file: PolicyFile) -> dict[str, Any]:
    """Return the policy with what a file gives in place of what was there."""
    after = {**before, **_without_none(file.local)}
    if file.details is not None:
        after[DETAILS] = file.details.model_dump(mode="json", exclude_none=True)
    if file.retention is not None:
        after[RETENTION] = file.retention
    return after


def _without_none(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_none(one) for name, one in value.items() if one is not None}
    return [_without_none(one) for one in value] if isinstance(value, list | tuple) else value


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old, new = dict(_flat(before, ())), dict(_flat(after, ()))
    for place in dict.fromkeys((*old, *new)):
        if (was := old.get(place, "")) != (now := new.get(place, "")):
            yield Change(", ".join(place), was, now)


def _flat(value: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _flat(one, (*place, str(name)))
    elif isinstance(value, list | tuple):
        if value:
            yield place, "; ".join(map(_in_words, value))
    elif value is not None:
        yield place, str(value)


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_in_words(one)}" for name, one in value.items())
    return " and ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _effects(session: Session, old: LocalPolicy, new: LocalPolicy, today: date) -> Iterator[str]:
    """Yield what changed steps, targets and teams do to open cases."""
    if old.ladders != new.ladders:
        yield from _of_steps(session, old, new, today)
    if old.warnings != new.warnings:
        yield from _of_warnings(session, old, new)
    for role, weeks in new.targets.weeks.items():
        if weeks != old.targets.weeks.get(role):
            number = policy_effects.cases_past_target(session, role, weeks, today)
            yield f"{_cases(number)} past the new target of {weeks} weeks for {_LIMITS[role]}."
    if old.teams != new.teams and new.teams:
        for team, number in sorted(policy_effects.open_cases_by_team(session).items()):
            if team not in new.teams:
                yield f"{_cases(number)} with team {team}, which the policy does not name. They stay there until you assign them."


def _of_steps(session: Session, old: LocalPolicy, new: LocalPolicy, today: date) -> Iterator[str]:
    before, after, calendar = old.ladders.alert_steps, new.ladders.alert_steps, england()
    found = [
        changed_alerts(clocks, before, after, today, calendar)
        for clocks in policy_effects.chased_limits(session, today).values()
    ]
    moved = Counter(one.days for one in found if one.days)
    for by, number in sorted(moved.items()):
        yield f"{_open_cases(number)} will be chased {days(abs(by))} {'earlier' if by < 0 else 'later'}."
    for number, said in (
        (sum(one.at_once for one in found), "will be chased at once, because a new step has come already"),
        (sum(one.stops for one in found), "will not be chased again"),
        (sum(one.begins for one in found), "will be chased that were not chased before"),
    ):
        if number:
            yield f"{_open_cases(number)} {said}."
    same = sum(not one.is_change for one in found)
    if same:
        yield f"{_open_cases(same)} will next be chased on the same day as before."


def _of_warnings(session: Session, old: LocalPolicy, new: LocalPolicy) -> Iterator[str]:
    """Yield how many open cases reach the threshold of a warning by the newest forecasts, before and after."""
    chances = [
        max((risk.percent for risk in risks_of(one.forecast)), default=0)
        for one in case_forecasts.all_of(session)
    ]
    was, is_now = (sum(chance >= policy.warnings.from_percent for chance in chances) for policy in (old, new))
    yield f"{_cases(is_now)} at the threshold of an early warning by the newest forecasts; {was} were before."


def _of_others(session: Session, file: PolicyFile, today: date) -> Iterator[str]:
    """Yield what a file does to the records of cases that ended, and to the school closures."""
    if file.retention is not None:
        old, new = schedule_of(schedule_in(session)), schedule_of(file.retention)
        for number, said in _moved_retention(session, old, new):
            if number:
                yield f"The records of {number} closed {'case' if number == 1 else 'cases'} may be destroyed {said}."
    if file.closures is not None:
        known = sum(school_closures.counts_by_authority(session).values())
        yield (
            f"{len(file.closures)} school closures are read; {known} are known now. A closure only proposes an exception, which a "
            "person accepts."
        )


def _moved_retention(session: Session, old: Any, new: Any) -> list[tuple[int, str]]:
    earlier = later = 0
    for one in retention.ended(session):
        kept = Kept(one.case_id, one.closed_on, one.born_on, one.had_plan)
        was, is_now = due(kept, old), due(kept, new)
        if was is not None and is_now is not None:
            earlier += is_now.on < was.on
            later += is_now.on > was.on
    return [(earlier, "earlier than before"), (later, "later than before")]


def _cases(number: int) -> str:
    return "1 open case is" if number == 1 else f"{number} open cases are"


def _open_cases(number: int) -> str:
    return f"{number} open {'case' if number == 1 else 'cases'}"
