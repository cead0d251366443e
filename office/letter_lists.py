"""Letters and messages across cases and one by one: what has become of each, what it is missing, and what may be done."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy.orm import Session

from activities.letters import missing, outgoing
from casework.access.permissions import Person, Right, Scope, scope_of
from casework.letters.dispatch import NOT_LEFT, RECALLABLE, TASKS, Dispatch
from casework.letters.letter_facts import Incomplete
from casework.letters.letter_templates import Missing
from casework.letters.outgoing import message_of
from casework.letters.resending import why_not_again
from office.gate import Gate
from office.letters import evidence
from office.refusals import ActRefused
from records import letter_file, letter_lists, message_statuses, outbox
from records.caseload import Seen
from records.database import Database
from records.letter_lists import Listed, Status, Whose

PAGE = 10
"""Letters on one page: what each is missing is worked out when the page is read."""
Deed = str
RECALL, AGAIN, POSTED = "recall", "again", "posted"


@dataclass(frozen=True, slots=True)
class Letters:
    """A page of letters and messages, whether there are more, and the number of each unfinished status."""

    found: list[tuple[Listed, tuple[Missing, ...]]]
    more: bool
    counts: dict[Status, int]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter or message. `said` is its text if it is no letter and the reader may see it."""

    listed: Listed
    missing: tuple[Missing, ...]
    deeds: frozenset[Deed]
    to: str | None
    subject: str | None
    said: str | None
    statuses: list[tuple[str, str]]
    is_own_text: bool | None


def whose(person: Person, *, own: bool) -> Whose:
    """Return whose letters a person reads: those of their own cases, or of every case that they may work on."""
    teams = None if scope_of(person, Right.ACT) is Scope.ALL else person.teams
    return Whose(Seen(person.id, teams), own)


def has_own_cases(person: Person) -> bool:
    """Whether the list starts with the person's own cases; a manager's starts with the team's."""
    return scope_of(person, Right.ASSIGN) is None


def letters(database: Database, person: Person, status: Status, *, own: bool, number: int) -> Letters:
    """Return a page of the letters of a status. `number` counts the pages from 1."""
    asked = whose(person, own=own)
    with database.read() as session:
        found = letter_lists.page(session, asked, status, limit=PAGE + 1, offset=(number - 1) * PAGE)
        waits = status in ("missing", "leaving")
        rows = [(one, missing(session, one.dispatch) if waits else ()) for one in found[:PAGE]]
        return Letters(rows, len(found) > PAGE, letter_lists.counts(session, asked))


def letter(database: Database, case_id: str, dispatch_id: str, *, personal: bool) -> Letter:
    """Return a letter or message of a case. Its words are left out unless `personal`. Raises ActRefused."""
    with database.read() as session:
        listed = letter_lists.find(session, dispatch_id)
        if listed is None or listed.dispatch.case_id != case_id:
            raise ActRefused("This case has no such letter. Choose one on the documents page of the case.")
        one = listed.dispatch
        wanted = missing(session, one) if one.sent_at is None and one.status in NOT_LEFT else ()
        to, subject, said = _words(session, one) if personal else (None, None, None)
        used = evidence(one)["text_used"]
        return Letter(
            listed,
            wanted,
            _deeds(session, one),
            to,
            subject,
            said,
            [(word, at.isoformat()) for word, at in message_statuses.statuses_of(session, dispatch_id)],
            bool(used["is_own"]) if used else None,
        )


def mailing(database: Database, gate: Gate, person: Person, batch: str) -> list[Listed]:
    """Return the messages of a mailing that waits for approval. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.ACT)
    with database.read() as session:
        found = letter_lists.of_batch(session, batch)
    for case_id in sorted({one.dispatch.case_id for one in found}):
        gate.check(person, Right.ACT, case_id)
    if not found:
        raise ActRefused(
            "This mailing does not wait for approval. The list of held letters shows those that do."
        )
    return found


def _deeds(session: Session, one: Dispatch) -> frozenset[Deed]:
    """Return what a person may do with a letter now."""
    found = set()
    is_task = one.status in TASKS
    is_waiting = one.sent_at is None and one.status in RECALLABLE
    if is_waiting and (one.unsure_since is None or one.status == "stale"):
        found.add(RECALL)
    if why_not_again(one, letter_file.address_file(session, one)) is None:
        found.add(AGAIN)
    has_left = one.status in ("sent", "delivered", "by_hand", "replaced", "recalled")
    if one.channel == "letter" and not has_left and (one.unsure_since is None or is_task):
        found.add(POSTED)
    return frozenset(found)


def _words(session: Session, one: Dispatch) -> tuple[str | None, str | None, str | None]:
    """Return the address, subject and text of a message, as it was sent or as it would be; nothing for a letter."""
    if one.channel == "letter":
        return None, None, None
    try:
        content = outbox.rendering(session, one.dispatch_id) or outgoing(session, one).content
        to, mail = message_of(content)
    except (Incomplete, json.JSONDecodeError):
        return None, None, one.text
    return to, mail.subject, mail.text
