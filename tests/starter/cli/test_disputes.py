"""`ehcp dispute`, as officers and mediators give it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from office.office import opaque
from records import ledger, processes
from records.database import Database
from tests.conftest import days_ago
from tests.running import Up, wait_until

pytestmark = pytest.mark.xdist_group("office")


BEFORE = "assessment_refused today-20 reason='No need was seen.'; mediation_adviser_contacted today-12"


class Disputed(NamedTuple):
    """A case, its mediation that was asked for ten days ago, and the invited mediator."""

    case: str
    mediation: str
    mediator: str


def disputed(office: Up, folder: Path) -> Disputed:
    """A case that is taken over with its decision, and the family's request for mediation, recorded here."""
    row = {
        "child_name": f"Sample Child {opaque()}",
        "received_on": days_ago(50),
        "team": "north",
        "acts": BEFORE,
    }
    file = folder / "intake.json"
    file.write_text(json.dumps([row]))
    answer = office("open", str(file), "--json")
    assert answer.code == 0, answer.err
    case = answer.json["cases"][0]["case"]
    mediation = case.replace("case", "mediation")
    asked = ("mediation_requested", "--on", "today-10", "--set", "issues=education,health")
    assert office("act", case, *asked).code == 0
    wait_until(lambda: mediator_of(office, mediation), "the mediation has invited a mediator")
    return Disputed(case, mediation, str(mediator_of(office, mediation)))


def mediator_of(office: Up, mediation: str) -> str | None:
    """Who is invited to a mediation by now, as the records say it: to ask by command takes a process each time."""
    with closing(Database(f"sqlite:///{office.data / 'records.db'}")) as database, database.read() as session:
        return next(iter(processes.people_of(session, mediation)), None)


def recorded(office: Up, case: str, event: str) -> bool:
    """Whether a fact stands in the ledger of a case by now."""
    with closing(Database(f"sqlite:///{office.data / 'records.db'}")) as database, database.read() as session:
        return any(line.event == event for line in ledger.facts_of(session, case))


@pytest.fixture(scope="module")
def only_seen(office: Up, tmp_path_factory: pytest.TempPathFactory) -> Disputed:
    """A dispute for the tests that only look at it."""
    return disputed(office, tmp_path_factory.mktemp("seen"))


def test_a_mediation_from_the_invitation_to_its_outcome(office: Up, tmp_path: Path) -> None:
    case, mediation, mediator = disputed(office, tmp_path)
    other = next(each for each in ("mediator-1", "mediator-2") if each != mediator)

    def act(action: str, on: str, *more: str) -> tuple[int, str]:
        answer = office("dispute", "act", mediation, action, "--on", on, *more)
        return answer.code, answer.err

    hers = ("--by", mediator)
    assert act("accept_invitation", "today", *hers) == (0, "")
    assert act("propose_dates", "today", "--set", "dates=today", *hers) == (
        1,
        "'today' is not a date; write it as YYYY-MM-DD, such as 2026-03-04.",
    )
    not_hers = (1, f"There is no dispute {mediation!r}; `ehcp dispute list` lists them.")
    assert act("decline_invitation", "today", "--by", other) == not_hers
    assert act("decline_invitation", "today", "--by", "officer-n1") == (
        1,
        "Only the invited mediator may do this.",
    )
    assert act("name_decision_maker", "today", "--set", "person=officer-9", *hers) == (
        1,
        "You may not record this in a dispute: it is for the authority, and you are its mediator.",
    )
    assert act("mediation_held", "today-1", *hers) == (0, "")
    assert (
        act("record_outcome", "today", "--set", "outcome=partly", "--set", "agreed_on=health", *hers)[0] == 0
    )

    wait_until(lambda: recorded(office, case, "mediation_outcome"), "the case knows what came of it")
    told = office("show", case, "--json").json
    assert told["decisions"][0]["mediation"]
    (one,) = told["disputes"]
    assert (one["dispute"], one["stage"], one["mediator"]) == (mediation, "mediation_held", mediator)
    assert (one["outcome"], one["agreed_on"]) == ("partly", ["health"])
    assert [side["rule"] for side in one["family"]] == ["reg33.contact_adviser", "rule20.appeal"]
    assert "reg39.certificate_after" in {side["rule"] for side in one["others"]}
    shown = office("dispute", "show", mediation)
    assert f"Mediator: {mediator} (accepted)" in shown.out and "Agreed on: health" in shown.out
    assert "outcome: partly" in office("history", case).out


def test_a_mediator_sees_their_own_dispute_alone_and_is_offered_what_is_theirs(
    office: Up, only_seen: Disputed
) -> None:
    _, mediation, mediator = only_seen
    mine = office("dispute", "list", "--mediator", mediator, "--json").json["disputes"]
    assert mediation in [one["dispute"] for one in mine]
    assert {one["mediator"] for one in mine} == {mediator}
    shown = office("dispute", "show", mediation, "--mediator", mediator)
    assert "Accept the invitation: ehcp dispute act" in shown.out
    assert "Name who decides" not in shown.out and "End the mediation" not in shown.out
    assert "Sample Child" not in shown.out and "No need was seen" not in shown.out
    refused = office("dispute", "show", mediation, "--mediator", "mediator-6")
    unknown = office("dispute", "show", "mediation-none", "--mediator", "mediator-6")
    assert (refused.code, refused.err.replace(mediation, "X")) == (
        1,
        unknown.err.replace("mediation-none", "X"),
    )
    assert office("dispute", "list", "--mediator", "mediator-6").out == "No dispute is open.\n"


def test_bad_words_get_one_sentence(office: Up, only_seen: Disputed) -> None:
    mediation = only_seen.mediation
    for words, sentence in (
        (("act", mediation, "invite", "--on", "today"), "There is no act 'invite' in a mediation"),
        (("act", mediation, "invite_mediator", "--on", "someday"), "'someday' is not a date"),
        (("show", "appeal-none"), "There is no dispute 'appeal-none'; `ehcp dispute list` lists them."),
    ):  # fmt: skip
        answer = office("dispute", *words)
        assert answer.code in (1, 2) and sentence in answer.err, answer.err
        assert len(answer.err.splitlines()) == 1


def test_the_case_shows_its_disputes_and_until_when_what_may_be_done(office: Up, only_seen: Disputed) -> None:
    case, mediation, _ = only_seen
    out = office("show", case).out
    assert f"Mediation {mediation}: mediation arranging" in out
    listed = office("dispute", "list", "--case", case)
    assert listed.out.startswith(f"{mediation}  mediation arranging")
    history = office("history", mediation).out
    assert "A dispute began about the refusal to assess." in history
