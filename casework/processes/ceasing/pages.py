"""Console pages of an ending: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from casework.case.actions import Action
from casework.plans.cease_reasons import cease_reasons
from casework.processes.form import Choices, plain
from casework.processes.group_pages import Column, ListPage
from casework.processes.page import (
    Block,
    Fact,
    Heading,
    Page,
    Paragraph,
    Tag,
    Words,
    date_in_words,
    paragraph,
    words,
)
from casework.processes.process_pages import ProcessPages, Told, day_of
from casework.processes.question import Option, Question
from casework.processes.reader import Reader
from statute.words import capital

LIST = ListPage(
    title="Plans that may end",
    back="Back to plans that may end",
    order=60,
    about_tabs="Open or closed",
    captions=("Plans that may end, earliest date first", "Decided and done"),
    tabs=("Open", "Closed"),
    columns=(Column("Plan"), Column("Status"), Column("Next date", "Next"), Column("Case", "Case")),
    nothing="No plan is considered for ending.",
    nothing_over="None is closed yet.",
)
STAGES = {
    "considered": "To ask the family",
    "asked": "Views asked for",
    "decided": "Decided, plan kept",
    "appealed": "Appealed, plan kept",
    "goes_on": "Plan goes on after a dispute",
    "kept": "Plan goes on",
    "ended": "Ended",
    "stopped": "No longer considered",
}
_WORDS: dict[str, dict[str, str]] = {
    "reason": {name: f"{one.words} (reason {one.code})" for name, one in cease_reasons().items()},
    "decision": {"cease": "End the plan", "keep": "Keep the plan"},
    "source": {"family": "The family", "setting": "The setting"},
    "finding": {
        "wants_to_return": "They want to return to education or training",
        "does_not_want_to_return": "They do not want to return",
        "return_not_appropriate": "A return is not appropriate",
        "not_about_return": "They are still in education or training",
    },
    "what": {
        "certificate": "A mediation certificate was issued",
        "appeal_made": "An appeal was registered",
        "order_to_cease": "The Tribunal dismissed the appeal: the plan may end",
        "order_to_continue": "The Tribunal ordered that the plan goes on",
        "appeal_not_opposed": "The authority did not oppose the appeal: the plan goes on",
        "appeal_ended": "The appeal was withdrawn or struck out",
        "agreed_to_continue": "It was agreed at mediation that the plan goes on",
        "decision_reversed": "The authority reversed its decision: the plan goes on",
    },
    "stopped_because": {
        "plan_goes_on": "The plan is still needed",
        "died": "The child or young person has died",
        "moved_away": "They moved to another authority",
        "mistake": "It was begun by mistake",
    },
}
_AGES = {
    "under_18": "Under 18",
    "18_to_24": "18 to 24",
    "25_or_over": "25 or over",
    "not_known": "No date of birth is recorded",
}


_NOW = {
    "considered": "Tell the family and the setting that you are considering it, and ask for their views.",
    "asked": "Record the views that come, and decide after {}.",
    "decided": "Keep the plan until {}. After that day record that it has ended, unless an appeal is open.",
    "appealed": "Keep the plan while the appeal is open, and record how it ends.",
}
"""What an officer must do at each stage, with the next date of the consideration."""


def stage_in_words(stage: str) -> str:
    """Return a stage in words."""
    return STAGES[stage.removeprefix("ceasing_")]


class EndingPages(ProcessPages):
    """The pages of a plan that may end."""

    names_child = True
    warnings: Mapping[str, str] = {
        "decide_ceasing": "If you end the plan, a case opens for that decision. The case sends the family the letter with the right to appeal."
    }
    order = ("ask_views", "record_views", "record_review", "decide_ceasing", "record_dispute", "end_plan")

    def title(self, told: Told) -> str:
        return "Whether the plan ends"

    def stage(self, told: Told) -> Tag:
        return Tag("closed" if self.is_over(told) else "running", stage_in_words(str(told["stage"])))

    def page(self, told: Told, reader: Reader) -> Page:
        """Return its page, with what the officer must mind as a warning."""
        found = super().page(told, reader)
        return replace(found, warning=str(told["warning"])) if told["warning"] else found

    def next_date(self, told: Told) -> tuple[str, str] | None:
        """Return the last day on which the plan must be kept or, before the decision, the day to reply by."""
        if self.is_over(told):
            return None
        if told["decision"] is not None:
            return (
                (str(told["kept_until"]), "The plan must be kept until then") if told["kept_until"] else None
            )
        return (str(told["reply_by"]), "Family and setting reply by") if told["reply_by"] else None

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return a day to reply by that leaves a fair time."""
        if action.name != "ask_views":
            return {}
        return day_of("reply_by", reader.today + timedelta(days=int(told["reply_days"])))

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        said = {
            "Reason": _WORDS["reason"].get(str(told["reason"]), ""),
            "Ground": capital(plain(told["ground"])) if told["ground"] else "",
            "Age": _AGES[str(told["age"])],
            "Reply by": date_in_words(told["reply_by"]) if told["reply_by"] and not told["decision"] else "",
            "Review": _WORDS["finding"].get(str(told["finding"]), ""),
            "Decision": _WORDS["decision"].get(str(told["decision"]), ""),
            "Plan kept until": date_in_words(told["kept_until"]) if told["kept_until"] else "",
            "Ended": date_in_words(told["ended_on"]) if told["ended_on"] else "",
        }
        return (
            *super().facts(told, reader),
            *(Fact(term, Words(text)) for term, text in said.items() if text),
        )

    def limits(self, told: Told) -> tuple[Block, ...]:
        found = super().limits(told)
        if self.is_over(told):
            return found
        coming = self.next_date(told)
        said = _NOW[str(told["stage"]).removeprefix("ceasing_")].format(
            date_in_words(coming[0]) if coming else "the end of the appeal"
        )
        windows = found[1:] if super().next_date(told) is not None else ()
        duty = "The plan and its provision go on until the plan ends."
        if told["decision"] is None:
            duty += (
                " The day to reply by is your own: the law sets no number of days, and asks for a fair time. "
                f"We suggest at least {told['reply_days']} days."
            )
        return (Heading("What must be done"), paragraph(said), *windows, Paragraph(words(duty), small=True))

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        return _CHOICES

    def call_questions(self, reader: Reader) -> tuple[Question, ...]:
        """Return the questions with which it begins, with the words of its codes."""
        return tuple(
            replace(one, options=_CHOICES[one.name]) if one.name in _CHOICES and one.options else one
            for one in super().call_questions(reader)
        )


_CHOICES: dict[str, tuple[Option, ...]] = {name: tuple(known.items()) for name, known in _WORDS.items()}
