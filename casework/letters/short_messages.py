"""E-mails and text messages: they say the stage and what to do, and never the name of a child, or a need.

Nobody can be named here by mistake: what these messages are made of holds no name but the authority's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from casework.authority.profile import Profile
from casework.letters.letter_templates import TO_FAMILIES
from casework.processes.registry import LETTERS
from statute.words import long_date, short_date

SMS_LENGTH = 306
"""Two text messages joined, as a phone shows them as one."""
_STAGE = {
    "request_considered": ("we are considering a request", "Please send us your views."),
    "advice_request": ("we ask for your views", "Please answer; the letter says by when."),
    "chase": ("we are waiting for your views", "Please answer; the letter says by when."),
    "assessment_agreed": ("we have made a decision", "Please read it; it says what happens next."),
    "assessment_refused": ("we have made a decision", "Please read it soon: if you disagree, you have 2 months to act."),
    "plan_agreed": ("we have made the next decision", "Please read it; it says what happens next."),
    "plan_refused": ("we have made the next decision", "Please read it soon: if you disagree, you have 2 months to act."),
    "draft_plan": ("a draft is on its way to you", "Please answer it: you have 15 days or more, and the letter says by when."),
    "final_plan": ("the final papers are on their way to you", "Please read them soon: if you disagree, you have 2 months to act."),
    "amended_final_plan": ("the final papers are on their way to you", "Please read them soon: if you disagree, you have 2 months to act."),
    "amendment_notice": ("we propose changes", "Please answer: you have 15 days or more, and the letter says by when."),
    "plan_not_amended": ("we have made a decision", "Please read it soon: if you disagree, you have 2 months to act."),
    "plan_to_cease": ("we have made a decision", "Please read it soon: if you disagree, you have 2 months to act."),
    "plan_maintained": ("we have made a decision", "Please read it soon: if you disagree, you have 2 months to act."),
    "reassessment_agreed": ("we have made a decision", "Please read it; it says what happens next."),
    "reassessment_refused": ("we have made a decision", "Please read it soon: if you disagree, you have 2 months to act."),
    "request_withdrawn": ("a request has been withdrawn", "Tell us if that is not right."),
    "decision_reversed": ("we have changed our decision", "Please read it; it says what happens next."),
    "tailored_list": ("papers are on their way to you", "They are advice: you are free to choose otherwise."),
    "exception_told": ("a step may be late", "Please read why, and tell us if you do not agree."),
    **{kind: (added.stage, added.to_do) for kind, added in LETTERS.items()},
}  # fmt: skip
"""The stage of each kind of letter to a family, and what to do: nothing in it tells what the request is about."""
assert set(_STAGE) == TO_FAMILIES


def announces(kind: str) -> bool:
    """Whether a letter of this kind can be announced by e-mail or text message."""
    return kind in _STAGE


@dataclass(frozen=True, slots=True)
class Mail:
    """The subject and the words of an e-mail."""

    subject: str
    text: str


def text_message(kind: str, case_id: str, on: date, profile: Profile | None) -> str:
    """The text message that announces a letter."""
    who, call = _who(profile)
    stage, todo = _STAGE[kind]
    said = f"{who}: {stage}. We wrote to you on {short_date(on)}. {todo} Ref {case_id}."
    return f"{said} {call}" if call and len(said) + len(call) < SMS_LENGTH else said[:SMS_LENGTH]


def announcement(kind: str, case_id: str, on: date, profile: Profile | None) -> Mail:
    """The e-mail that announces a letter."""
    who, call = _who(profile)
    stage, todo = _STAGE[kind]
    lines = (
        f"{stage[0].upper()}{stage[1:]}.",
        f"We wrote to you by post on {long_date(on)}. {todo}",
        "If the letter does not come within a week, tell us." + (f" {call}" if call else ""),
        f"Our reference: {case_id}",
        who,
    )
    return Mail(f"A letter is on its way to you: {case_id}", "\n\n".join(lines) + "\n")


def notice(kind: str, case_id: str, of: str | None, text: str) -> Mail:
    """The e-mail of a notice to somebody who is not of the family."""
    subject = kind.replace("_", " ")
    return Mail(
        f"{subject[0].upper()}{subject[1:]}: {case_id}",
        f"{text}\n\nCase {case_id}" + (f", {of}" if of else "") + "\n",
    )


def digest(on: date, lines: Iterable[tuple[str, str]]) -> Mail:
    """One e-mail for everything that somebody owes: a case and a sentence in each line."""
    rows = [f"- Case {case_id}: {text}" for case_id, text in lines]
    cases = f"{len(rows)} case{'' if len(rows) == 1 else 's'}"
    return Mail(
        f"What is waited for from you: {cases}, {short_date(on)}",
        "\n".join(
            (
                "Please look at these:",
                "",
                *rows,
                "",
                "You get this once a day, and only while something is owed.",
                "",
            )
        ),
    )


def _who(profile: Profile | None) -> tuple[str, str]:
    if profile is None:
        return "Your local authority", ""
    call = profile.authority.telephone
    return profile.authority.name, f"Questions: {call}." if call else ""


@cache
def version(channel: str) -> str:
    """The version of the e-mails, or of the text messages: it changes with every change of their words."""
    day = date(2024, 1, 1)
    said = (
        [text_message(kind, "C", day, None) for kind in sorted(_STAGE)]
        if channel == "sms"
        else [
            *(announcement(kind, "C", day, None) for kind in sorted(_STAGE)),
            notice("k", "C", "o", "t"),
            digest(day, [("C", "t")]),
        ]
    )
    return f"{channel}-{hashlib.sha256(repr(said).encode()).hexdigest()[:10]}"
