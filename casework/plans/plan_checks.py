"""Checks of a plan against the law and the SEND Code.

There are three kinds of finding. An unlawful point stops the plan from being sent. A weak point stops it too, unless a
named person accepts it: provision must be detailed, specific and normally quantified (SEND Code 9.69). A note is about
what others must still do, and stops nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from casework.case.acts import ADVISERS
from casework.plans.plan import AREAS, Plan, Provision, Row, SocialRow
from statute.rights import age_on, in_or_past_year_nine

_VAGUE = (
    "access to",
    "as and when",
    "as appropriate",
    "as available",
    "as needed",
    "as necessary",
    "as required",
    "benefit from",
    "if needed",
    "input from",
    "on a regular basis",
    "ongoing",
    "opportunities for",
    "opportunity to",
    "periodic",
    "regular",
    "regularly",
    "subject to availability",
    "up to",
    "where appropriate",
    "where possible",
)
_VAGUE_WORDS = re.compile(r"\b(" + "|".join(map(re.escape, _VAGUE)) + r")\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|once|twice|daily|weekly|fortnightly|monthly|termly|"
    r"half-termly|yearly|annually|each|every|all|full[- ]time|throughout|whole)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: its kind, the section, what is wrong, and the source of the rule (`cite`)."""

    kind: Literal["unlawful", "weak", "note"]
    section: str
    says: str
    cite: str


def findings(
    plan: Plan, final: bool, advice_received: Set[str] = frozenset(), on: date | None = None
) -> tuple[Finding, ...]:
    """The findings about a draft or final plan.

    `advice_received` holds the advisers whose advice the case has; `on` is the day to compute the person's age for.
    """
    return (*_findings(plan, final, advice_received), *_by_age(plan, on))


def row_findings(row: Row | SocialRow, section: str, known: Set[str]) -> tuple[Finding, ...]:
    """The findings about one row, without its place. `known` holds the entries of Section K."""
    both = _as_row(row) if isinstance(row, SocialRow) else row
    found = _row(both, _THIS, section, known)
    return tuple(replace(one, says=_without_place(one.says)) for one in found)


_THIS = "This row"


def _without_place(says: str) -> str:
    said = says.removeprefix(f"{_THIS}: ").removeprefix(f"{_THIS}, ")
    return said[:1].upper() + said[1:]


def _as_row(social: SocialRow) -> Row:
    return Row(need=social.need, provision=(*social.h1, *social.h2), outcome=social.outcome)


def is_counted(text: str) -> bool:
    """Whether a text says how often or how long in numbers."""
    return bool(_COUNTED.search(text))


def is_vague(one: Provision) -> bool:
    """Whether a provision uses words that leave open what is provided."""
    return any(True for _ in _vague(one))


def holds_health_provision(plan: Plan) -> bool:
    """Whether Section G holds any provision."""
    return any(row.provision for row in plan.health)


def notes(plan: Plan, *, health_agreed: bool) -> tuple[Finding, ...]:
    """The notes about a plan. `health_agreed` is whether the health body's agreement is on record."""
    if health_agreed or not holds_health_provision(plan):
        return ()
    said = "The responsible commissioning body is not recorded as having agreed this provision; it must agree it."
    return (Finding("note", "G", said, "reg 12(2)"),)


def age_findings(plan: Plan, on: date | None) -> tuple[Finding, ...]:
    """The findings that follow from the person's age on a day."""
    return tuple(_by_age(plan, on))


def _by_age(plan: Plan, on: date | None) -> Iterator[Finding]:
    """The findings that follow from the person's age; none if there is no date of birth."""
    born_on = plan.about.born_on
    if born_on is None or on is None:
        return
    if age_on(born_on, on) >= 18 and any(row.h1 for row in plan.social_care):
        said = "Section H1 is for people under 18; put the provision for an adult in H2."
        yield Finding("weak", "H1", said, "reg 12(1)(h); CSDPA 1970 s.2")
    rows: list[Row | SocialRow] = [row for area in plan.areas.values() for row in area.rows]
    rows += [*plan.health, *plan.social_care]
    if in_or_past_year_nine(born_on, on) and not any(row.adulthood for row in rows):
        said = "From year 9, some provision must prepare for adulthood; mark the rows that do."
        yield Finding("weak", "F", said, "reg 12(3)")


def _findings(plan: Plan, final: bool, advice_received: Set[str]) -> Iterator[Finding]:
    known = {entry.id for entry in plan.advice}
    if not plan.about.name:
        yield Finding("unlawful", "A", "It does not give a name.", "reg 12(1)(a)")
    if not any((plan.about.views_of_child, plan.about.views_of_family, plan.about.aspirations)):
        yield Finding("unlawful", "A", "It gives no views, interests or aspirations.", "reg 12(1)(a)")
    if not any(area.rows for area in plan.areas.values()):
        yield Finding("unlawful", "B", "It describes no special educational need.", "reg 12(1)(b)")
    for name, area in plan.areas.items():
        for place, row in enumerate(area.rows, start=1):
            yield from _row(row, f"{AREAS[name]}, row {place}", "F", known)
    for place, row in enumerate(plan.health, start=1):
        yield from _row(row, f"Health, row {place}", "G", known)
    for place, social in enumerate(plan.social_care, start=1):
        where = f"Social care, row {place}"
        yield from _row(_as_row(social), where, "H", known)
    yield from _placement(plan, final)
    yield from _advice(plan, advice_received)


def _row(row: Row, where: str, section: str, known: Set[str]) -> Iterator[Finding]:
    if not row.need:
        yield Finding("unlawful", section, f"{where}: provision without a need.", "Code 9.69")
    if not row.provision:
        yield Finding(
            "unlawful", section, f"{where}: no provision for this need; each need must have one.", "Code 9.69"
        )
    if not row.outcome:
        yield Finding("weak", "E", f"{where}: no outcome is given.", "reg 12(1)(e); Code 9.64")
    for place, provision in enumerate(row.provision, start=1):
        yield from _provision(provision, f"{where}, provision {place}", section, known)


def _provision(one: Provision, where: str, section: str, known: Set[str]) -> Iterator[Finding]:
    cite = "Code 9.69"
    if not one.what:
        yield Finding("unlawful", section, f"{where}: it does not say what is provided.", cite)
    if not one.who:
        yield Finding("weak", section, f"{where}: it does not say who provides it.", cite)
    for name, said in (("how often", one.how_often), ("for how long", one.how_long)):
        if not said:
            yield Finding("weak", section, f"{where}: it does not say {name}.", cite)
        elif not is_counted(said):
            yield Finding("weak", section, f"{where}: {said!r} does not say {name} in numbers.", cite)
    for vague in dict.fromkeys(found.lower() for found in _vague(one)):
        yield Finding(
            "weak",
            section,
            f"{where}: {vague!r} is vague; say what, who, how often and how long.",
            cite,
        )
    if not one.advice:
        yield Finding(
            "weak", section, f"{where}: it is not linked to any advice in Section K.", "Code 9.69; reg 12(1)"
        )
    for unknown in (each for each in one.advice if each not in known):
        yield Finding(
            "weak", section, f"{where}: it is linked to {unknown}, which is not in Section K.", "reg 12(1)"
        )


def _vague(one: Provision) -> Iterable[str]:
    return (
        word
        for said in (one.what, one.who, one.how_often, one.how_long)
        for word in _VAGUE_WORDS.findall(said)
    )


def _placement(plan: Plan, final: bool) -> Iterator[Finding]:
    if not final and not plan.placement.is_empty:
        said = "A draft must not name a setting or a type of setting; empty Section I."
        yield Finding("unlawful", "I", said, "CFA 2014 s.38(5)")
    if final and plan.placement.is_empty:
        said = "It does not name a setting or a type of setting."
        yield Finding("weak", "I", said, "reg 12(1)(i)")

    if plan.budget is not None and not plan.budget.for_what:
        said = "It does not say which needs and outcomes the personal budget is for."
        yield Finding("weak", "J", said, "reg 12(1)(j)")


def _advice(plan: Plan, received: Set[str]) -> Iterator[Finding]:
    ids = [entry.id for entry in plan.advice]
    for twice in dict.fromkeys(each for each in ids if ids.count(each) > 1):
        yield Finding(
            "unlawful",
            "K",
            f"{twice} is the number of two pieces of advice; give each its own.",
            "reg 12; Code 9.62",
        )
    if not plan.advice:
        yield Finding(
            "unlawful",
            "K",
            "It lists no advice; the advice that was gathered must be appended.",
            "reg 12; Code 9.62",
        )
    listed = {entry.of for entry in plan.advice}
    for of in sorted(received - listed):
        said = f"Advice was received from {ADVISERS.get(of, of)} and is not listed."
        yield Finding("weak", "K", said, "reg 12; Code 9.62")
