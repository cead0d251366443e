"""The policy file of a council: read it, and say every fault with its line and how to mend it.

One document holds the policy. Two parts may be the names of files beside it: `details` (what `ehcp authority load` reads) and
`closures` (what `ehcp closures` reads).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from casework.authority.local_policy import LocalPolicy
from casework.authority.profile import BadProfile, Profile, profile_to_load
from casework.measures.measure import MEASURES
from casework.retention.retention import why_not_schedule
from office.closure_load import closures_in
from office.refusals import ActRefused
from statute.clock_roles import ClockRole
from statute.facts import Event, Facts
from statute.local_time import london_date
from statute.school_closures import Closure
from statute.strict_reading import Repeated, yaml_from
from statute.timeline import timeline

DETAILS, CLOSURES, RETENTION = "details", "closures", "retention"
LARGEST = 2_000_000
"""The most bytes that a policy file, or a file that it names, may have."""
_LOCAL = tuple(LocalPolicy.model_fields)
PARTS = (DETAILS, *_LOCAL, CLOSURES, RETENTION)
"""The parts of a policy file, in their order."""
Reader = Callable[[str], bytes]
"""Reads a file that is named beside the policy file. Raises ActRefused."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line of the file, or of another file that it names, and how to mend it."""

    line: int
    said: str
    file: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.file else f"Line {self.line}"
        return f"{where}: {self.said}"


class BadPolicy(ActRefused):
    """The file is no policy. `faults` has every fault, in the order of the lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda one: (one.file, one.line, one.said)))
        super().__init__(" ".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """What a policy file holds. A part that it leaves out is None, or not among the parts of `local`, and stays as it is."""

    local: Mapping[str, Any] = field(default_factory=dict)
    details: Profile | None = None
    retention: dict[str, Any] | None = None
    closures: tuple[Closure, ...] | None = None


def read_policy(raw: bytes, beside: Reader) -> PolicyFile:
    """Return the policy in a file. Raises BadPolicy with every fault."""
    content, lines = _yaml(raw, "")
    if not isinstance(content, dict):
        raise BadPolicy([Fault(1, "The file is no list of parts; samples/policy.yaml shows its form.")])
    faults = [
        Fault(_line(lines, (name,)), f"{name}: {_unknown(str(name), PARTS)}")
        for name in content
        if name not in PARTS
    ]
    given = {name: content[name] for name in _LOCAL if name in content}
    made = PolicyFile(
        _local(given, lines, faults),
        _details(content.get(DETAILS), lines, beside, faults),
        _retention(content.get(RETENTION), lines, faults),
        _closures(content.get(CLOSURES), lines, beside, faults),
    )
    if faults:
        raise BadPolicy(faults)
    return made


def _local(
    given: dict[str, Any], lines: Mapping[tuple[Any, ...], int], faults: list[Fault]
) -> Mapping[str, Any]:
    try:
        found = LocalPolicy.model_validate(given)
    except ValidationError as wrong:
        faults += _faults(wrong.errors(), lines, LocalPolicy, ())
        return {}
    faults += _later_than_the_law(found, lines)
    faults += _without_a_target(found, lines)
    return {name: value for name, value in found.model_dump(mode="json").items() if name in given}


def _later_than_the_law(found: LocalPolicy, lines: Mapping[tuple[Any, ...], int]) -> Iterator[Fault]:
    """Yield the targets that are later than the limit of the law for a request that is received today."""
    if not found.targets.weeks:
        return
    from datetime import UTC, datetime

    today = london_date(datetime.now(UTC))
    limits = {
        one.role: (one.due_on - today).days // 7
        for one in timeline(Facts((Event("request_received", today, None, {}),), ()), today)
        if one.role in set(ClockRole)
    }
    for role, weeks in found.targets.weeks.items():
        if weeks > (most := limits[ClockRole(role)]):
            where = ("targets", "weeks", role)
            said = (
                f"targets, weeks, {role}: {weeks} weeks is later than the law allows; write {most} or fewer."
            )
            yield Fault(_line(lines, where), said)


def _without_a_target(found: LocalPolicy, lines: Mapping[tuple[Any, ...], int]) -> Iterator[Fault]:
    """Yield the measures that have no target: unknown ones, and those for which more or less is no better."""
    known = tuple(name for name, one in MEASURES.items() if one.target)
    for name in found.targets.measures:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            mend = f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}."
            said = f"targets, measures, {name}: a target cannot be set for this; {mend}"
            yield Fault(_line(lines, ("targets", "measures", name)), said)


def _details(
    given: Any, lines: Mapping[tuple[Any, ...], int], beside: Reader, faults: list[Fault]
) -> Profile | None:
    if given is None:
        return None
    at, file = _line(lines, (DETAILS,)), ""
    prefix: tuple[str, ...] = (DETAILS,)
    if isinstance(given, str):
        file, prefix = given, ()
        try:
            given, lines = _yaml(beside(file), file)
        except BadPolicy as bad:
            faults += bad.faults
            return None
        except ActRefused as refusal:
            faults.append(Fault(at, f"{DETAILS}: {refusal}"))
            return None
    try:
        return profile_to_load(given)
    except BadProfile as bad:
        if not bad.faults:
            faults.append(Fault(1 if file else at, str(bad), file))
        for where, said in bad.faults.items():
            place = tuple(int(part) if part.isdecimal() else part for part in where.split("."))
            faults.append(
                Fault(_line(lines, (*prefix, *place)), f"{_said_place((*prefix, *place))}: {said}.", file)
            )
        return None


def _retention(
    given: Any, lines: Mapping[tuple[Any, ...], int], faults: list[Fault]
) -> dict[str, Any] | None:
    if given is None:
        return None
    why = (
        why_not_schedule(given, "the reason is given when it is applied") if isinstance(given, dict) else None
    )
    if not isinstance(given, dict):
        why = "It must have with_plan and without_plan, each a list of periods."
    if why is not None:
        faults.append(Fault(_line(lines, (RETENTION,)), f"{RETENTION}: {why}"))
        return None
    return dict(given)


def _closures(
    given: Any, lines: Mapping[tuple[Any, ...], int], beside: Reader, faults: list[Fault]
) -> tuple[Closure, ...] | None:
    if given is None:
        return None
    at = _line(lines, (CLOSURES,))
    if not isinstance(given, str) or not given.lower().endswith(".csv"):
        said = "it must be the name of a CSV file beside this file, such as closures.csv."
        faults.append(Fault(at, f"{CLOSURES}: {said}"))
        return None
    try:
        found = closures_in(beside(given), given, "")
    except ActRefused as refusal:
        faults.append(Fault(at, f"{CLOSURES}: {refusal}"))
        return None
    faults += [Fault(one.line, one.problem, given) for one in found.bad_rows]
    return found.closures


def _yaml(raw: bytes, file: str) -> tuple[Any, Mapping[tuple[Any, ...], int]]:
    """Return the content of a YAML file, and the line of each of its places. Raises BadPolicy."""
    if len(raw) > LARGEST:
        raise BadPolicy(
            [Fault(1, f"The file is larger than {LARGEST // 1_000_000} MB; it is no policy.", file)]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise BadPolicy([Fault(line, "It is not text in UTF-8; save the file as UTF-8.", file)]) from None
    try:
        content = yaml_from(text)
        return content, dict(_places(yaml.compose(text, Loader=yaml.SafeLoader), ()))
    except Repeated as twice:
        raise BadPolicy([Fault(1, str(twice), file)]) from None
    except yaml.MarkedYAMLError as wrong:
        at = (wrong.problem_mark.line if wrong.problem_mark else 0) + 1
        raise BadPolicy([Fault(at, f"This is not YAML ({wrong.problem}); correct it.", file)]) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadPolicy([Fault(1, "This is not YAML; samples/policy.yaml shows its form.", file)]) from None


def _places(node: yaml.Node | None, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Yield the line of each place of a document, such as ("ladders", "limit", "steps", 0)."""
    if node is None:
        return
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, (*place, key.value))
            yield (*place, key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _places(value, (*place, number))


def _line(lines: Mapping[tuple[Any, ...], int], place: tuple[Any, ...]) -> int:
    """Return the line of a place, or of what holds it."""
    return next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), 1)


def _faults(
    errors: Any, lines: Mapping[tuple[Any, ...], int], model: type[BaseModel], prefix: tuple[Any, ...]
) -> Iterator[Fault]:
    for one in errors:
        place = tuple(part for part in one["loc"] if part != "[key]")
        yield Fault(_line(lines, (*prefix, *place)), f"{_said_place(place)}: {_mend(one, model)}")


def _said_place(place: tuple[Any, ...]) -> str:
    return ", ".join(str(part + 1) if isinstance(part, int) else str(part) for part in place)


def _mend(one: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Return what is wrong, and what to write, in one sentence."""
    limits, kind = one.get("ctx", {}), str(one["type"])
    match kind:
        case "missing":
            return "it is missing; fill it in."
        case "extra_forbidden":
            return _unknown(str(one["loc"][-1]), tuple(_names(model, one["loc"][:-1])))
        case "literal_error":
            return f"{one['input']!r} is not known; write {limits['expected']}."
        case "value_error":
            return f"{limits['error']}."
        case "greater_than_equal":
            return f"{one['input']} is too small; write {limits['ge']:g} or more."
        case "less_than_equal":
            return f"{one['input']} is too large; write {limits['le']:g} or less."
        case "int_type" | "int_parsing" | "int_from_float":
            return f"{one['input']!r} is no whole number; write one, such as 5."
        case "float_type" | "float_parsing":
            return f"{one['input']!r} is no number; write one, such as 2.5."
        case "too_short" | "too_long":
            least, most = limits.get("min_length"), limits.get("max_length")
            return f"it has {limits['actual_length']} entries; give {f'at least {least}' if least else f'at most {most}'}."
        case "string_pattern_mismatch":
            return f"{one['input']!r} is no code; use letters, digits and . _ - without spaces."
    return f"{str(one['msg']).lower()}; samples/policy.yaml shows its form."


def _names(model: type[BaseModel], place: tuple[Any, ...]) -> Iterator[str]:
    """Yield the names that a part may have."""
    for name in place:
        part = model.model_fields.get(str(name))
        inner = part.annotation if part is not None else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return
        model = inner
    yield from model.model_fields


def _unknown(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"there is no such part; did you mean {near[0]}?"
    others = f", or write one of {', '.join(known)}" if known else ""
    return f"there is no such part; take it out{others}."
