"""Two people destroy a case after its retention period: its names are gone everywhere, its dates stay."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from activities.outbox import drain
from activities.providers.folder import in_folder
from casework.access.permissions import Role
from office.operations import verify
from office.sample_people import sample_people
from office.uploads import Uploads
from records import ledger, operations
from tests.field import Field
from tests.proofs.test_privacy import spellings
from tests.running import ROOT
from tests.starter.cli.test_cases import one_sentence

pytestmark = pytest.mark.xdist_group("field")
NAME = "Perpetua Wintergreen-Ashbottle"
REASON = "Zymurgical misgivings"
OFFICERS = [one.id for one in sample_people().values() if one.roles == {Role.CASE_OFFICER}]
WHY = ("--reason", "Its time of keeping is over.")


def on_disk(field: Field, *words: str) -> list[str]:
    """Return the files of the data folder that contain any spelling of some words.

    A separate process reads them, because SQLite loses its locks when a process also reads the file of its open
    database.
    """
    patterns = [spelling.hex() for word in words for spelling in spellings(word)]
    found = subprocess.run(
        [sys.executable, "-c", _LOOK, str(field.settings.data), *patterns],
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.splitlines()


_LOOK = """
import sys
from pathlib import Path
folder, *patterns = sys.argv[1:]
for path in sorted(Path(folder).rglob("*")):
    try:
        held = path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:  # the journal of a database exists only during a transaction
        continue
    if any(bytes.fromhex(each) in held for each in patterns):
        print(path)
"""


async def closed_case(field: Field) -> str:
    """Return a closed case with sent letters and documents, one of which another case has too."""
    assert (await field.ehcp("authority", "load", str(ROOT / "samples" / "authority.yaml"))).code == 0
    async with field.worker():
        case = await field.case(40, child_name=NAME, born_on=date(1990, 3, 4), family=f"Mx {NAME}\n1 Street")
        await field.act(case, "withdrawn", reason=REASON)
    later = await field.now() + timedelta(days=2)  # recall windows and quiet hours are over
    while drain(field.office.database, in_folder(field.settings.outbox), now=later):
        pass
    uploads = Uploads(field.office.database, field.settings.data / "uploads")
    for content, cases in ((f"{NAME}'s advice", [case]), ("A leaflet for all", [case, "case-other"])):
        for each in cases:
            uploads.keep(each, "advice.txt", content.encode(), "officer-1")
    return case


async def shorten_the_schedule(field: Field, tmp_path: Path) -> None:
    schedule = tmp_path / "schedule.yaml"
    schedule.write_text("with_plan: [{years: 31, since: birth}]\nwithout_plan: [{years: 25, since: birth}]\n")
    given = await field.ehcp(
        "retention",
        "schedule",
        str(schedule),
        "--by",
        "head-1",
        "--reason",
        "The county counts only from birth.",
    )
    assert "25 years from birth" in given.out and "head-1" in given.out


async def refused_under_a_hold(field: Field, case: str) -> None:
    """Check that a legal hold stops a proposal, and release it again."""
    held = await field.ehcp(
        "retention", "hold", case, "--by", "head-1", "--reason", "An appeal is still possible."
    )
    refused = await field.ehcp("retention", "propose", case, "--by", "head-1", *WHY)
    assert refused.code == 1 and "legal hold" in refused.err
    hold_id = held.out.split("release ")[1].split("`")[0]
    assert (await field.ehcp("retention", "release", hold_id, "--by", "head-1", *WHY)).code == 0


async def destroyed_by_two(field: Field, case: str) -> dict[str, Any]:
    """Destroy a case by two people, after refusing an officer and a single person. Returns the certificate."""
    officer = await field.ehcp("retention", "propose", case, "--by", next(iter(OFFICERS)), *WHY)
    assert officer.code == 1 and "this is for head of service or admin" in officer.err, officer.err
    assert (await field.ehcp("retention", "propose", case, "--by", "head-1", *WHY)).code == 0
    own = await field.ehcp("retention", "approve", case, "--by", "head-1")
    assert own.code == 1 and "another person must approve it" in own.err
    (row,) = [r for r in (await field.ehcp("retention", "due", "--json")).json["due"] if r["case"] == case]
    assert (row["standing"], row["proposed_by"]) == ("proposed", "head-1")
    done = await field.ehcp("retention", "approve", case, "--by", "admin-1", "--json")
    assert done.code == 0, done.err
    told: dict[str, Any] = done.json
    assert (told["proposed_by"], told["approved_by"], told["rows"]["intakes"], told["keys"]) == (
        "head-1",
        "admin-1",
        1,
        1,
    )
    assert told["files"] > 0 and told["rows"]["notes"] == 1
    return told


async def test_a_case_is_destroyed_after_its_retention_period(field: Field, tmp_path: Path) -> None:
    case = await closed_case(field)
    words = ("Wintergreen-Ashbottle", "Zymurgical")
    assert any("outbox" in path for path in on_disk(field, words[0]))
    early = await field.ehcp("retention", "propose", case, "--by", "head-1", *WHY)
    assert early.code == 1 and "may not be destroyed yet" in early.err and one_sentence(early.err), early.err
    await shorten_the_schedule(field, tmp_path)
    assert case in (await field.ehcp("retention", "due")).out
    await refused_under_a_hold(field, case)
    told = await destroyed_by_two(field, case)

    assert on_disk(field, *words) == [] and on_disk(field, "leaflet for all") != []
    paper = await field.ehcp("retention", "certificate", case)
    assert "CERTIFICATE OF DESTRUCTION" in paper.out and told["hash"] in paper.out
    with field.office.database.read() as session:
        assert ledger.broken(session, case) is None
        assert "withdrawn" in [line.event for line in ledger.facts_of(session, case)]
        assert [each.what for each in operations.operations_on(session, case)] == ["destroyed (retention)"]
    assert (await field.ehcp("show", case)).code == 0
    again = await field.ehcp("retention", "propose", case, "--by", "head-1", *WHY)
    assert again.code == 1 and "already destroyed" in again.err
    assert case not in (await field.ehcp("retention", "due")).out
    assert [p for p in (await verify(field.office))["problems"] if p["subject"] == case] == []


async def test_records_of_the_wrong_child_are_erased_while_the_case_is_open(field: Field) -> None:
    async with field.worker():
        case = await field.case(40, child_name="Mistakenly Entered-Childname")
        await field.act(case, "assessment_refused", reason="It is not needed.")
        await field.act(case, "mediation_requested")
        who = ("--reason", "It is of the wrong child.")
        assert (await field.ehcp("retention", "propose", case, "--erase", "--by", "head-1", *who)).code == 0
        told = (await field.ehcp("retention", "approve", case, "--by", "admin-1", "--json")).json
    assert sorted(told["workflows_ended"]) == [case, case.replace("case", "mediation")]
    assert on_disk(field, "Entered-Childname") == []
    shown = (await field.ehcp("show", case, "--json")).json
    assert shown["rag"] == "closed" and shown["closed_on"]
    assert (await field.ehcp("history", case, "--json")).json["ledger"][-1]["event"] == "case_closed"
    problems = (await verify(field.office))["problems"]
    assert [each for each in problems if each["subject"] == case] == []


async def test_two_people_destroy_only_the_key_and_the_records_stay(field: Field) -> None:
    async with field.worker():
        case = await field.case(40, child_name=NAME)
        await field.act(case, "withdrawn")
    who = ("--reason", "The store was copied by mistake.")
    proposed = await field.ehcp("erase-key", case, "--by", "head-1", *who)
    assert f"ehcp erase-key {case} --approve" in proposed.out
    assert (await field.ehcp("erase-key", case, "--approve", "--by", "head-1")).code == 1
    done = await field.ehcp("erase-key", case, "--approve", "--by", "admin-1")
    assert done.code == 0 and "The records stay" in done.out, done.err
    gone = await field.ehcp("replay", case)
    assert gone.code == 1 and "destroyed" in gone.out
    assert on_disk(field, "Wintergreen-Ashbottle")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("retention", "propose", "case-none", "--by", "head-1", *WHY), "case-none"),
        (("retention", "release", "hold-none", "--by", "head-1", *WHY), "hold-none"),
        (("retention", "certificate", "case-none"), "no certificate"),
        (("retention", "hold", "case-none"), "--by"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(
    field: Field, words: tuple[str, ...], said: str
) -> None:
    answer = await field.ehcp(*words)
    assert answer.code == 1 and said in answer.err and one_sentence(answer.err), answer.err
