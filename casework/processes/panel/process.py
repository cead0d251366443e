"""The process of a sitting of the multi-agency panel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter

from casework.access.permissions import Right
from casework.case.actions import Act, Action
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.processes.group import Group, Rights
from casework.processes.page import as_date
from casework.processes.panel import sitting
from casework.processes.panel.case_acts import ADVISES_REFUSING, TELLS
from casework.processes.panel.commands import COMMAND, VERBS, PrintedSitting
from casework.processes.panel.notices import invitation, notices
from casework.processes.panel.pages import LIST, PanelPages, SittingPages
from casework.processes.panel.quorum import Member, bad_members
from casework.processes.panel.scenario import PAPERS_DAYS, planned_sitting
from casework.processes.panel.shapes import SHAPES
from casework.processes.panel.sitting import Sitting
from casework.processes.process import CannotBegin, Measure, Process
from casework.processes.scenario_process import Planned
from casework.processes.shapes import Described
from casework.processes.telling import ProcessMoment, ToCase, ToProcess
from statute.facts import Event
from statute.words import long_date, short_date

_RIGHTS = Rights(see=Right.SEE_PANEL, act=Right.RUN_PANEL, people_see_cases=True)
_TOLD = frozenset(action.name for action in TELLS)
_SITTING: TypeAdapter[Sitting] = TypeAdapter(Sitting)
_TAKES_IN = {"list_case": "the panel has nothing to advise on"}


class PanelProcess(Process[Sitting]):
    """One sitting: cases are listed, the panel advises, and the cases are told. No limit of a case waits for it."""

    kind = "panel"
    noun = "sitting"
    title = "Multi-agency panel"
    workflow = "PanelSitting"
    details = (
        "One sitting of the multi-agency panel. Updates record what happens at it; signals tell its cases. "
        "The panel only advises: no limit of a case waits for it."
    )
    group = Group(
        noun="sitting",
        title="Panel",
        help="Sittings of the multi-agency panel.",
        command="panel",
        path="sittings",
        pages="panel",
        lists="ehcp panel sittings",
        case_key="panel",
        rights=_RIGHTS,
        at="at",
        by_day=True,
        terminal=COMMAND,
        list_page=LIST,
        page_type=PanelPages,
        described=Described(
            show="Its members, its agenda, and what it advises; the reasons on a case only for those who may see its personal data.",
            act="Record an act at a sitting, once. `of` is the case that it is about.",
            call="Call a sitting for a day, with its members and the chair who signs it off.",
        ),
    )
    rights = _RIGHTS
    page_type = SittingPages
    print_type = PrintedSitting
    verbs = VERBS
    shapes = SHAPES
    acts = sitting.PANEL_ACTS
    ends_with = frozenset({"sign_off", "call_off"})
    tells = TELLS
    refuses = ADVISES_REFUSING
    takes_in = _TAKES_IN
    knows = frozenset({"sits_on", "papers_by", "chair"})
    shown_by_facts = True
    shows_ledger = False

    def called(self, asked: Mapping[str, Any], today: date) -> Mapping[str, Any]:
        """Return the opening fields: the day, the members and the chair. Papers are due a week before by default."""
        members = tuple(Member(str(one["id"]), str(one["role"])) for one in asked["members"])
        if (why := bad_members(members, str(asked["chair"]))) is not None:
            raise CannotBegin(why)
        sits_on = as_date(asked["sits_on"])
        if sits_on < today:
            raise CannotBegin(f"{short_date(sits_on)} is in the past; call a sitting for today or later.")
        given = asked.get("papers_by")
        papers_by = as_date(given) if given else max(today, sits_on - timedelta(days=PAPERS_DAYS))
        if papers_by > sits_on:
            raise CannotBegin(
                f"Papers cannot be due on {short_date(papers_by)}, after the sitting on {short_date(sits_on)}."
            )
        return {
            "sits_on": sits_on.isoformat(),
            "papers_by": papers_by.isoformat(),
            "chair": str(asked["chair"]),
            "members": [{"id": member.id, "role": member.role} for member in members],
        }

    def brings_in(self, action: str, fields: Mapping[str, Any]) -> bool:
        """Return whether an act lists a case to this sitting, or carries it over to another."""
        return action in self.takes_in or (action == "carry_over" and bool(fields.get("to")))

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Sitting:
        """Return a sitting without cases."""
        return _SITTING.validate_python({**fields, "id": process_id})

    def planned(self, place: int, row: Any, case_id: str, opened_on: date) -> Planned:
        return planned_sitting(place, row, case_id, opened_on)

    def heading(self, fields: Mapping[str, Any]) -> str:
        """Return the day of the sitting."""
        return f"Multi-agency panel of {long_date(as_date(fields['sits_on']))}"

    def opened(self, state: Sitting) -> tuple[str, str]:
        return "sitting_called", "the sitting was called"

    def view(self, state: Sitting, team: str | None) -> dict[str, Any]:
        """Return the sitting as JSON values. `signers` may sign it off."""
        whole = _SITTING.dump_python(state, mode="json")
        return {
            "sitting": whole["id"],
            **{name: whole[name] for name in ("sits_on", "papers_by", "chair")},
            "team": team,
            **{name: whole[name] for name in ("members", "items", "present")},
            "missing_roles": list(state.missing_roles) if state.present is not None else [],
            "stage": state.stage,
            "signed_off_on": whole["signed_off_on"],
            "signers": list(state.signers),
        }

    def state(self, view: Mapping[str, Any]) -> Sitting:
        """Return the sitting from a view."""
        called_off = view["stage"] == "panel_called_off"
        return _SITTING.validate_python({**view, "id": view["sitting"], "called_off": called_off})

    def cases(self, state: Sitting) -> tuple[str, ...]:
        """Return the cases on its agenda."""
        return tuple(item.case for item in state.items)

    def people(self, state: Sitting) -> frozenset[str]:
        """Return its members and its chair."""
        return frozenset({state.chair, *(member.id for member in state.members)})

    def invitations(self, state: Sitting, on: date) -> tuple[Notice, ...]:
        """Return the notice that invites each member and the chair, with the day and the reference of the sitting."""
        return tuple(invitation(state.id, person, state.sits_on, on) for person in sorted(self.people(state)))

    def is_breached(self, state: Sitting, done: frozenset[str]) -> bool:
        """Return whether it was not quorate, or was not recorded as held."""
        return state.stage == "panel_inquorate" or (state.present is None and "not_held" in done)

    def due_on(self, state: Sitting) -> date | None:
        return state.sits_on

    def calendar_days(self, state: Sitting) -> tuple[tuple[date, str], ...]:
        """Return the sitting and the day by which its papers are due."""
        return ((state.papers_by, "Papers for the panel are due"), (state.sits_on, "Sitting of the panel"))

    def measured(self, state: Sitting) -> Measure:
        return Measure(self.stage_in_words(state.stage), state.signed_off_on)

    def refusal(self, state: Sitting, act: Act, today: date, by: str | None) -> str | None:
        return sitting.refusal(state, act, today, by)

    def allowed(self, state: Sitting, today: date, by: str | None = None) -> tuple[Action, ...]:
        return () if state.is_over else tuple(sitting.PANEL_ACTS.values())

    def after(self, state: Sitting, act: Act) -> Sitting:
        return sitting.after(state, act)

    def said(self, state: Sitting, act: Act, by: str | None) -> str:
        return sitting.said(state, act, by)

    def told(self, state: Sitting, act: Act, by: str | None, heard: bool) -> tuple[ToCase, ...]:
        return sitting.told(state, act, by)

    def follow_ups(self, fact: ToCase) -> tuple[ToProcess, ...]:
        """Return the act that lists a carried-over case to the next sitting."""
        to = fact.fields.get("to")
        if fact.action != "panel_carried_over" or not to:
            return ()
        return (ToProcess(str(to), "list_case", fact.case, {"about": fact.about}),)

    def next_moment(self, state: Sitting, done: frozenset[str], today: date) -> ProcessMoment | None:
        return sitting.next_moment(state, done)

    def after_moment(self, state: Sitting, moment: str, today: date) -> tuple[Sitting, tuple[ToCase, ...]]:
        return state, sitting.after_moment(state, moment)

    def moment_text(self, state: Sitting, moment: str, telling: Sequence[ToCase]) -> str:
        cases = f"{len(telling)} case{'' if len(telling) == 1 else 's'}"
        return f"{moment.replace('_', ' ')}; {cases} told"

    def notices(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...] | None:
        return notices(act, on, clocks) if act.action in _TOLD else None

    def without_cases(self, view: Mapping[str, Any], hidden: Collection[str]) -> Mapping[str, Any]:
        return {**view, "items": [item for item in view["items"] if item["case"] not in hidden]}

    def as_json(self, view: Mapping[str, Any], today: date, by: str | None = None) -> dict[str, Any]:
        return {**view, "items": [dict(item) for item in view["items"]]}

    def in_case(self, events: Sequence[Event]) -> list[dict[str, Any]]:
        """Return each time that the case was listed, carried over, not heard or advised on."""
        kept = ("sitting", "sits_on", "why", "to", "recommendation", "chair")
        return [
            {
                "event": event.event,
                "on": event.on.isoformat() if event.on else None,
                **{name: event.fields.get(name) for name in kept},
            }
            for event in events
            if event.event in _TOLD
        ]

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Return the reasons and the dissent of each case on its agenda."""
        return ((item, name) for item in told["items"] for name in ("reason", "dissent", "cost_said"))

    def list_json(self, view: Mapping[str, Any], today: date) -> dict[str, Any]:
        return {
            **{name: view[name] for name in ("sitting", "sits_on", "papers_by", "stage")},
            "cases": len(view["items"]),
        }


PROCESS = PanelProcess()
