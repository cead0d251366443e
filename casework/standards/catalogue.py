"""A catalogue of standards: what a setting, a school or an authority says that it provides before or in a plan.

A catalogue is local or national policy. It explains; it is never a condition for an assessment or for a plan, which
only sections 36(8) and 37(1) of the Children and Families Act 2014 decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from statute.strict_reading import yaml_from

_WORDS: Final[dict[str, dict[str, Any]]] = yaml_from(
    Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
)
LAYERS: Final[dict[str, str]] = {code: one["title"] for code, one in _WORDS["layers"].items()}
EVERY_SCHOOL: Final = frozenset(code for code, one in _WORDS["layers"].items() if one.get("every_school"))
"""The layers that every school must secure for its pupils without a plan."""
PHASES: Final[dict[str, str]] = _WORDS["phases"]
AREAS_OF_NEED: Final[dict[str, str]] = _WORDS["areas_of_need"]
OWNERS: Final[dict[str, str]] = _WORDS["owners"]
STATUSES: Final[dict[str, str]] = _WORDS["statuses"]
ANSWERS: Final[dict[str, str]] = _WORDS["answers"]
"""What the evidence of a request says of a standard."""
NO_LEGAL_BASIS: Final = "none"
"""What a catalogue writes as the legal basis of a standard that is policy only."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard of a catalogue. `legal_basis` is empty where it is policy only; `supersedes` is an older standard."""

    id: str
    layer: str
    phases: tuple[str, ...]
    area_of_need: str
    area_of_development: str
    statement: str
    who_secures: str
    who_funds: str
    evidence_examples: tuple[str, ...] = ()
    legal_basis: str = ""
    supersedes: str = ""

    @property
    def is_for_every_school(self) -> bool:
        """Whether every school must do it for its pupils without a plan."""
        return self.layer in EVERY_SCHOOL


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of a catalogue, with its standards. It is in force from `effective_from` to `effective_to`, if it ends."""

    id: str
    title: str
    owner: str
    version: str
    status: str
    effective_from: date
    effective_to: date | None
    source_url: str
    standards: tuple[Standard, ...]

    def find(self, standard: str) -> Standard | None:
        """Return the standard with this id, or None."""
        return next((one for one in self.standards if one.id == standard), None)


def catalogue_from(content: dict[str, Any]) -> Catalogue:
    """Return a catalogue from the content that `as_json` made."""
    standards = tuple(
        Standard(
            **{**one, "phases": tuple(one["phases"]), "evidence_examples": tuple(one["evidence_examples"])}
        )
        for one in content["standards"]
    )
    ends = content["effective_to"]
    return Catalogue(
        **{
            **content,
            "standards": standards,
            "effective_from": date.fromisoformat(content["effective_from"]),
            "effective_to": date.fromisoformat(ends) if ends else None,
        }
    )


def as_json(catalogue: Catalogue) -> dict[str, Any]:
    """Return a catalogue as it is kept and as a program reads it."""
    return {
        "id": catalogue.id,
        "title": catalogue.title,
        "owner": catalogue.owner,
        "version": catalogue.version,
        "status": catalogue.status,
        "effective_from": catalogue.effective_from.isoformat(),
        "effective_to": catalogue.effective_to.isoformat() if catalogue.effective_to else None,
        "source_url": catalogue.source_url,
        "standards": [standard_as_json(one) for one in catalogue.standards],
    }


def standard_as_json(one: Standard) -> dict[str, Any]:
    """Return a standard as it is kept and as a program reads it."""
    return {
        "id": one.id,
        "layer": one.layer,
        "phases": list(one.phases),
        "area_of_need": one.area_of_need,
        "area_of_development": one.area_of_development,
        "statement": one.statement,
        "who_secures": one.who_secures,
        "who_funds": one.who_funds,
        "evidence_examples": list(one.evidence_examples),
        "legal_basis": one.legal_basis,
        "supersedes": one.supersedes,
    }
