"""Console pages of an ending: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from casework.case.actions import Action
from casework.plans.cease_reasons import cease_reasons
from casework.processes.form import plain
from casework.processes.group_pages import ListPage, columns_of
from casework.processes.page import Block, Page, date_in_words, dates_in_words, paragraph
from casework.processes.process_pages import ProcessPages, Told, day_of, setting_in
from casework.processes.reader import Reader
from statute.words import capital

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
    "not_known": "Not known",
}
LIST = ListPage(
    title="Plans that may end",
    back="Back to plans that may end",
    order=60,
    about_tabs="Open or closed",
    captions=("Plans that may end, earliest date first", "Decided and done"),
    columns=columns_of("Plan"),
    nothing="No plan is considered for ending.",
    nothing_over="None is closed yet.",
    stages=STAGES,
)
_NOW = {
    "considered": "Tell the family and the setting that you are considering it, and ask for their views.",
    "asked": "Record the views that come, and decide after {}.",
    "decided": "Keep the plan until {}. After that day record that it has ended, unless an appeal is open.",
    "appealed": "Keep the plan while the appeal is open, and record how it ends.",
}
"""What an officer must do at each stage, with the next date of the consideration."""


class EndingPages(ProcessPages):
    """The pages of a plan that may end."""

    names_child = True
    warnings: Mapping[str, str] = {
        "decide_ceasing": "If you end the plan, a case opens for that decision. The case sends the family the letter with the right to appeal."
    }
    order = ("ask_views", "record_views", "record_review", "decide_ceasing", "record_dispute", "end_plan")
    stages = STAGES
    coded = _WORDS

    def title(self, told: Told) -> str:
        return "Whether the plan ends"

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
        if told["reply_by"]:
            return str(told["reply_by"]), "Family and setting reply by"
        return (str(told["last_day"]), "The plan can go on until then at most") if told["last_day"] else None

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return a day to reply by that leaves a fair time, and the setting of the plan."""
        if action.name != "ask_views":
            return {}
        setting = setting_in("setting", reader.setting_of_plan(self.id_of(told)))
        return setting | day_of("reply_by", reader.today + timedelta(days=int(told["reply_days"])))

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        return {
            "Reason": _WORDS["reason"].get(str(told["reason"]), ""),
            "Ground": capital(plain(told["ground"])) if told["ground"] else "",
            "Age": _AGES[str(told["age"])],
            **dates_in_words({"Plan can go on until": told["last_day"]}),
            **({} if told["decision"] else dates_in_words({"Reply by": told["reply_by"]})),
            "Review": _WORDS["finding"].get(str(told["finding"]), ""),
            "Decision": _WORDS["decision"].get(str(told["decision"]), ""),
            **dates_in_words({"Plan kept until": told["kept_until"], "Ended": told["ended_on"]}),
        }

    def note(self, told: Told) -> str:
        if self.is_over(told):
            return ""
        duty = "The plan and its provision go on until the plan ends."
        if told["decision"] is None and told["last_day"]:
            duty += " You may keep it to the end of the academic year in which they turn 25, and no longer (Children and Families Act 2014, section 46)."
        if told["decision"] is None:
            duty += (
                " The day to reply by is your own: the law sets no number of days, and asks for a fair time. "
                f"We suggest at least {told['reply_days']} days."
            )
        return duty

    def limits(self, told: Told) -> tuple[Block, ...]:
        """Return what an officer must do at this stage, and the windows of the law."""
        found = super().limits(told)
        if self.is_over(told):
            return found
        coming = self.next_date(told)
        said = _NOW[str(told["stage"]).removeprefix("ceasing_")].format(
            date_in_words(coming[0]) if coming else "the end of the appeal"
        )
        has_windows = super().next_date(told) is not None
        return (found[0], paragraph(said), *(found[1:] if has_windows else found[2:]))
