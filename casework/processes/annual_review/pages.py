"""Console pages of a review: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from casework.case.actions import Action
from casework.processes.form import Choices, plain
from casework.processes.group_pages import ListPage, columns_of
from casework.processes.page import (
    Block,
    Fact,
    Heading,
    Items,
    Links,
    Page,
    Tag,
    Words,
    date_in_words,
    paragraph,
    words,
)
from casework.processes.process_pages import Call, ProcessPages, Told, day_of, setting_in
from casework.processes.reader import Reader
from statute.words import listed

STAGES = {
    "asked_for": "To answer",
    "scheduled": "To arrange",
    "term_list_sent": "Services told, to arrange",
    "arranged": "To invite",
    "invited": "To send papers",
    "papers_out": "Waits for the meeting",
    "adjourned": "Put off",
    "not_held_in_time": "Not held in time",
    "held": "To decide",
    "setting_silent": "No report, to decide",
    "reported": "Reported, to decide",
    "decided_amend": "To send amendments",
    "decided_maintain": "Plan kept",
    "decided_cease": "Plan to end",
    "notice_sent": "Family may answer",
    "answered": "Family answered",
    "consulting": "Consulting",
    "amended": "Plan amended",
    "not_amended": "Plan not amended",
    "refused": "Not reviewed early",
    "ended": "Ended",
}
"""Each stage in words."""
_WORDS: Mapping[str, Mapping[str, str]] = {
    "why": {
        "yearly": "The yearly review is due",
        "exclusion": "The child was excluded or suspended",
        "attendance": "Attendance is low",
        "provision_not_delivered": "Provision in the plan is not delivered",
        "setting_cannot_meet_need": "The setting says that it cannot meet the needs",
        "move": "The child moves",
        "alternative_provision": "The child goes to alternative provision",
        "safeguarding": "Safeguarding",
        "health_change": "The child's health changed",
        "family_asked": "The family asks for it",
        "under_five": "The child is under five",
        "released": "Release from detention",
        "other": "Another reason",
        "plan_ended": "The plan has ended",
        "died": "The child or young person has died",
        "moved_away": "The family moved to another authority",
        "aged_out": "The young person is 25",
        "replaced": "A new plan replaced this one",
        "withdrawn": "The person who asked for the review withdrew the request",
    },
    "asked_by": {
        "authority": "Your authority",
        "family": "The family",
        "setting": "The school or college",
        "health": "Health",
        "social_care": "Social care",
    },
    "whose": {
        "child": "The child or young person",
        "family": "The family",
        "setting": "The school or college",
        "educational_psychologist": "The educational psychologist",
        "health": "Health",
        "social_care": "Social care",
        "youth_offending": "The youth offending team",
        "other": "Another person",
    },
    "given": {
        "at_the_meeting": "At the meeting",
        "in_writing": "In writing",
        "through_someone": "Through another person",
        "absent": "Not given: they were absent",
        "not_asked": "Not given: they were not asked",
    },
    "setting_type": {
        "mainstream": "Mainstream school",
        "resourced": "Mainstream school with a specialist base",
        "special": "Special school",
        "independent": "Independent school",
        "college": "College",
        "at_home": "Educated at home",
        "none": "No setting",
    },
    "capacity": {
        "not_yet_16": "Not yet 16",
        "has_capacity": "They can decide for themselves",
        "assessed": "Their capacity was assessed",
        "lacks_capacity": "They cannot decide for themselves",
    },
    "care_assessment": {"not_needed": "Not needed", "asked_for": "Asked for", "done": "Done"},
    "decision": {"maintain": "Keep the plan as it is", "amend": "Amend the plan", "cease": "End the plan"},
    "recommends": {
        "maintain": "Keep the plan as it is",
        "amend": "Amend the plan",
        "cease": "End the plan",
        "change_placement": "Another school or college",
        "reassess": "Assess the needs again",
        "early_review": "An early review",
    },
    "answer": {
        "agree": "Yes, hold a review",
        "refuse": "No, with reasons",
        "can_meet_need": "It can meet the needs",
        "cannot_meet_need": "It cannot meet the needs",
        "no_answer": "It did not answer",
    },
}
_BACKGROUND = {
    "year_taught": "School year",
    "attendance": "Attendance, percent",
    "suspensions": "Days of suspension",
    "setting_type": "Kind of setting",
    "band": "Funding band",
    "met": "Outcomes met",
    "partly": "Outcomes partly met",
    "not_met": "Outcomes not met",
    "no_longer": "Outcomes no longer relevant",
    "in_full": "Provision delivered in full",
    "in_part": "Provision delivered in part",
    "not_at_all": "Provision not delivered",
    "capacity": "Capacity",
    "care_assessment": "Care Act assessment",
    "sections": "Sections to change",
}
_ADULTHOOD = {
    "employment": "Employment",
    "living": "Independent living",
    "community": "Community",
    "health": "Health",
    "worker": "Named worker",
}
_WRITTEN = {"child_view": "The child or young person", "evidence": "Progress", "new_outcomes": "New outcomes", "hours": "Provision", **_ADULTHOOD, "differences": "Differences", "amendments": "Proposed amendments", "answer": "The family's answer"}  # fmt: skip
LIST = ListPage(
    title="Reviews",
    back="Back to reviews",
    order=25,
    about_tabs="Open or closed reviews",
    captions=("Open reviews, earliest date first", "Closed reviews"),
    columns=columns_of("Review"),
    nothing="No review is open.",
    nothing_over="No review is closed yet.",
    stages=STAGES,
)


_NEXT_SETTING = ("consult_setting", "send_amended_plan")
_SENDS_PLAN = ("serve_amendments", "consult_setting", "send_amended_plan")


class ReviewPages(ProcessPages):
    """The pages of a review."""

    names_child = True
    warnings: Mapping[str, str] = {
        "decide_review": "If you end the plan, a case opens for that decision. The case sends the family the letter with the right to appeal."
    }

    call = Call(
        title="Begin a review",
        about="A plan's yearly review begins by itself. Begin one here if it must be early. You must answer a family that asks, with reasons.",
        button="Begin the review",
        done="The review was begun.",
        not_yours="",
        wrong_at="why",
    )
    stages = STAGES
    coded = _WORDS
    order = (
        "answer_request", "arrange_meeting", "send_invitations", "send_papers", "hold_meeting", "record_outcomes", "check_provision", "record_view",
        "send_report", "decide_review", "serve_amendments", "record_representations", "consult_setting", "record_setting_answer", "send_amended_plan",
    )  # fmt: skip

    def title(self, told: Told) -> str:
        if told["why"] != "yearly":
            return "Early review of the plan"
        ends = told["cycle_ends_on"]
        return f"Yearly review, to complete by {date_in_words(ends)}" if ends else "Yearly review of the plan"

    def stage(self, told: Told) -> Tag:
        found = super().stage(told)
        kind = (
            "overdue" if str(told["stage"]).endswith(("not_held_in_time", "setting_silent")) else found.kind
        )
        return replace(found, kind=kind)

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return the setting, the day of the year planner and the newest version of the plan, where the form asks for them."""
        setting = (
            (told.get("wants_setting") or told["setting"])
            if action.name in _NEXT_SETTING
            else told["setting"]
        )
        known: dict[str, list[str]] = {}
        if action.name in (*_NEXT_SETTING, "arrange_meeting"):
            known |= setting_in("setting", setting)
        if action.name == "arrange_meeting":
            known |= day_of("meeting_on", reader.planned_meeting(self.id_of(told)))
        if action.name in _SENDS_PLAN:
            known |= {"document": [value for value, _ in reader.plans_of(str(told["case"]))[:1]]}
        return known

    def next_date(self, told: Told) -> tuple[str, str] | None:
        """Return the first limit; before it, the day to answer a request, the meeting, or the latest day for the meeting."""
        if told["answer_by"]:
            return str(told["answer_by"]), "Answer the request"
        if not told["held_on"] and not told["is_over"] and told["meeting_on"]:
            return str(told["meeting_on"]), "Meeting"
        if not told["held_on"] and not told["is_over"] and told["latest_meeting_on"]:
            return str(told["latest_meeting_on"]), "Latest day for the meeting"
        return super().next_date(told)

    def page(self, told: Told, reader: Reader) -> Page:
        """Return its page, with what the review must not forget above it."""
        found = super().page(told, reader)
        code = str(told["stage"]).removeprefix("annual_review_")
        warning = None
        if code == "setting_silent":
            warning = "No report came. Decide without it: the time for the decision runs from the meeting."
        elif code == "not_held_in_time":
            warning = "The meeting was not held in time. Hold it now: there is no exception from the limit."
        main = (*found.main[:-2], *_missing(told, reader), *_forms(told), *found.main[-2:])
        return replace(found, warning=warning, main=main)

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        return {
            "Reason": _WORDS["why"][str(told["why"])],
            "Asked for by": _WORDS["asked_by"].get(str(told["asked_by"]), ""),
            "Setting": "None: the authority holds the meeting"
            if told["attends_no_setting"]
            else reader.setting_called(told["setting"]),
            "Meeting": _meeting(told, reader, self.id_of(told)),
            "Last completed review": date_in_words(told["last_review_on"])
            if told["last_review_on"]
            else "None: this is the first review"
            if told["why"] == "yearly"
            else "",
            "Decision": _WORDS["decision"].get(str(told["decision"]), ""),
        }

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        """Return what is known of a review, with a link to the plan for people who may write the next version."""
        plan = Fact("Next version", Words("Write the next version", href=f"/cases/{told['case']}/plan"))
        may_write = not self.is_over(told) and reader.acts_in_case(str(told["case"]))
        return (*super().facts(told, reader), *((plan,) if may_write else ()))

    def limits(self, told: Told) -> tuple[Block, ...]:
        if told["answer_by"]:
            by = date_in_words(told["answer_by"])
            said = f"Answer the request with your reasons by {by}. That day is local policy, not law."
            return (Heading("What must be done"), paragraph(said))
        return (*super().limits(told), *_days(told))

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        plans = reader.plans_of(str(told["case"]))
        return {"document": plans} if plans else {}

    def questions(self, action: Any, told: Told, reader: Reader, case: str | None = None) -> Any:
        """Return the questions of an act; the document of a report is one of the case, not a version of the plan."""
        found = super().questions(action, told, reader, case)
        if action.name != "send_report":
            return found
        papers = reader.documents_of(str(told["case"]))
        return tuple(
            replace(one, options=papers, kind="list" if papers else "code") if one.name == "document" else one
            for one in found
        )


def _meeting(told: Told, reader: Reader, process_id: str) -> str:
    """Return the day of the meeting or, if it is not arranged, the day that was accepted in the year planner."""
    if told["meeting_on"]:
        return date_in_words(told["meeting_on"])
    planned = reader.planned_meeting(process_id)
    return f"Not arranged, planned for {date_in_words(planned)}" if planned else "Not arranged"


def _missing(told: Told, reader: Reader) -> tuple[Block, ...]:
    """Return the provision that is not delivered in full, with a link to raise a concern about each part."""
    found = sorted(str(each) for each in told["undelivered"])
    links = [
        replace(link, text=f"{link.text}: {item}")
        for item in found
        for link in reader.calls_about(
            _FOUND, {"case": str(told["case"]), "raised_by": "review", "item": item}
        )
    ]
    if not found:
        return ()
    said = paragraph(
        f"Not delivered in full: {listed(found)}. We must secure it now, whatever the review decides."
    )
    return (Heading("Provision that is missing"), said, *((Links(tuple(links)),) if links else ()))


_FOUND = "provision_not_delivered"


def _told(name: str, value: object) -> str:
    """Return a recorded value in words."""
    return _WORDS.get(name, {}).get(str(value)) or plain(value)


def _lower(said: str) -> str:
    return said[0].lower() + said[1:]


def _days(told: Told) -> tuple[Block, ...]:
    """Return the days that are planned back from the end of the cycle, each with its reason, and both counts of the year."""
    if told["held_on"] or told["why"] != "yearly" or not told["cycle_ends_on"]:
        return ()
    rows = [
        f"Latest meeting: {date_in_words(told['latest_meeting_on'])}. {told['latest_meeting_because']}",
        f"Planned meeting: {date_in_words(told['planned_meeting_on'])}. {told['planned_meeting_because']}",
        f"Arrange it: {date_in_words(told['arrange_on'])}. Local policy.",
        f"Cycle of the law: {date_in_words(told['cycle_began_on'])} to {date_in_words(told['cycle_ends_on'])}.",
    ]
    if told["twelve_months_on"]:
        rows.append(
            f"Twelve months from the last completed review: until {date_in_words(told['twelve_months_on'])}."
        )
    return (Heading("Planned days"), Items(tuple((words(each),) for each in rows), bullets=True))


def _forms(told: Told) -> tuple[Block, ...]:
    """Return what the review recorded: the background, the outcomes, the provision, the views and the texts."""
    rows = [
        (name, title, told[name]) for name, title in _BACKGROUND.items() if told.get(name) not in (None, [])
    ]
    lines = [
        words(
            f"{title}: {listed(sorted(plain(each) for each in value)) if isinstance(value, list) else _told(name, value)}"
        )
        for name, title, value in rows
    ]
    lines += [
        words(
            f"{_WORDS['whose'][one['whose']]} ({_lower(_WORDS['given'][one['given']])})"
            f"{': ' + str(one['view']) if one['view'] else ''}"
        )
        for one in told["views"]
    ]
    lines += [words(f"{title}: {told[name]}", "kept") for name, title in _WRITTEN.items() if told.get(name)]
    return (
        (Heading("What the review found"), Items(tuple((line,) for line in lines), bullets=True))
        if lines
        else ()
    )
