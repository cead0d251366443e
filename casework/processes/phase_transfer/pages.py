"""Console pages of a phase transfer: its row in the list, its page and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from casework.case.actions import Action
from casework.processes.form import Choices
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
    tag_of,
    words,
)
from casework.processes.phase_transfer.acts import (
    ASKS,
    CONSULTS,
    FINAL,
    NOTICE,
    PLACE,
    PREFERENCE,
    REPLY,
    REVIEW,
    START,
)
from casework.processes.phase_transfer.transfer_words import (
    ANSWER_WORDS,
    CLOSED_WORDS,
    MISSING,
    PHASE_WORDS,
    STAGES,
    TYPE_WORDS,
)
from casework.processes.process_pages import ProcessPages, Told, setting_in
from casework.processes.question import Question
from casework.processes.reader import Reader
from statute.words import capital, listed

_WORDS = {
    "from_phase": PHASE_WORDS,
    "to_phase": PHASE_WORDS,
    "kind_of_setting": TYPE_WORDS,
    "answer": ANSWER_WORDS,
    "why": CLOSED_WORDS,
    "names": {"setting": "A setting", "type_only": "Only a type of setting"},
}
LIST = ListPage(
    title="Phase transfers",
    back="Back to phase transfers",
    order=45,
    about_tabs="Open or closed transfers",
    captions=("Open transfers, earliest date first", "Closed transfers"),
    columns=columns_of("Transfer"),
    nothing="No transfer is open. Each begins automatically on 1 September for a child who is due, or here.",
    nothing_over="No transfer is closed yet.",
    stages=STAGES,
)


def title_of(told: Told) -> str:
    """Return the title of a transfer: the phase that comes next, and the year."""
    return f"Transfer to {PHASE_WORDS.get(str(told['to_phase']), 'the next phase').lower()}, {told['year'] or ''}".rstrip(
        ", "
    )


class TransferGroupPages(GroupPages):
    """The transfers on the page of their case."""

    none_in_case = "No phase transfer yet."

    def one_in_case(self, one: Mapping[str, Any], reader: Reader) -> Block:
        """One transfer on the page of its case: the next phase, its stage, and the last lawful day."""
        link = Words(title_of(one), href=f"{self.address}/{one[self.noun]}")
        tag = tag_of(str(one["kind"]), str(one["stage"]), bool(one["is_over"]), STAGES)
        lines: list[Block] = [Paragraph((tag,))]
        if one.get("final_by"):
            lines.append(Paragraph(words(f"Final plan by {date_in_words(one['final_by'])}")))
        return Box((link,), tuple(lines))


class TransferPages(ProcessPages):
    """The pages of a phase transfer."""

    names_child = True
    stages = STAGES
    coded = _WORDS
    order = (ASKS, PREFERENCE, REVIEW, NOTICE, CONSULTS, REPLY, FINAL, PLACE, START)

    def title(self, told: Told) -> str:
        return title_of(told)

    def known(self, told: Told, reader: Reader) -> Mapping[str, str]:
        preferred = [reader.setting_called(one) for one in told.get("preferred", ())]
        kind = TYPE_WORDS.get(str(told.get("preferred_type")), "")
        return {
            "Leaves": PHASE_WORDS.get(str(told["from_phase"]), ""),
            "Attends now": reader.setting_called(told["setting"]) or "Not recorded",
            "Place": "The child can stay at the same setting" if told["stays"] else "",
            **dates_in_words({"Day of the move": told["moves_on"]}),
            "The family prefers": listed(preferred) if preferred else kind,
            "The plan names": reader.setting_called(told["named"])
            or (
                f"{TYPE_WORDS.get(str(told['named_type']), 'A type of setting')} (type only)"
                if told["is_type_only"]
                else ""
            ),
            "Not recorded yet": capital(listed([MISSING[name] for name in told["missing"]]))
            if told["missing"]
            else "",
        }

    def limits(self, told: Told) -> tuple[Block, ...]:
        """The limits of law, the days planned back from them with reasons, and the settings that were consulted."""
        if self.is_over(told):
            return super().limits(told)
        steps = tuple(
            (
                words(
                    f"{date_in_words(one['on'])}: {one['title']}{' (done)' if one['done'] else ''}", "strong"
                ),
                words(one["because"], "quiet"),
            )
            for one in told["planned_back"]
        )
        plan: tuple[Block, ...] = ()
        if steps:
            note = "These days are local targets. Only the last days above are law. If a step is late, go on at once."
            plan = (
                Heading("Planned back from the limits"),
                Items(steps, spaced=True),
                Paragraph(words(note), small=True),
            )
        return (*super().limits(told), *plan)

    def page(self, told: Told, reader: Reader) -> Page:
        """Return its page, with the settings that were consulted before what happened."""
        found = super().page(told, reader)
        return replace(found, main=(*found.main[:-2], *_consulted(told, reader), *found.main[-2:]))

    def next_date(self, told: Told) -> tuple[str, str] | None:
        """Return the first limit or, once the plan is final, the day of the move."""
        found = super().next_date(told)
        if found is None and told["moves_on"] and not self.is_over(told):
            return str(told["moves_on"]), "Day of the move"
        return found

    def begins_with(self, action: Action, told: Told, reader: Reader) -> Mapping[str, Sequence[str]]:
        """Return the settings that the family prefers and the newest version of the plan for a consultation, and the setting
        that the plan names for the place."""
        if action.name == PLACE:
            return setting_in("setting", told["named"])
        if action.name != CONSULTS:
            return {}
        preferred = "\n".join(str(one).removeprefix("urn-") for one in told.get("preferred", ()))
        newest = [value for value, _ in reader.plans_of(str(told["case"]))[:1]]
        return {**({"settings": [preferred]} if preferred else {}), "document": newest}

    def choices(self, told: Told, reader: Reader, case: str | None) -> Choices:
        asked = tuple((one["setting"], reader.setting_called(one["setting"])) for one in told["consulted"])
        plans = reader.plans_of(str(told["case"]))
        return {**({"setting": asked} if asked else {}), **({"document": plans} if plans else {})}

    def questions(
        self, action: Any, told: Told, reader: Reader, case: str | None = None
    ) -> tuple[Question, ...]:
        """Return the questions of an act. Only a reply must be of one of the settings that were consulted."""
        asked = super().questions(action, told, reader, case)
        if action.name == REPLY:
            return asked
        return tuple(
            replace(
                one,
                kind="setting",
                options=tuple((value.removeprefix("urn-"), text) for value, text in one.options),
            )
            if one.name == "setting"
            else one
            for one in asked
        )

    def row(self, told: Told, reader: Reader) -> tuple[Cell, ...]:
        link, *rest = super().row(told, reader)
        absent = [MISSING[name] for name in told["missing"]]
        return ((*link, words(f"Missing: {listed(absent)}", "quiet")) if absent else link, *rest)


def _consulted(told: Told, reader: Reader) -> tuple[Block, ...]:
    found = tuple(
        (
            words(
                f"{reader.setting_called(one['setting'])}: {ANSWER_WORDS.get(str(one['answer']), 'no reply yet')}"
            ),
        )
        for one in told["consulted"]
    )
    if not found:
        return ()
    note = "A setting that does not answer does not stop you. Decide without it, so that the plan is final in time."
    return (Heading("Settings consulted"), Items(found, bullets=True), Paragraph(words(note), small=True))
