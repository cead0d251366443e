"""Replays before a deployment, rebuilding the read model, and checking and repairing the records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update

from engine.connection import data_keys_of
from office.operations import rebuild, replay, verify
from records import cases, data_keys, ledger, outbox
from records.tables import CASES, DATA_KEYS, LEDGER, OBLIGATIONS, OUTBOX, RECEIPTS
from tests.field import Field
from tests.office.operations.careless import Careless

pytestmark = pytest.mark.xdist_group("field")


async def busy(field: Field) -> str:
    """Return a case with some acts and a mediation."""
    case = await field.case(60)
    await field.act(case, "assessment_refused", reason="It is not needed.")
    await field.act(case, "mediation_requested")
    return case


def of(found: dict[str, Any], *subjects: str) -> list[tuple[str, str, bool]]:
    return sorted(
        (each["kind"], each["subject"], each["repaired"])
        for each in found["problems"]
        if each["subject"] in subjects
    )


async def test_this_build_replays_what_is_open_and_a_careless_one_is_told_before_it_is_deployed(
    field: Field,
) -> None:
    async with field.worker():
        case = await busy(field)
    told = await field.ehcp("replay", "--all")
    assert told.code == 0 and "0 would break" in told.out, told.out + told.err
    assert (await field.ehcp("replay", case)).out == "1 replayed, 0 would break.\n"
    assert (await field.ehcp("replay")).code == 2
    broken = await replay(field.office, case, workflows=[Careless])
    assert [each["workflow"] for each in broken["broken"]] == [case]
    assert "ondeterminism" in broken["broken"][0]["why"]


async def test_the_read_model_made_again_is_the_one_that_was_there_and_what_was_changed_is_told(
    field: Field,
) -> None:
    async with field.worker():
        case = await busy(field)
        over = await field.case()
        await field.act(over, "withdrawn")
    database = field.office.database
    assert [d for d in rebuild(database)["differences"] if d["case"] in (case, over)] == []
    with database.write() as session:
        session.execute(update(OBLIGATIONS).where(OBLIGATIONS.c.case_id == over).values(closed_on=None))
    (lost, *_) = [d for d in rebuild(database)["differences"] if d["case"] == over]
    assert lost["what"].endswith(", closed_on") and lost["was"] is None and lost["is"], (
        "as a release before it wrote them"
    )
    with database.read() as session:
        before = (cases.find(session, case), cases.obligations_of(session, case))
    with database.write() as session:
        session.execute(update(CASES).where(CASES.c.case_id == case).values(stage="received", rag="green"))
        session.execute(delete(OBLIGATIONS).where(OBLIGATIONS.c.case_id == case))
        session.execute(delete(CASES).where(CASES.c.case_id == over))
    told = (await field.ehcp("rebuild", "--check", "--json")).json
    assert {"stage", "case"} <= {each["what"] for each in told["differences"]}
    assert len([each for each in told["differences"] if each["case"] == case]) > 3
    assert (await field.ehcp("rebuild")).code == 0
    with database.read() as session:
        assert (cases.find(session, case), cases.obligations_of(session, case)) == before
        assert cases.find(session, over) is not None


async def test_lines_that_the_records_lost_are_recorded_again_as_they_were_and_letters_are_held(
    field: Field,
) -> None:
    """The ledger refuses to delete lines, so the test deletes them by hand, as restoring an earlier backup would."""
    async with field.worker():
        case = await busy(field)
        ended = await field.case()
        await field.act(ended, "withdrawn")
    beside = case.replace("case", "mediation")
    database = field.office.database

    def lines() -> list[list[ledger.LedgerLine]]:
        with database.read() as session:
            return [ledger.facts_of(session, each) for each in (case, ended, beside)]

    before = lines()
    assert all(len(each) > 1 for each in before)
    with database.read() as session:
        letters = [each.dispatch_id for each in outbox.of_case(session, case)]
    with (
        database.engine.connect() as connection
    ):  # autocommit, because triggers cannot be dropped within the write lock
        connection.info["writes"] = True
        with connection.begin():
            triggers = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'")
            ).all()
            for name, _ in triggers:
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(delete(LEDGER).where(LEDGER.c.case_id == case, LEDGER.c.seq > 1))
            connection.execute(delete(LEDGER).where(LEDGER.c.case_id.in_([ended, beside])))
            connection.execute(
                delete(OUTBOX).where(OUTBOX.c.case_id == case, OUTBOX.c.kind != "acknowledgement")
            )
            connection.execute(delete(RECEIPTS).where(RECEIPTS.c.case_id == case))
            for _, sql in triggers:
                connection.execute(text(sql))
    found = await verify(field.office)
    assert ("ledger_behind", case, False) in of(found, case)
    assert {kind for kind, *_ in of(found, ended, beside)} >= {"ledger_behind"}
    answer = await field.ehcp("verify")
    assert answer.code == 1 and case in answer.out
    mended = await field.ehcp("verify", "--repair", "--json")
    assert all(
        each["repaired"] for each in mended.json["problems"] if each["subject"] in (case, ended, beside)
    )
    assert lines() == before  # with the same hashes
    assert of(await verify(field.office), case, ended, beside) == []
    held = (await field.ehcp("held", "--json")).json["held"]
    again = [each["id"] for each in held if each["case"] == case]
    assert again and set(again) < set(letters)
    assert (await field.ehcp("held", "--send", again[0])).code == 2  # without --by
    assert (await field.ehcp("held", "--was-sent", again[0], "--by", "ops-1")).code == 0
    assert (await field.ehcp("held", "--send", "all", "--by", "ops-1", "--json")).json == {"held": []}
    with database.write() as session:
        claimed = {each.dispatch_id for each in outbox.claim(session, now=await field.now(), limit=500)}
    with database.read() as session:
        alerts = {each.dispatch_id for each in outbox.of_case(session, case) if each.status == "digest"}
    assert again[0] not in claimed and set(again[1:]) - alerts <= claimed  # alerts wait for the daily digest


async def test_a_line_that_was_changed_by_hand_is_named_and_not_mended(field: Field) -> None:
    async with field.worker():
        case = await field.case()
    with field.office.database.engine.connect() as connection:
        connection.info["writes"] = True
        with connection.begin():
            triggers = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'")
            ).all()
            for name, _ in triggers:
                connection.execute(text(f"DROP TRIGGER {name}"))
            mine = (LEDGER.c.case_id == case, LEDGER.c.number == 1)
            was = connection.scalar(select(LEDGER.c.on).where(*mine))
            connection.execute(update(LEDGER).where(*mine).values(on=date(2020, 1, 1)))
    found = await verify(field.office, repair=True)
    assert ("chain_broken", case, False) in of(found, case)
    with field.office.database.engine.connect() as connection:
        connection.info["writes"] = True
        with connection.begin():
            connection.execute(update(LEDGER).where(*mine).values(on=was))
            for _, sql in triggers:
                connection.execute(text(sql))
    assert [
        kind for kind, *_ in of(await verify(field.office, repair=True), case) if kind == "chain_broken"
    ] == []


async def test_an_erased_case_is_no_problem_but_a_lost_key_is(field: Field) -> None:
    async with field.worker():
        erased, lost = await field.case(), await field.case()
        for case in (erased, lost):
            await field.act(case, "withdrawn")
    keys = data_keys_of(field.settings)
    keys.destroy(erased, await field.now())
    keys.database.close()
    with field.office.database.write() as session:
        row = data_keys.latest(session, lost)
        assert row is not None
        session.execute(delete(DATA_KEYS).where(DATA_KEYS.c.owner == lost))
    kept = (field.settings.key_escrow or field.settings.data) / f"{row.key_id}.json"
    aside = kept.rename(kept.with_suffix(".aside"))
    told = (await field.ehcp("verify", "--json")).json  # another process: it has no key in memory
    uncertified = (
        "destroyed_and_back",
        erased,
        False,
    )  # only its key was destroyed here, without a certificate
    assert of(told, erased, lost) == [uncertified, ("unreadable", lost, False)]
    aside.rename(kept)
    mended = (await field.ehcp("verify", "--repair", "--json")).json
    assert (mended["keys_taken_back"], of(mended, erased, lost)) == (1, [uncertified])
