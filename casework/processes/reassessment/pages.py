"""Console pages of a re-assessment: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casework.case.actions import Action
from casework.processes.closed_with_plan import CLOSED_STAGES, WHY_CLOSED
from casework.processes.group_pages import ListPage, columns_of
from casework.processes.page import date_in_words, dates_in_words
from casework.processes.process_pages import ProcessPages, Told, day_of
from casework.processes.reader import Reader

STAGES = {
    "asked": "To decide",
    "agreed": "Agreed, being assessed",
    "refused": "Refused",
    "plan_sent": "Plan sent",
    "plan_unchanged": "Closed: plan unchanged",
    "withdrawn": "Closed: request withdrawn",
    **CLOSED_STAGES,
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "asked_by": {
        "parent": "The child's parent",
        "young_person": "The young person",
        "setting": "The school, college or other setting",
        "health_body": "The health body (integrated care board)",
        "authority": "No one: the authority decides by itself",
    },
    "decision": {"agree": "Re-assess", "refuse": "Do not re-assess"},
    "ground": {
        "assessed_recently": "The needs were assessed in the six months before the request",
        "not_necessary": "Another assessment is not necessary",
    },
    "why": {
        "plan_unchanged": "The re-assessment is complete and the plan stays as it is",
        "withdrawn": "The request was withdrawn",
        **WHY_CLOSED,
    },
}
LIST = ListPage(
    title="Re-assessments",
    back="Back to re-assessments",
    order=59,
    about_tabs="Open or closed re-assessments",
    captions=("Re-assessments, earliest date first", "Decided and closed re-assessments"),
    columns=columns_of("Re-assessment"),
    nothing="No re-assessment is open.",
    nothing_over="No re-assessment is closed yet.",
    stages=STAGES,
)
_ASKED = (
    "A re-assessment asks all advisers again. If the family only wants a change to the plan, offer an early review as well: "
    "it may be quicker. The family chooses."
)
_AGREED = "The assessment has a case of its own. This record closes by itself when that case sends the plan."


class ReassessmentPages(ProcessPages):
    """The pages of a re-assessment."""

    names_child = True
    order = ("decide_reassessment", "record_reassessed_plan", "close_reassessment")
    stages = STAGES
    coded = _WORDS
    warnings: Mapping[str, str] = {
        "decide_reassessment": "A case opens for the decision. It sends the family the letter; if you refuse, the letter gives the right to appeal."
    }

    def title(self, told: Told) -> str:
        on, own = told["requested_on"], told["asked_by"] == "authority"
        began = "taken up" if own else "asked for"
        return f"Re-assessment {began} on {date_in_words(on)}" if on else "Re-assessment"

    def next_date(self, told: Told) -> tuple[str, str] | None:
        """Return the last day of the limit that is owed."""
        if self.is_over(told):
            return None
        if told["decision"] is None:
            return (str(told["decide_by"]), "Tell the family by") if told["decide_by"] else None
        return (str(told["final_by"]), "Send the final plan by") if told["final_by"] else None

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return the day of the last first plan as that of the last assessment."""
        known = action.name == "decide_reassessment" and told["last_plan_on"]
        return day_of("last_assessed_on", told["last_plan_on"]) if known else {}

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        days = {
            "Tell the family by": told["decide_by"] if told["decision"] is None else None,
            "Family told": told["decided_on"],
            "Final plan by": told["final_by"],
            "Plan sent": told["plan_sent_on"],
        }
        return {
            "Asked by": _WORDS["asked_by"].get(str(told["asked_by"]), ""),
            "Decision": _WORDS["decision"].get(str(told["decision"]), ""),
            "Ground": _WORDS["ground"].get(str(told["ground"]), ""),
            **dates_in_words(days),
        }

    def note(self, told: Told) -> str:
        if self.is_over(told):
            return ""
        return _ASKED if told["decision"] is None else _AGREED
