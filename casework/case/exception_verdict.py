"""The answer to a claimed exception: which limits it excuses, or why it excuses none."""

from __future__ import annotations

from collections.abc import Iterable

from casework.case.advisers import in_brackets
from casework.case.ledger_line import LedgerLine
from casework.case.transition import ActDone, Transition
from casework.case.transition_lines import system_line
from statute.obligation import Obligation
from statute.words import listed

CLAIM = "exception_claimed"
_OF_ANOTHER = "it is a ground of another limit"


def verdict_line(transition: Transition, claim: ActDone, at_last: Iterable[Obligation]) -> LedgerLine:
    """The ledger line that answers a claimed exception."""
    accepted, said = verdict(str(claim.act.fields.get("ground")), claim.act.of, at_last)
    event = "exception_accepted" if accepted else "exception_refused"
    return system_line(transition, event, claim.stage, said, claim.act.of)


def verdict(ground: str, of: str | None, obligations: Iterable[Obligation]) -> tuple[bool, str]:
    """Whether a claim excuses any limit, and the answer in one sentence.

    `obligations` must be those of a day when the family has been told: until then no claim excuses anything.
    """
    excuses, refusals = [], []
    for one in obligations:
        for claim, refused in one.judged:
            if claim.ground != ground or claim.of != of:
                continue
            if refused is None:
                excuses.append(f"{one.title}{in_brackets(one.of)}")
            else:
                refusals.append(refused)
    named = ground.replace("_", " ")
    if excuses:
        limits = listed(dict.fromkeys(excuses))
        return (
            True,
            f"The exception ({named}) is accepted for: {limits}. It explains a missed deadline. It does not move it.",
        )
    telling = [reason for reason in refusals if not reason.startswith(_OF_ANOTHER)] or refusals
    why = telling[0] if telling else "no limit that it could excuse is running"
    return False, f"The exception ({named}) excuses nothing: {why}."
