"""The document of a plan: every section of regulation 12 under its own letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.letters.paper import Block, Heading, Paper, Paragraph, Table, Terms
from casework.plans.plan import AREAS, Person, Plan, Provision, Row, SocialRow
from statute.words import short_date

_NONE = "Nothing is recorded here."
_HEALTH, _SOCIAL_CARE = 5, 6
"""The numbers for the outcomes of health and of social care, after those of the four areas."""
_LOOKED_AFTER = {
    "now": "Looked after now",
    "before": "Was looked after before",
    "never": "Never looked after",
}


def plan_paper(plan: Plan, case_id: str, version: int, final: bool) -> Paper:
    """Return the document of one version of a plan, as a draft or as a final plan."""
    return Paper(
        title="Education, health and care plan",
        blocks=tuple(_blocks(plan, final)),
        marking=f"Final plan, version {version}" if final else f"DRAFT, version {version}",
        reference=case_id,
    )


def _blocks(plan: Plan, final: bool) -> Iterator[Block]:
    yield from _front(plan)
    yield from _about(plan)
    yield Heading("Sections B, F and E: special educational needs, provision and outcomes")
    for number, (name, said) in enumerate(AREAS.items(), start=1):
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
                _rows(area.rows, "B", "F", f"{number}."),
            )
    yield Heading("Sections C and G: health needs and provision")
    yield from _table(
        "Health needs and provision",
        ("Health need (Section C)", "Health provision (Section G)", "Outcome (Section E)"),
        _rows(plan.health, "C", "G", "", outcome=f"{_HEALTH}."),
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
        [
            (
                (_numbered(f"D {place}", row.need),),
                _provision(row.h1, f"H1 {place}"),
                (*_provision(row.h2, f"H2 {place}"), *_adulthood(row)),
                (_numbered(f"E {_SOCIAL_CARE}.{place}", row.outcome),),
            )
            for place, row in enumerate(plan.social_care, start=1)
        ],
    )
    yield from _placement(plan, final)
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


def _front(plan: Plan) -> Iterator[Block]:
    """The front of the standard template, if any of it is filled in."""
    front = plan.front
    said = [
        ("Sex", front.sex),
        ("Ethnicity", front.ethnicity),
        ("First language", front.first_language),
        ("First language of the parents", front.parents_first_language),
        *(
            ("Main contact" if place == 0 else "Another contact", _contact(one))
            for place, one in enumerate(front.contacts)
        ),
        ("Present school or college", front.present_setting),
        ("GP or lead health professional", front.lead_health_professional),
        ("NHS number", front.nhs_number),
        ("Known to social care", _yes(front.known_to_social_care)),
        ("Other professionals", "; ".join(front.other_professionals)),
        ("Looked after", _LOOKED_AFTER.get(front.looked_after or "", "")),
        ("One-page profile attached", _yes(front.one_page_profile)),
        ("Moved in with a plan", _yes(front.moved_in_with_a_plan)),
    ]
    if rows := tuple((term, text) for term, text in said if text):
        yield Heading("People and services involved")
        yield Terms(rows)


def _contact(one: Person) -> str:
    whose = f"{one.name} ({one.relationship})" if one.relationship else one.name
    return ", ".join(part for part in (whose, one.telephone, one.email, one.address) if part)


def _yes(flag: bool | None) -> str:
    return {True: "Yes", False: "No"}.get(flag, "") if flag is not None else ""


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
        ("My strengths", about.strengths),
        ("My interests", about.interests),
        ("My aspirations", about.aspirations),
    )
    yield Terms(tuple((term, text) for term, text in said if text))


def _placement(plan: Plan, final: bool) -> Iterator[Block]:
    yield Heading("Section I: placement")
    place = plan.placement
    if place.is_empty and final:
        yield Paragraph("This plan names no setting and no type of setting.")
        return
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


def _rows(
    rows: Iterable[Row], need: str, provision: str, prefix: str, outcome: str | None = None
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The rows of an area. Each paragraph has a number that people can refer to: B 1.2, F 1.2.1, E 1.2."""
    return tuple(
        (
            (_numbered(f"{need} {prefix}{place}", row.need),),
            (*_provision(row.provision, f"{provision} {prefix}{place}"), *_adulthood(row)),
            (_numbered(f"E {prefix if outcome is None else outcome}{place}", row.outcome),),
        )
        for place, row in enumerate(rows, start=1)
    )


def _numbered(number: str, text: str) -> str:
    return f"{number}: {text}" if text else ""


def _adulthood(row: Row | SocialRow) -> tuple[str, ...]:
    return ("This prepares for adulthood.",) if row.adulthood else ()


def _provision(each: Iterable[Provision], number: str) -> tuple[str, ...]:
    return tuple(_numbered(f"{number}.{place}", _one(one)) for place, one in enumerate(each, start=1))


def _one(one: Provision) -> str:
    by = f"By {one.who}" if one.who else ""
    paid = f"paid for by {one.who_pays}" if one.who_pays else ""
    when = "; ".join(part for part in (by, one.how_often, one.how_long, paid, *one.more.values()) if part)
    advice = f" (Section K: {', '.join(one.advice)})" if one.advice else ""
    what = one.what.rstrip(".")
    return f"{what}. {when[:1].upper()}{when[1:]}.{advice}" if when else f"{what}.{advice}"
