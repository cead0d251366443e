"""Console pages of a placement: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casework.processes.ap_placement.codes import in_words, words_of
from casework.processes.form import Choices, plain
from casework.processes.group_pages import Column, GroupPages, ListPage
from casework.processes.page import (
    Block,
    Box,
    Cell,
    Fact,
    Heading,
    Items,
    Page,
    Paragraph,
    Tag,
    Words,
    date_in_words,
    words,
)
from casework.processes.process_pages import Call, ProcessPages, Told
from casework.processes.question import Option
from casework.processes.reader import Reader
from statute.words import capital

LIST = ListPage(
    title="Alternative provision",
    back="Back to alternative provision",
    order=40,
    about_tabs="Open or closed placements",
    captions=("Open placements, earliest date first", "Closed placements"),
    tabs=("Open", "Closed"),
    columns=(Column("Placement"), Column("Status"), Column("Next date", "Next"), Column("Case", "Case")),
    nothing="No placement is open. Refer a pupil from the page of the case, or here.",
    nothing_over="No placement is closed yet.",
)
_WORDS: dict[str, dict[str, str]] = {
    "decision": {
        "approve": "Approve a placement",
        "other_help": "Suggest other help",
        "more_information": "Ask for more information",
        "refuse": "Refuse a placement",
    },
    "education": {
        "full_time": "Full-time education",
        "part_time": "Part-time education",
        "none": "No education is arranged",
    },
    "outcome": {
        "ready": "Yes, it is complete",
        "not_complete": "No, something is missing",
        "offered": "It was offered to the family",
        "held": "It was held",
        "declined": "The family declined it",
    },
    "warning": {
        "outside_the_plan": "The child has a plan, and no early review was held",
        "unregistered_full_time": "Full-time education at a provider that is not registered",
        "not_on_the_list": "The provider is not on the approved list",
        "checks_ran_out": "A check of the provider ran out",
    },
    "to": {
        "another_school": "Another mainstream school",
        "special_school": "A special school",
        "post_16": "A post-16 place",
        "other": "Another place",
    },
}
_CODED = {
    "tier": "tier",
    "reason": "reason",
    "sen": "sen",
    "sen_leaving": "sen",
    "exclusion": "exclusion",
    "pattern": "pattern",
    "setting_type": "setting_type",
    "admission_reason": "admission_reason",
    "registration": "registration",
    "commissioner": "commissioner",
}
"""The fields whose options are codes of the census or of this product, each with the kind of its codes."""


NOT_LISTED = "not-listed"
"""What stands for a provider that is not on the approved list, where there is one."""


class PlacementGroupPages(GroupPages):
    """The placements on the page of their case."""

    none_in_case = "No referral yet."

    def one_in_case(self, one: Mapping[str, Any], reader: Reader) -> Block:
        """One placement on the page of its case: its tier and reason, its stage and its provider."""
        tier = in_words("tier", one["tier"]).partition(",")[0]
        link = Words(
            f"{tier}: {in_words('reason', one['reason']).lower()}", href=f"{self.address}/{one[self.noun]}"
        )
        tag = Tag("closed" if one["is_over"] else "running", stage_in_words(str(one["stage"])))
        lines: list[Block] = [Paragraph((tag,))]
        if one["started_on"]:
            lines.append(Paragraph(words(f"Started on {date_in_words(one['started_on'])}")))
        return Box((link,), tuple(lines))


class PlacementPages(ProcessPages):
    """The pages of a placement."""

    without_case = Call(
        title="Refer a pupil who has no case",
        about="For a pupil without a request for a plan. The placement has its own record; a later request shows it as evidence.",
        button="Refer for alternative provision",
        done="The referral was made.",
        not_yours="",
        wrong_at="child_name",
    )
    order = ("screen_referral", "decide_placement", "decide_education", "match_provider", "agree_objectives", "start_placement", "mark_attendance", "review_placement", "record_return", "check_return")  # fmt: skip

    def title(self, told: Told) -> str:
        return f"Alternative provision, {in_words('tier', told['tier']).partition(',')[0].lower()}"

    def stage(self, told: Told) -> Any:
        found = super().stage(told)
        return replace(found, text=stage_in_words(str(told["stage"])))

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        link, *rest = super().row(told, reader)
        return ((*link, words(in_words("reason", told["reason"]), "quiet")), *rest)

    def page(self, told: Told, reader: Reader) -> Page:
        """Return its page, with its first warning above it."""
        found = super().page(told, reader)
        stops = [one for one in told["warnings"] if one["stops"] and not one["overridden"]]
        return replace(found, warning=str(stops[0]["text"])) if stops else found

    def facts(self, told: Told, reader: Reader) -> tuple[Fact, ...]:
        provider = told["provider"]
        named = provider_in_words(provider, str(told["provider_id"] or ""))
        sessions = f", {told['sessions']} sessions a week" if told["sessions"] else ""
        until = provider.get("checked_until")
        said = {
            "Tier": in_words("tier", told["tier"]),
            "Reason": in_words("reason", told["reason"]),
            "School": str(told["home_school"] or "").replace("urn-", "URN "),
            "Plan": "Has an education, health and care plan" if told["has_plan"] else "No plan",
            "Provider": named,
            "Pattern": f"{in_words('pattern', told['pattern'])}{sessions}" if told["pattern"] else "",
            "Checks run out": date_in_words(until) if until else "",
            "Started": date_in_words(told["started_on"]) if told["started_on"] else "",
            "Planned last day": date_in_words(told["planned_end"]) if told["planned_end"] else "",
            "Left": date_in_words(told["left_on"]) if told["left_on"] else "",
            "Sessions attended": told["attended"],
        }
        return (
            *super().facts(told, reader),
            *(Fact(term, Words(text)) for term, text in said.items() if text),
        )

    def limits(self, told: Told) -> tuple[Block, ...]:
        found = super().limits(told)
        duty = "The duty to arrange suitable education (Education Act 1996 s.19) has no day count: it is owed at once, and every day."
        others = [one for one in told["warnings"] if not one["stops"] or one["overridden"]]
        noted = tuple(
            (
                words(
                    f"{one['text']}{' You went on despite this warning.' if one['overridden'] else ''}",
                    "quiet",
                ),
            )
            for one in others
        )
        return (
            *found,
            *((Items(noted, bullets=True),) if noted else ()),
            *_attendance(told),
            *(() if self.is_over(told) else (Paragraph(words(duty), small=True),)),
        )

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        stops = {one["code"] for one in told["warnings"] if one["stops"]}
        found = dict(_CHOICES)
        found["warning"] = tuple(each for each in found["warning"] if each[0] in stops)
        found["outcome"] = ()
        return {**found, "provider": _providers(reader)}

    def questions(self, action: Any, told: Told, reader: Reader, case: str | None = None) -> Any:
        """Return the questions of an act, with the words for the codes that only this act has."""
        asked = super().questions(action, told, reader, case)
        return tuple(
            replace(one, options=tuple((code, _OUTCOMES.get(code, name)) for code, name in one.options))
            if one.name == "outcome"
            else one
            for one in asked
        )

    def call_questions(self, reader: Reader) -> Any:
        """Return the questions of a referral, with the words of its codes."""
        return tuple(
            replace(one, options=_CHOICES[one.name]) if one.name in _CHOICES and one.options else one
            for one in super().call_questions(reader)
        )


STAGES = {
    "referred": "To screen",
    "ready": "Waits for the panel",
    "approved": "Approved, to match",
    "matched": "Matched, to plan",
    "planned": "Ready to start",
    "started": "In the placement",
    "returning": "Returning",
    "returned": "Returned, to check",
    "settled": "Returned and settled",
    "moved_on": "Moved on",
    "ended_early": "Ended early",
    "closed": "Closed",
    "refused": "Refused",
    "other_help": "Other help",
}
"""Each stage in words."""


def stage_in_words(stage: str) -> str:
    """Return a stage in words."""
    return STAGES[stage.removeprefix("ap_placement_")]


_OUTCOMES = _WORDS["outcome"]
_CHOICES: dict[str, tuple[Option, ...]] = {
    **{name: tuple(words_of(kind).items()) for name, kind in _CODED.items()},
    **{name: tuple(known.items()) for name, known in _WORDS.items() if name != "outcome"},
}


def _attendance(told: Told) -> tuple[Block, ...]:
    """Return the attendance by week, and by session where it is marked so; the last week first."""
    weeks = tuple((words(_week(one)),) for one in reversed(told["attendance"]))
    return (Heading("Attendance by week"), Items(weeks)) if weeks else ()


def _week(one: Mapping[str, Any]) -> str:
    said = (
        f"Week of {date_in_words(one['week'])}: {one['attended']} of {one['marked']} marked sessions attended"
    )
    marks = one["marks"]
    if not marks:
        return f"{said}."
    days = ", ".join(
        f"{day} {_HALVES[marks[2 * at]]}/{_HALVES[marks[2 * at + 1]]}" for at, day in enumerate(_DAYS)
    )
    return f"{said}. By session: {days}."


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_HALVES = {"P": "present", "A": "absent", "N": "none"}
"""A mark of a session in words."""


def _providers(reader: Reader) -> tuple[Option, ...]:
    """Return the approved providers; none if there is no list, so that the form asks for an id."""
    profile = reader.profile
    listed = profile.alternative_provision.providers if profile is not None else {}
    found = tuple((key, one.name) for key, one in sorted(listed.items(), key=lambda pair: pair[1].name))
    return (*found, (NOT_LISTED, "Another provider, not on the list")) if found else ()


def provider_in_words(provider: Mapping[str, Any], provider_id: str) -> str:
    """Return the name of a provider or, for one without a name, the number or the type that identifies it."""
    if name := provider.get("name"):
        return str(name)
    if provider_id and provider_id != NOT_LISTED:
        return provider_id.replace("urn-", "URN ")
    if number := provider.get("urn") or provider.get("ukprn"):
        return f"{'URN' if provider.get('urn') else 'UKPRN'} {number}"
    return in_words("setting_type", provider.get("setting_type"))


def sessions_in_words(attended: int, marked: int) -> str:
    """Return how many of the marked sessions were attended; nothing before any was marked."""
    return capital(plain(f"{attended} of {marked} marked")) if marked else ""
