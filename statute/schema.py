"""Read and write FACTS.json. Every refusal is one sentence that says where the fault is and what to do.

Unknown keys of an event are kept and those of the document ignored, so that newer files can be read. Unknown events,
grounds and keys of an exception are refused, because a misspelling there would lose a fact.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from statute.counting import months_after
from statute.errors import BadFacts
from statute.facts import REQUEST, Event, ExceptionClaim, Facts
from statute.pack import EventDefinition, RulePack, governing_pack, plain_ground
from statute.words import capital
from statute.written_date import HOW, read_day

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2055, 12, 31)
MOST_EVENTS, MOST_EXCEPTIONS = 2_000, 200
_DEEPEST = 20
_CANNOT_BE_SHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
DATE_FIELDS = frozenset(
    {"known_on", "moves_on", "meeting_on", "transfer_on", "last_reviewed_on", "due_on", "start_by", "refusal_by", "draft_by",
     "mediation_on", "adviser_told_on", "aware_on", "responsible_on"}
)  # fmt: skip
FLAG_FIELDS = frozenset(
    {"detained", "under_five", "authority_absent", "and_amend", "names_next_setting", "attends_no_setting",
     "shorter_notice_agreed"}
)  # fmt: skip
TEXT_FIELDS = frozenset({"decision", "from_phase", "to_phase"})
MANY_VALUES = frozenset({"issues", "to"})
"""Fields that may hold one value or a list."""

_MONTH = re.compile(r"\d{4}-\d{2}")
_POST_16 = frozenset({"post16", "post-16", "post_16", "post 16"})


def parse_day(value: Any) -> date:
    """Parse a day written as 2024-03-04 or 4 March 2024, within the years that the law and the calendar cover.

    Raises ValueError. Its text is the end of a sentence that says what is wrong and what to do.
    """
    how = "write it as YYYY-MM-DD, such as 2024-03-04"
    if not isinstance(value, str):
        raise ValueError(f"is not a date; {how}")
    try:
        day = read_day(value)
    except ValueError as wrong:
        said = str(wrong).replace(HOW, how)
        raise ValueError(f"is {_shown(value)}, which {said}") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(
            f"is {day}, which is out of range; give a date from {FIRST_DAY.year} to {LAST_DAY.year}"
        )
    return day


def parse_day_or_month(value: Any) -> date | tuple[date, date]:
    """Parse a day, or return the first and last day of a month written as YYYY-MM. Raises ValueError as `parse_day`."""
    if not isinstance(value, str) or not _MONTH.fullmatch(value):
        return parse_day(value)
    try:
        first = date.fromisoformat(f"{value}-01")
    except ValueError:
        raise ValueError(
            f"is {_shown(value)}, which is not a month; write it as YYYY-MM, such as 2024-03"
        ) from None
    parse_day(first.isoformat())
    return first, months_after(first, 1) - timedelta(days=1)


def _shown(word: str) -> str:
    """A word quoted in a refusal, cut if it is long."""
    return repr(word if len(word) <= 40 else f"{word[:40]}...")


Day = Annotated[date, BeforeValidator(parse_day)]
DayOrMonth = Annotated[date | tuple[date, date], BeforeValidator(parse_day_or_month)]


class _EventRow(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    event: str
    on: DayOrMonth | None
    of: str | None = None
    not_after: Day | None = None
    not_before: Day | None = None


class _ClaimRow(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)
    ground: str
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    because: str | None = None
    evidence: str | None = None
    approved_by: str | None = None
    family_told_on: Day | None = None
    of: str | None = None
    advice_asked_on: Day | None = None
    closed_from: Day | None = None
    reopens_on: Day | None = None
    missed_on: Day | None = None


class _Document(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    events: list[_EventRow]
    exceptions: list[_ClaimRow] = []
    as_at: Day | None = None


def facts_from_json(text: str, *, pack: RulePack | None = None) -> tuple[Facts, date | None]:
    """Read the facts in a FACTS.json text, and its `as_at` if it has one.

    Raises BadFacts, with one sentence that says where and what to do, for anything that cannot be read.
    """
    try:
        content = json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadFacts(
            f"The facts are not JSON: {error.msg} at line {error.lineno}, column {error.colno}; correct that place."
        ) from None
    except BadFacts:
        raise
    except ValueError:
        raise BadFacts(
            "The facts hold a number that is too long to read; write it as a date or a year."
        ) from None
    except RecursionError:
        raise BadFacts("The facts are not readable: brackets are nested too deeply.") from None
    if not isinstance(content, dict):
        raise BadFacts('The facts must be a JSON object with a list of "events", in {curly brackets}.')
    return facts_from_data(content, pack=pack)


def facts_from_data(content: Mapping[str, Any], *, pack: RulePack | None = None) -> tuple[Facts, date | None]:
    """The same as `facts_from_json`, for parsed JSON."""
    _check_text(content)
    try:
        document = _Document.model_validate(dict(content))
    except ValidationError as error:
        raise BadFacts(_first_fault(error)) from None
    for key in document.model_extra or {}:
        if near := difflib.get_close_matches(key, _Document.model_fields, n=1):
            raise BadFacts(f"In the facts: {_shown(key)} is not a known key; did you mean {near[0]!r}?")
    for what, rows, most in (
        ("events", document.events, MOST_EVENTS),
        ("exceptions", document.exceptions, MOST_EXCEPTIONS),
    ):
        if len(rows) > most:
            raise BadFacts(f"The facts hold {len(rows)} {what}; give those of one case, at most {most}.")
    requests = [
        row.on if isinstance(row.on, date) else row.on[0]
        for row in document.events
        if row.on is not None and row.event in REQUEST
    ]
    pack = pack or governing_pack(min(requests, default=None))
    events = tuple(_event(row, place, pack) for place, row in enumerate(document.events, 1))
    claims = tuple(_claim(row, place, pack) for place, row in enumerate(document.exceptions, 1))
    return Facts(events, claims), document.as_at


def facts_to_json(facts: Facts, as_at: date | None = None) -> str:
    """Write facts as a FACTS.json text that reads back as the same facts."""
    content: dict[str, Any] = {"events": [_event_row(event) for event in facts.events]}
    if facts.exceptions:
        content["exceptions"] = [_claim_row(claim) for claim in facts.exceptions]
    if as_at is not None:
        content["as_at"] = as_at.isoformat()
    return json.dumps(content, indent=2, ensure_ascii=False)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadFacts(f"The facts give {_shown(key)} twice in one object; keep one of them.")
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise BadFacts(f"The facts hold {name}, which is not JSON; write a number or leave it out.")


def _check_text(content: Any, depth: int = 0) -> None:
    """Refuse text that cannot be shown: half characters, and control characters other than line ends and tabs."""
    if isinstance(content, str):
        if found := _CANNOT_BE_SHOWN.search(content):
            raise BadFacts(
                f"The facts hold text with a character that cannot be shown, {found[0]!a}; remove it."
            )
    elif depth > _DEEPEST:
        raise BadFacts("The facts are not readable: brackets are nested too deeply.")
    elif isinstance(content, Mapping):
        for key, value in content.items():
            _check_text(key, depth + 1)
            _check_text(value, depth + 1)
    elif isinstance(content, list):
        for value in content:
            _check_text(value, depth + 1)


def _place(location: tuple[int | str, ...]) -> tuple[str, str]:
    """Where a fault is, as the beginning of a sentence, and which part is wrong."""
    names = {"events": "event", "exceptions": "exception"}
    match location:
        case (str(kind), int(index)) if kind in names:
            return "", f"{capital(names[kind])} {index + 1}"
        case (str(kind), int(index), *rest) if kind in names:
            return f"In {names[kind]} {index + 1}: ", f'"{rest[0]}"'
        case (str(key), *_):
            return "In the facts: ", f'"{key}"'
    return "", "The facts"


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    (where, what), kind = _place(fault["loc"]), fault["type"]
    if kind == "missing":
        return f"{where}{what} is missing; add it."
    if kind == "extra_forbidden":
        return f"{where}{what} is not a known key; correct its spelling or leave it out."
    if kind == "value_error":
        return f"{where}{what} {fault['ctx']['error']}."
    wanted = {"string_type": "text in quotes", "list_type": "a list, in [square brackets]"}
    return f"{where}{what} must be {wanted.get(kind, 'an object, in {curly brackets}')}."


def _like(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else "`ehcp rules` lists the known ones."


def _event(row: _EventRow, place: int, pack: RulePack) -> Event:
    definition = pack.events.get(row.event)
    where = f"In event {place}"
    if definition is None:
        raise BadFacts(f"{where}: {_shown(row.event)} is not a known event; {_like(row.event, pack.events)}")
    fields = dict(row.model_extra or {})
    _check_fields(where, row.event, definition, fields)
    if row.of is not None and not row.of.strip():
        raise BadFacts(f'{where} ({row.event}): "of" is empty; name the adviser or setting, or leave it out.')
    unused = next((name for name in ("not_after", "not_before") if getattr(row, name) is not None), None)
    if row.on is not None and unused is not None:
        raise BadFacts(
            f'{where} ({row.event}): "{unused}" is for an event whose "on" is null; leave one of them out.'
        )
    if row.not_before is not None and (row.not_after is None or row.not_after < row.not_before):
        raise BadFacts(
            f'{where} ({row.event}): "not_before" needs a "not_after" on the same day or later; give both, or leave both out.'
        )
    if isinstance(row.on, tuple):
        first, last = row.on
        return Event(row.event, None, row.of, fields, last, first)
    return Event(row.event, row.on, row.of, fields, row.not_after, row.not_before)


def _check_fields(where: str, name: str, definition: EventDefinition, fields: dict[str, Any]) -> None:
    for needed in definition.needs:
        if fields.get(needed) is None:
            values = definition.one_of.get(needed)
            choice = f" one of {', '.join(values)}" if values else " it"
            raise BadFacts(f'{where} ({name}): "{needed}" is missing; add{choice}.')
    for key, allowed in definition.one_of.items():
        value = fields.get(key)
        if value is None:
            continue
        for one in value if isinstance(value, list) and key in MANY_VALUES else [value]:
            if one not in allowed:
                raise BadFacts(
                    f'{where} ({name}): "{key}" is {_shown(str(one))}; it must be one of {", ".join(allowed)}.'
                )
    for key, value in list(fields.items()):
        if key in DATE_FIELDS and key in definition.fields and value is not None:
            try:
                fields[key] = parse_day(value)
            except ValueError as error:
                raise BadFacts(f'{where} ({name}): "{key}" {error}.') from None
        if key in TEXT_FIELDS and key in definition.fields and not isinstance(value, str | None):
            raise BadFacts(f'{where} ({name}): "{key}" must be text in quotes.')
        if key in FLAG_FIELDS and key in definition.fields and not isinstance(value, bool):
            raise BadFacts(f'{where} ({name}): "{key}" must be true or false.')
    for key in ("from_phase", "to_phase"):
        if key in definition.fields and str(fields.get(key)).lower() in _POST_16:
            fields[key] = "post16"
    year = fields.get("year")
    if "year" in definition.fields and year is not None:
        if isinstance(year, str) and year.isdigit():
            fields["year"] = year = int(year)
        if isinstance(year, bool) or not isinstance(year, int) or not FIRST_DAY.year < year < LAST_DAY.year:
            raise BadFacts(f'{where} ({name}): "year" must be the calendar year of the move, such as 2027.')


def _claim(row: _ClaimRow, place: int, pack: RulePack) -> ExceptionClaim:
    where = f"In exception {place}"
    never = pack.never_a_ground
    answered = plain_ground(row.ground) in map(plain_ground, never.paragraphs)
    answered = answered or any(word in row.ground.lower() for word in never.words)
    if pack.ground(row.ground) is None and not answered:
        grounds = [name for rule in pack.rules for ground in rule.exceptions for name in ground.written]
        raise BadFacts(f"{where}: {_shown(row.ground)} is not a known ground; {_like(row.ground, grounds)}")
    if row.from_ and row.to and row.to < row.from_:
        raise BadFacts(f'{where} ({row.ground}): "to" is before "from"; correct one of them.')
    return ExceptionClaim(**{name: getattr(row, name) for name in _ClaimRow.model_fields})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _event_row(event: Event) -> dict[str, Any]:
    month = event.not_before.strftime("%Y-%m") if event.not_before is not None else ""
    is_month = bool(month) and parse_day_or_month(month) == (event.not_before, event.not_after)
    row: dict[str, Any] = {"event": event.event, "on": month if is_month else _plain(event.on)}
    if event.of is not None:
        row["of"] = event.of
    if not is_month:
        row |= {
            name: _plain(day)
            for name in ("not_after", "not_before")
            if (day := getattr(event, name)) is not None
        }
    return {**row, **{key: _plain(value) for key, value in event.fields.items() if key not in row}}


def _claim_row(claim: ExceptionClaim) -> dict[str, Any]:
    row = {
        ("from" if name == "from_" else name): _plain(getattr(claim, name)) for name in _ClaimRow.model_fields
    }
    return {name: value for name, value in row.items() if value is not None}
