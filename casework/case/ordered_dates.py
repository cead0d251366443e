"""The days that a Tribunal's order itself sets, in place of the periods of SEND Regulations 2014 reg 44(2).

Those periods apply "unless the Tribunal directs otherwise". An order to assess, or to make a plan, has several limits, and
may set a day for any of them. Later directions may move such a day, or set one (rules 5(3)(a) and 6 of the Tribunal's
Rules, SI 2008/2699); the day that stood before stays on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act, Field, directions
from statute.facts import Event
from statute.words import listed, short_date

FIELDS = (
    Field("due_on", "date", asks="The day by which the order says it is to be done (of a plan: the final plan), where it sets one"),
    Field("start_by", "date", asks="To assess: the day by which the order says the family is told of the assessment, where it sets one"),
    Field("refusal_by", "date", asks="To assess: the day by which the order says the family is told if no plan follows, where it sets one"),
    Field("draft_by", "date", asks="To make a plan: the day by which the order says the draft is issued, where it sets one"),
)  # fmt: skip
"""What the act that records an order has for its own days; the clocks of the rule pack name these fields (`ordered_by`)."""
MOVED = (
    Field("due_on", "date", asks="The day to which the Tribunal moves what it ordered (of a plan: the final plan)"),
    Field("start_by", "date", asks="Of an order to assess: the day to which it moves telling the family of the assessment"),
    Field("refusal_by", "date", asks="Of an order to assess: the day to which it moves telling the family if no plan follows"),
    Field("draft_by", "date", asks="Of an order to make a plan: the day to which it moves the draft"),
)  # fmt: skip
"""What directions that are given after an order have for its days, by the order's own names for them."""
_DAYS: Mapping[str, frozenset[str]] = {
    "assess": frozenset({"due_on", "start_by", "refusal_by"}),
    "make_plan": frozenset({"due_on", "draft_by"}),
    "amend_plan": frozenset({"due_on"}),
    "name_setting": frozenset({"due_on"}),
    "reconsider": frozenset({"due_on"}),
}


def unfitting_days(act: Act) -> str | None:
    """Why the days of an order cannot be those of what it orders, in one sentence; None where they can."""
    return _unfitting(act.fields, act.fields, act.on) if act.action == "tribunal_order" else None


def moved(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The days of an order that directions move."""
    return {field.name: fields[field.name] for field in MOVED if fields.get(field.name)}


def unmovable(order: Event | None, fields: Mapping[str, Any]) -> str | None:
    """Why directions cannot move the days that they name, in one sentence; None where they can, or move none."""
    days = moved(fields)
    if days and order is None:
        return f"No order of the Tribunal is recorded whose {next(iter(days))} could be moved; record the order first."
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
            return f"{field.name} is no limit of an order with to={','.join(to)}; " + (
                f"it can set {listed(sorted(fitting), 'or')}."
                if fitting
                else "it takes effect at once. Leave it out."
            )
        if ordered_on is not None and (by := date.fromisoformat(str(written))) < ordered_on:
            return f"{field.name} is {short_date(by)}, before the order of {short_date(ordered_on)}; correct one of the two dates."
    return None
