"""A plan as a paper: every section of regulation 12 under its own letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.paper import Block, Heading, Paper, Paragraph, Table, Terms
from casework.plan import AREAS, Plan, Provision
from statute.words import short_date

_NONE = "Nothing is recorded here."


def plan_paper(plan: Plan, case_id: str, version: int, final: bool) -> Paper:
    """The paper of one version of a plan, as a draft or as a final plan."""
    return Paper(
        title="Education, health and care plan",
        blocks=tuple(_blocks(plan)),
        marking=f"Final plan, version {version}" if final else f"DRAFT, version {version}",
        reference=case_id,
    )


def _blocks(plan: Plan) -> Iterator[Block]:
    yield from _about(plan)
    yield Heading("Sections B, F and E: special educational needs, provision and outcomes")
    for name, said in AREAS.items():
        area = plan.areas.get(name)
        yield Heading(said, 3)
        if area is None or not (area.strengths or area.rows):
            yield Paragraph(_NONE)
            continue
        if area.strengths:
            yield Paragraph(f"Strengths: {area.strengths}")
        if area.rows:
            yield Table(
                said,
                ("Need (Section B)", "Provision (Section F)", "Outcome (Section E)"),
                tuple(((row.need,), _provision(row.provision), (row.outcome,)) for row in area.rows),
            )
    yield Heading("Sections C and G: health needs and provision")
    yield from _table(
        "Health needs and provision",
        ("Health need (Section C)", "Health provision (Section G)", "Outcome (Section E)"),
        [((row.need,), _provision(row.provision), (row.outcome,)) for row in plan.health],
    )
    yield Heading("Sections D, H1 and H2: social care needs and provision")
    yield from _table(
        "Social care needs and provision",
        (
            "Social care need (Section D)",
            "Provision under section 2 of the Chronically Sick and Disabled Persons Act 1970 (Section H1)",
            "Other social care provision (Section H2)",
            "Outcome (Section E)",
        ),
        [((row.need,), _provision(row.h1), _provision(row.h2), (row.outcome,)) for row in plan.social_care],
    )
    yield from _placement(plan)
    yield from _budget(plan)
    yield Heading("Section K: advice and information")
    yield from _table(
        "Advice and information that was gathered",
        ("Number", "From", "Author", "Date"),
        [
            ((one.id,), (one.of.replace("_", " "),), (one.author,), (short_date(one.on),))
            for one in plan.advice
        ],
    )


def _about(plan: Plan) -> Iterator[Block]:
    about = plan.about
    yield Heading("Section A: views, interests and aspirations")
    said = (
        ("Name", about.name),
        ("Preferred name", about.preferred_name),
        ("Date of birth", short_date(about.born_on) if about.born_on else ""),
        ("History", about.history),
        ("How to communicate with me", about.communication),
        ("My views", about.views_of_child),
        ("My family's views", about.views_of_family),
        ("My interests", about.interests),
        ("My aspirations", about.aspirations),
    )
    yield Terms(tuple((term, text) for term, text in said if text))


def _placement(plan: Plan) -> Iterator[Block]:
    yield Heading("Section I: placement")
    place = plan.placement
    if place.is_empty:
        yield Paragraph(
            "This section is empty in a draft. Your family may ask for any school or college of the kinds in section 38(3) of the Children and Families Act 2014."
        )
        return
    said = (
        ("Setting", place.setting),
        ("Number in the register", place.urn),
        ("Type of setting", place.type),
    )
    yield Terms(tuple((term, text) for term, text in said if text))


def _budget(plan: Plan) -> Iterator[Block]:
    yield Heading("Section J: personal budget")
    if plan.budget is None:
        yield Paragraph("There is no personal budget.")
        return
    budget = plan.budget
    said = (
        ("Amount", budget.amount),
        ("What it is for", budget.for_what),
        ("Arrangements", budget.arrangements),
    )
    yield Terms(tuple((term, text) for term, text in said if text))


def _table(
    caption: str, columns: tuple[str, ...], rows: Iterable[tuple[tuple[str, ...], ...]]
) -> Iterator[Block]:
    found = tuple(rows)
    yield Table(caption, columns, found) if found else Paragraph(_NONE)


def _provision(each: Iterable[Provision]) -> tuple[str, ...]:
    return tuple(_one(provision) for provision in each)


def _one(one: Provision) -> str:
    by = f"By {one.who}" if one.who else ""
    when = "; ".join(part for part in (by, one.how_often, one.how_long) if part)
    advice = f" (Section K: {', '.join(one.advice)})" if one.advice else ""
    what = one.what.rstrip(".")
    return f"{what}. {when[:1].upper()}{when[1:]}.{advice}" if when else f"{what}.{advice}"
