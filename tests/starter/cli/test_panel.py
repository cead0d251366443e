"""`ehcp panel`, as the people of a panel give it."""

from __future__ import annotations

import pytest

from tests.conftest import Opened
from tests.running import Up, wait_until

pytestmark = pytest.mark.xdist_group("office")
MEMBERS = (
    "--member",
    "officer-n1=education",
    "--member",
    "officer-n2=health",
    "--member",
    "panel-care-1=social_care",
    "--chair",
    "officer-n1",
)


def called(office: Up, on: str = "today") -> str:
    answer = office("panel", "call", "--on", on, *MEMBERS, "--json")
    assert answer.code == 0, answer.err
    sitting: str = answer.json["sitting"]
    return sitting


def test_a_sitting_from_its_call_to_the_case_that_it_advises_on(office: Up, opened: Opened) -> None:
    case, sitting = opened(acts="assessment_agreed today-20"), called(office)
    for words in (
        ("list", sitting, case),
        ("papers", sitting, case),
        (
            "attendance",
            sitting,
            "--present",
            "officer-n1",
            "--present",
            "officer-n2",
            "--present",
            "panel-care-1",
        ),
        ("recommend", sitting, case, "make_plan", "--reasons", "Needs are clear.", "--dissent", "Not to me."),
        ("sign-off", sitting, "--by", "officer-n1"),
    ):
        answer = office("panel", *words)
        assert answer.code == 0, answer.err
    shown = office("panel", "show", sitting).out
    assert "panel signed off" in shown and "make plan. Needs are clear. Dissent: Not to me." in shown
    (one,) = [
        each for each in office("panel", "sittings", "--json").json["sittings"] if each["sitting"] == sitting
    ]
    assert (one["stage"], one["cases"]) == ("panel_signed_off", 1)

    def of_panel() -> list[tuple[str, str | None]]:
        return [
            (each["event"], each["recommendation"]) for each in office("show", case, "--json").json["panel"]
        ]

    wait_until(
        lambda: of_panel() == [("panel_listed", None), ("panel_recommended", "make_plan")],
        "the panel's advice",
    )
    history = office("history", case).out
    assert "recommendation: make plan; reason: Needs are clear.; chair: officer-n1" in history
    assert "dissent: Not to me." in history
    assert "The chair signed the sitting off." in office("history", sitting).out


def test_a_chair_who_was_away_is_told_who_signs_in_their_place(office: Up, opened: Opened) -> None:
    case = opened(acts="assessment_agreed today-20")
    words = [*MEMBERS[:-1], "chair-1", "--member", "chair-1=chair"]
    sitting = office("panel", "call", "--on", "today", *words, "--json").json["sitting"]
    office("panel", "list", sitting, case)
    office(
        "panel",
        "attendance",
        sitting,
        "--present",
        "officer-n1",
        "--present",
        "officer-n2",
        "--present",
        "panel-care-1",
    )
    office("panel", "recommend", sitting, case, "make_plan", "--reasons", "Needs are clear.")
    refused = office("panel", "sign-off", sitting, "--by", "chair-1")
    assert refused.code == 1
    assert (
        "The chair, chair-1, is recorded as not there, so officer-n1, officer-n2 or panel-care-1, who were there, can sign"
        in refused.err
    )
    signed = office("panel", "sign-off", sitting, "--by", "officer-n2")
    assert signed.code == 0, signed.err
    assert "A member who was there signed the sitting off" in office("history", sitting).out
    wait_until(lambda: "chair: officer-n2" in office("history", case).out, "who signed, in the case")


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (
            ("call", "--on", "today", "--member", "officer-n1", "--chair", "officer-n1"),
            2,
            "'officer-n1' is not ID=ROLE",
        ),
        (
            ("call", "--on", "today", "--member", "officer-n1=education", "--chair", "officer-n1"),
            1,
            "The panel has no member for health",
        ),
        (("call", "--on", "today-1", *MEMBERS), 1, "call a sitting for today or later"),
        (("call", "--on", "today+3", "--papers-by", "today+4", *MEMBERS), 1, "Papers cannot be due"),
        (("sign-off", "sitting-none"), 1, "There is no open sitting 'sitting-none'"),
        (("list", "sitting-none", "case-none"), 1, "There is no case 'case-none'"),
        (("show", "sitting-none"), 1, "There is no sitting 'sitting-none'"),
        (("call", "--on", "soon", *MEMBERS), 2, "'soon' is not a date"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    office: Up, words: tuple[str, ...], code: int, part: str
) -> None:
    answer = office("panel", *words)
    assert (answer.code, part in answer.err, len(answer.err.splitlines())) == (code, True, 1), answer.err
