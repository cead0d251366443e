"""The fields of a form for a part of a draft: from its content to texts by name, and back with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from casework.plans.draft import MOST_PROVISIONS, Content
from casework.plans.template import NATIONAL, Column, Section, Template

LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = 20_000
"""The longest line and text of a plan, in characters."""
_DATE_PARTS: Final = ("day", "month", "year")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Read:
    """What a form holds: the content, and for each field that is wrong what to do about it."""

    content: Content
    errors: Mapping[str, str] = field(default_factory=dict)


def columns_of(section: Section, part: str) -> tuple[Column, ...]:
    """Return the columns of a part: the fields of its section, or the columns of a row."""
    return section.fields if part == section.key else section.columns


def flat(
    content: Mapping[str, Any], columns: Iterable[Column], template: Template = NATIONAL
) -> dict[str, str]:
    """Return the fields of a form, by name, that show a content."""
    shown: dict[str, str] = {}
    for column in columns:
        value = content.get(column.name)
        match column.kind:
            case "provision":
                for number, one in enumerate(value or [], start=1):
                    told = flat(one, template.provision, template)
                    shown |= {f"{column.name}-{number}-{name}": text for name, text in told.items()}
            case "links":
                shown[column.name] = " ".join(value or [])
            case "lines":
                shown[column.name] = "\n".join(value or [])
            case "flag":
                shown[column.name] = "yes" if value else ""
            case "yes_no":
                shown[column.name] = {True: "yes", False: "no"}.get(value, "") if value is not None else ""
            case "date":
                shown |= _date_fields(column.name, str(value or ""))
            case _:
                shown[column.name] = _text(str(value or ""))
    return shown


def read(values: Mapping[str, str], columns: Iterable[Column], template: Template = NATIONAL) -> Read:
    """Return the content of a form and what is wrong with it. A field that the form does not have is empty."""
    content: Content = {}
    errors: dict[str, str] = {}
    for column in columns:
        name = column.name
        given = _text(values.get(name, ""))
        match column.kind:
            case "provision":
                content[name] = list(_provisions(values, name, template, errors))
            case "links":
                content[name] = given.split()
            case "lines":
                content[name] = [line.strip() for line in given.splitlines() if line.strip()]
            case "flag":
                content[name] = given == "yes"
            case "yes_no":
                content[name] = {"yes": True, "no": False}.get(given)
            case "date":
                content[name] = _date(values, column, errors)
            case _:
                content[name] = given
                if (why := _wrong(column, given)) is not None:
                    errors[name] = why
    return Read(content, errors)


def label_of(name: str, columns: Iterable[Column], template: Template = NATIONAL) -> str:
    """Return the label of a field of a form by its name, such as "Provision (Section F) 1: Who provides it"."""
    for column in columns:
        if name == column.name:
            return column.label
        if column.kind == "date" and name.startswith(f"{column.name}-"):
            return f"{column.label}: {name.rpartition('-')[2]}"
        if column.kind == "provision" and name.startswith(f"{column.name}-"):
            number, _, rest = name.removeprefix(f"{column.name}-").partition("-")
            return f"{column.label}, {number}: {label_of(rest, template.provision)}"
    return name.replace("_", " ")


def _provisions(
    values: Mapping[str, str], name: str, template: Template, errors: dict[str, str]
) -> Iterator[Content]:
    for number in range(1, MOST_PROVISIONS + 1):
        start = f"{name}-{number}-"
        mine = {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}
        if not mine:
            return
        found = read(mine, template.provision, template)
        errors |= {f"{start}{key}": why for key, why in found.errors.items()}
        yield found.content


def _wrong(column: Column, given: str) -> str | None:
    most = LONGEST_TEXT if column.kind == "text" else LONGEST_LINE
    if len(given) > most:
        return f"{column.label} must be {most:,} characters or fewer"
    if column.name == "id" and given and not _CODE.fullmatch(given):
        return f"{column.label} must only include letters, numbers, dots, hyphens and underscores"
    return None


def _date(values: Mapping[str, str], column: Column, errors: dict[str, str]) -> str:
    written = [values.get(f"{column.name}-{part}", "").strip() for part in _DATE_PARTS]
    if not any(written):
        return ""
    missing = [part for part, text in zip(_DATE_PARTS, written, strict=True) if not text]
    if missing:
        errors[column.name] = f"{column.label} must include a {' and a '.join(missing)}"
        return ""
    try:
        day, month, year = (int(text) for text in written)
        if len(written[2]) != 4:
            raise ValueError
        return date(year, month, day).isoformat()
    except ValueError:
        errors[column.name] = f"{column.label} must be a real date"
        return ""


def _date_fields(name: str, written: str) -> dict[str, str]:
    try:
        on = date.fromisoformat(written)
    except ValueError:
        return {f"{name}-{part}": "" for part in _DATE_PARTS}
    return dict(
        zip(
            (f"{name}-{part}" for part in _DATE_PARTS),
            (str(on.day), str(on.month), str(on.year)),
            strict=True,
        )
    )


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
