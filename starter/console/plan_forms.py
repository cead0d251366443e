"""The form of a section of the plan, as parts."""

from __future__ import annotations

from starlette.datastructures import FormData

from office.plan_writing import Sent

_LONGEST_NUMBER = 9


def sent_parts(sent: FormData) -> dict[str, Sent]:
    """Return what a form holds of each part. Boxes of one name that are ticked together are one text."""
    values: dict[str, dict[str, str]] = {}
    for key, value in sent.multi_items():
        part, dot, name = key.partition(".")
        if not dot or not isinstance(value, str):
            continue
        mine = values.setdefault(part, {})
        mine[name] = f"{mine[name]} {value}" if name in mine else value
    return {
        part: Sent(mine, number(sent.get(f"{part}:revision")), str(sent.get(f"{part}:shown") or ""))
        for part, mine in values.items()
    }


def number(text: object) -> int:
    """Return the number that a form sent, or -1 if it is none."""
    said = str(text or "")
    return int(said) if said.isdecimal() and len(said) < _LONGEST_NUMBER else -1
