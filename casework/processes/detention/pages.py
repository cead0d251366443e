"""Console pages of a detention: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casework.case.actions import Action
from casework.processes.authority_numbers import authority_in_words
from casework.processes.closed_with_plan import CLOSED_STAGES, WHY_CLOSED
from casework.processes.group_pages import ListPage, columns_of
from casework.processes.page import date_in_words, dates_in_words
from casework.processes.process_pages import ProcessPages, Told
from casework.processes.reader import Reader

STAGES = {
    "kept": "Plan kept, to be sent",
    "plan_sent": "Plan sent to those responsible",
    "release_known": "Release to come",
    "to_pass_on": "Released, plan to be sent on",
    "released": "Released to this area",
    "transferred": "Released to another area",
    **CLOSED_STAGES,
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "to": {"here": "This authority's area", "another_authority": "The area of another authority"},
    "why": WHY_CLOSED,
}
LIST = ListPage(
    title="Detentions",
    back="Back to detentions",
    order=64,
    about_tabs="Open or closed detentions",
    captions=("Children and young people in detention, earliest date first", "Ended detentions"),
    columns=columns_of("Detention"),
    nothing="No child or young person with a plan is detained.",
    nothing_over="None has ended yet.",
    stages=STAGES,
)
_DUTY = "Keep the plan while they are detained, and arrange suitable special educational provision (Children and Families Act 2014, section 74)."
_SEND = (
    "Enter their addresses under the people of the case, and send the plan to the person in charge of the youth accommodation, the youth offending team and the commissioner of their health services. "
    "After a move, send it to the person in charge of the new accommodation."
)
_PASS_ON = "Send the plan to the new authority, and record its number."


class DetentionPages(ProcessPages):
    """The pages of a detention."""

    names_child = True
    order = ("record_kept_plan_sent", "record_new_accommodation", "learn_of_release", "record_release", "record_plan_passed_on")  # fmt: skip
    stages = STAGES
    coded = _WORDS
    warnings: Mapping[str, str] = {
        "record_release": "If they are released to this area, a review of the plan begins: hold it as soon as you can (Children and Families Act 2014, section 48)."
    }

    def title(self, told: Told) -> str:
        on = told["detained_on"]
        return f"Detention since {date_in_words(on)}" if on else "Detention"

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return whose area they are released to, where that is known."""
        return {"to": [str(told["to"])]} if action.name == "record_release" and told["to"] else {}

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        days = {
            "Detained": told["detained_on"],
            "You learned of it": told["aware_on"],
            "Release": told["releases_on"] if told["released_on"] is None else None,
            "Released": told["released_on"],
        }
        return {
            **dates_in_words(days),
            "Released to": _WORDS["to"].get(str(told["to"]), ""),
            "New authority": authority_in_words(told["new_authority"]),
        }

    def note(self, told: Told) -> str:
        if self.is_over(told):
            return ""
        if str(told["stage"]).endswith("to_pass_on"):
            return _PASS_ON
        return f"{_DUTY} {_SEND}"
