"""Letters go only to the people who hold the right, at their current address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from activities.held_alerts import alert_held
from activities.outbox import drain
from activities.providers.folder import in_folder
from activities.recording import Recorder
from casework.letters.recipients import NOTICES
from casework.letters.sending_times import Policy
from casework.people.parties import Address, Party
from office import letters
from office import parties as keeping
from office.held_messages import held, held_as_problems
from office.refusals import ActRefused
from office.waiting_letters import waiting_letters
from records import outbox, parties, people
from records.database import Database
from tests.activities.people import NAME, files, load_profile, register
from tests.activities.steps import Story
from tests.casework.letters.samples import dispatch

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
CASE = Story().case_id


def recorded(database: Database, story: Story, policy: Policy | None = None, first: int = 1) -> None:
    recorder = Recorder(database, policy)
    for step in story.steps[first - 1 :]:
        recorder.record_transition(story.request(step.seq, step.seq))


@pytest.fixture
def family(database: Database) -> Database:
    load_profile(database)
    register(database, CASE)
    return database


def add(database: Database, relationship: str, name: str, postal: str, **more: object) -> Party:
    with database.write() as session:
        party = Party(parties.new_id(), CASE, relationship, name=name, address=Address(1, postal), **more)  # type: ignore[arg-type]
        parties.add(session, party, NOW, "officer-1")
    return party


def first_party(database: Database) -> Party:
    with database.read() as session:
        return parties.of_case(session, CASE)[0]


def pages(into: Path) -> dict[str, str]:
    """Return the letters to the family."""
    every = [path for path in files(into) if path.suffix == ".html" and "_notice" not in path.name]
    return {path.name: path.read_text() for path in every}


def status(database: Database) -> dict[str, str]:
    """Return the status of the messages to the family, and of what follows from them."""
    with database.read() as session:
        sent = outbox.of_case(session, CASE)
    return {one.dispatch_id.removeprefix(f"{CASE}-"): one.status for one in sent if one.kind not in NOTICES}


def test_separated_parents_each_get_their_own_letter_without_the_others_address(
    family: Database, tmp_path: Path
) -> None:
    add(
        family,
        "second_parent",
        "Quentin Apart",
        "99 Elsewhere Road\nFarville ZZ2 2ZZ",
        large_print=True,
        language="Polish",
    )
    recorded(family, Story())
    assert drain(family, in_folder(tmp_path)) == 2 + 2  # and health and social care
    one, two = pages(tmp_path).values()
    assert "1 Sample Street" in one and "Elsewhere" not in one and "Apart" not in one
    assert "99 Elsewhere Road" in two and "Sample Street" not in two and "Quillfeather family" not in two
    assert 'class="large"' in two and "To have it read to you in Polish" in two
    assert 'class="large"' not in one and "Polish" not in one


def test_those_who_care_for_a_looked_after_child_are_all_written_to(family: Database, tmp_path: Path) -> None:
    keeping.end(family, first_party(family).party_id, date(2024, 3, 1), "in care", "officer-1")
    add(family, "foster_carer", "Fern Carer", "2 Care Lane\nZZ1 1ZZ")
    add(family, "social_worker", "Sol Worker", "3 Council House\nZZ1 1ZZ")
    recorded(family, Story())
    assert drain(family, in_folder(tmp_path)) == 2 + 2  # and health and social care
    said = " ".join(pages(tmp_path).values())
    assert "Fern Carer" in said and "Sol Worker" in said and "1 Sample Street" not in said


def test_a_young_person_is_written_to_in_their_own_right(database: Database, tmp_path: Path) -> None:
    load_profile(database)
    line = f"{NAME}\n1 Sample Street\nZZ1 1ZZ"
    intake = replace(_intake(), born_on=date(2006, 5, 5), family_name_and_address=line)
    with database.write() as session:
        people.register(session, intake)
    recorded(database, Story())
    drain(database, in_folder(tmp_path))
    (page,) = pages(tmp_path).values()
    assert f"{NAME}\n1 Sample Street" in page and "About you" in page and "Quillfeather family" not in page


def test_a_young_persons_letter_waits_for_their_own_address_where_the_request_names_their_parent(
    database: Database, tmp_path: Path
) -> None:
    load_profile(database)
    line = "Mary Quillfeather, 1 Old Street, Exampleton, ZZ1 1ZZ"
    with database.write() as session:
        asked = replace(
            _intake(),
            born_on=date(2005, 3, 4),
            family_name_and_address=line,
            family_email="mary@example.invalid",
        )
        people.register(session, asked)
        young, parent = parties.of_case(session, CASE)
    assert (young.relationship, young.name, young.address) == ("young_person", NAME, Address(1))
    assert (parent.relationship, parent.name) == ("parent", "Mary Quillfeather")
    assert (parent.address.postal, parent.address.email) == (
        "1 Old Street\nExampleton\nZZ1 1ZZ",
        "mary@example.invalid",
    )
    recorded(database, Story())
    drain(database, in_folder(tmp_path))
    assert not pages(tmp_path)
    (waits,) = (one for one in waiting_letters(database, CASE) if one["to_role"] == "family")
    assert waits["party"] == young.party_id
    assert waits["lacks"] == ["the young person's own postal address"]
    keeping.move(database, young.party_id, {"postal": "2 Own Road\nExampleton\nZZ2 2ZZ"}, "officer-1")
    drain(database, in_folder(tmp_path), now=datetime.now(UTC) + timedelta(hours=1))
    (page,) = pages(tmp_path).values()
    assert f"{NAME}\n2 Own Road" in page and "Old Street" not in page and "Mary" not in page
    assert status(database)["1-1"] == "sent"


@pytest.mark.parametrize(
    ("postal", "said"),
    [
        ("Line\n" * 6 + "ZZ1 1ZZ", "an address of at most 7 lines with the name (this one prints as 8;"),
        ("1 Sample Street\nExampleton", "a United Kingdom postcode on the last line of the address"),
        ("1 rue Example\n75001 Paris\nFrance", "a United Kingdom postcode on the last line of the address"),
    ],
)
def test_a_letter_waits_for_an_address_that_it_can_be_posted_to_and_then_leaves(
    family: Database, tmp_path: Path, postal: str, said: str
) -> None:
    party = first_party(family).party_id
    keeping.move(family, party, {"postal": postal}, "officer-1")
    recorded(family, Story())
    drain(family, in_folder(tmp_path))
    assert not pages(tmp_path)
    (waits,) = (one for one in waiting_letters(family, CASE) if one["to_role"] == "family")
    (missing,) = waits["lacks"]
    assert missing.startswith(said)
    keeping.move(family, party, {"postal": "1 Sample Street\nExampleton ZZ1 1ZZ"}, "officer-1")
    drain(family, in_folder(tmp_path), now=datetime.now(UTC) + timedelta(hours=1))
    (page,) = pages(tmp_path).values()
    assert "1 Sample Street\nExampleton ZZ1 1ZZ" in page


def test_when_the_right_passes_during_the_case_the_officer_must_say_where_the_young_person_lives(
    database: Database, tmp_path: Path
) -> None:
    load_profile(database)
    with database.write() as session:
        people.register(session, replace(_intake(), born_on=date(2007, 9, 1)))  # leaves school in June 2024
    recorded(database, Story().then("assessment_agreed 2024-04-10", "plan_agreed 2024-07-10"))
    drain(database, in_folder(tmp_path))
    assert {"1-1": "sent", "2-1": "sent", "3-1": "stale"}.items() <= status(database).items()
    add(database, "young_person", NAME, "1 Sample Street\nZZ1 1ZZ")
    letters.resend(database, f"{CASE}-3-1", "officer-1")
    drain(database, in_folder(tmp_path))
    assert status(database)["3-1~1"] == "sent"
    (page,) = [page for name, page in pages(tmp_path).items() if "~1" in name]
    assert f"{NAME}\n1 Sample Street" in page


def test_who_stands_in_for_a_young_person_without_capacity_is_written_to(
    database: Database, tmp_path: Path
) -> None:
    load_profile(database)
    with database.write() as session:
        people.register(session, replace(_intake(), born_on=date(2006, 5, 5)), "parent")
    recorded(database, Story())
    drain(database, in_folder(tmp_path))
    (page,) = pages(tmp_path).values()
    assert "The Quillfeather family\n1 Sample Street" in page and f"About {NAME}" in page


def _intake() -> people.Intake:
    return people.Intake(
        intake_key="k", case_id=CASE, reference=None, child_name=NAME, born_on=None,
        family_name_and_address="The Quillfeather family\n1 Sample Street\nZZ1 1ZZ", family_email=None, source="parent",
        received_on=date(2024, 3, 4), team="north", officer=None, registered_at=NOW, started=True,
    )  # fmt: skip


def test_nothing_is_sent_to_an_old_address_or_to_a_person_who_has_left_the_case(
    family: Database, tmp_path: Path
) -> None:
    other = add(family, "second_parent", "Quentin Apart", "99 Elsewhere Road\nZZ2 2ZZ")
    recorded(family, Story())
    keeping.move(family, first_party(family).party_id, {"postal": "5 New Street\nZZ1 1ZZ"}, "officer-1")
    keeping.end(family, other.party_id, date(2026, 3, 4), "no contact order", "officer-1")
    drain(family, in_folder(tmp_path))
    assert not pages(tmp_path)
    assert status(family) == {"1-1": "stale", "1-1.2": "stale", "1-1.t": "digest", "1-1.2.t": "digest"}
    with family.read() as session:
        said = [one.problem for one in outbox.tasks(session) if one.kind not in NOTICES]
    assert "the address changed after it was written" in str(said[0])
    assert "ended on 2026-03-04" in str(said[1])
    letters.resend(family, f"{CASE}-1-1", "officer-1")
    drain(family, in_folder(tmp_path))
    (page,) = pages(tmp_path).values()
    assert "5 New Street" in page and "Sample Street" not in page
    with pytest.raises(ActRefused, match="ended on 2026-03-04"):
        letters.resend(family, f"{CASE}-1-1.2", "officer-1")


def test_a_change_of_print_or_language_stops_made_letters_and_applies_to_new_ones(
    family: Database, tmp_path: Path
) -> None:
    recorded(family, Story())
    party = first_party(family).party_id
    keeping.prefer(family, party, {"large_print": True}, "officer-1")
    blocked = tmp_path / "blocked"
    blocked.write_text("not a folder")
    now = datetime.now(UTC)
    assert drain(family, in_folder(blocked), now=now) == 0  # it is made but cannot be sent
    keeping.prefer(family, party, {"language": "Polish"}, "officer-1")
    recorded(family, Story().then("assessment_agreed 2024-04-10"), first=2)
    drain(family, in_folder(tmp_path), now=now + timedelta(hours=1))
    assert status(family) == {"1-1": "stale", "1-1.t": "digest", "2-1": "sent"}
    with family.read() as session:
        assert "large print or another language changed" in str(outbox.tasks(session)[0].problem)
    letters.resend(family, f"{CASE}-1-1", "officer-1")
    drain(family, in_folder(tmp_path), now=now + timedelta(hours=1))
    assert all('class="large"' in page and "in Polish" in page for page in pages(tmp_path).values())
    assert len(pages(tmp_path)) == 2


def test_an_announcement_does_not_go_by_a_way_that_is_no_longer_wanted(
    family: Database, tmp_path: Path
) -> None:
    party = first_party(family).party_id
    keeping.prefer(family, party, {"channel": "email"})
    recorded(family, Story())
    keeping.prefer(family, party, {"channel": "letter"})
    drain(family, in_folder(tmp_path))
    assert status(family) == {"1-1": "sent", "1-1.1e": "stale", "1-1.1e.t": "digest"}


def test_the_familys_own_advice_is_asked_for_by_letter(family: Database, tmp_path: Path) -> None:
    recorded(family, Story().then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 parent"))
    assert drain(family, in_folder(tmp_path)) == 3 + 4
    page = pages(tmp_path)[f"{CASE}-3-1-advice_request.html"]
    assert "Please tell us your views" in page and "1 Sample Street" in page and "23 May 2024" in page


def test_a_letter_can_be_recalled_until_its_window_ends(family: Database, tmp_path: Path) -> None:
    policy = Policy(recall=timedelta(minutes=10))
    recorded(family, Story().then("assessment_agreed 2024-04-10"), policy)
    assert drain(family, in_folder(tmp_path), policy) == 0
    letters.recall(family, f"{CASE}-2-1", "officer-1")
    in_a_while = datetime.now(UTC) + timedelta(minutes=11)
    assert drain(family, in_folder(tmp_path), policy, now=in_a_while) == 1 + 4
    assert status(family) == {"1-1": "sent", "2-1": "recalled"}
    with pytest.raises(ActRefused, match="can no longer be recalled"):
        letters.recall(family, f"{CASE}-1-1", None)


def test_single_acts_of_one_person_in_many_cases_are_no_mailing(database: Database, tmp_path: Path) -> None:
    load_profile(database)
    policy = Policy(bulk_over=3)
    for number in range(5):
        story = Story(f"case-{number}")
        register(database, story.case_id)
        opening = story.steps[0].opening
        assert opening is not None
        story.steps[0] = story.steps[0].model_copy(
            update={"opening": opening.model_copy(update={"by": "officer-1"})}
        )
        recorded(database, story, policy)
    drain(database, in_folder(tmp_path), policy)
    with database.read() as session:
        assert outbox.batches(session) == []
    assert pages(tmp_path).keys() == {f"case-{n}-1-1-request_considered.html" for n in range(5)}


def test_a_large_mailing_from_one_act_waits_for_another_persons_approval_and_is_shown_as_held(
    family: Database, tmp_path: Path
) -> None:
    with family.write() as session:
        mailing = [
            dispatch("setting_consultation", dispatch_id=f"{CASE}-9-{n}", of=f"urn-{n}", to_role="setting",
                     channel="email", by="officer-1", queued_at=NOW)
            for n in range(5)
        ]  # fmt: skip
        outbox.put(session, mailing)
    policy, later = Policy(bulk_over=3), NOW + timedelta(days=2)
    assert drain(family, in_folder(tmp_path), policy, now=NOW) == 0
    with family.read() as session:
        ((batch, count),) = outbox.batches(session)
        found = held(session, later)
    assert (count, {one.reason for one in found}) == (5, {"second_look"})
    (problem,) = held_as_problems(family, later)
    assert (problem["workflow"], problem["kind"], problem["since"]) == (CASE, "message_held", NOW.isoformat())
    assert problem["what"].endswith(
        "It waits for the approval of a second person. 4 more like it in this case."
    )
    assert alert_held(family, policy, later) == alert_held(family, policy, later) == 5
    with family.read() as session:
        alerts = [one for one in outbox.of_case(session, CASE) if one.kind == "message_held"]
    assert len(alerts) == 5 and {(one.to_role, one.status) for one in alerts} == {("team_manager", "digest")}
    assert alerts[0].text.endswith("It has been held for 3 days.")  # on the morning of the digest
    with pytest.raises(ActRefused, match="so another person must approve it"):
        letters.approve(family, batch, "officer-1")
    assert letters.approve(family, batch, "manager-1") == 5
    with family.read() as session:
        assert held(session, NOW) == []


def test_breach_alerts_go_first_and_at_once_in_the_order_of_escalation(
    family: Database, tmp_path: Path
) -> None:
    recorded(family, Story(), Policy(recall=timedelta(hours=1), quiet_from=0, quiet_until=23))
    late = Story().then(
        "officer_assigned 2024-04-20", officer="officer-2"
    )  # the decision was due on 15 April
    recorded(family, late, Policy(recall=timedelta(hours=1), quiet_from=0, quiet_until=23), first=2)
    with family.write() as session:
        claimed = outbox.claim(session, now=datetime.now(UTC))
    assert [(one.kind, one.to_role) for one in claimed] == [
        ("breach_alert", "case_officer"),
        ("breach_alert", "team_manager"),
    ]


def test_an_adviser_gets_one_digest_a_day_for_all_cases(database: Database, tmp_path: Path) -> None:
    load_profile(database)
    for number in range(3):
        story = Story(f"case-{number}").then(
            "assessment_agreed 2024-04-10", "advice_requested 2024-04-11 health"
        )
        story.then("advice_requested 2024-04-26 camhs")  # two weeks after health was asked
        recorded(database, story)
    drain(database, in_folder(tmp_path))
    assert not [path for path in files(tmp_path) if "chase" in path.name]
    next_day = datetime.now(UTC) + timedelta(days=1)
    drain(database, in_folder(tmp_path), now=next_day)
    (mail,) = [path for path in files(tmp_path) if "digest" in path.name and "staff" not in path.name]
    said = mail.read_text()
    assert "To: health@exampleton.invalid" in said and "3 cases" in said
    assert all(f"case-{number}" in said for number in range(3))
    with database.read() as session:
        lines = [one for one in outbox.of_case(session, "case-0") if one.kind == "chase"]
    assert [one.status for one in lines] == ["sent"]
    assert drain(database, in_folder(tmp_path), now=next_day + timedelta(hours=1)) == 0
