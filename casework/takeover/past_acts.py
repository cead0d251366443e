"""The notation for what was done in a case before it came here: one act after another, each a name, a date and fields.

    assessment_agreed 2026-04-01; advice_requested 2026-04-02 of=school note="Asked by letter"

A semicolon or the end of a line separates acts. Text with spaces stands in double quotes. Pure.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.case.acts import CATALOGUE

BY = "by"
"""The word that names who did an act: it is no field of the act."""
_PLAIN = re.compile(r"[A-Za-z0-9_.,:()/+-]+")
_SEPARATORS = ";\n"


def split_acts(text: str) -> list[str]:
    """Return the acts of a text. A separator within quotes belongs to the text of an act."""
    found, quote, escaped = [""], "", False
    for sign in text:
        if not quote and not escaped and sign in _SEPARATORS:
            found.append("")
            continue
        found[-1] += sign
        if escaped:
            escaped = False
        elif sign == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
    return [act for act in found if act.strip()]


def words_of(text: str) -> list[str]:
    """Return the words of one act. Raises ValueError with a sentence if a quote is not closed."""
    try:
        return shlex.split(text)
    except ValueError:
        raise ValueError(f"the act {text.strip()!r} has an unclosed quote; close it.") from None


def written(action: str, on: date, of: str | None, fields: Mapping[str, Any], by: str | None = None) -> str:
    """Return an act in this notation, with its fields in the order of the catalogue, so that one act has one form."""
    known = CATALOGUE.get(action)
    order = [each.name for each in known.fields] if known else []
    said = {name: fields[name] for name in (*order, *sorted(set(fields) - set(order))) if name in fields}
    told = {"of": of, BY: by, **said}
    words = [f"{name}={quoted(_value(value))}" for name, value in told.items() if value is not None]
    return " ".join((action, on.isoformat(), *words))


def joined(acts: Iterable[str]) -> str:
    """Return several acts as one text, one act a line."""
    return "\n".join(acts)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(_value(each) for each in value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def quoted(value: str) -> str:
    """Return a text as one word of an act: in quotes unless it is plain."""
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
