"""A kind of process is one folder: nothing outside casework/processes/<kind>/ names it, and each keeps its promises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.case.actions import Act
from casework.case.acts import CATALOGUE
from casework.processes.process import Process
from casework.processes.registry import ONLY_TOLD, PROCESSES, TELLS, act_of, process_of
from tests.running import ROOT
from workflows.all_workflows import OF_PROCESSES

FLOORS = ("statute", "casework", "workflows", "activities", "records", "office", "engine", "starter")
NAMES = {name for each in PROCESSES for name in (each.kind, each.noun, each.workflow)}
FOLDERS = {each.kind for each in PROCESSES}

WORDS_OF_THE_LAW = {
    "statute/": {"appeal": "the family's right to appeal, whose time has a counting of its own"},
    "casework/case/decisions.py": {"mediation": "the flag, and what changed a decision, in the SEN2 return"},
    "casework/letters/held_message.py": {"review": "a letter that waits for a second look by a manager"},
    "casework/reviews/": {"review": "the yearly review of a plan, as the law and the Department count it"},
    "office/review_planning.py": {
        "review": "the yearly review of a plan, as the law and the Department count it"
    },
    "starter/cli/review_planning.py": {"review": "the command of counts, beside that of the process"},
    "starter/api/models/review_planning.py": {
        "review": "the yearly review of a plan, as the law and the Department count it"
    },
    "starter/api/routes/review_planning.py": {
        "review": "the yearly review of a plan, as the law and the Department count it"
    },
    "starter/console/routes/review_planning.py": {
        "review": "the yearly review of a plan, as the law and the Department count it"
    },
    "starter/console/views/review_planning.py": {
        "review": "the yearly review of a plan, as the law and the Department count it"
    },
    "starter/console/templates/review_": {
        "review": "the yearly review of a plan, as the law and the Department count it"
    },
    "casework/retention/": {"review": "the day on which what is kept is looked at before it is destroyed"},
    "office/held_messages.py": {"review": "a letter that waits for a second look by a manager"},
    "office/retention.py": {"review": "the day on which what is kept is looked at before it is destroyed"},
    "records/held_messages.py": {"review": "a letter that waits for a second look by a manager"},
    "casework/case/statutory_acts.py": {
        "phase_transfer": "the fact of the law that a change of phase is coming"
    },
    "casework/measures/case_life.py": {
        "phase_transfer": "the fact of the law that a change of phase is coming"
    },
    "casework/inclusion_plan/plan_forecast.py": {"transfer": "a change of phase, as a rate of the forecast"},
    "activities/pdf_binding.py": {"ending": "of the name of a file"},
    "casework/case/openings.py": {
        "ceasing": "what a case is opened for: a decision to cease",
        "reassessment": "what a case is opened for: a request to re-assess",
    },
    "casework/money/decisions.py": {"ending": "of a band"},
    "casework/people/postal_address.py": {"ending": "the last lines of an address"},
    "office/banding.py": {"ending": "of a band"},
    "office/demo/caseload.py": {"ceasing": "what a case is opened for"},
    "office/subject_bands.py": {"ending": "of a band"},
    "starter/api/models/": {
        "ceasing": "what a case is opened for",
        "reassessment": "what a case is opened for",
    },
    "starter/console/views/page.py": {"panel": "a component of GOV.UK Frontend"},
    "starter/console/views/": {
        "ceasing": "what a case is opened for",
        "reassessment": "what a case is opened for",
    },
    "workflows/case_processes.py": {"ending": "the act that ends a process at once"},
    "casework/plans/plan_life.py": {
        "maintained": "the first word of the id of a plan, which every process makes from the id of its case"
    },
    "casework/early_support/": {"referral": "sending a child to a health service, as every service calls it"},
    "starter/api/models/cases.py": {"mediation": "whether a decision went to mediation"},
    "starter/console/templates/parts/case_decisions.html": {
        "mediation": "whether a decision went to mediation"
    },
    "starter/console/templates/tailored_list_new.html": {"transfer": "a move to the next phase, in a hint"},
}
"""Where the law's own word is the same as the name of a kind: the files, by the beginning of their path, and what it means."""


def allowed_in(where: str) -> set[str]:
    return {word for begins, words in WORDS_OF_THE_LAW.items() if where.startswith(begins) for word in words}


def names_in(path: Path) -> Iterator[tuple[int, str]]:
    """The strings, identifiers and imported folders of a file, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Constant(value=str(said)):
                yield line, said
            case (
                ast.Name(id=said) | ast.Attribute(attr=said) | ast.arg(arg=said) | ast.keyword(arg=str(said))
            ):
                yield line, said
            case ast.FunctionDef(name=said) | ast.AsyncFunctionDef(name=said) | ast.ClassDef(name=said):
                yield line, said
            case ast.ImportFrom(module=str(module)):
                yield from ((line, part) for part in module.split("."))
                yield from ((line, alias.name) for alias in node.names)
            case ast.Import():
                yield from ((line, part) for alias in node.names for part in alias.name.split("."))


def words_in(template: Path) -> Iterator[tuple[int, str]]:
    """The words of a template, with their lines, and of its addresses and ids each part."""
    for line, text in enumerate(template.read_text(encoding="utf-8").splitlines(), start=1):
        yield from ((line, word) for word in re.findall(r"\w+", text))


def templates() -> Iterator[Path]:
    yield from sorted((ROOT / "starter").rglob("templates/**/*.html"))


def outside() -> Iterator[Path]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if not (parts[:2] == ("casework", "processes") and parts[2] in FOLDERS):
                yield path


def test_no_file_outside_its_folder_names_a_kind_of_process() -> None:
    found = []
    for path in outside():
        where = path.relative_to(ROOT).as_posix()
        allowed = allowed_in(where)
        found += [
            f"{where}:{line}: {said}"
            for line, said in names_in(path)
            if said in NAMES and said not in allowed
        ]
        assert path.stem not in NAMES and path.parent.name not in NAMES, where
    assert not found, "\n".join(found)


def test_no_template_of_the_console_names_a_kind_of_process() -> None:
    found = []
    for path in templates():
        where = path.relative_to(ROOT).as_posix()
        allowed = allowed_in(where)
        found += [
            f"{where}:{line}: {word}"
            for line, word in words_in(path)
            if word in NAMES and word not in allowed
        ]
        assert path.stem not in NAMES, where
    assert not found, "\n".join(found)


def test_every_word_of_the_law_that_is_allowed_is_used() -> None:
    for begins, words in WORDS_OF_THE_LAW.items():
        files = [path for path in outside() if path.relative_to(ROOT).as_posix().startswith(begins)]
        pages = [path for path in templates() if path.relative_to(ROOT).as_posix().startswith(begins)]
        used = {said for path in files for _, said in names_in(path)}
        used |= {word for path in pages for _, word in words_in(path)}
        assert set(words) <= used, begins


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.kind)
def test_a_kind_names_no_other_kind(process: Process[Any]) -> None:
    others = {each.kind for each in PROCESSES} - {process.kind}
    for path in sorted((ROOT / "casework" / "processes" / process.kind).rglob("*.py")):
        named = [(line, said) for line, said in names_in(path) if said in others]
        assert not named, (path, named)


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.kind)
def test_every_kind_keeps_its_promises(process: Process[Any]) -> None:
    assert (ROOT / "casework" / "processes" / process.kind / "process.py").exists()
    assert process_of(f"{process.noun}-4f9") is process
    assert process.acts and all(act_of(name) is not None for name in process.acts)
    assert OF_PROCESSES[process.kind].__name__ == process.workflow
    assert process.title and process.details and process.group.lists.startswith("ehcp ")
    assert process.begins_again <= process.starts_from <= process.hears
    assert process.starts_from <= set(CATALOGUE) and process.hears <= set(CATALOGUE)
    heard = {process.heard_as(Act(name, date(2026, 5, 20))).action for name in process.hears}
    assert heard <= set(process.acts) and process.ends_with <= set(process.acts)
    assert {name for name, _ in process.ended_by.values()} <= set(process.acts)
    assert process.only_told <= {action.name for action in process.tells}
    assert set(process.takes_in) <= set(process.acts)
    own = process.rights.own_acts
    assert own is None or own <= set(process.acts)


def test_each_kind_has_names_of_its_own() -> None:
    for name in ("kind", "noun", "workflow"):
        assert len({getattr(each, name) for each in PROCESSES}) == len(PROCESSES)
    told = [action.name for action in TELLS]
    assert len(told) == len(set(told)) and set(told) <= set(CATALOGUE)
    assert set(told) >= ONLY_TOLD
    assert all(CATALOGUE[action.name] is action for action in TELLS), (
        "no kind takes the name of another's act"
    )
