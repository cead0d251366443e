"""The limits of law of a process, counted from its own facts, so that they keep running after its case has closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.clock import is_owed
from casework.case.facts import facts_of
from casework.case.law_of_case import LawOfCase, law_of_case, pin_at_opening
from casework.case.law_pin import LawPin
from statute.facts import Event
from statute.obligation import Obligation
from statute.timeline import timeline


def law_of_facts(facts: Iterable[Event], pin: LawPin | None) -> LawOfCase:
    """Return the pinned law, with the bank holidays proclaimed since; without a pin, the law of the first fact's day."""
    found = tuple(facts)
    began_on = min((fact.on for fact in found if fact.on is not None), default=None)
    return law_of_case(pin or pin_at_opening(began_on), found)


def obligations_of(
    facts: Iterable[Event], pin: LawPin | None, today: date, roles: Iterable[str] | None = None
) -> tuple[Obligation, ...]:
    """Return the limits that follow from facts in the words of the pack, by the pinned law; only those of `roles`, if given."""
    found = tuple(facts)
    if not found:
        return ()
    law = law_of_facts(found, pin)
    known = timeline(facts_of(found), today, pack=law.pack, calendar=law.calendar)
    wanted = frozenset(roles) if roles is not None else None
    return tuple(one for one in known if wanted is None or one.role in wanted)


def owed(obligations: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Return the obligations that are still to be met, earliest first."""
    return tuple(sorted((one for one in obligations if is_owed(one)), key=lambda one: one.due_on))
