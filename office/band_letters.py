"""The letter that tells a setting its band: what the records add to the act, and why it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.authority.profile import profile_of
from casework.case.casework_acts import BAND_TOLD
from casework.money.decisions import decision_on, decisions_of
from office.money import REFORM
from office.reforms import reform
from records import money
from records.profile import profile_content
from statute.facts import Event

BAND: Final = "band"
"""The field of the act that names the decision."""
KNOWN: Final = frozenset({"setting", "copy_to_family"})
"""The fields of the act that the records fill in."""


def filled_in(session: Session, band: str) -> dict[str, Any]:
    """Return the setting that a decision pays, and whether the authority's policy gives the family a copy."""
    content = profile_content(session)
    copy = profile_of(content).bands.copy_to_family if content else False
    found = money.find(session, band)
    setting = found.content.get("setting") if found is not None else None
    return {"copy_to_family": copy, **({"setting": setting} if setting else {})}


def why_not_told(session: Session, case_id: str, band: str, today: date) -> str | None:
    """Return why the setting of a case cannot be told of a decision on its band, in one sentence; None if it can."""
    policy = reform(session, REFORM, today)
    if not policy.is_on:
        return f"{policy.name} is switched off, so no letter about a band is sent."
    found = decisions_of(money.of_case(session, case_id))
    decision = next((one for one in found if one.id == band), None)
    if decision is None:
        return "This case has no such decision on a band; choose one on its funding page."
    if (now := decision_on(found, today)) is None or now.id != decision.id:
        return "This decision pays no longer, or a later one replaces it; choose the decision that holds now."
    if not decision.record.content["setting"]:
        return "The decision names no school or college; decide the band again with its number, and then tell it."
    return None


def told_on(events: Iterable[Event]) -> Mapping[str, date | None]:
    """Return when the setting was last told of each decision, by the decision."""
    return {str(one.fields.get(BAND)): one.on for one in events if one.event == BAND_TOLD}
