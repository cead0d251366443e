"""The facts of a letter, from what the records hold of its case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from casework.letters.address_lines import address_lines
from casework.letters.addressee import addressee
from casework.letters.dispatch import Dispatch
from casework.letters.exception_grounds import exception_ground
from casework.letters.letter_facts import LetterFacts
from casework.letters.letter_file import LetterFile, Line
from casework.letters.letter_ledger import fact_told, line_of, pack_of, reasons_of
from casework.letters.recipients import is_detained
from casework.money.band_in_words import band_in_words
from casework.people.parties import DETAINED_HEALTH, YOUTH_OFFENDING
from casework.people.postal_address import why_not_posted
from casework.standards.refusal_reasons import why_not_refuse
from statute.clock_roles import ClockRole

_TOLD_THE_BIRTH_DATE = frozenset({"health_body", "social_care", YOUTH_OFFENDING, DETAINED_HEALTH})
"""The readers whose files hold so many children that a name is not enough; a head knows the pupil by name."""


def facts_from_records(dispatch: Dispatch, file: LetterFile, enclosed: Iterable[str]) -> LetterFacts:
    """What a letter is made of; `enclosed` names what goes in the same envelope."""
    party = addressee(dispatch, file.address)
    lines = address_lines(dispatch, file)
    line = line_of(dispatch, file.lines)
    on = line.on if line is not None and line.on is not None else dispatch.on
    told_on = file.told_on or on
    window = {limit.role: limit.due_on for limit in file.limits if limit.started_on == told_on}
    given = _days_given(line)
    ground = _words(line).get("ground")
    return LetterFacts(
        decision=fact_told(dispatch, file.lines),
        case_id=dispatch.case_id,
        on=file.told_on or dispatch.on,
        decided_on=on,
        family=lines,
        child=file.child,
        reasons=_reasons(dispatch, line, file),
        mediation_by=given.get(ClockRole.CONTACT_MEDIATION_ADVISER)
        or window.get(ClockRole.CONTACT_MEDIATION_ADVISER),
        appeal_by=given.get(ClockRole.APPEAL) or window.get(ClockRole.APPEAL),
        profile=file.address.profile,
        young_person=party is not None and party.relationship == "young_person",
        is_detained=is_detained(limit for limit in file.limits if limit.started_on <= dispatch.on),
        last={
            limit.role: limit.due_on
            for limit in sorted(file.limits, key=lambda one: one.due_on)
            if limit.role is not None and (limit.of is None or dispatch.of is None or limit.of == dispatch.of)
        }
        | given,
        said=_said(dispatch, line, file),
        ground=exception_ground(pack_of(file.lines), ground) if ground else None,
        enclosed=frozenset(enclosed),
        language=party.language if party else None,
        large_print=party.large_print if party else False,
        born_on=file.born_on if dispatch.to_role in _TOLD_THE_BIRTH_DATE else None,
        unposted=why_not_posted(lines),
        meeting_place=file.meeting_place,
        band=band_in_words(file.band, file.told_on or dispatch.on) if file.band else {},
    )


_GIVEN = {
    "mediation_by": ClockRole.CONTACT_MEDIATION_ADVISER,
    "appeal_by": ClockRole.APPEAL,
    "answer_amendments_by": ClockRole.ANSWER_THE_AMENDMENTS,
}
"""The last days that an act gives itself, because a process counted them beside its case."""


def _days_given(line: Line | None) -> dict[str, date]:
    """The last days that an act gives, by the role of their limit."""
    words = _words(line)
    return {role: date.fromisoformat(words[name]) for name, role in _GIVEN.items() if name in words}


def text_ids(dispatch: Dispatch, lines: Sequence[Line]) -> frozenset[str]:
    """The ids of the texts that a letter needs: the reasons of the decision, and what its act holds by id."""
    line = line_of(dispatch, lines)
    words = {value for value in _words(line).values() if _is_text_id(value)}
    return frozenset(words | set(reasons_of(line, lines)))


def _reasons(dispatch: Dispatch, line: Line | None, file: LetterFile) -> str | None:
    """The first reasons of a decision that the law allows to be told, or else the first."""
    found = [file.texts[each] for each in reasons_of(line, file.lines) if each in file.texts]
    allowed = (each for each in found if why_not_refuse(dispatch.about, each) is None)
    return next(allowed, found[0] if found else None)


def _said(dispatch: Dispatch, line: Line | None, file: LetterFile) -> dict[str, str]:
    """The words of an act, with the texts of the records and the names of settings in the place of their ids.

    A setting that the register does not name is left out, so that no letter shows a number for it.
    """
    told = {"text": dispatch.text, **({"of": dispatch.of} if dispatch.of else {})}
    for name, value in _words(line).items():
        if value.startswith(_URN):
            if (called := file.setting_names.get(value.removeprefix(_URN))) is not None:
                told[name] = called
        else:
            told[name] = (file.texts.get(value) if _is_text_id(value) else None) or value
    return told


_URN = "urn-"


def urns_named(dispatch: Dispatch, lines: Sequence[Line]) -> frozenset[str]:
    """The numbers of the settings that the act of a letter names."""
    words = _words(line_of(dispatch, lines)).values()
    return frozenset(value.removeprefix(_URN) for value in words if value.startswith(_URN))


def _words(line: Line | None) -> dict[str, str]:
    fields = line.fields if line is not None else {}
    return {
        name: str(value)
        for name, value in fields.items()
        if value is not None and not isinstance(value, list)
    }


def _is_text_id(value: str) -> bool:
    return value.startswith("note-")
