"""The letter about a band, from the officer's act through a running worker to its envelope and a real mail server."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from aiosmtpd.controller import Controller

from office.paper_text import text_of
from tests.activities.test_smtp import Box
from tests.conftest import days_ago
from tests.plans import sample_plan
from tests.running import ROOT, Up, free_port, up, wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(600), pytest.mark.xdist_group("band_letter")]
CHILD = "Robin Sample"
FAMILY = "The Example family\n1 Sample Street\nEX1 1AA"


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    handler = Box()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    yield handler, server.port
    server.stop()


@pytest.fixture
def office(box: tuple[Box, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Up]:
    """An office that sends e-mails through the mail server, with the details and settings of the samples."""
    for name, value in {
        "EHCP_SMTP_URL": f"smtp://127.0.0.1:{box[1]}",
        "EHCP_RECALL_MINUTES": "0",
        "EHCP_QUIET_HOURS": "none",
    }.items():
        monkeypatch.setenv(name, value)
    with up(tmp_path / "var") as running:
        for words in (
            ("authority", "load", "samples/authority.yaml"),
            ("settings", "load", "samples/settings.csv"),
        ):
            assert running(*words[:-1], str(ROOT / words[-1])).code == 0
        yield running


def banded(office: Up, tmp_path: Path) -> tuple[str, str]:
    """Open a case with a plan whose band is decided for the school 900002. Returns the case and the decision."""
    row = {"child_name": CHILD, "received_on": days_ago(120), "team": "north", "family": FAMILY, "email": "family@example.org",
           "acts": f"assessment_agreed {days_ago(90)}; plan_agreed {days_ago(40)}"}  # fmt: skip
    (tmp_path / "intake.json").write_text(json.dumps([row]))
    case: str = office("open", str(tmp_path / "intake.json"), "--json").json["cases"][0]["case"]
    (tmp_path / "plan.json").write_text(json.dumps(sample_plan(CHILD)))
    assert office("plan", "save", case, str(tmp_path / "plan.json")).code == 0
    matrix = (ROOT / "casework" / "money" / "frameworks" / "needs-matrix.csv").read_text(encoding="utf-8")
    (tmp_path / "matrix.csv").write_text(
        matrix.replace("2026-04-01", days_ago(300)).replace("2027-04-01", days_ago(-200))
    )
    assert office("band", "load", str(tmp_path / "matrix.csv")).code == 0
    levels = ("communication=2", "learning=3", "wellbeing=1", "sensory=0")
    given = [
        word
        for one in levels
        for word in ("--set", one, "--evidence", f"{one[:-2]}=The advice of the school")
    ]
    assert office("band", "profile", case, "--setting-type", "mainstream", *given).code == 0
    decided = office(
        "band", "decide", case, "--start", days_ago(9), "--covers", "yes", "--setting", "900002", "--json"
    )
    assert decided.code == 0, decided.err
    return case, decided.json["decision"]


def test_a_band_letter_arrives_at_the_school_it_pays_and_the_family_hears_of_its_copy(
    office: Up, box: tuple[Box, int], tmp_path: Path
) -> None:
    case, decision = banded(office, tmp_path)
    added = office("party", "add", case, "second_parent", "--name", "Quentin Apart", "--postal", "99 Elsewhere Road, Farville ZZ2 2ZZ", "--email", "quentin@example.org", "--channel", "email")  # fmt: skip
    assert added.code == 0, added.err
    told = office("act", case, "band_told", "--on", "today", "--set", f"band={decision}", "--set", "setting=urn-900002", "--by", "officer-n1")  # fmt: skip
    assert told.code == 0, told.err

    def notices(kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = office("history", case, "--json").json["notices"]
        return [one for one in found if one["kind"] == kind]

    kinds = ("funding_band", "funding_band_copy")
    wait_until(
        lambda: all(one["status"] == "sent" for kind in kinds for one in notices(kind)), "both letters"
    )
    (to_school,) = notices("funding_band")
    assert to_school["to_role"] == "setting"
    pages = envelope(office, to_school["dispatch"], tmp_path)
    for said in (
        "Sample Larch Mead School",
        "2 Sample Road",
        "ZZ1 2ZZ",
        CHILD,
        "£3,400.00 a year",
        "whatever the band",
    ):
        assert said in pages, said
    copies = [one for one in notices("funding_band_copy") if one["channel"] == "letter"]
    copy = envelope(office, copies[0]["dispatch"], tmp_path)
    assert "1 Sample Street" in copy and "You do not have to do anything." in copy
    wait_until(
        lambda: [one for one in box[0].mails if one["To"] == "quentin@example.org"],
        "the e-mail to the other parent",
    )
    for mail in box[0].mails:
        said = f"{mail['Subject']} {mail.get_payload()}"
        assert CHILD not in said and "3,400" not in said
    (one,) = (
        line for line in office("history", case, "--json").json["ledger"] if line["event"] == "band_told"
    )
    assert one["by"] == "officer-n1"


def envelope(office: Up, dispatch: str, tmp_path: Path) -> str:
    """The text of a letter as it left, after a check that it is the one that was recorded."""
    file = tmp_path / f"{dispatch}.pdf"
    told = office("letters", "show", dispatch, "--pdf", str(file), "--json").json
    assert told["hash_matches"]
    with pikepdf.open(io.BytesIO(file.read_bytes())) as pdf:
        assert pdf.docinfo["/Title"]
    printed = [one.read_bytes() for one in office.data.glob(f"outbox/**/*{dispatch}*.pdf")]
    assert printed.count(file.read_bytes()) == 1, "the print room has the same letter, once"
    return " ".join(text_of("pdf", file.read_bytes()).split())
