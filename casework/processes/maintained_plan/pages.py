"""Console pages of a maintained plan: its row in the list, and its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casework.case.actions import Action
from casework.processes.group_pages import Column, ListPage
from casework.processes.page import date_in_words, dates_in_words
from casework.processes.process_pages import ProcessPages, Told, setting_in
from casework.processes.reader import Reader

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

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        year = told["school_year"]
        why = _WHY.get(str(told["ended_why"]), "")
        days = {"Review cycle ends": told["cycle_ends_on"], "Last review decided": told["last_review_on"]}
        return {
            **dates_in_words(days),
            "School year": year_in_words(year) if year is not None else "Not known",
            "Phase": phase_of(year),
            "Setting": "Attends no setting"
            if told.get("attends_no_setting")
            else reader.setting_called(told["setting"]) or "Not known",
            "Age": "Reaches 25 in this school year. See plans that may end" if told["last_year"] else "",
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
