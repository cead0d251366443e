"""The reference of what can be recorded: the acts of a case and of each other process."""

from __future__ import annotations

from collections.abc import Iterable

from casework.case.actions import Action, Field
from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE
from casework.case.stages import Stage
from casework.processes.registry import PROCESSES
from docs.generator.tables import cell, code, table
from starter.console.views import labels
from statute.words import capital


def page() -> str:
    """The page of all acts: title, the stages that allow each, and its fields."""
    by_hand = [each for each in CATALOGUE.values() if each.name not in NOT_BY_PEOPLE]
    told = [each for each in CATALOGUE.values() if each.name in NOT_BY_PEOPLE]
    parts = [
        "# Acts\n",
        "An act is what a person records. The console asks for it on a page. The command is `ehcp act CASE NAME --on DATE`, "
        "with `--set FIELD=VALUE` for each field. The API takes the same names. A field in **bold** is needed.\n",
        "## Acts of a case\n",
        *map(_act, by_hand),
        "## What a case is told\n",
        "Other processes, or the service itself, record these in a case. No one types them in.\n",
        *map(_act, told),
    ]
    for process in PROCESSES:
        parts.append(f"## {process.title}: acts\n")
        parts.append(f"Recorded with `ehcp {process.group.command}`, or on the page of the {process.noun}.\n")
        parts.extend(map(_act, process.acts.values()))
    return "\n".join(parts)


def _act(action: Action) -> str:
    lines = [f"### {cell(action.title)}\n", f"{code(action.name)}: {cell(action.said)}.\n"]
    if action.stages:
        stages = ", ".join(stage.value.replace("_", " ") for stage in Stage if stage in action.stages)
        lines.append(f"Stages: {stages}.\n")
    if action.of is not None:
        lines.append(
            f"`of` names the {action.of.replace('_', ' ')}{', or several of them' if action.many else ''}.\n"
        )
    if action.fields:
        lines.append(table(("Field", "What it asks", "Takes"), map(_field, action.fields)))
    return "\n".join(lines)


def _field(field: Field) -> Iterable[str]:
    name = f"**{code(field.name)}**" if field.required else code(field.name)
    takes = ", ".join(map(code, field.choices)) or field.kind
    return name, cell(capital(field.asks or labels.field(field.name))), takes
