"""Catalogues of standards, what a case and a setting say of them, and the report."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field, StringConstraints

from casework.standards.links import KINDS, THE_REQUEST
from starter.api.models.base import ID, Asked, Code, Day, Text, Told

CatalogueId = Annotated[
    str, Path(pattern=ID, description="The catalogue.", examples=["ordinarily-available"])
]
Urn = Annotated[str, Path(pattern=r"^\d{5,7}$", description="The setting.", examples=["900001"])]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Written = Annotated[str, StringConstraints(min_length=1, max_length=120)]
"""A standard: its id or, where several catalogues have it, CATALOGUE/ID."""


class Version(Told):
    """A version of a catalogue, and whether it is in force today."""

    catalogue: str
    version: str
    title: str
    owner: str
    status: str
    effective_from: Day
    effective_to: Day | None
    withdrawn_on: Day | None
    in_force: bool
    standards: int = Field(description="How many standards it has.")


class Catalogues(Told):
    """Every version of every catalogue."""

    catalogues: tuple[Version, ...]


class Standard(Told):
    """A standard. An empty legal basis is policy only."""

    id: str
    layer: str
    phases: tuple[str, ...]
    area_of_need: str
    area_of_development: str
    statement: str
    who_secures: str
    who_funds: str
    evidence_examples: tuple[str, ...]
    legal_basis: str
    supersedes: str


class KeptStandard(Standard):
    """A standard of a version, and the day from which it is withdrawn."""

    withdrawn_on: Day | None
    withdrawn_because: str | None


class Catalogue(Told):
    """One version of a catalogue with its standards."""

    id: str
    title: str
    owner: str
    version: str
    status: str
    effective_from: Day
    effective_to: Day | None
    source_url: str
    in_force: bool
    withdrawn_on: Day | None
    withdrawn_because: str | None
    standards: tuple[KeptStandard, ...]


class CatalogueToLoad(Asked):
    """The file of one version of a catalogue. A name that ends with .csv is read as CSV, any other as YAML."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    content: Annotated[str, StringConstraints(min_length=1, max_length=2_000_000)]


class Loaded(Told):
    """What a file changed against the version before it."""

    catalogue: str
    version: str
    new: bool = Field(description="False where this version was loaded already.")
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


class Withdrawal(Asked):
    """What is withdrawn: one standard or, without one, the whole version."""

    version: Code
    standard: Code | None = None
    on: Day
    because: Reason


class Withdrawn(Told):
    """A withdrawal that was recorded."""

    catalogue: str
    version: str
    standard: str | None
    on: Day


class StandardOfCase(Standard):
    """A standard that a case is judged on, and what the evidence of the request shows of it."""

    answer: str | None
    withdrawn: bool


class CatalogueOfCase(Told):
    """A catalogue in the version that a case keeps."""

    catalogue: str
    version: str
    title: str
    owner: str
    source_url: str
    standards: tuple[StandardOfCase, ...]


class Row(Told):
    """A row of Section F, its link, and what the plan checks say of it."""

    id: str
    area: str
    need: str
    provision: str
    answer: str | None
    standard: str | None
    note: str | None


class Recommendation(Told):
    """A recommendation whose reasons can name standards."""

    id: str
    on: Day | None


class Link(Told):
    """One link of a case. `holds` is false where a later link replaced it or took it back."""

    kind: str
    thing: str
    catalogue: str | None
    version: str | None
    standard: str | None
    statement: str | None
    answer: str
    area: str
    on: Day
    by: str | None
    at: str
    holds: bool


class OfCase(Told):
    """What a case says of its standards. None of it is a condition of anything."""

    case: str
    judged_on: tuple[CatalogueOfCase, ...]
    rows: tuple[Row, ...]
    recommendations: tuple[Recommendation, ...]
    links: tuple[Link, ...]


class LinkToMake(Asked):
    """A link to make. A row that is above every catalogue names no standard."""

    kind: Literal[KINDS]  # type: ignore[valid-type]
    answer: Code
    standard: Written | None = None
    thing: Written = THE_REQUEST


class LinksToMake(Asked):
    """Links to make together: if one is refused, none is made."""

    on: Day
    links: Annotated[list[LinkToMake], Field(min_length=1, max_length=200)]


class Count(Told):
    """How many were recorded."""

    recorded: int


class Offer(Told):
    """A standard that a setting declared to offer."""

    catalogue: str
    version: str
    standard: str
    statement: str | None
    on: Day
    by: str | None
    ended_on: Day | None


class OfSetting(Told):
    """What a setting offers and offered, oldest first."""

    setting: str
    name: str
    offers: tuple[Offer, ...]


class OfferToRecord(Asked):
    """Standards that a setting offers from a day on or, with `ends`, no longer offers."""

    on: Day
    standards: Annotated[list[Written], Field(min_length=1, max_length=200)]
    ends: bool = False


class ReportRow(Told):
    """A line of the report. A number that is hidden is null."""

    row: Text
    cases: dict[str, int | None]
    all: int | None


class ReportTable(Told):
    """Cases by setting. Numbers under five are hidden, with those that would give them away."""

    settings: tuple[str, ...]
    rows: tuple[ReportRow, ...]
    all: dict[str, int | None]
    total: int | None


class Report(Told):
    """The standards most often not tried, and the needs most often met above every catalogue."""

    as_at: Day
    hidden_below: int
    not_tried: ReportTable
    above_the_catalogue: ReportTable
