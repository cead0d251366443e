"""`ehcp dispute`, as officers and mediators give it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.starter.conftest import Opened
from tests.starter.running import Up, wait_until

pytestmark = pytest.mark.xdist_group("office")


def disputed(office: Up, case: str) -> str:
    """The mediation of a case that was asked for ten days ago."""
    for said in (
        ("assessment_refused", "--on", "today-20", "--set", "reason=No need was seen."),
        ("mediation_adviser_contacted", "--on", "today-12"),
        ("mediation_requested", "--on", "today-10", "--set", "issues=education,health"),
    ):
        answer = office("act", case, *said)
        assert answer.code == 0, answer.err
    mediation = case.replace("case", "mediation")

    def asked() -> bool:
        shown = office("dispute", "show", mediation, "--json")
        return shown.code == 0 and bool(shown.json["stage"] == "mediation_arranging")

    wait_until(asked, "the mediation is there")
    return mediation


def test_a_mediation_from_the_invitation_to_its_outcome(office: Up, opened: Opened) -> None:
    case = opened(days=50)
    mediation = disputed(office, case)
    for said in (
        ("invite_mediator", "today-9", "--set", "mediator=mediator-7", "--by", "officer-1"),
        ("accept_invitation", "today-8", "--by", "mediator-7"),
        ("propose_dates", "today", "--set", "dates=today", "--by", "mediator-7"),
    ):
        action, on, *more = said
        answer = office("dispute", "act", mediation, action, "--on", on, *more)
        if action == "propose_dates":
            assert (answer.code, answer.err) == (
                1,
                "'today' is not a date; write it as YYYY-MM-DD, such as 2026-03-04.",
            )
        else:
            assert answer.code == 0, answer.err
    other = office("dispute", "act", mediation, "decline_invitation", "--on", "today", "--by", "mediator-8")
    assert (other.code, other.err) == (1, "Only the mediator who is invited may do this.")
    assert (
        office("dispute", "act", mediation, "mediation_held", "--on", "today-1", "--by", "mediator-7").code
        == 0
    )

    def told() -> dict[str, Any]:
        shown: dict[str, Any] = office("show", case, "--json").json
        return shown

    wait_until(lambda: bool(told()["decisions"][0]["mediation"]), "the case knows that it was held")
    (one,) = told()["disputes"]
    assert (one["dispute"], one["stage"], one["mediator"]) == (mediation, "mediation_held", "mediator-7")
    assert [side["rule"] for side in one["family"]] == ["reg33.contact_adviser", "rule20.appeal"]
    assert "reg39.certificate_after" in {side["rule"] for side in one["others"]}


def test_a_mediator_sees_their_own_dispute_alone(office: Up, opened: Opened) -> None:
    mediation = disputed(office, opened(days=50))
    office("dispute", "act", mediation, "invite_mediator", "--on", "today", "--set", "mediator=mediator-5")
    mine = office("dispute", "list", "--mediator", "mediator-5", "--json").json["disputes"]
    assert [one["dispute"] for one in mine] == [mediation]
    shown = office("dispute", "show", mediation, "--mediator", "mediator-5")
    assert "Accept the invitation: ehcp dispute act" in shown.out
    assert "Sample Child" not in shown.out and "No need was seen" not in shown.out
    refused = office("dispute", "show", mediation, "--mediator", "mediator-6")
    unknown = office("dispute", "show", "mediation-none", "--mediator", "mediator-6")
    assert (refused.code, refused.err.replace(mediation, "X")) == (
        1,
        unknown.err.replace("mediation-none", "X"),
    )
    assert office("dispute", "list", "--mediator", "mediator-6").out == "No dispute is open.\n"


def test_bad_words_get_one_sentence(office: Up, opened: Opened) -> None:
    mediation = disputed(office, opened(days=50))
    for words, sentence in (
        (("act", mediation, "invite", "--on", "today"), "There is no act 'invite' in a mediation"),
        (("act", mediation, "invite_mediator", "--on", "today"), "Invite a mediator needs mediator"),
        (("act", mediation, "invite_mediator", "--on", "someday"), "'someday' is not a date"),
        (("act", "mediation-none", "invite_mediator", "--on", "today"), "There is no dispute 'mediation-none'"),
        (("show", "appeal-none"), "There is no dispute 'appeal-none'; `ehcp dispute list` lists them."),
    ):  # fmt: skip
        answer = office("dispute", *words)
        assert answer.code in (1, 2) and sentence in answer.err, answer.err
        assert len(answer.err.splitlines()) == 1


def test_the_case_shows_its_disputes_and_until_when_what_may_be_done(office: Up, opened: Opened) -> None:
    case = opened(days=50)
    mediation = disputed(office, case)
    out = office("show", case).out
    assert f"Mediation {mediation}: mediation arranging" in out
    listed = office("dispute", "list", "--case", case)
    assert listed.out.startswith(f"{mediation}  mediation arranging")
    history = office("history", mediation).out
    assert "A dispute began about this: the family was told that there will be no assessment." in history
