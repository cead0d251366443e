"""The letters of an act: those that it would send, on the check page, and those that it sent, on the result page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casework.letters.letter_templates import title_of
from casework.letters.notice_sentences import subject_of
from casework.people.parties import called
from casework.processes.registry import process_of
from office.preview import Letter
from starter.console.views import labels
from starter.console.views.case import File
from statute.words import capital, listed

_BY = {"letter": "By letter", "email": "By e-mail", "sms": "By text message"}
_ENCLOSED = {"plan": "the plan", "list": "the tailored list"}


def previewed(file: File, letters: Sequence[Letter]) -> dict[str, Any]:
    """Return the letters that an act would send, and who of the authority's own people is told."""
    inside = [_who(file, one.to_role, one.of) for one in letters if one.is_inside]
    return {
        "letters": [_previewed(file, one) for one in letters if not one.is_inside],
        "told_inside": listed(tuple(dict.fromkeys(inside))) if inside else "",
        "may_read": file.personal,
    }


def previewed_of_cases(found: Sequence[tuple[File, Sequence[Letter]]]) -> dict[str, Any]:
    """Return the letters that several cases would send, each with the child it is about if there are several."""
    shown = [previewed(file, letters) for file, letters in found]
    about = [f" about {(file.intake.child_name if file.intake else None) or file.id}" for file, _ in found]
    several = len(found) > 1
    letters = [
        {**letter, "to": letter["to"] + (whose if several else "")}
        for one, whose in zip(shown, about, strict=True)
        for letter in one["letters"]
    ]
    inside = [one["told_inside"] for one in shown if one["told_inside"]]
    return {
        "letters": letters,
        "told_inside": listed(tuple(dict.fromkeys(inside))) if inside else "",
        "may_read": True,
    }


def _previewed(file: File, one: Letter) -> dict[str, Any]:
    name = one.to.name if one.to is not None and file.personal else None
    way = _BY[one.channel]
    if one.channel == "letter" and one.paper is not None and file.personal:
        way += f" to {', '.join(one.paper.address)}"
    elif one.to is not None and one.channel != "letter" and file.personal:
        way += f" to {one.to.address.email if one.channel == 'email' else one.to.address.telephone}"
    return {
        "subject": _subject(one.kind, one.channel),
        "to": capital(_who(file, one.to_role, one.of)) + (f": {name}" if name else ""),
        "way": way,
        "until": one.leaves_at,
        "missing": [labels.without_commands(each) for each in one.missing],
        "paper": one.paper if file.personal else None,
        "text": one.text if file.personal else "",
        "encloses": listed(tuple(_ENCLOSED.get(each, each) for each in one.encloses)) if one.encloses else "",
    }


def sent_with(file: File, sequence: int) -> list[dict[str, Any]]:
    """Return the letters and messages that the step with this number sent to people outside the authority."""
    missing = {one["dispatch"]: one["lacks"] for one in file.case["letters_waiting"]}
    return [
        {
            **one,
            "to": capital(_who(file, one["to_role"], one["of"])),
            "subject": _subject(one["kind"], one["channel"]),
            "missing": [labels.without_commands(each) for each in missing.get(one["dispatch"], ())],
        }
        for one in file.case["notices"]
        if one["dispatch"].startswith(f"{file.id}-{sequence}-") and not one["inside"]
    ]


def _subject(kind: str, channel: str) -> str:
    """Return the title of a letter, or what another message is about."""
    title = title_of(kind) if channel == "letter" else subject_of(kind)
    return f"“{title}”" if title else capital(labels.plain(kind))


def _who(file: File, role: str, of: str | None) -> str:
    """Return who a letter is for; the process that a letter of a process is about is no part of it."""
    return called(role) + (f" ({file.party_name(of)})" if of and process_of(of) is None else "")
