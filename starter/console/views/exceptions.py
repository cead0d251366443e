"""Questions for claiming an exception: first the ground, then what that ground needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from casework.case.acts import CATALOGUE
from casework.processes.question import Question
from starter.console.views import labels
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
"""The roles of deadlines in every case that allow an exception."""
_GROUND_TEXTS: Mapping[str, str] = {
    "closure_school": "the school or college was closed for 4 weeks or more",
    "closure_early_years": "the early years provider was closed for 4 weeks or more",
    "exceptional_personal": "exceptional personal circumstances in the family",
    "exceptional": "exceptional circumstances in the family",
    "absence": "away from the area for {} weeks or more",
    "missed_appointment": "an appointment was missed",
}
PROOFS: Mapping[str, str] = {
    "because": "a reason",
    "evidence": "evidence",
    "approved_by": "approval",
    "family_told_on": "the date the family was told",
}
"""What an exception needs, in addition to its ground, before it has effect."""
_ALWAYS = ("on", *PROOFS)
_LATER = "You can add missing details later. The exception has no effect until they are complete."


class _Known(NamedTuple):
    rule: Rule
    role: str | None
    ground: Ground


def question(unmet: frozenset[str], pack: RulePack) -> Question:
    """Return the question for the ground. `unmet` is the rule ids of the deadlines that were not met in time so far."""
    options = [(code, _in_words(code, known)) for code, known in _grounds(pack, unmet).items()]
    hint = "Each deadline has its own grounds. An exception explains a missed deadline. It does not move it"
    return Question("ground", "Which ground applies?", "radios", hint, required=True, options=tuple(options))


def asked(questions: Sequence[Question], ground: str, pack: RulePack) -> tuple[Question, ...]:
    """Return the question for the ground or, if the ground is known, the questions that it needs."""
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


def incomplete(answers: Mapping[str, Any], pack: RulePack) -> str | None:
    """Return a sentence with what a claim still needs before it has effect, or None if it is complete."""
    known = _grounds(pack).get(str(answers.get("ground")))
    if known is None:
        return None
    action = CATALOGUE[CLAIM]
    dates = [name for name in DATES[known.ground.ground] if name not in FROM_FACTS]
    labels = {name: field.asks[0].lower() + field.asks[1:] for name in dates if (field := action.field(name))}
    missing = [words for name, words in {**labels, **PROOFS}.items() if not answers.get(name)]
    return f"Still missing: {listed(missing)}. The exception has no effect until these are recorded, but you can record it now." if missing else None  # fmt: skip


def _needed(one: Question, ground: Ground) -> Question:
    if one.name == "of" and ground.ground != "missed_appointment":
        return replace(one, label=f"{one.label} (optional)")
    if one.name == "of":
        return replace(one, required=True)
    if one.name in FROM_FACTS:
        return replace(one, hint="If you leave this blank, the date recorded in this case is used")
    return replace(one, label=one.label.removesuffix(" (optional)"))


def _grounds(pack: RulePack, only: frozenset[str] | None = None) -> dict[str, _Known]:
    """Return the grounds that a claim can use, by regulation; first those for deadlines that every case has.

    `only` limits them to the grounds of some rules. Several rules may share a ground.
    """
    wanted = [rule for rule in pack.rules if only is None or rule.id in only]
    rules = sorted(wanted, key=lambda rule: pack.role_of(rule.id) not in _LIMITS)
    found: dict[str, _Known] = {}
    for rule in rules:
        for ground in rule.exceptions:
            if ground.ground in DATES:
                for written in ground.written:
                    found.setdefault(written, _Known(rule, pack.role_of(rule.id), ground))
    return found


def _in_words(written: str, known: _Known) -> str:
    text = _GROUND_TEXTS[known.ground.ground].format((known.ground.least_days or 0) // 7)
    return f"{known.rule.title}: {text} ({labels.regulation(written)})"
