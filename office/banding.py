"""The band of a case: its profile from Sections B and F, the decision, and the end of what is paid.

Section F comes first. A band is read from a version of the plan and never changes it or stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.case.statutory_acts import FINAL_PLANS
from casework.money.banding import BadProfile, banded, price_as_json, price_on, prices_of
from casework.money.decisions import Banding, Decision, decision_on, decisions_of, levels_in, profile_before
from casework.money.framework import Framework
from casework.plans.plan import AREAS, Plan, Row, content_of, plan_of
from office.band_panels import panels_of
from office.money import LONGEST_REASON, REFORM, choose, reason_of, version_of
from office.reforms import reform, require_on
from office.refusals import ActRefused, no_such_case
from records import cases, ledger, money, plans, settings
from records.canonical import digest
from records.database import Database
from records.plans import PlanVersion

LONGEST_EVIDENCE: Final = 500
COVERS: Final = ("yes", "no")


class WrongField(ActRefused):
    """A field of a form is wrong. `field` names it."""

    def __init__(self, field_name: str, says: str) -> None:
        self.field = field_name
        super().__init__(says)


@dataclass(frozen=True, slots=True)
class GivenLevel:
    """The level of a category, with its evidence: rows of Sections B and F, and words."""

    level: int
    rows: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class GivenProfile:
    """A profile that a person gives: the levels by category, and the type of setting. Without a framework it is the one in force."""

    setting_type: str
    levels: Mapping[str, GivenLevel]
    framework: str | None = None


@dataclass(frozen=True, slots=True)
class GivenDecision:
    """A decision that a person gives. `band` is None for the computed band; `extra` is in pence a year.

    `covers` answers whether the money covers what Section F says, "yes" or "no", and `covers_says` what follows if not.
    `process` is the process in which a panel decided, if it is recorded here.
    """

    starts_on: date
    decided_on: date
    covers: str
    band: str | None = None
    reason: str = ""
    extra: int = 0
    covers_says: str = ""
    by_panel: bool = False
    setting: str = ""
    process: str = ""


@dataclass(frozen=True, slots=True)
class CaseMoney:
    """The bands of a case: its last profile, its decisions, the one that holds, and the version of the plan behind them."""

    rows: tuple[Banding, ...]
    profile: Banding | None
    decisions: tuple[Decision, ...]
    now: Decision | None
    plan: PlanVersion | None
    framework: Framework | None = None
    f_changed: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """A row of the plan as evidence: its key, its area, the need of Section B, and the provision of Section F."""

    key: str
    area: str
    need: str
    provision: tuple[str, ...] = field(default=())


def needs_in(content: Mapping[str, Any]) -> list[Need]:
    """Return the rows of Sections B and F of a plan, by area."""
    return [
        Need(key, area, row.need, tuple(", ".join(filter(None, (one.what, one.who, one.how_often, one.how_long))) for one in row.provision))
        for key, area, row in _rows(plan_of(content))
    ]  # fmt: skip


def of_case(session: Session, case_id: str, today: date) -> CaseMoney:
    """Return the bands of a case. Raises NoSuchCase."""
    if cases.find(session, case_id) is None:
        raise no_such_case(case_id)
    rows = money.of_case(session, case_id)
    decisions = decisions_of(rows)
    profile = profile_before(rows)
    plan = _latest(session, case_id)
    framework = version_of(session, profile.framework, profile.version) if profile else None
    changed = profile is not None and (plan is None or section_f(plan) != profile.content["section_f"])
    return CaseMoney(
        tuple(rows), profile, tuple(decisions), decision_on(decisions, today), plan, framework, changed
    )


def setting_named(session: Session, case_id: str) -> str:
    """Return the setting that the last final plan of a case names, or an empty text."""
    finals = [line for line in ledger.facts_of(session, case_id) if line.event in FINAL_PLANS]
    return str(finals[-1].fields.get("setting") or "") if finals else ""


def has_provision(plan: PlanVersion | None) -> bool:
    """Return whether a version of a plan has provision in Section F, without which nothing can be banded."""
    return plan is not None and any(row.provision for _, _, row in _rows(plan_of(plan.content)))


def section_f(plan: PlanVersion) -> str:
    """Return the fingerprint of Section F of a version."""
    content = content_of(plan_of(plan.content))
    rows = [row.get("provision", []) for area in content["areas"].values() for row in area["rows"]]
    return digest({"section_f": rows})


def profile(
    database: Database, case_id: str, given: GivenProfile, by: str, today: date, kind: str = "profile"
) -> Banding:
    """Keep a profile with the band that it gives. Raises WrongField or ActRefused.

    `kind` is "second" for the second banding of a moderation, which follows the decision that holds.
    """
    with database.write() as session:
        require_on(session, REFORM, today)
        before = of_case(session, case_id, today)
        plan = before.plan
        if plan is None or not has_provision(plan):
            raise ActRefused(
                "Write Section F first: the case has no saved version of the plan with special educational provision."
            )
        about, framework = None, None
        if kind == "second":
            about, framework = _to_moderate(session, before, by)
        framework = framework or choose(session, given.framework, today, given.setting_type)
        levels = _levels(framework, given, {key for key, _, _ in _rows(plan_of(plan.content))})
        try:
            found = banded(
                framework, {name: one.level for name, one in given.levels.items()}, given.setting_type
            )
        except BadProfile as wrong:
            raise WrongField(wrong.field, f"{wrong}.") from None
        content = {
            "levels": levels, "setting_type": given.setting_type, "points": str(found.points), "band": found.band,
            "plan": plan.plan_id, "plan_version": plan.version, "section_f": section_f(plan),
        }  # fmt: skip
        made = Banding(
            money.new_id(), case_id, kind, about, framework.id, framework.version, today, content, by, None,
            datetime.now(UTC),
        )  # fmt: skip
        money.keep(session, made)
        return made


def decide(database: Database, case_id: str, given: GivenDecision, by: str, today: date) -> Decision:
    """Keep a decision on the last profile, with its amounts. Raises WrongField or ActRefused."""
    with database.write() as session:
        require_on(session, REFORM, given.decided_on)
        before = of_case(session, case_id, today)
        if before.profile is None:
            raise ActRefused("Make the profile first: a decision needs the band that it gives.")
        based = before.profile.content
        framework = choose(session, before.profile.framework, given.decided_on, based["setting_type"])
        if framework.id != before.profile.framework:
            raise ActRefused(
                f"Make the profile again with {framework.name}: the framework of this profile is switched off on that day."
            )
        band, reason = _decided(framework, given, based["band"])
        if given.decided_on > today:
            raise WrongField("decided_on", "Date decided must be today or in the past.")
        points = Decimal(based["points"])
        prices = prices_of(framework, band, based["setting_type"], points, given.extra)
        if price_on(prices, given.starts_on) is None:
            raise WrongField("starts_on", "Start date must be in a year that the framework has values for.")
        setting = given.setting.strip()
        if setting and settings.setting_of(session, setting.removeprefix("urn-")) is None:
            raise WrongField(
                "setting", "Enter the number of a school or college in the register, such as 900001."
            )
        if given.process and all(
            one.id != given.process for one in panels_of(session, case_id, given.decided_on)
        ):
            raise WrongField(
                "who", "Select a panel that had this case on its agenda by the day it was decided."
            )
        content = {
            "setting_type": based["setting_type"], "setting": f"urn-{setting.removeprefix('urn-')}" if setting else "",
            "computed": based["band"], "decided": band, "points": based["points"], "extra": given.extra,
            "decided_on": given.decided_on.isoformat(), "by_panel": given.by_panel or bool(given.process), "process": given.process, "covers": given.covers,
            "covers_says": given.covers_says.strip()[:LONGEST_REASON], "prices": [price_as_json(one) for one in prices],
            "every": framework.payment.every, "half": framework.rounding.half,
            "last_day_paid": framework.payment.last_day_paid,
        }  # fmt: skip
        made = Banding(
            money.new_id(), case_id, "decision", before.profile.banding_id, framework.id, framework.version,
            given.starts_on, content, by, reason, datetime.now(UTC),
        )  # fmt: skip
        money.keep(session, made)
        return decisions_of([made])[0]


def end(database: Database, case_id: str, left_on: date, by: str, because: str, today: date) -> Decision:
    """End what the open decision of a case pays, on the day that the child or young person leaves. Raises ActRefused."""
    with database.write() as session:
        before = of_case(session, case_id, today)
        is_open = [one for one in before.decisions if one.paid_to is None]
        if not is_open:
            raise ActRefused("The case has no decision that pays now, so there is nothing to end.")
        decision = is_open[-1]
        if left_on < decision.record.on:
            raise WrongField("left_on", "Date of leaving must be on or after the day the payments start.")
        reason = reason_of(because)
        made = Banding(
            money.new_id(), case_id, "ending", decision.id, decision.record.framework, decision.record.version,
            left_on, {}, by, reason, datetime.now(UTC),
        )  # fmt: skip
        money.keep(session, made)
        return next(one for one in decisions_of([*before.rows, made]) if one.id == decision.id)


def _decided(framework: Framework, given: GivenDecision, computed: str) -> tuple[str, str | None]:
    """Return the band and the reason of a decision. Raises WrongField."""
    band = given.band or computed
    found = framework.band(band)
    if found is None:
        raise WrongField("band", f"Select a band of {framework.name}.")
    if given.extra and not found.plus:
        raise WrongField("extra", "Leave the further amount empty: this band does not carry one.")
    if given.covers not in COVERS:
        raise WrongField("covers", "Select whether the money covers what Section F says.")
    if given.covers == "no" and not given.covers_says.strip():
        raise WrongField("covers_says", "Enter how the rest of Section F is secured.")
    if band == computed and not given.extra:
        return band, given.reason.strip()[:LONGEST_REASON] or None
    try:
        return band, reason_of(given.reason)
    except ActRefused:
        raise WrongField(
            "reason", "Enter the reason in a sentence: the decision differs from the computed band."
        ) from None


def _levels(framework: Framework, given: GivenProfile, keys: set[str]) -> dict[str, Any]:
    """Return the levels with their evidence, as the records keep them. Raises WrongField."""
    kept = {}
    for category in framework.categories:
        one = given.levels.get(category.id)
        if one is None:
            raise WrongField(category.id, f"Select a level for {category.title}.")
        says = one.says.strip()[:LONGEST_EVIDENCE]
        if unknown := [row for row in one.rows if row not in keys]:
            raise WrongField(category.id, f"{unknown[0]} is not a row of this version of the plan.")
        if one.level > category.levels[0].level and not (one.rows or says):
            raise WrongField(f"says-{category.id}", f"Select or describe the evidence for {category.title}.")
        kept[category.id] = {"level": one.level, "rows": list(one.rows), "says": says}
    return kept


def _to_moderate(session: Session, before: CaseMoney, by: str) -> tuple[str, Framework]:
    """Return the decision that a second person bands, and its framework. Raises ActRefused."""
    decision = before.now
    if decision is None:
        raise ActRefused("The case has no decision on a band, so there is nothing to moderate.")
    first = next((one for one in before.rows if one.banding_id == decision.record.about), None)
    if by in {decision.record.by, first.by if first else None}:
        raise ActRefused("You made this profile or this decision. Ask another person to band the case.")
    return decision.id, version_of(session, decision.record.framework, decision.record.version)


def _latest(session: Session, case_id: str) -> PlanVersion | None:
    versions = plans.plans_of(session, case_id)
    return versions[-1] if versions else None


def _rows(plan: Plan) -> list[tuple[str, str, Row]]:
    return [
        (row.id or f"{name}-{place}", name, row)
        for name in AREAS
        if (area := plan.areas.get(name)) is not None
        for place, row in enumerate(area.rows, start=1)
    ]


def levels_of(record: Banding) -> dict[str, int]:
    """Return the level of each category of a profile that was kept."""
    return levels_in(record.content)


def are_shown(database: Database, case_id: str, today: date) -> bool:
    """Return whether the pages of a case show its bands: a framework is loaded and the reform is on, or there is a record."""
    with database.read() as session:
        if money.of_case(session, case_id):
            return True
        return bool(money.frameworks(session)) and reform(session, REFORM, today).is_on
