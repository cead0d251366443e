"""Write the plan of a case part by part: begin, save, choose between two texts, and make a version.

What a person types is never lost. If it cannot go into the draft, because a date is not a date or another person changed the
same part, it is kept for that person until they correct it or choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from casework.case.ledger_line import events_of
from casework.plans.draft import (
    Content,
    DraftPart,
    blank_fields,
    draft_content,
    new_row_id,
    parts_of,
    why_not_whole,
)
from casework.plans.draft_form import columns_of, flat, read
from casework.plans.plan import About, Advice, Plan, plan_of
from casework.plans.template import NATIONAL, Section
from office import plans
from office.refusals import ActRefused, no_such_case
from records import cases, ledger, people, plan_writing
from records import plans as versions
from records.canonical import digest
from records.database import Database
from records.plan_writing import Draft, Part, Typed

Outcome = Literal["saved", "unchanged", "conflict", "refused"]


@dataclass(frozen=True, slots=True)
class Desk:
    """A person who writes the plan of a case."""

    database: Database
    case_id: str
    by: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sent for a part: the fields, the revision that the page showed, and the fingerprint of its text."""

    values: Mapping[str, str]
    revision: int
    shown: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a part: the outcome, and its revision now."""

    outcome: Outcome
    revision: int


@dataclass(frozen=True, slots=True)
class Writing:
    """A draft as one person sees it: its parts, the parts that were removed, and what they typed that is not in it."""

    draft: Draft
    parts: tuple[Part, ...]
    removed: tuple[Part, ...]
    typed: Mapping[str, Typed]
    waiting: Mapping[str, int]

    def rows(self, section: str) -> tuple[Part, ...]:
        """Return the rows of a section, in order."""
        return tuple(one for one in self.parts if one.section == section and one.part != section)


def fingerprint(content: Mapping[str, Any], section: Section, part: str) -> str:
    """Return the fingerprint of the fields of a part, which tells whether a person changed them."""
    return digest(flat(content, columns_of(section, part)))[:16]


def section_of(key: str) -> Section:
    """Return a section of the template. Raises ActRefused if there is none."""
    found = NATIONAL.section(key)
    if found is None:
        raise ActRefused("The plan has no such section. Choose one on the page of the plan.")
    return found


def open_draft(desk: Desk) -> Writing | None:
    """Return the draft of a case, or None if no one has begun one."""
    with desk.database.read() as session:
        draft = plan_writing.find_draft(session, desk.case_id)
        if draft is None:
            return None
        parts = plan_writing.parts_of(session, desk.case_id)
        return Writing(
            draft,
            tuple(one for one in parts if one.removed_at is None),
            tuple(one for one in parts if one.removed_at is not None),
            plan_writing.typed_of(session, desk.case_id, desk.by),
            plan_writing.waiting_texts(session, desk.case_id),
        )


def begin(desk: Desk, plan_id: str | None = None) -> None:
    """Begin a draft from a version or, without one, from what the case knows. Raises ActRefused.

    The rows of a draft that was there before are removed; the person can restore them.
    """
    with desk.database.write() as session:
        if cases.find(session, desk.case_id) is None:
            raise no_such_case(desk.case_id)
        base, plan = 0, _known(session, desk.case_id)
        if plan_id is not None:
            kept = versions.find_plan(session, plan_id)
            if kept is None or kept.case_id != desk.case_id:
                raise ActRefused(
                    "This case has no such version of the plan. Choose one on the page of the plan."
                )
            base, plan = kept.version, plan_of(kept.content)
        replace_parts(session, desk, parts_of(plan))
        at = datetime.now(UTC)
        plan_writing.keep_draft(session, Draft(desk.case_id, base, at, desk.by))


def replace_parts(session: Session, desk: Desk, parts: Iterable[DraftPart]) -> None:
    """Put parts into a draft in place of those that it has. The rows that it had are removed, not deleted."""
    at = datetime.now(UTC)
    there = {one.part: one for one in plan_writing.parts_of(session, desk.case_id)}
    new = {one.part: one for one in parts}
    for one in there.values():
        if one.part not in new and one.removed_at is None and one.part != one.section:
            gone = replace(one, removed_by=desk.by, removed_at=at, revision=one.revision + 1)
            plan_writing.change_part(session, gone, one.revision)
    for each in new.values():
        old = there.get(each.part)
        row = Part(desk.case_id, each.part, each.section, each.place, each.content, None, 1, desk.by, at)
        if old is None:
            plan_writing.add_part(session, row)
        elif (old.content, old.place, old.removed_at) != (row.content, row.place, None):
            new_revision = old.revision + 1
            changed = replace(row, before=old.content, revision=new_revision, own_from=new_revision)
            plan_writing.change_part(session, changed, old.revision)


def received_advice(session: Session, case_id: str) -> tuple[Advice, ...]:
    """Return the advice that the case has received, as entries of Section K in the order they came."""
    lines = events_of(ledger.facts_of(session, case_id))
    came = [event for event in lines if event.event == "advice_received" and event.of and event.on]
    entries = []
    for number, event in enumerate(came, start=1):
        document = str(event.fields.get("document") or "")
        kept = document if document.startswith("doc-") else ""
        entries.append(Advice(id=f"K{number}", of=event.of or "", on=event.on, document=kept))
    return tuple(entries)


def _known(session: Session, case_id: str) -> Plan:
    intake = people.intake_of(session, case_id)
    about = About(name=intake.child_name if intake else "", born_on=intake.born_on if intake else None)
    return Plan(about=about, advice=received_advice(session, case_id))


def save(desk: Desk, section: Section, sent: Mapping[str, Sent]) -> dict[str, Saved]:
    """Save the parts of a section that a person changed. Returns what became of each."""
    with desk.database.write() as session:
        there = {one.part: one for one in plan_writing.parts_of(session, desk.case_id, section.key)}
        typed = plan_writing.typed_of(session, desk.case_id, desk.by)
        found = {}
        for part, given in sent.items():
            if part == section.key and part not in there:
                row = Part(
                    desk.case_id, part, part, 0, blank_fields(section), None, 0, desk.by, datetime.now(UTC)
                )
                plan_writing.add_part(session, row)
                there[part] = row
            if part in there:
                found[part] = _save(session, desk, section, there[part], given, part in typed)
        return found


def _save(session: Session, desk: Desk, section: Section, part: Part, sent: Sent, had_typed: bool) -> Saved:
    columns = columns_of(section, part.part)
    found = read(sent.values, columns)
    mine = digest(flat(found.content, columns))[:16]
    if not found.errors and mine == sent.shown and not had_typed:
        return Saved("unchanged", part.revision)
    same = not found.errors and mine == fingerprint(part.content, section, part.part)
    if same and part.removed_at is None:
        plan_writing.drop_typed(session, desk.case_id, desk.by, part.part)
        return Saved("saved", part.revision)
    if not found.errors and part.is_known_to(desk.by, sent.revision) and part.removed_at is None:
        content = {**part.content, **found.content}
        if _changed(session, desk, part, content):
            plan_writing.drop_typed(session, desk.case_id, desk.by, part.part)
            return Saved("saved", part.revision + 1)
    values = {name: value for name, value in sent.values.items() if isinstance(value, str)}
    kept = Typed(desk.case_id, desk.by, part.part, section.key, sent.revision, values, datetime.now(UTC))
    plan_writing.keep_typed(session, kept)
    conflict = not part.is_known_to(desk.by, sent.revision) or part.removed_at is not None
    return Saved("conflict" if conflict else "refused", part.revision)


def _changed(session: Session, desk: Desk, part: Part, content: Content) -> bool:
    new = replace(
        part,
        content=content,
        before=part.content,
        revision=part.revision + 1,
        own_from=part.own_from if part.by == desk.by else part.revision + 1,
        by=desk.by,
        at=datetime.now(UTC),
        removed_by=None,
        removed_at=None,
    )
    return plan_writing.change_part(session, new, part.revision)


def choose(desk: Desk, section: Section, part_id: str, seen: int, mine: Iterable[str] | None) -> Saved:
    """Settle a conflict: take the person's own text in the fields `mine`, and the draft's in the others.

    None drops the person's text. If the part changed again since the page was shown (`seen`), nothing happens.
    """
    with desk.database.write() as session:
        typed = plan_writing.typed_of(session, desk.case_id, desk.by).get(part_id)
        part = find_part(session, desk, section, part_id)
        if typed is None or part.revision != seen:
            return Saved("conflict" if typed else "unchanged", part.revision)
        if mine is not None:
            columns = columns_of(section, part_id)
            values = flat(part.content, columns) | {name: typed.values.get(name, "") for name in mine}
            found = read(values, columns)
            if found.errors:
                return Saved("refused", part.revision)
            _changed(session, desk, part, {**part.content, **found.content})
        plan_writing.drop_typed(session, desk.case_id, desk.by, part_id)
        return Saved("saved", part.revision + (mine is not None))


def find_part(session: Session, desk: Desk, section: Section, part_id: str) -> Part:
    """Return a part of a section. Raises ActRefused if the draft does not have it."""
    for one in plan_writing.parts_of(session, desk.case_id, section.key):
        if one.part == part_id:
            return one
    raise ActRefused("This row is not in the plan any more. Open the section again.")


def change_content(session: Session, desk: Desk, part: Part, content: Content) -> None:
    """Replace the content of a part. Raises ActRefused if another person changed it at the same moment."""
    if not _changed(session, desk, part, content):
        raise ActRefused("Another person changed this row at the same moment. Open the section again.")


def make_version(desk: Desk, because: str | None = None) -> dict[str, Any]:
    """Make the draft the next version of the plan. Returns it with the findings. Raises BadPlan or ActRefused."""
    writing = open_draft(desk)
    if writing is None:
        raise ActRefused("There is no draft of this plan yet. Start one first.")
    if waiting := next(iter(writing.typed.values()), None):
        name = section_of(waiting.section).name
        raise ActRefused(f"Some of your text is not in the plan yet. Correct it or choose a text in {name}.")
    parts = [DraftPart(one.part, one.section, one.place, one.content) for one in writing.parts]
    if (why := why_not_whole(parts)) is not None:
        raise ActRefused(why)
    content = draft_content(parts)
    saved = plans.save(desk.database, desk.case_id, content, desk.by, because)
    with desk.database.write() as session:
        plan_writing.keep_draft(session, replace(writing.draft, base_version=int(saved["version"])))
    return saved


def new_part(desk: Desk, section: Section, place: int, content: Content) -> Part:
    """Return a new row of a section."""
    return Part(desk.case_id, new_row_id(), section.key, place, content, None, 1, desk.by, datetime.now(UTC))
