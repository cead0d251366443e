"""Rule packs: the law in force over a span of days, as data that is checked when it is loaded.

A case is pinned to a pack by id and hash. The pack in force is the one that covers the day on which the request was
received.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from statute.clock_roles import ClockRole
from statute.content_hash import content_hash
from statute.errors import NoSuchPack, RoleNotBound
from statute.overlay import with_changes
from statute.pack_parts import (
    COMPUTED,
    Asked,
    ChasedUntil,
    ClockDefinition,
    Confidence,
    Convention,
    Counted,
    Counting,
    Counts,
    Data,
    EventDefinition,
    Ground,
    GroundType,
    NeverAGround,
    Phrase,
    Rule,
    StateDefinition,
    Supersession,
)
from statute.strict_reading import yaml_from
from statute.words import listed, short_date

__all__ = [
    "COMPUTED",
    "Asked",
    "ChasedUntil",
    "ClockDefinition",
    "Confidence",
    "Convention",
    "Counted",
    "Counting",
    "Counts",
    "EventDefinition",
    "Ground",
    "GroundType",
    "NeverAGround",
    "Phrase",
    "Rule",
    "RulePack",
    "StateDefinition",
    "Supersession",
    "governing_pack",
    "load_pack",
    "pack_from",
    "pack_ids",
    "pack_in_force",
    "pack_of_request",
    "packs_folder",
    "packs_of_law",
    "plain_ground",
]

_INSTALLED = Path(__file__).parent / "packs"


class RulePack(Data):
    """The rules in force over a span of days, the facts that start and stop their clocks, and what closes them."""

    id: str
    title: str
    hash: str
    as_at: date
    effective_from: date
    effective_to: date | None
    draft: bool = False
    based_on: str | None = None
    zone: str
    state_of_the_law: str
    confidence: dict[str, str]
    texts: dict[str, str]
    counting: tuple[dict[str, str], ...]
    sources: dict[str, str]
    rules: tuple[Rule, ...]
    events: dict[str, EventDefinition]
    states: dict[str, StateDefinition] = Field(default_factory=dict)
    clocks: tuple[ClockDefinition, ...]
    supersession: dict[str, Supersession]
    never_a_ground: NeverAGround

    @field_validator("rules", mode="before")
    @classmethod
    def _spelled_out(cls, rules: Any, info: ValidationInfo) -> Any:
        """Replace names of texts, sources and shared grounds by what they name."""
        texts, sources = info.data.get("texts", {}), info.data.get("sources", {})
        by_id = {rule["id"]: rule for rule in rules if isinstance(rule, dict)}

        def grounds(rule: dict[str, Any]) -> list[Any]:
            found: list[Any] = []
            for ground in rule.get("exceptions", ()):
                if isinstance(ground, dict) and "same_as" in ground:
                    found += grounds(by_id[ground["same_as"]])
                elif isinstance(ground, dict):
                    found.append({**ground, "condition": texts.get(ground["condition"], ground["condition"])})
                else:
                    found.append(ground)
            return found

        return [
            {
                **rule,
                "breach": texts.get(rule["breach"], rule["breach"]),
                "sources": [sources.get(source, source) for source in rule["sources"]],
                "exceptions": grounds(rule),
            }
            if isinstance(rule, dict)
            else rule
            for rule in rules
        ]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        known = {rule.id for rule in self.rules}
        if len(known) != len(self.rules):
            raise ValueError("two rules have the same id")
        for clock in self.clocks:
            if clock.rule not in known and not (clock.citation and clock.title and clock.counting):
                raise ValueError(f"the clock {clock.rule} names no rule")
            counting = clock.counting or self._rules_by_id[clock.rule].counting
            if counting.convention not in COMPUTED:
                raise ValueError(f"the clock {clock.rule} has no period that can be counted")
            if clock.grounds_of is not None and clock.grounds_of not in known:
                raise ValueError(f"the clock {clock.rule} takes its exceptions from an unknown rule")
            names = {*clock.started_by, *clock.met_by, *clock.shown_by, *clock.used_by, *clock.floor_of}
            names |= {*clock.closed_by, *clock.followed_by, *clock.unless_followed_by, *clock.decided_by}
            tests = [one for each in clock.met_if.values() for one in each]
            for counts in (*tests, *([clock.starts_if] if clock.starts_if else [])):
                names |= {*counts.after, *counts.unless_after, *counts.not_since}
            if set(clock.met_if) - set(clock.met_by):
                raise ValueError(f"the clock {clock.rule} puts conditions on facts that do not meet it")
            if set(clock.otherwise) - set(clock.met_by):
                raise ValueError(f"the clock {clock.rule} is met otherwise by facts that do not meet it")
            names |= set(clock.applied_by)
            if unknown := names - set(self.events):
                raise ValueError(f"the clock {clock.rule} names facts that are not known: {sorted(unknown)}")
            if unknown := set(clock.applied_by.values()) - set(self.texts):
                raise ValueError(f"the clock {clock.rule} names texts that are not known: {sorted(unknown)}")
            if clock.role != self._roles[clock.rule]:
                raise ValueError(f"the clocks of {clock.rule} have different roles")
            states = {state for state in (clock.in_state, clock.not_in_state) if state is not None}
            if unknown := states - set(self.states):
                raise ValueError(f"the clock {clock.rule} names states that are not known: {sorted(unknown)}")
        for name, state in self.states.items():
            if unknown := {*state.begins, *state.ends} - set(self.events):
                raise ValueError(f"the state {name} names facts that are not known: {sorted(unknown)}")
        for way in self.supersession.values():
            if unknown := set(way.by) - set(self.events):
                raise ValueError(f"supersession names facts that are not known: {sorted(unknown)}")
        return self

    @cached_property
    def _rules_by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def _roles(self) -> dict[str, str | None]:
        return {clock.rule: clock.role for clock in self.clocks}

    @cached_property
    def _grounds_by_name(self) -> dict[str, Ground]:
        names: dict[str, Ground] = {}
        for rule in self.rules:
            for ground in rule.exceptions:
                for name in (ground.id, *ground.written):
                    names.setdefault(plain_ground(name), ground)
        return names

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id. Raises KeyError if there is none."""
        return self._rules_by_id[rule_id]

    def require(self, roles: Iterable[str]) -> None:
        """Check that each role is bound to a clock. Raises RoleNotBound, with one sentence, if one is not."""
        if unbound := [repr(str(role)) for role in roles if not self.rules_of(role)]:
            raise RoleNotBound(
                f"The rule pack {self.id!r} binds no clock to the role {listed(unbound)}, which the process needs."
            )

    def role_of(self, rule_id: str) -> str | None:
        """The role of the clocks of a rule; None if they have none."""
        return self._roles.get(rule_id)

    def rules_of(self, role: str) -> tuple[str, ...]:
        """The ids of the rules whose clocks have this role, in the order of the pack."""
        return tuple(rule for rule, known_as in self._roles.items() if known_as == role)

    def grounds_of(self, role: str) -> tuple[Ground, ...]:
        """The grounds that can excuse the limits of a role."""
        return tuple(
            ground
            for rule in self.rules_of(role)
            if rule in self._rules_by_id
            for ground in self._rules_by_id[rule].exceptions
        )

    def roles_of_ground(self, written: str) -> frozenset[str]:
        """The roles of the limits that a ground can excuse."""
        wanted = plain_ground(written)
        return frozenset(
            role
            for role in self._roles.values()
            if role is not None
            and any(wanted in map(plain_ground, (each.id, *each.written)) for each in self.grounds_of(role))
        )

    def ground(self, written: str) -> Ground | None:
        """The ground that a claim names, by its regulation or id; None if there is no such ground."""
        return self._grounds_by_name.get(plain_ground(written))

    @property
    def unverified(self) -> tuple[Rule, ...]:
        """The rules written from memory or derived from others. Check them before you rely on them."""
        return tuple(rule for rule in self.rules if not rule.verified)

    @property
    def bound(self) -> frozenset[str]:
        """The ids of the rules that have a clock; the process checks the others."""
        return frozenset(clock.rule for clock in self.clocks)

    def in_force_on(self, day: date) -> bool:
        """Whether this pack governs a request received on a day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


def plain_ground(written: str) -> str:
    """A ground's name in lower case without spaces, so that "Reg 13(3)(c)" is "reg13(3)(c)"."""
    return "".join(written.lower().split())


def packs_folder() -> Path:
    """The folder of the rule packs: EHCP_PACKS if it is set, otherwise the installed packs."""
    return Path(os.environ.get("EHCP_PACKS") or _INSTALLED)


@lru_cache(maxsize=16)
def load_pack(pack_id: str) -> RulePack:
    """Load a rule pack by its id.

    Raises NoSuchPack if there is none, and RoleNotBound if it has no clock for a role that the process needs.
    """
    content = _content_of(pack_id)
    base = content.get("based_on")
    return pack_from(content if base is None else with_changes(_content_of(base), content))


def _content_of(pack_id: str) -> dict[str, Any]:
    if pack_id not in pack_ids():
        raise NoSuchPack(f"There is no rule pack {pack_id!r}. Use one of: {', '.join(pack_ids())}.")
    return _read(packs_folder() / f"{pack_id}.yaml")


@lru_cache(maxsize=16)
def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml_from(path.read_text(encoding="utf-8"))
    return content


def pack_from(content: dict[str, Any]) -> RulePack:
    """The rule pack that the content of a pack file describes.

    Raises ValidationError if the content is not consistent, and RoleNotBound if it has no clock for a needed role.
    """
    pack = RulePack(**content, hash=content_hash(content))
    pack.require(ClockRole)
    return pack


@lru_cache(maxsize=1)
def pack_ids() -> tuple[str, ...]:
    """The ids of all rule packs in the folder, including drafts."""
    return tuple(sorted(path.stem for path in packs_folder().glob("*.yaml")))


def packs_of_law() -> tuple[RulePack, ...]:
    """The rule packs that are law, oldest first. Drafts are left out: they govern no case."""
    packs = (load_pack(pack_id) for pack_id in pack_ids() if not _content_of(pack_id).get("draft", False))
    return tuple(sorted(packs, key=lambda pack: pack.effective_from))


@lru_cache(maxsize=8192)
def pack_in_force(received_on: date) -> RulePack:
    """The rule pack that governs a request received on a day.

    Raises NoSuchPack for a day before the first pack or after the last.
    """
    packs = packs_of_law()
    for pack in packs:
        if pack.in_force_on(received_on):
            return pack
    first = packs[0].effective_from
    raise NoSuchPack(f"No rule pack is in force on {received_on}; the first begins on {first}.")


@lru_cache(maxsize=8192)
def governing_pack(received_on: date | None) -> RulePack:
    """The pack in force on a day, or the nearest pack. For an unknown day, the latest pack.

    A plan older than the first pack is reviewed, transferred and appealed under the law that replaced the earlier law.
    """
    packs = packs_of_law()
    if received_on is None:
        return packs[-1]
    reached = [pack for pack in packs if pack.effective_from <= received_on]
    return reached[-1] if reached else packs[0]


def pack_of_request(received_on: date | None) -> RulePack:
    """The pack that governs a request received on a day, or a plan whose request is unknown.

    Raises NoSuchPack, with one sentence, for a request before the first pack.
    """
    pack = governing_pack(received_on)
    if received_on is not None and received_on < pack.effective_from:
        raise NoSuchPack(
            f"A request of {short_date(received_on)} has no limits under the law on education, health and care plans, "
            f"which began on {short_date(pack.effective_from)}."
        )
    return pack
