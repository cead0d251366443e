"""Notices to the people of the authority about what happened in a process beside a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.rag import next_limit
from casework.letters.notice import Notice
from statute.words import long_date

OFFICER = ("case_officer",)
MANAGER = ("case_officer", "team_manager")


def to_inside(roles: tuple[str, ...], act: Act, on: date, text: str) -> tuple[Notice, ...]:
    """A notice of an act to each of some roles."""
    return tuple(Notice(on, act.action, role, act.action, None, text) for role in roles)


def next_limit_facts(clocks: Iterable[Clock]) -> dict[str, str | None]:
    """The next limit of a case and its last day, as facts of a sentence; None where there is none."""
    limit = next_limit(clocks)
    return {
        "next_limit": limit.title if limit else None,
        "next_limit_on": long_date(limit.due_on) if limit else None,
    }


def day_in(act: Act, name: str) -> date | None:
    """A day among the fields of an act."""
    written = act.fields.get(name)
    return date.fromisoformat(str(written)) if written else None


def day_said(act: Act, name: str) -> str | None:
    """A day among the fields of an act, as a letter says it."""
    day = day_in(act, name)
    return long_date(day) if day is not None else None
