"""A real HTTP server on loopback that receives webhooks and can misbehave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """The requests that came, and the statuses to answer with; the last status is used for all later requests."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    delay: float = 0.0
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    before_answer: Callable[[], object] = lambda: None

    def verified(self, secret: str) -> list[dict[str, Any]]:
        """Return the bodies of the requests, after checking each signature as a receiver would."""
        told = []
        for headers, body in self.came:
            signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
            key = base64.b64decode(secret.removeprefix("whsec_"))
            proof = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
            assert hmac.compare_digest(headers["webhook-signature"], f"v1,{proof}")
            assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300
            told.append(json.loads(body))
        return told


@contextmanager
def receiving(*answers: int, delay: float = 0.0) -> Iterator[Receiver]:
    """Run a receiver within this context."""
    receiver = Receiver(answers=list(answers) or [204], delay=delay)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            receiver.before_answer()
            time.sleep(receiver.delay)
            place = min(len(receiver.came), len(receiver.answers)) - 1
            self.send_response(receiver.answers[place])
            if 300 <= receiver.answers[place] < 400:
                self.send_header("Location", receiver.url + "elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # the sender was killed or gave up

    server = Quiet(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
