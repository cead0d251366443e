"""Queries of cases, people, receipts and the outbox."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from casework.letters.dispatch import Dispatch
from casework.people.child import Details
from records import case_starts, cases, children, outbox, people, receipts
from records.database import Database
from statute.status_by_day import StatusByDay

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
ROW = cases.CaseRow(
    case_id="case-a", stage="assessing", officer="officer-1", team="north", received_on=date(2026, 3, 1), rag="amber",
    next_due_on=date(2026, 6, 10), next_due_rule="reg8.advice_return", next_due_title="Return advice", breached=False,
    turn="others", turn_back_on=None, seq=3, rule_pack="england-2014", rule_pack_hash="0" * 64,
    calendar="england-2026-11-23", calendar_hash="1" * 64, opened_at=NOW, changed_at=NOW, closed_on=None,
)  # fmt: skip
DUTY = cases.ObligationRow(
    rule="reg13_2.final_plan", role="final_plan", title="Final plan sent", citation="reg 13(2)", of=None, kind="limit",
    duty_holder="authority", verified=True, started_on=date(2026, 3, 1), due_on=date(2026, 7, 19), raw_due_on=None,
    met_on=None, status="running", days_late=0, excused_by=None, excused_from=None, safe_on=date(2026, 7, 17),
    earliest_final=None, closed_on=None,
    by_day=StatusByDay(date(2026, 7, 19), "limit", "running", 0, "Because.", "").as_json(),
)  # fmt: skip
INTAKE = people.Intake(
    intake_key="k", case_id="case-a", reference="R1", child_name="Wren Example", born_on=None, family_name_and_address=None,
    family_email=None, source="parent", received_on=date(2026, 3, 1), team="north", officer=None, registered_at=NOW, started=False,
)  # fmt: skip
DISPATCH = Dispatch(
    dispatch_id="case-a-1-1", case_id="case-a", on=date(2026, 6, 1), kind="reminder", to_role="case_officer", about="x",
    of=None, text="Text.", channel="email", queued_at=NOW, sent_at=None, location=None, attempts=0,
)  # fmt: skip


def test_a_case_saved_again_takes_the_place_of_what_was_there(database: Database) -> None:
    with database.write() as session:
        cases.save(session, ROW, [DUTY, replace(DUTY, rule="reg8.advice_return", of="school")])
        cases.save(session, replace(ROW, stage="drafting", seq=4), [DUTY])
    with database.read() as session:
        assert cases.find(session, "case-a") == replace(
            ROW, stage="drafting", seq=4, child_id=children.without_record("case-a")
        )
        assert cases.obligations_of(session, "case-a") == [DUTY]
        assert cases.find(session, "case-b") is None
        assert cases.counts(session) == {"stage": {"drafting": 1}, "rag": {"amber": 1}}


def test_cases_are_listed_by_their_next_last_day_and_page_by_page(database: Database) -> None:
    rows = [
        replace(ROW, case_id=f"case-{n}", next_due_on=due, officer=officer, closed_on=closed)
        for n, due, officer, closed in (
            (1, date(2026, 6, 12), "officer-1", None),
            (2, date(2026, 6, 10), "officer-2", None),
            (3, None, "officer-1", date(2026, 6, 1)),
            (4, date(2026, 6, 10), "officer-1", None),
        )
    ]
    with database.write() as session:
        for row in rows:
            cases.save(session, row, [])
    with database.read() as session:

        def ids(wanted=None, **page):
            return [row.case_id for row in cases.select_cases(session, wanted, **page)]

        assert ids() == ["case-2", "case-4", "case-1", "case-3"]
        assert ids(cases.Filters(officer="officer-1", open_only=True)) == ["case-4", "case-1"]
        assert ids(cases.Filters(due_by=date(2026, 6, 11))) == ["case-2", "case-4"]
        assert ids(cases.Filters(stage="drafting")) == []
        pages, last = [], None
        while page := ids(limit=1, after=last):
            pages += page
            last = page[-1]
        assert pages == ids()


def test_of_many_that_register_one_request_all_get_one_case(database: Database) -> None:
    def register(n: int) -> tuple[str, bool]:
        with database.write() as session:
            kept, new = people.register(session, replace(INTAKE, case_id=f"case-{n}"))
        return kept.case_id, new

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(register, range(12)))
    assert len({case_id for case_id, _ in answers}) == 1
    assert sum(new for _, new in answers) == 1


def test_a_note_is_kept_and_dropped(database: Database) -> None:
    with database.write() as session:
        kept = people.add_note(session, "case-a", "Reasons.", "officer-1", NOW)
        dropped = people.add_note(session, "case-a", "Never sent.", None, NOW)
        people.drop_note(session, dropped)
        registered, _ = people.register(session, INTAKE)
        case_starts.done(session, "case-a")
    with database.read() as session:
        assert people.notes_of(session, "case-a") == {kept: "Reasons."}
        assert (people.note(session, kept), people.note(session, dropped)) == ("Reasons.", None)
        assert people.intake_of(session, "case-a") == replace(registered, started=True)
        assert people.intake_of(session, "case-z") is None


def test_the_first_receipt_of_a_request_stays(database: Database) -> None:
    with database.write() as session:
        receipts.save_receipt(session, "case-a", "r1", {"sequence": 1})
        receipts.save_receipt(session, "case-a", "r1", {"sequence": 2})
    with database.read() as session:
        assert receipts.receipt_of(session, "case-a", "r1") == {"sequence": 1}
        assert receipts.receipt_of(session, "case-a", "r2") is None


def test_a_dispatch_is_queued_once_claimed_by_one_and_claimed_again_only_when_its_lease_has_run_out(
    database: Database,
) -> None:
    with database.write() as session:
        outbox.put(session, [DISPATCH, DISPATCH])
        outbox.put(session, [DISPATCH])
        assert outbox.waiting(session) == 1
        assert [d.attempts for d in outbox.claim(session, now=NOW)] == [1]
        assert outbox.claim(session, now=NOW + timedelta(minutes=1)) == []
        assert [d.attempts for d in outbox.claim(session, now=NOW + timedelta(minutes=3))] == [2]
        outbox.mark_sent(session, DISPATCH.dispatch_id, NOW, "2026-06-01/x.eml")
        assert outbox.claim(session, now=NOW + timedelta(days=1)) == []
        (sent,) = outbox.of_case(session, "case-a")
    assert (sent.sent_at, sent.location, sent.attempts) == (NOW, "2026-06-01/x.eml", 2)


def test_two_that_claim_at_once_never_get_the_same_dispatch(database: Database) -> None:
    with database.write() as session:
        outbox.put(session, [replace(DISPATCH, dispatch_id=f"d-{n}") for n in range(60)])

    def claim(_: int) -> list[str]:
        with database.write() as session:
            return [d.dispatch_id for d in outbox.claim(session, now=NOW, limit=10)]

    with ThreadPoolExecutor(4) as threads:
        claimed = [one for batch in threads.map(claim, range(6)) for one in batch]
    assert len(claimed) == len(set(claimed)) == 60


def test_an_open_case_of_the_same_child_is_found_by_name_if_a_date_of_birth_is_missing(
    database: Database,
) -> None:
    born = date(2015, 5, 5)
    with database.write() as session:
        people.register(session, replace(INTAKE, born_on=born))
        cases.save(session, ROW, [])
    with database.read() as session:

        def found(name: str, birth: date | None, key: str = "other") -> str | None:
            open_case = people.open_case_of(session, Details(name, birth), key)
            return open_case.case_id if open_case else None

        assert found("EXAMPLE,  Wren", born) == found("Wren Example", None) == "case-a"
        assert found("Wren Example", date(2016, 5, 5)) is None
        assert found("Wren Example", born, "k") is None
    with database.write() as session:
        cases.save(session, replace(ROW, closed_on=date(2026, 6, 1)), [])
    with database.read() as session:
        assert people.open_case_of(session, Details("Wren Example", born), "other") is None
