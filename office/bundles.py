"""Make a bundle of a dispute from chosen papers, check it first, and keep who had each version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from activities.pdf_binding import BoundPaper, BoundSection, Unbindable, bind
from casework.access.permissions import Person, Right
from casework.processes.bundle_order import BundleOrder, Part, bundle_order
from casework.processes.registry import process_of
from office.case_papers import CasePaper, bound, papers_of
from office.gate import Gate
from office.hidden_text import pages_with_hidden_text
from office.office import opaque
from office.refusals import ActRefused, no_such_process
from office.uploads import Uploads
from records import bundles, processes, staff
from records.bundles import Bundle, Reader
from records.database import Database
from statute.words import listed, short_date

_ID = re.compile(r"bundle-[a-z0-9]{12}")
_LONGEST = 1000
_SIGNS_IN = "Opens it on this service"


@dataclass(frozen=True, slots=True)
class Wish:
    """The bundle that a person asks for: the part of each paper in the order of the papers, and the limits of the parts.

    `looked` is whether they looked at the pages that may hide text, `why` their reason for more pages than a limit allows.
    """

    chosen: tuple[tuple[str, str], ...]
    limits: Mapping[str, int | None] = field(default_factory=dict)
    looked: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A part as it would be: its papers with their pages, and its limit."""

    part: Part
    limit: int | None
    papers: tuple[tuple[CasePaper, BoundPaper, int], ...]

    @property
    def pages(self) -> int:
        """The number of its pages."""
        return sum(count for _, _, count in self.papers)

    @property
    def is_over(self) -> bool:
        """Whether it has more pages than its limit allows."""
        return self.limit is not None and self.pages > self.limit


@dataclass(frozen=True, slots=True)
class Draft:
    """A bundle before it is made: its parts, the papers that cannot be bound, and the pages that may hide text."""

    order: BundleOrder
    version: int
    parts: tuple[DraftPart, ...]
    failed: tuple[str, ...]
    hidden: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def over(self) -> tuple[DraftPart, ...]:
        """The parts with too many pages."""
        return tuple(one for one in self.parts if one.is_over)


def new_id() -> str:
    """Return the id of a new version, which a form carries, so that a double click makes one."""
    return f"bundle-{opaque()}"


def order_for(
    gate: Gate, person: Person, case_id: str, process_id: str
) -> tuple[BundleOrder, dict[str, int | None]]:
    """Return the order of the bundle of a process of a case, with the limit of each part. Raises NotAllowed or ActRefused."""
    gate.check_works_on(person, case_id)
    process = process_of(process_id)
    order = bundle_order(process) if process is not None else None
    with gate.database.read() as session:
        row = processes.find(session, process_id)
    if process is None or order is None or row is None or row.case_id != case_id:
        raise no_such_process(process_id)
    decision = str(row.content.get("about") or "")
    return order, {one.id: one.limit(decision) for one in order.sections}


def draft(gate: Gate, person: Person, uploads: Uploads, of: tuple[str, str], wish: Wish) -> Draft:
    """Return a bundle as it would be. `of` is the case and the process. Raises NotAllowed or ActRefused."""
    case_id, process_id = of
    order, _ = order_for(gate, person, case_id, process_id)
    known = {one.paper_id: one for one in papers_of(gate.database, case_id)}
    parts, failed, hidden = [], [], []
    for part in order.sections:
        papers = []
        for part_id, paper_id in wish.chosen:
            paper = known.get(paper_id)
            if part_id != part.id or paper is None:
                continue
            try:
                one = bound(uploads, case_id, paper)
            except Unbindable as why:
                failed.append(f"{paper.title}: {why}")
                continue
            if paper.sort == "document" and (found := pages_with_hidden_text(one.pdf)):
                hidden.append((paper.title, tuple(found)))
            papers.append((paper, one, one.pages))
        parts.append(DraftPart(part, wish.limits.get(part.id), tuple(papers)))
    with gate.database.read() as session:
        version = bundles.next_version(session, process_id)
    return Draft(order, version, tuple(parts), tuple(failed), tuple(hidden))


def make(
    gate: Gate, person: Person, uploads: Uploads, of: tuple[str, str], bundle_id: str, wish: Wish
) -> str:
    """Make a version of a bundle and keep it as a document of the case. The same id twice is one version.

    Returns its id. Raises NotAllowed or ActRefused.
    """
    case_id, process_id = of
    made = draft(gate, person, uploads, of, wish)
    if not _ID.fullmatch(bundle_id):
        raise ActRefused("Part of this form is missing. Choose the papers again.")
    with gate.database.read() as session:
        if bundles.find(session, bundle_id) is not None:
            return bundle_id
    if (why_not := why_not_made(made, wish)) is not None:
        raise ActRefused(why_not)
    title = f"{made.order.title}, version {made.version}"
    sections = [
        BoundSection(one.part.title, tuple(paper for _, paper, _ in one.papers)) for one in made.parts
    ]
    file = bind(title, (f"Case {case_id}", made.order.source), [one for one in sections if one.papers])
    kept = uploads.keep_made(case_id, f"{title}.pdf", file.pdf, person.id)
    bundle = Bundle(
        bundle_id,
        case_id,
        process_id,
        made.version,
        kept.document_id,
        _content(made, file.places, file.pages, wish),
        person.id,
        datetime.now(UTC),
    )
    gate.note(person, Right.SEE_PERSONAL, case_id, f"made {bundle_id}")
    with gate.database.write() as session:
        if not bundles.add(session, bundle):
            raise ActRefused("Someone else has just made a version of this bundle; look at it first.")
    return bundle_id


def why_not_made(made: Draft, wish: Wish) -> str | None:
    """Return why a bundle may not be made yet, in one sentence, or None."""
    if not any(one.papers for one in made.parts) and not made.failed:
        return "Choose at least one paper"
    if made.failed:
        return f"Take out or replace what cannot be bound: {listed(made.failed)}."
    if made.hidden and not wish.looked:
        return "Look at the pages that may hide text, then confirm that you did"
    if made.over and not wish.why.strip():
        return "Give the reason for more pages than the limit allows, or take out papers"
    return None


def _content(made: Draft, places: tuple[tuple[int, int], ...], pages: int, wish: Wish) -> dict[str, Any]:
    at = iter(places)
    return {
        "pages": pages,
        "why": wish.why.strip()[:_LONGEST],
        "hidden": [{"paper": title, "pages": list(found)} for title, found in made.hidden],
        "parts": [
            {
                "id": one.part.id,
                "title": one.part.title,
                "limit": one.limit,
                "papers": [
                    {"id": paper.paper_id, "title": paper.title, "place": list(next(at))}
                    for paper, _, _ in one.papers
                ],
            }
            for one in made.parts
        ],
    }


def versions(gate: Gate, person: Person, case_id: str, process_id: str) -> list[tuple[Bundle, list[Reader]]]:
    """Return the versions of the bundle of a process, newest first, with who had each. Raises NotAllowed or ActRefused."""
    order_for(gate, person, case_id, process_id)
    with gate.database.read() as session:
        found = bundles.of_process(session, process_id)
        return [(one, bundles.readers_of(session, one.bundle_id)) for one in found]


def give(
    gate: Gate, person: Person, of: tuple[str, str], bundle_id: str, told: tuple[str, str, date]
) -> None:
    """Record who had a version: the name, how it was given, and when. Raises NotAllowed or ActRefused."""
    bundle = _bundle(gate, person, of, bundle_id)
    name, how, on = told[0].strip()[:_LONGEST], told[1].strip()[:_LONGEST], told[2]
    if not name:
        raise ActRefused("Enter who had it")
    with gate.database.write() as session:
        bundles.add_reader(
            session, Reader(bundle_id, bundle.case_id, None, name, how or "Not recorded", on, person.id)
        )


def share(gate: Gate, person: Person, of: tuple[str, str], bundle_id: str, today: date) -> None:
    """Let the people of the process open a version on their page. Raises NotAllowed or ActRefused."""
    bundle = _bundle(gate, person, of, bundle_id)
    with gate.database.write() as session:
        names, known = staff.names(session), bundles.readers_of(session, bundle_id)
        for each in sorted(processes.people_of(session, of[1]) - {one.person for one in known}):
            name = names.get(each, each)
            reader = Reader(bundle_id, bundle.case_id, each, name, _SIGNS_IN, today, person.id)
            bundles.add_reader(session, reader)


def has_people(database: Database, process_id: str) -> bool:
    """Whether a process has people who sign in and could open a version."""
    with database.read() as session:
        return bool(processes.people_of(session, process_id))


def shared_with(session: Session, person: Person, process_id: str) -> list[tuple[str, str]]:
    """Return the versions that one of the people of a process may open, as id and text, newest first."""
    found = []
    if person.id in processes.people_of(session, process_id):
        for one in bundles.of_process(session, process_id):
            if any(reader.person == person.id for reader in bundles.readers_of(session, one.bundle_id)):
                pages = one.content["pages"]
                number = f"{pages} {'page' if pages == 1 else 'pages'}"
                text = f"Version {one.version}, {number}, {short_date(one.at.date())}"
                found.append((one.bundle_id, text))
    return found


def open_shared(gate: Gate, person: Person, process_id: str, bundle_id: str) -> Bundle:
    """Return a version that a person may open through their process. It is logged. Raises ActRefused."""
    with gate.database.read() as session:
        may = dict(shared_with(session, person, process_id))
        found = bundles.find(session, bundle_id)
    if found is None or found.process_id != process_id or bundle_id not in may:
        raise ActRefused("There is no such file on this page. Choose one that it lists.")
    process = process_of(process_id)
    assert process is not None
    gate.note(person, process.rights.see, process_id, f"opened {bundle_id}")
    return found


def _bundle(gate: Gate, person: Person, of: tuple[str, str], bundle_id: str) -> Bundle:
    order_for(gate, person, *of)
    with gate.database.read() as session:
        found = bundles.find(session, bundle_id)
    if found is None or (found.case_id, found.process_id) != of:
        raise ActRefused("There is no such version. Choose one from the list.")
    return found
