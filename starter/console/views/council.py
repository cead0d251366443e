"""The pages of the council's own details: all parts, and the form of one part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casework.access.permissions import Role
from casework.letters.recipient_roles import INSIDE
from office.council_details import Details
from starter.console.views.council_fields import KINDS, read, written
from starter.console.views.council_parts import CONTACT, PARTS, Field, Part
from statute.words import capital

BLANK_ROWS, MANY_FIELDS = 3, 5
"""The empty rows that a form with rows has for new entries; one, if a row has as many fields as the second number."""
MOST_ROWS = 200
"""The most rows that a form may send."""
Raw = Mapping[str, str]
_ROLES = frozenset(str(role) for role in Role) | INSIDE
_ADDRESS = "Enter an email address in the correct format, like name@example.org"


def overview(details: Details) -> list[dict[str, Any]]:
    """Return each part with what it holds."""
    return [
        {
            "name": part.name,
            "title": part.title,
            "hint": part.hint,
            "lines": list(_told(part, details.part(part.name))),
        }
        for part in PARTS
    ]


def _told(part: Part, held: Any) -> Iterator[str]:
    """Yield what a part holds, a line for each field or row."""
    if not held:
        return
    for one in part.beside if part.has_rows else part.fields:
        if text := _text(one, held.get(one.name)):
            label = one.label if one.label.endswith("?") else f"{one.label}:"
            yield text if part.fields is CONTACT else f"{label} {text}"
    if part.has_rows:
        titles = {**dict(part.key.options if part.key else ()), **dict(part.fixed)}
        for key, row in _rows_in(part, held):
            values = [
                _text(one, row.get(one.name) if isinstance(row, Mapping) else row) for one in part.fields
            ]
            whose = titles.get(key) or (capital(key.replace("_", " ")) if key in _ROLES else key)
            yield f"{whose}: {', '.join(value for value in values if value)}"


def _rows_in(part: Part, held: Any) -> list[tuple[str, Any]]:
    """Return the rows of a part, each with its key."""
    rows = (held or {}).get(part.rows_at, {}) if part.rows_at else held or {}
    if part.repeats:
        return [(key, row) for key, several in rows.items() for row in several]
    return list(rows.items())


def _text(one: Field, value: Any) -> str:
    if value in (None, "", [], ()):
        return ""
    text = written(one.type, value)
    return (
        {"yes": "Yes", "no": "No"}.get(text, text)
        if one.type == "flag"
        else dict(one.options).get(text, text)
    )


def raw_of(part: Part, held: Any) -> dict[str, str]:
    """Return the fields of a form, by name, that show a part."""
    if not part.has_rows:
        return {one.name: written(one.type, (held or {}).get(one.name)) for one in part.fields}
    raw = {one.name: written(one.type, (held or {}).get(one.name)) for one in part.beside}
    found = _rows_in(part, held)
    known, kept = dict(part.fixed), dict(found)
    rows = [*((key, kept.get(key)) for key in known), *((key, row) for key, row in found if key not in known)]
    for number, (key, row) in enumerate(rows, start=1):
        raw[f"{number}:key"] = key
        for one in part.fields:
            value = row.get(one.name) if isinstance(row, Mapping) else row
            raw[f"{number}:{one.name}"] = written(one.type, value)
    return raw


def rows_of(part: Part, raw: Raw) -> list[int]:
    """Return the numbers of the rows of a form: those with something, then empty ones for new entries."""
    numbers = {int(name.partition(":")[0]) for name in raw if name.partition(":")[0].isdecimal()}
    held = sorted(number for number in numbers if number <= MOST_ROWS and _holds(part, raw, number))
    blank = 0 if part.fixed else BLANK_ROWS if len(part.fields) < MANY_FIELDS else 1
    return [*held, *range(max(held, default=0) + 1, max(held, default=0) + 1 + blank)]


def _holds(part: Part, raw: Raw, number: int) -> bool:
    names = ("key", *(one.name for one in part.fields))
    return any(raw.get(f"{number}:{name}", "").strip() for name in names)


def content_of(part: Part, raw: Raw) -> tuple[Any, dict[str, str], dict[str, str]]:
    """Return the part that a form holds, what is wrong with its rows, and the field at each place of the details."""
    fields = part.beside if part.has_rows else part.fields
    held = {one.name: read(one.type, raw.get(one.name, "")) for one in fields}
    filled = {name: value for name, value in held.items() if value not in (None, [], {})}
    places = {f"{part.name}.{one.name}": one.name for one in fields}
    if not part.has_rows:
        is_needed = part.name in ("authority", "bands", "reviews")
        return (filled if filled or is_needed else None), {}, places
    rows, errors, of_rows = _rows_sent(part, raw)
    return ({part.rows_at: rows, **filled} if part.rows_at else rows), errors, {**places, **of_rows}


def _rows_sent(part: Part, raw: Raw) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Return the rows that a form holds, what is wrong with them, and the field at each place of the details."""
    rows: dict[str, Any] = {}
    errors: dict[str, str] = {}
    places = {}
    for number in rows_of(part, raw):
        values = {one.name: read(one.type, raw.get(f"{number}:{one.name}", "")) for one in part.fields}
        filled = {name: value for name, value in values.items() if value is not None}
        key = raw.get(f"{number}:key", "").strip()
        if not filled and (part.fixed or not key):
            continue
        if not key or (key in rows and not part.repeats):
            assert part.key is not None
            errors[f"{number}:key"] = (
                f"{key} is in two rows. Keep one of them"
                if key
                else f"Enter the {_label(part.key)} of the row"
            )
            continue
        at = ".".join(filter(None, (part.name, part.rows_at, key)))
        if part.repeats:
            at = f"{at}.{len(rows.setdefault(key, []))}"
            rows[key].append(filled)
        else:
            rows[key] = filled if len(part.fields) > 1 else next(iter(filled.values()), "")
        places[at] = f"{number}:{part.fields[0].name}"
        places |= {f"{at}.{one.name}": f"{number}:{one.name}" for one in part.fields}
    return rows, errors, places


def errors_of(part: Part, faults: Mapping[str, str], places: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong by the field of a form, as a page says it. A fault elsewhere stands by the reason."""
    errors: dict[str, str] = {}
    for where, said in faults.items():
        name = next((places[at] for at in _outwards(where) if at in places), None)
        if name is None:
            errors["because"] = (
                f"Another part of the details has a problem: {where.replace('_', ' ').replace('.', ', ')} {said}"
            )
        else:
            field = next(one for one in (*part.fields, *part.beside) if one.name == name.rpartition(":")[2])
            errors[name] = _sentence(field, said)
    return errors


def _outwards(where: str) -> Iterator[str]:
    """Yield a place of the details and the places around it, the innermost first."""
    while where:
        yield where
        where = where.rpartition(".")[0]


def _sentence(field: Field, said: str) -> str:
    label = _label(field)
    if said.startswith("is missing") or "at least 1 character" in said:
        return f"Enter the {label}"
    if "e-mail address" in said:
        return _ADDRESS
    if field.most is not None:
        return f"Enter a whole number from {field.least} to {field.most}"
    if field.type in KINDS and (wrong := KINDS[field.type].wrong):
        return wrong
    if "at most" in said:
        return f"{capital(label)} must be 300 characters or fewer"
    return f"{capital(label)} {said}"


def _label(field: Field) -> str:
    label = field.label.replace(" (optional)", "")
    return label if label.startswith("User ID") else label[0].lower() + label[1:]
