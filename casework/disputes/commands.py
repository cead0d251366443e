"""`ehcp dispute`: what it prints about a mediation or an appeal."""

from __future__ import annotations

from collections.abc import Iterable

from casework.processes.commands import Command, Printed, Told
from casework.processes.form import plain
from casework.processes.page import Line, Words, words
from statute.words import capital

COMMAND = Command(
    metavar="DISPUTE",
    list_help="List the open disputes, most recently changed first.",
    show_help="Show a dispute: its status, what each side can still do and by when, and what happened.",
    act_help="Record what happened in a dispute; its case is told.",
    by_case="Only the disputes of this case.",
    of_person=("--mediator", "Show only what this mediator may see: their own disputes."),
    nothing="No dispute is open.",
    nothing_open="No dispute is open; --all shows the closed ones.",
)


class PrintedDispute(Printed):
    """What a command prints about a dispute."""

    def listed(self, told: Told) -> Line:
        until = min((str(each["until"]) for each in (*told["family"], *told["others"])), default="")
        return words(f"{told['dispute']}  {plain(told['stage'])}  {until}".rstrip())

    def in_case(self, told: Told) -> Line:
        until = "; ".join(
            f"{each['title']} by {each['until']}" for each in (*told["family"], *told["others"])
        )
        kind, stage = capital(str(told["kind"])), plain(told["stage"])
        return words(f"{kind} {told['dispute']}: {stage}{': ' + until if until else ''}")

    def shown(self, told: Told) -> Iterable[Line]:
        how = f"  {plain(told['stage'])}, case {told['case']}"
        yield (Words(str(told["dispute"]), "strong"), Words(how))
        when = f" on {told['decided_on']}" if told["decided_on"] else ""
        yield words(f"About: {told['about_in_words']}{when}")
        for term, text in self.arranged(told).items():
            if text:
                yield words(f"{term}: {text}")
        if told.get("ended_why"):
            yield words(f"Ended: {plain(told['ended_why'])}")
        for side, title in (("family", "What the family can still do"), ("others", "What others must do")):
            yield from _side(title, told[side])
        yield from self.history(told)
        yield from self.offered(told)

    def arranged(self, told: Told) -> dict[str, str | None]:
        """What is arranged or directed, and the outcome, by label."""
        return {}


def _side(title: str, found: Iterable[Told]) -> Iterable[Line]:
    for place, one in enumerate(found):
        if place == 0:
            yield words(f"\n{title}")
        overdue = (Words(" "), Words("overdue", "late")) if one["status"] == "overdue" else ()
        yield (Words(f"  by {one['until']}"), *overdue, Words(f"  {one['title']} ({one['who']})"))
        yield words(f"    {one['because']}", "quiet")
