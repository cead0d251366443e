"""`ehcp party` and `ehcp letters`, as an officer gives them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.conftest import Opened, days_ago
from tests.running import Up, wait_until

pytestmark = pytest.mark.xdist_group("office")
FAMILY = "The Example family\n1 Sample Street\nEX1 1AA"


def notices(office: Up, case: str) -> dict[str, Any]:
    told = office("history", case, "--json").json["notices"]
    return {one["dispatch"].removeprefix(f"{case}-"): one for one in told}


def test_a_letter_to_each_parent_is_sent_shown_and_proved(office: Up, opened: Opened, tmp_path: Path) -> None:
    case = opened(1, family=FAMILY)
    other = (
        "--name",
        "Quentin Apart",
        "--postal",
        "99 Elsewhere Road, Farville ZZ2 2ZZ",
        "--large-print",
        "--json",
    )
    added = office("party", "add", case, "second_parent", *other).json
    assert (added["postal"], added["address_version"]) == ("99 Elsewhere Road\nFarville ZZ2 2ZZ", 1)
    assert office("act", case, "assessment_agreed", "--on", "today", "--by", "officer-n1").code == 0
    wait_until(lambda: notices(office, case)["2-1.2"]["status"] == "sent", "the letter to the other parent")
    found = notices(office, case)
    assert [found[name]["relationship"] for name in ("2-1", "2-1.2")] == ["parent", "second_parent"]
    letter = tmp_path / "letter.pdf"
    told = office("letters", "show", f"{case}-2-1.2", "--pdf", str(letter), "--json").json
    assert told["hash_matches"] and told["template"].startswith("assessment_agreed-")
    assert told["text_used"] == {
        "name": "assessment_agreed",
        "version": 1,
        "hash": told["template"].rpartition("-")[2],
        "is_own": False,
    }
    shown = office("letters", "show", f"{case}-2-1.2").out
    assert f"text: assessment_agreed, version 1, shipped, {told['text_used']['hash']}" in shown
    with pikepdf.open(io.BytesIO(letter.read_bytes())) as pdf:
        assert str(pdf.docinfo["/Title"]) == "We will carry out an assessment"
    assert (
        f"assessment agreed, letter to the second parent: sent, folder {case}-2-1.2"
        in office("history", case).out
    )


def test_what_is_bound_to_an_old_address_is_held_told_and_sent_again(office: Up, opened: Opened) -> None:
    case = opened(1)  # the family's address is not known yet, so its letter waits
    (parent,) = office("party", "list", case, "--json").json["parties"]
    waiting = [one for one in office("letters", "--json").json["letters"] if one["case"] == case]
    assert waiting[0]["lacks"] == ["the name and address of the person who is written to"]
    office("party", "end", parent["party"], "--why", "entered twice")
    new = ("--name", "Ash Example", "--postal", "1 Sample Street, EX1 1AA", "--by", "officer-n1")
    assert office("party", "add", case, "parent", *new).code == 0
    assert office("act", case, "assessment_agreed", "--on", "today").code == 0
    wait_until(lambda: notices(office, case)["2-1"]["status"] == "sent", "the letter to the new address")
    refused = office("letters", "again", f"{case}-2-1")
    said = "only what did not arrive, or went to an address that changed, is sent again."
    assert (refused.code, refused.err) == (1, f"{case}-2-1 is sent; {said}")


def test_a_letter_that_waits_is_recalled_sent_again_and_posted_by_hand(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    case = opened(100, family=FAMILY, acts="assessment_agreed today-60; plan_agreed today-30")
    scan = tmp_path / "draft.txt"
    scan.write_text("A scan of the draft that is kept on paper.")
    kept = office("document", "add", case, str(scan), "--by", "officer-n1", "--json").json["document"]
    handed = ("--set", "told_how=handed_over", "--set", f"told_evidence={kept}", "--set", f"document={kept}")
    assert office("act", case, "draft_issued", "--on", "today", *handed, "--by", "officer-n1").code == 0
    (name,) = [name for name, one in notices(office, case).items() if one["kind"] == "draft_plan"]
    assert office("letters", "recall", f"{case}-{name}", "--by", "officer-n1").code == 0
    assert notices(office, case)[name]["status"] == "recalled"
    again = office("letters", "again", f"{case}-{name}").out.split()[-1].rstrip(".")
    letter = tmp_path / "letter.pdf"  # the plan is kept elsewhere, and goes into the envelope by hand
    assert office("letters", "show", again, "--pdf", str(letter)).code == 0
    assert letter.read_bytes().startswith(b"%PDF-")
    assert office("letters", "posted", again, "--by", "officer-n1").code == 0
    assert notices(office, case)[f"{name}~1"]["status"] == "by_hand"
    late = office("letters", "recall", again)
    assert (late.code, "can no longer be recalled" in late.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("party", "list", "case-none"), 1, "There is no case 'case-none'"),
        (("party", "add", "CASE", "uncle", "--name", "X"), 1, "There is no relationship 'uncle'"),
        (("party", "address", "party-none", "--email", "a@example.org"), 1, "There is no person 'party-none'"),
        (("party", "address", "party-none"), 2, "Say what is new"),
        (("party", "end", "party-none", "--on", "soon"), 2, "'soon' is not a date"),
        (("letters", "recall", "nothing"), 1, "There is no letter or message 'nothing'"),
        (("letters", "approve", "bulk-x", "--by", "manager-north"), 1, "No mailing 'bulk-x' is waiting for approval"),
        (("act", "CASE", "breach_acknowledged", "--on", "today", "--by", "manager-north", "--set", "rule=x", "--set", "plan=y", "--set",
          f"planned_on={days_ago(-10)}"), 1, "x is not breached in this case"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_one_sentence(
    office: Up, opened: Opened, words: tuple[str, ...], code: int, part: str
) -> None:
    case = opened(1) if "CASE" in words else ""
    answer = office(*(case if word == "CASE" else word for word in words))
    assert (answer.code, answer.err.startswith(part), len(answer.err.splitlines())) == (code, True, 1), (
        answer.err
    )


def test_a_setting_that_is_wrong_is_said_in_one_sentence(office: Up) -> None:
    answer = office("cases", EHCP_QUIET_HOURS="night")
    assert (answer.code, answer.err) == (1, "EHCP_QUIET_HOURS is two hours of the day, as in 20-7, or none.")
