"""Console pages of a placement: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casework.processes.ap_placement.codes import in_words, words_of
from casework.processes.form import Choices, plain
from casework.processes.group_pages import GroupPages, ListPage, columns_of
from casework.processes.page import (
    Block,
    Box,
    Cell,
    Heading,
    Items,
    Page,
    Paragraph,
    Words,
    date_in_words,
    dates_in_words,
    setting_in_words,
    tag_of,
    words,
)
from casework.processes.process_pages import Call, ProcessPages, Told
from casework.processes.question import Option
from casework.processes.reader import Reader
from statute.words import capital

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
_IN_WORDS = {**{name: words_of(kind) for name, kind in _CODED.items()}, **_WORDS}


NOT_LISTED = "not-listed"
"""What stands for a provider that is not on the approved list, where there is one."""
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
LIST = ListPage(
    title="Alternative provision",
    back="Back to alternative provision",
    order=40,
    about_tabs="Open or closed placements",
    captions=("Open placements, earliest date first", "Closed placements"),
    columns=columns_of("Placement"),
    nothing="No placement is open. Refer a pupil from the page of the case, or here.",
    nothing_over="No placement is closed yet.",
    stages=STAGES,
)


class PlacementGroupPages(GroupPages):
    """The placements on the page of their case."""

    none_in_case = "No referral yet."

    def one_in_case(self, one: Mapping[str, Any], reader: Reader) -> Block:
        """One placement on the page of its case: its tier and reason, its stage and its provider."""
        tier = in_words("tier", one["tier"]).partition(",")[0]
        link = Words(
            f"{tier}: {in_words('reason', one['reason']).lower()}", href=f"{self.address}/{one[self.noun]}"
        )
        tag = tag_of(str(one["kind"]), str(one["stage"]), bool(one["is_over"]), STAGES)
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
    stages = STAGES
    coded = _IN_WORDS
    order = ("screen_referral", "decide_placement", "decide_education", "match_provider", "agree_objectives", "start_placement", "mark_attendance", "review_placement", "record_return", "check_return")  # fmt: skip

    def title(self, told: Told) -> str:
        return f"Alternative provision, {in_words('tier', told['tier']).partition(',')[0].lower()}"

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        link, *rest = super().row(told, reader)
        return ((*link, words(in_words("reason", told["reason"]), "quiet")), *rest)

    def page(self, told: Told, reader: Reader) -> Page:
        """Return its page, with its first warning above it."""
        found = super().page(told, reader)
        stops = [one for one in told["warnings"] if one["stops"] and not one["overridden"]]
        return replace(found, warning=str(stops[0]["text"])) if stops else found

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        provider = told["provider"]
        named = provider_in_words(provider, str(told["provider_id"] or ""))
        sessions = f", {told['sessions']} sessions a week" if told["sessions"] else ""
        return {
            "Tier": in_words("tier", told["tier"]),
            "Reason": in_words("reason", told["reason"]),
            "School": setting_in_words(told["home_school"]),
            "Plan": "Has an education, health and care plan" if told["has_plan"] else "No plan",
            "Provider": named,
            "Pattern": f"{in_words('pattern', told['pattern'])}{sessions}" if told["pattern"] else "",
            **dates_in_words(
                {
                    "Checks run out": provider.get("checked_until"),
                    "Started": told["started_on"],
                    "Planned last day": told["planned_end"],
                    "Left": told["left_on"],
                }
            ),
            "Sessions attended": told["attended"],
        }

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
        warnings = tuple((code, said) for code, said in self.coded["warning"].items() if code in stops)
        return {"warning": warnings, "provider": _providers(reader)}


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
        return setting_in_words(provider_id)
    if number := provider.get("urn") or provider.get("ukprn"):
        return f"{'URN' if provider.get('urn') else 'UKPRN'} {number}"
    return in_words("setting_type", provider.get("setting_type"))


def sessions_in_words(attended: int, marked: int) -> str:
    """Return how many of the marked sessions were attended; nothing before any was marked."""
    return capital(plain(f"{attended} of {marked} marked")) if marked else ""
