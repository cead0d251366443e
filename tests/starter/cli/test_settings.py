"""`ehcp settings` and `ehcp list`, as an officer gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Opened
from tests.plans import save_sample_plan
from tests.running import ROOT, Up

pytestmark = pytest.mark.xdist_group("office")
SAMPLE = ROOT / "samples" / "settings.csv"
DRAFTED = (
    ("assessment_agreed", 80),
    ("plan_agreed", 30),
    ("draft_issued", 10),
)


@pytest.fixture
def loaded(office: Up) -> Up:
    assert office("settings", "load", str(SAMPLE), "--as-at", "2026-09-01").code == 0
    return office


def sample_urn() -> str:
    return SAMPLE.read_text().splitlines()[1].split(",")[0].strip('"')


def test_a_list_is_made_kept_and_sent_to_the_family(loaded: Up, opened: Opened, tmp_path: Path) -> None:
    child = f"Lark {tmp_path.name}"
    planned = "; ".join(f"{action} today-{days}" for action, days in DRAFTED[:2])
    case = opened(100, born_on="2018-05-01", child_name=child, acts=planned)
    plan = save_sample_plan(loaded, case, child, tmp_path)
    early = loaded("list", "make", case, "--need", "ASD", "--from", sample_urn())
    assert (early.code, early.err) == (
        1,
        "The draft plan has not been sent yet; send it before you make a list.",
    )
    drafted = loaded("act", case, "draft_issued", "--on", "today", "--set", f"document={plan}")
    assert drafted.code == 0, drafted.err
    answer = loaded(
        "list",
        "make",
        case,
        "--need",
        "ASD",
        "--from",
        sample_urn(),
        "--ask",
        "The Invented School",
        "--json",
    )
    assert answer.code == 0, answer.err
    made = answer.json
    assert made["entries"][0]["name"] == "The Invented School"
    assert made["data_as_at"] == "2026-09-01"
    assert loaded("list", "show", made["list"], "--json").json == made
    told = ("act", case, "tailored_list_sent", "--on", "today", "--set", f"list={made['list']}")
    assert loaded("act", case, "tailored_list_declined", "--on", "today").code == 0
    refused = loaded(*told)
    assert (refused.code, "wants no tailored list" in refused.err) == (1, True)
    told = (*told, "--set", "asked_by_family=true")
    assert loaded(*told).code == 0
    shown = loaded("show", case, "--json").json
    (letter,) = [n for n in shown["notices"] if n["kind"] == "tailored_list"]
    assert letter["to_role"] == "family" and "You may ask for any school or college" in letter["text"]
    assert [one["list"] for one in shown["lists"]] == [made["list"]]


def test_a_list_of_another_case_is_not_sent(loaded: Up, opened: Opened) -> None:
    case = opened(100, acts="; ".join(f"{action} today-{days}" for action, days in DRAFTED))
    refused = loaded("act", case, "tailored_list_sent", "--on", "today", "--set", "list=list-0123")
    assert refused.code == 1
    assert refused.err == f"This case has no list 'list-0123'; make one with `ehcp list make {case}`."


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--need", "XX", "--from", "400000,290000", "--age", "8"), "There is no kind of need 'XX'"),
        (
            ("--need", "ASD", "--from", "nowhere", "--age", "8"),
            "'nowhere' is not a setting with a known location",
        ),
        (("--need", "ASD", "--from", "400000,290000"), "The date of birth is not recorded"),
        (
            ("--need", "ASD", "--from", "400000,290000", "--age", "8", "--miles", "0"),
            "--miles must be a distance",
        ),
        (("--need", "ASD", "--from", "400000,290000", "--age", "8", "--phase", "x"), "There is no phase 'x'"),
    ],
)
def test_a_list_that_cannot_be_made_says_why(
    loaded: Up, opened: Opened, words: tuple[str, ...], part: str
) -> None:
    case = opened(100, acts="draft_issued today-10")
    answer = loaded("list", "make", case, *words)
    assert answer.code == 1
    assert answer.err.startswith(part)


def test_an_extract_with_a_bad_row_is_not_taken_unless_it_is_said(loaded: Up, tmp_path: Path) -> None:
    lines = SAMPLE.read_text().splitlines()
    broken = tmp_path / "edubasealldata20260801.csv"
    broken.write_text(
        "\n".join([*lines[:3], lines[3].replace(lines[3].split(",")[0], "bad"), *lines[4:6]]) + "\n"
    )
    refused = loaded("settings", "load", str(broken))
    assert refused.code == 2
    assert refused.err.splitlines()[0].startswith("Line 4: URN")
    assert "nothing was taken" in refused.err
    taken = loaded("settings", "load", str(broken), "--take-good-rows", "--dry-run", "--json")
    assert (taken.json["settings"], taken.json["bad_rows"], taken.json["as_at"]) == (3, 1, "2026-08-01")


def test_an_extract_that_removes_many_is_loaded_only_when_a_person_confirms(
    loaded: Up, tmp_path: Path
) -> None:
    short = tmp_path / "edubasealldata20260801.csv"
    short.write_text("\n".join(SAMPLE.read_text().splitlines()[:2]) + "\n")
    refused = loaded("settings", "load", str(short))
    assert refused.code == 1
    assert "settings now, 1 in the extract: 0 new, 0 changed, 313 removed." in refused.out
    assert refused.err.startswith("The extract would remove 313 of 314 settings. Check that it is the whole")
    assert loaded("settings", "load", str(SAMPLE), "--dry-run", "--json").json["removed"] == 0
    told = loaded("settings", "load", str(short), "--confirm-removals", "--json").json
    assert (told["removed"], told["loaded"]) == (313, True)
    assert loaded("settings", "load", str(SAMPLE), "--json").json["added"] == 313
