"""E-mails and text messages: they say the stage and what to do, and never the name of a child, or a need.

The facts of these messages hold no name except the authority's, so that a child cannot be named by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casework.authority.profile import Profile
from casework.letters.letter_templates import kinds_to_families
from casework.letters.notice_sentences import heading_of, subject_of
from casework.letters.text_file import Announcement
from casework.letters.text_rendering import fill_line, fill_plain
from casework.letters.text_set import TextSet, head_of, texts
from casework.letters.text_version import version_of
from casework.processes.registry import process_of
from statute.words import capital, long_date, short_date

SMS_LENGTH = 306
"""Two text messages joined, as a phone shows them as one."""
MESSAGE_FACTS: Mapping[str, str] = {
    "authority_name": "the name of the authority",
    "telephone": "the telephone number of the authority, where it is known and fits",
    "stage": "the stage, from the announcement of the letter",
    "to_do": "what to do, from the announcement of the letter",
    "case_id": "the reference of the case",
    "sent_on": "the day of the letter or of the message",
    "subject": "the title of the notice",
    "notice": "the sentence of the notice",
    "process_id": "the reference of the process that a notice is about, where it is about no single case",
    "of": "the adviser or the setting that it is about",
    "link": "the page to which the reader of a notice is invited, where there is one",
    "cases": "how many cases a digest lists",
    "lines": "the lines of a digest, each with case_id and text; for our own people also with heading and link, if any",
}
"""The facts that a message may use, each with what it is."""


@dataclass(frozen=True, slots=True)
class Mail:
    """The subject and the words of an e-mail."""

    subject: str
    text: str


def announces(kind: str) -> bool:
    """Whether a letter of this kind can be announced by e-mail or text message."""
    return kind in kinds_to_families()


def text_message(kind: str, case_id: str, on: date, profile: Profile | None) -> str:
    """The text message that announces a letter; without the telephone number where it would be too long with it."""
    facts = _announced(texts(), kind, case_id, short_date(on), profile)
    said = _text("text_message", facts)
    if len(said) > SMS_LENGTH:
        said = _text("text_message", {**facts, "telephone": None})
    return said[:SMS_LENGTH]


def announcement(kind: str, case_id: str, on: date, profile: Profile | None) -> Mail:
    """The e-mail that announces a letter."""
    facts = _announced(texts(), kind, case_id, long_date(on), profile)
    return _mail("announcement", {**facts, "stage": capital(str(facts["stage"]))})


def notice(kind: str, case_id: str, of: str | None, text: str, link: str | None = None) -> Mail:
    """The e-mail of a notice to a reader outside the family."""
    subject = subject_of(kind) or capital(kind.replace("_", " "))
    process = case_id if process_of(case_id) is not None else None
    about = of if of and not of.startswith("urn-") and process_of(of) is None else None
    facts = {"subject": subject, "notice": text, "case_id": case_id, "of": about, "link": link}
    return _mail("notice", {**facts, "process_id": process})


def digest(on: date, lines: Iterable[Mapping[str, str | None]]) -> Mail:
    """One e-mail for everything that an adviser or a setting owes: a case and a sentence in each line."""
    rows = list(lines)
    return _mail("digest", {"cases": _cases(rows), "sent_on": short_date(on), "lines": rows})


def staff_digest(on: date, lines: Iterable[Mapping[str, str | None]]) -> Mail:
    """One e-mail a day for one of our own people: a case, a sentence and a link in each line, grouped by their kind."""
    grouped: dict[str, list[dict[str, str | None]]] = {}
    for line in lines:
        kind = str(line["kind"])
        heading = heading_of(kind) or capital(kind.replace("_", " "))
        grouped.setdefault(heading, []).append({**line, "heading": None})
    rows = []
    for heading in sorted(grouped, key=_place):
        its = sorted(grouped[heading], key=lambda one: (str(one["case_id"]), str(one["text"])))
        rows += [{**its[0], "heading": heading}, *its[1:]]
    return _mail("staff_digest", {"cases": _cases(rows), "sent_on": short_date(on), "lines": rows})


_FIRST = (
    "breach_alert", "breach_continues", "message_held", "not_answered", "reminder", "early_warning", "warning_plan_passed",
)  # fmt: skip
"""The kinds of alerts in a digest, the most pressing first. Other kinds follow."""


def _place(heading: str) -> tuple[int, str]:
    known = [heading_of(kind) for kind in _FIRST]
    return (known.index(heading) if heading in known else len(known), heading)


def _cases(rows: Iterable[Mapping[str, str | None]]) -> str:
    count = len({row["case_id"] for row in rows})
    return f"{count} case{'' if count == 1 else 's'}"


def version(message: str) -> str:
    """The version of the text of a message."""
    return version_of(texts(), texts().text("message", message))


def _announced(
    chosen: TextSet, kind: str, case_id: str, sent_on: str, profile: Profile | None
) -> dict[str, object]:
    told = head_of(chosen.text("letter", kind)).announcement
    assert isinstance(told, Announcement)
    ours = profile.authority if profile is not None else None
    return {
        "authority_name": ours.name if ours else "Your local authority",
        "telephone": ours.telephone if ours else None,
        "stage": told.stage,
        "to_do": told.to_do,
        "case_id": case_id,
        "sent_on": sent_on,
    }


def _text(message: str, facts: Mapping[str, object]) -> str:
    chosen = texts()
    return fill_plain(chosen, chosen.text("message", message), facts)


def _mail(message: str, facts: Mapping[str, object]) -> Mail:
    chosen = texts()
    text = chosen.text("message", message)
    return Mail(fill_line(chosen, head_of(text).title, facts), f"{fill_plain(chosen, text, facts)}\n")
