"""The views of letters: lists across cases, one letter or message, a mailing, and the texts that letters are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.letters.dispatch import Dispatch
from casework.letters.letter_templates import Missing
from casework.letters.mending import Place, place_of
from casework.letters.text_file import Sort, TextFile
from casework.letters.text_reading import own_files, passages
from casework.letters.text_set import TextSet, head_of, texts
from casework.people.parties import called
from casework.processes.question import Question
from casework.processes.registry import process_of
from office import letter_lists
from office.letter_lists import AGAIN, POSTED, RECALL, Letter, Letters
from office.refusals import ActRefused
from office.uncertain_messages import RELEASE, WAS_SENT, decided, decisions_on
from records import children, settings, staff, tray
from records.letter_lists import Listed, Status
from starter.console.views import labels, list_columns
from starter.console.views.people import TO_ADD
from statute.local_time import london_date
from statute.words import capital, short_date

_EMPTY: Mapping[Status, str] = {
    "missing": "No letters are missing anything.",
    "held": "No letters are held.",
    "leaving": "No letters are about to leave.",
    "undelivered": "Every letter and message arrived, as far as we know.",
    "sent": "No letters have been sent yet.",
    "recalled": "No letters were recalled or replaced.",
}
POSTED_ON = Question(
    "on", "When did you post it?", "today", "Enter the date it went into the post", required=True
)
_WAYS = {"letter": "Letter", "email": "E-mail", "sms": "Text message"}
_LINKS: Mapping[Place, tuple[str, str]] = {
    "people": ("/cases/{case}/people", "Check the people and addresses"),
    "child": ("/children/{child}/correct#name", "Complete the child’s details"),
    "reasons": ("/cases/{case}/act/reasons_given#reason", "Give the reasons"),
    "plan": ("/cases/{case}/documents", "See the versions of the plan"),
    "list": ("/cases/{case}/settings", "See the tailored lists"),
    "act": ("/cases/{case}/timeline", "See what was recorded"),
}
_WITHOUT_A_PAGE = "Ask your head of service or administrator to complete the council details."
_SORTS: Mapping[Sort, str] = {
    "letter": "Letters",
    "message": "E-mails and text messages",
    "notice": "Notices",
}
DONE = {
    RECALL: "The letter was recalled.",
    AGAIN: "The letter will be sent again.",
    POSTED: "The letter is recorded as posted by hand.",
    RELEASE: "It will leave now.",
    WAS_SENT: "It is recorded as sent.",
}


def reader_of(one: Dispatch, names: Mapping[str, str]) -> str:
    """Return who a letter is for: the role, and which adviser or setting."""
    if not one.of or process_of(one.of) is not None:
        return capital(called(one.to_role))
    of = names.get(one.of.removeprefix("urn-")) or labels.plain(one.of).replace("urn-", "URN ")
    return f"{capital(called(one.to_role))} ({of})"


def _addressed(one: Dispatch, names: Mapping[str, str]) -> str:
    """Return what a letter is and who it is for, such as “Letter to the family”."""
    to = reader_of(one, names)
    return f"{_WAYS[one.channel]} to the {to[0].lower()}{to[1:]}"


def wanted(
    session: Session, case_id: str, missing: Sequence[Missing], letter: Dispatch | None = None
) -> list[dict[str, str | None]]:
    """Return what a letter is missing, by the field or page on which it is given, or with what to do without one."""
    places: dict[tuple[str | None, str], list[str]] = {}
    for one in missing:
        href, text = _LINKS.get(place_of(one.name), (None, _WITHOUT_A_PAGE))
        if letter is not None and place_of(one.name) == "people":
            href, text = _of_reader(letter)
        if href is not None:
            child = children.child_of_case(session, case_id) if "{child}" in href else None
            href = href.format(case=case_id, child=child.child_id if child else "")
        places.setdefault((href, text), []).append(labels.without_commands(one.said))
    return [{"what": "; ".join(what), "href": href, "text": text} for (href, text), what in places.items()]


def _of_reader(letter: Dispatch) -> tuple[str, str]:
    """Return the field of the address that a letter is missing: of its reader, or of the person to add who has that role."""
    if letter.party_id is not None:
        return f"/cases/{{case}}/people/{letter.party_id}/change#postal", "Correct the address"
    if letter.to_role in dict(TO_ADD):
        of = {"of": letter.of.removeprefix("urn-")} if letter.of else {}
        asked = urlencode({"relationship": letter.to_role, **of})
        return f"/cases/{{case}}/people/add?{asked}#postal", "Add the address"
    return _LINKS["people"]


def listed(
    session: Session, person: Person, found: Letters, *, status: Status, own: bool, number: int
) -> dict[str, Any]:
    """Return a page of letters across cases. `named` is the number of names on it, for the access log."""
    rows = [one for one, _ in found.found]
    names = tray.names_of(session, {one.dispatch.case_id for one in rows})
    people, schools = staff.names(session), _schools(session, rows)
    return {
        "title": "Letters",
        "own": own,
        "parts": [
            {
                "href": address(status=each, own=own),
                "text": text,
                "current": each == status,
                **({"count": found.counts[each]} if each in found.counts else {}),
            }
            for each, (text, _) in labels.LETTER_STATUSES.items()
        ],
        **list_columns.shown(session, person.id, list_columns.LETTERS, without={"officer"} if own else ()),
        "here": address(status=status, own=own, page=number),
        "heading": labels.LETTER_STATUSES[status][0],
        "empty": _EMPTY[status],
        "whose": [
            {"href": address(status=status, own=True), "text": "My cases", "current": own},
            {
                "href": address(status=status, own=False),
                "text": "All cases I can work on",
                "current": not own,
            },
        ],
        "rows": [
            {
                **_row(one, schools),
                "name": names.get(one.dispatch.case_id),
                "officer": people.get(one.officer, one.officer) if one.officer else "Not assigned",
                "missing": wanted(session, one.dispatch.case_id, missing, one.dispatch),
            }
            for one, missing in found.found
        ],
        "previous": address(status=status, own=own, page=number - 1) if number > 1 else None,
        "next": address(status=status, own=own, page=number + 1) if found.more else None,
        "named": len(names),
    }


def address(*, status: str, own: bool, page: int = 1) -> str:
    """Return the address of a list of letters."""
    whose = "mine" if own else "all"
    return f"/letters?status={status}&whose={whose}" + (f"&page={page}" if page > 1 else "")


def _schools(session: Session, rows: Iterable[Listed]) -> dict[str, str]:
    urns = {(one.dispatch.of or "").removeprefix("urn-") for one in rows}
    return settings.names_of_settings(session, urns - {""})


def _row(one: Listed, schools: Mapping[str, str]) -> dict[str, Any]:
    """Return what every list shows of a letter."""
    dispatch = one.dispatch
    text, kind = labels.LETTER_STATUSES[one.status]
    return {
        "id": dispatch.dispatch_id,
        "case": dispatch.case_id,
        "href": f"/cases/{dispatch.case_id}/messages/{dispatch.dispatch_id}",
        "subject": capital(labels.plain(dispatch.kind)),
        "way": _WAYS[dispatch.channel],
        "to": reader_of(dispatch, schools),
        "addressed": _addressed(dispatch, schools),
        "on": dispatch.on,
        "status": text,
        "kind": kind,
        "leaves": dispatch.not_before if one.status == "leaving" else None,
        "problem": _problem(one),
        "batch": dispatch.batch if dispatch.status == "second_look" else None,
    }


def _problem(one: Listed) -> str | None:
    if one.dispatch.status == "second_look":
        return "It is part of a mailing that a second person must approve."
    if one.status == "held" and one.dispatch.status == "waiting":
        return "It may have been sent already. A manager decides if it leaves."
    return labels.without_commands(one.dispatch.problem) if one.dispatch.problem else None


def one_letter(session: Session, found: Letter, today: date) -> dict[str, Any]:
    """Return the page of one letter or message: who it is for, what became of it, and what a person may do."""
    one = found.listed.dispatch
    row = _row(found.listed, _schools(session, [found.listed]))
    facts = [
        ("To", row["to"]),
        ("Sent by", row["way"]),
        ("Date", short_date(one.on)),
        ("Caused by", staff.names(session).get(one.by, one.by) if one.by else None),
        ("Address", found.to),
        ("Subject", found.subject),
        ("Posted", one.location if one.status == "by_hand" else None),
        (
            "Approved by",
            staff.names(session).get(one.approved_by, one.approved_by) if one.approved_by else None,
        ),
        *_decided(session, one.dispatch_id),
        ("Text", {True: "The council’s own text", False: "The national text", None: None}[found.is_own_text]),
    ]
    return {
        **row,
        "facts": [(term, text) for term, text in facts if text],
        "sent_at": one.sent_at,
        "delivered_at": one.delivered_at,
        "missing": wanted(session, one.case_id, found.missing, one),
        "said": found.said,
        "words": [{"word": capital(labels.plain(word)), "at": at} for word, at in found.statuses],
        "is_letter": one.channel == "letter",
        "deeds": found.deeds,
        "decisions": decisions_on(session, one),
        "today": today,
        "heading": f"{row['addressed']}: {labels.plain(one.kind)}",
    }


def _decided(session: Session, dispatch_id: str) -> list[tuple[str, str]]:
    """Return what managers decided about a message that may have left, each with the reason."""
    names = staff.names(session)
    return [
        (
            "Decided",
            f"{names.get(each.by, each.by)} {what} on {short_date(london_date(each.at))}: {each.reason}",
        )
        for what, each in decided(session, dispatch_id)
    ]


def mailing(session: Session, rows: Sequence[Listed], batch: str) -> dict[str, Any]:
    """Return the page of a mailing that waits for approval."""
    schools = _schools(session, rows)
    names = tray.names_of(session, {one.dispatch.case_id for one in rows})
    first = rows[0].dispatch
    by = staff.names(session).get(first.by, first.by) if first.by else "a colleague"
    number = len(rows)
    return {
        "title": f"Approve {number} {'message' if number == 1 else 'messages'}",
        "batch": batch,
        "by": by,
        "by_id": first.by,
        "rows": [{**_row(one, schools), "name": names.get(one.dispatch.case_id)} for one in rows],
        "named": len(names),
    }


def all_texts(chosen: TextSet | None = None) -> dict[str, Any]:
    """Return the texts in force by sort, each with whether it is the council's own."""
    force = chosen or texts()
    groups = []
    for sort, title in _SORTS.items():
        found = [one for (of, _), one in sorted(force.kinds.items()) if of == sort]
        groups.append({"title": title, "rows": [_text_row(force, one) for one in found]})
    return {"title": "Texts of letters", "groups": groups}


def _text_row(force: TextSet, one: TextFile) -> dict[str, Any]:
    head = head_of(one)
    return {
        "title": head.title,
        "kind": capital(labels.plain(head.kind)),
        "reader": capital(head.reader),
        "version": head.version,
        "is_own": bool(own_files(force, one)),
        "href": f"/letters/texts/{one.sort}/{head.kind}",
    }


def one_text(sort: str, kind: str, chosen: TextSet | None = None) -> dict[str, Any]:
    """Return one text with its words, what it must contain, and its sources. Raises ActRefused."""
    force = chosen or texts()
    found = next((one for (of, name), one in force.kinds.items() if (of, name) == (sort, kind)), None)
    if found is None:
        raise ActRefused("There is no such text. Choose one from the list of texts.")
    head = head_of(found)
    return {
        **_text_row(force, found),
        "citation": head.citation,
        "facts": [
            {"called": labels.without_commands(one.called), "source": one.source} for one in head.facts
        ],
        "statements": [{"called": one.called, "source": one.source} for one in head.statements],
        "passages": passages(force, found),
        "own_parts": [_part_name(name) for name in own_files(force, found) if name != found.name],
        "is_own_itself": found.is_own,
    }


def _part_name(name: str) -> str:
    return labels.plain(name.rpartition("/")[2].partition(".")[0])


def starts_with_own(person: Person) -> bool:
    """Whether the list of letters begins with the person's own cases."""
    return letter_lists.has_own_cases(person)
