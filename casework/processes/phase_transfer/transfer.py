"""The state of a phase transfer: its recorded acts, what its plan passed on, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.law_pin import LawPin
from casework.plans.school_years import begins_on
from casework.processes.page import setting_in_words
from casework.processes.phase_transfer.acts import (
    ACTS,
    ASKS,
    BEGINS,
    CHANGED,
    CLOSE,
    CONSULTS,
    FINAL,
    KEPT,
    NOTICE,
    PLACE,
    PREFERENCE,
    REPLY,
    REVIEW,
    START,
)
from casework.processes.plan_changed import fact_in, fact_in_words
from casework.processes.recorded_facts import WithFacts
from statute.facts import Event

FROM_PLAN: Mapping[str, str] = {
    "review_meeting": REVIEW,
    "amendment_notice": NOTICE,
    "amended_final_issued": FINAL,
    "final_issued": FINAL,
}
"""The act of a transfer that stands for a fact of its plan, so that what the review or the case records is not asked twice."""


@dataclass(frozen=True, slots=True)
class Transfer(WithFacts):
    """A phase transfer: its recorded acts, in order, and how it began.

    `from_phase`, `to_phase`, `year`, `transfer_on`, `setting` and `stays` are given if its plan began it; if people called
    it, its first act has them. `law` is the pin of its case.
    """

    id: str
    case: str
    plan: str | None = None
    facts: tuple[Event, ...] = ()
    from_phase: str | None = None
    to_phase: str | None = None
    year: int | None = None
    transfer_on: date | None = None
    setting: str | None = None
    stays: bool = False
    school_year: int | None = None
    began_on: date | None = None
    law: LawPin | None = None

    @property
    def moves_on(self) -> date | None:
        """Return the day of the move: as it was given, else the first day of the school year."""
        return self.transfer_on or (begins_on(self.year) if self.year is not None else None)

    @property
    def preferred(self) -> tuple[str, ...]:
        """Return the settings that the family prefers, first choice first."""
        return tuple(self.in_last("settings", PREFERENCE) or ())

    @property
    def consulted(self) -> Mapping[str, str | None]:
        """Return each setting that was consulted, with what it replied or None."""
        found: dict[str, str | None] = {}
        for fact in self.facts:
            if fact.event == CONSULTS:
                found.update({str(one): found.get(str(one)) for one in fact.fields["settings"]})
            elif fact.event == REPLY:
                found[str(fact.fields["setting"])] = str(fact.fields["answer"])
        return found

    @property
    def silent(self) -> tuple[str, ...]:
        """Return the settings that were consulted and have not replied."""
        return tuple(name for name, answer in self.consulted.items() if answer is None)

    @property
    def final(self) -> Event | None:
        """Return the amended final plan, or the decision to keep the plan as it is; None before either."""
        return self.last(FINAL, KEPT)

    @property
    def named(self) -> str | None:
        """Return the setting that the plan names for the next phase, or at which the place is confirmed."""
        if (place := self.in_last("setting", PLACE)) is not None:
            return str(place)
        final = self.final
        named = final.fields.get("setting") if final is not None else None
        if named is None and final is not None and final.event == KEPT and self.stays:
            return self.setting
        return str(named) if named is not None else None

    @property
    def is_type_only(self) -> bool:
        """Return whether the final plan names only a type of setting."""
        final = self.final
        return final is not None and final.fields.get("names") == "type_only" and self.named is None

    @property
    def closed_why(self) -> str | None:
        """Return why it closed before the start, or None."""
        return str(self.in_last("why", CLOSE)) if self.last(CLOSE) is not None else None

    @property
    def is_over(self) -> bool:
        """Return whether nothing more can happen in it."""
        return self.last(CLOSE, START) is not None

    @property
    def stage_code(self) -> str:
        """Return the stage without the name of the kind."""
        if self.last(CLOSE) is not None:
            return "closed"
        for act, stage in _STAGES:
            if self.last(act) is not None:
                return stage
        if self.final is not None:
            return "type_only" if self.is_type_only else "final"
        for act, stage in _BEFORE_FINAL:
            if self.last(act) is not None:
                return stage
        return "identified"

    @property
    def stage(self) -> str:
        """Return the stage, as in the search attribute and in JSON."""
        return f"phase_transfer_{self.stage_code}"

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the codes of what is not recorded and is needed to place the child."""
        found = {
            "setting": self.setting is None,
            "transfer_on": self.from_phase == "post16" and self.transfer_on is None,
            "preference": self.last(PREFERENCE, FINAL, KEPT) is None and not self.stays,
            "review": self.last(REVIEW, NOTICE, FINAL, KEPT) is None,
        }
        return tuple(name for name, is_missing in found.items() if is_missing)


_STAGES = ((START, "started"), (PLACE, "place_confirmed"))
_BEFORE_FINAL = (
    (CONSULTS, "consulting"),
    (NOTICE, "notice_sent"),
    (REVIEW, "review_held"),
    (PREFERENCE, "preference_recorded"),
    (ASKS, "family_told"),
)


def begun(transfer_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Transfer:
    """Return a transfer without acts, from the fields with which its plan, or a person, opens it."""
    return _told_of(Transfer(transfer_id, str(fields["case"]), fields.get("plan"), law=law), fields)


def after(transfer: Transfer, act: Act) -> Transfer:
    """Return the transfer after an act, which must not have been refused."""
    if act.action == CHANGED:
        return _changed(transfer, act)
    then = transfer.with_act(act)
    if act.action == BEGINS:
        return _told_of(then, {**act.fields, "began_on": act.on.isoformat() if act.on else None})
    return then


def said(transfer: Transfer, act: Act) -> str:
    """Return the text of an act for the ledger. It names codes, and holds no personal data."""
    fields = act.fields
    plain = {name: str(value).replace("_", " ") for name, value in fields.items()}
    match act.action:
        case "begin_transfer":
            return (
                f"a phase transfer was begun: {plain['from_phase']} to {plain['to_phase']}, {fields['year']}"
            )
        case "consult_settings":
            return (
                f"{len(fields['settings'])} settings were consulted"
                if len(fields["settings"]) > 1
                else "a setting was consulted"
            )
        case "record_reply":
            return f"{setting_in_words(fields['setting'])} replied: {plain['answer']}"
        case "issue_final":
            what = "a type of setting only" if fields["names"] == "type_only" else "a setting"
            return f"the amended final plan was sent; it names {what}"
        case "close_transfer":
            return f"the transfer was closed: {plain['why']}"
        case "plan_changed":
            return fact_in_words(fact_in(act))
    return ACTS[act.action].said


def heard(transfer: Transfer, fact: Event) -> Event | None:
    """Return the fact of a transfer that a fact of its plan gives; None if it gives none, or is from before the transfer."""
    name = FROM_PLAN.get(fact.event)
    if name is None or fact.on is None or (transfer.began_on is not None and fact.on < transfer.began_on):
        return None
    fields: dict[str, Any] = {}
    if name == FINAL:
        if fact.event == "final_issued" and not fact.fields.get("names_next_setting"):
            return None
        setting = fact.fields.get("setting")
        fields = {"names": "setting" if setting else "type_only", **({"setting": setting} if setting else {})}
    return Event(name, fact.on, None, {**fields, "from_plan": True})


def _changed(transfer: Transfer, act: Act) -> Transfer:
    fact = fact_in(act)
    if fact.event == "amendment_not_made" or (
        fact.event == "review_decision" and fact.fields.get("decision") == "maintain"
    ):
        given: Event | None = Event(KEPT, fact.on, None, {"from_plan": True})
    else:
        given = heard(transfer, fact)
    if given is None or any((one.event, one.on) == (given.event, given.on) for one in transfer.facts):
        return transfer
    return transfer.with_fact(given)


def _told_of(transfer: Transfer, fields: Mapping[str, Any]) -> Transfer:
    moves_on, began_on = fields.get("transfer_on"), fields.get("began_on")
    year, taught = fields.get("year"), fields.get("school_year")
    return replace(
        transfer,
        from_phase=fields.get("from_phase") or transfer.from_phase,
        to_phase=fields.get("to_phase") or transfer.to_phase,
        year=int(str(year)) if str(year).isdigit() else transfer.year,
        transfer_on=date.fromisoformat(str(moves_on)) if moves_on else transfer.transfer_on,
        setting=fields.get("setting") or transfer.setting,
        stays=bool(fields.get("stays", transfer.stays)),
        school_year=int(taught) if taught is not None else transfer.school_year,
        began_on=date.fromisoformat(str(began_on)) if began_on else transfer.began_on,
    )
