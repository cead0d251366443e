"""A bundle of a dispute: chosen papers in the order of the parts, checked, kept with its versions and who had each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import closing

import pikepdf
import pytest
from starlette.testclient import TestClient

from activities.paper_pdf import as_pdf
from activities.pdf_binding import BoundPaper, BoundSection, Unbindable, bind, pages_of
from casework.letters.paper import Paper, Paragraph
from casework.letters.paper_content import content_of
from casework.processes.bundle_order import bundle_order
from casework.processes.registry import PROCESSES, process_of
from office.dependencies import Parts, read_only_parts
from office.uploads import Uploads
from records import access, documents, retention
from tests.databases import new_records
from tests.office.test_hidden_text import COVER, SECRET, page
from tests.starter.console.office import CASE, MEDIATION, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post

AT = f"/cases/{CASE}/bundles/{MEDIATION}"


def paper(title: str, lines: int = 1) -> bytes:
    return as_pdf(content_of({"letter": Paper(title, (Paragraph(f"Words of {title}. " * lines),))}))


@pytest.fixture
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    folder = tmp_path_factory.mktemp("bundles")
    with closing(new_records(folder)) as database:
        furnish(database)
        found = read_only_parts(database, lambda: TODAY)
        found.uploads = folder / "uploads"
        yield found


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def add(parts: Parts, name: str, content: bytes) -> str:
    assert parts.uploads is not None
    kept, _ = Uploads(parts.database, parts.uploads).keep(CASE, name, content, "officer-n1")
    return kept.document_id


def bundle_in(text: str) -> str:
    found = re.search(r'name="bundle" value="(bundle-\w{12})"', text)
    assert found is not None
    return found[1]


def test_papers_are_bound_in_the_order_of_the_parts_with_numbers_and_bookmarks() -> None:
    long = paper("Report", 400)
    made = bind(
        "A pack",
        ("Case 1",),
        (
            BoundSection("First", (BoundPaper("One", "4 June 2024", paper("One")),)),
            BoundSection("Second", (BoundPaper("Two", "", long), BoundPaper("Three", "", paper("Three")))),
        ),
        ("X.docx: it is not a PDF",),
    )
    assert made.pages == made.places[-1][1] and made.places[0] == (2, 2)
    assert made.places[1][1] - made.places[1][0] + 1 == BoundPaper("Two", "", long).pages > 1
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages) == made.pages and str(pdf.Root.Lang) == "en-GB"
        with pdf.open_outline() as outline:
            assert [one.title for one in outline.root] == ["Contents", "First", "Second"]
            assert [one.title for one in outline.root[2].children] == ["Two", "Three"]
        assert [str(one.label) for one in pdf.pages][-1] == str(made.pages)
        assert all("/XObject" in one.Resources for one in pdf.pages), "each page has its number"
    with pytest.raises(Unbindable, match="it is a spreadsheet; open it, save it as a PDF, and add the PDF"):
        pages_of("Costs.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK")


def test_every_order_has_parts_with_titles_and_the_limits_depend_on_the_decision() -> None:
    orders = [order for each in PROCESSES if (order := bundle_order(each)) is not None]
    assert len(orders) == 2
    for order in orders:
        assert order.source and len({one.id for one in order.sections}) == len(order.sections)
        limited = {one.id for one in order.sections if one.pages is not None}
        assert all(one.name and one.read_on for one in order.sources)
        given = [one for one in order.sources if limited and limited <= set(one.gives)]
        assert (order.confidence == "own" and not limited) or len(given) > 1, "each number is in two sources"
    tribunal = bundle_order(process_of("appeal-a"))  # type: ignore[arg-type]
    assert tribunal is not None
    limits = {
        one.id: (one.limit("assessment_refused"), one.limit("plan_refused")) for one in tribunal.sections
    }
    assert limits == {"core": (100, 100), "plan": (150, 150), "working": (25, 25), "family": (75, 100), "authority": (75, 100)}  # fmt: skip


def test_a_bundle_is_chosen_checked_made_and_given(browser: TestClient, parts: Parts) -> None:
    report, notes = add(parts, "Report.pdf", paper("Report")), add(parts, "Notes.txt", b"Some words")
    assert f'href="{AT}"' in browser.get(f"/disputes/{MEDIATION}").text
    form = browser.get(AT).text
    assert f'id="part-{report}"' in form and '<option value="evidence" selected>' in form
    sent = {
        f"part-{report}": "evidence",
        f"part-{notes}": "evidence",
        f"place-{notes}": "1",
        "limit-evidence": "2",
    }
    check = post(browser, AT, sent)
    assert check.status_code == 200 and "2 pages of 2 allowed" in check.text
    assert check.text.index("Notes.txt") < check.text.index("Report.pdf"), "the place decides"
    made = {**sent, "bundle": bundle_in(check.text), "step": "make"}
    for _ in range(2):
        assert post(browser, AT, made).headers["location"] == f"{AT}?done=made"
    shown = browser.get(f"{AT}?done=made").text
    assert "Version 1" in shown and "Version 2" not in shown and "3 pages" in shown
    assert "No one has had it yet." in shown and f'id="part-{report}"' in shown
    with parts.database.read() as session:
        (kept,) = [
            one for one in documents.documents_of(session, CASE) if one.name.startswith("Mediation pack")
        ]
    assert f'id="part-{kept.document_id}"' not in shown, "a bundle is no paper of the next"
    file = browser.get(f"/cases/{CASE}/documents/{kept.document_id}")
    with pikepdf.open(io.BytesIO(file.content)) as pdf:
        assert len(pdf.pages) == 3
    at = f"{AT}/{made['bundle']}"
    wrong = post(browser, f"{at}/readers", {"name": "", "on": "today"})
    assert wrong.status_code == 400 and 'href="#name"' in wrong.text and "Error: Mediation pack" in wrong.text
    told = {"name": "The clerk", "how": "by post", "on": "today"}
    assert post(browser, f"{at}/readers", told).status_code == 303
    assert "The clerk, 3 June 2024" in browser.get(AT).text  # fmt: skip


def test_the_people_of_a_dispute_open_what_is_shared_with_them_and_nothing_else(
    browser: TestClient, parts: Parts
) -> None:
    report = add(parts, "Report.pdf", paper("Report"))
    check = post(browser, AT, {f"part-{report}": "evidence"})
    bundle = bundle_in(check.text)
    post(browser, AT, {f"part-{report}": "evidence", "bundle": bundle, "step": "make"})
    theirs = f"/disputes/{MEDIATION}/bundles/{bundle}"
    as_person(browser, STAFF["mediator"])
    assert browser.get(theirs).status_code == 404 and browser.get(AT).status_code == 403
    as_person(browser, STAFF["officer"])
    for _ in range(2):
        assert post(browser, f"{AT}/{bundle}/share").status_code == 303
    assert browser.get(AT).text.count("Opens it on this service") == 1
    as_person(browser, STAFF["mediator"])
    assert f'href="{theirs}"' in browser.get(f"/disputes/{MEDIATION}").text
    assert browser.get(theirs).headers["content-type"] == "application/pdf"
    with parts.database.read() as session:
        assert access.entries(session, person="mediator-1", limit=1)[0].why == f"opened {bundle}"
    with parts.database.write() as session:
        removed = retention.destroy_rows(session, [CASE])
    assert (removed["bundles"], removed["bundle_readers"]) == (1, 1)


def test_hidden_text_and_too_many_pages_need_a_look_and_a_reason(browser: TestClient, parts: Parts) -> None:
    upload = {"document": ("Redacted.pdf", page(SECRET, f"0 g {COVER} re f"), "application/pdf")}
    added = post(browser, f"/cases/{CASE}/documents/add", files=upload).headers["location"]
    assert added.endswith("&hidden=2") and "it is not redacted" in browser.get(added).text
    document = re.search(r"added=(doc-\w+)", added)
    assert document is not None
    sent = {f"part-{document[1]}": "evidence", "limit-evidence": "1"}
    check = post(browser, AT, sent)
    assert "Redacted.pdf: page 2" in check.text and "Too many pages" in check.text
    made = {**sent, "bundle": bundle_in(check.text), "step": "make"}
    unlooked = post(browser, AT, made)
    assert unlooked.status_code == 400 and 'href="#looked"' in unlooked.text
    no_reason = post(browser, AT, {**made, "looked": "yes"})
    assert no_reason.status_code == 400 and 'href="#why"' in no_reason.text
    whole = {**made, "looked": "yes", "why": "The report is long."}
    assert post(browser, AT, whole).status_code == 303
    assert "The report is long." in browser.get(AT).text


def test_what_cannot_be_bound_or_read_is_told_at_its_field(browser: TestClient, parts: Parts) -> None:
    empty = post(browser, AT, {"limit-plan": "many"})
    assert empty.status_code == 400 and 'href="#limit-plan"' in empty.text and 'href="#papers"' in empty.text
    message = add(parts, "Mail.txt", b"Words")
    odd = post(browser, AT, {f"part-{message}": "evidence", f"place-{message}": "x"})
    assert odd.status_code == 400 and f'href="#place-{message}"' in odd.text
    back = post(browser, AT, {f"part-{message}": "plan", "step": "change"})
    assert back.status_code == 200 and '<option value="plan" selected>' in back.text
