"""The pack of a process about several cases: one PDF with the papers of each case that its reader may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from activities.pdf_binding import Bound, BoundPaper, BoundSection, Unbindable, bind
from casework.access.permissions import Person, Right
from office.case_papers import CasePaper, bound, papers_of
from office.early_support import lines_of
from office.gate import Gate
from office.refusals import ActRefused
from office.uploads import Uploads
from records import tray


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a pack is for: its title, what stands above its contents, the cases in order, and the day it is made."""

    title: str
    about: tuple[str, ...]
    cases: tuple[str, ...]
    on: date


def pack(gate: Gate, person: Person, uploads: Uploads, agenda: Agenda) -> Bound:
    """Return the pack of the cases that a person may read. Each case that is read is logged. Raises ActRefused.

    The early support of each child stands above the contents in one line.
    A document that cannot be bound is named below the contents. A case without papers is named too.
    """
    read = [each for each in agenda.cases if gate.may(person, Right.SEE_PERSONAL, each)]
    if not read:
        raise ActRefused("There is no case on this agenda whose papers you may read.")
    with gate.database.read() as session:
        names = tray.names_of(session, read)
        early = lines_of(session, read, agenda.on)
    sections, left_out, about = [], [], list(agenda.about)
    for place, case_id in enumerate(agenda.cases, 1):
        if case_id not in read:
            left_out.append(f"Case {place}: you may not read its papers")
            continue
        title = f"{place}. {names.get(case_id, case_id)} ({case_id})"
        if case_id in early:
            about.append(f"{title}. Early support: {early[case_id]}")
        papers, failed = _bound(uploads, case_id, _for_readers(papers_of(gate.database, case_id)))
        left_out += [f"{title}: {each}" for each in failed]
        if papers:
            sections.append(BoundSection(title, papers))
        else:
            left_out.append(f"{title}: it has no papers")
        gate.note(person, Right.SEE_PERSONAL, case_id, "read in a pack")
    return bind(agenda.title, about, sections, left_out)


def _for_readers(papers: Sequence[CasePaper]) -> list[CasePaper]:
    """Return the newest version of the plan, and the documents, oldest first. Letters to the family are left out."""
    plans = [one for one in papers if one.sort == "plan"]
    return [*plans[-1:], *(one for one in papers if one.sort == "document")]


def _bound(
    uploads: Uploads, case_id: str, papers: Sequence[CasePaper]
) -> tuple[tuple[BoundPaper, ...], list[str]]:
    found, failed = [], []
    for one in papers:
        try:
            found.append(bound(uploads, case_id, one))
        except Unbindable as why:
            failed.append(f"{one.title}: {why}")
    return tuple(found), failed
