"""The API bands a case, tells its payments, and refuses with the field or the line that is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from office import money
from office.plans import save
from records.database import Database
from starter.terminal.data_folder import today
from tests.databases import BOTH
from tests.plans import sample_plan
from tests.starter.api.conftest import Caller

pytestmark = pytest.mark.parametrize("database", BOTH, indirect=True)
SAYS = "The advice of the school"
LEVELS = {"learning": {"level": 2, "says": SAYS}, "wellbeing": {"level": 0}}


def framework() -> str:
    """The shipped numbered bands as if they began a year ago."""
    ago, later = (str(today() + timedelta(days=days)) for days in (-365, 365))
    return money.shipped()["numbered-bands"].replace("2026-04-01", ago).replace("2027-04-01", later)


def test_a_case_is_banded_and_its_payments_told(reader: Caller, database: Database) -> None:
    save(database, "case-a", sample_plan(), None)
    bad = reader("POST", "/bands/frameworks", {"text": framework().replace("amount: 3050", "amount: much")})
    assert bad.status_code == 422 and bad.json()["errors"][0]["pointer"] == "/text"
    assert bad.json()["errors"][0]["sentence"].startswith("Line ")
    for check, number in ((True, 0), (False, 1)):
        assert reader("POST", "/bands/frameworks", {"text": framework(), "check": check}).json()["new"]
        assert len(reader.get("/bands/frameworks")["frameworks"]) == number
    profile = {"setting_type": "mainstream", "levels": LEVELS}
    missing = reader("POST", "/cases/case-a/bands/profile", {**profile, "levels": {"learning": {"level": 2}}})
    assert missing.json()["errors"][0]["pointer"] == "/levels/learning/says"
    assert reader("POST", "/cases/case-a/bands/profile", profile).json()["band"] == "2"
    start = today() - timedelta(days=4)
    decision = {"starts_on": str(start), "decided_on": str(today()), "covers": "yes"}
    wrong = reader("POST", "/cases/case-a/bands/decision", {**decision, "band": "3"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/reason")
    assert reader("POST", "/cases/case-a/bands/decision", {**decision, "extra": "x"}).status_code == 422
    made = reader("POST", "/cases/case-a/bands/decision", decision)
    assert made.status_code == 201 and made.json()["now"]["element_3"] == "3050.00"
    found = reader.get(f"/cases/case-a/bands?to={today()}")
    assert [line["amount"] for line in found["schedule"]] and sum(
        line["days"] for line in found["schedule"]
    ) == 5
    assert reader("GET", "/cases/case-a/bands?to=9999-12-31").status_code == 422
    lines = reader.get(f"/bands/schedule?from={start}&to={today()}")["lines"]
    assert {line["case"] for line in lines} == {"case-a"}
    tried = reader("POST", "/bands/simulations", {"text": framework(), "on": str(today())}).json()
    assert (tried["total"]["cases"], tried["total"]["unchanged"]) == (1, 1)
    assert tried["cases"] == [{"case": "case-a", "band": "2", "before": "3050.00", "after": "3050.00"}]
    paid = f"case,from,to,amount,reference\ncase-a,{start},{today()},99.00,R1\n"
    (row,) = reader("POST", "/bands/payments", {"text": paid}).json()["payments"]
    assert (row["paid"], row["result"]) == ("99.00", "overpaid") and reader.get("/bands/payments")[
        "payments"
    ] == [row]
    assert reader.get("/bands/moderation?percent=100")["drawn_from"] == 1
    assert reader.get("/bands/overrides") == {"moves": [], "overrides": []}
    ended = reader(
        "POST", "/cases/case-a/bands/ending", {"left_on": str(today()), "reason": "The child moved."}
    )
    assert ended.json()["paid_to"] == str(today())
    off = reader(
        "POST",
        "/bands/switches",
        {"framework": "numbered-bands", "off_from": str(today()), "reason": "It is not used."},
    )
    assert off.json()["frameworks"][0]["off"] is True
    again = reader("POST", "/cases/case-a/bands/profile", profile)
    assert again.status_code == 409 and "names nothing to use in its place" in again.json()["detail"]
