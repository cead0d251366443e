"""What the ledger of a case says of the act that a letter tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casework.case.law_of_case import law_of_case, pin_at_opening
from casework.case.law_pin import pin_of
from casework.case.statutory_acts import FINAL_PLANS
from casework.letters.dispatch import Dispatch
from casework.letters.letter_file import Line
from casework.people.parties import NOWHERE
from statute.pack import RulePack


def line_of(dispatch: Dispatch, lines: Iterable[Line]) -> Line | None:
    """The line that a dispatch tells: the act it is about in its step, with the same `of` where there is one."""
    told = [line for line in lines if line.seq == dispatch.seq and line.event == dispatch.about]
    exact = (line for line in told if dispatch.of is None or line.of == dispatch.of)
    return next(exact, next(iter(told), None))


def fact_told(dispatch: Dispatch, lines: Iterable[Line]) -> str:
    """The fact of the law that a dispatch tells: the one that its act names, if a process reported it, or else the act."""
    line = line_of(dispatch, lines)
    return str((line.fields.get("fact") if line is not None else None) or dispatch.about)


def reasons_of(line: Line | None, lines: Iterable[Line]) -> tuple[str, ...]:
    """The ids of the reasons of a decision: those recorded with it, then those that were given later."""
    if line is None:
        return ()
    later = (
        one.fields.get("reason") for one in lines if one.number > line.number and one.event == "reasons_given"
    )
    return tuple(str(each) for each in (line.fields.get("reason"), *later) if each)


def draft_sent_before(consulted: Line, lines: Iterable[Line]) -> str | None:
    """The id of the draft that the family was sent last before a setting was consulted on it (CFA 2014 s.38)."""
    drafts = [
        line.fields.get("document")
        for line in lines
        if line.event == "draft_issued" and line.number < consulted.number
    ]
    return str(drafts[-1]) if drafts and drafts[-1] else None


def named_setting(lines: Iterable[Line]) -> str | None:
    """The setting that the last final plan of the case names, or None."""
    named = [line.fields.get("setting") for line in lines if line.event in FINAL_PLANS]
    return str(named[-1]) if named and named[-1] else None


def attends_none(lines: Sequence[Line]) -> bool:
    """Whether the request said that the child attends no school, college or early years setting."""
    return bool(lines) and lines[0].fields.get("attends") == NOWHERE


def pack_of(lines: Sequence[Line]) -> RulePack:
    """The rule pack that is pinned to the case when it opens."""
    pin = pin_of(lines[0].fields) if lines else pin_at_opening(None)
    return law_of_case(pin).pack
