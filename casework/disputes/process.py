"""The base class of processes about a disputed decision."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar

from pydantic import TypeAdapter

from casework.authority.profile import Profile
from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.disputable_decisions import decision_name, disputed
from casework.case.facts import proclaimed
from casework.case.law_pin import LawPin
from casework.disputes.clocks import clocks_of, obligations_of
from casework.disputes.dispute import Clocks, Dispute
from casework.disputes.group import DISPUTES
from casework.letters.notice import Notice
from casework.processes.action_as_json import action_as_json
from casework.processes.process import Begun, Process
from casework.processes.telling import ProcessMoment, ToCase
from statute.facts import Event
from statute.obligation import Obligation
from statute.words import capital

AnyDispute = TypeVar("AnyDispute", bound=Dispute)
_FAMILY = "family"
_NOT_FOR_THOSE_WITH_THEIR_OWN = frozenset({"passed_over", "team"})
"""Keys that a person who sees only their own does not see: who else was asked, and the team of the case."""
_HOLDS = frozenset({"open", "running", "overdue"})


class DisputeProcess(Process[AnyDispute]):
    """A process about a decision that the family disputes. Its case begins it at the first step of the dispute."""

    group = DISPUTES
    rights = DISPUTES.rights
    begins_in_words = "it begins with the first step of a dispute"
    verbs = ()
    adapter: ClassVar[TypeAdapter[Any]]
    """Reads a state from JSON and writes it."""
    own_notices: ClassVar[frozenset[str]]
    """The acts of a case whose notices are its own."""

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> AnyDispute:
        """Return the dispute with its decision, and the bank holidays proclaimed in the case so far."""
        began_on = fields["began_on"]
        told = [
            {"event": "bank_holiday_proclaimed", "on": began_on, "of": None, "fields": {"day": day}}
            for day in fields.get("holidays", ())
        ]
        known = {name: fields.get(name) for name in ("case", "about", "decided_on", "decided")}
        return self.state({"id": process_id, **known, "facts": told, "law": law})

    def heading(self, fields: Mapping[str, Any]) -> str:
        """Return the kind of dispute and its decision."""
        return f"{capital(self.noun)}: {decision_name(str(fields['about']), fields.get('decided'))}"

    def opened(self, state: AnyDispute) -> tuple[str, str]:
        """Return the event and the text of the first step."""
        return "dispute_begun", f"a dispute began about the {self._about(state)}"

    def about(
        self, events: Sequence[Event], action: str, fields: Mapping[str, Any], begun: Sequence[Begun]
    ) -> int | None:
        """Return the index of the disputed decision. A step that ends another dispute is about that dispute's decision."""
        before = (one.about for one in reversed(begun) if action in one.process.ends_with)
        return (
            next(before, None)
            if any(action in one.process.ends_with for one in begun)
            else disputed(events, fields.get("against"))
        )

    def opens_with(self, case: str, events: Sequence[Event], about: int, on: date) -> Mapping[str, Any]:
        """Return the fields of the opening: the decision, and the bank holidays proclaimed in the case."""
        decision = events[about]
        return {
            "case": case,
            "began_on": on.isoformat(),
            "about": decision.event,
            "decided_on": decision.on.isoformat() if decision.on else None,
            "decided": decision.fields.get("decision"),
            "holidays": [day.isoformat() for day in sorted(proclaimed(events))],
        }

    def view(self, state: AnyDispute, team: str | None) -> dict[str, Any]:
        """Return the whole state as JSON values."""
        how = {"stage": state.stage, "is_over": state.is_over, "team": team}
        return {**self.adapter.dump_python(state, mode="json"), **how}

    def state(self, view: Mapping[str, Any]) -> AnyDispute:
        """Return the state from a view."""
        found: AnyDispute = self.adapter.validate_python(dict(view))
        return found

    def cases(self, state: AnyDispute) -> tuple[str, ...]:
        """Return the case whose decision is disputed."""
        return (state.case,)

    def outsiders(self, profile: Profile) -> frozenset[str]:
        """Return the mediators on the authority's list."""
        return frozenset(profile.mediators)

    def obligations(self, state: AnyDispute, today: date) -> tuple[Obligation, ...]:
        """Return what each side can or must do."""
        return obligations_of(state, today)

    def next_moment(self, state: AnyDispute, done: frozenset[str], today: date) -> ProcessMoment | None:
        """Return the next moment, from the dispute's clocks today."""
        return self.moment_after(state, done, clocks_of(state, today))

    @abstractmethod
    def moment_after(self, state: AnyDispute, done: frozenset[str], clocks: Clocks) -> ProcessMoment | None:
        """Return the next moment, which comes unless a person acts first; `done` holds the moments that have come."""

    def notices(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...] | None:
        """Return the notices of an act; None if they are not its own."""
        return self.notices_of(act, on, clocks) if act.action in self.own_notices else None

    @abstractmethod
    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        """Return the notices of one of the acts in `own_notices`."""

    def told(self, state: AnyDispute, act: Act, by: str | None, heard: bool) -> tuple[ToCase, ...]:
        """Return what to report to the case: nothing if the case sent the act."""
        return () if heard else self.tells_of(state, act)

    @abstractmethod
    def tells_of(self, state: AnyDispute, act: Act) -> tuple[ToCase, ...]:
        """Return what to report to the case about an act recorded in the dispute."""

    def as_json(self, view: Mapping[str, Any], today: date, by: str | None = None) -> dict[str, Any]:
        """Return the JSON of a dispute, with what each side can or must do and the acts that may be recorded now."""
        state = self.state(view)
        found = self.obligations(state, today)
        content = {
            name: value
            for name, value in view.items()
            if name not in ("id", "about", "facts", "stage", "law")
            and not (by and name in _NOT_FOR_THOSE_WITH_THEIR_OWN)
        }
        return {
            "dispute": state.id,
            "kind": self.kind,
            "stage": view["stage"],
            "about": state.about,
            "about_in_words": self._about(state),
            **content,
            "facts": view["facts"],
            "family": [_side(one) for one in found if _holds(one) and _is_familys(one)],
            "others": [_side(one) for one in found if _holds(one) and not _is_familys(one)],
            "obligations": [one.as_json() for one in found],
            "actions": [action_as_json(each) for each in self.allowed(state, today, by)],
        }

    def _about(self, state: AnyDispute) -> str:
        return decision_name(state.about, state.decided)


def _holds(one: Obligation) -> bool:
    return one.status in _HOLDS and one.closed_on is None


def _is_familys(one: Obligation) -> bool:
    return one.duty_holder.startswith(_FAMILY)


def _side(one: Obligation) -> dict[str, Any]:
    """The JSON of a limit or window of one side."""
    return {
        "rule": one.rule,
        "title": one.title,
        "who": one.duty_holder,
        "until": one.due_on.isoformat(),
        "status": one.status,
        "because": one.because,
    }
