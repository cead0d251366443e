"""The state of a placement in alternative provision: its recorded acts, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.law_pin import LawPin
from casework.processes.ap_placement.acts import ACTS, LOCAL_POLICY, PROVIDER
from casework.processes.ap_placement.codes import content_of, in_words
from casework.processes.recorded_facts import WithFacts
from statute.facts import Event
from statute.words import long_date

MAY_ASK = ("refer_placement", "count_again")
"""The acts after which the local policy and the school days are looked up."""
MATCHED = ("match_provider", "check_provider")
"""The acts after which the provider is looked up on the approved list."""
IDENTIFIED_BY = ("urn", "ukprn", "setting_type")
_DECIDED = {"approve": "approved", "more_information": "referred"}
_STEPS: Mapping[str, str] = {
    "refer_placement": "referred",
    "match_provider": "matched",
    "agree_objectives": "planned",
    "start_placement": "started",
    "plan_return": "returning",
    "record_return": "returned",
    "move_on": "moved_on",
    "end_early": "ended_early",
    "close_referral": "closed",
}
_ENDS = frozenset({"record_return", "move_on", "end_early"})
_OVER = frozenset({"moved_on", "ended_early", "closed", "settled"})
_WAITS_FOR_EDUCATION = frozenset({"refuse", "other_help"})


@dataclass(frozen=True, slots=True)
class Placement(WithFacts):
    """A placement: its recorded acts, in order. `has_plan` is whether its case had a plan when it was referred.

    It hangs on a `case`, or on the record of a `child` who had no case; then `officer` is who referred the pupil.
    `asked_again` counts the moments at which a check of the provider was about to run out. `law` is the pin of its case.
    """

    id: str
    case: str | None
    facts: tuple[Event, ...] = ()
    has_plan: bool = False
    asked_again: int = 0
    law: LawPin | None = None
    child: str | None = None
    officer: str | None = None

    def referred(self, name: str) -> Any:
        """Return a field of the referral."""
        return self.in_last(name, "refer_placement")

    def matched(self, name: str) -> Any:
        """Return a field of the match to a provider."""
        return self.in_last(name, "match_provider")

    @property
    def tier(self) -> str:
        return str(self.referred("tier"))

    @property
    def child_has_plan(self) -> bool:
        """Whether the pupil has an education, health and care plan: by the case at the referral or since, or by the referral."""
        since = any(
            fact.fields.get("has_plan") for fact in self.facts if fact.event in (LOCAL_POLICY, PROVIDER)
        )
        return self.has_plan or since or self.referred("sen") == "E"

    @property
    def started_on(self) -> date | None:
        return self.on("start_placement")

    @property
    def left_on(self) -> date | None:
        """Return the day on which the pupil left the provider, or None."""
        return self.on(*_ENDS)

    @property
    def sen_leaving(self) -> str | None:
        left = self.last(*_ENDS)
        return left.fields.get("sen_leaving") if left is not None else None

    @property
    def is_in_full(self) -> bool:
        """Whether the placement is full-time education: a full-time place with a provider."""
        return self.tier != "tier_1" and self.matched("pattern") == "FT"

    @property
    def provider(self) -> Mapping[str, Any]:
        """Return what is known of the provider: from the approved list, else as it was recorded with the match."""
        looked_up, match = self.last(PROVIDER), self.last("match_provider")
        if match is None:
            return {}
        own = {name: match.fields.get(name) for name in (*IDENTIFIED_BY, "company_number", "postcode")}
        known = looked_up.fields if looked_up is not None and self._is_current(looked_up) else {}
        return {**own, **{name: value for name, value in known.items() if value is not None}}

    def _is_current(self, looked_up: Event) -> bool:
        """Return whether a look-up is about the last match."""
        last_match = max(place for place, fact in enumerate(self.facts) if fact.event == "match_provider")
        return max(place for place, fact in enumerate(self.facts) if fact is looked_up) > last_match

    @property
    def policy(self) -> Mapping[str, int]:
        """Return the local limits: those of the authority when it was referred, else those of the product."""
        own = self.in_last("limits", LOCAL_POLICY) or {}
        return {name: int(own.get(name, one["value"])) for name, one in content_of("limits")["local"].items()}

    @property
    def education(self) -> Event | None:
        """Return the last section 19 decision, or None."""
        return self.last("decide_education")

    @property
    def waits_to_look_again(self) -> bool:
        """Return whether a decision that arranges less than full-time education must be looked at again."""
        decided = self.education
        return decided is not None and decided.fields["education"] != "full_time"

    @property
    def stage_code(self) -> str:
        """Return the stage without the name of the kind."""
        if self.last("close_referral") is not None:
            return "closed"
        found = "referred"
        for fact in self.facts:
            if fact.event == "screen_referral":
                found = "ready" if fact.fields["outcome"] == "ready" else "referred"
            elif fact.event == "decide_placement":
                decision = str(fact.fields["decision"])
                found = _DECIDED.get(decision, decision)
            elif fact.event == "check_return" and self.count("check_return") >= len(_CHECKS):
                found = "settled"
            else:
                found = _STEPS.get(fact.event, found)
        return "refused" if found == "refuse" else found

    @property
    def is_over(self) -> bool:
        """Return whether nothing more can happen in it. A refusal stays open while section 19 must be looked at again."""
        stage = self.stage_code
        if stage in ("refused", "other_help"):
            return not self.waits_to_look_again
        return stage in _OVER

    @property
    def stage(self) -> str:
        """Return the stage, as in the search attribute and in JSON."""
        return f"ap_placement_{self.stage_code}"


_CHECKS = ("check_first", "check_second")


def begun(placement_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Placement:
    """Return a placement without acts; the referral is its first act."""
    return Placement(
        placement_id,
        fields.get("case"),
        has_plan=bool(fields.get("has_plan")),
        law=law,
        child=fields.get("child"),
        officer=fields.get("officer"),
    )


def after(placement: Placement, act: Act) -> Placement:
    """Return the placement after an act, which must not have been refused."""
    return placement.with_act(act)


def said(act: Act) -> str:
    """Return the text of an act for the ledger. It names codes, and holds no personal data."""
    fields = act.fields
    plain = {name: str(value).replace("_", " ") for name, value in fields.items()}
    match act.action:
        case "refer_placement":
            return f"a referral was made for {in_words('tier', fields['tier']).partition(',')[0].lower()} ({in_words('reason', fields['reason']).lower()})"
        case "screen_referral":
            return f"the referral was screened: {plain['outcome']}"
        case "decide_placement":
            return f"the panel decided: {plain['decision']}"
        case "decide_education":
            return f"section 19 decision: {_EDUCATION[str(fields['education'])]}"
        case "match_provider":
            return f"the pupil was matched to {fields['provider']}, {plain['sessions']} sessions a week"
        case "early_review":
            return f"early review of the plan: {plain['outcome']}"
        case "override_warning":
            return f"it was decided to go on despite the warning: {plain['warning']}"
        case "mark_attendance":
            return f"attendance of the week of {_day(fields['week'])}: {plain['attended']} of {plain['marked']} marked sessions"
        case "extend_placement":
            return f"the placement was extended until {_day(fields['until'])}"
        case "take_in_provider":
            return _of_provider(fields)
    return ACTS[act.action].said


def _day(written: object) -> str:
    return long_date(date.fromisoformat(str(written)))


def _of_provider(fields: Mapping[str, Any]) -> str:
    if not fields.get("has_list"):
        return "no list of approved providers is loaded"
    if not fields.get("listed"):
        return "the provider is not on the approved list"
    until = fields.get("checked_until")
    return (
        f"the provider is on the approved list; its checks run out on {_day(until)}"
        if until
        else ("the provider is on the approved list, without the date of a check")
    )


_EDUCATION = {
    "full_time": "full-time education is arranged",
    "part_time": "part-time education is arranged",
    "none": "no education is arranged",
}
