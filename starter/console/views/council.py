"""The pages of the council's own details: all parts, the form of one part, and what each version changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casework.access.permissions import Role
from casework.case.acts import ADVISERS
from casework.letters.recipient_roles import INSIDE
from casework.plans.grades import GRADES
from office.council_details import Change, Details
from statute.words import capital

BLANK_ROWS = 3
"""The empty rows that a form with rows has for new entries."""
MOST_ROWS = 200
"""The most rows that a form may send."""
Raw = Mapping[str, str]
_ROLES = frozenset(str(role) for role in Role) | INSIDE
_ADDRESS = "Enter an email address in the correct format, like name@example.org"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `name` is its name in the details; `type` that of the input, or lines, or a list of options."""

    name: str
    label: str
    type: str = "text"
    hint: str = ""
    autocomplete: str = "off"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the details: its name in them, its title, what it is for, and its fields.

    With a `key`, it has rows, each under its key. `fixed` are the rows that the form always has, by key with their title.
    """

    name: str
    title: str
    hint: str
    fields: tuple[Field, ...]
    key: Field | None = None
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def has_rows(self) -> bool:
        """Whether it has rows."""
        return self.key is not None


_CONTACT = (
    Field("name", "Name"),
    Field(
        "address", "Postal address (optional)", "lines", "Each part on its own line, with the postcode last"
    ),
    Field("telephone", "Telephone number (optional)", "tel"),
    Field("email", "Email address (optional)", "email"),
    Field("website", "Website (optional)", "text", "Such as www.example.org"),
)
_EMAIL, _NAME = Field("email", "Email address (optional)", "email"), Field("name", "Name")
_CONTACTS = (
    ("authority", "Your council", "Letters and pages name it"),
    ("mediation_adviser", "Mediation adviser", "Letters about a decision tell the family how to reach it"),
    ("tribunal", "Tribunal", "Letters about a right of appeal say where to appeal"),
    ("disagreement_resolution", "Disagreement resolution", "Letters tell the family that they can use it"),
    (
        "information_and_advice",
        "Information and advice",
        "Your special educational needs information and advice service",
    ),
    ("health_body", "Health body", "The body that commissions health provision gets copies of plans"),
    ("social_care", "Head of social care", "Requests for social care advice go to this person"),
    ("local_offer", "Local offer", "Letters say where the family finds it"),
    (
        "accessibility",
        "Help with these pages",
        "Answers people who cannot use the pages. If it is empty, your council does",
    ),
)
PARTS: tuple[Part, ...] = (
    *(Part(name, title, hint, _CONTACT) for name, title, hint in _CONTACTS),
    Part(
        "services",
        "Services that give advice",
        "The manager of each service is alerted if its advice is late",
        (Field("manager", "User ID of the manager"), _EMAIL),
        key=Field("service", "Service"),
        fixed=tuple((code, capital(name)) for code, name in ADVISERS.items() if code != "parent"),
    ),
    Part(
        "mediators",
        "Mediators",
        "A new mediation invites the mediator with the fewest open mediations",
        (_NAME, _EMAIL, Field("telephone", "Telephone number (optional)", "tel")),
        key=Field("id", "User ID"),
    ),
    Part(
        "mailboxes",
        "Mailboxes of your staff",
        "Alerts and digests go to these addresses",
        (Field("email", "Email address", "email"),),
        key=Field("who", "User ID, team or role", hint="Such as officer-1, north or team_manager"),
    ),
    Part(
        "plan_quality",
        "Quality of plans",
        "Your own policy. It is not law",
        (
            Field(
                "signature_below",
                "Below which grade does a final plan need a manager’s signature?",
                "list",
                options=(
                    ("", "No grade: no signature is needed"),
                    *((one.name, one.title) for one in GRADES),
                ),
            ),
            Field("second_reader_percent", "How many of 100 versions go to a second reader?", "number"),
            Field("seed", "Word that decides which versions are drawn"),
        ),
    ),
    Part(
        "early_support",
        "Early support",
        "Your own policy. It is not law. Without a number no second screen falls due",
        (
            Field(
                "rescreen_weeks", "After how many weeks does a second screen fall due? (optional)", "number"
            ),
        ),
    ),
    Part(
        "dashboard",
        "Dashboard",
        "Which local authority you are in published statistics, and who you compare yourselves with",
        (
            Field("authority", "Local authority", hint="Its name, or its code such as E09000007"),
            Field(
                "neighbours",
                "Statistical neighbours (optional)",
                "lines",
                "The name or code of each local authority on its own line",
            ),
            Field(
                "health_areas",
                "Areas of the health service (optional)",
                "lines",
                "Each on its own line, as the files of NHS England name them",
            ),
        ),
    ),
)
FROM_A_FILE = frozenset({"reforms", "alternative_provision"})
"""The parts that have no form: who runs the service loads them from a file."""
BY_NAME: Mapping[str, Part] = {one.name: one for one in PARTS}


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
    if not part.has_rows:
        for one in part.fields:
            if text := _text(one, held.get(one.name)):
                label = one.label if one.label.endswith("?") else f"{one.label}:"
                yield text if part.fields is _CONTACT else f"{label} {text}"
        return
    titles = dict(part.fixed)
    for key, row in held.items():
        values = [_text(one, row.get(one.name) if isinstance(row, Mapping) else row) for one in part.fields]
        whose = titles.get(key) or (capital(key.replace("_", " ")) if key in _ROLES else key)
        yield f"{whose}: {', '.join(value for value in values if value)}"


def _text(one: Field, value: Any) -> str:
    if value in (None, "", [], ()):
        return ""
    if one.type == "lines":
        return "\n".join(map(str, value))
    return dict(one.options).get(str(value), str(value))


def raw_of(part: Part, held: Any) -> dict[str, str]:
    """Return the fields of a form, by name, that show a part."""
    if not part.has_rows:
        return {one.name: _written(one, (held or {}).get(one.name)) for one in part.fields}
    raw: dict[str, str] = {}
    keys = [*(key for key, _ in part.fixed), *(key for key in held or {} if key not in dict(part.fixed))]
    for number, key in enumerate(keys, start=1):
        row = (held or {}).get(key)
        raw[f"{number}:key"] = key
        for one in part.fields:
            value = row.get(one.name) if isinstance(row, Mapping) else row
            raw[f"{number}:{one.name}"] = _written(one, value)
    return raw


def _written(one: Field, value: Any) -> str:
    if value is None:
        return ""
    return "\n".join(map(str, value)) if one.type == "lines" else str(value)


def rows_of(part: Part, raw: Raw) -> list[int]:
    """Return the numbers of the rows of a form: those with something, then empty ones for new entries."""
    numbers = {int(name.partition(":")[0]) for name in raw if name.partition(":")[0].isdecimal()}
    held = sorted(number for number in numbers if number <= MOST_ROWS and _holds(part, raw, number))
    blank = 0 if part.fixed else BLANK_ROWS
    return [*held, *range(max(held, default=0) + 1, max(held, default=0) + 1 + blank)]


def _holds(part: Part, raw: Raw, number: int) -> bool:
    names = ("key", *(one.name for one in part.fields))
    return any(raw.get(f"{number}:{name}", "").strip() for name in names)


def content_of(part: Part, raw: Raw) -> tuple[Any, dict[str, str], dict[str, str]]:
    """Return the part that a form holds, what is wrong with its rows, and the field at each place of the details."""
    if not part.has_rows:
        held = {one.name: _read(one, raw.get(one.name, "")) for one in part.fields}
        filled = {name: value for name, value in held.items() if value not in (None, [])}
        places = {f"{part.name}.{one.name}": one.name for one in part.fields}
        is_needed = part.name == "authority"
        return (filled if filled or is_needed else None), {}, places
    rows: dict[str, Any] = {}
    errors: dict[str, str] = {}
    places = {}
    for number in rows_of(part, raw):
        values = {one.name: _read(one, raw.get(f"{number}:{one.name}", "")) for one in part.fields}
        filled = {name: value for name, value in values.items() if value is not None}
        key = raw.get(f"{number}:key", "").strip()
        if not filled and (part.fixed or not key):
            continue
        if not key or key in rows:
            assert part.key is not None
            errors[f"{number}:key"] = (
                f"{key} is in two rows. Keep one of them"
                if key
                else f"Enter the {_label(part.key)} of the row"
            )
            continue
        rows[key] = filled if len(part.fields) > 1 else next(iter(filled.values()), "")
        places[f"{part.name}.{key}"] = f"{number}:{part.fields[0].name}"
        places |= {f"{part.name}.{key}.{one.name}": f"{number}:{one.name}" for one in part.fields}
    return rows, errors, places


def _read(one: Field, written: str) -> Any:
    text = written.replace("\r\n", "\n").strip()
    if one.type == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return text or None


def errors_of(part: Part, faults: Mapping[str, str], places: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong by the field of a form, as a page says it. A fault elsewhere stands by the reason."""
    errors: dict[str, str] = {}
    for where, said in faults.items():
        name = places.get(where)
        if name is None:
            errors["because"] = (
                f"Another part of the details has a problem: {where.replace('_', ' ').replace('.', ', ')} {said}"
            )
        else:
            field = next(one for one in part.fields if one.name == name.rpartition(":")[2])
            errors[name] = _sentence(field, said)
    return errors


def _sentence(field: Field, said: str) -> str:
    label = _label(field)
    if said.startswith("is missing") or "at least 1 character" in said:
        return f"Enter the {label}"
    if "e-mail address" in said:
        return _ADDRESS
    if field.name == "second_reader_percent":
        return "Enter a whole number from 0 to 100"
    if field.name == "rescreen_weeks":
        return "Enter a whole number from 1 to 104"
    if "at most" in said:
        return f"{capital(label)} must be 300 characters or fewer"
    return f"{capital(label)} {said}"


def _label(field: Field) -> str:
    label = field.label.replace(" (optional)", "")
    return label if label.startswith("User ID") else label[0].lower() + label[1:]


def history(changes: Iterable[Change], name: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return each version with what it changed, in words."""
    return [
        {
            "version": one.version,
            "at": one.at,
            "by": name(one.by) if one.by else "",
            "because": one.because or ("Loaded from a file" if one.version else ""),
            "changed": [
                {"what": _place(where), "before": before, "after": after}
                for where, before, after in one.changed
            ],
        }
        for one in changes
    ]


def _place(where: str) -> str:
    """Return the place of a detail in words, such as "Services that give advice, the school, email"."""
    part, _, rest = where.partition(".")
    known = BY_NAME.get(part)
    words = [known.title if known else capital(part.replace("_", " "))]
    titles = dict(known.fixed) if known else {}
    words += [titles.get(word, word.replace("_", " ")) for word in rest.split(".") if word]
    return ", ".join(words)
