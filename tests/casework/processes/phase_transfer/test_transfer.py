"""A transfer: its stages, refusals, lists, letters, and what it tells its case and its plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.case.actions import Act
from casework.case.acts import CATALOGUE
from casework.case.particulars import wrong_shape
from casework.letters.letter_templates import letter
from casework.letters.notices import is_letter, writes_to_people
from casework.processes.listing import Pupil
from casework.processes.phase_transfer import guard, telling
from casework.processes.phase_transfer.lists import LISTS, countdown, places
from casework.processes.phase_transfer.notices import notices
from casework.processes.phase_transfer.process import PROCESS
from casework.processes.phase_transfer.transfer import Transfer
from casework.processes.plan_changed import as_act
from casework.settings.settings import Setting
from statute.facts import Event
from tests.casework.letters.test_family_letters import FACTS
from tests.casework.processes.phase_transfer.transfers import CASE, day, done, transfer

ASKED = ("ask_preference", "2026-09-07", {"reply_by": "2026-10-09"})
PREFERRED = ("record_preference", "2026-10-02", {"settings": ["urn-900002"]})
HELD = ("hold_review", "2026-11-06")
NOTICE = ("send_notice", "2026-12-04")
CONSULTED = (
    "consult_settings",
    "2026-12-07",
    {"settings": ["urn-900002", "urn-900003"], "reply_by": "2026-12-22"},
)
FINAL = ("issue_final", "2027-01-22", {"names": "setting", "setting": "urn-900002"})
TYPE = ("issue_final", "2027-01-22", {"names": "type_only", "kind_of_setting": "special"})
PLACE = ("confirm_place", "2027-03-01", {"setting": "urn-900002"})
STARTED = ("record_start", "2027-09-03")
PUPIL = Pupil(CASE, "Wren Example")


def test_a_transfer_goes_through_its_stages_to_the_start() -> None:
    state, stages = transfer(), [transfer().stage_code]
    for act in (ASKED, PREFERRED, HELD, NOTICE, CONSULTED, FINAL, PLACE, STARTED):
        state = done(state, act)
        stages.append(state.stage_code)
    assert stages == [
        "identified", "family_told", "preference_recorded", "review_held", "notice_sent", "consulting", "final", "place_confirmed", "started",
    ]  # fmt: skip
    assert state.is_over and state.named == "urn-900002"


def test_a_plan_that_names_only_a_type_waits_for_a_place_before_the_start() -> None:
    state = done(transfer(), NOTICE, TYPE)
    assert (state.stage_code, state.is_type_only) == ("type_only", True)
    assert "only a type" in str(
        guard.refusal(state, Act("record_start", day("2027-09-03")), day("2027-09-03"))
    )
    assert not done(state, PLACE).is_type_only


@pytest.mark.parametrize(
    ("before", "act", "part"),
    [
        ((), ("record_start", "2026-10-01", {}), "final plan"),
        ((), ("record_reply", "2026-10-01", {"setting": "urn-900002", "answer": "no_place"}), "consulted first"),
        ((), ("issue_final", "2026-10-01", {"names": "setting"}), "Enter the setting"),
        ((), ("issue_final", "2026-10-01", {"names": "type_only"}), "Enter the type"),
        ((), ("record_preference", "2026-10-01", {}), "Enter a setting or a type"),
        ((), ("ask_preference", "2026-10-02", {"reply_by": "2026-10-01"}), "must be after"),
        ((), ("hold_review", "2026-08-31", {}), "before the transfer began"),
        ((), ("consult_settings", "2026-10-01", {"settings": ["oak-school"], "reply_by": "2026-10-20"}), "URN"),
        ((CONSULTED,), ("record_reply", "2026-12-20", {"setting": "urn-900009", "answer": "no_place"}), "was not consulted"),
        ((FINAL,), ("send_notice", "2027-01-23", {}), "recorded already"),
        ((FINAL, STARTED), ("close_transfer", "2027-09-04", {"why": "other"}), "is over"),
    ],
)  # fmt: skip
def test_an_act_that_does_not_fit_is_refused_in_one_sentence(
    before: tuple[Any, ...], act: tuple[str, str, dict[str, Any]], part: str
) -> None:
    state = done(transfer(), *before)
    why = guard.refusal(state, Act(act[0], day(act[1]), None, act[2]), date(2027, 12, 1))
    assert why is not None and part in why


def test_what_the_plan_passes_on_is_recorded_once_and_not_before_the_transfer() -> None:
    def hear(state: Transfer, event: str, on: str, **fields: Any) -> Transfer:
        return PROCESS.after(state, as_act(Event(event, day(on), None, fields), day(on)))

    state = hear(transfer(), "review_meeting", "2026-05-04")
    assert state.stage_code == "identified"
    state = hear(hear(state, "review_meeting", "2026-11-06"), "amendment_notice", "2026-12-04")
    state = hear(state, "amendment_notice", "2026-12-04")
    assert [one.event for one in state.facts] == ["hold_review", "send_notice"]
    final = hear(state, "amended_final_issued", "2027-01-22", setting="urn-900002")
    assert (final.stage_code, final.named) == ("final", "urn-900002")
    assert hear(state, "amended_final_issued", "2027-01-22").is_type_only
    assert (
        hear(transfer(stays=True), "review_decision", "2026-11-20", decision="maintain").named == "urn-900001"
    )
    assert hear(transfer(), "review_decision", "2026-11-20", decision="amend").final is None


def test_what_people_record_is_told_to_the_plan_in_the_words_of_the_law() -> None:
    def told(state: Transfer, act: tuple[Any, ...]) -> list[tuple[str, Any]]:
        fields = act[2] if len(act) > 2 else {}
        return [
            (one.event, one.fields.get("setting") or one.fields.get("decision"))
            for one in telling.to_plan(state, Act(act[0], day(act[1]), None, fields))
        ]

    assert told(transfer(), HELD) == [("review_meeting", None)]
    assert told(transfer(), NOTICE) == [("amendment_notice", None)]
    assert told(done(transfer(), NOTICE), FINAL) == [("amended_final_issued", "urn-900002")]
    assert told(transfer(), ("keep_plan", "2026-11-20")) == [("review_decision", "maintain")]
    assert told(transfer(), ASKED) == []


@pytest.mark.parametrize(
    ("act", "kinds"),
    [
        (ASKED, [("transfer_preference", "family")]),
        (CONSULTED, [("transfer_consultation", "setting"), ("transfer_consultation", "setting")]),
        (FINAL, [("transfer_result", "family")]),
        (TYPE, [("transfer_result", "family")]),
    ],
)
def test_family_and_settings_are_written_to(
    act: tuple[str, str, dict[str, Any]], kinds: list[tuple[str, str]]
) -> None:
    reports = telling.told(transfer(), Act(act[0], day(act[1]), None, act[2]))
    found = [
        one
        for told in reports
        for one in notices(Act(told.action, told.on, told.of, told.fields), day(act[1]))
    ]
    assert [(one.kind, one.to_role) for one in found] == kinds


def test_the_letters_say_what_is_asked_by_when_and_what_the_plan_names() -> None:
    said = {
        "text": "Please tell us which you prefer by Friday 9 October 2026.",
        "moves_on": "2027-09-01",
        "message": "An open evening is on Tuesday.",
    }
    asked = repr(letter("transfer_preference", replace(FACTS, said=said)))
    for part in (
        "by Friday 9 October 2026",
        "Wednesday 1 September 2027",
        "An open evening",
        "regulation 18",
        "at least 15 days",
    ):
        assert part in asked
    assert "appeal to the Tribunal" in repr(letter("transfer_result", replace(FACTS, said=said)))
    texts = [
        notices(Act("transfer_outcome", day("2027-01-22"), None, {"names": name}), day("2027-01-22"))[0].text
        for name in ("setting", "type_only", "kept")
    ]
    assert len(set(texts)) == 3
    assert not writes_to_people("transfer_step_waits", day("2027-01-22"))


def listed(name: str, state: Transfer, today: str) -> dict[str, str] | None:
    (found,) = [one for one in LISTS if one.name == name]
    row = found.row(state, PUPIL, day(today))
    assert row is None or list(row) == list(found.columns)
    return dict(row) if row is not None else None


def test_the_list_of_those_due_says_what_is_missing() -> None:
    row = listed("due", transfer(setting=None), "2026-09-01")
    assert row is not None and (row["name"], row["year"], row["to"]) == (
        "Wren Example",
        "2027",
        "Secondary school",
    )
    assert (
        row["missing"]
        == "the setting attended now, what the family prefers and the review before the transfer"
    )
    assert (
        listed("due", done(transfer(), ("close_transfer", "2026-09-02", {"why": "not_due"})), "2026-10-01")
        is None
    )


def test_type_only_and_not_final_are_listed_until_they_are_settled() -> None:
    assert listed("type-only", done(transfer(), CONSULTED, TYPE), "2027-02-01") is not None
    assert listed("type-only", done(transfer(), TYPE, PLACE), "2027-03-02") is None
    row = listed("not-final", done(transfer(), NOTICE), "2027-01-20")
    assert row is not None and (row["by"], row["left"], row["why"]) == (
        "29 January 2027",
        "9",
        "Eight weeks from the notice",
    )
    assert listed("not-final", done(transfer(), NOTICE, FINAL), "2027-01-23") is None


def test_the_return_has_the_day_of_the_law_and_not_the_target() -> None:
    row = listed("return", done(transfer(), NOTICE, FINAL), "2027-02-20")
    assert row is not None and (row["PhaseTransferDueDate"], row["PhaseTransferFinalDate"]) == (
        "2027-02-15",
        "2027-01-22",
    )
    post16 = listed("return", transfer(from_phase="secondary", to_phase="post16"), "2027-02-20")
    assert post16 is not None and (post16["PhaseTransferDueDate"], post16["PhaseTransferFinalDate"]) == (
        "2027-03-31",
        "",
    )


SCHOOL = Setting("900002", "Oak School", "community", "Sample Council", 11, 16, True, places=100, on_roll=99)


def test_the_countdown_has_a_row_for_each_officer_with_what_waits_and_the_first_limit() -> None:
    known = [
        (transfer(), Pupil(CASE, officer="Ash Example")),
        (done(transfer(), NOTICE), Pupil(CASE, officer="Ash Example")),
        (done(transfer(), NOTICE, TYPE), Pupil(CASE)),
    ]
    unassigned, ash = countdown(known, {}, day("2027-01-30"))
    assert (unassigned["officer"], unassigned["type_only"], unassigned["not_final"]) == (
        "Unassigned",
        "1",
        "0",
    )
    assert (ash["due"], ash["ask"], ash["not_final"], ash["late"], ash["first"], ash["left"]) == (
        "2", "1", "2", "1", "29 January 2027", "1 late",
    )  # fmt: skip


def test_places_and_requests_are_compared_by_setting_the_most_wanted_first() -> None:
    known = [
        (done(transfer(), PREFERRED), PUPIL),
        (done(transfer(), CONSULTED), PUPIL),
        (done(transfer(), NOTICE, FINAL), PUPIL),
    ]
    first, second = places(known, {"urn-900002": SCHOOL}, day("2027-01-30"))
    assert (first["setting"], first["requests"], first["free"], first["more"]) == (
        "Oak School",
        "3",
        "1",
        "More requests than places",
    )
    assert (first["first"], first["consulted"], first["named"]) == ("1", "1", "1")
    assert (second["setting"], second["places"], second["more"]) == ("URN 900003", "Not known", "")


def test_one_act_sends_the_same_plan_to_each_setting_that_is_consulted() -> None:
    fields = {**CONSULTED[2], "document": "document-3"}
    reports = telling.told(transfer(), Act("consult_settings", day("2026-12-07"), None, fields))
    assert [(one.of, one.fields["document"]) for one in reports] == [
        ("urn-900002", "document-3"),
        ("urn-900003", "document-3"),
    ]
    for one in reports:
        told = Act(one.action, one.on, one.of, one.fields)
        assert wrong_shape(CATALOGUE[one.action], told) is None, "an open case takes it in with the plan"
        assert all(is_letter(each) for each in PROCESS.notices(told, day("2026-12-07"), ()) or ())
    for enclosed, part in (({"plan"}, "comes with this letter"), (set(), "We will send you the plan")):
        facts = replace(FACTS, enclosed=frozenset(map(str, enclosed)))
        assert part in repr(letter("transfer_consultation", facts))


def test_a_fact_of_the_plan_that_cannot_be_read_is_refused() -> None:
    for fields, part in (
        ({"event": "review_meeting", "given": ["maintain"]}, "name and a value"),
        ({}, "event"),
    ):
        assert part in str(
            guard.refusal(transfer(), Act("plan_changed", day("2026-10-01"), None, fields), day("2026-10-01"))
        )


def test_the_letter_about_a_place_names_the_school_and_never_its_number() -> None:
    (told,) = telling.told(done(transfer(), TYPE), Act("confirm_place", day("2027-03-01"), None, PLACE[2]))
    assert told.fields["setting"] == "urn-900002"
    for said, part in (
        ({"setting": "Oak School"}, "place at Oak School"),
        ({}, "the next school or college"),
    ):
        written = repr(letter("transfer_place", replace(FACTS, said=said)))
        assert part in written and "URN" not in written
