"""Letters and messages are rendered from what was loaded, and from nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.authority.profile import Contact, Profile
from casework.letters.dispatch import Dispatch
from casework.letters.facts_from_records import facts_from_records
from casework.letters.letter_facts import Incomplete
from casework.letters.letter_file import AddressFile, LetterFile, SavedPlan
from casework.letters.outgoing import (
    message_of,
    missing_facts,
    render,
)
from casework.letters.paper_content import papers_of
from casework.letters.short_messages import Mail
from casework.plans.plan import plan_of
from statute.clock_roles import ClockRole
from tests.casework.letters.samples import CASE, SampleLimit, SampleLine, dispatch, party
from tests.casework.letters.test_decision_letters import PROFILE, words
from tests.plans import sample_plan

PARENT = party("parent", large_print=True, language="Polish")
BOUND: dict[str, Any] = {"party_id": PARENT.party_id, "address_version": 1}
ADDRESS = AddressFile(bound=PARENT, current=PARENT, profile=PROFILE)
REFUSED = dispatch("assessment_refused", **BOUND)
FILE = LetterFile(
    address=ADDRESS,
    lines=(SampleLine(1, "request_received"), SampleLine(2, "assessment_refused", {"reason": "note-1"})),
    limits=(
        SampleLimit(ClockRole.CONTACT_MEDIATION_ADVISER, date(2024, 6, 10)),
        SampleLimit(ClockRole.APPEAL, date(2024, 6, 10)),
        SampleLimit(ClockRole.APPEAL, date(2024, 1, 10), started_on=date(2023, 11, 10)),
    ),
    child="Wren Example",
    born_on=date(2015, 5, 5),
    texts={"note-1": "The school meets these needs."},
)


def said(file: LetterFile, one: Any = REFUSED, **more: Any) -> str:
    return words(papers_of(render(one, file, **more).content)["letter"])


def test_a_letter_holds_the_reasons_the_windows_of_its_decision_and_how_its_person_reads() -> None:
    letter = said(FILE)
    assert "The school meets these needs." in letter and "Monday 10 June 2024" in letter
    assert "10 January 2024" not in letter and "To have it read to you in Polish" in letter
    paper = papers_of(render(REFUSED, FILE).content)["letter"]
    assert paper.large_print and paper.address == ("Sample parent", "1 Sample Street", "ZZ1 1ZZ")
    assert render(REFUSED, FILE) == render(REFUSED, FILE)


FREE = SampleLimit(ClockRole.FINAL_PLAN, date(2024, 7, 22), started_on=date(2024, 3, 4))
DETAINED = SampleLimit(ClockRole.DETAINED_FINAL_PLAN, date(2024, 7, 22), started_on=date(2024, 3, 4))
ON_THE_DAY = date(2024, 4, 10)


@pytest.mark.parametrize(
    ("limits", "is_detained"),
    [
        ((FREE,), False),
        ((DETAINED,), True),
        ((DETAINED, replace(FREE, started_on=ON_THE_DAY)), False),  # released
        ((FREE, replace(DETAINED, started_on=ON_THE_DAY)), True),
        ((DETAINED, replace(FREE, started_on=date(2024, 4, 11))), True),  # released after the letter
        ((), False),
    ],
)
def test_a_letter_is_of_a_detained_person_as_the_latest_limits_of_its_day_are(
    limits: tuple[SampleLimit, ...], is_detained: bool
) -> None:
    refused = dispatch("plan_refused", **BOUND)
    file = replace(
        FILE,
        lines=(FILE.lines[0], SampleLine(2, "plan_refused", {"reason": "note-1"})),
        limits=(*FILE.limits, *limits),
    )
    assert facts_from_records(refused, file, ()).is_detained is is_detained
    assert ("recommendations about health and social care" in said(file, refused)) is not is_detained


def test_reasons_that_were_given_later_complete_the_letter() -> None:
    without = replace(FILE, lines=(FILE.lines[0], SampleLine(2, "assessment_refused")))
    with pytest.raises(Incomplete):
        render(REFUSED, without)
    assert missing_facts(REFUSED, without) == ("the reasons (CFA 2014 s.36(5)(a))",)
    later = replace(without, lines=(*without.lines, SampleLine(3, "reasons_given", {"reason": "note-1"})))
    assert said(later) == said(FILE)
    assert missing_facts(REFUSED, FILE) == ()


def test_the_plan_is_enclosed_and_who_posts_a_letter_by_hand_encloses_it_themselves() -> None:
    draft = dispatch("draft_issued", kind="draft_plan", **BOUND)
    file = replace(
        FILE,
        lines=(SampleLine(2, "draft_issued", {"document": "plan-1"}),),
        limits=(SampleLimit(ClockRole.ANSWER_THE_DRAFT, date(2024, 6, 25)),),
    )
    assert [lack[:14] for lack in missing_facts(draft, file)] == ["the draft plan"]
    assert "You have until" in said(file, draft, by_hand=True)
    saved = SavedPlan(3, plan_of(sample_plan()).model_dump(mode="json"))
    papers = papers_of(render(draft, replace(file, plan=saved)).content)
    assert list(papers) == ["letter", "plan"] and papers["plan"].marking == "DRAFT, version 3"


def test_only_who_has_many_children_in_their_files_reads_a_birth_date() -> None:
    limits = (SampleLimit(ClockRole.DECIDE_TO_ASSESS, date(2024, 4, 15)),)
    file = replace(
        FILE, limits=limits, address=AddressFile(profile=PROFILE), lines=(SampleLine(2, "request_received"),)
    )
    for role, is_told in (("health_body", True), ("social_care", True), ("attended_setting", False)):
        known = replace(file, address=replace(file.address, candidates=(party(role),)))
        one = dispatch("request_received", kind="request_considered_notice", to_role=role)
        assert ("born on Tuesday 5 May 2015" in said(known, one)) is is_told


def test_a_kind_without_a_template_is_the_sentence_of_its_notice() -> None:
    one = dispatch("something_else", **BOUND)
    made = render(one, FILE)
    assert made.template == "plain" and "The sentence of the notice." in said(FILE, one)
    assert missing_facts(one, FILE) == ()


def message(one: Dispatch, address: AddressFile) -> tuple[str | None, Mail]:
    return message_of(render(one, LetterFile(address=address)).content)


def test_a_message_goes_where_its_party_is_reached_or_else_where_the_particulars_say() -> None:
    assert message(replace(REFUSED, channel="sms"), ADDRESS)[0] == "07700 900000"
    to, mail = message(replace(REFUSED, channel="email"), ADDRESS)
    assert (to, mail.subject) == ("parent@example.org", f"A letter is on its way to you: {CASE}")
    inside = dispatch("reminder", to_role="case_officer", channel="email")
    ours = PROFILE.model_copy(update={"mailboxes": {"officer-1": "o@example.org"}})
    to, mail = message(inside, AddressFile(profile=ours, officer="officer-1"))
    assert (to, mail.subject) == ("o@example.org", f"Reminder: {CASE}")
    assert message(inside, AddressFile())[0] is None


def test_a_digest_of_our_own_people_groups_its_lines_and_goes_to_whose_it_is() -> None:
    rows = [
        ("reminder", "case-b", "The plan: due tomorrow."),
        ("breach_alert", "case-a", "Advice: it is late."),
        ("reminder", "case-a", "The decision: due on Friday."),
    ]
    lines = [
        {"kind": kind, "case_id": case, "text": text, "link": f"https://x/{case}"}
        for kind, case, text in rows
    ]
    digest = dispatch(
        "staff_digest", channel="email", to_role="case_officer", of="officer-1", text=json.dumps(lines)
    )
    boxes = Profile(
        authority=Contact(name="Ours"),
        mailboxes={"officer-1": "one@example.org", "case_officer": "all@example.org"},
    )
    to, mail = message(digest, AddressFile(profile=boxes))
    assert to == "one@example.org"
    assert mail.subject == "Your cases today: 2 cases, 10 April 2024"
    assert mail.text.startswith(
        "Limits missed\n\n- Case case-a: Advice: it is late. https://x/case-a\n\n"
        "Due soon\n\n- Case case-a: The decision: due on Friday. https://x/case-a\n"
    )
    assert "- Case case-b: The plan: due tomorrow. https://x/case-b" in mail.text


def test_a_digest_lists_its_lines() -> None:
    lines = json.dumps([{"kind": "chase", "case_id": "case-a", "text": "Late.", "link": None}])
    digest = dispatch("digest", channel="email", to_role="adviser", text=lines)
    assert "- Case case-a: Late." in message(digest, AddressFile())[1].text
