"""Lives of invented cases for the evidence of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

AS_AT = date(2026, 9, 30)
_NEEDS = ("ASD", "SEMH", "SLCN", "MLD", "HI", None)
_KINDS = ("mainstream", "special", "independent", None, "pupil_referral_unit")
_SOURCES = ("parent", "school", "young_person", None)


@dataclass(frozen=True, slots=True)
class Advice:
    service: str
    asked_on: date
    due_on: date | None
    received_on: date | None


@dataclass(frozen=True, slots=True)
class Dispute:
    kind: str
    began_on: date
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class MadeLife:
    case_id: str
    is_request: bool = True
    source: str | None = "parent"
    received_on: date | None = None
    decided_to_assess_on: date | None = None
    agreed_to_assess: bool | None = None
    agreed_to_plan: bool | None = None
    final_on: date | None = None
    ended_on: date | None = None
    born_on: date | None = date(2015, 3, 4)
    need: str | None = "ASD"
    setting_kind: str | None = "mainstream"
    advice: tuple[Advice, ...] = ()
    disputes: tuple[Dispute, ...] = ()


def plan(case_id: str, **more: object) -> MadeLife:
    """Return a case whose plan has been in force for two years."""
    told = {
        "received_on": date(2024, 3, 1),
        "decided_to_assess_on": date(2024, 4, 1),
        "agreed_to_assess": True,
    }
    return MadeLife(case_id, **{**told, "final_on": date(2024, 8, 1), **more})  # type: ignore[arg-type]


def caseload(count: int = 240) -> list[MadeLife]:
    """Return cases of many sorts, with cells of 1 to 4 among them."""
    found = []
    for number in range(count):
        received = AS_AT - timedelta(days=13 * number % 700)
        decided = received + timedelta(days=35)
        final = decided + timedelta(days=90) if number % 5 else None
        asked = Advice(
            "educational_psychologist",
            decided,
            decided + timedelta(days=42),
            decided + timedelta(days=30 + number % 30),
        )
        found.append(
            MadeLife(
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
                disputes=(Dispute("mediation", decided, "agreed" if number % 2 else None),)
                if number % 9 == 0
                else (),
            )
        )
    return found
