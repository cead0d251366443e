"""A stand-in of GOV.UK Notify's HTTP interface, for tests and for `make prove-notices`: a server on loopback.

It follows https://docs.notifications.service.gov.uk/rest-api.html (as in the repository
alphagov/notifications-tech-docs): JSON web tokens that last 30 seconds, the shapes of requests and answers, the error
types with their status codes, the two limits and the statuses. It keeps what it accepts, so that a test can count.
Faults are drawn from a seed or set one by one. To run only the stand-in: `python -m bench.notify_standin`.

Its own paths start with /stand-in: GET /stand-in returns everything it accepted; POST /stand-in sets how it behaves.
"""

from __future__ import annotations

import json
import random
import re
import sys
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError, TokenExpiredError

from bench.notify_checks import CHECKS, Answer, error

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"stand_in-{SERVICE}-{SECRET}"
STATUSES = {
    "cancelled", "created", "sending", "sent", "delivered", "pending", "failed", "technical-failure", "temporary-failure",
    "permanent-failure", "pending-virus-check", "validation-failed", "virus-scan-failed", "returned-letter", "accepted", "received",
}  # fmt: skip
FAULTS = ("refuse_500", "rate_limit", "accept_then_500", "accept_then_drop", "drop")
"""An error before accepting; too many requests; an error, or no answer, after accepting; no answer at all."""


@dataclass
class Book:
    """What the stand-in accepted, and how it behaves."""

    share: float = 0.0
    seed: int = 1
    kinds: tuple[str, ...] = FAULTS
    rate: int = 3000
    daily: int = 250_000
    hold_after: int | None = None
    orders: deque[str] = field(default_factory=deque)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    references: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    recent: deque[float] = field(default_factory=deque)
    held: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    lock: threading.RLock = field(default_factory=threading.RLock)
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def fault(self) -> str | None:
        """Return the fault for this request, if any."""
        with self.lock:
            ordered = self.orders.popleft() if self.orders else None
            if ordered is None and self.share and self.chance.random() < self.share:
                ordered = self.chance.choice(self.kinds)
            if ordered is not None and ordered != "none":
                self.faults[ordered] += 1
            return ordered


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    book: Book

    def log_message(self, *_: Any) -> None:
        """Log nothing, because the book holds every request."""

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, work: Any) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path)
        try:
            if path.path == "/stand-in":
                raise Answer(200, self._own(body))
            self.book.requests[self.command] += 1
            fault = self.book.fault()
            if fault == "drop":
                self.close_connection = True
                return
            if fault == "refuse_500":
                raise error(500, "Exception", "Internal server error")
            self._authenticated()
            self._within_rate(fault)
            work(path, body, fault)
        except Answer as answer:
            with suppress(ConnectionError):  # the client may have been killed
                self._send(answer)

    def _send(self, answer: Answer) -> None:
        said = json.dumps(answer.body).encode()
        self.send_response(answer.code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _authenticated(self) -> None:
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if not token:
            raise error(401, "AuthError", "Unauthorized: authentication token must be provided")
        try:
            if get_token_issuer(token) != SERVICE:
                raise error(403, "AuthError", "Invalid token: service not found")
            decode_jwt_token(token, SECRET)
        except TokenExpiredError:
            raise error(
                403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"
            ) from None
        except TokenError:
            raise error(403, "AuthError", "Invalid token: API key not found") from None

    def _within_rate(self, fault: str | None) -> None:
        book, now = self.book, time.monotonic()
        with book.lock:
            while book.recent and now - book.recent[0] > 60:
                book.recent.popleft()
            full = self.command == "POST" and len(book.recent) >= book.rate
            if not full and self.command == "POST":
                book.recent.append(now)
        if full or fault == "rate_limit":
            raise error(
                429,
                "RateLimitError",
                f"Exceeded rate limit for key type LIVE of {book.rate} requests per 60 seconds",
            )

    def _post(self, path: Any, body: bytes, fault: str | None) -> None:
        match path.path:
            case "/v2/notifications/email" | "/v2/notifications/sms" | "/v2/notifications/letter":
                kind = path.path.rsplit("/", 1)[1]
            case _:
                raise Answer(404, {"result": "error", "message": "Not found"})
        try:
            told = json.loads(body)
        except ValueError:
            raise error(400, "BadRequestError", "Invalid JSON supplied in POST data") from None
        CHECKS[kind](told)
        book = self.book
        with book.lock:
            if len(book.taken) >= book.daily:
                raise error(
                    429, "TooManyRequestsError", f"Exceeded send limits ({kind}: {book.daily}) for today"
                )
            found = _taken(kind, told)
            book.taken[found["id"]] = found
            book.references[str(told.get("reference"))] += 1
            hold = book.hold_after is not None and len(book.taken) >= book.hold_after
            if hold:
                book.hold_after = None
        if hold:
            book.held.set()
            book.go_on.wait(20)
            book.go_on.clear()
            book.held.clear()
        if fault == "accept_then_drop":
            self.close_connection = True
            return
        if fault == "accept_then_500":
            raise error(500, "Exception", "Internal server error")
        raise Answer(201, _created(found, told))

    def _get(self, path: Any, _: bytes, fault: str | None) -> None:
        if fault in ("accept_then_drop",):
            self.close_connection = True
            return
        if fault == "accept_then_500":
            raise error(500, "Exception", "Internal server error")
        if (one := re.fullmatch(r"/v2/notifications/([0-9a-f-]{36})", path.path)) is not None:
            if one[1] not in self.book.taken:
                raise Answer(
                    404,
                    {
                        "status_code": 404,
                        "errors": [{"error": "NoResultFound", "message": "No result found"}],
                    },
                )
            raise Answer(200, _shown(self.book.taken[one[1]]))
        if path.path != "/v2/notifications":
            raise Answer(404, {"result": "error", "message": "Not found"})
        asked = parse_qs(path.query)
        for status in asked.get("status", []):
            if status not in STATUSES:
                raise error(
                    400, "ValidationError", f"status {status} is not one of [{', '.join(sorted(STATUSES))}]"
                )
        for kind in asked.get("template_type", []):
            if kind not in ("sms", "email", "letter"):
                raise error(
                    400, "ValidationError", f"template_type {kind} is not one of [sms, email, letter]"
                )
        with self.book.lock:
            found = [
                each
                for each in reversed(self.book.taken.values())
                if all(str(each[name]) in asked[key] for key, name in _FILTERS.items() if key in asked)
            ]
        links = {"current": f"{self.path}"}
        raise Answer(200, {"notifications": [_shown(each) for each in found[:250]], "links": links})

    def _own(self, body: bytes) -> Any:
        book = self.book
        if self.command == "GET":
            with book.lock:
                return {
                    "taken": list(book.taken.values()),
                    "references": dict(book.references),
                    "requests": dict(book.requests),
                    "faults": dict(book.faults),
                    "held": book.held.is_set(),
                }
        told = json.loads(body)
        with book.lock:
            for name in ("share", "rate", "daily"):
                setattr(book, name, told.get(name, getattr(book, name)))
            if "hold_after_more" in told:
                book.hold_after = len(book.taken) + told["hold_after_more"]
            if "seed" in told:
                book.chance = random.Random(told["seed"])
            book.orders.extend(told.get("orders", []))
            for provider_id, status in told.get("statuses", {}).items():
                book.taken[provider_id]["status"] = status
        if told.get("go_on"):
            book.go_on.set()
        return {}


_FILTERS = {"reference": "reference", "template_type": "type", "status": "status"}


def _taken(kind: str, told: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "reference": told.get("reference"),
        "type": kind,
        "status": "pending-virus-check" if kind == "letter" else "created",
        "to": told.get("email_address") or told.get("phone_number"),
        "body": (told.get("personalisation") or {}).get("message"),
        "subject": (told.get("personalisation") or {}).get("subject"),
        "created_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }


def _created(found: dict[str, Any], told: Any) -> dict[str, Any]:
    if found["type"] == "letter":
        return {"id": found["id"], "reference": found["reference"], "postage": told.get("postage", "second")}
    uri = f"https://api.notifications.service.gov.uk/v2/notifications/{found['id']}"
    template = {"id": told["template_id"], "version": 1, "uri": uri}
    content = {"body": found["body"], "subject": found["subject"]}
    return {
        "id": found["id"],
        "reference": found["reference"],
        "content": content,
        "uri": uri,
        "template": template,
    }


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {
        **{
            name: found[name]
            for name in ("id", "reference", "type", "status", "body", "subject", "created_at")
        },
        "email_address": found["to"] if found["type"] == "email" else None,
        "phone_number": found["to"] if found["type"] == "sms" else None,
        "completed_at": None,
        "sent_at": None,
    }


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a client that was killed during its request."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@dataclass
class StandIn:
    """A running stand-in: its address, and what it accepted."""

    url: str
    book: Book


@contextmanager
def standing_in(port: int = 0, **how: Any) -> Iterator[StandIn]:
    """Run a stand-in in its own thread within this context."""
    book = Book(**how)
    book.chance = random.Random(book.seed)
    handler = type("Handler", (_Handler,), {"book": book})
    server = _Server(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield StandIn(f"http://127.0.0.1:{server.server_address[1]}", book)
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    """Run until stopped. The first line of output is the address."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with standing_in(port) as running:
        print(running.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
