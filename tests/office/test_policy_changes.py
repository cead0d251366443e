"""What a policy does to open cases is said before it is put in force; each version is kept, and all of it or none is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from office.policy_changes import NO_DATE_MOVES, apply, difference, document
from office.policy_file import PolicyFile, read_policy
from office.refusals import ActRefused
from records import cases, local_policy, profile, retention, school_closures
from records.database import Database
from tests.activities.steps import Story
from tests.databases import BOTH, records_in
from tests.running import ROOT

TODAY = date(2024, 3, 20)
NOW = datetime(2024, 3, 20, 9, tzinfo=UTC)
WHY = "The head of service asked for it."
EARLIER = """
ladders:
  limit:
    steps:
    - {working_days: -12, to: [case_officer]}
    - {working_days: 0, to: [case_officer, team_manager]}
    repeats: {every: 5, to: [head_of_service]}
"""


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    found = records_in(request.param, tmp_path)
    Story("case-a").record(found)
    Story("case-b").record(found)
    Story("case-c", received="2024-03-06").then("withdrawn 2024-03-08").record(found)
    yield found
    found.close()


def read(text: str) -> PolicyFile:
    return read_policy(text.encode(), lambda name: (ROOT / "samples" / name).read_bytes())


def effects(database: Database, text: str) -> list[str]:
    with database.read() as session:
        return list(difference(session, read(text), TODAY).effects)


def dues(database: Database) -> list[object]:
    with database.read() as session:
        return [cases.obligations_of(session, one) for one in ("case-a", "case-b", "case-c")]


def test_it_says_what_happens_in_open_cases_before_anything_is_written(database: Database) -> None:
    assert effects(database, EARLIER) == [NO_DATE_MOVES, "2 open cases will be chased 2 days earlier."]
    assert effects(database, "targets: {weeks: {decide_to_assess: 2, final_plan: 19}}") == [
        NO_DATE_MOVES,
        "2 open cases are past the new target of 2 weeks for the decision whether to assess.",
        "0 open cases are past the new target of 19 weeks for the final plan.",
    ]
    assert effects(database, "teams: {south: {name: South}}") == [
        NO_DATE_MOVES,
        "2 open cases are with team north, which the policy does not name. They stay there until you assign them.",
    ]
    with database.read() as session:
        assert local_policy.versions(session) == []


def test_a_policy_in_force_is_kept_with_who_when_and_why_and_every_open_case_is_to_be_told(
    database: Database,
) -> None:
    before = dues(database)
    sample = (ROOT / "samples" / "policy.yaml").read_text(encoding="utf-8")
    first = apply(database, read(sample), "head-1", WHY, NOW, TODAY)
    second = apply(database, read(EARLIER), "head-2", "We chase earlier.", NOW.replace(hour=10), TODAY)
    assert (first.version, second.version) == (1, 2)
    with database.read() as session:
        kept = local_policy.versions(session)
        assert [(one.version, one.by, one.because) for one in kept] == [
            (2, "head-2", "We chase earlier."),
            (1, "head-1", WHY),
        ]
        assert "2 open cases will be chased 2 days earlier." in kept[0].effects
        assert local_policy.cases_to_tell(session, 10) == [("case-a", 2), ("case-b", 2)]
        content = profile.profile_content(session)
        assert content is not None and content["authority"]["name"].startswith("Exampleton")
        assert school_closures.counts_by_authority(session)
        assert local_policy.policy_now(session).teams["north"].name == "North team"
    assert dues(database) == before


def test_the_policy_in_force_is_a_policy_file_that_changes_nothing(database: Database) -> None:
    apply(
        database,
        read((ROOT / "samples" / "policy.yaml").read_text(encoding="utf-8")),
        "head-1",
        WHY,
        NOW,
        TODAY,
    )
    with database.read() as session:
        shown = yaml.safe_dump(document(session), sort_keys=False)
        assert difference(session, read(shown), TODAY).changes == ()
    with pytest.raises(ActRefused, match="The file changes nothing"):
        apply(database, read(shown), "head-1", WHY, NOW, TODAY)


def test_it_needs_a_reason_and_writes_nothing_where_a_part_cannot_be_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ActRefused, match="Say why the policy changes"):
        apply(database, read(EARLIER), "head-1", " ", NOW, TODAY)
    changed = (
        "retention: {with_plan: [{years: 40, since: birth}], without_plan: [{years: 6, since: closure}]}\n"
    )

    def broken(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(local_policy, "tell_open_cases", broken)
    with pytest.raises(RuntimeError):
        apply(database, read(changed + EARLIER), "head-1", WHY, NOW, TODAY)
    with database.read() as session:
        assert local_policy.versions(session) == [] and retention.schedule(session) is None


def test_a_new_case_is_told_only_if_the_steps_are_not_those_of_the_program(database: Database) -> None:
    with database.write() as session:
        local_policy.tell_new_case(session, "case-new")
        assert local_policy.count_to_tell(session) == 0
    apply(database, read(EARLIER), "head-1", WHY, NOW, TODAY)
    with database.write() as session:
        local_policy.tell_new_case(session, "case-new")
        assert ("case-new", 1) in local_policy.cases_to_tell(session, 10)
