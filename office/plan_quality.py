"""The grade of a version of a plan, its second reading, and the manager's signature that a low grade needs.

The checklist and the policy are local, not law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.authority.profile import PlanQuality, profile_of
from casework.case.ledger_line import events_of
from casework.plans.grades import GRADES, grade_titled, is_below
from casework.plans.plan import Plan, plan_of
from casework.plans.quality import Quality, as_json, is_drawn, quality_from, quality_of, section_titles
from office.refusals import ActRefused
from records import ledger, plan_gradings, plans
from records.database import Database
from records.plan_gradings import Grading
from records.plans import PlanVersion
from records.profile import profile_content
from records.tray import Within
from statute.local_time import london_date

SHOWN_FOR = timedelta(days=92)
"""How long a version stays on the list of those to read or sign: about a quarter of a year."""
SHORTEST_REASON = 10
LONGEST_REASON = 1000
"""How long the reason of a signature is, in characters."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A version with its grade, its second readings and signatures, and what the local policy asks of it."""

    version: PlanVersion
    quality: Quality
    readings: tuple[Grading, ...]
    signatures: tuple[Grading, ...]
    is_drawn: bool
    needs_signature: bool


def policy(session: Session) -> PlanQuality:
    """Return the local policy on the quality of plans. Without a profile it asks for nothing."""
    content = profile_content(session)
    return (profile_of(content).plan_quality if content else None) or PlanQuality()


def grade(session: Session, version: PlanVersion) -> Quality:
    """Grade a version and keep the result with it."""
    found = _quality(session, version.case_id, plan_of(version.content))
    of = (version.case_id, version.plan_id)
    plan_gradings.keep(session, of, "checks", as_json(found), (None, None), datetime.now(UTC))
    return found


def graded(database: Database, case_id: str, plan_id: str) -> Graded:
    """Return a version of a case with its grades. Raises ActRefused if the case has no such version."""
    with database.read() as session:
        version = _version(session, case_id, plan_id)
        kept = plan_gradings.of_plan(session, plan_id)
        rule = policy(session)
        checks = [one for one in kept if one.kind == "checks"]
        found = (
            quality_from(checks[-1].content)
            if checks
            else _quality(session, case_id, plan_of(version.content))
        )
        return Graded(
            version,
            found,
            tuple(one for one in kept if one.kind == "second_reading"),
            tuple(one for one in kept if one.kind == "signature"),
            is_drawn(plan_id, rule.seed, rule.second_reader_percent),
            rule.signature_below is not None and is_below(found.grade, rule.signature_below),
        )


def graded_as_json(database: Database, case_id: str, plan_id: str) -> dict[str, Any]:
    """Return a version with its grades, readings and signatures, as the command and the API show it. Raises ActRefused."""
    found = graded(database, case_id, plan_id)
    return {
        "plan": plan_id,
        "case": case_id,
        "version": found.version.version,
        **as_json(found.quality),
        "drawn_for_second_reader": found.is_drawn,
        "needs_signature": found.needs_signature,
        "readings": [
            {"by": one.by, "at": one.at.isoformat(), "grades": one.content["grades"], "says": one.because}
            for one in found.readings
        ],
        "signatures": [
            {"by": one.by, "at": one.at.isoformat(), "grade": one.content["grade"], "because": one.because}
            for one in found.signatures
        ],
    }


def to_look_at(session: Session, within: Within, now: datetime | None = None) -> list[dict[str, Any]]:
    """Return the latest versions that wait for a second reader or, before they are final, for a signature."""
    rule = policy(session)
    below = [one.name for one in GRADES if rule.signature_below and is_below(one.name, rule.signature_below)]
    since = (now or datetime.now(UTC)) - SHOWN_FOR
    found: list[dict[str, Any]] = [
        {
            "case": one.case_id,
            "plan": one.plan_id,
            "version": one.version,
            "by": one.by,
            "saved_at": one.saved_at,
            "grade": one.grade,
            "to_read": is_drawn(one.plan_id, rule.seed, rule.second_reader_percent),
            "to_sign": one.grade in below,
        }
        for one in plan_gradings.latest_versions(session, within, since)
    ]
    found = [one for one in found if one["to_read"] or one["to_sign"]]
    done = plan_gradings.kinds_of(session, [one["plan"] for one in found])
    for one in found:
        one["to_read"] = one["to_read"] and (one["plan"], "second_reading") not in done
        one["to_sign"] = one["to_sign"] and (one["plan"], "signature") not in done
    return [one for one in found if one["to_read"] or one["to_sign"]]


def why_not_final(session: Session, version: PlanVersion, sent: Plan) -> str | None:
    """Return why a plan cannot be sent as final under the local policy, in one sentence; None if it can."""
    below = policy(session).signature_below
    if below is None:
        return None
    found = _quality(session, version.case_id, sent)
    signed = any(one.kind == "signature" for one in plan_gradings.of_plan(session, version.plan_id))
    if signed or not is_below(found.grade, below):
        return None
    return (
        f"By local policy a final plan below {grade_titled(below)} needs a manager’s signature, and this one is "
        f"{grade_titled(found.grade)} ({found.score}%); improve it, or ask a manager to sign its quality page with a reason."
    )


def second_reading(
    database: Database, case_id: str, plan_id: str, by: str, given: tuple[Mapping[str, str], str]
) -> None:
    """Keep a second reader's grades, by section, and what they say. Raises ActRefused if something is missing."""
    grades, says = given
    names = {one.name for one in GRADES}
    titles = section_titles()
    with database.write() as session:
        version = _version(session, case_id, plan_id)
        if version.by == by:
            raise ActRefused("You made this version. Ask another person to read it.")
        read = [one.letter for one in _quality(session, case_id, plan_of(version.content)).sections]
        for letter in read:
            if grades.get(letter) not in names:
                raise ActRefused(f"Select a grade for Section {letter}: {titles[letter]}.")
        kept = {letter: grades[letter] for letter in read}
        signed = (by, says.strip()[:LONGEST_REASON] or None)
        of = (case_id, plan_id)
        plan_gradings.keep(session, of, "second_reading", {"grades": kept}, signed, datetime.now(UTC))


def sign(database: Database, case_id: str, plan_id: str, by: str, because: str) -> None:
    """Keep a manager's signature on a version with a low grade. Raises ActRefused without a reason."""
    reason = because.strip()[:LONGEST_REASON]
    if len(reason) < SHORTEST_REASON:
        raise ActRefused("Enter the reason in a sentence.")
    with database.write() as session:
        version = _version(session, case_id, plan_id)
        if version.by == by:
            raise ActRefused("You made this version. Ask another manager to sign it.")
        found = _quality(session, case_id, plan_of(version.content))
        content = {"grade": found.grade, "score": found.score}
        of = (case_id, plan_id)
        plan_gradings.keep(session, of, "signature", content, (by, reason), datetime.now(UTC))


def _quality(session: Session, case_id: str, plan: Plan) -> Quality:
    lines = events_of(ledger.facts_of(session, case_id))
    received = frozenset(event.of for event in lines if event.event == "advice_received" and event.of)
    return quality_of(plan, received, london_date(datetime.now(UTC)))


def _version(session: Session, case_id: str, plan_id: str) -> PlanVersion:
    kept = plans.find_plan(session, plan_id)
    if kept is None or kept.case_id != case_id:
        raise ActRefused(
            "This case has no such version of the plan. Choose one on the documents page of the case."
        )
    return kept
