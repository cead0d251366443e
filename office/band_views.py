"""The bands of a case as commands, programs and pages show them, with amounts in pounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.money.banding import price_in_pounds, price_on
from casework.money.decisions import Banding, Decision
from casework.money.pence import plain_pounds
from casework.money.schedule import PaymentLine, lines_of
from office.band_reports import line_as_json
from office.banding import CaseMoney, WrongField, of_case
from records import settings

_YEAR_ENDS = (3, 31)
_FURTHEST = timedelta(days=5 * 366)


def case_as_json(session: Session, case_id: str, today: date) -> dict[str, Any]:
    """Return the bands of a case. Raises NoSuchCase."""
    found = of_case(session, case_id, today)
    return {
        "case": case_id,
        "label": found.framework.label if found.framework else None,
        "profile": profile_as_json(found.profile) if found.profile else None,
        "section_f_changed": found.f_changed,
        "decisions": [decision_as_json(one, today) for one in found.decisions],
        "now": found.now.id if found.now else None,
    }


def profile_as_json(record: Banding) -> dict[str, Any]:
    """Return a profile: the level of each category with its evidence, and the band that it gives."""
    content = record.content
    return {
        "profile": record.banding_id,
        "framework": record.framework,
        "version": record.version,
        "setting_type": content["setting_type"],
        "levels": content["levels"],
        "points": content["points"],
        "band": content["band"],
        "plan": content["plan"],
        "on": record.on.isoformat(),
        "by": record.by,
    }


def decision_as_json(decision: Decision, today: date) -> dict[str, Any]:
    """Return a decision with its prices, and what it pays on a day."""
    record, content = decision.record, decision.record.content
    price = price_on(decision.prices, max(today, record.on))
    return {
        "decision": decision.id,
        "framework": record.framework,
        "version": record.version,
        "computed": content["computed"],
        "decided": content["decided"],
        "reason": record.because,
        "by": record.by,
        "by_panel": content["by_panel"],
        "process": content.get("process") or None,
        "decided_on": content["decided_on"],
        "setting": content["setting"] or None,
        "setting_type": content["setting_type"],
        "covers_section_f": content["covers"],
        "covers_says": content["covers_says"] or None,
        "extra": plain_pounds(content["extra"]),
        "starts_on": record.on.isoformat(),
        "left_on": decision.left_on.isoformat() if decision.left_on else None,
        "paid_to": decision.paid_to.isoformat() if decision.paid_to else None,
        "prices": [price_in_pounds(one) for one in decision.prices],
        "now": price_in_pounds(price) if price else None,
    }


def schedule_of(found: CaseMoney, until: date) -> list[PaymentLine]:
    """Return the payment lines of a case up to a day."""
    return lines_of([one.stay for one in found.decisions], until)


def last_day(asked: date | None, today: date) -> date:
    """Return how far a schedule goes: to the day that is asked, or to the end of the financial year. Raises WrongField."""
    if asked is not None and asked > today + _FURTHEST:
        raise WrongField("to", "Last day must be within 5 years of today.")
    return asked or end_of_year(today)


def lines_as_json(session: Session, lines: Iterable[PaymentLine]) -> list[dict[str, Any]]:
    """Return payment lines with the names of their settings."""
    found = list(lines)
    urns = {line.stay.setting.removeprefix("urn-") for line in found if line.stay.setting}
    names = settings.names_of_settings(session, urns)
    return [line_as_json(line, names) for line in found]


def end_of_year(today: date) -> date:
    """Return the last day of the financial year of a day: how far a schedule goes if no one says how far."""
    return date(today.year + ((today.month, today.day) > _YEAR_ENDS), *_YEAR_ENDS)
