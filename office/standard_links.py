"""What a case says of the standards it is judged on: evidence, rows of Section F and reasons. None of it is a condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.case.ledger_line import events_of
from casework.plans.plan import AREAS, Plan, plan_of
from casework.plans.plan_checks import Finding
from casework.plans.template import NATIONAL
from casework.processes.registry import refuses
from casework.standards.catalogue import ANSWERS, Catalogue, Standard, standard_as_json
from casework.standards.links import (
    ABOVE,
    ALLOWED,
    EVIDENCE,
    PROVISION,
    REASON,
    REMOVED,
    THE_REQUEST,
    Link,
    latest,
)
from casework.standards.plan_notes import note
from casework.standards.refusal_reasons import CITATIONS, why_not_refuse
from office import standards as catalogues
from office.reforms import require_on
from office.refusals import ActRefused
from records import documents, ledger, plan_writing, plans, standards
from records.database import Database
from statute.local_time import london_date

GIVEN_LATER: Final = "reasons_given"
RECOMMENDED: Final = "panel_recommended"


Texts = Mapping[tuple[str, str], Catalogue]
"""Versions of catalogues, by catalogue and version."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to link: the kind, the thing, the standard as written (None: above) and the answer."""

    kind: str
    answer: str
    standard: str | None = None
    thing: str = THE_REQUEST


@dataclass(frozen=True, slots=True)
class FRow:
    """A row of Section F of a case: its id, its area of need, and its need and provision in short."""

    id: str
    area: str
    need: str
    provision: str


def link(database: Database, case_id: str, wishes: Iterable[Wish], by: str, on: date) -> int:
    """Store links of a case, and pin its catalogues. Returns how many. Raises ActRefused, after which none is stored."""
    now = datetime.now(UTC)
    with database.write() as session:
        require_on(session, catalogues.REFORM, london_date(now))
        found = catalogues.judged_catalogues(session, case_id)
        if on > london_date(now):
            raise ActRefused("The day of a link cannot be in the future; enter today or an earlier day.")
        made = [_made(session, (case_id, found), one, (by, on, now)) for one in wishes]
        standards.link(session, made)
        standards.pin(session, case_id, {one.id: one.version for one in found}, now)
    return len(made)


def _made(
    session: Session, of: tuple[str, list[Catalogue]], wish: Wish, signed: tuple[str, date, datetime]
) -> Link:
    (case_id, found), (by, on, now) = of, signed
    if wish.answer not in ALLOWED.get(wish.kind, frozenset()):
        words = ", ".join(sorted(ALLOWED.get(wish.kind, ALLOWED[EVIDENCE])))
        raise ActRefused(f"{wish.answer!r} is no answer here; choose one of {words}.")
    area = _area_of(session, case_id, wish)
    if wish.kind == PROVISION and wish.answer in (ABOVE, REMOVED):
        return Link(case_id, wish.kind, wish.thing, None, None, None, wish.answer, area, on, by, now)
    if not found:
        raise ActRefused(
            "No catalogue was in force when this request was received, so there is no standard to link."
        )
    catalogue, standard = catalogues.find_standard(found, wish.standard or "")
    if wish.answer != REMOVED and (catalogue.id, catalogue.version, standard.id) in catalogues.withdrawn(
        session, on
    ):
        raise ActRefused(
            f"Standard {standard.id} is withdrawn; old links still read, and a new one needs another standard."
        )
    of_standard = area or standard.area_of_need
    return Link(
        case_id, wish.kind, wish.thing, catalogue.id, catalogue.version, standard.id, wish.answer, of_standard, on, by, now
    )  # fmt: skip


def _area_of(session: Session, case_id: str, wish: Wish) -> str:
    """Return the area of need of a row; empty for another thing. Raises ActRefused if the case does not have the thing."""
    if wish.kind == PROVISION:
        row = next((one for one in rows_in(session, case_id) if one.id == wish.thing), None)
        if row is None:
            raise ActRefused("The plan of this case has no such row of Section F; choose one of its rows.")
        return row.area
    if wish.kind == REASON:
        if wish.thing not in {ident for ident, _ in _recommendations(session, case_id)}:
            raise ActRefused("This case has no such recommendation; choose one that it has.")
    elif wish.thing != THE_REQUEST:
        kept = documents.find_document(session, wish.thing)
        if kept is None or kept.case_id != case_id:
            raise ActRefused("This case has no such document; choose one of its documents.")
    return ""


def rows_in(session: Session, case_id: str) -> list[FRow]:
    """Return the rows of Section F: of the plan that is being written or, without one, of the newest version."""
    areas = {
        section.key: section.rows_at[1] for section in NATIONAL.sections if section.rows_at[:1] == ("areas",)
    }
    if plan_writing.find_draft(session, case_id) is not None:
        return [
            FRow(
                one.part,
                areas[one.section],
                str(one.content.get("need") or ""),
                _in_short(one.content.get("provision")),
            )
            for one in plan_writing.parts_of(session, case_id)
            if one.section in areas and one.part != one.section and one.removed_at is None
        ]
    kept = plans.plans_of(session, case_id)
    if not kept:
        return []
    plan = plan_of(kept[-1].content)
    return [
        FRow(row.id or f"{name}-{place}", name, row.need, "; ".join(one.what for one in row.provision))
        for name in AREAS
        if name in plan.areas
        for place, row in enumerate(plan.areas[name].rows, start=1)
    ]


def _in_short(provisions: Any) -> str:
    return "; ".join(str(one.get("what") or "") for one in provisions or () if one.get("what"))


def _recommendations(session: Session, case_id: str) -> list[tuple[str, date | None]]:
    """Return the recommendations that the case has, by the line of its history, each with its day."""
    lines = [line for line in ledger.facts_of(session, case_id) if line.event == RECOMMENDED]
    return [(f"line-{line.number}", line.on) for line in lines]


def of_case(database: Database, case_id: str) -> dict[str, Any]:
    """Return what a case says of its standards: its catalogues, rows and recommendations, and every link. Raises NoSuchCase."""
    with database.read() as session:
        found = catalogues.judged_catalogues(session, case_id)
        kept = standards.links_of(session, case_id)
        holding, texts = latest(kept), _texts(session, kept)
        gone = catalogues.withdrawn(session, london_date(datetime.now(UTC)))
        return {
            "case": case_id,
            "judged_on": [_catalogue_of_case(one, holding, gone) for one in found],
            "rows": [_row(texts, one, holding) for one in rows_in(session, case_id)],
            "recommendations": [
                {"id": ident, "on": on.isoformat() if on else None}
                for ident, on in _recommendations(session, case_id)
            ],
            "links": [_link(texts, one, one in holding) for one in kept],
        }


def _catalogue_of_case(
    one: Catalogue, links: tuple[Link, ...], gone: set[tuple[str, str, str]]
) -> dict[str, Any]:
    answered = {
        link.standard: link.answer for link in links if link.kind == EVIDENCE and link.catalogue == one.id
    }
    return {
        "catalogue": one.id,
        "version": one.version,
        "title": one.title,
        "owner": one.owner,
        "source_url": one.source_url,
        "standards": [
            {
                **standard_as_json(each),
                "answer": answered.get(each.id),
                "withdrawn": (one.id, one.version, each.id) in gone,
            }
            for each in one.standards
        ],
    }


def _row(texts: Texts, row: FRow, links: tuple[Link, ...]) -> dict[str, Any]:
    held = next((one for one in links if one.kind == PROVISION and one.thing == row.id), None)
    return {
        "id": row.id,
        "area": row.area,
        "need": row.need,
        "provision": row.provision,
        "answer": held.answer if held else None,
        "standard": f"{held.catalogue}/{held.standard}" if held and held.standard else None,
        "note": note(held, _standard(texts, held)) if held else None,
    }


def _link(texts: Texts, one: Link, holds: bool) -> dict[str, Any]:
    standard = _standard(texts, one)
    return {
        "kind": one.kind,
        "thing": one.thing,
        "catalogue": one.catalogue,
        "version": one.version,
        "standard": one.standard,
        "statement": standard.statement if standard else None,
        "answer": one.answer,
        "area": one.area,
        "on": one.on.isoformat(),
        "by": one.by,
        "at": one.at.isoformat(),
        "holds": holds,
    }


def _texts(session: Session, links: Iterable[Link]) -> Texts:
    """Return the versions of the catalogues that some links name."""
    named = {(one.catalogue, one.version) for one in links if one.catalogue and one.version}
    return {of: kept for of in named if (kept := standards.find(session, *of)) is not None}


def _standard(texts: Texts, one: Link) -> Standard | None:
    kept = texts.get((one.catalogue or "", one.version or ""))
    return kept.find(one.standard) if kept and one.standard else None


def row_notes(session: Session, case_id: str) -> dict[str, str]:
    """Return what the plan checks say of the rows of a case that are linked, by the id of the row."""
    held = [one for one in latest(standards.links_of(session, case_id)) if one.kind == PROVISION]
    texts = _texts(session, held)
    return {one.thing: note(one, _standard(texts, one)) for one in held}


def has_catalogue(session: Session, case_id: str) -> bool:
    """Return whether a case is judged on any catalogue."""
    return bool(catalogues.judged(session, case_id))


def plan_notes(session: Session, case_id: str, plan: Plan) -> tuple[Finding, ...]:
    """Return the notes of the plan checks about the rows of a version that are linked."""
    said = row_notes(session, case_id)
    return tuple(
        Finding("note", "F", f"{AREAS[name]}, row {place}: {said[ident]}", "local policy")
        for name, area in plan.areas.items()
        for place, row in enumerate(area.rows, start=1)
        if (ident := row.id or f"{name}-{place}") in said
    )


def in_one_line(told: Mapping[str, Any]) -> str:
    """Return what the evidence of a request says of its standards, in one line; empty if it says nothing."""
    counts = dict.fromkeys(ANSWERS, 0)
    for catalogue in told["judged_on"]:
        for standard in catalogue["standards"]:
            if standard["answer"] in counts:
                counts[standard["answer"]] += 1
    said = [f"{number} {ANSWERS[answer].lower()}" for answer, number in counts.items() if number]
    return ", ".join(said)


def why_not(session: Session, case_id: str, action: str, fields: Mapping[str, Any]) -> str | None:
    """Return why a refusal, or advice to refuse, may not be recorded with these words, in one sentence; None if it may.

    `fields` holds the act's fields with its free text. Reasons that are given later are judged as those of the refusal that
    they are for.
    """
    reason = fields.get("reason")
    if not isinstance(reason, str) or not reason:
        return None
    about = _decided(session, case_id) if action == GIVEN_LATER else refuses(action, fields) or action
    if about not in CITATIONS:
        return None
    return why_not_refuse(about, reason, _words(session, case_id))


def _decided(session: Session, case_id: str) -> str:
    events = events_of(ledger.facts_of(session, case_id))
    return next((one.event for one in reversed(events) if one.event in CITATIONS), "")


def _words(session: Session, case_id: str) -> tuple[str, ...]:
    try:
        return catalogues.words_of(session, case_id)
    except ActRefused:
        return ()
