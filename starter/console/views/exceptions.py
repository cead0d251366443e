"""Claiming an exception: the ground first, then what that ground needs, and what a claim still lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from casework.case.acts import CATALOGUE
from casework.processes.question import Question
from statute.clock_roles import ClockRole
from statute.exceptions import DATES, FROM_FACTS
from statute.pack import Ground, Rule, RulePack
from statute.words import listed

CLAIM = "exception_claimed"
_LIMITS = frozenset(
    {
        ClockRole.DECIDE_TO_ASSESS,
        ClockRole.RETURN_ADVICE,
        ClockRole.DECIDE_ON_A_PLAN,
        ClockRole.FINAL_PLAN,
    }
)
"""The limits of every case that know an exception."""
_SAID: Mapping[str, str] = {
    "closure_school": "the school or college was closed for four weeks or more",
    "closure_early_years": "the early years provider was closed for four weeks or more",
    "exceptional_personal": "exceptional personal circumstances in the family",
    "exceptional": "exceptional circumstances in the family",
    "absence": "away from the area for {} weeks or more",
    "missed_appointment": "an appointment was missed",
}
PROOFS: Mapping[str, str] = {
    "because": "its reason",
    "evidence": "its evidence",
    "approved_by": "an approval",
    "family_told_on": "the day the family was told",
}
"""What an exception needs beside its ground before it excuses anything."""
_ALWAYS = ("on", *PROOFS)
_WEEKS = {14: "two", 28: "four"}
_LATER = "What you do not know yet can be added later; until it is all there, the exception excuses nothing."


class _Known(NamedTuple):
    rule: Rule
    role: str | None
    ground: Ground


def question(running: frozenset[str], pack: RulePack) -> Question:
    """On which ground of the pack of the case, by the limit that it is a ground of; `running` are the limits it has had."""
    options = [
        (code, _in_words(code, known))
        for code, known in _grounds(pack).items()
        if known.role in _LIMITS or known.rule.id in running
    ]
    hint = "Each limit is tested on its own ground. An exception excuses a limit, and sets no new date."
    return Question("ground", "On which ground?", "radios", hint, required=True, options=tuple(options))


def asked(questions: Sequence[Question], ground: str, pack: RulePack) -> tuple[Question, ...]:
    """Of all that an exception may be asked: its ground, and once that is known what it needs."""
    known = _grounds(pack).get(ground)
    first = next(one for one in questions if one.name == "ground")
    if known is None:
        return (first,)
    of = ("of",) if known.role == ClockRole.RETURN_ADVICE else ()
    names = (*_ALWAYS, *of, *DATES[known.ground.ground])
    wanted = [_needed(one, known.ground) for one in questions if one.name in names]
    fixed = replace(
        first,
        label="Ground",
        kind="fixed",
        hint=f"{known.ground.condition} {_LATER}",
        options=((ground, _in_words(ground, known)),),
    )
    return (fixed, *wanted)


def lacking(answers: Mapping[str, Any], pack: RulePack) -> str | None:
    """What a claim must still have before it excuses anything, in one sentence; None where it has it all."""
    known = _grounds(pack).get(str(answers.get("ground")))
    if known is None:
        return None
    action = CATALOGUE[CLAIM]
    dates = [name for name in DATES[known.ground.ground] if name not in FROM_FACTS]
    said = {name: field.asks[0].lower() + field.asks[1:] for name in dates if (field := action.field(name))}
    missing = [words for name, words in {**said, **PROOFS}.items() if not answers.get(name)]
    return f"It excuses nothing until it has {listed(missing)}. You can record it now and add that later." if missing else None  # fmt: skip


def _needed(one: Question, ground: Ground) -> Question:
    if one.name == "of" and ground.ground != "missed_appointment":
        return replace(one, label=f"{one.label} (optional)")
    if one.name == "of":
        return replace(one, required=True)
    if one.name in FROM_FACTS:
        return replace(one, hint="Left out, it is the day that is recorded in this case.")
    return replace(one, label=one.label.removesuffix(" (optional)"))


def _grounds(pack: RulePack) -> dict[str, _Known]:
    """Every ground that a claim can show, by the regulation as it is written: those of the limits of every case first."""
    rules = sorted(pack.rules, key=lambda rule: pack.role_of(rule.id) not in _LIMITS)
    found: dict[str, _Known] = {}
    for rule in rules:
        for ground in rule.exceptions:
            if ground.ground in DATES:
                for written in ground.written:
                    found.setdefault(written, _Known(rule, pack.role_of(rule.id), ground))
    return found


def _in_words(written: str, known: _Known) -> str:
    weeks = _WEEKS.get(known.ground.least_days or 0, "")
    return f"{known.rule.title}: {_SAID[known.ground.ground].format(weeks)} ({written.replace('reg', 'reg ', 1)})"
