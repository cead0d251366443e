"""Console pages of a maintained plan: its row in the list, and its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from casework.case.actions import Action
from casework.plans.plan_in_force import PlanInForce
from casework.processes.group_pages import Column, ListPage
from casework.processes.page import (
    Block,
    Fact,
    Heading,
    Items,
    Links,
    Page,
    Words,
    date_in_words,
    dates_in_words,
    paragraph,
    words,
)
from casework.processes.process_pages import ProcessPages, Told, setting_in
from casework.processes.reader import Reader
from casework.processes.with_plan import MAINTAINED
from statute.rights import age_on

LIST = ListPage(
    title="Maintained plans",
    back="Back to maintained plans",
    order=25,
    about_tabs="Maintained or ended plans",
    captions=("Maintained plans, earliest review cycle first", "Ended plans"),
    tabs=("Maintained", "Ended"),
    columns=(Column("Plan"), Column("Status"), Column("Review due", "Review due"), Column("Case", "Case")),
    nothing="No plan is maintained yet. A plan appears here when its first final plan is sent.",
    nothing_over="No plan has ended yet.",
)
_PHASES = ((0, "Early years"), (7, "Primary"), (12, "Secondary"))
"""Phases of education by the school year in which the next one begins."""


def phase_of(year: int | None) -> str:
    """The phase of education of a national curriculum year; empty if it is not known."""
    if year is None:
        return ""
    return next((phase for below, phase in _PHASES if year < below), "After 16")


def year_in_words(year: int) -> str:
    """A national curriculum year in words."""
    return {0: "Reception", -1: "Nursery"}.get(year, f"Year {year}" if year > 0 else "Before nursery")


_WHY = {
    "ceased": "The authority ended it",
    "transferred_out": "It was transferred to another authority",
    "died": "The child or young person has died",
    "aged_out": "The young person is 25",
}


class PlanPages(ProcessPages):
    """The pages of a maintained plan."""

    names_child = True
    coded: Mapping[str, Mapping[str, str]] = {"why": _WHY}

    def title(self, told: Told) -> str:
        began = told["began_on"]
        return f"Plan maintained since {date_in_words(began)}" if began else "Maintained plan"

    def page(self, told: Told, reader: Reader) -> Page:
        """Return its page, with what is under way, what the version in force provides, and what can begin from it."""
        found = super().page(told, reader)
        case, process_id = str(told["case"]), self.id_of(told)
        plan = reader.plan_in_force(case, told["version"])
        going_on = reader.under_way(case, process_id)
        main = (
            *found.main[:-2],
            Heading("What is under way"),
            Items(going_on, spaced=True) if going_on else paragraph("Nothing is under way."),
            *(_provision(plan) if plan is not None else ()),
            *found.main[-2:],
        )
        begins = () if told["is_over"] or not reader.acts_in_case(case) else _begins(case, reader)
        return replace(found, acts=(*begins, *found.acts), main=main)

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        """Return what is known of a plan, with a link to the version in force."""
        plan = reader.plan_in_force(str(told["case"]), told["version"])
        version = (Fact("Version in force", Words(plan.title, href=plan.href)),) if plan is not None else ()
        return (*super().facts(told, reader), *version)

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        year, began, ends = told["school_year"], told["cycle_began_on"], told["cycle_ends_on"]
        why = _WHY.get(str(told["ended_why"]), "")
        born = reader.born_on(str(told["case"]))
        return {
            "Age": str(age_on(born, reader.today)) if born is not None else "",
            "School year": year_in_words(year) if year is not None else "Not known",
            "Phase": phase_of(year),
            "Setting": "Attends no setting"
            if told.get("attends_no_setting")
            else reader.setting_called(told["setting"]) or "Not known",
            "Review cycle": f"{date_in_words(began)} to {date_in_words(ends)}" if began and ends else "",
            **dates_in_words({"Last review decided": told["last_review_on"]}),
            "Detained": "Yes" if told.get("detained") else "",
            "Last school year": "Reaches 25 in this school year. See plans that may end"
            if told["last_year"]
            else "",
            "Disputed": "Yes" if told["disputed"] else "",
            "Ended": f"{date_in_words(told['ended_on'])}. {why}" if told["ended_on"] else "",
        }

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return the year and the setting that are known, for a correction."""
        if action.name != "correct_plan":
            return {}
        year = told["school_year"]
        return {
            **({"school_year": [str(year)]} if year is not None else {}),
            **setting_in("setting", told["setting"]),
        }


def _begins(case: str, reader: Reader) -> tuple[Block, ...]:
    """Return the links to what people may begin for a plan."""
    links = reader.calls_about(MAINTAINED, {"case": case})
    return (Heading("What you can begin"), Links(links)) if links else ()


def _provision(plan: PlanInForce) -> tuple[Block, ...]:
    """Return the health and social care provision of a version, and its budget."""
    if plan.plan is None:
        return ()
    payments = plan.direct_payments_on
    parts = {
        "Health provision (Section G)": plan.health,
        "Social care provision (Section H1)": plan.social_care_h1,
        "Other social care provision (Section H2)": plan.social_care_h2,
        "Personal budget (Section J)": (plan.budget,) if plan.budget else (),
        "Direct payments": (f"Since {date_in_words(payments)}",) if payments is not None else (),
    }
    found: list[Block] = [Heading("What the plan provides")]
    for title, lines in parts.items():
        shown = Items(tuple((words(line),) for line in lines), bullets=True)
        found += [Heading(title, 3), shown if lines else paragraph("None recorded.")]
    return tuple(found)
