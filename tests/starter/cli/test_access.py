"""On the command line too the gate decides for whoever is on the register of staff; an id that it does not hold is
taken as given.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.access.permissions import OPERATOR
from office.sample_people import sample_people
from office.tokens import create, verified
from records.database import Database
from starter.console.sessions import Sessions
from starter.console.sign_in_settings import Entrance
from tests.activities.steps import Story
from tests.conftest import Opened, days_ago
from tests.databases import new_records
from tests.running import Answer, Up
from tests.running import here as ehcp


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a case of team south, whose officer is officer-s1."""
    database = new_records(tmp_path)
    Story("case-a").then("officer_assigned 2024-03-05", officer="officer-s1", team="south").record(database)
    database.close()
    return tmp_path


def log(data: Path, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = ehcp("access", "log", "--json", *words, data=data).json["log"]
    return found


def refused(answer: Answer, said: str) -> None:
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err and "\n" not in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "case-a", "--by", "officer-n1"), "with team"),
        (("history", "case-a", "--by", "ops-1"), "you are ops"),
        (("act", "case-a", "assessment_agreed", "--on", "today", "--by", "auditor-1"), "you are auditor"),
        (("act", "case-a", "officer_assigned", "--on", "today", "--by", "officer-s1"), "assign"),
        (("cases", "--by", "mediator-1"), "you are mediator"),
        (("panel", "sittings", "--by", "ops-1"), "you are ops"),
        (("panel", "sign-off", "sitting-none", "--by", "panel-health-1"), "sitting-none"),
        (("dispute", "list", "--by", "chair-1"), "you are panel chair"),
        (("retry", "case-a", "--reason", "It was mended.", "--by", "officer-s1"), "you are case officer"),
        (("access", "seal", "case-a", "--reason", "A child of staff.", "--by", "officer-s1"), "seal"),
        (("access", "log", "--by", "manager-south"), "see who saw what"),
        (("access", "break-glass", "case-a", "--reason", "I want to look.", "--by", "who-1"), "register of staff"),
    ],
)  # fmt: skip
def test_what_a_role_may_not_do_is_refused_in_a_sentence(
    data: Path, words: tuple[str, ...], said: str
) -> None:
    refused(ehcp(*words, data=data), said)


def test_every_refusal_is_in_the_log_with_the_way_it_came(data: Path) -> None:
    ehcp("show", "case-a", "--by", "officer-n1", data=data)
    (entry,) = log(data, "--person", "officer-n1")
    assert (entry["right"], entry["thing"], entry["allowed"], entry["via"]) == (
        "see_case",
        "case-a",
        False,
        "cli",
    )


def test_the_officer_and_the_operator_see_it(data: Path) -> None:
    for by in (("--by", "officer-s1"), ()):
        assert ehcp("show", "case-a", *by, data=data).code == 0
    assert log(data) == []


@pytest.mark.parametrize(
    "words",
    [
        ("show", "case-a"),
        ("cases",),
        ("act", "case-a", "assessment_agreed", "--on", "today"),
        ("party", "add", "case-a", "school", "--name", "Sample School"),
        ("panel", "sittings"),
        ("retry", "case-a", "--reason", "It is stuck."),
        ("retention", "hold", "case-a", "--reason", "An appeal is possible."),
    ],
)
def test_an_id_that_is_not_on_the_register_of_staff_does_nothing(data: Path, words: tuple[str, ...]) -> None:
    refused(ehcp(*words, "--by", "another-1", data=data), "'another-1' is not on the register of staff")


def test_what_is_recorded_without_an_id_is_recorded_as_the_operators(data: Path) -> None:
    added = ("party", "add", "case-a", "social_care", "--name", "Sample Team")
    assert ehcp(*added, data=data).code == 0
    with sqlite3.connect(data / "records.db") as connection:
        found = connection.execute("SELECT by FROM parties WHERE relationship = 'social_care'").fetchall()
    assert found == [("operator",)]


def test_an_officer_lists_their_team_and_a_provider_of_sign_in_takes_the_samples_away(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ehcp("cases", "--json", "--by", "officer-s2", data=data).json["cases"]
    assert ehcp("cases", "--json", "--by", "officer-n1", data=data).json["cases"] == []
    monkeypatch.setenv("EHCP_OIDC_ISSUER", "https://login.example.invalid")
    refused(ehcp("cases", "--by", "officer-n1", data=data), "not on the register of staff")


def test_a_sealed_case_is_closed_to_all_but_its_officer_until_the_glass_is_broken(data: Path) -> None:
    reason = "The child of a member of staff."
    sealed = ehcp(
        "access", "seal", "case-a", "--reason", reason, "--name", "officer-s2", "--by", "head-1", data=data
    )
    assert sealed.code == 0, sealed.err
    refused(ehcp("show", "case-a", "--by", "manager-south", data=data), "sealed")
    assert ehcp("cases", "--json", "--by", "manager-south", data=data).json["cases"] == []
    for insider in ("officer-s1", "officer-s2"):
        assert ehcp("show", "case-a", "--by", insider, data=data).code == 0
    refused(ehcp("show", "case-a", data=data), "sealed")
    refused(
        ehcp("access", "break-glass", "case-a", "--reason", "x", "--by", "manager-south", data=data),
        "Say why",
    )
    broken = ehcp(
        "access",
        "break-glass",
        "case-a",
        "--reason",
        "A complaint is due.",
        "--by",
        "manager-south",
        data=data,
    )
    assert broken.code == 0
    assert ehcp("show", "case-a", "--by", "manager-south", data=data).code == 0
    kinds = [one["kind"] for one in ehcp("access", "grants", "case-a", "--json", data=data).json["grants"]]
    assert kinds == ["named", "broken_glass"]
    assert ehcp("access", "unseal", "case-a", data=data).code == 0
    assert ehcp("show", "case-a", data=data).code == 0


def test_opening_asks_for_the_team_of_each_row_before_anything_is_written(data: Path, tmp_path: Path) -> None:
    rows = [
        {"child_name": f"Sample {team}", "received_on": "2024-03-04", "team": team}
        for team in ("north", "south")
    ]
    file = tmp_path / "intake.json"
    file.write_text(json.dumps(rows))
    refused(
        ehcp("open", str(file), "--by", "officer-n1", data=data),
        "You may not open cases: it is with team south.",
    )
    for by in (("--by", "head-1"), ()):
        refused(ehcp("open", str(file), *by, data=data), "No server is running")


def test_what_is_personal_is_logged_where_somebody_on_the_register_reads_it(data: Path) -> None:
    for by in ((), ("--by", "officer-s1")):
        for command in ("history", "show"):
            assert ehcp(command, "case-a", *by, data=data).code == 0
        assert ehcp("party", "list", "case-a", *by, data=data).code == 0
    read = [(one["person"], one["right"], one["thing"], one["allowed"]) for one in log(data)]
    assert read == [("officer-s1", "see_personal", "case-a", True)] * 2


def test_letters_that_wait_are_listed_to_those_who_see_their_case(data: Path) -> None:
    def cases(*by: str) -> set[str]:
        return {one["case"] for one in ehcp("letters", "--json", *by, data=data).json["letters"]}

    assert cases() == cases("--by", "officer-s1") == {"case-a"}
    assert cases("--by", "officer-n1") == set()
    assert ehcp("access", "seal", "case-a", "--reason", "A child of staff.", data=data).code == 0
    assert cases() == cases("--by", "manager-south") == set()
    lost = ehcp("letters", "--by", "officer-n1", "recall", "case-a-2-1", data=data)
    assert (lost.code, lost.err.startswith("Say --by after the whole command")) == (2, True)


def test_all_that_lets_somebody_in_is_ended_until_they_sign_in_anew(data: Path) -> None:
    database = Database(f"sqlite:///{data / 'records.db'}")
    doors = Sessions(database, Entrance(key=bytes(32)))
    people = sample_people()
    cookies = [doors.begin(people[one]) for one in ("officer-s1", "officer-s1", "officer-s2")]
    now = datetime.now(UTC)
    made, secret = create(database, people["officer-s1"], 9, OPERATOR, now)
    end = ("access", "end-sessions", "officer-s1", "--reason")
    refused(
        ehcp(*end, "The laptop was lost.", "--by", "manager-south", data=data), "head of service or admin"
    )
    refused(ehcp(*end, "Lost.", "--by", "admin-1", data=data), "Enter the reason")
    refused(
        ehcp("access", "end-sessions", "nobody-1", "--reason", "The laptop was lost.", data=data),
        "No person 'nobody-1'",
    )
    assert all(doors.find(cookie) for cookie in cookies)
    told = ehcp(*end, "The laptop was lost.", "--by", "admin-1", "--json", data=data).json
    assert told == {"person": "officer-s1", "sessions": 2, "tokens": [made.token_id]}
    assert [bool(doors.find(cookie)) for cookie in cookies] == [False, False, True]
    assert verified(database, secret, now) is None
    refused(ehcp("show", "case-a", "--by", "officer-s1", data=data), "without a role here")
    (entry,) = [one for one in log(data, "--of", "officer-s1") if one["allowed"]]
    assert (entry["person"], entry["right"]) == ("admin-1", "end_sessions")
    assert entry["why"] == f"The laptop was lost. (sessions ended: 2, tokens revoked: {made.token_id})"
    assert doors.find(doors.begin(people["officer-s1"]))
    assert ehcp("show", "case-a", "--by", "officer-s1", data=data).code == 0
    database.close()


@pytest.mark.xdist_group("office")
def test_a_case_of_the_same_child_is_named_only_to_those_who_may_see_it(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    child = f"Sample Child {tmp_path.name}"
    case = opened(child_name=child, team="south")
    again = tmp_path / "again.json"
    again.write_text(json.dumps([{"child_name": child, "received_on": days_ago(1), "team": "north"}]))
    refused(office("open", str(again), "--by", "officer-n1"), "A case that you may not see is open")
    refused(office("open", str(again), "--by", "head-1"), f"{case} is open")
    assert office("access", "seal", case, "--reason", "The child of a member of staff.").code == 0
    opened_now = office("open", str(again), "--by", "officer-n1", "--json")
    assert opened_now.code == 0, "a sealed case is not told of"
    logged = office("access", "log", "--of", case, "--json").json["log"]
    new = opened_now.json["cases"][0]["case"]
    assert any(
        str(one["why"]).startswith(f"{new} was opened and may be for the same child") for one in logged
    )


@pytest.mark.xdist_group("office")
def test_an_officer_of_the_team_records_and_one_of_another_does_not(office: Up, opened: Opened) -> None:
    case = opened()
    act = ("act", case, "assessment_agreed", "--on", days_ago(5), "--json")
    refused(office(*act, "--by", "officer-s1"), "team north")
    assert office(*act, "--by", "officer-n1").json["stage"] == "assessing"
