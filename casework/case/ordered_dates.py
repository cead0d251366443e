"""Days that a Tribunal's order sets in place of the periods in SEND Regulations 2014 reg 44(2).

Those periods apply "unless the Tribunal directs otherwise". An order to assess, or to make a plan, has several limits, and
may set a day for any of them. Later directions may move such a day or set one (rules 5(3)(a) and 6 of the Tribunal's
Rules, SI 2008/2699); the earlier day stays on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act, Field, directions
from statute.facts import Event
from statute.words import listed, short_date

FIELDS = (
    Field("due_on", "date", asks="The day the order sets for what it orders (for a plan: the final plan), if it sets one"),
    Field("start_by", "date", asks="Order to assess: the day it sets for telling the family of the assessment, if it sets one"),
    Field("refusal_by", "date", asks="Order to assess: the day it sets for telling the family that no plan follows, if it sets one"),
    Field("draft_by", "date", asks="Order to make a plan: the day it sets for the draft, if it sets one"),
)  # fmt: skip
"""The fields for the days of an order. The clocks of the rule pack name these fields (`ordered_by`)."""
MOVED = (
    Field("due_on", "date", asks="The new day for what the Tribunal ordered (for a plan: the final plan)"),
    Field("start_by", "date", asks="Order to assess: the new day for telling the family of the assessment"),
    Field("refusal_by", "date", asks="Order to assess: the new day for telling the family that no plan follows"),
    Field("draft_by", "date", asks="Order to make a plan: the new day for the draft"),
)  # fmt: skip
"""The same fields in later directions, which move the days of an order."""
_DAYS: Mapping[str, frozenset[str]] = {
    "assess": frozenset({"due_on", "start_by", "refusal_by"}),
    "make_plan": frozenset({"due_on", "draft_by"}),
    "amend_plan": frozenset({"due_on"}),
    "name_setting": frozenset({"due_on"}),
    "reconsider": frozenset({"due_on"}),
}


def unfitting_days(act: Act) -> str | None:
    """Why an order cannot set the days it sets, in one sentence; None if it can."""
    return _unfitting(act.fields, act.fields, act.on) if act.action == "tribunal_order" else None


def moved(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The days of an order that these directions move."""
    return {field.name: fields[field.name] for field in MOVED if fields.get(field.name)}


def unmovable(order: Event | None, fields: Mapping[str, Any]) -> str | None:
    """Why directions cannot move the days that they name, in one sentence; None if they can, or move none."""
    days = moved(fields)
    if days and order is None:
        return (
            f"There is no recorded Tribunal order with a {next(iter(days))} to move; record the order first."
        )
    return _unfitting(order.fields, days, order.on) if order is not None else None


def _unfitting(order: Mapping[str, Any], days: Mapping[str, Any], ordered_on: date | None) -> str | None:
    to = directions(order)
    amends = frozenset({"due_on"} if order.get("and_amend") else ())
    fitting = amends.union(*(_DAYS.get(each, frozenset()) for each in to))
    for field in FIELDS:
        written = days.get(field.name)
        if written is None:
            continue
        if field.name not in fitting:
            return f"An order with to={','.join(to)} has no {field.name}; " + (
                f"it can set {listed(sorted(fitting), 'or')}."
                if fitting
                else "it takes effect at once. Leave the day out."
            )
        if ordered_on is not None and (by := date.fromisoformat(str(written))) < ordered_on:
            return f"{field.name} is {short_date(by)}, before the order of {short_date(ordered_on)}; correct one of the two dates."
    return None
