"""The page Today: blocks with what is due, what came in, what did not arrive and what changed in a person's cases.

Add a function to BLOCKS to add a block. A block without entries and without an `empty` text is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Thing, refused
from casework.case.acts import CATALOGUE
from casework.case.replies import REPLIES
from casework.case.tray import WEEK
from casework.people.parties import called
from office.case_log import desk_in
from records import cases, day, kept_pages, settings, staff, tray
from records.cases import CaseRow
from records.tray import Wanted
from starter.console.views import labels
from starter.console.views.next_jobs import next_jobs
from starter.console.views.today_blocks import MOST, Block, Desk, Entry
from starter.console.views.today_early_support import rescreens
from starter.console.views.today_warnings import at_risk
from statute.local_time import london_date
from statute.words import capital

_LINE = 120
"""The most characters of a task or an entry that a line shows."""
FIRST_LOOK = timedelta(days=7)
"""How far back a person sees changes who has never marked any as seen."""
DAY = timedelta(days=1)
_DUE = (("overdue", "Overdue"), ("due-today", "Due today"), ("due-week", "Due in the next 7 days"))
_UNDELIVERED = {
    "stale": "The recipient or the address has changed.",
    "failed": "It could not be delivered.",
    "returned": "It came back.",
}
"""What is said of a letter that did not arrive, if its problem is not known."""


def due(desk: Desk) -> Iterable[Block]:
    """Yield what is overdue, due today and due in the next 7 days, each with the next job."""
    part: tray.Part = "week" if desk.owns else "all"
    wanted = (
        Wanted(part, due_by=desk.today - DAY),
        Wanted(part, due_from=desk.today, due_by=desk.today),
        Wanted(part, due_from=desk.today + DAY, due_by=desk.today + WEEK),
    )
    totals = tray.number_of(desk.session, desk.within, wanted, desk.today)
    shown = [tray.rows(desk.session, desk.within, one, desk.today, limit=MOST) for one in wanted]
    jobs = next_jobs(desk.session, desk.person, [row for rows in shown for row in rows], desk.today)
    for (key, heading), rows, total in zip(_DUE, shown, totals, strict=True):
        query = {"part": part, "due": "0" if key != "due-week" else "7"}
        entries = tuple(
            Entry(
                jobs[row.case_id].text,
                jobs[row.case_id].href or f"/cases/{row.case_id}",
                row.case_id,
                _unless_said(row.next_due_title or "", jobs[row.case_id].text),
                row.next_due_on,
                (row.next_due_on - desk.today).days if row.next_due_on is not None else None,
            )
            for row in rows
        )
        more = (f"/?{urlencode(query)}", f"See all {total}") if total > MOST else None
        empty = "Nothing is due today." if key == "due-today" else ""
        walk = f"/first-case?{urlencode(query)}" if total > 1 and key != "due-week" else None
        yield Block(key, heading, entries, total, more, empty, walk)


def replies(desk: Desk) -> Iterable[Block]:
    """Yield the replies that others recorded in the person's own cases."""
    found, total = day.changes_since(desk.session, desk.person.id, desk.since, only=REPLIES, limit=MOST)
    yield Block("replies", "Replies that came in", _changes(desk, found), total)


def undelivered(desk: Desk) -> Iterable[Block]:
    """Yield the letters of the person's own cases that did not arrive."""
    found = day.undelivered(desk.session, desk.person.id)
    entries = tuple(
        Entry(
            f"{capital(labels.plain(one.kind))} to {called(one.to_role)}",
            f"/cases/{one.case_id}/letters/{one.dispatch_id}",
            one.case_id,
            labels.without_commands(one.problem) if one.problem else _UNDELIVERED[one.status],
            one.on,
        )
        for one in found[:MOST]
    )
    yield Block("undelivered", "Letters that did not arrive", entries, len(found))


def changes(desk: Desk) -> Iterable[Block]:
    """Yield what else others or the service recorded in the person's own cases."""
    found, total = day.changes_since(
        desk.session, desk.person.id, desk.since, without=REPLIES, limit=2 * MOST
    )
    yield Block(
        "changes",
        "What changed in your cases",
        _changes(desk, found),
        total,
        empty="Nothing has changed since you last looked." if desk.owns else "",
    )


def tasks(desk: Desk) -> Iterable[Block]:
    """Yield the person's open tasks, and the entries of a log that mention them and that they have not seen."""
    found = desk_in(desk.session, desk.person)
    own = tuple(
        Entry(
            _first_line(one.text),
            f"/cases/{one.case_id}/log",
            one.case_id,
            on=one.due_on,
            days=(one.due_on - desk.today).days,
        )
        for one in found.tasks[:MOST]
    )
    more = ("/tasks", f"See all {len(found.tasks)}") if len(found.tasks) > MOST else None
    yield Block("tasks", "Your tasks", own, len(found.tasks), more)
    mentions = tuple(
        Entry(
            _first_line(one.text),
            f"/cases/{one.case_id}/log",
            one.case_id,
            f"Written by {desk.people.get(one.by, one.by)}",
            one.on,
        )
        for one in found.mentions[:MOST]
    )
    yield Block(
        "mentions", "Where you are mentioned", mentions, len(found.mentions), ("/tasks", "See them all")
    )


def kept(desk: Desk) -> Iterable[Block]:
    """Yield what the person typed after their session had ended, which is not recorded yet."""
    found = kept_pages.forms_of(desk.session, desk.person.id)
    entries = tuple(
        Entry("Continue with the text that you entered", f"/kept/{one.kept_id}", on=london_date(one.kept_at))
        for one in found[:MOST]
    )
    more = ("/kept", f"See all {len(found)}") if len(found) > MOST else None
    yield Block("kept", "Text that was not recorded", entries, len(found), more)


def _first_line(text: str) -> str:
    """Return the beginning of a text, for a list."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= _LINE else line[: _LINE - 1].rstrip() + "…"


BLOCKS: tuple[Callable[[Desk], Iterable[Block]], ...] = (
    kept,
    due,
    at_risk,
    tasks,
    rescreens,
    replies,
    undelivered,
    changes,
)
"""The blocks of the page, in order."""
SEEN_WITH = frozenset({"replies", "changes"})
"""The blocks whose entries go when the person marks them as seen."""


def today_page(session: Session, person: Person, today: date, now: datetime) -> dict[str, Any]:
    """Return the context of the page. `named` is the number of children's names on it, for the access log."""
    since = day.seen_until(session, person.id) or now - FIRST_LOOK
    desk = Desk(session, person, today, since, staff.names(session))
    blocks = [block for make in BLOCKS for block in make(desk) if block.entries or block.empty]
    names = _names(session, person, blocks)
    return {
        "title": "Today",
        "today": today,
        "since": since,
        "now": now,
        "blocks": blocks,
        "names": names,
        "named": len(names),
        "to_see": sum(block.total for block in blocks if block.key in SEEN_WITH),
        "work": "/?" + urlencode({"part": "mine" if desk.owns else "all"}),
    }


def _unless_said(limit: str, job: str) -> str:
    """Return the title of a limit, or nothing if the job says the same."""
    return "" if limit.lower().startswith(job.lower()) else limit


def _changes(desk: Desk, found: Sequence[day.Change]) -> tuple[Entry, ...]:
    urns = {one.of.removeprefix("urn-") for one in found if one.of and one.of.startswith("urn-")}
    names = settings.names_of_settings(desk.session, urns)
    return tuple(_change(desk, one, names) for one in found)


def _change(desk: Desk, one: day.Change, names: Mapping[str, str]) -> Entry:
    text = capital(one.text)
    known = CATALOGUE.get(one.event)
    if known is not None and known.of == "setting" and one.of:
        text = text.replace("(a setting)", f"({names.get(one.of.removeprefix('urn-'), one.of)})")
    by = desk.people.get(one.by, one.by) if one.by else ""
    note = f"Recorded by {by}" if by else ""
    return Entry(text, f"/cases/{one.case_id}/timeline", one.case_id, note, one.on)


def _names(session: Session, person: Person, blocks: Iterable[Block]) -> dict[str, str]:
    ids = sorted({entry.case_id for block in blocks for entry in block.entries if entry.case_id})
    rows = cases.those(session, ids)
    return tray.names_of(session, [row.case_id for row in rows.values() if may_be_named(person, row)])


def may_be_named(person: Person, row: CaseRow) -> bool:
    """Whether a list may show the name of the child. Cases sealed to this person must not be in the list."""
    return refused(person, Right.SEE_PERSONAL, Thing(officer=row.officer, team=row.team)) is None
