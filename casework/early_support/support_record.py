"""The records of early support: what each kind of record holds, and what is wrong with one. Pure.

A record says what a school, a setting or a health service did before or beside a request. It is evidence and never a
condition: no limit, right or decision depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from casework.people.child import Details
from casework.people.child_matching import is_same_name, name_key
from statute.strict_reading import yaml_from
from statute.words import listed, short_date
from statute.written_date import read_day

Value = str | int | bool | date
Sort = Literal["text", "number", "choice", "day", "flag"]
_CODES: Final[dict[str, Any]] = yaml_from(Path(__file__).with_name("codes.yaml").read_text(encoding="utf-8"))
SCREENS = ("screen", "rescreen")
COLOURS: Final[tuple[str, ...]] = tuple(_CODES["fields"]["colour"]["choices"])
"""The results of a screen, from the most need to none."""
NO_CONCERN = COLOURS[-1]
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_MONTHS = 12
_AGE_MAY_DIFFER = 1
"""Months by which an age may differ from the date of birth: services round it differently."""


class WrongField(ValueError):  # noqa: N818 - named for what is wrong
    """An answer of a record is wrong. `name` is its field; the message is one sentence that says how to fix it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class SupportField:
    """An answer of a record: its question, its column in a file, and which values it takes."""

    name: str
    column: str
    asks: str
    sort: Sort
    choices: Mapping[str, str] = field(default_factory=dict)
    least: int = 0
    most: int = 0
    longest: int = 0


@dataclass(frozen=True, slots=True)
class SupportKind:
    """A kind of record: its title, the question for its day, the answers that it needs and those that it may have."""

    name: str
    title: str
    when: str
    needs: tuple[str, ...]
    may: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its answers, in order."""
        return (*self.needs, *self.may)


@dataclass(frozen=True, slots=True)
class SupportRecord:
    """One record: its kind, its day, and its answers by name."""

    kind: str
    on: date
    values: Mapping[str, Value]

    def get(self, name: str) -> Any:
        """The answer to a question, or None."""
        return self.values.get(name)

    @property
    def subject(self) -> str:
        """What tells two records of one kind and day apart: the tool, the support or the service."""
        return str(self.get("tool") or self.get("support") or self.get("service") or "")

    @property
    def sessions_planned(self) -> int | None:
        """The sessions that were planned, if the sessions a week and the weeks are known."""
        a_week, weeks = self.get("times_a_week"), self.get("weeks")
        return a_week * weeks if a_week and weeks else None

    def as_json(self) -> dict[str, Any]:
        """The answers as JSON values."""
        return {name: _plain(value) for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record with the child and the setting that it is about."""

    child: Details
    urn: str
    record: SupportRecord


def _field(name: str, told: Mapping[str, Any]) -> SupportField:
    choices = told.get("choices", {})
    sort: Sort = told.get("is") or ("choice" if choices else "number" if "least" in told else "text")
    numbers = {key: told[key] for key in ("least", "most", "longest") if key in told}
    return SupportField(name, told["column"], told["asks"], sort, choices, **numbers)


FIELDS: Final[dict[str, SupportField]] = {name: _field(name, told) for name, told in _CODES["fields"].items()}
"""Every answer that a record may have, by name."""
_DAYS = frozenset(name for name, one in FIELDS.items() if one.sort == "day")
KINDS: Final[dict[str, SupportKind]] = {
    name: SupportKind(name, told["title"], told["when"], tuple(told["needs"]), tuple(told["may"]))
    for name, told in _CODES["kinds"].items()
}
"""The kinds of record, by name."""
POLICY: Final[Mapping[str, int]] = _CODES["policy"]
"""The local policy that holds where an authority has none of its own."""


def said(name: str, value: Any) -> str:
    """Return an answer in words."""
    asked = FIELDS[name]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return short_date(value)
    return asked.choices.get(str(value), str(value))


def record_of(
    kind: str, on: date, written: Mapping[str, Any], born_on: date | None, today: date
) -> SupportRecord:
    """Return a record from its answers as a person or a program wrote them. Raises WrongField."""
    if kind not in KINDS:
        raise WrongField("kind", f"Kind must be {listed(KINDS, 'or')}.")
    if on > today:
        raise WrongField("on", f"Date {short_date(on)} is in the future; enter the date it happened.")
    if born_on is not None and on < born_on:
        raise WrongField("on", "Date is before the date of birth; correct one of them.")
    known, values = KINDS[kind], dict[str, Value]()
    for name, answer in written.items():
        if answer is None or str(answer).strip() == "":
            continue
        if name not in known.fields:
            column = FIELDS[name].column if name in FIELDS else name
            raise WrongField(name, f"{column} is no answer of a record of kind {kind}; leave it empty.")
        values[name] = _value(FIELDS[name], answer)
    if missing := [name for name in known.needs if name not in values]:
        raise WrongField(
            missing[0], f"{FIELDS[missing[0]].column} is missing; a record of kind {kind} needs it."
        )
    _check_together(on, values, born_on, today)
    return SupportRecord(kind, on, {name: values[name] for name in known.fields if name in values})


def wrong_answers(kind: str, written: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with each answer of a record, by its name, in the words of its question."""
    wrong = {}
    for name in KINDS[kind].fields:
        asked, answer = FIELDS[name], str(written.get(name) or "").strip()
        if not answer:
            if name in KINDS[kind].needs:
                verb = "Select" if asked.sort == "choice" else "Enter"
                wrong[name] = f"{verb} the {asked.asks[0].lower()}{asked.asks[1:]}"
            continue
        try:
            _value(asked, answer)
        except WrongField as fault:
            wrong[name] = in_question(fault)
    return wrong


def in_question(fault: WrongField) -> str:
    """Return what is wrong with an answer with the words of its question in place of its column."""
    asked = FIELDS.get(fault.name)
    said = str(fault).removesuffix(".")
    return said.replace(asked.column, asked.asks, 1) if asked is not None else said


def record_from(kind: str, on: date, content: Mapping[str, Any]) -> SupportRecord:
    """Return a record from its stored answers."""
    values = {name: date.fromisoformat(value) if name in _DAYS else value for name, value in content.items()}
    return SupportRecord(kind, on, values)


def _value(asked: SupportField, answer: Any) -> Value:
    """Return an answer in its type. Raises WrongField."""
    if isinstance(answer, date):
        return answer
    text = str(answer).strip()
    match asked.sort:
        case "choice":
            return _choice(asked, text)
        case "number":
            if not (text.isascii() and text.isdecimal() and asked.least <= int(text) <= asked.most):
                raise WrongField(
                    asked.name, f"{asked.column} must be a number from {asked.least} to {asked.most}."
                )
            return int(text)
        case "flag":
            if text.casefold() not in _YES | _NO:
                raise WrongField(asked.name, f"{asked.column} must be yes or no.")
            return text.casefold() in _YES
        case "day":
            try:
                return read_day(text)
            except ValueError as fault:
                raise WrongField(asked.name, f"{asked.column} {text!r} {fault}.") from None
    if len(text) > asked.longest:
        raise WrongField(asked.name, f"{asked.column} must be {asked.longest} characters or less.")
    return text


def _choice(asked: SupportField, text: str) -> str:
    """Return the code of a choice, which may be written as its code or in words. Raises WrongField."""
    wanted = text.casefold()
    for code, words in asked.choices.items():
        if wanted in (code, words.casefold()):
            return code
    raise WrongField(asked.name, f"{asked.column} must be {listed(asked.choices.values(), 'or')}.")


def _check_together(on: date, values: Mapping[str, Value], born_on: date | None, today: date) -> None:
    """Check the answers against the dates that they belong to. Raises WrongField."""
    for name, value in values.items():
        if isinstance(value, date) and value > today:
            raise WrongField(name, f"{FIELDS[name].column} is in the future; enter the date it happened.")
        if isinstance(value, date) and value < on:
            raise WrongField(
                name, f"{FIELDS[name].column} is before the date of the record; correct one of them."
            )
    age = values.get("age_months")
    if (
        born_on is not None
        and isinstance(age, int)
        and abs(age - age_in_months(born_on, on)) > _AGE_MAY_DIFFER
    ):
        raise WrongField(
            "age_months", f"AgeMonths {age} does not fit the date of birth and the date; correct one of them."
        )
    if values.get("accepted") is False and values.get("first_seen_on") is not None:
        raise WrongField(
            "first_seen_on", "FirstSeen is given, but the service did not accept it; correct one of them."
        )


def age_in_months(born_on: date, on: date) -> int:
    """Return a child's age in whole months on a day."""
    months = (on.year - born_on.year) * _MONTHS + on.month - born_on.month
    return months - (on.day < born_on.day)


def by_child(kept: Iterable[KeptRecord]) -> list[tuple[KeptRecord, ...]]:
    """Return the records by child, each child's in order of their days. Records with a pupil number and without are joined."""
    groups: list[list[KeptRecord]] = []
    by_number, by_name = (
        dict[str, list[KeptRecord]](),
        dict[tuple[str, date | None], list[list[KeptRecord]]](),
    )
    # Records with a pupil number come first: one without it then joins the child with that name.
    for one in sorted(kept, key=lambda each: (each.child.upn is None, each.record.on)):
        alike = by_name.setdefault((name_key(one.child.name), one.child.born_on), [])
        group = by_number.get(one.child.upn) if one.child.upn else _of_same_name(one, alike)
        if group is None:
            group = []
            groups.append(group)
        group.append(one)
        if one.child.upn:
            by_number[one.child.upn] = group
        if not any(each is group for each in alike):
            alike.append(group)
    order = list(KINDS)
    return [
        tuple(sorted(each, key=lambda one: (one.record.on, order.index(one.record.kind)))) for each in groups
    ]


def _of_same_name(one: KeptRecord, groups: Iterable[list[KeptRecord]]) -> list[KeptRecord] | None:
    """Return the records of the child with this name, among those of names with the same letters."""
    same = (each for each in groups if any(is_same_name(one.child.name, other.child.name) for other in each))
    return next(same, None)


def of_kind(records: Sequence[SupportRecord], *kinds: str) -> list[SupportRecord]:
    """Return the records of some kinds, earliest first."""
    return sorted((one for one in records if one.kind in kinds), key=lambda one: one.on)


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value
