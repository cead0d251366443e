"""`ehcp inclusion-plan`: what starts a plan, and what it prints."""

from __future__ import annotations

from collections.abc import Iterable

from casework.inclusion_plan.plan_types import PLAN_TYPES, SIGN_OFFS
from casework.processes.area_strategy.acts import ACTS, FROZEN
from casework.processes.commands import Command, Parameter, Printed, Told, Verb, verb_of
from casework.processes.form import plain
from casework.processes.page import Line, Words, date_in_words, words
from statute.words import capital, listed

COMMAND = Command(
    metavar="PLAN",
    list_help="List the plans for the local area, the latest next day first.",
    show_help="Show a plan: its sections, evidence, priorities and sign-offs.",
    by_case=None,
    nothing="No plan is started; start one with `ehcp inclusion-plan start`.",
)
_OWN_VERB = frozenset({FROZEN, "freeze_evidence", "publish"})
"""The acts with a verb of their own in the command."""
VERBS = (
    Verb(
        "start",
        None,
        "Start a plan for the local area.",
        (
            Parameter("type", f"{listed(PLAN_TYPES, 'or')}.", "--type", "TYPE", default="inclusion_plan"),
            Parameter("lead", "Who writes it and gets the reminders.", "--lead", "ID"),
            Parameter("signer", "Who signs off for the authority.", "--signer", "ID"),
        ),
        said="Started: {id}.",
    ),
    Verb(
        "freeze",
        "freeze_evidence",
        "Freeze the evidence as at a day. The plan then shows these numbers.",
        (
            Parameter(
                "as_at", "The day: YYYY-MM-DD, today-3.", "--as-at", "DATE", default="today", is_day=True
            ),
        ),
        on="today",
    ),
    Verb("publish", "publish", "Publish the plan as the next version.", on="today"),
    *(verb_of(action) for name, action in ACTS.items() if name not in _OWN_VERB),
)


class PrintedStrategy(Printed):
    """What the command prints about a plan."""

    def listed(self, told: Told) -> Line:
        """Return the line of a plan in a list."""
        return words(f"{told[self.noun]}  {told['title']}, {self.stage(told)}, next {told['next_on']}")

    def stage(self, told: Told) -> str:
        """Return the stage in words."""
        return plain(str(told["stage"]).removeprefix("area_strategy_"))

    def shown(self, told: Told) -> Iterable[Line]:
        """Yield everything about a plan, line by line."""
        yield (Words(str(told[self.noun]), "strong"), Words(f"  {told['title']}, {self.stage(told)}"))
        frozen = (
            f"as at {date_in_words(told['as_at'])} ({told['evidence']})"
            if told["evidence"]
            else "not frozen yet"
        )
        yield words(f"Evidence: {frozen}")
        if told["unwritten"]:
            yield words(f"To write: {listed(told['unwritten'], 'and')}")
        for one in told["priorities"]:
            yield words(
                f"{one['id']}  {plain(one['state'])}, due {date_in_words(one['due_on'])}: {one['title']}"
            )
        for partner, person in told["signers"].items():
            yield words(f"{SIGN_OFFS[partner].title}: {person} signs")
        for one in told["sign_offs"]:
            yield words(
                f"{SIGN_OFFS[one['partner']].title} signed off on {date_in_words(one['on'])}: {one['name']}"
            )
        for one in told["published"]:
            yield words(f"Version {one['number']}, published on {date_in_words(one['published_on'])}")
        yield from self.history(told)
        yield from self.offered(told)

    def in_case(self, told: Told) -> Line:
        """Return a line; no case has a plan for the local area."""
        return words(capital(str(told["title"])))
