"""What a case's own lines say in words: how a request came, whose right it is, and the particulars of the ledger."""

from __future__ import annotations

from typing import Any


def how_received(told: dict[str, Any]) -> str:
    """Describe how and where a request was received, who took it in, and who asked."""
    said = [
        f" by {told['channel'].replace('_', ' ')}" if told["channel"] else "",
        f" at {told['received_where']}" if told["received_where"] else "",
        f", taken in by {told['received_by']}" if told["received_by"] else "",
        f", asked for by {_ASKER.get(told['source'], told['source'])}" if told["source"] else "",
    ]
    return "".join(said)


_ASKER = {
    "parent": "the parent",
    "young_person": "the young person",
    "setting": "the school or setting",
    "health": "health",
    "social_care": "social care",
    "other": "another person",
}
WHOSE = {
    "parent": "the parent's",
    "young_person": "the young person's",
    "representative": "the representative's, since the young person lacks capacity",
    "nobody": "no one's: the young person is 25 or over",
}


def particulars(line: dict[str, Any]) -> str:
    """What a line of the ledger says beyond its sentence: whose, the particulars of an act, who did it or was told."""
    from casework.case.acts import ADVISERS

    said = [line["of"]] if line["of"] and line["of"] not in ADVISERS else []
    if line["kind"] == "opening":
        said += [
            f"{name.replace('_', ' ')}: {_plain(value)}"
            for name, value in line["fields"].items()
            if value is not None and not name.startswith("rule_pack")
        ]
    elif line["kind"] == "act":
        fields = {name: value for name, value in line["fields"].items() if value is not None}
        said += [f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in fields.items()]
        said += [f"by {line['by']}"] if line["by"] else []
        said += ["no decision maker is named"] if _is_unnamed(line) else []
    elif line["kind"] == "moment" and line["fields"].get("told"):
        said.append(f"told: {_plain(line['fields']['told'])}")
    said += [_written(one) for one in line["sent"]]
    return "; ".join(said)


def _is_unnamed(line: dict[str, Any]) -> bool:
    """Whether it is a dated decision without a named decision maker."""
    from casework.case.actor import is_named
    from casework.case.decisions import decides
    from statute.facts import Event

    return (
        not is_named(line["by"])
        and bool(line["on"])
        and decides(Event(line["event"], None, None, line["fields"]))
    )


def recipient(role: str, of: str | None) -> str:
    """Describe the recipient by their relationship to the case; `of` distinguishes recipients of one kind."""
    from casework.people.parties import called

    return f"the {called(role)}{f' ({of})' if of else ''}"


def _written(one: dict[str, Any]) -> str:
    return f"{one['channel']} to {recipient(one['to_role'], one['of'])} ({one['kind'].replace('_', ' ')})"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    said = str(value)
    return said if " " in said else said.replace("_", " ")  # a code, not a person's words
