"""The quality of a plan as a scored checklist with a grade for each section. The checklist is local policy, in quality.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from casework.plans.grades import CONTENT, grade_of
from casework.plans.plan import Plan, Provision, Row, SocialRow
from casework.plans.plan_checks import is_counted, is_vague
from statute.rights import in_or_past_year_nine

_FEWEST_WORDS: Final = 6
"""How many words a description of a need has at least."""
_MEASURABLE: Final = re.compile(
    r"\d|\b(by|within|end of|each|every|all|once|twice|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
Met = tuple[int, int]
"""How many meet a check, of how many. Of none: the check does not apply."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check of the list: how many meet it, of how many."""

    id: str
    title: str
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class SectionGrade:
    """The grade of a section, its score in per cent, and its checks that apply."""

    letter: str
    title: str
    score: int
    grade: str
    checks: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The grade of a plan: the score and grade of the whole, and of each section. `checklist` is the list used."""

    checklist: str
    score: int
    grade: str
    sections: tuple[SectionGrade, ...]


CHECKLIST: Final = str(CONTENT["id"])


def section_titles() -> dict[str, str]:
    """Return the titles of the sections that are graded, by letter."""
    return {one["letter"]: one["title"] for one in CONTENT["sections"]}


def quality_of(plan: Plan, advice_received: Set[str] = frozenset(), on: date | None = None) -> Quality:
    """Return the grades of a plan. `advice_received` holds the advisers whose advice the case has; `on` is the day for ages."""
    seen = _Seen(plan, advice_received, on)
    sections = [found for one in CONTENT["sections"] if (found := _section(one, seen)) is not None]
    weights = {one["letter"]: sum(check["weight"] for check in one["checks"]) for one in CONTENT["sections"]}
    whole = sum(weights[one.letter] for one in sections)
    score = sum(weights[one.letter] * one.score for one in sections) // whole if whole else 0
    return Quality(CHECKLIST, score, grade_of(score), tuple(sections))


def as_json(quality: Quality) -> dict[str, Any]:
    """Return the grades as they are kept with a version."""
    return asdict(quality)


def quality_from(content: Mapping[str, Any]) -> Quality:
    """Return the grades that were kept."""
    sections = tuple(
        SectionGrade(**{**one, "checks": tuple(Checked(**check) for check in one["checks"])})
        for one in content["sections"]
    )
    return Quality(**{**content, "sections": sections})


def is_drawn(plan_id: str, seed: str, percent: int) -> bool:
    """Return whether a version is in the sample for a second reader. The same seed always draws the same versions."""
    drawn = int.from_bytes(sha256(f"{seed}:{plan_id}".encode()).digest()[:8], "big")
    return drawn % 100 < percent


def _section(content: Mapping[str, Any], seen: _Seen) -> SectionGrade | None:
    checks, gained, whole = [], 0.0, 0
    for check in content["checks"]:
        met, of = _MEASURES[check["measure"]](seen, content["letter"])
        if of:
            checks.append(Checked(check["id"], check["title"], met, of))
            gained += check["weight"] * met / of
            whole += check["weight"]
    if not checks:
        return None
    score = int(100 * gained / whole)
    return SectionGrade(content["letter"], content["title"], score, grade_of(score), tuple(checks))


@dataclass(frozen=True)
class _Seen:
    """A plan with what the measures need."""

    plan: Plan
    received: Set[str]
    on: date | None

    def rows(self, letter: str) -> list[Row | SocialRow]:
        """The rows that a section of provision, or of needs, is about."""
        match letter:
            case "B" | "F":
                return [row for area in self.plan.areas.values() for row in area.rows]
            case "C" | "G":
                return list(self.plan.health)
            case "D" | "H":
                return list(self.plan.social_care)
        return [*self.rows("F"), *self.rows("G"), *self.rows("H")]

    def provision(self, letter: str) -> list[Provision]:
        """Every provision of a section."""
        return [one for row in self.rows(letter) for one in provision_of(row)]


def provision_of(row: Row | SocialRow) -> tuple[Provision, ...]:
    """Return the provision of a row."""
    return (*row.h1, *row.h2) if isinstance(row, SocialRow) else row.provision


def _count(found: Iterable[bool]) -> Met:
    told = list(found)
    return sum(told), len(told)


def _given(text: str) -> Met:
    return int(bool(text)), 1


def _described(seen: _Seen, letter: str) -> Met:
    return _count(len(row.need.split()) >= _FEWEST_WORDS for row in seen.rows(letter))


def _traced(row: Row | SocialRow) -> bool:
    return bool(row.quotes) or any(one.advice for one in provision_of(row))


def _adulthood(seen: _Seen, letter: str) -> Met:
    born_on = seen.plan.about.born_on
    if born_on is None or seen.on is None or not in_or_past_year_nine(born_on, seen.on):
        return 0, 0
    return int(any(row.adulthood for row in seen.rows(letter))), 1


def _listed(seen: _Seen, letter: str) -> Met:
    listed = {one.of for one in seen.plan.advice}
    return (len(seen.received & listed), len(seen.received)) if seen.received else _given(" ".join(listed))


_MEASURES: Final[Mapping[str, Callable[[_Seen, str], Met]]] = {
    "own_views": lambda seen, letter: _given(seen.plan.about.views_of_child),
    "family_views": lambda seen, letter: _given(seen.plan.about.views_of_family),
    "aspirations": lambda seen, letter: _given(seen.plan.about.aspirations),
    "communication": lambda seen, letter: _given(seen.plan.about.communication),
    "needs_described": _described,
    "health_needs": _described,
    "social_needs": _described,
    "needs_traced": lambda seen, letter: _count(_traced(row) for row in seen.rows(letter)),
    "strengths": lambda seen, letter: _count(
        bool(area.strengths) for area in seen.plan.areas.values() if area.rows
    ),
    "outcomes": lambda seen, letter: _count(bool(row.outcome) for row in seen.rows(letter)),
    "outcomes_measurable": lambda seen, letter: _count(
        bool(_MEASURABLE.search(row.outcome)) for row in seen.rows(letter) if row.outcome
    ),
    "adulthood": _adulthood,
    "provided": lambda seen, letter: _count(bool(provision_of(row)) for row in seen.rows(letter)),
    "specific": lambda seen, letter: _count(
        bool(one.what and one.who) and not is_vague(one) for one in seen.provision(letter)
    ),
    "quantified": lambda seen, letter: _count(
        is_counted(one.how_often) and is_counted(one.how_long) for one in seen.provision(letter)
    ),
    "traced": lambda seen, letter: _count(bool(one.advice) for one in seen.provision(letter)),
    "funded": lambda seen, letter: _count(bool(one.who_pays) for one in seen.provision(letter)),
    "listed": _listed,
}
"""The measures that a check of the list may use."""
