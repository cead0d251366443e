"""Input that cannot be kept is refused with a sentence at every way in, and nothing is written."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest
from fastapi.testclient import TestClient

from office.rate_limits import RateLimiter
from records.database import Database
from starter.api.app import api
from starter.command import run
from tests.bad_values import TRIES, WORDS
from tests.databases import BOTH, records_in
from tests.starter.api.conftest import EVERYBODY, FAST, calling
from tests.starter.cli.test_cases import one_sentence
from tests.starter.console.allowed_pages import ALLOWED
from tests.starter.console.office import STAFF
from tests.starter.console.signed import browser_of, post
from tests.starter.console.test_roles import SENT, address, furnished

NUL, LONG, DIGITS = "Wren\0Example", "x" * 30_000, "9" * 5000
ROW = {"child_name": "Wren Example", "received_on": "2024-03-04", "team": "north"}


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    with closing(records_in(request.param, tmp_path)) as found:
        yield found


def test_every_page_and_form_refuses_it_with_a_page(database: Database) -> None:
    browser = browser_of(furnished(database), STAFF["head"])
    wrong = []
    for (method, path), allowed in sorted(ALLOWED.items()):
        if "head" not in allowed or path.startswith("/sign-"):
            continue
        browser.app.state.limits = RateLimiter()  # type: ignore[attr-defined]
        for value in (NUL, LONG, DIGITS):
            if method == "GET":
                answer = browser.get(address(path), params={"q": value, "page": value[:6000]})
            else:
                answer = post(browser, address(path), {**SENT, **dict.fromkeys((*SENT, "reason"), value)})
            unreadable = value == NUL and answer.status_code != 400
            # 503 is the answer of a console without a Temporal server to an act that it would record
            if answer.status_code in (422, 500) or unreadable:
                wrong.append((method, path, value[:6], answer.status_code))
    assert wrong == []


def test_a_field_of_a_form_that_holds_what_no_one_means_is_answered_with_a_page(tmp_path: Path) -> None:
    """One field at a time, in every form that a page shows. The kind of database makes no difference here."""
    database = records_in("sqlite", tmp_path)
    browser = browser_of(furnished(database), STAFF["head"])
    wrong, known = [], set[tuple[str, frozenset[str]]]()
    for (method, path), allowed in sorted(ALLOWED.items()):
        if "head" not in allowed or path.startswith("/sign-") or method != "GET":
            continue
        browser.app.state.limits = RateLimiter()  # type: ignore[attr-defined]
        page = browser.get(address(path))
        for target, sent in forms_of(page.text):
            chosen = Random(f"{path} {target}")
            tries = 0 if (target, frozenset(sent)) in known else max(1, TRIES // 6)
            known.add((target, frozenset(sent)))
            for _ in range(tries):
                name, value = chosen.choice(sorted(sent)), chosen.choice(WORDS)
                answer = post(browser, target, {**sent, name: value[:6000]})
                if answer.status_code in (405, 422, 500):
                    wrong.append((target, name, value[:20], answer.status_code))
    database.close()
    assert wrong == [] and len(known) > 40


class _Forms(HTMLParser):
    """The forms of a page that change something: where each goes, and the fields it has with what it sends as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._inside: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "get").lower() == "post" and "action" in given:
            self._inside = {}
            self.found.append((given["action"], self._inside))
        elif tag in ("input", "select", "textarea") and given.get("name"):
            inside = self._inside if given.get("type") not in ("file", "submit") else None
            if inside is not None:
                inside.setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None


def forms_of(page: str) -> list[tuple[str, dict[str, str]]]:
    """Return the forms of a page, each once, without the one that signs out."""
    parser = _Forms()
    parser.feed(page)
    return [(to, sent) for to, sent in parser.found if sent and to.startswith("/") and "sign-out" not in to]


@pytest.mark.parametrize("path", ["/cases/case-%00", "/children/child-%00", "/?part=%00"])
def test_a_page_with_an_address_that_cannot_be_looked_for(database: Database, path: str) -> None:
    browser = browser_of(furnished(database), STAFF["head"])
    answer = browser.get(path)
    assert answer.status_code == 400 and "What you entered holds a NUL character" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"requests": [{**ROW, "child_name": NUL}]}),
        json.dumps({"requests": [{**ROW, "family": "\ud800"}]}),
        json.dumps({"requests": [{**ROW, "team": "t" * 200}]}),
        json.dumps({"requests": [{**ROW, "reference": 10**30}]}),
        '{"requests": [{"reference": ' + DIGITS + "}]}",
        '{"requests": ' + "[" * 5000 + "]" * 5000 + "}",
        b'{"requests": [{"child_name": "\xff"}]}',
    ],
)
def test_the_api_refuses_it_as_a_problem(database: Database, body: str | bytes) -> None:
    from office.dependencies import read_only_parts

    with calling(api(read_only_parts(database), pace=FAST), database, EVERYBODY) as caller:
        client: TestClient = caller.client
        headers = {
            "Authorization": f"Bearer {caller.token}",
            "Idempotency-Key": "k1",
            "Content-Type": "application/json",
        }
        answer = client.post("/requests", content=body, headers=headers)
        assert answer.status_code in (400, 422), answer.text
        assert one_sentence(answer.json()["detail"]) or answer.json()["errors"]
        for path in ("/cases/case-%00", "/cases?team=%00", "/cases?cursor=" + DIGITS):
            told = client.get(path, headers=headers)
            assert told.status_code in (400, 404, 422), (path, told.text)
        assert client.get("/cases/" + "x" * 3000, headers=headers).status_code in (404, 422)


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.json", json.dumps([{**ROW, "child_name": NUL}]).encode(), "NUL character"),
        ("a.json", json.dumps([{**ROW, "child_name": "\ud800"}]).encode(), "not UTF-8"),
        ("a.json", b'[{"reference": ' + DIGITS.encode() + b"}]", "is not JSON"),
        ("a.json", b'[{"child_name": "\xff"}]', "not UTF-8"),
        ("a.csv", b"child_name,received_on,team\nWren\0,2024-03-04,north\n", "NUL character"),
    ],
)
def test_a_file_of_requests_is_refused_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, part: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert run(["open", str(file), "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err.strip()
    assert part in said and "\n" not in said


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with records."""
    monkeypatch.delenv("EHCP_DATABASE_URL", raising=False)
    records_in("sqlite", tmp_path).close()
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["show", "case-\udcff"],
        ["cases", "--officer", "a\0b"],
        ["cases", "--due-within", "9" * 400],
        ["cases", "--due-within", DIGITS],
        ["list", "make", "case-a", "--from", f"{DIGITS},{DIGITS}", "--need", "ASD"],
        ["list", "make", "case-a", "--from", "9" * 400 + ",1", "--need", "ASD"],
    ],
)
def test_a_word_of_a_command_is_refused_in_a_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code = run([*words, "--data", str(place)])
    said = capsys.readouterr().err.strip()
    assert code in (1, 2) and said and "\n" not in said and "Traceback" not in said


def test_a_register_of_settings_with_a_place_of_400_digits_changes_nothing(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (Path(__file__).parents[2] / "samples" / "settings.csv").read_text().splitlines()
    at = lines[0].split(",").index("Easting")
    row = lines[1].split(",")
    good, bad = place / "good.csv", place / "bad.csv"
    good.write_text("\n".join(lines) + "\n")
    assert run(["settings", "load", str(good), "--data", str(place)]) == 0
    row[at] = "9" * 400
    bad.write_text("\n".join([lines[0], ",".join(row), *lines[2:]]) + "\n")
    capsys.readouterr()
    code = run(["settings", "load", str(bad), "--data", str(place)])
    said = capsys.readouterr().err.strip()
    assert code in (1, 2) and "\n" not in said.splitlines()[-1] and "Traceback" not in said
    assert run(["settings", "load", str(good), "--data", str(place)]) == 0


@pytest.fixture
def locked(place: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Records that another program keeps locked."""
    monkeypatch.setattr("records.database._BUSY_MILLISECONDS", 50)
    database = Database(f"sqlite:///{place / 'records.db'}")
    parts = furnished(database)
    browser = browser_of(parts, STAFF["head"])
    with closing(sqlite3.connect(place / "records.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield browser
    database.close()


def test_records_that_are_locked_are_told_in_a_sentence(
    locked: TestClient, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = Path(__file__).parents[2] / "samples" / "authority.yaml"
    assert run(["authority", "load", str(sample), "--data", str(place)]) == 1
    said = capsys.readouterr().err.strip()
    assert "another program has locked them for too long; try again in a minute" in said and one_sentence(
        said
    )
    shown = post(locked, "/views", {"name": "Mine", "part": "all"})
    assert shown.status_code == 503 and "locked them for too long" in shown.text


def test_records_that_are_damaged_are_told_in_a_sentence(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "records.db").write_bytes(b"this is no database " * 1000)
    for words in (["cases"], ["held"], ["rebuild"]):
        assert run([*words, "--data", str(place)]) == 1
        said = capsys.readouterr().err.strip()
        assert "the file is damaged; restore a backup" in said and one_sentence(said)
