"""Lives of invented cases for the evidence of a plan."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date, timedelta
from typing import Any

from casework.measures.case_life import AdviceAsked, CaseLife, DisputeLife

AS_AT = date(2026, 9, 30)
_NEEDS = ("ASD", "SEMH", "SLCN", "MLD", "HI", None)
_KINDS = ("mainstream", "special", "independent", None, "pupil_referral_unit")
_SOURCES = ("parent", "school", "young_person", None)


def life(case_id: str, **more: Any) -> CaseLife:
    """Return the days of a case; what is not given is not known."""
    nothing = {each.name: None for each in fields(CaseLife) if each.default is MISSING}
    told = {
        "case_id": case_id,
        "child_id": f"child-{case_id}",
        "rule_pack": "england-2014",
        "is_request": True,
    }
    known = {
        "taken_over": False,
        "source": "parent",
        "due": {},
        "excused": frozenset(),
        "claimed": frozenset(),
    }
    child = {"born_on": date(2015, 3, 4), "need": "ASD", "setting_kind": "mainstream"}
    return CaseLife(**{**nothing, **told, **known, **child, **more})


def plan(case_id: str, **more: object) -> CaseLife:
    """Return a case whose plan has been in force for two years."""
    told = {
        "received_on": date(2024, 3, 1),
        "decided_to_assess_on": date(2024, 4, 1),
        "agreed_to_assess": True,
    }
    return life(case_id, **{**told, "final_on": date(2024, 8, 1), **more})


def caseload(count: int = 240) -> list[CaseLife]:
    """Return cases of many sorts, with cells of 1 to 4 among them."""
    found = []
    for number in range(count):
        received = AS_AT - timedelta(days=13 * number % 700)
        decided = received + timedelta(days=35)
        final = decided + timedelta(days=90) if number % 5 else None
        asked = AdviceAsked(
            "educational_psychologist",
            decided,
            decided + timedelta(days=42),
            decided + timedelta(days=30 + number % 30),
        )
        found.append(
            life(
                f"case-{number:04d}",
                source=_SOURCES[number * number % 11 % 4],
                received_on=received,
                decided_to_assess_on=decided if decided <= AS_AT else None,
                agreed_to_assess=number % 5 != 0,
                final_on=final if final is not None and final <= AS_AT else None,
                ended_on=AS_AT - timedelta(days=40) if number % 37 == 5 else None,
                born_on=date(2002 + number % 20, 1 + number % 12, 1 + number % 28),
                need=_NEEDS[number * number % 13 % 6],
                setting_kind=_KINDS[number * number % 17 % 5],
                advice=(asked,),
                disputes=(DisputeLife("mediation", None, decided, None, "agreed" if number % 2 else None),)
                if number % 9 == 0
                else (),
            )
        )
    return found
