"""`ehcp dispute`, as officers and mediators give it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.starter.conftest import Opened
from tests.starter.running import Up, wait_until

pytestmark = pytest.mark.xdist_group("office")


def disputed(office: Up, case: str) -> tuple[str, str]:
    """The mediation of a case that was asked for ten days ago, and the mediator whom it has invited."""
    for said in (
        ("assessment_refused", "--on", "today-20", "--set", "reason=No need was seen."),
        ("mediation_adviser_contacted", "--on", "today-12"),
        ("mediation_requested", "--on", "today-10", "--set", "issues=education,health"),
    ):
        answer = office("act", case, *said)
        assert answer.code == 0, answer.err
    mediation = case.replace("case", "mediation")

    def shown() -> dict[str, Any]:
        answer = office("dispute", "show", mediation, "--json")
        return dict(answer.json) if answer.code == 0 else {}

    wait_until(lambda: shown().get("mediator"), "the mediation has invited a mediator")
    return mediation, str(shown()["mediator"])


def test_a_mediation_from_the_invitation_to_its_outcome(office: Up, opened: Opened) -> None:
    case = opened(days=50)
    mediation, mediator = disputed(office, case)
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
    assert act("mediation_held", "today", "--by", other) == not_hers
    assert act("decline_invitation", "today", "--by", "officer-1") == (
        1,
        "Only the mediator who is invited may do this.",
    )
    assert act("confirm_session", "today", "--set", "session_on=2026-03-04", "--by", "officer-1") == (
        1,
        "Name who decides for the authority first (reg 37): without them a session settles nothing.",
    )
    assert act("name_decision_maker", "today", "--set", "person=officer-9", *hers) == (
        1,
        "You may not record this in a dispute: it is for the authority, and you are its mediator.",
    )
    assert act("mediation_held", "today-1", *hers) == (0, "")
    assert (
        act("record_outcome", "today", "--set", "outcome=partly", "--set", "agreed_on=health", *hers)[0] == 0
    )

    def told() -> dict[str, Any]:
        shown: dict[str, Any] = office("show", case, "--json").json
        return shown

    wait_until(lambda: bool(told()["decisions"][0]["mediation"]), "the case knows that it was held")
    (one,) = told()["disputes"]
    assert (one["dispute"], one["stage"], one["mediator"]) == (mediation, "mediation_held", mediator)
    assert (one["outcome"], one["agreed_on"]) == ("partly", ["health"])
    assert [side["rule"] for side in one["family"]] == ["reg33.contact_adviser", "rule20.appeal"]
    assert "reg39.certificate_after" in {side["rule"] for side in one["others"]}
    shown = office("dispute", "show", mediation)
    assert f"Mediator: {mediator} (accepted)" in shown.out and "Agreed on: health" in shown.out
    wait_until(
        lambda: "outcome: partly" in office("history", case).out, "the case's history tells the outcome"
    )


def test_a_mediator_sees_their_own_dispute_alone_and_is_offered_what_is_theirs(
    office: Up, opened: Opened
) -> None:
    mediation, mediator = disputed(office, opened(days=50))
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


def test_bad_words_get_one_sentence(office: Up, opened: Opened) -> None:
    mediation, _ = disputed(office, opened(days=50))
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
    mediation, _ = disputed(office, case)
    out = office("show", case).out
    assert f"Mediation {mediation}: mediation arranging" in out
    listed = office("dispute", "list", "--case", case)
    assert listed.out.startswith(f"{mediation}  mediation arranging")
    history = office("history", mediation).out
    assert "A dispute began about this: the family was told that there will be no assessment." in history
