"""The evidence and the published versions of plans for the local area, for every way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.access.permissions import Person, Right
from casework.inclusion_plan.evidence import Evidence
from casework.inclusion_plan.evidence_comparison import MovedTable, moved
from casework.inclusion_plan.evidence_table import EvidenceTable, as_csv
from casework.inclusion_plan.plan_paper import plan_paper
from casework.letters.paper import Paper
from casework.processes.registry import process_of
from office.gate import Gate
from office.processes import process_as_json
from office.refusals import ActRefused
from records import inclusion_evidence
from records.database import Database


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved from one published version to the next."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    tables: tuple[MovedTable, ...]
    sections: tuple[str, ...]


def plan_told(gate: Gate, person: Person, plan_id: str, today: date) -> dict[str, Any]:
    """Return a plan that a person may see, with its texts. Raises NotAllowed or ActRefused."""
    process = process_of(plan_id)
    if process is None or process.rights.see is not Right.SEE_INCLUSION_PLAN:
        raise ActRefused("There is no plan for the local area with this number. Choose one from the list.")
    gate.check_process(person, plan_id)
    return process_as_json(gate.database, plan_id, today, reader=person)


def evidence_of(database: Database, told: Mapping[str, Any]) -> Evidence:
    """Return the frozen evidence of a plan or of a version. Raises ActRefused if there is none."""
    found = None
    if told["evidence"]:
        with database.read() as session:
            found = inclusion_evidence.find(session, str(told["evidence"]))
    if found is None:
        raise ActRefused("The evidence of this plan is not frozen yet. Freeze it on the page of the plan.")
    return found


def table_of(evidence: Evidence, table_id: str) -> EvidenceTable:
    """Return a table of the evidence. Raises ActRefused if there is none."""
    found = evidence.table(table_id)
    if found is None:
        raise ActRefused("There is no such table. Choose one on the page of the evidence.")
    return found


def table_as_csv(evidence: Evidence, table_id: str) -> str:
    """Return a table as CSV. Raises ActRefused if there is none."""
    return as_csv(table_of(evidence, table_id))


def version_told(told: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    """Return a published version of a plan. Raises ActRefused if there is none."""
    found = next((one for one in told["published"] if one["number"] == number), None)
    if found is None:
        raise ActRefused("This version is not published. Choose one on the page of the plan.")
    version: Mapping[str, Any] = found
    return version


def paper_of(database: Database, version: Mapping[str, Any]) -> Paper:
    """Return a published version as a paper without names."""
    return plan_paper(version, evidence_of(database, version))


def compared(database: Database, told: Mapping[str, Any], number: int) -> Comparison:
    """Return what moved since the version before. Raises ActRefused for the first version."""
    after = version_told(told, number)
    if number == 1:
        raise ActRefused("This is the first version, so there is nothing to compare it with.")
    before = version_told(told, number - 1)
    tables = moved(evidence_of(database, before), evidence_of(database, after))
    changed = tuple(key for key, text in after["sections"].items() if before["sections"].get(key) != text)
    return Comparison(before, after, tables, changed)
