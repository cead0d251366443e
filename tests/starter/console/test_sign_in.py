"""Signing in at a real OpenID Connect provider, which runs as a separate process, and as a demo user."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from itsdangerous import TimestampSigner
from starlette.testclient import TestClient

from casework.access.permissions import Role
from engine.configuration import load
from engine.console_settings import ConsoleSettings
from engine.errors import EngineError
from office.dependencies import Parts, read_only_parts
from office.sample_people import sample_people
from records import access, staff
from starter.console.csrf import token_of
from starter.console.provider import Claims, Provider, SignInFailed, provider_of
from starter.console.rate_limits import SIGN_INS
from starter.console.sign_in_settings import Entrance, entrance_of
from starter.web import site
from tests.activities.steps import Story
from tests.databases import new_records
from tests.running import free_port, wait_until
from tests.starter.console.signed import ENTRANCE, post

NORTH = {
    "sub": "officer-n1",
    "name": "Alder Example",
    "roles": ["SEND officers", "Everyone"],
    "teams": ["SEND North"],
}
MAPPED = Claims(role_names={"SEND officers": "case_officer"}, team_names={"SEND North": "north"})


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider with an officer and a person without a role here."""
    port = free_port()
    people = [NORTH, {"sub": "stranger", "name": "Stranger Example", "roles": ["Everyone"]}]
    words = [word for one in people for word in ("--user-claims", json.dumps(one))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *words],
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: _answers(f"{address}/.well-known/openid-configuration"), "the provider")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    database = new_records(tmp_path)
    Story("case-a").record(database)
    yield read_only_parts(database)
    database.close()


def browser(parts: Parts, entrance: Entrance) -> TestClient:
    return TestClient(site(parts, entrance), base_url=entrance.address, follow_redirects=False)


def with_provider(issuer: str, claims: Claims = MAPPED) -> Entrance:
    return replace(ENTRANCE, provider=Provider(issuer, "ehcp", "secret", claims))


def at_the_provider(address: str, sub: str) -> str:
    """Sign in at the provider and return the address it redirects to."""
    answer = httpx.post(address, data={"sub": sub})
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["location"]


def come_in(client: TestClient, sub: str) -> httpx.Response:
    there = client.get("/sign-in/start").headers["location"]
    back = at_the_provider(there, sub)
    return client.get(back)  # type: ignore[return-value]


def last_entry(parts: Parts) -> access.Entry:
    with parts.database.read() as session:
        return access.entries(session, limit=1)[0]


def test_a_person_signs_in_at_the_provider_and_returns_to_the_page_they_asked_for(
    parts: Parts, issuer: str
) -> None:
    client = browser(parts, with_provider(issuer))
    to_sign_in = client.get("/cases/case-a").headers["location"]
    assert "/sign-in/start" in client.get(to_sign_in).text
    asked = parse_qs(urlsplit(client.get("/sign-in/start").headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["nonce"] and asked["state"]
    answer = come_in(client, "officer-n1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases/case-a")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert last_entry(parts).person == "officer-n1" and last_entry(parts).allowed
    with parts.database.read() as session:
        known = staff.find(session, "officer-n1")
    assert known == {
        "id": "officer-n1",
        "name": "Alder Example",
        "roles": ["case_officer"],
        "teams": ["north"],
    }
    assert client.get("/sign-in").status_code == 303


def test_signing_out_ends_the_session_here_and_at_the_provider(parts: Parts, issuer: str) -> None:
    client = browser(parts, with_provider(issuer))
    come_in(client, "officer-n1")
    kept = client.cookies["ehcp"]
    policy = client.get("/no-such-page").headers["content-security-policy"]
    assert f"form-action 'self' {issuer};" in policy
    there = post(client, "/sign-out").headers["location"]
    assert there.startswith(f"{issuer}/oauth2/end_session?")
    assert parse_qs(urlsplit(there).query)["post_logout_redirect_uri"] == [
        f"{ENTRANCE.address}/sign-in?out=1"
    ]
    client.cookies.set("ehcp", kept)
    assert client.get("/no-such-page").status_code == 303


def test_a_person_without_a_role_is_refused_and_logged(parts: Parts, issuer: str) -> None:
    client = browser(parts, with_provider(issuer))
    answer = come_in(client, "stranger")
    assert answer.status_code == 403 and "no role in this service" in answer.text
    assert "ehcp" not in client.cookies
    assert (last_entry(parts).right, last_entry(parts).allowed) == ("sign_in", False)


def test_an_answer_for_another_browser_is_refused(parts: Parts, issuer: str) -> None:
    entrance = with_provider(issuer)
    asking = browser(parts, entrance)
    back = at_the_provider(asking.get("/sign-in/start").headers["location"], "officer-n1")
    other = browser(parts, entrance)
    assert other.get(back).status_code == 403
    assert asking.get(back.replace("state=", "state=x")).status_code == 403
    assert asking.get("/sign-in/back?error=access_denied").status_code == 403


def test_a_code_works_once(parts: Parts, issuer: str) -> None:
    client = browser(parts, with_provider(issuer))
    back = at_the_provider(client.get("/sign-in/start").headers["location"], "officer-n1")
    visit = dict(client.cookies)
    assert client.get(back).status_code == 303
    again = browser(parts, with_provider(issuer))
    again.cookies.update(visit)
    assert again.get(back).status_code == 403


def test_an_unavailable_or_wrong_provider_has_a_clear_message(parts: Parts, issuer: str) -> None:
    away = browser(parts, with_provider(f"http://127.0.0.1:{free_port()}"))
    assert away.get("/sign-in/start").status_code == 503
    with an_impostor(issuer) as address:
        answer = browser(parts, with_provider(address)).get("/sign-in/start")
    assert "not the one that this console expects" in answer.text


@contextmanager
def an_impostor(issuer: str) -> Iterator[str]:
    """Run a server that claims to be another provider."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(httpx.get(f"{issuer}/.well-known/openid-configuration").content)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "wanted",
    ["//evil.invalid", "https://evil.invalid", "/\\evil.invalid", "\\\\evil", "/sign-out", "x", "/a\nb"],
)
def test_after_sign_in_a_person_is_not_sent_to_another_site(parts: Parts, wanted: str) -> None:
    client = browser(parts, replace(ENTRANCE, samples=True))
    assert sign_in_as(client, "ops-1", wanted).headers["location"] == "/"


def sign_in_as(client: TestClient, person: str, wanted: str = "/") -> httpx.Response:
    """Sign in as a demo user with the form on the page."""
    page = client.get("/sign-in", params={"next": wanted})
    token = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert token is not None
    return client.post("/sign-in", data={"person": person, "csrf": token[1]})  # type: ignore[return-value]


def test_on_this_machine_a_person_may_sign_in_as_a_demo_user(parts: Parts) -> None:
    client = browser(parts, replace(ENTRANCE, samples=True))
    page = client.get("/sign-in").text
    for person in sample_people().values():
        assert f'value="{person.id}"' in page
    assert sign_in_as(client, "officer-n1", "/cases/case-a?x=1").headers["location"] == "/cases/case-a?x=1"
    assert sign_in_as(browser(parts, replace(ENTRANCE, samples=True)), "unknown-1").status_code == 404


def test_there_is_a_demo_user_in_every_role() -> None:
    assert {role for one in sample_people().values() for role in one.roles} == set(Role)


@pytest.mark.parametrize(
    ("host", "environ"),
    [
        ("0.0.0.0", {}),
        ("192.0.2.1", {}),
        ("127.0.0.1", {"EHCP_CONSOLE_URL": "https://ehcp.example.invalid"}),
        ("127.0.0.1", {"EHCP_OIDC_ISSUER": "https://login.invalid", "EHCP_OIDC_CLIENT_ID": "ehcp"}),
        ("127.0.0.1", {"EHCP_TEMPORAL_ADDRESS": "temporal:7233"}),
    ],
)
def test_demo_users_are_refused_outside_this_machine(
    parts: Parts, tmp_path: Path, host: str, environ: dict[str, str]
) -> None:
    entrance = entrance_of(load(tmp_path, environ), host, 8080, ConsoleSettings.read(environ))
    assert not entrance.samples
    client = browser(parts, entrance)
    assert "officer-n1" not in client.get("/sign-in").text
    # A form sent directly with a valid token is refused too.
    token = sign_in_token(client)
    assert client.post("/sign-in", data={"person": "officer-n1", "csrf": token}).status_code == 404


def sign_in_token(client: TestClient) -> str:
    """Return a valid token for a sign-in form that the page does not show."""
    visit = "ab" * 16
    entrance: Entrance = client.app.state.entrance  # type: ignore[attr-defined]
    signer = TimestampSigner(entrance.key_for("visit").hex())
    client.cookies.set("ehcp_visit", signer.sign(b64encode(json.dumps({"visit": visit}).encode())).decode())
    return token_of(entrance, f"visit {visit}")


def test_on_this_machine_demo_users_are_allowed(tmp_path: Path) -> None:
    assert entrance_of(load(tmp_path, {}), "127.0.0.1", 8080, ConsoleSettings.read({})).samples
    assert (tmp_path / "keys" / "session.key").stat().st_mode & 0o077 == 0


def test_attempts_to_sign_in_are_counted(parts: Parts) -> None:
    client = browser(parts, replace(ENTRANCE, samples=True))
    for _ in range(SIGN_INS.amount):
        assert sign_in_as(client, "unknown-1").status_code == 404
    refused = sign_in_as(client, "officer-n1")
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("claims", "roles", "teams"),
    [
        ({"sub": "a", "roles": "case_officer, ops"}, {Role.CASE_OFFICER, Role.OPS}, set()),
        ({"sub": "a", "roles": [1, None, "auditor"], "teams": ["east", "no team"]}, {Role.AUDITOR}, {"east"}),
    ],
)
def test_roles_and_teams_are_read_from_the_claims(
    claims: dict[str, object], roles: set[Role], teams: set[str]
) -> None:
    person = Claims().person(claims)
    assert (person.roles, person.teams) == (roles, teams)


def test_a_list_of_the_providers_words_is_the_only_way_to_a_role_or_team() -> None:
    claims = {"sub": "a", "roles": ["SEND officers", "head_of_service"], "teams": ["SEND North", "east"]}
    person = MAPPED.person(claims)
    assert (person.roles, person.teams) == ({Role.CASE_OFFICER}, {"north"})
    with pytest.raises(SignInFailed, match="no role"):
        MAPPED.person({"sub": "a", "roles": ["case_officer"]})


def test_roles_may_be_in_a_nested_claim() -> None:
    claims = Claims(roles="realm_access.roles", id="staff.id")
    person = claims.person(
        {"realm_access": {"roles": ["mediator"]}, "staff": {"id": "mediator-1"}, "sub": "x"}
    )
    assert (person.id, person.roles) == ("mediator-1", {Role.MEDIATOR})
    assert Claims(roles="https://x.invalid/roles").person(
        {"sub": "a", "https://x.invalid/roles": ["ops"]}
    ).roles == {Role.OPS}


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 200},
        {"sub": "operator"},
        {"sub": "a b"},
        {"sub": "../a"},
        {"sub": "a\n"},
        {"sub": "a"},
        {"sub": "a", "roles": {"ops": 1}},
    ],
)
def test_a_token_without_an_id_or_a_role_is_refused(claims: dict[str, object]) -> None:
    with pytest.raises(SignInFailed):
        Claims().person({"roles": ["ops"], **claims} if claims.get("sub") != "a" else claims)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"EHCP_OIDC_ISSUER": "http://login.example.invalid"}, "https"),
        ({"EHCP_OIDC_ISSUER": "https://login.example.invalid"}, "EHCP_OIDC_CLIENT_ID"),
        ({"EHCP_OIDC_ISSUER": "https://l.invalid", "EHCP_OIDC_CLIENT_ID": "a", "EHCP_OIDC_ROLES": "x"}, "theirs=ours"),
        ({"EHCP_OIDC_ISSUER": "https://l.invalid", "EHCP_OIDC_CLIENT_ID": "a", "EHCP_OIDC_ROLES": "x=king"}, "'king'"),
        ({"EHCP_OIDC_ISSUER": "https://l.invalid", "EHCP_OIDC_CLIENT_ID": "a", "EHCP_OIDC_CLIENT_SECRET_FILE": "/none"}, "cannot be read"),
        ({"EHCP_CONSOLE_URL": "ehcp.example"}, "EHCP_CONSOLE_URL"),
    ],
)  # fmt: skip
def test_incomplete_provider_settings_are_refused_with_a_sentence(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    with pytest.raises(EngineError, match=re.escape(said)):
        entrance_of(load(tmp_path, {}), "127.0.0.1", 8080, ConsoleSettings.read(environ))


def test_without_settings_there_is_no_provider() -> None:
    assert provider_of(ConsoleSettings.read({})) is None
