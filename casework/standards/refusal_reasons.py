"""Refuse a decision, or advice for it, whose only reason is a standard that is not met, or a number of cycles of support.

The only test of an assessment is whether the child has or may have special educational needs, and whether provision by
a plan may be necessary (Children and Families Act 2014 s.36(8)); the only test of a plan is s.37(1). What a school did or
did not try is evidence for that test and never a condition. This rule is law: no switch of a reform turns it off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from statute.strict_reading import yaml_from

CITATIONS: Final[Mapping[str, str]] = {
    "assessment_refused": "Children and Families Act 2014 s.36(8)",
    "plan_refused": "Children and Families Act 2014 ss.36(8) and 37(1)",
    "reassessment_refused": "Children and Families Act 2014 s.36(8) and reg 24",
    "amendment_not_made": "Children and Families Act 2014 ss.36(8) and 37(2)",
    "education_refused": "Education Act 1996 s.19(1)",
}
"""The decisions that this rule is about, each with the test that the law sets."""
_SAY: Final = "say why the child or young person has no special educational needs, or why no provision by a plan is necessary"
_SAY_OF: Final[Mapping[str, str]] = {
    "amendment_not_made": "say why the plan still describes the needs and the provision that they call for",
    "education_refused": "say why the child or young person receives suitable education without these arrangements",
}
"""What to say instead, of a decision that has another test than a refusal of an assessment or a plan."""

_WORDS: Final[dict[str, list[str]]] = yaml_from(
    Path(__file__).with_name("refusal_words.yaml").read_text(encoding="utf-8")
)


def _any(name: str, *more: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_WORDS[name])})\b{''.join(more)}")


_SUBJECT = _any("threshold")
_NOT_MET = _any("not_met", r"|n't\b")
_CONCLUSION = _any("conclusion")
_OF_THE_CHILD = _any("of_the_child")
_LITTLE = frozenset(" ".join(_WORDS["little"]).split())
_THE_CYCLE = re.compile(r"assess,? plan,? do,?(?: and)? review")
_CLAUSES = re.compile(r"[.;:!?](?:\s|$)|(?:,|\b(?:and|so|because|as|since|therefore|but)\b)\s")
_FEWEST_WORDS = 3
"""How many words of its own another reason has at least."""


def only_a_threshold(reason: str, standards: Iterable[str] = ()) -> bool:
    """Return whether a reason names nothing but standards that are not met, or cycles of support.

    `standards` holds the ids and statements of the standards that the case is judged on.
    """
    text = " ".join(reason.casefold().replace("\u2019", "'").split())
    text = _THE_CYCLE.sub("cycles", text)
    for standard in sorted(standards, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(standard.casefold().rstrip('.'))}(?!\w)", "standard", text)
    clauses = [clause.strip() for clause in _CLAUSES.split(text) if clause.strip()]
    about = [place for place, clause in enumerate(clauses) if _is_threshold(clauses, place)]
    return bool(about) and not any(
        _is_a_reason(clause, beside=place in about) for place, clause in enumerate(clauses)
    )


def _is_threshold(clauses: list[str], place: int) -> bool:
    """Return whether a clause names a standard or a cycle, and it or a clause next to it says that it is not there."""
    near = " ".join(clauses[max(0, place - 1) : place + 2])
    return _SUBJECT.search(clauses[place]) is not None and _NOT_MET.search(near) is not None


def _is_a_reason(clause: str, *, beside: bool) -> bool:
    """Return whether a clause says why; `beside` is whether it also names a standard or a cycle."""
    said = _CONCLUSION.sub(" ", clause)
    if beside:
        return _OF_THE_CHILD.search(said) is not None
    own = [word for word in re.findall(r"[a-z']+", _NOT_MET.sub(" ", said)) if word not in _LITTLE]
    return len(own) >= _FEWEST_WORDS


def why_not_refuse(action: str, reason: str, standards: Iterable[str] = ()) -> str | None:
    """Return why a decision may not be recorded or told with this reason, in one sentence; None if it may."""
    cited = CITATIONS.get(action)
    if cited is None or not only_a_threshold(reason, standards):
        return None
    return (
        f"A standard that is not met, or a number of cycles of support, cannot be the only reason to refuse ({cited}); "
        f"{_SAY_OF.get(action, _SAY)}."
    )
