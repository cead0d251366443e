"""Notices become dispatches: each for one person, bound to an address, with an id of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.letters.dispatch import Dispatch
from casework.letters.dispatches import Step, bound_dispatches, holder_on
from casework.letters.letter_file import CasePeople
from casework.letters.notice import Notice
from casework.letters.sending_times import Policy
from tests.casework.letters.samples import CASE, SampleLine, party

NOON = datetime(2024, 4, 10, 12, tzinfo=UTC)
STEP = Step(f"{CASE}-2", CASE, NOON, "officer-1")
CHILD = date(2015, 5, 5)


def told(kind: str, role: str, of: str | None = None) -> Notice:
    return Notice(date(2024, 4, 10), kind, role, "act", of, "text")


def queued(people: CasePeople, *notices: Notice, policy: Policy | None = None) -> list[Dispatch]:
    return bound_dispatches(STEP, notices, people, policy or Policy(), NOON)


def test_each_notice_has_its_place_in_the_id_and_each_further_person_a_number() -> None:
    people = CasePeople((party("parent"), party("second_parent")), CHILD)
    found = queued(people, told("draft_plan", "family"), told("reminder", "case_officer"))
    assert [(one.dispatch_id, one.party_id) for one in found] == [
        (f"{CASE}-2-1", "party-parent"),
        (f"{CASE}-2-1.2", "party-second_parent"),
        (f"{CASE}-2-2", None),
    ]
    assert {one.by for one in found} == {"officer-1"} and {one.queued_at for one in found} == {NOON}


def test_a_letter_is_announced_in_the_way_that_its_person_prefers() -> None:
    people = CasePeople((party("parent", channel="sms"), party("second_parent", channel="email")), CHILD)
    found = queued(people, told("draft_plan", "family"), policy=Policy(quiet_from=10, quiet_until=14))
    assert [(one.dispatch_id.removeprefix(STEP.step_id), one.channel) for one in found] == [
        ("-1", "letter"), ("-1.1s", "sms"), ("-1.2", "letter"), ("-1.2e", "email"),
    ]  # fmt: skip
    assert found[0].not_before is None and found[1].not_before == datetime(2024, 4, 10, 13, tzinfo=UTC)


def test_a_family_that_is_asked_for_its_own_advice_gets_a_letter_and_no_digest() -> None:
    people = CasePeople((party("parent"),), CHILD)
    (one,) = queued(people, told("chase", "adviser", "parent"), policy=Policy(recall=timedelta(minutes=5)))
    assert (one.channel, one.status, one.party_id) == ("letter", "waiting", "party-parent")
    assert one.not_before == NOON + timedelta(minutes=5)
    (other,) = queued(people, told("chase", "adviser", "health"))
    assert (other.channel, other.status, other.party_id) == ("email", "digest", None)


def test_where_the_young_person_now_holds_the_right_and_is_no_party_an_officer_has_a_task() -> None:
    (one,) = queued(CasePeople((party("parent"),), date(2006, 5, 5)), told("draft_plan", "family"))
    assert one.status == "stale" and "not yet recorded as a person of this case" in str(one.problem)
    (unknown,) = queued(CasePeople(), told("draft_plan", "family"))  # from a release that kept no parties
    assert (unknown.status, unknown.party_id) == ("waiting", None)


def test_a_notice_to_the_named_setting_goes_to_the_one_of_the_last_final_plan() -> None:
    final = SampleLine(1, "final_issued", {"setting": "urn-2"})
    settings = tuple(
        replace(one, party_id=f"party-{one.of}")
        for one in (party("setting", of="urn-1"), party("setting", of="urn-2"))
    )
    ceasing = told("plan_to_cease_notice", "setting")
    (named,) = queued(CasePeople(settings, CHILD, (final,)), ceasing)
    assert (named.of, named.party_id, named.channel) == ("urn-2", "party-urn-2", "letter")
    (task,) = queued(CasePeople(settings, CHILD), ceasing)
    assert task.status == "stale" and "The setting that the plan names is not recorded" in str(task.problem)
    (only,) = queued(CasePeople(settings[:1], CHILD), ceasing)
    assert only.party_id == "party-urn-1"


def test_the_attended_setting_is_told_unless_the_child_attends_none() -> None:
    notice = told("request_considered_notice", "attended_setting")
    attends_none = SampleLine(1, "request_received", {"attends": "none"})
    assert queued(CasePeople((), CHILD, (attends_none,)), notice) == []
    (task,) = queued(CasePeople((), CHILD, (SampleLine(1, "request_received"),)), notice)
    assert task.status == "stale" and "its head must be told" in str(task.problem)
    (head,) = queued(CasePeople((party("adviser", of="school"),), CHILD), notice)
    assert head.party_id == "party-adviser"


def test_an_urgent_alert_leaves_at_once_and_every_other_waits_for_the_digest() -> None:
    alert = told("breach_alert", "team_manager")
    urgent, other = queued(CasePeople(), replace(alert, is_urgent=True), alert)
    assert (urgent.urgent, urgent.status, urgent.not_before, urgent.channel) == (
        True,
        "waiting",
        None,
        "email",
    )
    assert (other.urgent, other.status) == (False, "digest")
    assert other.not_before == datetime(2024, 4, 11, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born_on", "capacity", "holder"),
    [
        (CHILD, None, "parent"),
        (date(2006, 5, 5), None, "young_person"),
        (date(2006, 5, 5), "lacks", "parent"),
        (date(2006, 5, 5), "lacks_and_has_representative", "representative"),
        (None, None, None),
    ],
)
def test_who_holds_the_right_follows_from_age_and_capacity(
    born_on: date | None, capacity: str | None, holder: str | None
) -> None:
    opening = SampleLine(1, "request_received", {"capacity": capacity} if capacity else {})
    assert holder_on(date(2024, 9, 1), CasePeople((), born_on, (opening,))) == holder
