"""The days that a Tribunal's order itself sets, in place of the periods of SEND Regulations 2014 reg 44(2).

Those periods apply "unless the Tribunal directs otherwise". An order to assess, or to make a plan, has several limits, and
may set a day for any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.actions import Act, Field
from statute.words import listed, short_date

FIELDS = (
    Field("due_on", "date", asks="The day by which the order says it is to be done (of a plan: the final plan), where it sets one"),
    Field("start_by", "date", asks="To assess: the day by which the order says the family is told of the assessment, where it sets one"),
    Field("refusal_by", "date", asks="To assess: the day by which the order says the family is told if no plan follows, where it sets one"),
    Field("draft_by", "date", asks="To make a plan: the day by which the order says the draft is issued, where it sets one"),
)  # fmt: skip
"""What the act that records an order has for its own days; the clocks of the rule pack name these fields (`ordered_by`)."""
_DAYS: Mapping[str, frozenset[str]] = {
    "assess": frozenset({"due_on", "start_by", "refusal_by"}),
    "make_plan": frozenset({"due_on", "draft_by"}),
    "amend_plan": frozenset({"due_on"}),
    "name_setting": frozenset({"due_on"}),
    "reconsider": frozenset({"due_on"}),
}


def unfitting_days(act: Act) -> str | None:
    """Why the days of an order cannot be those of what it orders, in one sentence; None where they can."""
    if act.action != "tribunal_order":
        return None
    to = str(act.fields.get("to"))
    fitting = _DAYS.get(to, frozenset({"due_on"} if act.fields.get("and_amend") else ()))
    for field in FIELDS:
        written = act.fields.get(field.name)
        if written is None:
            continue
        if field.name not in fitting:
            return f"{field.name} is no limit of an order with to={to}; " + (
                f"it can set {listed(sorted(fitting), 'or')}."
                if fitting
                else "it takes effect at once. Leave it out."
            )
        if act.on is not None and (by := date.fromisoformat(str(written))) < act.on:
            return f"{field.name} is {short_date(by)}, before the order of {short_date(act.on)}; correct one of the two dates."
    return None
