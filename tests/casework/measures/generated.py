"""Invented cases with all the turns that measures count, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from casework.case.acts import Act
from casework.case.case import after, began
from casework.case.ledger_line import LedgerLine
from casework.case.outlook import Outlook, outlook_of
from casework.case.stages import Stage
from casework.case.transition import ActDone, Opening, Transition
from casework.case.transition_lines import lines_of
from statute.facts import Event
from statute.local_time import start_of_day

AS_AT = date(2026, 9, 30)
"""The day up to which the cases are told."""
SERVICES = ("school", "educational_psychologist", "health", "social_care")


@dataclass
class Journey:
    """One invented case: its acts in order, each with its day."""

    case_id: str
    received: date
    source: str
    team: str
    officer: str | None
    acts: list[Act] = field(default_factory=list)

    def outlook(self) -> Outlook:
        """The outlook of the case on the day up to which it is told."""
        return outlook_of(self.lines(), start_of_day(AS_AT + timedelta(days=1)) - timedelta(hours=1))

    def lines(self) -> tuple[LedgerLine, ...]:
        """The ledger of the case."""
        case = began(Event("request_received", self.received, None, {"source": self.source}))
        opening = Opening(
            "request_received", self.received, None, {"source": self.source}, self.officer, self.team
        )
        found = [*lines_of(self._step(1, self.received, case.stage, opening=opening))]
        for place, act in enumerate(self.acts, start=2):
            case = after(case, act)
            assert act.on is not None
            done = (ActDone(act, case.stage),)
            found += lines_of(self._step(place, act.on, case.stage, acts=done))
        return tuple(found)

    @staticmethod
    def _step(seq: int, on: date, stage: Stage, **what: Any) -> Transition:
        return Transition(seq, start_of_day(on) + timedelta(hours=9), stage, **what)


def journeys(number: int, seed: int) -> list[Journey]:
    """Invented cases, the same ones for the same seed."""
    chance = random.Random(seed)
    return [_journey(chance, place) for place in range(1, number + 1)]


def _journey(chance: random.Random, place: int) -> Journey:
    received = date(2024, 1, 1) + timedelta(days=chance.randrange(990))
    officer = chance.choice((None, "officer-1", "officer-2", "officer-3"))
    source, team = chance.choice(("parent", "school", "health")), chance.choice(("north", "south"))
    journey = Journey(f"case-{place:04}", received, source, team, officer)
    journey.acts = [act for act in _acts(chance, received) if act.on is not None and act.on <= AS_AT]
    return journey


def _acts(chance: random.Random, received: date) -> Iterator[Act]:
    day = received + timedelta(days=chance.randrange(15, 70))
    if chance.random() < 0.08:
        yield Act(chance.choice(("withdrawn", "moved_away")), day)
        return
    if chance.random() < 0.25:
        yield Act("assessment_refused", day, None, {"reason": "note-1"})
        yield from _disputed(chance, day, "refusal_to_assess", "assess")
        return
    yield Act("assessment_agreed", day)
    answered = []
    for service in chance.sample(SERVICES, chance.randrange(2, 5)):
        asked = day + timedelta(days=chance.randrange(4))
        answered.append((asked + timedelta(days=chance.randrange(20, 90)), service, asked))
    for _, service, asked in sorted(answered, key=lambda each: each[2]):
        yield Act("advice_requested", asked, service)
    for came, service, _ in sorted(answered)[: chance.randrange(1, len(answered) + 1)]:
        day = came
        yield Act("advice_received", came, service)
    day += timedelta(days=chance.randrange(1, 30))
    if chance.random() < 0.12:
        yield Act("plan_refused", day, None, {"reason": "note-1"})
        yield from _disputed(chance, day, "refusal_to_issue", "make_plan")
        return
    yield Act("plan_agreed", day)
    if chance.random() < 0.25:
        yield _exception(chance, received, day)
    day += timedelta(days=chance.randrange(1, 25))
    yield Act("draft_issued", day)
    day += timedelta(days=chance.randrange(15, 120))
    yield Act("final_issued", day, None, {"setting": chance.choice(("urn-900001", "urn-900002"))})
    if chance.random() < 0.3:
        yield from _disputed(chance, day, "contents", "amend_plan")
        return
    yield from _reviewed(chance, day)


def _exception(chance: random.Random, received: date, day: date) -> Act:
    whole = {"because": "note-2", "evidence": "document-1", "approved_by": "manager-1"}
    told = {"family_told_on": day.isoformat()} if chance.random() < 0.7 else {}
    away = {"from": (received + timedelta(days=30)).isoformat(), "to": (day).isoformat()}
    return Act("exception_claimed", day, None, {"ground": "reg13(3)(c)", **away, **whole, **told})


def _disputed(chance: random.Random, day: date, against: str, to: str) -> Iterator[Act]:
    if chance.random() < 0.4:
        return
    day += timedelta(days=chance.randrange(5, 20))
    yield Act("mediation_requested", day)
    if chance.random() < 0.6:
        day += timedelta(days=chance.randrange(10, 30))
        yield Act("mediation_held", day)
        if chance.random() < 0.4:
            yield Act("mediation_agreement", day, None, {"to": to})
            return
    day += timedelta(days=chance.randrange(1, 10))
    yield Act("mediation_certificate", day)
    if chance.random() < 0.6:
        day += timedelta(days=chance.randrange(2, 25))
        yield Act("appeal_registered", day, None, {"against": against})
        if chance.random() < 0.6:
            day += timedelta(days=chance.randrange(60, 250))
            yield Act(chance.choice(("tribunal_order", "appeal_unopposed")), day, None, {"to": to})


def _reviewed(chance: random.Random, day: date) -> Iterator[Act]:
    if chance.random() < 0.3:
        day += timedelta(days=chance.randrange(20, 60))
        fields = {"to_phase": "secondary", "from_phase": "primary", "year": str(day.year + 1)}
        yield Act("phase_transfer", day, None, fields)
    if chance.random() < 0.5:
        day += timedelta(days=chance.randrange(60, 200))
        yield Act("review_meeting", day)
        if chance.random() < 0.8:
            day += timedelta(days=chance.randrange(10, 60))
            decision = chance.choice(("maintain", "maintain", "cease"))
            yield Act("review_decision", day, None, {"decision": decision})
