"""A letter that leaves after the day of its act moves the act to that day, and gives the family its time from then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from activities import delivery
from activities.outbox import drain
from activities.providers.folder import in_folder
from casework.letters.late_letters import Finding, finding
from records import cases, ledger, letter_checks, outbox, people
from records.database import Database
from records.letter_checks import LetterCheck
from statute.local_time import london_date
from statute.words import long_date
from tests.activities.people import family_alone, files, load_profile, register
from tests.activities.steps import Story, at_nine
from workflows.messages import Outlook

TODAY = london_date(datetime.now(UTC))
REFUSED = "assessment_refused 2024-04-10"


def found(database: Database, story: Story, today: str | None = None) -> Finding:
    with database.read() as session:
        lines, sent = ledger.facts_of(session, story.case_id), outbox.of_case(session, story.case_id)
    return finding(lines, sent, 2, "assessment_refused", at_nine(today).date() if today else TODAY)


def told(database: Database, story: Story, finding_: Finding) -> Outlook:
    """Record what a finding tells the case."""
    assert finding_.tell is not None
    act = finding_.tell
    return story.then(f"{act.action} {act.on}", **act.fields).record(database)


def refused(database: Database) -> Story:
    """A case with a refusal whose letter has no address yet."""
    with database.write() as session:
        reason = people.add_note(
            session, Story().case_id, "Ordinary support is enough.", None, at_nine("2024-04-10")
        )
    story = Story().then(REFUSED, reason=reason)
    story.record(database)
    family_alone(database, story.case_id)
    return story


def due(database: Database, when: datetime) -> list[tuple[int, str]]:
    with database.read() as session:
        return [(one.seq, one.action) for one in letter_checks.due(session, when, 10)]


def test_a_letter_is_checked_at_the_end_of_the_day_of_its_act(database: Database) -> None:
    story = refused(database)
    assert due(database, at_nine("2024-04-10") + timedelta(hours=14)) == []
    assert due(database, at_nine("2024-04-11")) == [(2, "assessment_refused")]
    assert found(database, story, "2024-04-10") == Finding()
    with database.write() as session:
        letter_checks.done(
            session, LetterCheck(story.case_id, 2, "assessment_refused", at_nine("2024-04-11"))
        )
    assert due(database, at_nine("2024-04-11")) == []


def test_a_letter_that_left_on_its_day_changes_nothing(database: Database) -> None:
    story = refused(database)
    with database.write() as session:
        one = next(one for one in outbox.of_case(session, story.case_id) if one.about == "assessment_refused")
        outbox.mark_sent(session, one.dispatch_id, at_nine("2024-04-10"), "posted")
    assert found(database, story) == Finding(is_settled=True)
    with database.write() as session:
        sent = outbox.find(session, one.dispatch_id)
        assert sent is not None
        letter_checks.done(
            session, LetterCheck(story.case_id, 2, "assessment_refused", at_nine("2024-04-11"))
        )
        delivery.fail(session, sent, "returned", "It came back.", at_nine("2024-04-15"))
    assert due(database, at_nine("2024-04-15")) == [(2, "assessment_refused")]
    back = found(database, story, "2024-04-15")
    assert back.tell is not None and (back.tell.action, str(back.tell.on)) == (
        "letter_not_left",
        "2024-04-15",
    )


def test_a_late_letter_gives_the_family_its_time_from_the_day_it_leaves(
    database: Database, tmp_path: Path
) -> None:
    story = refused(database)
    assert drain(database, in_folder(tmp_path)) == 0, "without address and authority it waits"
    outlook = told(database, story, found(database, story, "2024-04-11"))
    assert outlook.next_due is not None and outlook.next_due_on == at_nine("2024-04-15").date()
    assert found(database, story, "2024-04-12") == Finding(), "the case is told once"
    load_profile(database)
    register(database, story.case_id)
    hour = timedelta(hours=1)
    assert drain(database, in_folder(tmp_path), now=datetime.now(UTC) + hour) > 0
    left = found(database, story)
    assert left.tell is not None and (left.tell.action, left.tell.on) == ("letter_left", TODAY)
    told(database, story, left)
    with database.read() as session:
        limits = cases.obligations_of(session, story.case_id)
        lines = ledger.facts_of(session, story.case_id)
    assert {one.met_on for one in limits if one.status == "late"} == {TODAY}
    appeal = next(one for one in limits if one.role == "appeal")
    assert appeal.started_on == TODAY
    page = next(
        path.read_text()
        for path in files(tmp_path)
        if path.suffix == ".html" and "assessment_refused" in path.name
    )
    assert long_date(appeal.due_on) in page and long_date(TODAY) in page
    assert "so the act counts from that day" in lines[-1].text
    assert found(database, story) == Finding(is_settled=True)
